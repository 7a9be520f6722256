"""Is this a Vietnamese syllable? Decided by its shape: onset, vowels, coda, one tone; or by a list.

Source: the closed inventory of onsets, nuclei and codas of the Vietnamese orthography (chữ Quốc
ngữ). `is_syllable` is good enough to tell Vietnamese text from mojibake; `is_spelt` also asks for a
rime that exists and a tone that its last letter can bear. Neither is a dictionary. `is_in_use` asks for
one of the 7,632 syllables in `syllables.txt`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from kb.vietnamese.normalise import tone_key

_ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx]"
_VOWELS = (
    "iêu|yêu|ươu|ươi|uyê|uya|uyu|uôi|oai|oay|oeo|uây|"
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|oo|ua|uâ|uê|uy|uô|ui|uơ|ưa|ươ|ưi|ưu|yê|ya|"
    "[aăâeêioôơuưy]"
)
_CODA = "ch|ng|nh|[cmnpt]"
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_VOWELS})(?:{_CODA})?")
_RIME_LIST = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet "
    "oi om on ong oong ooc op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơng ơp ơt "
    "u ua uân uâng uât uây uc uê uêch uên uênh uêt uêu ui um un ung uơ uơi uơn uơt up ut uy uya uych "
    "uyn uynh uyên uyêt uyp uyt uyu uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu "
    "ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu ych ynh yt"
)
"""What may follow the first consonants, without tone; "oong", "eng" and the like are in loan words."""

_RIMES = frozenset(_RIME_LIST.split())

_PARTS = re.compile(r"(ngh|ng|nh|ch|gh|kh|ph|th|tr|qu|gi|[bcdđghklmnprstvx])?(.*)")
_STOPPED = re.compile(r"(?:c|ch|p|t)$")
_STOP_TONES = {"\u0301", "\u0323"}  # sắc, nặng: the only tones before c, ch, p, t
_FRONT = tuple("ieêy")  # k, gh, ngh are written before these vowels, and c, g, ng before the others
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


@lru_cache(maxsize=50_000)
def is_syllable(token: str) -> bool:
    """True if `token` (any case) has the shape of a Vietnamese syllable: "Nghĩa", not "nghßa"."""
    decomposed = unicodedata.normalize("NFD", token.lower())
    toneless = decomposed.translate(_TONES)
    if len(decomposed) - len(toneless) > 1:
        return False
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None


@lru_cache(maxsize=50_000)
def is_spelt(token: str) -> bool:
    """True if `token` (any case) keeps the spelling rules: "thương", "quốc"; not "thưong", "tiep".

    Beyond `is_syllable`: the rime exists, c, ch, p and t end only syllables with sắc or nặng, and k,
    gh, ngh stand before i, e, ê and y. A syllable that is spelt right need not be a word ("đuộc").
    """
    if not is_syllable(token):
        return False
    decomposed = unicodedata.normalize("NFD", token.lower())
    tone = [char for char in decomposed if ord(char) in _TONES]
    plain = unicodedata.normalize("NFC", decomposed.translate(_TONES))
    if _STOPPED.search(plain) and not (tone and tone[0] in _STOP_TONES):
        return False
    match = _PARTS.fullmatch(plain)
    return match is not None and _goes_with(match[1] or "", match[2])


def _goes_with(onset: str, rime: str) -> bool:
    if onset == "gi" and ("i" + rime in _RIMES or rime in _RIMES):  # "gìn", "giêng"; "gian"
        return True
    if onset == "qu":
        return "o" + rime in _RIMES or "u" + rime in _RIMES or rime in _RIMES
    if onset in ("k", "gh", "ngh") and not rime.startswith(_FRONT):
        return False
    if onset in ("c", "ng") and rime.startswith(_FRONT):
        return False
    return rime in _RIMES


@lru_cache(maxsize=50_000)
def is_in_use(token: str) -> bool:
    """True if `token` is a syllable in use, in any case and tone placement: "hòa", "Hoà", not "hõa".

    All but two in ten thousand words of real documents are, but for abbreviations and foreign names.
    """
    return tone_key(token) in _syllables_in_use()


@lru_cache(maxsize=1)
def _syllables_in_use() -> frozenset[str]:
    """As `tone_key` gives them. Each entry of the file is a syllable without tone and the tones it
    bears, as Telex types them, z for none: "hoa:zfsj". Source: what `is_spelt` in the word list Viet74K
    and in the pronouncing lexicon of underthesea 9.5 (Apache-2.0)."""
    tones = {"z": "", "f": "\u0300", "s": "\u0301", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
    entries = Path(__file__).with_name("syllables.txt").read_text(encoding="utf-8").split()
    parts = (entry.split(":") for entry in entries)
    return frozenset(plain + tones[tone] for plain, borne in parts for tone in borne)


def share_of_syllables(text: str) -> float:
    """The share of words in `text` that are Vietnamese syllables, in [0, 1]; 1 without any word.

    Only runs of two letters or more count: abbreviations in capitals and numbers say nothing.
    """
    words = [word for word in re.findall(r"[^\W\d_]{2,}", text) if not word.isupper()]
    if not words:
        return 1.0
    return sum(is_syllable(word) for word in words) / len(words)
