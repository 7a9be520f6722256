"""The words of a page, and which of them make its text doubtful.

Of 51,310 words on 122 pages from word processors, a browser and typst 29 are strange and six garbled,
which are names ("Lênin"); no page has more than two of either. A font whose map gives õ for ò would
garble 0.3 % of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise

from kb.ingest.legacy.tables import LETTERS
from kb.vietnamese.normalise import normalise, tone_key
from kb.vietnamese.syllables import is_in_use

_NO_CHARACTERS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff"
"""What stands in a text for a glyph whose character is not known, or not in Unicode."""

_WORD = re.compile(rf"(?:[^\W\d_]|[{_NO_CHARACTERS}])+|\d+")
_NO_CHARACTER = re.compile(f"[{_NO_CHARACTERS}]")
_BULLETS = "".join(map(chr, range(0xF000, 0xF100)))  # a symbol font's own, before a word
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyz").union(letter.lower() for letter in LETTERS)
_VOWELS = frozenset("aeiouy")
_UNITS = frozenset(("km", "kg", "cm", "dm", "mm", "ml", "mg", "tr", "tp", "st", "nxb"))
_ENGLISH = ("the", "of", "and", "for", "with", "that", "by", "are", "from", "this", "is")


@dataclass(frozen=True, slots=True)
class Words:
    """The words and numbers of a text, by `tone_key`.

    `garbled` are neither Vietnamese nor names of plain letters: "cõn", "đng"; `broken` of them have a
    character that is none. `foreign` may be names and may be garbled: "internet", "uif". `split` are
    parts that are words only together: "T Ỉ NH".
    """

    all: Counter[str]
    garbled: Counter[str]
    foreign: Counter[str]
    split: Counter[str]
    broken: int

    @property
    def strange(self) -> Counter[str]:
        """All that is no Vietnamese word, abbreviation or number."""
        return self.garbled + self.foreign + self.split

    @property
    def strangeness(self) -> float:
        """The share of strange words, in [0, 1]; 0 without any word."""
        return self.strange.total() / max(1, self.all.total())

    @property
    def english(self) -> bool:
        """True if its commonest words are the commonest of English, which are a sixth of any text."""
        return sum(self.all[word] for word in _ENGLISH) > 0.05 * self.all.total()


class _Kind(Enum):
    SOUND, GARBLED, FOREIGN = auto(), auto(), auto()


def words_of(text: str) -> Words:
    """The words of a text with its spaces and line ends."""
    plain = normalise(text)
    counts = Counter(word.lstrip(_BULLETS) for word in _WORD.findall(plain))
    kinds = {kind: Counter[str]() for kind in _Kind}
    for word, count in counts.items():
        kinds[_kind(word)][tone_key(word)] += count
    return Words(
        all=sum(kinds.values(), Counter()),
        garbled=kinds[_Kind.GARBLED],
        foreign=kinds[_Kind.FOREIGN],
        split=Counter(tone_key(part) for part in _parts(plain)),
        broken=sum(count for word, count in counts.items() if _is_broken(word)),
    )


def _is_broken(word: str) -> bool:
    return len(word) > 1 and not word.isalpha() and _NO_CHARACTER.search(word) is not None


@lru_cache(maxsize=50_000)
def _kind(word: str) -> _Kind:
    if len(word) < 2 or word.isdigit() or word.lower() in _UNITS or is_in_use(word):
        return _Kind.SOUND
    if _NO_CHARACTER.search(word) or not _ALPHABET.issuperset(word.lower()):
        return _Kind.GARBLED
    toned = not _TONES.isdisjoint(unicodedata.normalize("NFD", word))
    if not toned and not word[1:].islower():  # UBND, QĐ, TTg
        return _Kind.SOUND
    plain = word.isascii() and not _VOWELS.isdisjoint(word.lower())
    return _Kind.FOREIGN if plain else _Kind.GARBLED


def _parts(text: str) -> Iterator[str]:
    """The pairs of neighbours that are a word together where at least one of them is none."""
    for one, other in pairwise(text.split()):
        if (_is_part(one) or _is_part(other)) and is_in_use(one + other):
            yield one
            yield other


def _is_part(token: str) -> bool:
    return token.isalpha() and (len(token) == 1 or not is_in_use(token))
