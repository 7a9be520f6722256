"""Abbreviations that a document defines for itself: "Ban Chỉ đạo 35 tỉnh (sau đây gọi tắt là BCĐ 35)".

They hold in that document and nowhere else, so they are drawn from its text: when a passage is indexed
it is given the other way of saying what it says, and when it is shown that way is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.search.abbreviations import Expansion
from kb.search.lexical_tokens import FUNCTION_SYLLABLES, Key, written_key
from kb.vietnamese.normalise import split_tone
from kb.vietnamese.tokens import Token, tokens_of


@dataclass(frozen=True, slots=True)
class Definition:
    """An abbreviation and what it stands for, both as the document writes them."""

    short: str
    long: str


_SHORT = r"[A-ZĐƯ][A-Za-zĐđƯư]*[A-ZĐƯ][A-ZĐƯa-z]*(?:[-, ]{1,2}(?:[A-ZĐƯ]{2,}|\d{1,3}))*"
_DEFINED = re.compile(
    r"\((?:(?:(?:sau đây|dưới đây) )?(?:(?:gọi|viết) (?:tắt )?)là:? )?"
    rf"[“\"«]?(?P<short>{_SHORT})[”\"»]?\)"
)
"""`(TTĐN)`, `(sau đây gọi tắt là BCĐ 35)`, `(viết tắt là “CNH, HĐH”)`; not `(gọi tắt là Đề án)`."""

_ROMAN = re.compile(r"[IVXLC]+")
_LONGEST, _LETTERS = 14, 9
"""Syllables of what an abbreviation may stand for (a steering committee's full name), and the letters
of the longest syllable with what follows it."""


def definitions_in(text: str) -> tuple[Definition, ...]:
    """The abbreviations that `text` defines, in order, each at its first definition.

    What it stands for is read back from the bracket: the syllables whose first letters are the
    abbreviation's ("thông tin đối ngoại (TTĐN)", small words passed over), or a name in capitals that
    begins with them ("Ban Chỉ đạo chuyển đổi số tỉnh (BCĐ)"). Where neither fits nothing is defined.
    """
    found: dict[str, Definition] = {}
    for match in _DEFINED.finditer(text):
        short = match["short"]
        before = text[max(0, match.start() - _LONGEST * _LETTERS) : match.start()]
        long = None if _ROMAN.fullmatch(short) else _long(short, before)
        if long is not None:
            found.setdefault(short, Definition(short, long))
    return tuple(found.values())


def also_said(text: str, definitions: Iterable[Definition]) -> str:
    """The other ways of saying what `text` says, a line each: the long for a short and the reverse."""
    said = f" {_key(text)} "
    lines = []
    for one in definitions:
        long, short = f" {_key(one.long)} " in said, f" {_key(one.short)} " in said
        if long != short:
            lines.append(one.short if long else one.long)
    return "\n".join(lines)


def defined_expansions(
    text: str, definitions: Iterable[Definition], key: Key
) -> Iterator[Expansion]:
    """The other ways of saying phrases of `text` by what a document defines, compared by `key`."""
    said = f" {_key(text, key)} "
    for one in definitions:
        for phrase, other in ((one.short, one.long), (one.long, one.short)):
            if f" {_key(phrase, key)} " in said:
                yield Expansion(phrase, other)


def _key(text: str, key: Key = written_key) -> str:
    return " ".join(key(token.text) for token in tokens_of(text))


def _long(short: str, before: str) -> str | None:
    """What `short` stands for at the end of `before`, None where nothing there fits."""
    clause = re.split(r"[.;:()\n]", before)[-1]
    tokens = tokens_of(clause)[-_LONGEST:]
    letters = [_first(char) for char in short if char.isupper()]
    start = _whole(letters, tokens)
    if start is None:
        start = _beginning(letters, tokens)
    return None if start is None else clause[tokens[start].start :].strip(' ,“"«')


def _whole(letters: Sequence[str], tokens: Sequence[Token]) -> int | None:
    """Where the run of syllables begins that ends the clause and is abbreviated letter by letter."""
    left = list(letters)
    for place in range(len(tokens) - 1, -1, -1):
        word = tokens[place].text
        begun = len(left) < len(letters)
        if left and _first(word[0]) == left[-1]:
            left.pop()
            if not left:
                return place
        elif not (word.isdecimal() or (begun and _is_small(word))):
            return None
    return None


def _beginning(letters: Sequence[str], tokens: Sequence[Token]) -> int | None:
    """Where the last name in capitals begins whose first syllables are abbreviated letter by letter."""
    for place in range(len(tokens) - len(letters), -1, -1):
        run = tokens[place : place + len(letters)]
        if run[0].text[0].isupper() and [_first(one.text[0]) for one in run] == list(letters):
            return place
    return None


def _is_small(word: str) -> bool:
    return written_key(word) in FUNCTION_SYLLABLES


def _first(char: str) -> str:
    """A letter without tone and vowel mark; đ is no d: "Ủ" → "u", "Đ" → "đ"."""
    bare = split_tone(char)[0]
    return {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u"}.get(bare, bare)
