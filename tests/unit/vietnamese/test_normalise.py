"""Text mended on its way in, and text folded for comparing."""

import pytest

from kb.vietnamese.normalise import fold, normalise, tone_key


@pytest.mark.parametrize(
    ("raw", "mended"),
    [
        ("tie\u0302\u0301ng", "tiếng"),
        ("Vie\u0323\u0302t", "Việt"),
        ("Vi\u00ea\u0323t", "Việt"),
        ("Ban Ðối ngoại", "Ban Đối ngoại"),
        ("ð", "đ"),
        ("năm\u00a02024", "năm 2024"),
        ("đối\u00adngoại", "đốingoại"),
        ("ti\u200be\u0302\u0301ng", "tiếng"),
        ("e\u200b\u0302", "ê"),
        ("\ufeffSố 5", "Số 5"),
        ("“cây tre” – 5‑KL", "“cây tre” – 5‑KL"),
    ],
)
def test_look_alikes_and_invisible_characters_are_mended_and_the_rest_kept(
    raw: str, mended: str
) -> None:
    assert normalise(raw) == mended


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Quốc phòng", "quoc phong"),
        ("ĐẢNG ỦY", "dang uy"),
        ("Nghị quyết số 57-NQ/TW", "nghi quyet so 57-nq/tw"),
        ("ưỡn ẹo", "uon eo"),
        ("İ", "i"),
    ],
)
def test_folding_removes_case_and_accents_one_character_for_one(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert len(folded) == len(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hoà", "hòa"),
        ("hoá", "hóa"),
        ("uỷ", "ủy"),
        ("khoá", "khóa"),
        ("thuỷ", "thủy"),
        ("Uỷ", "ủy"),
    ],
)
def test_old_and_new_tone_placement_have_one_key(old: str, new: str) -> None:
    assert tone_key(old) == tone_key(new)


@pytest.mark.parametrize(
    ("one", "other"), [("hòa", "họa"), ("hóa", "hoa"), ("quý", "quy"), ("ủy", "uy"), ("tô", "to")]
)
def test_another_tone_or_vowel_has_another_key(one: str, other: str) -> None:
    assert tone_key(one) != tone_key(other)


def test_a_key_is_the_bare_syllable_and_its_tone() -> None:
    assert [tone_key(word) for word in ("quý", "Hòa", "toàn", "đi")] == [
        "quy\u0301", "hoa\u0300", "toan\u0300", "đi",
    ]  # fmt: skip
