"""Words on a scan that are no text of its document; each leaves with its reason, none in silence.

Specks and pen strokes read as letters, and what stands in the stamp by which a register receives a
paper ("ĐẾN" in a frame; 35 by 50 mm in Decree 30/2020/NĐ-CP).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from kb.document import Dropped
from kb.ingest.ocr.blots import Blots
from kb.ingest.ocr.hocr import Box, ReadLine, ReadWord
from kb.vietnamese.normalise import fold

SPECK, STAMP = "speck or pen stroke", "stamp"
"""The reasons, as in Document.dropped."""

_NO_CONFIDENCE = 10  # of 100; specks and pen strokes are read with 0
_DOUBTFUL = 50  # of 100; a strange sign read with less, or a letter that lies on another
_LONE = 70  # of 100; a numeral or page number alone on its line is read with 85 and more
_NEVER = set("#¿¡€£¥©¬{}<>\\^_`~¦")
"""Signs that no document has; none is what tesseract makes of a footnote's raised digit."""

_COVERED = 0.5  # of a letter's width under the next word, from which the two are one
_ARRIVED = "den"  # ĐẾN, folded
_MARK = re.compile(r"\W*m\w{1,3}\W*")


def cleared(
    lines: Sequence[ReadLine], page: int, blots: Blots
) -> tuple[list[ReadLine], list[Dropped]]:
    """The lines without specks and stamps; and those, on page number `page`."""
    stamps = _stamps(lines, blots.frames)
    kept: list[ReadLine] = []
    dropped: list[Dropped] = []
    for line in lines:
        reasons = [_reason(line, at, stamps, blots) for at in range(len(line.words))]
        parted = list(zip(reasons, line.words, strict=True))
        dropped += [
            Dropped(page, " ".join(word.text for _, word in group), reason)
            for reason, group in groupby(parted, lambda pair: pair[0])
            if reason
        ]
        words = tuple(word for reason, word in parted if reason is None)
        if words:
            kept.append(replace(line, words=words))
    return kept, dropped


def may_be_mark(word: ReadWord) -> bool:
    """True for MẬT, however misread: a mark of secrecy must be seen by `kb.ingest.secrecy`."""
    return word.text.isupper() and _MARK.fullmatch(fold(word.text)) is not None


def _reason(line: ReadLine, at: int, stamps: Sequence[Box], blots: Blots) -> str | None:
    word = line.words[at]
    if may_be_mark(word):
        return None
    if any(stamp.holds(word.box) for stamp in stamps):
        return STAMP
    if _is_noise(word) or _is_double(line, at) or (blots.hide and _is_lone(line)):
        return SPECK
    return None


def _stamps(lines: Sequence[ReadLine], frames: Sequence[Box]) -> list[Box]:
    words = [word for line in lines for word in line.words if fold(word.text) == _ARRIVED]
    return [frame for frame in frames if any(frame.holds(word.box) for word in words)]


def _is_noise(word: ReadWord) -> bool:
    """True for what has at most one letter or digit and was read with next to no confidence ("W'",
    ":"), or as no one prints it ("4#"). Longer ones stay: a misread "III." is worth more."""
    if sum(map(str.isalnum, word.text)) > 1:
        return False
    strange = len(word.text) > 1 and not _NEVER.isdisjoint(word.text)
    return word.confidence < (_DOUBTFUL if strange else _NO_CONFIDENCE)


def _is_double(line: ReadLine, at: int) -> bool:
    """True for a doubtful single letter that lies on the next word: a part of it read twice."""
    word = line.words[at]
    if len(word.text) > 1 or word.confidence >= _DOUBTFUL or at + 1 == len(line.words):
        return False
    box = word.box
    return box.right - line.words[at + 1].box.left > _COVERED * (box.right - box.left)


def _is_lone(line: ReadLine) -> bool:
    """True for a line of one doubtful character: a piece of a signature ("s")."""
    word = line.words[0]
    return len(line.words) == len(word.text) == 1 and word.confidence < _LONE
