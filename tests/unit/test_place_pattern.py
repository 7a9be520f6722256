"""Which divisions a place means."""

from kb.document import Division, DivisionKind, Document, Facts, Span
from kb.place_pattern import Level, PlacePattern, PlaceStep, divisions_at


def document(*rows: tuple[str, DivisionKind, str]) -> Document:
    """A document whose divisions are given as (path, kind, text), one line each, spans nested."""
    text = "\n".join(line for _, _, line in rows)
    starts = [sum(len(line) + 1 for _, _, line in rows[:index]) for index in range(len(rows))]
    divisions = []
    for index, (key, kind, line) in enumerate(rows):
        inside = [i for i, (other, _, _) in enumerate(rows) if f"{other}/".startswith(f"{key}/")]
        end = starts[inside[-1]] + len(rows[inside[-1]][2])
        path = tuple(key.split("/"))
        number = line.split()[0].rstrip(".)")
        divisions.append(Division(path, kind, number, "", Span(starts[index], end)))
    return Document("id", "a.pdf", "application/pdf", (), Facts(), text, (), tuple(divisions))


def found(held: Document, *steps: tuple[Level, str]) -> list[str]:
    place = PlacePattern(tuple(PlaceStep(*step) for step in steps))
    return [division.key for division in divisions_at(held.text, held.divisions, place)]


REGULATION = document(
    ("1", DivisionKind.ARTICLE, "1. Phạm vi"),
    ("1/1", DivisionKind.CLAUSE, "1. Đối tượng"),
    ("1/1/a", DivisionKind.POINT, "a) Chi bộ"),
    ("2", DivisionKind.ARTICLE, "2. Nguyên tắc"),
    ("2/1", DivisionKind.CLAUSE, "1. Dân chủ"),
    ("2/1/a", DivisionKind.POINT, "a) Bàn bạc"),
)
GUIDE = document(
    ("1", DivisionKind.SECTION, "1. Điều 3: Quyền của đảng viên"),
    ("1/1.1", DivisionKind.SUBSECTION, "1.1. (Khoản 1): Quyền được thông tin"),
    ("1/1.2", DivisionKind.SUBSECTION, "1.2. (Khoản 4): Quyền bảo lưu"),
    ("1/1.2/1.2.1", DivisionKind.SUBSECTION, "1.2.1. Bảo lưu bằng văn bản"),
    ("2", DivisionKind.SECTION, "2. Điều 31: Kỷ luật"),
)


def test_every_division_of_that_number_is_given_where_the_place_leaves_it_open() -> None:
    assert found(REGULATION, (Level.POINT, "a")) == ["1/1/a", "2/1/a"]


def test_the_outer_steps_choose_among_them() -> None:
    assert found(REGULATION, (Level.ARTICLE, "2"), (Level.POINT, "a")) == ["2/1/a"]


def test_a_division_above_must_stand_above() -> None:
    assert found(REGULATION, (Level.ARTICLE, "3"), (Level.POINT, "a")) == []


def test_a_decimal_is_found_whatever_its_level_is_called() -> None:
    for level in (Level.POINT, Level.CLAUSE, Level.SECTION, Level.SUBSECTION):
        assert found(GUIDE, (level, "1.2.1")) == ["1/1.2/1.2.1"]


def test_a_heading_that_names_the_place_it_is_about_is_that_place() -> None:
    assert found(GUIDE, (Level.ARTICLE, "3")) == ["1"]
    assert found(GUIDE, (Level.ARTICLE, "3"), (Level.CLAUSE, "4")) == ["1/1.2"]


def test_the_last_number_of_a_decimal_counts_only_below_its_parent() -> None:
    assert found(GUIDE, (Level.SECTION, "1"), (Level.CLAUSE, "2")) == ["1/1.2"]
    assert found(GUIDE, (Level.ARTICLE, "31"), (Level.CLAUSE, "2")) == []


def test_a_place_that_is_not_there_finds_nothing() -> None:
    assert found(GUIDE, (Level.CHAPTER, "1")) == []


def test_a_place_is_in_an_appendix_only_where_it_says_so_or_stands_nowhere_else() -> None:
    held = document(
        ("1", DivisionKind.SECTION, "1. Mục tiêu"),
        ("pl", DivisionKind.APPENDIX, "1. Phụ lục"),
        ("pl/1", DivisionKind.SECTION, "1. Biểu mẫu"),
        ("pl/2", DivisionKind.SECTION, "2. Phân công"),
    )

    assert found(held, (Level.SECTION, "1")) == ["1"]
    assert found(held, (Level.APPENDIX, "1"), (Level.SECTION, "1")) == ["pl/1"]
    assert found(held, (Level.SECTION, "2")) == ["pl/2"]
