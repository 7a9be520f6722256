"""Laws of mending over arbitrary text, over slips, and over text that is right as it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.vietnamese.mending import mended
from kb.vietnamese.normalise import fold
from kb.vietnamese.syllables import is_spelt

LETTERS = (
    "aàảãáạăằắâầấậbcdđeèéẻẹêềếệghiìíịklmnoòóôồốộơờớợpqrstuùúụưừứựvxyỳýAÀÁẠÂẤĐEẸÊẾỆIỊOỌÔỐƠUỤƯÐð"
)
TEXTS = st.text(max_size=60) | st.text(alphabet=LETTERS + " .,-/57", max_size=60)

ONSETS = ("", "b", "ch", "đ", "gi", "h", "k", "kh", "l", "ng", "ngh", "nh", "qu", "t", "th", "tr")
RIMES = (
    "a",
    "ăn",
    "ất",
    "ẹp",
    "ê",
    "iệt",
    "ìn",
    "oàn",
    "ổ",
    "ơi",
    "uộc",
    "uyển",
    "ưởng",
    "ược",
    "y",
)
SYLLABLES = st.builds("{}{}".format, st.sampled_from(ONSETS), st.sampled_from(RIMES)).filter(
    is_spelt
)
CASES = st.sampled_from([str.lower, str.upper, str.capitalize])
WORDS = st.builds(lambda case, word: case(word), CASES, SYLLABLES)
OTHERS = st.sampled_from(
    ["57-KL/TW", "36-NQ/TW", "QĐ-TTg", "UBND", "TTĐN", "HĐND", "BCĐ", "XIII", "2024", "15/6/2023",
     "ASEAN", "internet", "Facebook", "COVID-19", "YouTube", "VietinBank", "VNeID", "Brazil",
     "Genève", "Campuchia", "Lênin", "café", "v.v.", "T.Ư", "km", "m²", "Ê-đê", "H'Mông", "–", "“Đề"],
)  # fmt: skip


@given(TEXTS)
def test_mending_keeps_the_length(text: str) -> None:
    assert len(mended(text)) == len(text)


@given(TEXTS)
def test_mending_twice_changes_nothing_more(text: str) -> None:
    once = mended(text)

    assert mended(once) == once


@given(TEXTS)
def test_mending_touches_accents_and_case_alone(text: str) -> None:
    """Folded, all stays as it is, but for Ð, which is no letter with an accent."""
    plain = text.replace("Ð", "Đ").replace("ð", "đ")

    assert fold(mended(text)) == fold(plain)


@given(st.lists(WORDS | OTHERS, max_size=12))
def test_what_is_spelt_right_is_left_alone(words: list[str]) -> None:
    text = " ".join(words)

    assert mended(text) == text


@given(st.lists(WORDS | OTHERS, max_size=6), st.lists(WORDS | OTHERS, max_size=6))
def test_a_word_is_mended_whatever_stands_beside_it(left: list[str], right: list[str]) -> None:
    text, whole = (" ".join([*left, word, *right]) for word in ("VIẸT", "VIỆT"))

    assert mended(text) == whole
