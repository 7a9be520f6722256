"""The trust in a page's text, from its syllables and the engine's confidence."""

import pytest

from kb.ingest.ocr.quality import page_quality


def test_quality_is_the_confidence_where_every_word_is_a_syllable() -> None:
    assert page_quality("Ban Tuyên giáo Tỉnh ủy", 0.95) == 0.95


def test_quality_falls_with_words_that_are_no_syllables() -> None:
    """4 of 5 words are syllables: (0.8 - 0.4) / 0.6 = 2/3, times 0.9."""
    assert page_quality("Ban Tuyên giáo xqz Tỉnh", 0.9) == pytest.approx(0.6)


def test_text_in_an_old_encoding_has_no_quality() -> None:
    assert page_quality("Céng hßa x· héi chñ nghÜa ViÖt Nam", 1.0) < 0.2


def test_a_page_without_words_has_the_confidence_of_the_engine() -> None:
    assert page_quality("", 1.0) == 1.0


def test_confidence_out_of_range_is_brought_into_it() -> None:
    assert page_quality("Đảng", 1.7) == 1.0
