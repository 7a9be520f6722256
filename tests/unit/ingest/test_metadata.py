"""Bibliographic facts from letterhead, title and signature, and the evidence of each."""

from collections.abc import Collection
from datetime import date

import pytest

from kb.document import Confidence, Evidence, Facts
from kb.ingest.metadata import Printed, facts_of
from kb.ingest.paragraphs import ParagraphKind
from kb.ingest.references import references_of
from kb.symbol import Symbol
from tests.factories import Text, composed

SURE, LIKELY, DOUBTFUL = Confidence

HEAD = ("TỈNH ỦY TRƯỜNG KHÊ", "BAN TUYÊN GIÁO", "Số 12-HD/BTGTU", "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Trường Khê, ngày 05 tháng 3 năm 2024")  # fmt: skip


def printed(
    *,
    head: tuple[str, ...] = HEAD,
    body: tuple[str | Text, ...] = ("Nội dung.",),
    signature: tuple[str, ...] = (),
    circulation: str | None = None,
    recognised: Collection[int] = (),
) -> Printed:
    """A document with these paragraphs, all on page 1."""
    text, blocks = composed(
        *(Text(line, ParagraphKind.LETTERHEAD) for line in head),
        *body,
        *(Text(line, ParagraphKind.SIGNATURE) for line in signature),
    )
    heads = [block.span for block in blocks if block.kind is ParagraphKind.LETTERHEAD]
    mentions = references_of(text, heads)
    return Printed(text, blocks, mentions, circulation=circulation, recognised=recognised)


def facts(
    *,
    head: tuple[str, ...] = HEAD,
    body: tuple[str | Text, ...] = ("Nội dung.",),
    signature: tuple[str, ...] = (),
) -> Facts:
    """The facts of a document with these paragraphs."""
    return facts_of(printed(head=head, body=body, signature=signature))[0]


def read(document: Printed) -> dict[str, tuple[Confidence, str | None, str]]:
    """Confidence, printed words and reason of each fact of a document."""
    return {
        item.field: (
            item.confidence,
            item.span.of(document.text) if item.span else None,
            item.reason,
        )
        for item in facts_of(document)[1]
    }


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
    assert facts_of(printed(head=(), body=("Nội dung chung.",))) == (Facts(), ())


@pytest.mark.parametrize(
    ("type_line", "name"),
    [("NGHỊ ĐỊNH", "Nghị định"), ("LUẬT", "Luật"), ("CÔNG ĐIỆN", "Công điện"),
     ("PHÁP LỆNH", "Pháp lệnh"), ("THÔNG TƯ", "Thông tư")],
)  # fmt: skip
def test_the_types_of_state_documents_are_known(type_line: str, name: str) -> None:
    found = facts(head=("CHÍNH PHỦ",), body=title(type_line, "về quỹ rừng"))

    assert (found.type, found.title) == (name, "về quỹ rừng")


def test_a_type_line_beside_a_stamp_is_found_in_the_letterhead() -> None:
    head = ("Số: 28/2031/NĐ-CP", "ĐẾN Ngày: 29/3", "Hà Nội, ngày 26 tháng 3 năm 2031", "NGHỊ ĐỊNH")

    found = facts(head=head, body=title("Quy định về quỹ rừng"))

    assert (found.type, found.title) == ("Nghị định", "Quy định về quỹ rừng")


USUAL = (
    *title("HƯỚNG DẪN", "Công tác thông tin đối ngoại"),
    "Căn cứ Điều lệ Đảng, Ban Tuyên giáo Tỉnh ủy hướng dẫn như sau:",
)
SIGNED = ("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Lê Văn An")


def test_every_fact_tells_where_it_stands_and_why() -> None:
    assert read(printed(body=USUAL, signature=SIGNED)) == {
        "symbol": (SURE, "12-HD/BTGTU", "theo dòng số, ký hiệu"),
        "type": (SURE, "HƯỚNG DẪN", "theo dòng tên loại văn bản, khớp với ký hiệu"),
        "date": (SURE, "ngày 05 tháng 3 năm 2024", "theo dòng địa danh, ngày tháng"),
        "issuer": (
            SURE,
            "Ban Tuyên giáo Tỉnh ủy",
            "theo câu mở đầu, khớp với tên cơ quan ở đầu văn bản",
        ),
        "place": (SURE, "Trường Khê", "theo dòng địa danh, ngày tháng"),
        "title": (SURE, "Công tác thông tin đối ngoại", "theo các dòng dưới tên loại văn bản"),
        "signatory": (SURE, "Lê Văn An", "theo tên dưới chức vụ ở khối chữ ký"),
    }


def test_on_a_scan_only_what_two_places_say_is_sure() -> None:
    found = read(printed(body=USUAL, signature=SIGNED, recognised={1}))

    assert {field for field, (confidence, _, _) in found.items() if confidence is SURE} == {
        "type", "issuer",
    }  # fmt: skip
    assert found["symbol"] == (
        LIKELY, "12-HD/BTGTU", "theo dòng số, ký hiệu, máy nhận dạng từ bản quét",
    )  # fmt: skip


def test_a_scan_that_repeats_its_symbol_and_date_is_sure_of_both() -> None:
    body = (*USUAL, "(kèm theo Hướng dẫn số 12-HD/BTGTU, ngày 05/3/2024)")

    found = read(printed(body=body, recognised={1}))

    assert found["symbol"][::2] == (SURE, "theo dòng số, ký hiệu, nhắc lại trong văn bản")
    assert found["date"][::2] == (SURE, "theo dòng địa danh, ngày tháng, nhắc lại trong văn bản")


def test_a_type_line_that_contradicts_the_code_makes_both_doubtful() -> None:
    document = printed(body=title("KẾ HOẠCH", "về quỹ rừng"))

    found = read(document)

    assert facts_of(document)[0].type == "Kế hoạch"
    assert found["type"][::2] == (DOUBTFUL, "theo dòng tên loại văn bản, trái với ký hiệu")
    assert found["symbol"][::2] == (
        DOUBTFUL, "theo dòng số, ký hiệu, trái với dòng tên loại văn bản",
    )  # fmt: skip


def test_a_date_before_that_of_a_cited_document_is_doubtful() -> None:
    body = ("Thực hiện Kế hoạch số 1-KH/TU, ngày 06/01/2026 của Tỉnh ủy.",)

    assert read(printed(body=body))["date"] == (
        DOUBTFUL,
        "ngày 05 tháng 3 năm 2024",
        "theo dòng địa danh, ngày tháng, trước ngày của văn bản được viện dẫn (06/01/2026)",
    )


def test_the_type_of_a_letter_is_inferred_and_stands_nowhere() -> None:
    head = ("VĂN PHÒNG", "Số 918-CV/VPTU", "Về việc rà soát")

    found = read(printed(head=head, body=("Kính gửi: - Đảng ủy các xã,",)))

    assert found["type"] == (LIKELY, None, "suy từ ký hiệu CV, vì công văn không ghi tên loại")
    assert found["title"][1] == "Về việc rà soát"


def test_a_name_without_a_function_is_likely_the_signatory() -> None:
    assert read(printed(signature=("Người lập kế hoạch", "Lê Văn An")))["signatory"][0] is LIKELY


@pytest.mark.parametrize(
    ("line", "recognised", "expected"),
    [
        ("(Lưu hành nội bộ)", (), (SURE, "(Lưu hành nội bộ)")),
        ("(Lưu hành nội bộ)", {1}, (LIKELY, "(Lưu hành nội bộ)")),
        ("TỈNH ỦY", (), (SURE, None)),
        ("TỈNH ỦY", {1}, (LIKELY, None)),
    ],
)
def test_a_mark_of_circulation_is_located_where_it_stands_alone(
    line: str, recognised: Collection[int], expected: tuple[Confidence, str | None]
) -> None:
    document = printed(head=(line,), circulation="Lưu hành nội bộ", recognised=recognised)

    assert read(document)["circulation"][:2] == expected


def test_a_central_papers_term_is_inferred_from_its_date() -> None:
    head = ("BỘ CHÍNH TRỊ", "Số 57-KL/TW", "Hà Nội, ngày 15 tháng 6 năm 2023")

    facts, evidence = facts_of(printed(head=head, signature=("T/M BỘ CHÍNH TRỊ",)))

    assert facts.term == "XIII"
    assert evidence[-1] == Evidence(
        "term",
        LIKELY,
        None,
        "không ghi trong văn bản, suy từ ngày ban hành và các kỳ đại hội Đảng",
    )


def test_a_state_papers_term_is_not_that_of_the_party() -> None:
    head = ("BAN ỨNG PHÓ TRUNG ƯƠNG", "Số: 5/QĐ-BUP", "Hà Nội, ngày 15 tháng 6 năm 2023")

    found = facts(head=head)

    assert (found.issuer, found.term) == ("Ban Ứng Phó Trung ương", None)
