"""Questions damaged in each way, and what the damage leaves alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.vietnamese.damage import Variant, damaged, with_moved_tones, with_typos
from kb.vietnamese.normalise import normalise, tone_key
from kb.vietnamese.telex_writing import telex_keys
from kb.vietnamese.tokens import tokens_of

TEXT = (
    "chính sách quốc phòng bốn không của Đảng về hòa bình thủy lợi đường sắt được ưu tiên quý khỏe"
)
sentences = st.lists(st.sampled_from(TEXT.split()), min_size=1, max_size=40).map(" ".join)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Đối ngoại", "Ddoois ngoaij"),
        ("được hưởng", "dduwowcj huwowngr"),
        ("ăn, ở, nghỉ", "awn, owr, nghir"),
        ("Ủy ban", "Uyr ban"),
        ("Ở ĐÂY", "Owr DDAAY"),
        ("57-KL/TW năm 2023", "57-KL/TW nawm 2023"),
        ("infographic", "infographic"),
    ],
)
def test_telex_keys_follow_their_letter_and_the_tone_ends_the_syllable(
    text: str, keys: str
) -> None:
    assert telex_keys(text) == keys
    assert telex_keys(unicodedata.normalize("NFD", text)) == keys


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("hòa, khỏe, thủy", "hoà, khoẻ, thuỷ"),
        ("TÒA ÁN Hòa Bình", "TOÀ ÁN Hoà Bình"),
        ("quý quỹ của quỳ", "quý quỹ của quỳ"),
        ("hoàn thuế, góc, mùa, hoà", "hoàn thuế, góc, mùa, hoà"),
    ],
)
def test_a_tone_moves_in_open_oa_oe_uy_only(text: str, moved: str) -> None:
    assert with_moved_tones(text) == moved


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        (Variant.UNACCENTED, "hoa binh cua dang"),
        (Variant.TELEX, "Hoaf binhf cuar Ddangr"),
        (Variant.NFD, "Ho\u0300a bi\u0300nh cu\u0309a Đa\u0309ng"),
        (Variant.OLDTONE, "Hoà bình của Đảng"),
    ],
)
def test_each_variant_of_one_question(variant: Variant, expected: str) -> None:
    assert damaged("Hòa bình của Đảng", variant) == expected


@given(sentences, st.integers(0, 5))
def test_one_syllable_in_eight_is_mistyped_and_at_least_one(text: str, seed: int) -> None:
    words = text.split()

    typed = with_typos(text, seed).split()

    changed = sum(old != new for old, new in zip(words, typed, strict=True))
    assert changed == max(1, round(len(words) / 8))


@given(sentences, st.integers(0, 5))
def test_a_typo_leaves_out_one_letter_at_most_and_adds_none(text: str, seed: int) -> None:
    for old, new in zip(text.split(), with_typos(text, seed).split(), strict=True):
        assert len(old) - 1 <= len(new) <= len(old)


def test_typos_are_of_all_four_kinds() -> None:
    made = {with_typos("của", seed) for seed in range(60)}

    assert {"vủa", "ủca", "củ", "cua"} <= made


def test_typos_of_one_seed_are_the_same_and_of_another_are_not() -> None:
    assert damaged(TEXT, Variant.TYPO, 1) == damaged(TEXT, Variant.TYPO, 1)
    assert damaged(TEXT, Variant.TYPO, 1) != damaged(TEXT, Variant.TYPO, 2)


@pytest.mark.parametrize("text", ["57/2023", "ở", "", "?!"])
def test_numbers_and_single_letters_are_not_mistyped(text: str) -> None:
    assert with_typos(text, 0) == text


@given(sentences)
def test_moved_tones_and_decomposed_accents_are_the_same_words_to_the_index(text: str) -> None:
    for variant in (Variant.OLDTONE, Variant.NFD):
        kept = [tone_key(token.text) for token in tokens_of(normalise(damaged(text, variant)))]
        assert kept == [tone_key(word) for word in text.split()]
