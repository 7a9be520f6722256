"""Letters over which tesseract wavered, decided by what it does not know: numbers, strokes, words.

It tells for each letter what else it may be ("ồ, but perhaps ổ"), and nothing else is put in its place.
By the word list, of 1,308 wrong words on 40 pages made worse than most scans (blurred, speckled,
crooked; 21,400 words) 360 were mended, and 6 right ones spoilt; on ten real scanned pages 5 and none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from kb.ingest.ocr.deskew import Ink
from kb.ingest.ocr.hocr import ReadLine, ReadWord
from kb.ingest.ocr.numerals import in_doubt, with_digits, with_strokes
from kb.vietnamese.dictionary import is_word
from kb.vietnamese.normalise import fold

_WEIGHED = 20  # of 100: with 40 a sixteenth fewer words were mended, with 5 more were spoilt
_SURE = 94  # of 100: words read with this or more stay; with 96 twice as many were spoilt
_UNSURE, _MANY = 90, 0.05  # of 100, and of the words; clean scans have 0.02 to 0.04, bad ones 0.08
_SYLLABLE = re.compile(r"(\W*)([^\W\d_]+)(\W*)")
_FIRST, _LAST = re.compile(r"[^\W\d_]*"), re.compile(r"[^\W\d_]*$")


def wavers(lines: Sequence[ReadLine]) -> bool:
    """True for a page that was read badly enough, or with a letter in a number, to ask what else its
    letters may be. On pages read well that decides one word in 4,000, for a twelfth of the time."""
    words = [word for line in lines for word in line.words]
    unsure = sum(word.confidence < _UNSURE for word in words)
    return unsure > _MANY * len(words) or in_doubt(words)


def settled(lines: Sequence[ReadLine], ink: Ink) -> tuple[list[ReadLine], int]:
    """The lines with each doubtful letter decided where that is certain, and in how many words."""
    counted = list(chain.from_iterable(with_strokes(line, ink) for line in lines))
    words = _by_words(list(with_digits(counted)))
    done = [replace(line, words=tuple(next(words) for _ in line.words)) for line in lines]
    changed = (
        old is not new and old.text != new.text
        for before, after in zip(lines, done, strict=True)
        for old, new in zip(before.words, after.words, strict=True)
    )
    return done, sum(changed)


def _by_words(words: Sequence[ReadWord]) -> Iterator[ReadWord]:
    """Each word, or the one way to read it with which it makes a word with one of its neighbours."""
    before = ""
    for word, after in zip_longest(words, words[1:]):
        match = _SYLLABLE.fullmatch(word.text) if word.confidence < _SURE else None
        if match:
            left = _part(_LAST, before) if not match[1] else ""
            right = _part(_FIRST, after.text) if after and not match[3] else ""
            word = _chosen(word, left, right)
        yield word
        before = word.text


def _part(pattern: re.Pattern[str], text: str) -> str:
    """The letters that a text begins or ends with; "" for punctuation."""
    match = pattern.search(text)
    return match[0] if match else ""


def _chosen(word: ReadWord, before: str, after: str) -> ReadWord:
    if _is_known(word, before, after):
        return word
    known = [one for one in _readings(word) if _is_known(one, before, after)]
    return known[0] if len(known) == 1 else word


def _is_known(word: ReadWord, before: str, after: str) -> bool:
    match = _SYLLABLE.fullmatch(word.text)
    return match is not None and (is_word(before, match[2]) or is_word(match[2], after))


def _readings(word: ReadWord) -> Iterator[ReadWord]:
    """The word with the accents of one letter as tesseract weighed them, too."""
    for at, char in enumerate(word.chars):
        for text, weight in char.others:
            if weight >= _WEIGHED and _same_letter(text, char.text):
                chars = (*word.chars[:at], replace(char, text=text), *word.chars[at + 1 :])
                yield replace(word, chars=chars)


def _same_letter(one: str, other: str) -> bool:
    return fold(one) == fold(other) and one.isupper() == other.isupper() and one not in "Ðð"
