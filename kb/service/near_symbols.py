"""Which symbols somebody may have meant by one that nothing bears: offered, never put in its place."""

from __future__ import annotations

from collections.abc import Iterable

from kb.symbol import Symbol, SymbolPattern, fold_code

MOST = 3
"""Symbols offered: more would be a list to read, not an answer."""

_Nearness = tuple[int, int, int]


def nearest(pattern: SymbolPattern, symbols: Iterable[Symbol]) -> tuple[Symbol, ...]:
    """The `MOST` symbols nearest to one that was asked for, nearest first; of equals the first given.

    In order: the same number and issuer with another type, the same number and type with another
    issuer (each by how many letters differ), the same type and issuer with two neighbouring digits
    swapped, or with one digit changed, missing or too many. What was not said agrees with everything.
    """
    distinct = {str(symbol): symbol for symbol in symbols}.values()
    near = [(nearness, one) for one in distinct if (nearness := _nearness(pattern, one))]
    ranked = sorted(near, key=lambda item: item[0])
    return tuple(symbol for _, symbol in ranked[:MOST])


def _nearness(pattern: SymbolPattern, symbol: Symbol) -> _Nearness | None:
    """How near, the lesser the nearer; None if it is not near, or is the symbol itself."""
    number, code, issuer = symbol.key.split("|")
    asked = pattern.number.lstrip("0").lower() or "0"
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
