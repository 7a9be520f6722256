"""What a typed word may be, and how far one slip goes."""

from __future__ import annotations

import pytest

from kb.search.choices import ADDED_ACCENT, choices_of, is_meant, is_slip, slips_of
from kb.search.likelihood import UNKNOWN
from kb.search.vocabulary import OTHER, Vocabulary
from kb.vietnamese.normalise import fold
from kb.vietnamese.tokens import tokens_of
from kb.vietnamese.tones import respelt

VOCABULARY = Vocabulary.of_phrases([]).changed({1: "chính chỉnh chinh đường dương sách"}, [])


def forms(typed: str, *, plain: bool = True) -> list[tuple[str, ...]]:
    tokens = tokens_of(typed)
    return [one.forms for one in choices_of(tokens, [False] * len(tokens), plain, VOCABULARY)]


def test_a_word_without_accents_may_be_any_with_its_letters() -> None:
    assert forms("chinh duong") == [("chinh", "chính", "chỉnh"), ("duong", "dương", "đường")]


def test_accents_that_were_typed_are_kept() -> None:
    assert forms("chính đuong sách") == [("chính",), ("đuong", "đường"), ("sách",)]


def test_the_word_as_typed_comes_first_known_or_not() -> None:
    chosen = choices_of(tokens_of("chinh duong 57 QH15"), [False] * 4, True, VOCABULARY)

    assert [one.is_typed_known for one in chosen] == [True, False, True, True]
    assert chosen[1].numbers[0] == UNKNOWN
    assert [one.is_word for one in chosen] == [True, True, False, False]
    assert [int(one.numbers[0]) for one in chosen[2:]] == [OTHER, OTHER]


def test_accents_elsewhere_in_the_query_weigh_against_adding_some() -> None:
    tokens = tokens_of("chinh sách")

    weights = [choices_of(tokens, [False] * 2, plain, VOCABULARY)[0].weights for plain in (0, 1)]

    assert [each.tolist() for each in weights] == [[1.0, ADDED_ACCENT, ADDED_ACCENT], [1.0, 1, 1]]


def test_what_is_to_stay_is_only_itself() -> None:
    chosen = choices_of(tokens_of("chinh"), [True], True, VOCABULARY)

    assert chosen[0].forms == ("chinh",)


@pytest.mark.parametrize(
    ("typed", "word", "meant"),
    [
        ("quoc", "quốc", True),
        ("đuong", "đường", True),
        ("duong", "đường", True),
        ("quôc", "quốc", False),
        ("quoc", "quố", False),
        ("quoc", "quóc", True),
        ("đan", "dân", False),
    ],
)
def test_accents_are_added_where_there_are_none(typed: str, word: str, meant: bool) -> None:
    assert is_meant(typed, word) is meant


SLIPS = [
    ("thôg", "thông"),  # left out
    ("thôông", "thông"),  # added
    ("thôbg", "thông"),  # exchanged
    ("htông", "thông"),  # swapped
    ("ngaọi", "ngoại"),  # swapped, the tone at its place
    ("thồng", "thông"),  # a tone too many
    ("thong", "thông"),  # a mark left out
    ("quôc", "quốc"),  # a tone left out
    ("quồc", "quốc"),  # another tone
    ("quc", "quốc"),  # left out with its tone
    ("ngoaij", "ngoại"),  # Telex keys
    ("hoá", "hoán"),  # the tone moves
]
NO_SLIPS = [
    ("hôn", "hẹn"),  # another letter and a tone
    ("thog", "thông"),  # two
    ("tong", "trọng"),  # two
    ("thông", "thông"),  # none
    ("quâc", "quốc"),  # another mark and a tone
]


@pytest.mark.parametrize(("typed", "word"), SLIPS)
def test_one_slip_is_forgiven(typed: str, word: str) -> None:
    assert is_slip(respelt(typed), word, plain=False)


@pytest.mark.parametrize(("typed", "word"), NO_SLIPS)
def test_two_slips_are_not(typed: str, word: str) -> None:
    assert not is_slip(typed, word, plain=False)


def test_without_accents_only_letters_count() -> None:
    assert is_slip("tong", "thông", plain=True)
    assert is_slip("trogn", "trọng", plain=True)
    assert is_slip("tuhong", "thường", plain=True)
    assert not is_slip("thong", "thông", plain=True)
    assert not is_slip("tog", "thông", plain=True)


@pytest.mark.parametrize(("typed", "word"), SLIPS)
def test_a_slip_is_among_those_looked_up(typed: str, word: str) -> None:
    assert fold(word) in slips_of(typed)
