"""Which tokens a text gives to the lexical index."""

from __future__ import annotations

import pytest

from kb.search.lexical_tokens import folded_key, is_unaccented, prepared, written_key


def test_a_text_gives_its_syllables_then_its_pairs() -> None:
    assert prepared("thông tin đối ngoại", folded_key) == [
        *("thong", "tin", "doi", "ngoai"),
        *("thong_tin", "tin_doi", "doi_ngoai"),
    ]


def test_the_place_of_the_tone_mark_does_not_matter() -> None:
    assert prepared("Hoà bình, uỷ ban") == prepared("hòa bình, Ủy ban")


def test_accents_as_written_are_kept_apart() -> None:
    assert written_key("quy") != written_key("quý")
    assert folded_key("quy") == folded_key("Quý")


@pytest.mark.parametrize("gap", [". ", "; ", "? ", "\n", ": ", " (", "… "])
def test_pairs_do_not_cross_sentence_punctuation(gap: str) -> None:
    assert prepared(f"kinh tế{gap}văn hóa", folded_key)[4:] == ["kinh_te", "van_hoa"]


def test_pairs_cross_a_comma() -> None:
    """ "phòng, chống tham nhũng" is also asked as "phòng chống tham nhũng"."""
    assert "phong_chong" in prepared("phòng, chống", folded_key)


def test_a_number_is_kept_without_leading_zeros() -> None:
    assert prepared("ngày 09/01/2023", folded_key)[:4] == ["ngay", "9", "1", "2023"]


def test_a_symbol_gives_one_joined_token_beside_its_parts() -> None:
    assert prepared("Kết luận 57-KL/TW", folded_key) == [
        *("ket", "luan", "57", "kl", "tw"),
        *("ket_luan", "luan_57", "57_kl", "kl_tw"),
        "57|kl|tw",
    ]


@pytest.mark.parametrize("text", ["kinh phi ttdn", "kinh phi TTĐN", "UNCLOS 1982", "4 khong", ""])
def test_text_without_accents_is_seen(text: str) -> None:
    assert is_unaccented(text)


@pytest.mark.parametrize("text", ["kinh phí", "Uỷ ban", "QUY ĐỊNH SỐ", "thu tư"])
def test_one_accent_is_enough(text: str) -> None:
    assert not is_unaccented(text)
