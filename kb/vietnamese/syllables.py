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


_CODAS_AFTER = (  # which codas each nucleus takes in the orthography; "-" is none
    "a:- c ch k m n ng nh p t|ă:c k m n ng p t|â:c m n ng p t|e:- c m n ng p t|ê:- ch m n nh p t|"
    "i:- ch m n nh p t|o:- c m n ng p t|ô:- c m n ng p t|ơ:- m n p t|u:- c m n ng p t|"
    "ư:- c m n ng t|y:- ch n nh p t|iê:c m n ng p t|yê:m n ng t|uô:c m n ng t|ươ:c m n ng p t|"
    "oa:- c ch m n ng nh p t|oă:c m n ng t|oe:- m n t|oo:c ng|uâ:n ng t|uê:- ch n nh|"
    "uy:- ch n nh p t|uyê:n t|uơ:-"
)
_GLIDES = (  # nuclei that end in a glide or a centring vowel and take no coda
    "iêu|yêu|ươu|ươi|uya|uyu|uôi|oai|oay|oao|oeo|uây|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|"
    "ưa|ưi|ưu"
)


def _rhymes() -> str:
    closed = (entry.split(":") for entry in _CODAS_AFTER.split("|"))
    return "|".join(
        [_GLIDES, *(f"{n}(?:{'|'.join(codas.split()).replace('-', '')})" for n, codas in closed)]
    )


_SPELT = re.compile(
    "(?:"
    "(?:gh|ngh|k)(?=[eêiy])|(?:c|g|ng)(?=[aăâoôơuư])|g(?=i(?:ê|n?$))|qu(?=[aăâeêiôơy])|gi(?=[aăâeêoôơuư])|"
    "ch|kh|nh|ph|th|tr|[bdđhlmnprstvx]"
    f")?(?:{_rhymes()})"
)
_STOPPED = re.compile(r"(?:ch|[ckpt])$")


@lru_cache(maxsize=50_000)
def is_well_spelt(token: str) -> bool:
    """True for what the orthography allows: "nước" and "nghĩa", not "nớc", "cỏc" or "ngĩa".

    Stricter than `is_syllable`: the onset agrees with its vowel (k, gh, ngh before e ê i y), the coda
    with its nucleus (no ơ before ng), and a syllable closed by c, ch, p or t is sắc or nặng. It tells
    a right reading of old encodings from a wrong one; real names break it now and then ("Kon Tum").
    """
    if not is_syllable(token) and not token.lower().endswith("k"):
        return False
    decomposed = unicodedata.normalize("NFD", token.lower())
    toneless = unicodedata.normalize("NFC", decomposed.translate(_TONES))
    if _STOPPED.search(toneless) and not {"\u0301", "\u0323"} & set(decomposed):
        return False
    return _SPELT.fullmatch(toneless) is not None
