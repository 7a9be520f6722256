"""The words for a place in a document."""

import pytest

from kb.document import Division, DivisionKind, Span
from kb.place import chains_of, label_of, place_of


def division(path: str, kind: DivisionKind, number: str) -> Division:
    """A division without title."""
    return Division(tuple(path.split("/")), kind, number, "", Span(0, 1))


@pytest.mark.parametrize(
    ("path", "kind", "number", "label"),
    [
        ("mo-dau", DivisionKind.FRONT, "", "phần mở đầu"),
        ("ket-thuc", DivisionKind.CLOSING, "", "phần kết thúc"),
        ("II", DivisionKind.PART, "II", "Phần II"),
        ("phan-thu-nhat", DivisionKind.PART, "thứ nhất", "Phần thứ nhất"),
        ("chuong-I", DivisionKind.CHAPTER, "I", "Chương I"),
        ("muc-1", DivisionKind.SECTION, "1", "Mục 1"),
        ("2", DivisionKind.SECTION, "2", "mục 2"),
        ("2.1", DivisionKind.SUBSECTION, "2.1", "tiểu mục 2.1"),
        ("dieu-5", DivisionKind.ARTICLE, "5", "Điều 5"),
        ("1", DivisionKind.CLAUSE, "1", "khoản 1"),
        ("đ", DivisionKind.POINT, "đ", "điểm đ"),
        ("-3", DivisionKind.DASH, "3", "gạch đầu dòng thứ ba"),
        ("+2", DivisionKind.PLUS, "2", "dấu cộng thứ hai"),
        ("fn5", DivisionKind.FOOTNOTE, "5", "chú thích 5"),
        ("phu-luc-1", DivisionKind.APPENDIX, "1", "Phụ lục 1"),
        ("phu-luc", DivisionKind.APPENDIX, "", "Phụ lục"),
    ],
)
def test_each_level_has_its_words(path: str, kind: DivisionKind, number: str, label: str) -> None:
    assert label_of(division(path, kind, number)) == label


def test_a_footnotes_place_leaves_out_the_dash_that_carries_its_mark() -> None:
    divisions = (
        division("II", DivisionKind.PART, "II"), division("II/2", DivisionKind.SECTION, "2"),
        division("II/2/-1", DivisionKind.DASH, "1"),
        division("II/2/-1/fn5", DivisionKind.FOOTNOTE, "5"),
    )  # fmt: skip

    assert place_of(chains_of(divisions)[("II", "2", "-1", "fn5")]) == "Phần II, mục 2, chú thích 5"


def test_of_nested_subsections_only_the_deepest_is_named() -> None:
    divisions = (
        division("1", DivisionKind.SECTION, "1"), division("1/1.1", DivisionKind.SUBSECTION, "1.1"),
        division("1/1.1/1.1.2", DivisionKind.SUBSECTION, "1.1.2"),
    )  # fmt: skip

    assert place_of(chains_of(divisions)[("1", "1.1", "1.1.2")]) == "mục 1, tiểu mục 1.1.2"
