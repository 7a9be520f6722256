"""Bibliographic facts from letterhead, title and signature."""

from datetime import date

import pytest

from kb.document import Facts
from kb.ingest.metadata import facts_of
from kb.ingest.paragraphs import ParagraphKind
from kb.symbol import Symbol
from tests.factories import Text, composed

HEAD = ("TỈNH ỦY TRƯỜNG KHÊ", "BAN TUYÊN GIÁO", "Số 12-HD/BTGTU", "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Trường Khê, ngày 05 tháng 3 năm 2024")  # fmt: skip


def facts(
    *,
    head: tuple[str, ...] = HEAD,
    body: tuple[str | Text, ...] = ("Nội dung.",),
    signature: tuple[str, ...] = (),
) -> Facts:
    """The facts of a document with these paragraphs."""
    text, blocks = composed(
        *(Text(line, ParagraphKind.LETTERHEAD) for line in head),
        *body,
        *(Text(line, ParagraphKind.SIGNATURE) for line in signature),
    )
    return facts_of(text, blocks)


def title(*lines: str) -> tuple[Text, ...]:
    """A type line and title lines, centred and bold."""
    return tuple(Text(line, bold=True, centred=True) for line in lines)


def test_all_facts_of_a_usual_guideline() -> None:
    found = facts(
        body=(
            *title("HƯỚNG DẪN", "Công tác thông tin đối ngoại"),
            "Căn cứ Điều lệ Đảng, Ban Tuyên giáo Tỉnh ủy hướng dẫn như sau:",
        ),
        signature=("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Lê Văn An"),
    )

    assert found == Facts(
        symbol=Symbol("12", "HD", "BTGTU"),
        type="Hướng dẫn",
        date=date(2024, 3, 5),
        issuer="Ban Tuyên giáo Tỉnh ủy Trường Khê",
        place="Trường Khê",
        title="Công tác thông tin đối ngoại",
        signatory="Lê Văn An",
    )


@pytest.mark.parametrize(
    ("line", "symbol"),
    [
        ("Số 94 -HD/BTGTU", Symbol("94", "HD", "BTGTU")),
        ("Số: 57-KL/TW", Symbol("57", "KL", "TW")),
        ("Số: 362/QĐ-TTg", Symbol("362", "QĐ", "TTg", state=True)),
        ("Số    -KH/ĐU", None),
        ("Số: - KH/ĐTN", None),
    ],
)
def test_the_symbol_stands_after_its_word_and_a_blank_number_is_none(
    line: str, symbol: Symbol | None
) -> None:
    assert facts(head=("ĐẢNG ỦY XÃ", line)).symbol == symbol


@pytest.mark.parametrize(
    ("line", "place", "issued"),
    [
        ("Hà Nội, ngày 06 tháng 02 năm 2025", "Hà Nội", date(2025, 2, 6)),
        ("Phúc Thịnh, ngày 5 tháng 1 năm 2025", "Phúc Thịnh", date(2025, 1, 5)),
        ("Trường Khê, ngày tháng 3 năm 2024", "Trường Khê", None),
        ("Trường Khê, ngày … tháng … năm 2024", "Trường Khê", None),
        ("Trường Khê, ngày 31 tháng 02 năm 2024", "Trường Khê", None),
        ("Ngày lễ", None, None),
    ],
)
def test_a_blank_or_impossible_day_is_no_date(
    line: str, place: str | None, issued: date | None
) -> None:
    found = facts(head=("TỈNH ỦY", line))

    assert (found.place, found.date) == (place, issued)


@pytest.mark.parametrize(
    ("type_line", "name"),
    [
        ("QUY ĐỊNH", "Quy định"),
        ("QUYẾT ĐỊNH", "Quyết định"),
        ("CHƯƠNG TRÌNH HÀNH ĐỘNG", "Chương trình hành động"),
    ],
)
def test_the_type_is_what_the_title_line_says_whatever_the_code(type_line: str, name: str) -> None:
    found = facts(head=("TỈNH ỦY", "Số 5-QĐ/TU"), body=title(type_line, "về cán bộ"))

    assert found.type == name


def test_a_letter_has_its_type_from_the_code_and_its_title_from_the_subject_lines() -> None:
    head = ("VĂN PHÒNG", "Số 918-CV/VPTU", "Về việc rà soát", "dự thảo văn kiện")

    found = facts(head=head, body=("Kính gửi: - Đảng ủy các xã,",))

    assert (found.type, found.title) == ("Công văn", "Về việc rà soát dự thảo văn kiện")


def test_a_title_of_two_paragraphs_is_one_title() -> None:
    body = title("KẾT LUẬN", "về tiếp tục thực hiện Nghị quyết", "về chuyển đổi số")

    assert facts(body=body).title == "về tiếp tục thực hiện Nghị quyết về chuyển đổi số"


def test_the_issuers_name_that_opens_the_body_is_not_the_title() -> None:
    body = (*title("QUY ĐỊNH", "thi hành Điều lệ"), *title("BAN CHẤP HÀNH TRUNG ƯƠNG QUY ĐỊNH"))

    assert facts(body=body).title == "thi hành Điều lệ"


def test_the_signatory_is_the_last_name_not_a_function() -> None:
    signature = ("T/M BAN THƯỜNG VỤ", "K/T BÍ THƯ", "PHÓ BÍ THƯ", "Nguyễn Thị Hải Lam")

    assert facts(signature=signature).signatory == "Nguyễn Thị Hải Lam"


def test_a_document_that_prints_nothing_has_no_facts() -> None:
    assert facts(head=(), body=("Nội dung chung.",)) == Facts()
