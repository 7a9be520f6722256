"""Phrases in quotation marks: what is one, what holds it, where it is marked."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.phrases import (
    find_phrases,
    merged_spans,
    phrase_spans,
    phrase_tokens,
    without_phrases,
)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ('"kinh tế biển" phát triển', ["kinh tế biển"]),
        ("“kinh tế” và «đất đai»", ["kinh tế", "đất đai"]),
        ("nháy lẻ ”", []),
        ('"kinh tế', []),
        ('"" " " "?!"', []),
        ("không có", []),
    ],
)
def test_a_phrase_stands_between_two_marks_and_has_a_word(text: str, phrases: list[str]) -> None:
    assert [phrase.text for phrase in find_phrases(text)] == phrases


@pytest.mark.parametrize(
    "text",
    [
        "KINH TẾ BIỂN",
        unicodedata.normalize("NFC", "kinh te\u0302\u0301 biển"),
        "kinh tế – biển",
        "“kinh tế” biển",
        "kinh\u00a0tế biển",
    ],
)
def test_case_dashes_and_quotation_marks_do_not_matter(text: str) -> None:
    assert phrase_tokens(text) == phrase_tokens("kinh tế biển")


@pytest.mark.parametrize("text", ["kinh te bien", "kinh tế, biển", "kinh tế\nbiển", "biển kinh tế"])
def test_accents_punctuation_lines_and_order_do(text: str) -> None:
    assert phrase_tokens(text) != phrase_tokens("kinh tế biển")


def test_where_a_tone_is_placed_does_not_matter() -> None:
    assert phrase_tokens("hoà giải, uỷ quyền") == phrase_tokens("hòa giải, ủy quyền")


def test_no_token_holds_white_space() -> None:
    assert not any(token.split() != [token] for token in phrase_tokens("a\u00a0b\n\tc_d  – e"))


def test_every_place_of_a_phrase_is_marked_and_overlaps_are_one() -> None:
    text = "Dân vận khéo; dân vận khéo, khéo vận."

    spans = phrase_spans(text, ["dân vận", "vận khéo"])

    assert [text[start:end] for start, end in spans] == ["Dân vận khéo", "dân vận khéo"]


def test_a_phrase_is_taken_out_with_its_marks() -> None:
    assert without_phrases('về "kinh tế" biển', ["kinh tế"]).split() == ["về", "biển"]
    assert without_phrases('về "kinh tế" biển', []) == 'về "kinh tế" biển'


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)).map(lambda x: (x[0], sum(x)))))
def test_merged_spans_cover_the_same_places_in_order_and_apart(
    spans: list[tuple[int, int]],
) -> None:
    merged = merged_spans(spans)

    assert {at for span in merged for at in range(*span)} == {
        at for span in spans for at in range(*span)
    }
    assert all(left[1] < right[0] for left, right in pairwise(merged))
