"""Citation strings in the forms that Party offices use."""

from dataclasses import replace
from datetime import date

import pytest

from kb.citation import Citation
from kb.document import Facts
from kb.drafting.render import cite, format_date, from_small, full_form, missing_facts, short_form
from kb.symbol import Symbol

CONCLUSION = Facts(
    symbol=Symbol("57", "KL", "TW"),
    type="Kết luận",
    date=date(2023, 6, 15),
    issuer="Bộ Chính trị",
    title="về thông tin đối ngoại",
)


def titled(title: str) -> str:
    """The full form of a document that bears only a type and a title."""
    return full_form(Facts(type="Kế hoạch", title=title))


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2018, 4, 3), "03/4/2018"),
        (date(2017, 2, 6), "06/02/2017"),
        (date(2023, 1, 9), "09/01/2023"),
        (date(2023, 6, 15), "15/6/2023"),
        (date(2024, 10, 1), "01/10/2024"),
        (date(2024, 12, 31), "31/12/2024"),
    ],
)
def test_days_below_ten_and_the_first_two_months_take_a_zero(day: date, printed: str) -> None:
    assert format_date(day) == printed


def test_a_full_citation_has_a_comma_before_the_day() -> None:
    assert full_form(CONCLUSION) == (
        "Kết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị về thông tin đối ngoại"
    )


def test_a_short_citation_is_type_and_symbol() -> None:
    assert short_form(CONCLUSION) == "Kết luận số 57-KL/TW"


def test_a_document_without_a_symbol_is_named_by_its_type() -> None:
    assert short_form(Facts(type="Kế hoạch")) == "Kế hoạch"


def test_a_document_without_a_type_is_a_paper() -> None:
    assert short_form(Facts(symbol=Symbol("5", "QĐ", "TU"))) == "Văn bản số 5-QĐ/TU"


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("về luân chuyển cán bộ", "về luân chuyển cán bộ"),
        ("Về luân chuyển cán bộ", "về luân chuyển cán bộ"),
        ("Công tác thông tin", "về công tác thông tin"),
        ("ban hành Quy chế thi đua", "ban hành Quy chế thi đua"),
        ("của Ban Thường vụ Tỉnh ủy về dân vận", "về dân vận"),
        ("của Ban Thường vụ Tỉnh ủy", "của Ban Thường vụ Tỉnh ủy"),
        ("V/v rà soát trích dẫn", "về việc rà soát trích dẫn"),
        ("THI HÀNH ĐIỀU LỆ ĐẢNG", "về THI HÀNH ĐIỀU LỆ ĐẢNG"),
    ],
)
def test_the_title_follows_the_name_as_its_beginning_asks(title: str, subject: str) -> None:
    assert titled(title) == f"Kế hoạch {subject}"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Chương II, Mục 1, Điều 5, khoản 1, điểm a", "điểm a, khoản 1, Điều 5"),
        ("Điều 5, khoản 1", "khoản 1, Điều 5"),
        ("Phụ lục 1, Điều 5", "Điều 5, Phụ lục 1"),
        ("Phần II, mục 2, chú thích 5", "chú thích 5, mục 2, phần II"),
        ("Chương I, Mục 1", "mục 1, Chương I"),
        ("phần kết thúc", "phần kết thúc"),
        ("Phần III, hàng 3", "hàng 3, phần III"),
    ],
)
def test_a_place_is_said_from_small_to_large(place: str, said: str) -> None:
    assert from_small(place) == said


def test_a_passage_is_cited_with_place_document_and_page() -> None:
    citation = cite(CONCLUSION, "Phần II, mục 2", (3, 3))

    assert citation == Citation(
        full="Kết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị về thông tin đối ngoại",
        short="Kết luận số 57-KL/TW",
        passage="mục 2, phần II Kết luận số 57-KL/TW, tr. 3",
        missing=(),
    )


def test_a_passage_over_two_pages_names_both() -> None:
    assert cite(CONCLUSION, "Phần II", (3, 4)).passage == "phần II Kết luận số 57-KL/TW, tr. 3-4"


def test_the_term_tells_a_document_from_its_twins_in_every_form() -> None:
    citation = cite(replace(CONCLUSION, term="XIII"), "Phần II", (3, 3), has_twins=True)

    assert citation == Citation(
        full="Kết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị (khóa XIII) "
        "về thông tin đối ngoại",
        short="Kết luận số 57-KL/TW (khóa XIII)",
        passage="phần II Kết luận số 57-KL/TW (khóa XIII), tr. 3",
    )


def test_without_twins_the_term_is_left_out() -> None:
    assert cite(replace(CONCLUSION, term="XIII")) == cite(CONCLUSION)


def test_a_whole_document_has_no_place_and_no_page() -> None:
    assert cite(CONCLUSION).passage == "Kết luận số 57-KL/TW"


def test_what_the_document_does_not_print_is_listed_as_missing() -> None:
    facts = Facts(symbol=Symbol("94", "HD", "BTGTU"), type="Hướng dẫn", title="Công tác")

    assert missing_facts(facts) == ("ngày ban hành", "cơ quan ban hành")
    assert full_form(facts) == "Hướng dẫn số 94-HD/BTGTU về công tác"


def test_a_document_without_a_symbol_is_told_by_date_and_issuer() -> None:
    facts = Facts(type="Kế hoạch", date=date(2024, 8, 5), issuer="Đảng ủy xã Suối Ngần")

    citation = cite(facts, "Phần IV, mục 4", (3, 3))

    assert citation.passage == (
        "mục 4, phần IV Kế hoạch, ngày 05/8/2024 của Đảng ủy xã Suối Ngần, tr. 3"
    )


def test_the_name_of_a_document_in_a_title_keeps_its_capital() -> None:
    facts = Facts(type="Nghị quyết", issuer="Bộ Chính trị", title="Chiến lược bảo vệ Tổ quốc")

    assert full_form(facts).endswith("của Bộ Chính trị về Chiến lược bảo vệ Tổ quốc")


def test_a_document_without_a_type_says_that_it_is_missing() -> None:
    assert missing_facts(replace(CONCLUSION, type=None)) == ("loại văn bản",)


def test_a_fact_that_the_document_contradicts_is_marked_and_an_absent_one_is_not() -> None:
    citation = cite(replace(CONCLUSION, title=None), doubtful={"date", "title", "signatory"})

    assert citation.uncertain == ("ngày ban hành",)
    assert citation.missing == ("trích yếu",)
