"""Who issued a document: the opening, the signature and the letterhead weighed together."""

from kb.ingest.issuer import issuer_of

PROVINCE = ["ĐẢNG BỘ TỈNH TRƯỜNG KHÊ", "TỈNH ỦY", "Số 5-QĐ/TU", "ĐẢNG CỘNG SẢN VIỆT NAM"]
OFFICE = ["TỈNH ỦY TRƯỜNG KHÊ", "VĂN PHÒNG", "Số 7-TB/VPTU", "ĐẢNG CỘNG SẢN VIỆT NAM"]


def issuer(head: list[str], body: list[str], signature: list[str]) -> str | None:
    """The issuer of a document with these paragraphs."""
    return issuer_of("\n".join([*head, *body, *signature]), head, body, signature)


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

    assert issuer_of("", head, [], []) == "BCH Đoàn xã Suối Ngần"
