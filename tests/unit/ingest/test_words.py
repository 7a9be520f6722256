"""Which words of a page make its text doubtful."""

from collections import Counter

import pytest

from kb.ingest.words import words_of


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("cõn", "a syllable that is in no word"),
        ("HÕA", "in capitals too"),
        ("đng", "a letter was dropped"),
        ("KӃ", "a letter of no Vietnamese word"),
        ("h\ufffdi", "a character that the file does not name"),
        ("H\ue0a1I", "one of private use"),
        ("s\x17t", "the number of a glyph"),
        ("vng", "no vowel"),
    ],
)
def test_a_word_that_no_language_here_has_is_garbled(word: str, why: str) -> None:
    words = words_of(f"Thông báo {word} tỉnh")

    assert words.garbled.total() == words.strange.total() == 1, why


@pytest.mark.parametrize(
    "text",
    [
        "Hoà giải viên ở thôn, ủy ban xã, ý kiến, ô tô",
        "UBND tỉnh, HĐND, BCĐ, 57-KL/TW, QĐ, CTr, TTg, TWĐTN, QH15",
        "100 km, 5 kg, 2.140 m2, tr. 33, TP. Vinh, Nxb",
        "\uf0b7Tăng cường \ufffd \uf0a7 quản lý",
        "",
    ],
)
def test_syllables_abbreviations_units_and_bullets_are_sound(text: str) -> None:
    assert words_of(text).strange == Counter()


def test_a_word_of_plain_letters_may_be_foreign() -> None:
    words = words_of("Mạng internet ở Geneve")

    assert words.foreign == Counter(["internet", "geneve"])
    assert words.garbled == words.split == Counter()


def test_words_in_parts_are_counted_by_their_parts() -> None:
    """T Ỉ and NH Ủ and Ủ Y are words only together: six parts; QU Ả and Ả NG make four more."""
    words = words_of("T Ỉ NH Ủ Y QU Ả NG NGÃI")

    assert words.split.total() == 10


@pytest.mark.parametrize("text", ["điểm a và b", "tham gia ý kiến", "ủy ban ở xã", "ô tô"])
def test_single_letters_between_words_are_no_parts(text: str) -> None:
    assert words_of(text).split.total() <= 2


def test_a_character_that_is_none_breaks_its_word() -> None:
    assert words_of("h\ufffdi ngh\ufffd \ufffd cõn").broken == 2


def test_the_share_of_strange_words_is_over_words_and_numbers() -> None:
    """Two of eight: cõn and internet."""
    assert words_of("Năm 2024 cõn 15 xã chưa có internet").strangeness == 0.25
    assert words_of("").strangeness == 0.0


def test_english_is_known_by_its_commonest_words() -> None:
    assert words_of("The report of the committee is sent to the secretary and kept").english
    assert not words_of("Windows Server, Oracle Database, Apache Kafka").english
