"""Where the orthography writes a tone; `normalise.split_tone` takes it off."""

from __future__ import annotations

import re
import unicodedata

from kb.vietnamese.normalise import split_tone
from kb.vietnamese.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_MARKED = "ăâêôơư"
_VOWELS = frozenset("aeiouy" + _MARKED)


def respelt(word: str) -> str:
    """The word in lower case with its tone in one place: "Hoà", "hoà" and "hòa" → "hòa".

    What is no Vietnamese syllable keeps its accents where they are ("café").
    """
    return with_tone(*split_tone(word)) if is_syllable(word) else word.lower()


def retoned(text: str) -> str:
    """NFC text with every tone in one place, its case kept: "HOÀ, thuỷ" → "HÒA, thủy"."""
    return _WORD.sub(lambda found: _retoned(found.group()), text)


def _retoned(word: str) -> str:
    if not is_syllable(word):
        return word
    letters = zip(respelt(word), word, strict=True)
    return "".join(letter.upper() if like.isupper() else letter for letter, like in letters)


def with_tone(letters: str, tone: str) -> str:
    """The syllable with `tone` where the documents mostly write it: hòa, thủy, quý, toàn, khuỷu.

    `letters` are lower case without tone; letters without a vowel are returned as they are.
    """
    places = _nucleus(letters)
    if not tone or not places:
        return letters
    at = places[_bearer([letters[place] for place in places], letters[-1] in _VOWELS)]
    return unicodedata.normalize("NFC", letters[: at + 1] + tone + letters[at + 1 :])


def _nucleus(letters: str) -> list[int]:
    """Where the vowels stand; u of "qu" and i of "gi" before another vowel belong to the onset."""
    places = [at for at, letter in enumerate(letters) if letter in _VOWELS]
    return places[1:] if letters[:2] in ("qu", "gi") and len(places) > 1 else places


def _bearer(vowels: list[str], is_open: bool) -> int:
    """The last vowel with a mark of its own; else the first of two that end the syllable, the middle
    of three, the last before a consonant."""
    marked = [number for number, vowel in enumerate(vowels) if vowel in _MARKED]
    if marked:
        return marked[-1]
    return max(len(vowels) - 2, 0) if is_open else len(vowels) - 1
