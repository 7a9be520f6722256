"""Laws of the text side of search, over all of Unicode."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.search.lexical_tokens import prepared
from kb.search.snippet import evidence
from kb.search.spelling import Speller
from kb.search.understanding import MAX_CHARACTERS, parse_query, understood
from kb.search.vocabulary import fresh_vocabulary
from kb.vietnamese.normalise import fold

VOCABULARY = (
    "thông,tin,đối,ngoại,Đảng,hoà,hòa,và,của,57-KL/TW,36,nq,4,không,TTĐN,ttdn,quy,định,3,bước.,số,"
    "ngày 15/6/2023,\n,của Bộ Chính trị,kế hoạch,tỉnh ủy,năm,2024"
)
words = st.sampled_from(VOCABULARY.split(","))
phrases = st.lists(words, max_size=12).map(" ".join)
texts = phrases | st.text(max_size=60) | st.tuples(st.text(max_size=20), phrases).map("".join)


@given(texts, texts)
def test_highlights_are_in_range_ordered_and_disjoint(text: str, typed: str) -> None:
    spans = evidence(text, parse_query(typed)).highlights

    edges = [edge for span in spans for edge in span]
    assert all(start < end for start, end in spans)
    assert edges == sorted(edges)
    assert not edges or (edges[0] >= 0 and edges[-1] <= len(text))
    assert all(not text[edge].isspace() for edge in edges[::2])


@given(phrases)
def test_a_text_is_marked_by_the_words_in_it_whatever_the_accents(text: str) -> None:
    assert evidence(text, parse_query(fold(text))).highlights or not any(
        syllable in text for syllable in ("thông", "ngoại", "Đảng", "TTĐN")
    )


@given(texts)
def test_a_query_is_understood_whatever_is_in_it(typed: str) -> None:
    query = parse_query(typed)

    assert len(query.text) <= MAX_CHARACTERS
    assert all(pattern.raw in query.text for pattern in query.symbols)
    assert parse_query(query.text).text == query.text
    assert query.symbols == parse_query(query.text).symbols


SPELLER = Speller(fresh_vocabulary().changed({1: VOCABULARY.replace(",", " ")}, []))


@given(texts)
def test_what_a_query_is_meant_to_be_has_its_numbers_and_its_words(typed: str) -> None:
    query = parse_query(typed)

    meant = understood(query, SPELLER)

    assert (meant.typed, meant.text) == (query.typed, query.text)
    assert set(query.symbols) <= set(meant.symbols)
    assert (meant.restored is None and meant.searched_as is None) or meant.searched_as != query.text


@given(texts)
def test_no_token_holds_white_space(text: str) -> None:
    assert all(token and not any(map(str.isspace, token)) for token in prepared(text))
