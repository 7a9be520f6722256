"""Asking for a document by its symbol: tolerant of spacing and accents, and in parts."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import ColumnElement

from kb.symbol import Symbol, parse_symbol

_LOOSE = re.compile(r"(\d{1,5}[A-Za-z]?)\s*[-\u2010-\u2015]\s*([^\W\d_]+)\s*/\s*([\w.-]+)")
"""A Party symbol typed without care: matches `905 - qd / tu`; not `905/qd-tu`, nor `905 qd`."""


def asked_symbol(name: str) -> Symbol | None:
    """The symbol that `name` is, whatever its spacing, case and accents: "57 - kl / tw".

    Only its `key` is to be trusted. None if `name` is anything else.
    """
    name = unicodedata.normalize("NFC", name).strip()
    exact = parse_symbol(name) or parse_symbol(name.upper())
    if exact is not None:
        return exact
    loose = _LOOSE.fullmatch(name)
    return Symbol(loose[1], loose[2], loose[3]) if loose else None


def has_number(symbol_key: ColumnElement[str], number: str) -> ColumnElement[bool]:
    """The condition that a column of `Symbol.key`s has this number, leading zeros aside.

    A key begins with "number|", and "}" follows "|", so the index answers.
    """
    plain = number.lstrip("0").lower() or "0"
    return (symbol_key >= f"{plain}|") & (symbol_key < f"{plain}}}")
