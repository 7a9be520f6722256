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


def said(text: str) -> list[tuple[str, str, str | None, str | None]]:
    """Of each mention: what stands under its span, what it names, the issuer, the term."""
    return [
        (item.span.of(text), item.name, item.issuer, item.term) for item in references_of(text, [])
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "các nghị quyết số 18, 19-NQ/TW của Ban Chấp hành Trung ương khóa XII về",
            [("18", "18-NQ/TW"), ("19-NQ/TW", "19-NQ/TW")],
        ),
        (
            "Nghị quyết số 18-NQ/TW và số 19-NQ/TW của Ban Chấp hành Trung ương (khoá XII)",
            [("18-NQ/TW", "18-NQ/TW"), ("19-NQ/TW", "19-NQ/TW")],
        ),
        (
            "các Nghị quyết số 12, số 14, và 57-NQ/TW của Ban Chấp hành Trung ương khóa XII",
            [("12", "12-NQ/TW"), ("14", "14-NQ/TW"), ("57-NQ/TW", "57-NQ/TW")],
        ),
    ],
)
def test_each_number_of_a_list_has_the_type_and_issuer_of_the_list(
    text: str, found: list[tuple[str, str]]
) -> None:
    body = "Ban Chấp hành Trung ương"

    assert said(text) == [(printed, name, body, "XII") for printed, name in found]
    assert {item.type for item in references_of(text, [])} == {"Nghị quyết"}


def test_a_date_behind_a_list_is_only_the_last_ones() -> None:
    text = "các Kết luận số 12, 14-KL/TW ngày 15/6/2023 của Bộ Chính trị"

    assert [item.date for item in references_of(text, [])] == [None, date(2023, 6, 15)]


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        (
            "Nghị quyết số 18-NQ/TW và Kết luận số 9-KL/TW của Ban Bí thư",
            [None, "Ban Bí thư"],
        ),
        (
            "Kết luận số 18-KL/TW và số 9-KL/TU của Tỉnh ủy",
            [None, "Tỉnh ủy"],
        ),
        (
            "Kết luận số 18-KL/TW của Bộ Chính trị, số 9-KL/TW của Ban Bí thư",
            ["Bộ Chính trị", "Ban Bí thư"],
        ),
    ],
)
def test_an_issuer_is_shared_only_under_one_type_word_and_one_code(
    text: str, issuers: list[str | None]
) -> None:
    assert [item.issuer for item in references_of(text, [])] == issuers


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch 2024, 254-KH/TU",
        "Điều 5 Quy định 12, 57-KL/TW",
        "phòng 18, 19-NQ/TW",
        "Nghị định số 12, 30/2020/NĐ-CP",
    ],
)
def test_a_number_beside_a_symbol_is_no_mention_unless_it_is_listed_with_it(text: str) -> None:
    assert len(references_of(text, [])) == 1


def test_a_type_word_does_not_govern_a_symbol_of_another_type() -> None:
    first, second = references_of("Kết luận số 57-KL/TW, 36-NQ/TW", [])

    assert (first.type, second.type) == ("Kết luận", None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nghị quyết Trung ương 8 khóa XII", [("Trung ương 8 khóa XII", 8, "XII")]),
        ("nghị quyết Trung ương 8 (khoá XII)", [("Trung ương 8 (khoá XII)", 8, "XII")]),
        ("Nghị quyết TW tám, khóa XII", [("TW tám, khóa XII", 8, "XII")]),
        (
            "Nghị quyết Hội nghị lần thứ mười một Ban Chấp hành Trung ương Đảng khóa XIII",
            [("Hội nghị lần thứ mười một Ban Chấp hành Trung ương Đảng khóa XIII", 11, "XIII")],
        ),
        (
            "Kết luận Hội nghị Trung ương 6 khóa XII",
            [("Hội nghị Trung ương 6 khóa XII", 6, "XII")],
        ),
        (
            "Nghị quyết Trung ương 4 khóa XI, XII",
            [("Trung ương 4 khóa XI", 4, "XI"), ("XII", 4, "XII")],
        ),
        (
            "Nghị quyết Trung ương 4 khóa XI và khóa XII.",
            [("Trung ương 4 khóa XI", 4, "XI"), ("khóa XII", 4, "XII")],
        ),
        (
            "các nghị quyết Trung ương 4, 5 và 6 khóa XII",
            [("Trung ương 4", 4, "XII"), ("5", 5, "XII"), ("6", 6, "XII")],
        ),
        (
            "Nghị quyết Trung ương 4 khóa XI, Trung ương 6 khóa XII",
            [("Trung ương 4 khóa XI", 4, "XI"), ("Trung ương 6 khóa XII", 6, "XII")],
        ),
        ("Nghị quyết Trung ương 4 về xây dựng Đảng", [("Trung ương 4", 4, None)]),
        ("Nghị quyết Trung ương năm 2018", []),
        ("Hội nghị Trung ương 8 khóa XII bế mạc", []),
        ("Nghị quyết Trung ương 30/4", []),
    ],
)
def test_a_plenum_form_has_a_plenum_and_a_term_and_no_symbol(
    text: str, found: list[tuple[str, int, str | None]]
) -> None:
    mentions = references_of(text, [])

    assert [(item.span.of(text), item.plenum, item.term) for item in mentions] == found
    assert all(item.symbol is None for item in mentions)


def test_a_plenum_behind_a_symbol_is_the_symbols() -> None:
    text = (
        "Nghị quyết số 36-NQ/TW ngày 22/10/2018 của Hội nghị lần thứ tám Ban Chấp hành Trung ương "
        "Đảng khóa XII về biển"
    )

    assert only(text) == Reference(
        Span(14, 22),
        Symbol("36", "NQ", "TW"),
        "Nghị quyết",
        date(2018, 10, 22),
        "Ban Chấp hành Trung ương Đảng",
        8,
        "XII",
    )


@pytest.mark.parametrize(
    "behind",
    [
        " khóa XII",
        " (khoá XII)",
        ", ngày 22/10/2018 (khóa XII)",
        " của Bộ Chính trị khóa XII",
        " của Bộ Chính trị (khóa XII)",
    ],
)
def test_a_term_is_read_wherever_it_stands_behind(behind: str) -> None:
    assert only(f"Nghị quyết số 36-NQ/TW{behind} về biển").term == "XII"


def test_a_date_behind_the_issuer_is_the_documents_unless_a_comma_parts_it() -> None:
    text = "Quyết định số 362/QĐ-TTg của Thủ tướng Chính phủ"

    assert only(f"{text} ngày 03/4/2019 về báo chí").date == date(2019, 4, 3)
    assert only(f"{text}, ngày 03/4/2019 sở họp").date is None


def test_a_date_left_blank_is_none_and_the_issuer_behind_it_is_read() -> None:
    mention = only("Hướng dẫn số 5-HD/TU ngày    tháng 3 năm 2024 của Tỉnh ủy Trường Khê")

    assert (mention.date, mention.issuer) == (None, "Tỉnh ủy Trường Khê")


FULL = "Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị. "
DEFINED = "Quyết định số 06/QĐ-TTg duyệt đề án dữ liệu (sau đây gọi tắt là Đề án 06). "


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (FULL + "Thực hiện Kết luận 57, các cấp", "57-KL/TW"),
        (FULL + "(gọi tắt là Kết luận số 57)", "57-KL/TW"),
        (FULL + "theo Kết luận 57 của Bộ Chính trị", "57-KL/TW"),
        (DEFINED, "06/QĐ-TTg"),
    ],
)
def test_a_number_alone_is_a_mention_once_the_document_has_made_it_certain(
    text: str, name: str
) -> None:
    full, short = references_of(text, [])

    assert (full.name, short.name, short.date) == (name, name, None)
    assert short.span.of(text) in ("57", "06")


def test_a_defined_name_is_known_from_then_on_and_has_the_type_of_its_document() -> None:
    mentions = references_of(DEFINED + "Tổ triển khai Đề án 06 đã họp.", [])

    assert [(item.name, item.type) for item in mentions] == [("06/QĐ-TTg", "Quyết định")] * 3


@pytest.mark.parametrize(
    "text",
    [
        "Kết luận 57 đã nêu. " + FULL.strip(),
        FULL + "Quy định 57 đã nêu",
        FULL + "Kết luận 58 đã nêu",
        FULL + "Kết luận 57 người vi phạm",
        FULL + "Kết luận 57% số vụ",
        FULL + "Kết luận số 57 ngày 16/6/2023",
        FULL + "Đề án 57 đã",
        FULL + "Họp xong.\n(gọi tắt là Đề án 57)",
    ],
)
def test_a_number_alone_that_is_not_certain_is_no_mention(text: str) -> None:
    assert len(references_of(text, [])) == 1


@pytest.mark.parametrize(
    "other", ["Kết luận số 57-KL/TU. ", "Kết luận số 57-KL/TW ngày 01/02/2010. "]
)
def test_a_number_alone_that_may_mean_two_documents_is_no_mention(other: str) -> None:
    assert len(references_of(f"{FULL}{other}Thực hiện Kết luận 57.", [])) == 2


@pytest.mark.parametrize("printed", ["57 -KL/TW", "57– KL/TW", "57-KL / TW"])
def test_a_symbol_with_stray_spaces_is_the_symbol(printed: str) -> None:
    text = f"theo Kết luận số: {printed} ngày 15-6-2023"

    assert (only(text).span.of(text), only(text).name) == (printed, "57-KL/TW")
