"""Whether a word has the shape of a Vietnamese syllable."""

import pytest

from kb.vietnamese.syllables import is_in_use, is_spelt, is_syllable, share_of_syllables


@pytest.mark.parametrize(
    "word",
    [
        "Nghĩa",
        "quyết",
        "giữa",
        "gìn",
        "giếng",
        "uỷ",
        "ủy",
        "yêu",
        "khuya",
        "khuỷu",
        "thuở",
        "oan",
        "ĐẢNG",
        "xoong",
    ],
)
def test_a_vietnamese_syllable_is_one_in_any_case_and_tone(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["nghßa", "héi2", "vphạm", "đng", "ViÖt", "strong", "hộị", "", "zoo"]
)
def test_what_the_orthography_cannot_spell_is_none(word: str) -> None:
    assert not is_syllable(word)


def test_abbreviations_and_numbers_say_nothing() -> None:
    assert share_of_syllables("TTĐN 2024 UBND 57-KL/TW") == 1.0


def test_the_share_counts_words_of_two_letters_and_more() -> None:
    assert share_of_syllables("tỉnh ủy nghßa viÖt à") == 0.5


def test_a_text_without_words_is_whole() -> None:
    assert share_of_syllables("") == 1.0


@pytest.mark.parametrize("word", ["hòa", "Hoà", "ĐẢNG", "uỷ", "ủy", "Nguyễn", "khuỷu", "võng", "ở"])
def test_a_syllable_in_use_is_one_in_any_case_and_tone_placement(word: str) -> None:
    assert is_in_use(word)


@pytest.mark.parametrize("word", ["hõa", "phõng", "cõn", "đuộc"])
def test_a_syllable_may_be_spelt_right_and_in_use_nowhere(word: str) -> None:
    assert is_spelt(word)
    assert not is_in_use(word)


@pytest.mark.parametrize("word", ["", "đng", "internet", "Lênin", "hòa hòa", "hoa:zfsj"])
def test_what_is_no_syllable_is_in_use_nowhere(word: str) -> None:
    assert not is_in_use(word)
