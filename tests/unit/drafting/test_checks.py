"""What each check says of a citation, and what it does not call a mistake."""

from __future__ import annotations

from datetime import date

import pytest

from kb.document import Facts
from kb.drafting.check import Bearer, Superseded
from kb.drafting.checking import citations_of, remarks_on
from kb.symbol import parse_symbol
from tests.unit.drafting.drafts import bearer, draft, says, told

KL57 = bearer(
    "57-KL/TW",
    "Kết luận",
    "2023-06-15",
    title="Tiếp tục nâng cao chất lượng, hiệu quả công tác thông tin đối ngoại trong tình hình mới",
)
NQ36 = bearer("36-NQ/TW", "Nghị quyết", "2018-10-22", "Ban Chấp hành Trung ương", "Về kinh tế biển")
NQ36_2023 = bearer("36-NQ/TW", "Nghị quyết", "2023-01-30", title="Phát triển công nghệ sinh học")
QD24 = bearer("24-QĐ/TW", "Quy định", "2021-07-30", "Ban Chấp hành Trung ương")
KL14 = bearer("14-KL/TW", "Kết luận", "2021-09-22")
KL76 = bearer("76-KL/TW", "Kết luận", "2024-06-04")


def test_a_citation_that_agrees_in_all_gets_no_remark() -> None:
    paper = draft("Theo Kết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị.", [KL57])

    assert remarks_on(paper) == []
    (checked,) = citations_of(paper, [])
    assert checked.severity is None
    assert checked.meant.bearer is KL57


@pytest.mark.parametrize(
    ("text", "printed", "right"),
    [
        ("Nghị quyết số 36-QĐ/TW, ngày 22/10/2018", "36-QĐ/TW", "36-NQ/TW"),
        ("Nghị quyết số 57-KL/TW, ngày 15/6/2023", "Nghị quyết", "Kết luận"),
        ("Chỉ thị số 99-KL/TW, ngày 15/6/2025", "Chỉ thị số 99-KL/TW", None),
    ],
)
def test_a_type_that_contradicts_the_code_is_wrong_and_mended_by_what_is_known(
    text: str, printed: str, right: str | None
) -> None:
    assert told(draft(text, [NQ36, KL57]), "a") == [("error", printed, right)]


@pytest.mark.parametrize(
    "text",
    [
        "Chương trình hành động số 20-CTr/TU, ngày 10/3/2023",
        "Thông báo kết luận số 15-TB/TU, ngày 10/3/2023",
        "Quyết định số 12-QĐ/TU, ngày 10/3/2023",
        "Quy định số 08-QĐi/TW, ngày 25/10/2018",
        "Luật số 29/2018/QH14, ngày 15/11/2018",
        "văn bản số 57-KL/TW, ngày 15/6/2023",
    ],
)
def test_a_type_that_says_more_than_the_code_is_right(text: str) -> None:
    assert told(draft(text, [KL57]), "a") == []


def test_a_type_that_shares_its_code_is_compared_with_what_is_known() -> None:
    paper = draft("Quyết định số 24-QĐ/TW, ngày 30/7/2021", [QD24])

    assert told(paper, "a") == [("likely", "Quyết định", "Quy định")]


@pytest.mark.parametrize(
    ("printed", "right"),
    [("57/KL-TW", "57-KL/TW"), ("15/KH-TU", "15-KH/TU"), ("362-QĐ/TTg", "362/QĐ-TTg")],
)
def test_the_separators_of_the_other_side_are_wrong(printed: str, right: str) -> None:
    assert told(draft(f"theo văn bản số {printed}"), "b") == [("error", printed, right)]


def test_separators_are_told_by_the_library_where_the_code_tells_nothing() -> None:
    held = bearer("20-KH/BCĐ", "Kế hoạch", "2023-03-01", id="x")

    assert told(draft("Kế hoạch số 20/KH-BCĐ", [held]), "b") == [
        ("error", "20/KH-BCĐ", "20-KH/BCĐ")
    ]


@pytest.mark.parametrize("symbol", ["57-KL/TW", "57/NQ-CP", "20/KH-BCĐ", "103/2023/QH15"])
def test_separators_in_their_order_or_of_an_unknown_body_are_let_be(symbol: str) -> None:
    assert told(draft(f"theo văn bản số {symbol}"), "b") == []


def test_a_number_dated_before_a_lesser_one_of_its_series_is_likely_wrong() -> None:
    paper = draft("Kết luận số 85-KL/TW, ngày 19/8/2021", [KL14, KL76])

    assert told(paper, "c") == [("likely", "19/8/2021", None)]
    assert "trái với số 76-KL/TW, ngày 04/6/2024." in says(paper, "c")[0]


@pytest.mark.parametrize(
    "text",
    [
        "Kết luận số 85-KL/TW, ngày 19/8/2020",  # another term
        "Kết luận số 50-KL/TW, ngày 28/02/2023",  # between both
        "Chỉ thị số 85-CT/TW, ngày 19/8/2021",  # another series
        "Kế hoạch số 85-KH/TU, ngày 19/8/2025",  # a year of congresses
        "Kết luận số 85-KL/TW",
    ],
)
def test_a_number_that_may_have_its_date_is_let_be(text: str) -> None:
    assert told(draft(text, [KL14, KL76]), "c") == []


def test_of_citations_that_contradict_one_another_the_odd_one_is_named() -> None:
    text = (
        "Kế hoạch số 10-KH/TU, ngày 01/02/2023; Kế hoạch số 20-KH/TU, ngày 05/5/2023; "
        "Kế hoạch số 30-KH/TU, ngày 15/01/2023; Kế hoạch số 40-KH/TU, ngày 09/10/2023."
    )

    assert told(draft(text), "c") == [("likely", "15/01/2023", None)]


def test_a_date_is_wrong_where_the_title_or_the_term_tells_the_document() -> None:
    title = "về tiếp tục nâng cao chất lượng, hiệu quả công tác thông tin đối ngoại"
    by_title = draft(f"Kết luận số 57-KL/TW, ngày 15/6/2020 của Bộ Chính trị {title}.", [KL57])
    by_term = draft("Kết luận số 57-KL/TW, ngày 16/6/2023 của Bộ Chính trị.", [KL57])

    assert told(by_title, "d") == [("error", "15/6/2020", "15/6/2023")]
    assert told(by_term, "d") == [("error", "16/6/2023", "15/6/2023")]
    assert "Danh mục ghi Kết luận số 57-KL/TW, ngày 15/6/2023" in says(by_term, "d")[0]


def test_a_symbol_of_another_term_is_another_document_nobody_knows() -> None:
    paper = draft("Nghị quyết số 36-NQ/TW, ngày 01/7/2014 của Bộ Chính trị.", [NQ36])

    assert told(paper, "d") == []
    assert told(paper, "m") == [("information", "Nghị quyết số 36-NQ/TW", None)]


def test_one_symbol_with_two_dates_names_the_rarer() -> None:
    text = (
        "Kế hoạch số 222-KH/TU, ngày 14/9/2023; Kế hoạch số 222-KH/TU, ngày 14/9/2022; "
        "Kế hoạch số 222-KH/TU, ngày 14/9/2023."
    )

    assert told(draft(text), "e") == [("likely", "14/9/2022", None)]
    assert "đoạn 1 ghi ngày 14/9/2023" in says(draft(text), "e")[0]


def test_two_dates_that_are_two_known_documents_are_right() -> None:
    text = "Nghị quyết số 36-NQ/TW, ngày 22/10/2018 và Nghị quyết số 36-NQ/TW, ngày 30/01/2023."

    assert remarks_on(draft(text, [NQ36, NQ36_2023])) == []


def test_one_symbol_with_two_types_names_the_rarer() -> None:
    text = "Quy định số 12-QĐ/TU; Quy định số 12-QĐ/TU; Quyết định số 12-QĐ/TU."

    assert told(draft(text), "e") == [("likely", "Quyết định số 12-QĐ/TU", None)]


def test_the_number_and_date_of_a_known_document_under_another_code_is_likely_wrong() -> None:
    text = "Kết luận số 57-KL/TW, ngày 15/6/2023; Kế hoạch số 57-KH/TW, ngày 15/6/2023."

    assert told(draft(text, [KL57]), "e") == [("likely", "57-KH/TW", "57-KL/TW")]
    assert told(draft(text.replace("57-KH", "58-KH"), [KL57]), "e") == []


def test_an_issuer_is_compared_with_what_is_known() -> None:
    text = "Kết luận số 57-KL/TW, ngày 15/6/2023 của Ban Bí thư."

    assert told(draft(text, [KL57]), "f") == [("error", "Ban Bí thư", "Bộ Chính trị")]


@pytest.mark.parametrize(
    ("cited", "known"),
    [
        ("Ban Chấp hành Trung ương Đảng", "Ban Chấp hành Trung ương"),
        ("Tỉnh ủy", "Ban Thường vụ Tỉnh ủy Trường Khê"),
        ("Tỉnh uỷ Trường Khê", "Ban Chấp hành Đảng bộ tỉnh Trường Khê"),
        ("Đảng ủy xã Hòn Trầu", "Ban Chấp hành Đảng bộ xã Hòn Trầu"),
        ("Bộ Chính trị, Ban Bí thư", "Bộ Chính trị"),
    ],
)
def test_other_names_of_one_body_are_right(cited: str, known: str) -> None:
    held = bearer("20-NQ/TU", "Nghị quyết", "2023-03-10", known)

    assert told(draft(f"Nghị quyết số 20-NQ/TU, ngày 10/3/2023 của {cited}.", [held]), "f") == []


def test_a_title_with_another_word_is_likely_wrong_and_mended_where_it_is_whole() -> None:
    title = "tiếp tục nâng cao chất lượng, hiệu quả công tác thông tin đối nội trong tình hình mới"
    paper = draft(
        f"Kết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị về {title}; sau đó", [KL57]
    )

    right = (
        "tiếp tục nâng cao chất lượng, hiệu quả công tác thông tin đối ngoại trong tình hình mới"
    )
    assert told(paper, "g") == [("likely", title, right)]
    assert "viết “nội” thay cho “ngoại”" in says(paper, "g")[0]


@pytest.mark.parametrize(
    "title",
    [
        "về việc tiếp tục nâng cao chất lượng, hiệu quả công tác thông tin đối ngoại",
        "về “Tiếp tục nâng cao chất lượng, hiệu quả công tác thông tin đối ngoại trong tình hình mới”",
        "về tiếp tục nâng cao chất lượng, hiệu quả công tác thông tin đối ngoại, các cơ quan cần",
        "về tiếp tục nâng cao chất lượng, hiệu quả công tác thông tin đối ngoại trong tình hình mới,",
    ],
)
def test_a_title_as_it_is_known_or_cut_short_is_right(title: str) -> None:
    text = f"Kết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị {title}"

    assert told(draft(text, [KL57]), "g") == []


def test_a_sign_too_many_in_a_title_is_of_style() -> None:
    title = "về tiếp tục nâng cao, chất lượng, hiệu quả công tác thông tin đối ngoại"
    text = f"Kết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị {title}."

    assert [one[0] for one in told(draft(text, [KL57]), "g")] == ["style"]


def test_the_title_of_a_twin_is_likely_the_wrong_document() -> None:
    text = "Nghị quyết số 36-NQ/TW, ngày 22/10/2018 về phát triển công nghệ sinh học."
    paper = draft(text, [NQ36, NQ36_2023])

    assert told(paper, "g") == [("likely", "phát triển công nghệ sinh học", None)]
    assert "là của Nghị quyết số 36-NQ/TW, ngày 30/01/2023" in says(paper, "g")[0]


def test_a_title_in_other_words_is_only_told_of() -> None:
    text = "Kết luận số 57-KL/TW, ngày 15/6/2023 về việc quảng bá hình ảnh quê hương."

    assert [one[0] for one in told(draft(text, [KL57]), "g")] == ["information"]


def test_the_first_mention_wants_a_date_and_later_ones_do_not() -> None:
    text = "Kết luận số 57-KL/TW; Kết luận số 57-KL/TW."
    dated = "Kết luận số 57-KL/TW, ngày 15/6/2023; Kết luận số 57-KL/TW."

    assert told(draft(text, [KL57]), "h") == [("style", "Kết luận số 57-KL/TW", None)]
    assert "(Danh mục ghi 15/6/2023)" in says(draft(text, [KL57]), "h")[0]
    assert told(draft(dated, [KL57]), "h") == []


def test_a_symbol_of_several_wants_what_tells_them_apart() -> None:
    known = [NQ36, NQ36_2023]

    assert told(draft("Nghị quyết số 36-NQ/TW.", known), "h") == [
        ("likely", "Nghị quyết số 36-NQ/TW", None)
    ]
    (with_term,) = told(draft("Nghị quyết số 36-NQ/TW của Bộ Chính trị khóa XIII.", known), "h")
    assert with_term[0] == "style"


def test_the_rarer_way_with_the_comma_is_named() -> None:
    text = (
        "Kết luận số 57-KL/TW ngày 15/6/2023; Kết luận số 14-KL/TW ngày 22/9/2021; "
        "Kết luận số 76-KL/TW, ngày 04/6/2024."
    )

    assert told(draft(text), "i") == [("style", ", ngày 04/6/2024", None)]
    assert told(draft(text.replace("76-KL/TW,", "76-KL/TW")), "i") == []


@pytest.mark.parametrize(
    ("printed", "right"),
    [
        ("18/2/2019", "18/02/2019"),
        ("5/12/2023", "05/12/2023"),
        ("1 tháng 2 năm 2024", "01 tháng 02 năm 2024"),
        ("15/6/2023", None),
        ("05/06/2023", None),
        ("09/01/2023", None),
    ],
)
def test_days_below_10_and_the_first_two_months_want_a_zero(
    printed: str, right: str | None
) -> None:
    paper = draft(f"Chỉ thị số 32-CT/TW, ngày {printed} của Bộ Chính trị.")

    assert told(paper, "j") == ([("style", printed, right)] if right else [])


def _replaced(item: Bearer, day: date) -> Superseded | None:
    gone = item.facts.symbol == QD24.facts.symbol and day >= date(2025, 5, 26)
    return Superseded("294-QĐ/TW", "Quy định số 294-QĐ/TW", "khoản 2, Điều 30") if gone else None


def test_a_document_that_was_replaced_is_not_cited_as_in_force() -> None:
    paper = draft("Căn cứ Quy định số 24-QĐ/TW, ngày 30/7/2021.", [QD24], state_on=_replaced)

    assert told(paper, "k") == [("likely", "Quy định số 24-QĐ/TW", None)]
    assert says(paper, "k") == [
        "Văn bản này đã được thay bằng Quy định số 294-QĐ/TW (khoản 2, Điều 30)."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "thay thế Quy định số 24-QĐ/TW, ngày 30/7/2021.",
        "Quy định số 24-QĐ/TW, ngày 30/7/2021 hết hiệu lực.",
        "Quy định số 24-QĐ/TW, ngày 30/7/2021: nay dẫn Quy định số 294-QĐ/TW.",
    ],
)
def test_a_document_may_be_named_as_replaced(text: str) -> None:
    assert told(draft(text, [QD24], state_on=_replaced), "k") == []


def test_a_paper_older_than_the_replacement_cites_what_was_in_force() -> None:
    own = Facts(symbol=parse_symbol("9-KH/TU"), date=date(2024, 1, 5))

    paper = draft("Căn cứ Quy định số 24-QĐ/TW, ngày 30/7/2021.", [QD24], own, _replaced)
    assert told(paper, "k") == []


@pytest.mark.parametrize(
    "given", ["(sau đây gọi tắt là Kết luận số 57-KL/TW)", "(Kết luận số 57-KL/TW)"]
)
def test_a_document_with_a_short_name_is_not_named_whole_again(given: str) -> None:
    text = f"Kết luận số 57-KL/TW, ngày 15/6/2023 {given}. Theo Kết luận số 57-KL/TW"

    assert told(draft(text, [KL57]), "l") == []
    again = draft(f"{text}, ngày 15/6/2023.", [KL57])
    assert told(again, "l") == [("style", "Kết luận số 57-KL/TW", None)]


def test_what_nobody_knows_is_not_in_the_library_and_not_wrong() -> None:
    paper = draft("Kế hoạch số 222-KH/TU, ngày 14/9/2023 của Ban Thường vụ Tỉnh ủy.", [KL57])

    assert [(one.kind.value, one.severity.value) for one in remarks_on(paper)] == [
        ("m", "information")
    ]


def test_the_drafts_own_number_wants_no_space_and_a_date() -> None:
    own = Facts(symbol=parse_symbol("94-HD/BTGTU"), issuer="Ban Tuyên giáo", place="Trường Khê")
    paper = draft("Số 94 -HD/BTGTU\nHƯỚNG DẪN", own=own)

    assert told(paper, "n") == [
        ("style", "94 -HD/BTGTU", "94-HD/BTGTU"),
        ("style", "94 -HD/BTGTU", None),
    ]
    assert says(paper, "n")[1] == "Văn bản chưa ghi ngày ban hành của chính mình."


def test_an_organs_name_has_its_capitals() -> None:
    known = [KL57, bearer("1-CT/TW", "Chỉ thị", "2021-03-01", "Ban Bí thư")]

    assert told(draft("của Bộ chính trị và Ban bí thư", known), "o") == [
        ("error", "Bộ chính trị", "Bộ Chính trị"),
        ("error", "Ban bí thư", "Ban Bí thư"),
    ]
    assert told(draft("BỘ CHÍNH TRỊ, Bộ Chính trị, bộ chính trị", known), "o") == []


def test_a_remark_on_a_document_cited_in_a_title_is_not_on_the_title() -> None:
    text = (
        "Kế hoạch số 222-KH/TU, ngày 14/9/2023 về triển khai Kết luận số 57-KH/TW, ngày 15/6/2023."
    )
    paper = draft(text, [KL57])

    outer, inner = citations_of(paper, remarks_on(paper))

    assert [one.kind.value for one in outer.remarks] == ["m"]
    assert [one.kind.value for one in inner.remarks] == ["a"]


def test_numbers_in_a_list_are_mentions_whose_own_signs_are_not_judged() -> None:
    text = "các Nghị quyết số 18, 36-NQ/TW, ngày 22/10/2018 và Nghị quyết Trung ương 8 khóa XII."

    assert [one.cited.symbol.number for one in draft(text, [NQ36]).mentions] == ["18", "36"]
    assert {one.kind.value for one in remarks_on(draft(text, [NQ36]))} == {"h", "m"}


def test_a_day_that_no_calendar_has_is_wrong_and_not_missing() -> None:
    paper = draft("Báo cáo số 12-BC/TU, ngày 30/02/2023.")

    assert told(paper, "d") == [("error", "30/02/2023", None)]
    assert told(paper, "h") == []


def test_the_type_word_of_a_list_is_named_with_its_first_symbol_alone() -> None:
    paper = draft("Quy định số 11-QĐ/TU và 12-QĐ/TU.")

    assert [one[1] for one in told(paper, "h")] == ["Quy định số 11-QĐ/TU", "12-QĐ/TU"]


def test_a_title_that_comes_again_in_each_term_tells_no_document() -> None:
    old = bearer(
        "35-CT/TW",
        "Chỉ thị",
        "2019-05-30",
        title="Về đại hội đảng bộ các cấp tiến tới Đại hội đại biểu toàn quốc lần thứ XIII của Đảng",
    )
    title = "về đại hội đảng bộ các cấp tiến tới Đại hội đại biểu toàn quốc lần thứ XIV của Đảng"
    paper = draft(f"Chỉ thị số 35-CT/TW, ngày 14/6/2024 của Bộ Chính trị {title}.", [old])

    assert [(one.kind.value, one.severity.value) for one in remarks_on(paper)] == [
        ("m", "information")
    ]


def test_a_date_of_another_term_with_the_same_title_is_only_likely_wrong() -> None:
    old = bearer(
        "12-QĐ/TW", "Quy định", "2016-05-30", title="Về những điều đảng viên không được làm"
    )
    text = "Quy định số 12-QĐ/TW, ngày 14/6/2021 về những điều đảng viên không được làm."

    assert told(draft(text, [old]), "d") == [("likely", "14/6/2021", "30/5/2016")]
