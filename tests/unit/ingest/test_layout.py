"""Pages read in order: columns, zones, tables, notes."""

from kb.document import Dropped
from kb.ingest.layout import FlowLine, Zone, read_flow
from kb.ingest.pdf import RawPage
from tests.factories import LEFT, Printed, centred, grid_rules, page_of, rule

BODY = "Các cấp ủy tổ chức sinh hoạt chuyên đề gắn với việc làm cụ thể"


def zoned(*pages: RawPage) -> list[tuple[str, Zone]]:
    """The lines of the flow with the zone of each."""
    flow = read_flow(pages)
    return [
        (item.segment.text, item.zone) for item in flow.items if isinstance(item, FlowLine)
    ]  # fmt: skip


def in_zone(zone: Zone, *pages: RawPage) -> list[str]:
    """The lines of one zone."""
    return [text for text, found in zoned(*pages) if found is zone]


def letterhead() -> list[Printed]:
    """A Party letterhead in two columns."""
    return [
        Printed("TỈNH ỦY TRƯỜNG KHÊ", x=95, y=70), Printed("ĐẢNG CỘNG SẢN VIỆT NAM", x=340, y=70),
        Printed("BAN TUYÊN GIÁO", x=110, y=88, bold=True),
        Printed("*", x=155, y=100),
        Printed("Số 901-HD/BTGTUM", x=105, y=115),
        Printed("Trường Khê, ngày 05 tháng 3 năm 2024", x=330, y=115),
        centred("HƯỚNG DẪN", 150, bold=True),
    ]  # fmt: skip


def test_the_letterhead_reads_left_column_then_right() -> None:
    page = page_of([*letterhead(), Printed(BODY, y=200)])

    assert in_zone(Zone.LETTERHEAD, page) == [
        "TỈNH ỦY TRƯỜNG KHÊ", "BAN TUYÊN GIÁO", "Số 901-HD/BTGTUM",
        "ĐẢNG CỘNG SẢN VIỆT NAM", "Trường Khê, ngày 05 tháng 3 năm 2024",
    ]  # fmt: skip


def test_the_type_line_begins_the_body() -> None:
    page = page_of([*letterhead(), Printed(BODY, y=200)])

    assert in_zone(Zone.BODY, page) == ["HƯỚNG DẪN", BODY]


def test_the_star_of_the_letterhead_is_dropped_and_named() -> None:
    flow = read_flow([page_of([*letterhead(), Printed(BODY, y=200)])])

    assert flow.dropped == (Dropped(1, "*", "ornament"),)


def test_columns_that_all_but_meet_are_still_two() -> None:
    page = page_of([
        Printed("BAN CHẤP HÀNH TRUNG ƯƠNG ĐẢNG", x=85, y=70),
        Printed("ĐẢNG CỘNG SẢN VIỆT NAM", x=300, y=70),
        Printed("Số 12-QĐ/TW", x=120, y=90), centred("QUY ĐỊNH", 130), Printed(BODY, y=200),
    ])  # fmt: skip

    assert in_zone(Zone.LETTERHEAD, page) == [
        "BAN CHẤP HÀNH TRUNG ƯƠNG ĐẢNG", "Số 12-QĐ/TW", "ĐẢNG CỘNG SẢN VIỆT NAM",
    ]  # fmt: skip


def closing() -> list[Printed]:
    """Recipients beside a signature."""
    return [
        Printed("Nơi nhận:", x=LEFT, y=300),
        Printed("T/M BAN THƯỜNG VỤ", x=350, y=300, bold=True),
        Printed("- Như trên,", x=LEFT, y=318, size=12),
        Printed("BÍ THƯ", x=390, y=318, bold=True),
        Printed("- Lưu Văn phòng.", x=LEFT, y=332, size=12),
        Printed("Lê Văn An", x=380, y=400, bold=True),
    ]  # fmt: skip


def test_recipients_are_read_before_the_signature_beside_them() -> None:
    page = page_of([Printed(BODY, y=100), *closing()])

    assert in_zone(Zone.RECIPIENTS, page) == ["Nơi nhận:", "- Như trên,", "- Lưu Văn phòng."]
    assert in_zone(Zone.SIGNATURE, page) == ["T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Lê Văn An"]


def test_a_signature_without_recipients_is_a_signature() -> None:
    page = page_of(
        [Printed(BODY, y=100), Printed("T/M BAN THƯỜNG VỤ", y=300), Printed("Lê An", y=360)]
    )

    assert in_zone(Zone.SIGNATURE, page) == ["T/M BAN THƯỜNG VỤ", "Lê An"]


def test_a_line_that_goes_on_with_recipients_in_a_sentence_is_body() -> None:
    page = page_of(
        [Printed("không gọi điện nhờ", y=100), Printed("nơi nhận sửa tay văn bản.", y=118)]
    )

    assert in_zone(Zone.RECIPIENTS, page) == []


def test_a_long_line_that_begins_like_a_signature_is_body() -> None:
    line = "Q. Bình Thạnh và các quận khác trong thành phố báo cáo hằng quý"
    page = page_of([Printed("Các quận:", y=100), Printed(line, y=118)])

    assert in_zone(Zone.SIGNATURE, page) == []


def test_an_appendix_under_the_signature_is_body_again() -> None:
    page = page_of(
        [
            Printed(BODY, y=100),
            *closing(),
            centred("PHỤ LỤC 1", 450, bold=True),
            Printed(BODY, y=480),
        ]
    )

    assert in_zone(Zone.BODY, page) == [BODY, "PHỤ LỤC 1", BODY]


def test_an_attached_regulation_under_the_signature_is_body_again() -> None:
    page = page_of(
        [Printed(BODY, y=100), *closing(), centred("QUY CHẾ", 450, bold=True), Printed(BODY, y=480)]
    )

    assert in_zone(Zone.BODY, page) == [BODY, "QUY CHẾ", BODY]


def test_an_underlined_word_does_not_turn_the_closing_into_notes() -> None:
    page = page_of([Printed(BODY, y=100), *closing()], rules=[rule(LEFT, 302, LEFT + 63)])

    assert read_flow([page]).notes == ()
    assert in_zone(Zone.RECIPIENTS, page)[0] == "Nơi nhận:"


def test_notes_leave_the_body() -> None:
    page = page_of(
        [Printed(BODY + "{1}", y=100), Printed("{1} Chú thích.", y=720, size=11)],
        rules=[rule(LEFT, 700, LEFT + 150)],
    )

    assert in_zone(Zone.BODY, page) == [BODY + "1"]
    assert [line.segment.text for line in read_flow([page]).notes] == ["1 Chú thích."]


def test_a_table_stands_between_the_lines_around_it() -> None:
    page = page_of(
        [Printed("Trên bảng:", y=90), Printed("TT", x=90, y=120), Printed("Dưới bảng.", y=200)],
        rules=grid_rules((LEFT, 125.0, 400.0), (100.0, 140.0)),
    )

    items = read_flow([page]).items

    assert [item.segment.text if isinstance(item, FlowLine) else item.text for item in items] == [
        "Trên bảng:", "TT\t", "Dưới bảng.",
    ]  # fmt: skip


def test_a_table_head_repeated_on_the_next_page_is_dropped_and_named() -> None:
    ruled = grid_rules((LEFT, 125.0, 400.0), (100.0, 140.0, 180.0))
    head = [Printed("TT", x=90, y=120), Printed("Nội dung", x=130, y=120)]
    pages = [
        page_of([*head, Printed(str(number), x=90, y=160)], rules=ruled, number=number)
        for number in (1, 2)
    ]

    flow = read_flow(pages)

    assert flow.dropped == (Dropped(2, "TT\tNội dung", "repeated table head"),)
    assert len(flow.items) == 3


def test_a_browsers_list_behind_the_document_is_notes() -> None:
    page = page_of([
        Printed("Bốn không{1}.", y=100),
        Printed("1. Không liên minh.↩", y=300),
        Printed("2. Khác.↩", y=330),
    ])  # fmt: skip

    assert [line.segment.text for line in read_flow([page]).notes] == [
        "1. Không liên minh.↩", "2. Khác.↩",
    ]  # fmt: skip


def test_an_empty_document_has_an_empty_flow() -> None:
    flow = read_flow([page_of([])])

    assert (flow.items, flow.notes, flow.dropped) == ((), (), ())
