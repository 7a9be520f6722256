"""Word segmentation through underthesea's one door."""

import sys

from kb.vietnamese.words import words_of


def test_syllables_of_one_word_stay_together() -> None:
    assert words_of("củng cố quốc phòng, an ninh") == ["củng cố", "quốc phòng", ",", "an ninh"]


def test_a_symbol_is_one_word() -> None:
    assert "57-KL/TW" in words_of("Thực hiện Kết luận số 57-KL/TW của Bộ Chính trị")


def test_white_space_has_no_words() -> None:
    assert words_of(" \n ") == []


def test_hidden_modules_come_back_after_the_import() -> None:
    words_of("quốc phòng")

    assert sys.modules.get("torch", "absent") is not None
