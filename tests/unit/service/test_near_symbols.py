"""Which symbols are offered for one that nothing bears."""

from __future__ import annotations

import pytest

from kb.search.understanding import parse_query
from kb.service.near_symbols import BorneSymbols, nearest
from kb.symbol import Symbol, parse_symbol

BORNE = [
    "57-KL/TW",
    "57-NQ/TW",
    "56-KL/TW",
    "75-KL/TW",
    "157-KL/TW",
    "58-CT/TW",
    "570-QĐ/TW",
    "254-KH/TU",
    "254-KH/HU",
    "9-CT/TW",
    "362/QĐ-TTg",
    "103/2023/QH15",
]


def offered(typed: str, borne: list[str] = BORNE) -> list[str]:
    (pattern,) = parse_query(typed).symbols
    symbols = [symbol for text in borne if (symbol := parse_symbol(text))]
    return [str(symbol) for symbol in nearest(pattern, BorneSymbols(symbols))]


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("57-KH/TW", ["57-KL/TW", "57-NQ/TW"]),  # the type nearer in its letters first
        ("57-KL/TU", ["57-KL/TW"]),
        ("254-QĐ/TU", ["254-KH/TU"]),
        ("254-KH/TW", ["254-KH/TU", "254-KH/HU"]),  # one letter of the issuer, then two
        ("kh 245", ["254-KH/TU", "254-KH/HU"]),  # swapped; no issuer was said
        ("55-KL/TW", ["56-KL/TW", "57-KL/TW", "75-KL/TW"]),  # one digit, the nearer number first
        ("15-KL/TW", ["75-KL/TW", "157-KL/TW"]),
        ("623/QĐ-TTg", []),  # two digits from 362
        ("326/QĐ-TTg", ["362/QĐ-TTg"]),
        ("130/2023/QH15", ["103/2023/QH15"]),
        ("8-CT/TW", []),  # every number of one digit is one digit from 9
        ("57-NQ/TU", ["57-NQ/TW"]),  # 57-KL/TW differs in type and issuer
        ("300-HD/BTGTU", []),
    ],
)
def test_the_nearest_are_offered_in_order(typed: str, near: list[str]) -> None:
    assert offered(typed) == near


def test_no_more_than_three_are_offered_and_twins_once() -> None:
    twins = ["36-NQ/TW", "36-NQ/TW", "36-CT/TW", "36-KL/TW", "36-QĐ/TW"]

    assert offered("36-HD/TW", twins) == ["36-QĐ/TW", "36-NQ/TW", "36-CT/TW"]  # a D in QĐ


def test_a_symbol_is_not_near_to_itself() -> None:
    (pattern,) = parse_query("57-KL/TW").symbols

    assert nearest(pattern, BorneSymbols([Symbol("057", "KL", "TW")])) == ()
