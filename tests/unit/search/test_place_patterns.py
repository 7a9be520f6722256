"""Places as people type them."""

import pytest

from kb.place_pattern import Level, PlaceStep
from kb.search.place_patterns import find_places


def steps_of(text: str) -> list[list[PlaceStep]]:
    return [list(found.place.steps) for found in find_places(text)]


CLAUSE_2_OF_3 = [PlaceStep(Level.ARTICLE, "3"), PlaceStep(Level.CLAUSE, "2")]


@pytest.mark.parametrize(
    "typed",
    [
        "khoản 2 Điều 3",
        "khoan 2 dieu 3",
        "Điều 3, khoản 2",
        "khoản 2 của Điều 3",
        "KHOẢN 2; ĐIỀU 3",
    ],
)
def test_a_place_reads_alike_in_either_direction_and_without_accents(typed: str) -> None:
    assert steps_of(typed) == [CLAUSE_2_OF_3]


@pytest.mark.parametrize(
    ("typed", "step"),
    [
        ("phần II", PlaceStep(Level.PART, "2")),
        ("Phần thứ hai", PlaceStep(Level.PART, "2")),
        ("mục II", PlaceStep(Level.PART, "2")),
        ("tiểu mục 1.1.1", PlaceStep(Level.SUBSECTION, "1.1.1")),
        ("điểm 1.1.1", PlaceStep(Level.POINT, "1.1.1")),
        ("điểm đ", PlaceStep(Level.POINT, "đ")),
        ("điểm i", PlaceStep(Level.POINT, "i")),
        ("gạch đầu dòng thứ tư", PlaceStep(Level.DASH, "4")),
        ("gach dau dong thu 4", PlaceStep(Level.DASH, "4")),
        ("chú thích 12", PlaceStep(Level.FOOTNOTE, "12")),
        ("Phụ lục số 1", PlaceStep(Level.APPENDIX, "1")),
        ("Phụ lục", PlaceStep(Level.APPENDIX, "")),
        ("Phụ lục Quy định số 914-QĐ/ĐUM", PlaceStep(Level.APPENDIX, "")),
        ("phần mở đầu Chỉ thị số 902-CT/TUM", PlaceStep(Level.FRONT, "")),
        ("phần kết thúc", PlaceStep(Level.CLOSING, "")),
    ],
)
def test_each_level_is_known_by_its_word(typed: str, step: PlaceStep) -> None:
    assert steps_of(typed) == [[step]]


@pytest.mark.parametrize(
    "typed",
    [
        "phụ lục quy định", "phần kết thúc của bài",
        "mục tiêu 5 năm", "đạt 5 điểm", "phần 20%", "phần 20 %", "khoản 5 triệu đồng",
        "điều kiện 3", "phần mềm", "điểm 8,5", "điểm 15/6", "chương trình 12", "tiết kiệm 10",
    ],
)  # fmt: skip
def test_words_that_only_look_like_a_place_are_none(typed: str) -> None:
    assert steps_of(typed) == []


def test_the_same_level_twice_is_two_places() -> None:
    assert steps_of("Điều 5, Điều 6") == [
        [PlaceStep(Level.ARTICLE, "5")],
        [PlaceStep(Level.ARTICLE, "6")],
    ]


def test_a_place_tells_where_it_stands_in_the_query() -> None:
    typed = "theo điểm a khoản 1 Điều 5 quy định 294"

    (found,) = find_places(typed)

    assert typed[found.start : found.end] == "điểm a khoản 1 Điều 5"
