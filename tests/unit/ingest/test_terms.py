"""The term of the issuing body: printed with its name, or told by the calendar of congresses."""

from __future__ import annotations

from datetime import date

import pytest

from kb.document import Confidence, Span
from kb.ingest.finding import Excerpt, Finding
from kb.ingest.terms import central_term, term_of
from kb.service.catalogue_file import read_catalogue
from tests.factories import CORPUS


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(1996, 6, 27), None),  # before the first congress of the table
        (date(1996, 7, 1), "VIII"),
        (date(2001, 4, 18), "VIII"),
        (date(2016, 1, 19), "XI"),
        (date(2016, 1, 28), "XII"),
        (date(2021, 1, 24), "XII"),
        (date(2021, 1, 31), None),  # the XIII congress is meeting
        (date(2021, 2, 1), "XIII"),
        (date(2026, 1, 9), "XIII"),  # 399-QĐ/TW
        (date(2026, 1, 22), None),
        (date(2026, 1, 23), "XIV"),  # 01-CT/TW
        (date(2033, 1, 1), None),  # another congress must have met
    ],
)
def test_a_central_term_begins_on_the_closing_day_of_its_congress(
    day: date, term: str | None
) -> None:
    assert central_term(day) == term


def test_the_date_tells_the_term_that_the_catalogue_gives_of_every_central_paper() -> None:
    known = [record for record in read_catalogue(CORPUS / "catalogue.csv") if record.date]
    central = [record for record in known if record.term and not record.symbol.state]

    inferred = {
        record: term_of((), (), Finding(record.issuer or "", ""), Finding(record.date, ""))
        for record in central
        if record.date
    }

    assert len(central) > 100
    assert all(found and found.value == record.term for record, found in inferred.items())


def named(issuer: str) -> Finding[str]:
    """An issuer found somewhere."""
    return Finding(issuer, "theo khối chữ ký", (Span(50, 60),))


ISSUED = Finding(date(2023, 6, 15), "theo dòng địa danh, ngày tháng", (Span(70, 80),))
PRINTED = Excerpt("XIII", Span(10, 14))


@pytest.mark.parametrize(
    ("issuer", "term"),
    [
        ("Bộ Chính trị", "XIII"),
        ("Ban Bí thư", "XIII"),
        ("Bộ Chính trị, Ban Bí thư", "XIII"),
        ("Ban Chấp hành Trung ương Đảng", "XIII"),
        ("Văn phòng Trung ương Đảng", "XIII"),
        ("Ủy ban Kiểm tra Trung ương", "XIII"),
        ("Ban Tuyên giáo và Dân vận Trung ương", "XIII"),
        ("Ban Thường vụ Tỉnh ủy Trường Khê", None),
        ("Ban Thường vụ Đảng ủy Công an Trung ương", None),
        ("Quân ủy Trung ương", None),
        ("Ban Chấp hành Trung ương Đoàn", None),
        ("Chính phủ", None),
    ],
)
def test_only_bodies_that_the_partys_congress_renews_have_its_term(
    issuer: str, term: str | None
) -> None:
    found = term_of((), (), named(issuer), ISSUED)

    assert (found.value if found else None) == term


def test_a_printed_term_that_the_date_confirms_is_sure() -> None:
    found = term_of((PRINTED,), (), named("Bộ Chính trị"), ISSUED)

    assert found == Finding(
        "XIII",
        "ghi cùng tên cơ quan ban hành, khớp với ngày ban hành",
        (Span(10, 14), Span(70, 80)),
        Confidence.SURE,
    )


def test_a_printed_term_that_the_date_contradicts_stays_and_is_doubtful() -> None:
    printed = Excerpt("XII", Span(10, 13))

    found = term_of((printed,), (), named("Bộ Chính trị"), ISSUED)

    assert found == Finding(
        "XII",
        "ghi cùng tên cơ quan ban hành, trái với ngày ban hành (khóa XIII)",
        (Span(10, 13),),
        Confidence.DOUBTFUL,
    )


def test_a_province_has_the_term_that_its_paper_prints() -> None:
    printed = Excerpt("XX", Span(10, 12))

    found = term_of((printed,), (), named("Ban Chấp hành Đảng bộ tỉnh Trường Khê"), ISSUED)

    assert found == Finding("XX", "ghi cùng tên cơ quan ban hành", (Span(10, 12),))


@pytest.mark.parametrize(
    ("basis", "term"),
    [
        ("Căn cứ Quy chế làm việc của Ban Chấp hành Đảng bộ xã Suối Ngần khóa II;", "II"),
        ("Căn cứ Quy chế làm việc của Ban Chấp hành Đảng bộ xã Hòn Trầu khóa II;", None),
        ("Căn cứ Nghị quyết của Ban Chấp hành Đảng bộ xã Suối Ngần khóa II;", None),
        ("Căn cứ Quy chế làm việc của Ban Chấp hành Đảng bộ xã Suối Ngần, khi khóa cửa;", None),
    ],
)
def test_a_bodys_own_rules_of_work_tell_its_term_but_not_surely(
    basis: str, term: str | None
) -> None:
    bases = (Excerpt(basis, Span(0, len(basis))),)

    found = term_of((), bases, named("Ban Chấp hành Đảng bộ xã Suối Ngần"), ISSUED)

    if term is None:
        assert found is None
    else:
        assert found is not None
        assert (found.value, found.confidence) == (term, Confidence.LIKELY)
        assert found.places[0].of(basis) == term


def test_without_an_issuer_there_is_no_term() -> None:
    assert term_of((PRINTED,), (), None, ISSUED) is None
