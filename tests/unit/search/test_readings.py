"""Words that become filters, and above all those that do not."""

from __future__ import annotations

from datetime import date

import pytest

from kb.query import Filters
from kb.search.readings import Held, find_readings, topic_of
from kb.state import State

HELD = Held(
    types=("Nghị quyết", "Chỉ thị", "Quyết định", "Quy định", "Kế hoạch", "Hướng dẫn"),
    issuers=("Ban Bí thư", "Bộ Chính trị", "Văn phòng Tỉnh ủy Trường Khê", "Huyện ủy"),
    days=(date(2018, 3, 1), date(2021, 5, 5), date(2023, 6, 15), date(2024, 2, 1)),
)

RESOLUTION = Filters(type="Nghị quyết")
SECRETARIAT = Filters(issuer="Ban Bí thư")
OF_2023 = Filters(year=2023)


def limits(text: str) -> list[Filters]:
    return [reading.limits for reading in find_readings(text, HELD)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nghị quyết năm 2023 về kinh tế biển", [RESOLUTION, OF_2023]),
        ("nghi quyet nam 2023 ve kinh te bien", [RESOLUTION, OF_2023]),
        ("NGHỊ QUYẾT NĂM 2023", [RESOLUTION, OF_2023]),
        ("Các nghị quyết ban hành trong năm 2023", [RESOLUTION, OF_2023]),
        ("nghị quyết về kinh tế biển ban hành năm 2023?", [RESOLUTION, OF_2023]),
        ("văn bản do Ban Bí thư ban hành", [SECRETARIAT]),
        ("van ban cua ban bi thu", [SECRETARIAT]),
        ("chỉ thị của Ban Bí thư Trung ương Đảng", [Filters(type="Chỉ thị"), SECRETARIAT]),
        (
            "nghị quyết của Bộ Chính trị năm 2023 về biển",
            [RESOLUTION, Filters(issuer="Bộ Chính trị"), OF_2023],
        ),
        (
            "hướng dẫn do Văn phòng Tỉnh uỷ ban hành năm 2023 về lưu trữ",
            [
                Filters(type="Hướng dẫn"),
                Filters(issuer="Văn phòng Tỉnh ủy Trường Khê"),
                OF_2023,
            ],
        ),
    ],
)
def test_type_issuer_and_year_at_the_head_of_a_question_are_read(
    text: str, expected: list[Filters]
) -> None:
    assert limits(text) == expected


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("tháng 6 năm 2023", date(2023, 6, 1), date(2023, 6, 30)),
        ("tháng 2/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("ngày 15/6/2023", date(2023, 6, 15), date(2023, 6, 15)),
        ("ngày 15 tháng 6 năm 2023", date(2023, 6, 15), date(2023, 6, 15)),
        ("từ 2020 đến 2023", date(2020, 1, 1), date(2023, 12, 31)),
        ("từ tháng 5/2021 đến hết năm 2023", date(2021, 5, 1), date(2023, 12, 31)),
        ("từ năm 2021 đến nay", date(2021, 1, 1), None),
        ("trước năm 2020", None, date(2019, 12, 31)),
        ("sau ngày 15/6/2023", date(2023, 6, 16), None),
    ],
)
def test_times_are_read_as_first_and_last_day(
    words: str, since: date | None, until: date | None
) -> None:
    assert limits(f"văn bản {words} về biển") == [Filters(since=since, until=until)]


def test_times_are_read_without_accents() -> None:
    assert limits("van ban tu nam 2020 den nam 2023") == [
        Filters(since=date(2020, 1, 1), until=date(2023, 12, 31))
    ]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("văn bản còn hiệu lực về biển", State.IN_FORCE),
        ("các văn bản đang có hiệu lực", State.IN_FORCE),
        ("van ban con hieu luc ve bien", State.IN_FORCE),
        ("văn bản đã hết hiệu lực về biển", State.SUPERSEDED),
        ("văn bản không còn hiệu lực thi hành", State.SUPERSEDED),
        ("quy định còn hiệu lực về luân chuyển cán bộ", State.IN_FORCE),
    ],
)
def test_whether_they_are_in_force_is_read_right_behind_the_head(text: str, state: State) -> None:
    assert limits(text) == [Filters(state=state)]


def test_a_type_and_a_year_stand_beside_the_force() -> None:
    said = limits("nghị quyết còn hiệu lực của Ban Bí thư năm 2023 về biển")

    assert said == [RESOLUTION, Filters(state=State.IN_FORCE), SECRETARIAT, OF_2023]


@pytest.mark.parametrize(
    "text",
    ["hiệu lực của nghị quyết", "văn bản hết hiệu lực khi nào", "nghị quyết về hiệu lực quản lý"],
)
def test_force_as_a_subject_is_no_filter(text: str) -> None:
    assert limits(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "chiến lược đến năm 2030",
        "giai đoạn 2021 - 2025",
        "nghị quyết đại hội",
        "nghị quyết đại hội năm 2023",
        "nghị quyết về phát triển kinh tế năm 2023",
        "nghị quyết năm 2021 - 2025",
        "nghị quyết năm 2021 và 2023",
        "nghị quyết đến năm 2023",
        "nghị quyết",
        "mục tiêu năm 2023",
        "năm 2023",
        "chức năng của Ban Bí thư",
        "thực hiện nghị quyết năm 2023",
        "quy định của Bộ Chính trị về luân chuyển cán bộ",
        "hướng dẫn của Văn phòng Tỉnh ủy về lưu trữ",
        "kế hoạch năm 2023 về kiểm tra",
        "nghị quyết của bộ phận giúp việc",
        "văn bản ngày 30/2/2023",
        "nghị quyết nam 2023",  # with accents elsewhere, "nam" is no year's word
    ],
)
def test_words_that_may_mean_something_else_are_left_alone(text: str) -> None:
    assert limits(text) == []


@pytest.mark.parametrize(
    "text", ["nghị quyết năm 2022", "thông tri của Ban Bí thư", "chỉ thị của Quốc hội về biển"]
)
def test_what_the_library_does_not_hold_is_left_alone(text: str) -> None:
    assert limits(text) == []


def test_a_year_beside_a_plan_is_the_year_it_is_for() -> None:
    assert limits("kế hoạch của Huyện ủy năm 2023") == [
        Filters(type="Kế hoạch"),
        Filters(issuer="Huyện ủy"),
    ]
    assert limits("kế hoạch ban hành năm 2023 về kiểm tra") == [Filters(type="Kế hoạch"), OF_2023]


def test_what_a_decision_may_issue_limits_the_type_only_where_nothing_else_is_asked() -> None:
    assert limits("quy định do Ban Bí thư ban hành về lưu trữ") == [SECRETARIAT]
    assert limits("quy định do Ban Bí thư ban hành") == [Filters(type="Quy định"), SECRETARIAT]


def test_readings_name_their_words_and_leave_the_topic() -> None:
    text = "Các nghị quyết năm 2023 của Ban Bí thư về kinh tế biển"

    readings = find_readings(text, HELD)

    assert [reading.words for reading in readings] == [
        "Các nghị quyết",
        "năm 2023",
        "của Ban Bí thư",
    ]
    assert [text[one.start : one.end].strip() for one in readings] == [
        one.words for one in readings
    ]
    assert topic_of(text, readings) == "về kinh tế biển"


def test_a_generic_head_is_no_topic() -> None:
    text = "các văn bản của Ban Bí thư"

    assert topic_of(text, find_readings(text, HELD)) == ""


def test_without_readings_the_question_is_the_topic() -> None:
    assert topic_of("các văn bản về biển", []) == "các văn bản về biển"


def test_a_name_cut_at_its_seat_counts_only_where_one_body_bears_it() -> None:
    two = Held(("Chỉ thị",), ("Văn phòng Tỉnh ủy Trường Khê", "Văn phòng Tỉnh ủy Bãi Sậy"))

    assert find_readings("chỉ thị của Văn phòng Tỉnh ủy", two) == []


def test_an_empty_library_reads_nothing() -> None:
    assert find_readings("nghị quyết năm 2023", Held()) == []
