"""Filters and counts over the facts of all documents."""

from __future__ import annotations

import datetime

from kb.document import Facts
from kb.query import Filters
from kb.service.document_table import DocumentTable
from kb.service.results import FacetCount
from kb.store.records import DocumentRecord
from kb.symbol import parse_symbol


def table(*facts: Facts) -> DocumentTable:
    added = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
    return DocumentTable(
        [
            DocumentRecord(f"d{at}", f"{at}.pdf", "application/pdf", 1, 1, added, one)
            for at, one in enumerate(facts)
        ]
    )


def passing(held: DocumentTable, filters: Filters) -> list[str]:
    return held.ids_in(held.admitted(filters))


def test_accents_of_a_filter_count_where_a_document_has_them_and_not_otherwise() -> None:
    held = table(Facts(issuer="Thị ủy Cam Lộ"), Facts(issuer="Thị ủy Cẩm Lộ"))

    assert passing(held, Filters(issuer="thị uỷ cam lộ")) == ["d0"]
    assert passing(held, Filters(issuer="thi uy cam lo")) == ["d0", "d1"]


def test_a_term_may_be_asked_for_with_its_word() -> None:
    held = table(Facts(term="XIII"), Facts(term="XII"))

    assert passing(held, Filters(term="khóa XIII")) == passing(held, Filters(term="xiii")) == ["d0"]


def test_first_and_last_day_are_inside() -> None:
    held = table(*(Facts(date=datetime.date(2023, 6, day)) for day in (14, 15, 16)), Facts())
    day = datetime.date(2023, 6, 15)

    assert passing(held, Filters(since=day)) == ["d1", "d2"]
    assert passing(held, Filters(until=day)) == ["d0", "d1"]
    assert passing(held, Filters(since=day, until=day)) == ["d1"]
    assert passing(held, Filters(year=2023)) == ["d0", "d1", "d2"]


def test_who_prints_no_such_fact_is_possible_but_not_admitted() -> None:
    held = table(Facts(type="Chỉ thị"), Facts(type="Kế hoạch"), Facts())

    limits = Filters(type="Chỉ thị")

    assert passing(held, limits) == ["d0"]
    assert held.ids_in(held.possible(limits)) == ["d0", "d2"]
    assert held.ids_in(held.possible(Filters(year=2023))) == ["d0", "d1", "d2"]


def test_a_value_is_counted_once_in_the_spelling_that_most_have() -> None:
    held = table(*(Facts(type=spelt) for spelt in ("KẾ HOẠCH", "Kế hoạch", "Kế hoạch", "Chỉ thị")))

    assert held.counts("type", held.all()) == (FacetCount("Kế hoạch", 3), FacetCount("Chỉ thị", 1))


def test_a_document_that_is_not_held_passes_nothing() -> None:
    assert passing(table(Facts()), Filters(document="khac")) == []


def test_a_document_is_called_by_symbol_and_title_or_what_there_is() -> None:
    symbol = parse_symbol("901-HD/TUM")
    held = table(Facts(symbol=symbol, title="Dân vận"), Facts(title="Dân vận"), Facts())

    assert list(held.headings(held.ids).values()) == ["901-HD/TUM – Dân vận", "Dân vận", "2.pdf"]


def test_documents_that_would_be_called_the_same_are_told_apart_by_their_files() -> None:
    held = table(Facts(title="Dân vận"), Facts(title="Dân vận"), Facts(title="Kinh tế biển"))

    names = ["Dân vận (0.pdf)", "Dân vận (1.pdf)", "Kinh tế biển"]
    assert list(held.headings(held.ids).values()) == names


def test_newest_come_first_and_undated_last() -> None:
    days = [datetime.date(2020, 1, 1), None, datetime.date(2024, 1, 1)]
    held = table(*(Facts(date=day) for day in days))

    assert held.newest(held.all(), 3) == ["d2", "d0", "d1"]
    assert held.newest(held.all(), 1) == ["d2"]
