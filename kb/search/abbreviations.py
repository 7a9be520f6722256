"""Two ways of saying one thing: TTĐN and "thông tin đối ngoại", "4 không" and "bốn không".

The lexical index and highlights get the other way beside what was typed, never in its place. The
embedding model, which knows no codes, reads them written out. `abbreviations.tsv` holds what has one
meaning in Party documents, and the organs that were renamed or merged in 2025; codes of several
meanings are left out (CT, HD, TT).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from kb.search.lexical_tokens import Key, folded_key, is_unaccented, neighbours, written_key
from kb.vietnamese.syllables import is_in_use
from kb.vietnamese.tokens import Token, tokens_of


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a text says, as it says it, and the other way of saying it."""

    said: str
    other: str


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of saying something; `other` is the other. A code (TTĐN) is known by its letters, but
    where they are a word in small letters (TU, "tu") only in the capitals of `exact`, else None."""

    written: str
    is_code: bool
    exact: str | None
    other: str


@lru_cache(maxsize=16)  # a search asks several times of one query
def expansions_of(text: str) -> tuple[Expansion, ...]:
    """The other ways of saying phrases that `text` holds: "kinh phi ttdn" → "thông tin đối ngoại".

    Longest phrases of the text first, small numbers last. A code is found by its letters alone, so
    "ttdn" is TTĐN; any other phrase must be typed with its accents, unless the whole text has none.
    """
    tokens, plain = tokens_of(text), is_unaccented(text)
    found: dict[str, Expansion] = {}
    for phrase in _phrases(text, tokens):
        for way in _ways().get(phrase.folded, ()):
            if _is_said(way, phrase, text, plain):
                found.setdefault(way.other, Expansion(phrase.said, way.other))
    for said, other in _numbered(text, tokens, plain):
        found.setdefault(other, Expansion(said, other))
    return tuple(found.values())


def written_out(text: str) -> str:
    """`text` with each code that stands for one thing written out; the rest stays as it is.

    "kinh phí TTĐN" → "kinh phí thông tin đối ngoại".
    """
    parts, done = [], 0
    for token in tokens_of(text):
        ways = _ways().get(folded_key(token.text), ()) if is_unaccented(token.text) else ()
        if len(ways) == 1 and ways[0].is_code and ways[0].exact in (None, token.text):
            parts += [text[done : token.start], ways[0].other]
            done = token.end
    return "".join([*parts, text[done:]])


_LONGEST = 11
"""Syllables in the table's longest phrase."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A run of syllables inside a sentence: as it stands, folded and as written."""

    said: str
    folded: str
    written: str


def _phrases(text: str, tokens: Sequence[Token]) -> Iterator[_Phrase]:
    """Every run of up to `_LONGEST` syllables inside a sentence, the longest first."""
    folded = [folded_key(token.text) for token in tokens]
    written = [written_key(token.text) for token in tokens]
    joined = _joined(text, tokens)
    for size in range(min(_LONGEST, len(tokens)), 0, -1):
        for first in range(len(tokens) - size + 1):
            if joined.issuperset(range(first, first + size - 1)):
                run = slice(first, first + size)
                said = text[tokens[first].start : tokens[first + size - 1].end]
                yield _Phrase(said, " ".join(folded[run]), " ".join(written[run]))


def _joined(text: str, tokens: Sequence[Token]) -> set[int]:
    """The places of the tokens that another follows inside the sentence."""
    places = {token.start: place for place, token in enumerate(tokens)}
    return {places[left.start] for left, _ in neighbours(text, tokens)}


def _is_said(way: _Way, phrase: _Phrase, text: str, plain: bool) -> bool:
    if way.exact is not None:
        return phrase.said == way.exact and not _is_shouted(text, phrase.said)
    return way.is_code or plain or way.written == phrase.written


def _is_shouted(text: str, code: str) -> bool:
    """True if words beside the code are in capitals too: TƯ may then begin TƯ TƯỞNG."""
    others = (token.text for token in tokens_of(text) if token.text != code)
    return text == text.upper() and any(map(is_in_use, others))


_WORDS = {"2": "hai", "3": "ba", "4": "bốn", "5": "năm", "6": "sáu", "7": "bảy", "8": "tám"} | {
    "9": "chín",
    "10": "mười",
}
_DIGITS = {word: digit for digit, word in _WORDS.items() if word != "năm"}  # năm is a year as well
_ROMAN = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV".split()  # noqa: SIM905
_CONGRESS = ("khóa", "hội", "thứ")
"""What stands before the number of a congress or a term: "đại hội 13" and "đại hội XIII"."""


def _numbered(text: str, tokens: Sequence[Token], plain: bool) -> Iterator[tuple[str, str]]:
    """Small numbers before a word, and numbers of congresses, in their other writing."""
    key = folded_key if plain else written_key
    digits = {key(word): digit for word, digit in _DIGITS.items()}
    before_number = {key(word) for word in _CONGRESS}
    joined = _joined(text, tokens)
    for place in sorted(joined):
        one, two = tokens[place], tokens[place + 1]
        said = text[one.start : two.end]
        number = _WORDS.get(key(one.text)) or digits.get(key(one.text))
        if number and not two.text.isdecimal():
            yield said, f"{number} {two.text}"
        if key(one.text) in before_number and (other := _congress(two.text)):
            yield said, f"{one.text} {other}"


def _congress(number: str) -> str | None:
    """The other writing of a congress's number: "13" → "XIII"; None for what is none."""
    if number.isdecimal() and 1 <= int(number) <= len(_ROMAN):
        return _ROMAN[int(number) - 1]
    roman = number.upper()
    return str(_ROMAN.index(roman) + 1) if roman in _ROMAN else None


@cache
def _ways() -> dict[str, tuple[_Way, ...]]:
    table = files("kb.search").joinpath("abbreviations.tsv").read_text(encoding="utf-8")
    ways: dict[str, tuple[_Way, ...]] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            one, sign, two = line.split("\t")
            for said, other in ((one, two), (two, one))[: 2 if sign == "=" else 1]:
                key = _key(said, folded_key)
                ways[key] = (*ways.get(key, ()), _way(said, other))
    return ways


def _way(said: str, other: str) -> _Way:
    is_code = said == said.upper() or (" " not in said and sum(map(str.isupper, said)) > 1)
    exact = said if is_code and is_in_use(said) else None
    return _Way(_key(said, written_key), is_code, exact, other)


def _key(phrase: str, key: Key) -> str:
    return " ".join(key(token.text) for token in tokens_of(phrase))
