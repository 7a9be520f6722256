"""What a question is about, without the words that only ask."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.asking import asks_if_in_force, subject_of


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Quy tắc ứng xử của viên chức là gì?", "quy tắc ứng xử của viên chức"),
        ("Chế độ khen thưởng được quy định như thế nào?", "chế độ khen thưởng"),
        ("Xin hỏi hồ sơ gồm những gì ạ?", "hồ sơ"),
        ("Người bán có phải đổi hàng không?", "người bán đổi hàng"),
        ("Hàng giao chậm thì trả lại được không?", "hàng giao chậm thì trả lại"),
        ("Vì sao phải tiết kiệm", "phải tiết kiệm"),
        ("kinh phí HOÀ GIẢI", "kinh phí hòa giải"),
    ],
)
def test_words_that_only_ask_are_left_out(question: str, subject: str) -> None:
    assert subject_of(question) == subject


@pytest.mark.parametrize(
    "named",
    [
        "chính sách quốc phòng bốn không",
        "sản phẩm đạt ba sao",
        "nấm linh chi và gà",
        "không gian mạng",
    ],
)
def test_words_that_name_a_thing_stay(named: str) -> None:
    assert subject_of(named) == named


@pytest.mark.parametrize("question", ["là gì", "Thế nào?", "ở đâu", "?", ""])
def test_a_question_of_nothing_else_is_read_whole(question: str) -> None:
    assert subject_of(question) == question.lower()


@given(question=st.text(alphabet="aáàcnghkoôiì ?.,"))
def test_the_subject_of_a_question_with_words_has_words(question: str) -> None:
    assert bool(subject_of(question).strip(" ?.,")) == bool(question.strip(" ?.,"))


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("quy định 80-QĐ/TW còn hiệu lực không", True),
        ("quy dinh 80 con hieu luc khong", True),
        ("kết luận 57 đã được thay thế chưa", True),
        ("sắp xếp bộ máy hoạt động hiệu lực, hiệu quả", False),
        ("hiệu lực thi hành của quy định 80", False),
    ],
)
def test_a_question_whether_a_document_is_in_force_is_known(question: str, asks: bool) -> None:
    assert asks_if_in_force(question) is asks
