"""Mentions of other documents in running text."""

from datetime import date

import pytest

from kb.document import Span
from kb.ingest.references import references_of
from kb.reference import Reference
from kb.symbol import Symbol


def only(text: str) -> Reference:
    """The one mention in a text."""
    (found,) = references_of(text, [])
    return found


def test_a_full_mention_has_type_symbol_date_and_issuer() -> None:
    text = "theo Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị về thông tin đối ngoại"

    assert only(text) == Reference(
        Span(17, 25), Symbol("57", "KL", "TW"), "Kết luận", date(2023, 6, 15), "Bộ Chính trị"
    )


@pytest.mark.parametrize(
    "printed",
    [
        "ngày 15/6/2023",
        ", ngày 15/6/2023",
        ", ngày 15-6-2023",
        "ngày 15.6.2023",
        "ngày 15 tháng 6 năm 2023",
    ],
)
def test_a_date_is_read_however_it_is_written(printed: str) -> None:
    gap = "" if printed.startswith(",") else " "

    assert only(f"Kết luận số 57-KL/TW{gap}{printed} của Bộ Chính trị").date == date(2023, 6, 15)


def test_an_impossible_date_is_none() -> None:
    assert only("Kết luận số 57-KL/TW ngày 31/02/2023").date is None


@pytest.mark.parametrize(
    ("after", "issuer"),
    [
        ("của Bộ Chính trị khóa XII", "Bộ Chính trị"),
        ("của Ban Chấp hành Trung ương Đảng (khóa XII) về", "Ban Chấp hành Trung ương Đảng"),
        ("của Ban Chỉ đạo mẫu Trung ương gắn với cắt giảm", "Ban Chỉ đạo mẫu Trung ương"),
        ("của Bộ Chính trị và Nghị quyết số 9-NQ/TU", "Bộ Chính trị"),
        ("của Ban Bí thư và các quy định của tỉnh", "Ban Bí thư"),
        ("của Ban Tuyên giáo và Dân vận Trung ương về", "Ban Tuyên giáo và Dân vận Trung ương"),
        ("của Bộ Chính trị, Ban Bí thư về tổ chức", "Bộ Chính trị, Ban Bí thư"),
        ("của Thủ tướng Chính phủ phê duyệt", "Thủ tướng Chính phủ"),
        ("của Đảng ủy xã Hòn Trầu)", "Đảng ủy xã Hòn Trầu"),
        ("của ban thường vụ tỉnh ủy.", "ban thường vụ tỉnh ủy"),
        ("của nhân dân trong tỉnh", None),
        ("về thông tin đối ngoại", None),
    ],
)
def test_the_issuer_is_the_bodys_name_and_no_more(after: str, issuer: str | None) -> None:
    assert references_of(f"Chỉ thị số 5-CT/TW, ngày 15/6/2023 {after}", [])[0].issuer == issuer


@pytest.mark.parametrize(
    ("text", "symbol", "kind"),
    [
        (
            "Nghị quyết số 103/2023/QH15 của Quốc hội",
            Symbol("103", "", "QH15", "2023", True),
            "Nghị quyết",
        ),
        ("Nghị định số 30/2020/NĐ-CP", Symbol("30", "NĐ", "CP", "2020", True), "Nghị định"),
        ("Quyết định 362/QĐ-TTg", Symbol("362", "QĐ", "TTg", None, True), "Quyết định"),
        ("Luật số 29/2018/QH14", Symbol("29", "", "QH14", "2018", True), None),
        ("Nghị quyết số 36-QĐ/TW", Symbol("36", "QĐ", "TW"), "Nghị quyết"),
        ("quy định số 69-QĐ/TW", Symbol("69", "QĐ", "TW"), "Quy định"),
        ("Chương trình hành động số 8-CTr/TU", Symbol("8", "CTr", "TU"), "Chương trình hành động"),
    ],
)
def test_type_and_symbol_are_kept_as_printed(text: str, symbol: Symbol, kind: str | None) -> None:
    assert (only(text).symbol, only(text).type) == (symbol, kind)


def test_the_documents_own_symbol_in_its_letterhead_is_no_mention() -> None:
    text = "Số 94-HD/BTGTU\nThực hiện Hướng dẫn số 132-HD/BTGTW"

    assert [item.symbol.number for item in references_of(text, [Span(0, 14)])] == ["132"]


def test_two_mentions_come_in_the_order_of_the_text() -> None:
    text = "Nghị quyết số 18-NQ/TW, ngày 25/10/2017 và Nghị quyết số 18-NQ/TW, ngày 16/6/2022"

    assert [item.date for item in references_of(text, [])] == [
        date(2017, 10, 25),
        date(2022, 6, 16),
    ]


def test_a_mention_without_type_date_and_issuer_has_none_of_them() -> None:
    assert only("(57-KL/TW)") == Reference(Span(1, 9), Symbol("57", "KL", "TW"))
