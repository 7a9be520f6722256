"""Printed lines joined into paragraphs, and told apart."""

from collections.abc import Sequence

import pytest

from kb.ingest.pdf import RawPage, Rule
from kb.ingest.pipeline import compose_pages
from tests.factories import (
    INDENT,
    LEFT,
    Printed,
    Typesetter,
    centred,
    grid_rules,
    page_of,
)

LONG = "Các cấp ủy tổ chức sinh hoạt chuyên đề về những điểm mới và gắn với việc làm cụ thể"


def read(*pages: RawPage) -> list[str]:
    """The paragraphs of the pages."""
    _, composition = compose_pages(pages)
    return [block.span.of(composition.text) for block in composition.blocks]


def typeset(
    *texts: str, justified: bool = True, indent: float = INDENT, gap: float = 6.0
) -> list[str]:
    """The paragraphs read back from a page that was set from `texts`."""
    setter = Typesetter(justified=justified, indent=indent, gap=gap)
    for text in texts:
        setter.paragraph(text)
    return read(*setter.finished())


@pytest.mark.parametrize("justified", [True, False])
@pytest.mark.parametrize(("indent", "gap"), [(INDENT, 0.0), (0.0, 8.0), (INDENT, 6.0)])
def test_wrapped_lines_come_back_as_one_paragraph(
    justified: bool, indent: float, gap: float
) -> None:
    texts = [f"{LONG} {LONG}.", f"{LONG} trong quý."]

    assert typeset(*texts, justified=justified, indent=indent, gap=gap) == texts


def test_a_line_that_left_room_for_the_next_word_ended_on_purpose() -> None:
    page = page_of([Printed(LONG[:59], y=100), Printed("Một dòng", y=118), Printed("Hai", y=136)])

    assert read(page) == [f"{LONG[:59]} Một dòng", "Hai"]


def test_a_paragraph_goes_on_over_the_page_break() -> None:
    first = page_of([Printed("- " + LONG[:62], y=740)], number=1)
    second = page_of([Printed("và " + LONG[:40] + ".", y=100)], number=2)

    assert read(first, second) == [f"- {LONG[:62]} và {LONG[:40]}."]


def test_a_new_paragraph_may_open_the_next_page() -> None:
    first = page_of(
        [Printed("- Phần lớn đảng viên đã được học tập nghị quyết và ký cam kết.", y=740)]
    )
    second = page_of([Printed("- Chi bộ kiểm tra.", y=100)], number=2)

    assert len(read(first, second)) == 2


def test_a_number_within_a_sentence_begins_no_paragraph() -> None:
    page = page_of([
        Printed("Công ước của Liên hợp quốc về Luật Biển được thông qua vào năm", y=100),
        Printed("1982. Việt Nam phê chuẩn.", y=118),
    ])  # fmt: skip

    assert len(read(page)) == 1


def test_centred_lines_of_one_weight_are_one_title() -> None:
    page = page_of([
        centred("về luân chuyển, biệt phái và điều động", 100, bold=True),
        centred("cán bộ lãnh đạo, quản lý", 118, bold=True),
        Printed(LONG[:64], y=160), Printed(LONG[:64], y=178),
    ])  # fmt: skip

    assert read(page)[0] == "về luân chuyển, biệt phái và điều động cán bộ lãnh đạo, quản lý"


def test_a_chapter_and_its_name_are_two_paragraphs() -> None:
    page = page_of([
        centred("Chương II", 100, bold=True), centred("LUÂN CHUYỂN CÁN BỘ", 118, bold=True),
        Printed(LONG[:64], y=160), Printed(LONG[:64], y=178),
    ])  # fmt: skip

    assert read(page)[:2] == ["Chương II", "LUÂN CHUYỂN CÁN BỘ"]


def test_a_full_line_that_breaks_off_goes_on_in_the_centred_line_below() -> None:
    full = "(kèm theo Kế hoạch số 911-KH/BTGTUM của Ban Tuyên giáo Tỉnh ủy tỉn"
    page = page_of([
        Printed(LONG[:65], y=100), Printed(LONG[:65], y=118), centred("DANH MỤC", 160, bold=True),
        centred(full[:65], 178), centred("Trường Khê)", 196),
    ])  # fmt: skip

    assert read(page)[-2:] == ["DANH MỤC", f"{full[:65].strip()} Trường Khê)"]


def test_the_line_under_a_bold_title_is_a_paragraph_of_its_own() -> None:
    title = "CÁC SỰ KIỆN ĐỐI NGOẠI TRỌNG TÂM TRONG NĂM NAY CỦA TỈNH"
    page = page_of([
        Printed(LONG[:65], y=60), Printed(LONG[:65], y=78),
        centred(title, 100, bold=True),
        Printed("(kèm theo Hướng dẫn số 901-HD/BTGTUM tháng 3 của Ban", y=118),
    ])  # fmt: skip

    assert title in read(page)


def rows(lines: Sequence[Printed], rules: Sequence[Rule], number: int) -> RawPage:
    """A page with a table."""
    return page_of(lines, rules=rules, number=number)


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    ruled = grid_rules((LEFT, 125.0, 400.0), (100.0, 140.0))
    first = rows([Printed("9", x=90, y=120), Printed("Thu gom rác", x=130, y=120)], ruled, 1)
    second = rows([Printed("trên đồng ruộng", x=130, y=120)], ruled, 2)

    assert read(first, second) == ["9\tThu gom rác trên đồng ruộng"]


def test_a_new_row_on_the_next_page_is_a_row_of_its_own() -> None:
    ruled = grid_rules((LEFT, 125.0, 400.0), (100.0, 140.0))
    first = rows([Printed("9", x=90, y=120), Printed("Thu gom rác", x=130, y=120)], ruled, 1)
    second = rows([Printed("10", x=90, y=120), Printed("Bảo hiểm", x=130, y=120)], ruled, 2)

    assert read(first, second) == ["9\tThu gom rác", "10\tBảo hiểm"]
