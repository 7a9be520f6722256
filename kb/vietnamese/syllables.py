"""Is this a Vietnamese syllable? Decided by its shape: onset, vowels, coda, one tone.

Source: the closed inventory of onsets, nuclei and codas of the Vietnamese orthography (chữ Quốc
ngữ). Good enough to tell Vietnamese text from mojibake; not a spelling checker.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx]"
_VOWELS = (
    "iêu|yêu|ươu|ươi|uyê|uya|uyu|uôi|oai|oay|oeo|uây|"
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|oo|ua|uâ|uê|uy|uô|ui|uơ|ưa|ươ|ưi|ưu|yê|ya|"
    "[aăâeêioôơuưy]"
)
_CODA = "ch|ng|nh|[cmnpt]"
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_VOWELS})(?:{_CODA})?")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


@lru_cache(maxsize=50_000)
def is_syllable(token: str) -> bool:
    """True if `token` (any case) has the shape of a Vietnamese syllable: "Nghĩa", not "nghßa"."""
    decomposed = unicodedata.normalize("NFD", token.lower())
    toneless = decomposed.translate(_TONES)
    if len(decomposed) - len(toneless) > 1:
        return False
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None


def share_of_syllables(text: str) -> float:
    """The share of words in `text` that are Vietnamese syllables, in [0, 1]; 1 without any word.

    Only runs of two letters or more count: abbreviations in capitals and numbers say nothing.
    """
    words = [word for word in re.findall(r"[^\W\d_]{2,}", text) if not word.isupper()]
    if not words:
        return 1.0
    return sum(is_syllable(word) for word in words) / len(words)
