"""Matching and ordering of the two lists, the library and the catalogue."""

from __future__ import annotations

import unicodedata
from datetime import date

from kb.document import Facts


def plain(text: str) -> str:
    """Text for matching and ordering: lower case, no accents, đ as d ("Đề án" → "de an")."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(char for char in bare if not unicodedata.combining(char))


def mentions(facts: Facts, typed: str, also: str = "") -> bool:
    """True if every word of `typed` stands somewhere in the facts (or in `also`), accents aside."""
    words = plain(typed).split()
    if not words:
        return True
    texts = (str(facts.symbol or ""), facts.type, facts.issuer, facts.title, also)
    heap = plain(" ".join(text for text in texts if text))
    return all(word in heap for word in words)


def order_key(facts: Facts, sort: str) -> tuple[bool, object]:
    """The sort key of a document by "date" (newest first), "symbol" or "title"; unknown ones last."""
    if sort == "symbol":
        return facts.symbol is None, _symbol_key(facts)
    if sort == "title":
        return facts.title is None, plain(facts.title or "")
    return facts.date is None, -(facts.date or date.min).toordinal()


def _symbol_key(facts: Facts) -> tuple[str, str, int]:
    """Issuer, type, then number as a number: 9-KL/TW stands before 57-KL/TW."""
    symbol = facts.symbol
    if symbol is None:
        return "", "", 0
    digits = "".join(char for char in symbol.number if char.isdecimal())
    return plain(symbol.issuer_code), plain(symbol.type_code), int(digits or 0)
