"""Who issued a document: the opening, the signature and the letterhead weighed together."""

from kb.document import Confidence
from kb.ingest.finding import Finding
from kb.ingest.issuer import Bodies, bodies_of, issuer_of
from kb.ingest.metadata import Printed
from kb.ingest.paragraphs import ParagraphKind
from tests.factories import Text, composed

PROVINCE = ["ĐẢNG BỘ TỈNH TRƯỜNG KHÊ", "TỈNH ỦY", "Số 5-QĐ/TU", "ĐẢNG CỘNG SẢN VIỆT NAM"]
OFFICE = ["TỈNH ỦY TRƯỜNG KHÊ", "VĂN PHÒNG", "Số 7-TB/VPTU", "ĐẢNG CỘNG SẢN VIỆT NAM"]


def bodies(head: list[str], body: list[str], signature: list[str]) -> tuple[str, Bodies]:
    """The text of a document with these paragraphs, and the bodies it names."""
    text, blocks = composed(
        *(Text(line, ParagraphKind.LETTERHEAD) for line in head),
        *body,
        *(Text(line, ParagraphKind.SIGNATURE) for line in signature),
    )
    kinds = (ParagraphKind.LETTERHEAD, ParagraphKind.TEXT, ParagraphKind.SIGNATURE)
    return text, bodies_of(*(Printed(text, blocks).of(kind) for kind in kinds))


def found(head: list[str], body: list[str], signature: list[str]) -> Finding[str] | None:
    """What is found of the issuer of a document with these paragraphs."""
    return issuer_of(*bodies(head, body, signature))


def issuer(head: list[str], body: list[str], signature: list[str]) -> str | None:
    """The issuer's name."""
    finding = found(head, body, signature)
    return finding.value if finding else None


def test_the_opening_names_the_issuer_in_full() -> None:
    opening = "Ban Thường vụ Tỉnh ủy Trường Khê quy định về luân chuyển cán bộ như sau:"

    assert issuer(PROVINCE, [opening], ["T/M BAN THƯỜNG VỤ"]) == "Ban Thường vụ Tỉnh ủy Trường Khê"


def test_the_letterhead_adds_the_place_that_the_opening_leaves_out() -> None:
    opening = "Để khắc phục tình trạng trên, Ban Thường vụ Tỉnh ủy yêu cầu:"

    assert issuer(PROVINCE, [opening], ["T/M BAN THƯỜNG VỤ"]) == "Ban Thường vụ Tỉnh ủy Trường Khê"


def test_a_notice_of_another_bodys_conclusions_is_issued_by_the_letterheads_office() -> None:
    opening = "Sau khi nghe báo cáo, Thường trực Tỉnh ủy kết luận như sau:"

    assert issuer(OFFICE, [opening], ["T/L BAN THƯỜNG VỤ"]) == "Văn phòng Tỉnh ủy Trường Khê"


def test_the_signature_tells_which_body_of_the_committee_issued_it() -> None:
    assert (
        issuer(PROVINCE, ["Nội dung."], ["T/M BAN CHẤP HÀNH"]) == "Ban Chấp hành Tỉnh ủy Trường Khê"
    )


def test_the_central_bodies_are_told_apart_by_the_signature_not_by_the_symbol() -> None:
    head = ["BAN CHẤP HÀNH TRUNG ƯƠNG", "Số 57-KL/TW", "ĐẢNG CỘNG SẢN VIỆT NAM"]

    assert issuer(head, ["Nội dung."], ["T/M BỘ CHÍNH TRỊ"]) == "Bộ Chính trị"


def test_a_name_in_capitals_takes_the_capitals_of_the_running_text() -> None:
    head = ["TỈNH ỦY TRƯỜNG KHÊ", "BAN CHỈ ĐẠO MẪU", "Số 9-KH/BCĐ"]

    assert (
        issuer(head, ["Giao Ban Chỉ đạo mẫu theo dõi."], []) == "Ban Chỉ đạo mẫu Tỉnh ủy Trường Khê"
    )


def test_a_name_that_the_text_never_writes_takes_the_usual_capitals() -> None:
    assert (
        issuer(["ỦY BAN KIỂM TRA TRUNG ƯƠNG", "Số 5-HD/UBKTTW"], [], [])
        == "Ủy ban Kiểm tra Trung ương"
    )


def test_nothing_printed_is_no_issuer() -> None:
    assert issuer([], ["Nội dung."], []) is None


def test_the_heading_beside_the_symbol_issues_nothing() -> None:
    head = ["BCH ĐOÀN XÃ SUỐI NGẦN", "Số 05-KH/ĐTN", "ĐOÀN TNCS HỒ CHÍ MINH"]

    assert issuer(head, [], []) == "BCH Đoàn xã Suối Ngần"


def test_the_government_is_named_by_its_word_alone_before_its_verb() -> None:
    head = ["CHÍNH PHỦ", "Số: 12/2031/NĐ-CP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    opening = "Chính phủ ban hành Nghị định quy định về quỹ rừng đầu nguồn."

    assert issuer(head, [opening], ["TM. CHÍNH PHỦ"]) == "Chính phủ"


def test_an_opening_that_signature_and_letterhead_confirm_is_sure_and_shows_all_places() -> None:
    head = ["BAN CHẤP HÀNH TRUNG ƯƠNG", "BAN CHỈ ĐẠO MẪU", "Số 3-KL/TWM"]
    opening = "Ban Chỉ đạo mẫu kết luận như sau:"

    text, named = bodies(head, [opening], ["T/M BAN CHỈ ĐẠO"])
    finding = issuer_of(text, named)

    assert finding is not None
    assert finding.confidence is Confidence.SURE
    assert [place.of(text) for place in finding.places] == [
        "Ban Chỉ đạo mẫu", "BAN CHỈ ĐẠO", "BAN CHỈ ĐẠO MẪU",
    ]  # fmt: skip
    assert finding.reason == "theo câu mở đầu, khớp với khối chữ ký và tên cơ quan ở đầu văn bản"


def test_an_opening_that_nothing_confirms_is_likely() -> None:
    finding = found([], ["Ban Tuyên giáo Tỉnh ủy hướng dẫn như sau:"], ["K/T TRƯỞNG BAN"])

    assert finding is not None
    assert (finding.confidence, finding.reason) == (Confidence.LIKELY, "theo câu mở đầu")


def test_a_name_with_other_accents_is_chosen_but_confirms_nothing() -> None:
    finding = found(OFFICE, ["Văn phong Tỉnh ủy hướng dẫn như sau:"], [])

    assert finding is not None
    assert (finding.value, finding.confidence) == (
        "Văn phong Tỉnh ủy Trường Khê", Confidence.LIKELY,
    )  # fmt: skip


def test_a_signature_against_the_opening_is_not_sure() -> None:
    finding = found([], ["Ban Bí thư Trung ương yêu cầu:"], ["T/M BỘ CHÍNH TRỊ"])

    assert finding is not None
    assert (finding.value, finding.confidence) == ("Bộ Chính trị", Confidence.LIKELY)


def test_a_letterhead_alone_is_likely() -> None:
    finding = found(OFFICE, ["Nội dung."], [])

    assert finding is not None
    assert (finding.value, finding.confidence) == (
        "Văn phòng Tỉnh ủy Trường Khê", Confidence.LIKELY,
    )  # fmt: skip


def test_the_term_is_parted_from_the_name_wherever_it_is_printed() -> None:
    head = ["BAN CHẤP HÀNH TRUNG ƯƠNG", "Lưu hành nội bộ", "KHÓA XIII", "Số 5-QĐ/TW"]
    opening = "Ban Chấp hành Trung ương Đảng (khoá XIII) quyết định:"

    text, named = bodies(head, [opening], ["T/M BAN CHẤP HÀNH TRUNG ƯƠNG KHÓA XIII"])
    finding = issuer_of(text, named)

    assert finding is not None
    assert finding.value == "Ban Chấp hành Trung ương Đảng"
    assert [term.text for term in named.terms] == ["XIII", "XIII", "XIII"]
    assert all(term.span.of(text) == term.text for term in named.terms)
