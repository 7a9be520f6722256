"""What is said beside a symbol tells its twins apart."""

from datetime import date

import pytest

from kb.document import Facts
from kb.service.twins import Said, said_beside
from kb.symbol import Symbol

SYMBOL = Symbol("36", "NQ", "TW")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("36-NQ/TW", Said()),
        ("36-NQ/TW khóa XIII", Said(term=13)),
        ("36-NQ/TW khoá 12", Said(term=12)),
        ("Nghị quyết 36-NQ/TW ngày 22/10/2018", Said(date=date(2018, 10, 22))),
        ("nq 36 ngày 22 tháng 10 năm 2018", Said(date=date(2018, 10, 22), year=2018)),
        ("nghi quyet 36 nam 2014", Said(year=2014)),
        ("36-NQ/TW ngày 31/02/2018", Said()),
    ],
)
def test_date_year_and_term_beside_a_symbol_are_read(raw: str, said: Said) -> None:
    assert said_beside(raw) == said


@pytest.mark.parametrize(
    ("said", "contradicts"),
    [
        (Said(), False),
        (Said(term=12), False),
        (Said(term=13), True),
        (Said(year=2018), False),
        (Said(year=2014), True),
        (Said(date=date(2018, 10, 22), term=13), True),
    ],
)
def test_a_document_of_another_date_year_or_term_is_contradicted(
    said: Said, contradicts: bool
) -> None:
    facts = Facts(SYMBOL, "Nghị quyết", date(2018, 10, 22), term="XII")

    assert said.contradicts(facts) is contradicts


def test_what_a_document_does_not_print_contradicts_nothing() -> None:
    assert not Said(date(2018, 10, 22), 2018, 12).contradicts(Facts(SYMBOL))
