"""Which words in quotation marks are a quotation, and of which document."""

from __future__ import annotations

import pytest

from kb.drafting.check_quotations import quotations_of
from tests.unit.drafting.drafts import draft

LONG = "lấy dân làm gốc trong mọi việc của Đảng"


def quoted(text: str) -> list[tuple[str, str | None]]:
    """The quotations with the symbol of the document that each is said to be from."""
    return [
        (one.span.of(text), str(one.of.cited.symbol) if one.of else None)
        for one in quotations_of(draft(text))
    ]


@pytest.mark.parametrize("marks", ["“{}”", "«{}»", '"{}"'])
def test_eight_words_in_any_marks_are_a_quotation(marks: str) -> None:
    assert quoted(f"theo tinh thần {marks.format(LONG)} ấy") == [(LONG, None)]


def test_a_slogan_or_a_term_is_none() -> None:
    assert quoted("chính sách “bốn không” và “lấy dân làm gốc”") == []


def test_a_citation_in_brackets_behind_is_its_source() -> None:
    text = "“lấy dân làm gốc” (khoản 2, Điều 3 Quy định số 294-QĐ/TW, tr. 2)."

    assert quoted(text) == [("lấy dân làm gốc", "294-QĐ/TW")]


def test_a_citation_before_a_colon_is_its_source_and_any_length_will_do() -> None:
    text = "Kết luận số 57-KL/TW, ngày 15/6/2023 nêu rõ: “bốn không”."

    assert quoted(text) == [("bốn không", "57-KL/TW")]


def test_a_citation_of_another_paragraph_is_no_source() -> None:
    text = f"Kết luận số 57-KL/TW.\nCần nêu rõ: “{LONG}”."

    assert quoted(text) == [(LONG, None)]


@pytest.mark.parametrize("title", ["về “{}”", "“Về {}”", "“Về việc {}”"])
def test_the_quoted_title_of_a_citation_is_no_quotation(title: str) -> None:
    text = f"Nghị quyết số 36-NQ/TW, ngày 22/10/2018 {title.format(LONG)}."

    assert quoted(text) == []


def test_marks_that_are_never_closed_take_no_other_paragraph_along() -> None:
    assert quoted(f"“một\n“{LONG}” và ”") == [(LONG, None)]


def test_a_quotation_within_one_belongs_to_it() -> None:
    text = "“xây dựng nền ngoại giao mang bản sắc “cây tre” của Việt Nam ta”"

    assert quoted(text) == [(text[1:-1], None)]
