"""Hits of one document that crowd the list fold; nothing else moves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.service.grouping import grouped
from kb.service.results import Hit, Why
from tests.web import samples

DOCUMENTS = dict(zip("ab", (samples.GUIDE, samples.RULE), strict=True))
WORDS = Why(dense=1.0, lexical=1.0, number=False)
NUMBER = Why(dense=1.0, lexical=1.0, number=True)


def hits(documents: str, why: Why = WORDS) -> list[Hit]:
    """One hit a letter, of the document of that letter."""
    return [
        samples.hit(rank, "x", document=DOCUMENTS[name], why=why)
        for rank, name in enumerate(documents, start=1)
    ]


def folds(documents: str, why: Why = WORDS) -> list[int | None]:
    return [hit.folded_under for hit in grouped(hits(documents, why))]


def test_the_third_hit_of_a_document_folds_under_its_second() -> None:
    assert folds("aaaabaab") == [None, None, 2, 2, None, 2, 2, None]


def test_what_stands_before_nothing_else_crowds_nothing() -> None:
    assert folds("aaaa") == [None] * 4
    assert folds("aaabaa") == [None, None, 2, None, None, None]


def test_what_a_number_asked_for_is_not_folded() -> None:
    assert folds("aaaab", NUMBER) == [None] * 5


@given(documents=st.text(alphabet="ab", max_size=12))
def test_every_hit_stays_at_its_rank_and_folds_under_one_of_its_document(documents: str) -> None:
    before, after = hits(documents), grouped(hits(documents))
    by_rank = {hit.rank: hit for hit in after}

    assert [hit.rank for hit in after] == [hit.rank for hit in before]
    for hit in after:
        if hit.folded_under is not None:
            under = by_rank[hit.folded_under]
            assert (under.document, under.folded_under) == (hit.document, None)
            assert under.rank < hit.rank


@given(documents=st.text(alphabet="ab", max_size=12))
def test_two_hits_of_every_document_stand_for_themselves(documents: str) -> None:
    shown = [hit.document.id for hit in grouped(hits(documents)) if hit.folded_under is None]

    for name, card in DOCUMENTS.items():
        assert shown.count(card.id) >= min(2, documents.count(name))
