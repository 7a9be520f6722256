"""Text made comparable without changing what is displayed.

`normalise` is for text that enters kb (documents after extraction, queries); `fold` and `tone_key`
are for indexes and comparing only. `fold` keeps length, so an offset in folded text is an offset
in the original.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LOOKALIKES = str.maketrans(
    {
        "\u00d0": "Đ",  # Icelandic Eth, typed for Đ: "Ban Ðối ngoại"
        "\u00f0": "đ",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2007": " ",
        "\u00ad": None,  # soft hyphen
        "\u200b": None,  # zero-width space
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
        "\ufeff": None,
        "\u0000": None,
    }
)


def normalise(text: str) -> str:
    """NFC text with look-alike letters and invisible characters mended; idempotent.

    NFC comes last because removing a zero-width character may bring a letter and its accent together.
    """
    return unicodedata.normalize("NFC", text.translate(_LOOKALIKES))


def _fold_char(char: str) -> str:
    if char in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", char)[0]
    lower = base.lower()
    return lower if len(lower) == 1 else base


class _FoldTable(dict[int, str]):
    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        self[code] = folded
        return folded


_FOLD = _FoldTable()


def fold(text: str) -> str:
    """Lower case without accents, one character for one: "Quốc phòng" → "quoc phong"; idempotent."""
    return text.translate(_FOLD)


TONES = "\u0300\u0301\u0303\u0309\u0323"
"""Huyền, sắc, ngã, hỏi, nặng, as combining characters."""


def split_tone(syllable: str) -> tuple[str, str]:
    """The lower-case letters without tone, and the tone ("" for ngang): "Hoà" → ("hoa", "\u0300").

    ă, â, ê, ô, ơ, ư and đ are letters of their own and stay.
    """
    decomposed = unicodedata.normalize("NFD", syllable.lower())
    tone = "".join(char for char in decomposed if char in TONES)
    bare = "".join(char for char in decomposed if char not in TONES)
    return unicodedata.normalize("NFC", bare), tone


@lru_cache(maxsize=100_000)  # a library has some 20,000 different syllables, in all cases
def tone_key(syllable: str) -> str:
    """A syllable with its tone moved to the end, so that hoà and hòa, uỷ and ủy are one key.

    The vowel marks (â, ă, ê, ô, ơ, ư) stay; case is folded. "Hòa" → "hoa\u0300".
    """
    letters, tone = split_tone(syllable)
    return letters + tone
