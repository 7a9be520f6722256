"""The table of abbreviations and when it applies."""

from __future__ import annotations

import pytest

from kb.search.abbreviations import expansions_of


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("phương châm TTĐN gồm những gì?", "thông tin đối ngoại"),
        ("kinh phi ttdn", "thông tin đối ngoại"),
        ("công tác thông tin đối ngoại", "TTĐN"),
        ("thong tin doi ngoai", "TTĐN"),
        ("chính sách 4 không", "bốn không"),
        ("4 khong", "bốn không"),
        ("bốn không", "4 không"),
        ("Uỷ ban nhân dân tỉnh", "UBND"),
        ("bảo đảm QP-AN", "quốc phòng an ninh"),
    ],
)
def test_the_other_way_of_saying_it_is_found(text: str, other: str) -> None:
    assert other in expansions_of(text)


@pytest.mark.parametrize("text", ["", "đối ngoại", "mặt trận. Tổ quốc", "mật trận tổ quộc"])
def test_other_words_have_no_expansion(text: str) -> None:
    assert expansions_of(text) == ()
