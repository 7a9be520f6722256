"""Where a tone is written: one place for each syllable, whatever the writer's habit."""

from __future__ import annotations

import unicodedata

import pytest

from kb.vietnamese.tones import respelt, retoned, with_tone

PLACED = (
    "hòa hóa thỏa khỏe xòe thủy ủy tùy quý quả già gì giặt giếng của mía múi cáo khoái khuỷu ngoèo"
    " toàn hoàn huỳnh xoèn người hữu mừa thuở quốc nghiệm chuyện uống"
)


@pytest.mark.parametrize("word", PLACED.split())
def test_a_tone_comes_back_to_its_place(word: str) -> None:
    decomposed = unicodedata.normalize("NFD", word)
    tone = next(char for char in decomposed if char in "\u0300\u0301\u0303\u0309\u0323")
    letters = unicodedata.normalize("NFC", decomposed.replace(tone, ""))

    assert with_tone(letters, tone) == word


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("Hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("UỶ", "ủy"),
        ("qúy", "quý"),
        ("hòan", "hoàn"),
        ("u\u0309y", "ủy"),
        ("café", "café"),
        ("TTĐN", "ttđn"),
        ("ngoại", "ngoại"),
    ],
)
def test_a_word_is_respelt_one_way(written: str, usual: str) -> None:
    assert respelt(written) == usual


def test_a_text_keeps_its_case_and_what_is_no_syllable() -> None:
    assert retoned("HOÀ bình, Uỷ ban; İzmir, straße, 57-KL/TW") == (
        "HÒA bình, Ủy ban; İzmir, straße, 57-KL/TW"
    )


def test_letters_without_a_vowel_take_no_tone() -> None:
    assert with_tone("tw", "\u0301") == "tw"
