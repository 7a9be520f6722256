"""Questions as people really send them: without accents, mistyped, as raw keys, in other encodings.

For measuring only: what a damaged question loses against the same question whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from enum import StrEnum
from random import Random

from kb.vietnamese.normalise import fold
from kb.vietnamese.telex_writing import telex_keys
from kb.vietnamese.tokens import tokens_of


class Variant(StrEnum):
    """A way in which a question comes damaged."""

    UNACCENTED = "unaccented"
    TYPO = "typo"
    TELEX = "telex"
    NFD = "nfd"
    OLDTONE = "oldtone"


def damaged(text: str, variant: Variant, seed: int = 0) -> str:
    """`text` as `variant` leaves it; the same for the same `text` and `seed` on every machine."""
    match variant:
        case Variant.UNACCENTED:
            return fold(unicodedata.normalize("NFC", text))
        case Variant.TYPO:
            return with_typos(text, seed)
        case Variant.TELEX:
            return telex_keys(text)
        case Variant.NFD:
            return unicodedata.normalize("NFD", text)
        case Variant.OLDTONE:
            return with_moved_tones(text)


_TONE = "[\u0300\u0301\u0303\u0309\u0323]"
_OPEN_PAIR = re.compile(
    rf"((?:o(?={_TONE}[ae])|(?<!q)u(?={_TONE}y)))({_TONE})([aey])(?![^\W\d_]|[\u0300-\u036f])",
    re.IGNORECASE,
)
"""A tone on the first of two last vowels: hòa, khỏe, thủy; not quý, whose u belongs to the q."""


def with_moved_tones(text: str) -> str:
    """`text` with the tone of a last oa, oe, uy on its second vowel: "hòa, thủy" → "hoà, thuỷ"."""
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _OPEN_PAIR.sub(r"\1\3\2", decomposed))


_SYLLABLES_PER_TYPO = 8
_KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ACCENTED = (
    "aàáảãạăằắẳẵặâầấẩẫậ", "dđ", "eèéẻẽẹêềếểễệ", "iìíỉĩị",
    "oòóỏõọôồốổỗộơờớởỡợ", "uùúủũụưừứửữự", "yỳýỷỹỵ",
)  # fmt: skip


def with_typos(text: str, seed: int) -> str:
    """`text` with one syllable in eight mistyped, at least one where there is a word of two letters.

    A typo is a neighbouring key, two letters swapped, a letter left out, or an accent wrong or
    missing, each as likely. Numbers stay, since another number is another question.
    """
    text = unicodedata.normalize("NFC", text)
    syllables = tokens_of(text)
    words = [token for token in syllables if len(token.text) > 1 and token.text.isalpha()]
    dice = Random(f"{seed}|{text}")  # noqa: S311 - no secret hangs on it
    wanted = max(1, round(len(syllables) / _SYLLABLES_PER_TYPO))
    chosen = dice.sample(words, min(wanted, len(words)))
    for token in sorted(chosen, key=lambda token: -token.start):
        text = text[: token.start] + _mistyped(token.text, dice) + text[token.end :]
    return text


def _mistyped(word: str, dice: Random) -> str:
    """The word with one typo; as it is where none of the four can be made."""
    slips = [_wrong_key, _swapped, _left_out, _wrong_accent]
    made = (slip(word, dice) for slip in dice.sample(slips, len(slips)))
    return next((typed for typed in made if typed != word), word)


def _wrong_key(word: str, dice: Random) -> str:
    return _replaced(word, _neighbours, dice)


def _neighbours(letter: str) -> str:
    row = next((row for row in _KEY_ROWS if letter in row), "")
    at = row.find(letter)
    return row[max(0, at - 1) : at] + row[at + 1 : at + 2]


def _swapped(word: str, dice: Random) -> str:
    places = [at for at in range(len(word) - 1) if word[at] != word[at + 1]]
    if not places:
        return word
    at = dice.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _left_out(word: str, dice: Random) -> str:
    at = dice.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _wrong_accent(word: str, dice: Random) -> str:
    """An accent left out or exchanged; a word that has none gets one."""
    accented = any(fold(letter) != letter.lower() for letter in word)
    others = _bare_or_other if accented else _other_accents
    return _replaced(word, others, dice)


def _bare_or_other(letter: str) -> str:
    """For an accented letter, its bare one half of the time: leaving out is the commoner slip."""
    bare = fold(letter)
    if bare == letter:
        return ""
    others = _other_accents(letter).replace(bare, "")
    return others + bare * max(1, len(others))


def _other_accents(letter: str) -> str:
    family = next((family for family in _ACCENTED if letter in family), "")
    return family.replace(letter, "")


def _replaced(word: str, choices: Callable[[str], Sequence[str]], dice: Random) -> str:
    """The word with one letter exchanged for one of its `choices`, which are given in lower case."""
    places = [at for at, letter in enumerate(word) if choices(letter.lower())]
    if not places:
        return word
    at = dice.choice(places)
    other = dice.choice(choices(word[at].lower()))
    return word[:at] + (other.upper() if word[at].isupper() else other) + word[at + 1 :]
