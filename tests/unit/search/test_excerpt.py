"""Which part of a long passage is shown first."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kb.search.excerpt import LONGEST, excerpt

FILLER = "Các cơ quan, đơn vị tổ chức quán triệt nghiêm túc trong quý này. "  # 65 characters


def marks(text: str, *words: str) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((text.index(word), text.index(word) + len(word)) for word in words))


def test_a_text_that_is_hardly_too_long_is_shown_whole() -> None:
    text = FILLER * 18  # 1,170

    assert excerpt(text, ()) == (0, len(text))


def test_a_long_text_without_marks_is_shown_from_its_beginning_to_a_sentence_end() -> None:
    text = FILLER * 30

    start, end = excerpt(text, ())

    assert start == 0
    assert text[:end] == (FILLER * 13).strip()  # 845 characters; a fourteenth sentence makes 910


def test_the_sentences_with_the_most_different_marked_words_are_shown() -> None:
    near = "Chi bộ và chi bộ và chi bộ. "
    wanted = "Cấp ủy giám sát đảng viên. "
    text = near + FILLER * 20 + wanted + FILLER * 20

    start, end = excerpt(text, (*marks(near, "Chi bộ"), *marks(text, "Cấp ủy", "giám sát")))

    assert "Cấp ủy giám sát đảng viên." in text[start:end]
    assert text[start:end].startswith("Các cơ quan")
    assert text[start:end].endswith(".")


def test_a_sentence_longer_than_the_window_is_cut_after_a_clause() -> None:
    clause = "rà soát, bổ sung các quy định còn thiếu của từng ngành; "  # 56 characters
    text = "Các ngành " + clause * 40 + "báo cáo cấp ủy."

    start, end = excerpt(text, marks(text, "cấp ủy"))

    assert text[start:].startswith("rà soát")
    assert text[start:end].endswith("báo cáo cấp ủy.")


@given(
    st.lists(st.sampled_from(["chữ", "rất dài.", "x" * 700, "ý;", "\n", "  "]), max_size=60),
    st.lists(st.integers(0, 2000), max_size=8),
)
def test_an_excerpt_is_never_longer_than_the_window_and_lies_inside(
    words: list[str], at: list[int]
) -> None:
    text = " ".join(words)
    places = sorted({place for place in at if place <= len(text)})

    start, end = excerpt(text, tuple(pairwise(places))[::2])

    assert 0 <= start <= end <= len(text)
    assert (start, end) == (0, len(text)) or end - start <= LONGEST
