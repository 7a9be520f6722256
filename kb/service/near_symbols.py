"""Which symbols somebody may have meant by one that nothing bears: offered, never put in its place."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_lowercase, digits

from kb.symbol import Symbol, SymbolPattern, fold_code

MOST = 3
"""Symbols offered: more would be a list to read, not an answer."""

_SIGNS = digits + ascii_lowercase  # of a number: 57a
_Nearness = tuple[int, int, int]


class BorneSymbols:
    """Symbols that documents bear, each once, by their numbers: made once, asked in microseconds."""

    def __init__(self, symbols: Iterable[Symbol]) -> None:
        self._by_number: dict[str, list[tuple[int, Symbol]]] = {}
        for place, symbol in enumerate({str(symbol): symbol for symbol in symbols}.values()):
            self._by_number.setdefault(_parts(symbol)[0], []).append((place, symbol))

    def near(self, pattern: SymbolPattern) -> list[tuple[_Nearness, Symbol]]:
        """Those near to one that was asked for, with how near, in the order they were given."""
        numbers = _slips(_number(pattern)) & self._by_number.keys()
        found = sorted(item for number in numbers for item in self._by_number[number])
        return [(near, one) for _, one in found if (near := _nearness(pattern, one))]


def nearest(pattern: SymbolPattern, *borne: BorneSymbols) -> tuple[Symbol, ...]:
    """The `MOST` symbols nearest to one that was asked for, nearest first; of equals the first given.

    In order: the same number and issuer with another type, the same number and type with another
    issuer (each by how many letters differ), the same type and issuer with two neighbouring digits
    swapped, or with one digit changed, missing or too many. What was not said agrees with everything.
    """
    near = [item for symbols in borne for item in symbols.near(pattern)]
    ranked = sorted(near, key=lambda item: item[0])
    return tuple({str(symbol): symbol for _, symbol in ranked}.values())[:MOST]


def _slips(number: str) -> set[str]:
    """A number, and what it becomes by one slip: two neighbours swapped, one sign wrong, missing or
    too many."""
    parts = [(number[:at], number[at:]) for at in range(len(number) + 1)]
    return {
        number,
        *(head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1),
        *(head + tail[1:] for head, tail in parts if tail),
        *(head + sign + tail[1:] for head, tail in parts if tail for sign in _SIGNS),
        *(head + sign + tail for head, tail in parts for sign in _SIGNS),
    }


def _number(pattern: SymbolPattern) -> str:
    return pattern.number.lstrip("0").lower() or "0"


def _parts(symbol: Symbol) -> tuple[str, str, str]:
    """Number, type and issuer for comparing."""
    number, code, issuer = symbol.key.split("|")
    return number, code, issuer


def _nearness(pattern: SymbolPattern, symbol: Symbol) -> _Nearness | None:
    """How near, the lesser the nearer; None if it is not near, or is the symbol itself."""
    number, code, issuer = _parts(symbol)
    asked = _number(pattern)
    codes = _difference(fold_code(pattern.type_code or ""), code)
    issuers = _difference(fold_code(pattern.issuer_code or ""), issuer)
    if asked == number and codes and not issuers:
        return 0, codes, 0
    if asked == number and issuers and not codes:
        return 1, issuers, 0
    slip = None if codes or issuers else _slip(asked, number)
    return None if slip is None else (2, slip, abs(_value(asked) - _value(number)))


def _difference(asked: str, borne: str) -> int:
    """Letters to change, add or take away; 0 where nothing was asked."""
    if not asked:
        return 0
    row = list(range(len(borne) + 1))
    for i, one in enumerate(asked, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(borne, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (one != other))
    return row[-1]


def _slip(asked: str, number: str) -> int | None:
    """0 for two neighbouring digits swapped, 1 for one digit wrong, missing or too many; else None.

    A digit must be right: all numbers below 10 are one digit from one another.
    """
    if len(asked) == len(number) and sorted(asked) == sorted(number):
        wrong = [at for at in range(len(asked)) if asked[at] != number[at]]
        return 0 if len(wrong) == 2 and wrong[1] == wrong[0] + 1 else None
    return 1 if len(asked) > 1 < len(number) and _difference(asked, number) == 1 else None


def _value(number: str) -> int:
    return int(number.rstrip("abcdefghijklmnopqrstuvwxyz") or 0)
