"""Laws of normalising, folding and tokens over arbitrary text."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kb.symbol import TYPE_NAMES, Symbol, find_symbols, parse_symbol
from kb.vietnamese.normalise import fold, normalise, tone_key
from kb.vietnamese.syllables import is_syllable
from kb.vietnamese.tokens import tokens_of

TEXTS = st.text(max_size=60)
VIETNAMESE = st.text(
    alphabet="aàảãáạăằắâầấậbcdđeèéêềếệghiìíklmnoòóôồốộơờớợpqrstuùúưừứựvxyỳýAĐÊÔƯ 57-/.", max_size=60
)
SYMBOLS = st.builds(
    Symbol,
    st.integers(1, 99999).map(str),
    st.sampled_from(sorted(TYPE_NAMES)),
    st.sampled_from(["TW", "TU", "ĐU", "VPTW", "BTGTU", "UBKTTW", "T.Ư", "TƯ"]),
)


@given(TEXTS)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once


@given(TEXTS)
def test_normalised_text_is_nfc(text: str) -> None:
    assert unicodedata.is_normalized("NFC", normalise(text))


@given(TEXTS)
def test_folding_keeps_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(TEXTS)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)

    assert fold(once) == once


@given(TEXTS, TEXTS)
def test_folding_goes_character_by_character(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)


@given(VIETNAMESE)
def test_folding_ignores_case_and_composition(text: str) -> None:
    assert fold(text) == fold(text.upper()) == fold(normalise(unicodedata.normalize("NFD", text)))


@given(VIETNAMESE)
def test_a_tone_key_ignores_case_and_composition(word: str) -> None:
    assert tone_key(word) == tone_key(word.upper()) == tone_key(unicodedata.normalize("NFD", word))


@given(VIETNAMESE)
def test_a_syllable_is_one_in_either_composition(word: str) -> None:
    assert is_syllable(word) == is_syllable(unicodedata.normalize("NFD", word))


@given(TEXTS)
def test_tokens_are_the_text_at_their_places_in_order(text: str) -> None:
    tokens = tokens_of(text)

    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)
    assert "".join(token.text for token in tokens) == "".join(
        char for char in text if char.isalnum()
    )


@given(SYMBOLS)
def test_a_printed_symbol_reads_back(symbol: Symbol) -> None:
    assert parse_symbol(str(symbol)) == symbol


@given(SYMBOLS, TEXTS)
def test_a_found_symbol_lies_where_it_is_printed(symbol: Symbol, text: str) -> None:
    whole = f"{text} số {symbol}, {text}"

    assert all(item.symbol.number in whole[item.start : item.end] for item in find_symbols(whole))
