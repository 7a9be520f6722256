"""Slips of text recognition mended for the search alone, and only those that can be read one way.

The letters themselves decide, without a dictionary and without counting which word is frequent; the
text that is stored, shown and quoted stays as it was read. Most slips of tesseract are syllables, too
("kế" for "kể"), which nobody can tell by their letters, so little is mended. Measured with tesseract
5.3 on the sample documents, 94-HD/BTGTU and 14 pages of 294-QĐ/TW, printed and spoilt:

    by                            words    misread    mended rightly    wrongly
    blur, at 110 dpi             33,564      1,782                16          0
    noise, at 150 dpi            33,567      1,772                 7          0
    much of both, at 200 dpi     26,122      8,669                 8         13, all misread before

Of the 13, 12 differ from what was read in case only. Three real scans (4,702 words) have none to mend;
none of 2 million words of laws in digital text is changed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

from kb.vietnamese.syllables import is_spelt

_LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u00f0": "đ"})  # Icelandic Eth
_EDGE = r"\s.,;:!?…()\[\]“”‘’\"'«»"
_WORD = re.compile(rf"(?<![^{_EDGE}])[^\W\d_]{{3,}}(?![^{_EDGE}])")
"""Letters between spaces or punctuation: "tiẾp" in "(tiẾp)", nothing in "57-KL/TW" or "COVID-19"."""

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"
_MARKS = frozenset((_BREVE, _CIRCUMFLEX, _HORN))
_MARKS_OF = {
    "A": (_BREVE, _CIRCUMFLEX),
    "E": (_CIRCUMFLEX,),
    "O": (_CIRCUMFLEX, _HORN),
    "U": (_HORN,),
}


def mended(text: str) -> str:
    """The text with sure slips mended, one character for one, so that offsets stay true; idempotent.

    - Ð becomes Đ.
    - A capital with an accent inside a syllable becomes small: "tiẾp" → "tiếp".
    - A word in capitals that is no syllable gets back the mark that a vowel lost, if one way alone
      makes it a syllable: "VIẸT" → "VIỆT", but not "THUỌNG", which may be THUỘNG or THƯỢNG. Not without
      a tone, which may be lost as well ("KIEN" was KIỆN), and not in small letters, where what is
      no syllable has mostly lost more than a mark.
    """
    return _WORD.sub(lambda match: _mended(match[0]), text.translate(_LOOKALIKES))


@lru_cache(maxsize=50_000)
def _mended(word: str) -> str:
    if is_spelt(word):
        return _with_one_case(word)
    return _with_its_mark(word) if word.isupper() else word


def _with_one_case(word: str) -> str:
    """The syllable in small letters but for its first, if a capital with an accent stands inside it."""
    stray = any(letter.isupper() and not letter.isascii() for letter in word[1:])
    return word[0] + word[1:].lower() if stray and not word.isupper() else word


def _with_its_mark(word: str) -> str:
    """The only syllable that a word can have been before its vowels lost their marks, else the word."""
    letters = [unicodedata.normalize("NFD", letter) for letter in word]
    if not any(_TONES.intersection(letter) for letter in letters):
        return word
    ways = product(*([letter, *_marked(letter)] for letter in letters))
    found = [one for one in map(_composed, ways) if is_spelt(one)]
    return found[0] if len(found) == 1 else word


def _marked(letter: str) -> list[str]:
    """A letter (decomposed) with each mark that it lacks: "E" + nặng gives "Ê" + nặng."""
    if _MARKS.intersection(letter):
        return []
    return [letter[0] + mark + letter[1:] for mark in _MARKS_OF.get(letter[0], ())]


def _composed(letters: tuple[str, ...]) -> str:
    return "".join(unicodedata.normalize("NFC", letter) for letter in letters)
