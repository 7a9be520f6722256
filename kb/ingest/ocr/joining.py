"""One page read twice, with its seals and pen strokes and without: the best of both.

Without them tesseract finds the lines beside and under them, but letters that touch them are gone. A
word that was touched stands as the surer reading has it, however bad: a reader sees that a word is
misread, but not that one is missing. Only what stands alone beside such ink is left out, and told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import fmean

from kb.document import Dropped
from kb.ingest.ocr.blots import Blots
from kb.ingest.ocr.clearing import may_be_mark
from kb.ingest.ocr.hocr import Box, ReadLine, ReadWord

HIDDEN = "hidden by a seal or pen stroke"
"""The reason, as in Document.dropped."""

_SURE, _SEVERAL = 70, 3  # of 100, and words
_LETTER_GAP = 0.12  # of the row height; a word space is 0.3
_COLUMN = 2.0  # of the row height, between words of two columns
_BESIDE = 1.0  # of the row height, between a word and the ink that hides its neighbour


def joined(
    clean: Sequence[ReadLine], first: Sequence[ReadLine], page: int, blots: Blots
) -> tuple[list[ReadLine], list[Dropped]]:
    """The lines of both readings, none twice, and what is left of hidden words, on page number `page`.

    `first` is the reading with the blots. Of it come words for those the blots touch, words missing
    between others, lines that `clean` has not, and what may be a mark of secrecy in a torn frame.
    """
    seen = [word for line in first for word in line.words]
    both = [_joined_line(line, seen, blots) for line in clean]
    lines = [line for line, _ in both if line.words]
    boxes = [word.box for line in lines for word in line.words]
    apart = (_apart(line, boxes) for line in first)
    lines += (line for line in apart if is_text(line) or any(map(may_be_mark, line.words)))
    texts = (" ".join(word.text for word in hidden) for _, hidden in both)
    return lines, [Dropped(page, text, HIDDEN) for text in texts if text]


def is_text(line: ReadLine) -> bool:
    """True if most of a line is read well, and it has several words."""
    sure = [word for word in line.words if word.confidence >= _SURE and len(word.text) > 1]
    letters = sum(len(word.text) for word in line.words)
    return len(sure) >= _SEVERAL and sum(len(word.text) for word in sure) > 0.5 * letters


def _joined_line(
    line: ReadLine, seen: Sequence[ReadWord], blots: Blots
) -> tuple[ReadLine, list[ReadWord]]:
    """A line of the clean reading with what the words `seen` before add, and what is hidden of it."""
    rests = [word for at, word in enumerate(line.words) if _is_rest(line, at, seen, blots)]
    words = [
        one
        for word in line.words
        if word not in rests
        for one in (_surer(word, seen) if _is_touched(word, line, blots) else (word,))
    ]
    between = [word for word in seen if _is_between(word, line, words)]
    words += (word for word in between if word.confidence >= _SURE)
    unsure = [word for word in between if word.confidence < _SURE]
    ordered = dict.fromkeys(sorted(words, key=lambda word: word.box.left))
    return replace(line, words=tuple(ordered)), [*rests, *unsure]


def _surer(word: ReadWord, seen: Sequence[ReadWord]) -> Sequence[ReadWord]:
    others = [one for one in seen if one.box.meets(word.box)]
    better = others and fmean(one.confidence for one in others) >= word.confidence
    return others if better else (word,)


def _is_between(word: ReadWord, line: ReadLine, words: Sequence[ReadWord]) -> bool:
    """True for a word that stands on the line between those words, on none of them."""
    if not words or any(one.box.meets(word.box) for one in words):
        return False
    x, y = word.box.middle
    foot = line.baseline(x)
    inside = words[0].box.left < x < words[-1].box.right
    return inside and foot - line.row_height < y < foot


def _apart(line: ReadLine, boxes: Sequence[Box]) -> ReadLine:
    words = (word for word in line.words if not any(map(word.box.meets, boxes)))
    return replace(line, words=tuple(words))


def _is_touched(word: ReadWord, line: ReadLine, blots: Blots) -> bool:
    """True if a blot lies so near a word that letters of the word may be part of it."""
    box, gap = word.box, _LETTER_GAP * line.row_height
    foot = line.baseline(box.middle[0])
    return blots.meets(Box(box.left - gap, foot - line.row_height / 2, box.right + gap, foot))


def _is_rest(line: ReadLine, at: int, seen: Sequence[ReadWord], blots: Blots) -> bool:
    """True for a word that is a column of its own, beside a blot, and was not seen there before."""
    word, wide = line.words[at], _COLUMN * line.row_height
    pairs = pairwise(line.words[max(0, at - 1) : at + 2])
    if any(after.box.left - before.box.right <= wide for before, after in pairs):
        return False
    if may_be_mark(word) or any(one.text == word.text and one.box.meets(word.box) for one in seen):
        return False
    box, aside = word.box, _BESIDE * line.row_height
    above = aside / 2
    return blots.meets(
        Box(box.left - aside, box.top - above, box.right + aside, box.bottom + above)
    )
