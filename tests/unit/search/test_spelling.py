"""Queries as the library would write them: restored where it is sure, left alone where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.spelling import SURE, Restored, Speller
from kb.search.vocabulary import fresh_vocabulary
from kb.vietnamese.tokens import tokens_of

PASSAGES = (
    "Chính sách quốc phòng bốn không của nước ta được giữ vững.",
    "Tỉnh ủy chỉ đạo công tác thông tin đối ngoại, kinh phí do ngân sách bảo đảm.",
    "Ban Chỉ đạo TTĐN họp mỗi quý một lần; kinh phí TTĐN ghi riêng.",
    "Phát triển kinh tế biển gắn với quốc phòng, an ninh; bảo vệ ngư trường.",
    "Quỹ phòng, chống thiên tai do Ủy ban nhân dân quản lý.",
    "Đảng viên dự bị được công nhận chính thức sau mười hai tháng.",
    "Cán bộ của xã Hòn Trầu đi tuần tra trên biển mỗi tháng.",
    "Các đơn vị dùng infographic để giới thiệu hình ảnh của tỉnh.",
)
VOCABULARY = fresh_vocabulary().changed(dict(enumerate(PASSAGES * 3)), [])
SPELLER = Speller(VOCABULARY)


def said(typed: str) -> str | None:
    restored = SPELLER.restored(typed)
    return restored.text if restored else None


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("chinh sach quoc phong bon khong", "chính sách quốc phòng bốn không"),
        ("kinh te bien la gi", "kinh tế biển là gì"),
        ("CHINH SACH QUOC PHONG", "CHÍNH SÁCH QUỐC PHÒNG"),
        ("Dang vien du bi", "Đảng viên dự bị"),
        ("kinh phi ttdn", "kinh phí TTĐN"),
        ("dang vien, quoc phong", "đảng viên, quốc phòng"),
    ],
)
def test_accents_come_back(typed: str, text: str) -> None:
    assert said(typed) == text


def test_accents_that_were_typed_are_kept() -> None:
    assert said("chinh sách quốc phong") == "chính sách quốc phòng"
    assert said("quý phong chong thien tai") == "quý phòng chống thiên tai"


def test_what_changed_is_told_with_how_sure_it_is() -> None:
    restored = SPELLER.restored("chính sach  quoc phòng")

    assert restored is not None
    assert restored.text == "chính sách  quốc phòng"
    assert restored.changed == ((6, 10), (12, 16))
    assert SURE <= restored.confidence <= 1


@pytest.mark.parametrize(
    "typed",
    [
        "chính sách quốc phòng",  # nothing to do
        "quy",  # quý, quỹ, quy
        "kinh",
        "Ω ß 漢字",
        "2024",
        "",
        "?!",
        "zyzzyva",
    ],
)
def test_what_is_unsure_or_right_stays(typed: str) -> None:
    assert SPELLER.restored(typed) is None


def test_a_word_that_stood_beside_no_neighbour_stays() -> None:
    """The library writes "biển" and never beside "zyx": its being frequent is no reason."""
    assert said("zyx bien") is None


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("chính sáhc quốc phòng", "chính sách quốc phòng"),  # swapped
        ("chính sách quốc pòng", "chính sách quốc phòng"),  # left out
        ("chính sáchh quốc phòng", "chính sách quốc phòng"),  # added
        ("chính sácj quốc phòng", "chính sách quốc phòng"),  # another key
        ("chính sạch quốc phòng", "chính sách quốc phòng"),  # another tone
        ("chính sách qốc phòng", "chính sách quốc phòng"),
        ("chih sach quoc phong", "chính sách quốc phòng"),  # and no accents
        ("thông tin đối ngoaij", "thông tin đối ngoại"),  # a key unread
        ("infograhpic", "infographic"),  # alone, but long
    ],
)
def test_one_slip_in_a_word_is_mended(typed: str, text: str) -> None:
    assert said(typed) == text


@pytest.mark.parametrize(
    "typed",
    [
        "chính skcch quốc phòng",  # two slips
        "xã Hòn Trâu",  # a name
        "anh Y và chị X",
        "cấp kinh phí TTĐM",  # a code
        "biểm",  # short and alone
        "ngữ văn hiện đại",  # words of general Vietnamese
        "bitcoin và blockchain",
    ],
)
def test_what_may_be_meant_stays(typed: str) -> None:
    assert said(typed) is None


def test_a_query_about_something_else_is_not_bent_to_the_library() -> None:
    typed = "grom hlut brex snod trav klim pwen dral vosk zint"

    assert said(typed) is None


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("ddoois ngoaij", "đối ngoại"),
        ("d9o61i ngoai5", "đối ngoại"),
        ("CHINHS SACHS quoocs phongf", "CHÍNH SÁCH quốc phòng"),
        ("quoocs phongf nawm 2024", "quốc phòng năm 2024"),
    ],
)
def test_keys_are_read(keys: str, text: str) -> None:
    assert SPELLER.from_keys(keys) == text


@pytest.mark.parametrize(
    "typed",
    [
        "ASEAN",
        "forum",
        "kl57",
        "57 kl tw",
        "internet",
        "chinh sach",
        "quốc phongf",
        "",
        "max",
        "taxi",
    ],
)
def test_what_is_no_keys_is_not_read(typed: str) -> None:
    assert SPELLER.from_keys(typed) is None


def test_keys_inside_a_number_stay() -> None:
    assert SPELLER.from_keys("tw57 quoocs phongf", [(0, 4)]) == "tw57 quốc phòng"


def test_vni_without_its_stroke_is_restored() -> None:
    keys = SPELLER.from_keys("doi61 ngoai5")

    assert keys == "dối ngoại"
    assert said(keys) == "đối ngoại"


SAID = "chính sách quốc phòng sach phong bien khong TTĐN Ủy 57-KL/TW zyx biểm"
queries = st.lists(st.sampled_from([*SAID.split(), ",", ".", "“", "\n"]), max_size=10).map(" ".join)


@given(queries | st.text(max_size=40))
def test_words_stand_for_words_and_nothing_between_them_changes(typed: str) -> None:
    restored = SPELLER.restored(typed) or Restored(typed, (), 1.0)

    before, after = tokens_of(typed), tokens_of(restored.text)
    assert between(restored.text) == between(typed)
    assert {(token.start, token.end) for token in after} >= set(restored.changed)
    for old, new in zip(before, after, strict=True):
        assert (old.text != new.text) == ((new.start, new.end) in restored.changed)


def between(text: str) -> list[str]:
    """What stands before, between and behind the words."""
    ends = [0, *(end for token in tokens_of(text) for end in (token.start, token.end)), len(text)]
    return [text[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]
