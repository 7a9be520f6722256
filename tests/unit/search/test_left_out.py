"""An index that passes over some documents answers as one that never held them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb.query import Query
from kb.search.engine import SearchEngine
from kb.search.index_set import IndexSet
from kb.search.lexical_index import Clause, Scope, Share
from kb.search.lexical_schema import Field
from kb.search.lexical_tokens import written_key
from kb.search.understanding import parse_query
from tests.fakes import HashEmbedder
from tests.unit.search.indexes import index_of

KEPT = (
    "Công tác dân vận khéo ở xã.",
    "Phát triển kinh tế biển xanh.",
    "Cán bộ gần dân, hiểu dân.",
    "Bảo vệ rừng phòng hộ xa.",
)
LEFT_OUT = ("Dân vận của khuôm ở huyện.", "Quờng khuôm kinh tế biển.")
"""As long as the kept ones on average: what a score keeps of them is their mean length."""

HIDDEN = frozenset({"d5", "d6"})
TOKENS = tuple(map(written_key, ("dân", "vận", "biển", "khuôm", "thuế")))


@pytest.fixture(scope="module")
def narrowed(tmp_path_factory: pytest.TempPathFactory) -> IndexSet:
    home = tmp_path_factory.mktemp("nhieu")
    return index_of(home, HashEmbedder(), [*KEPT, *LEFT_OUT]).without(HIDDEN)


@pytest.fixture(scope="module")
def never(tmp_path_factory: pytest.TempPathFactory) -> IndexSet:
    return index_of(tmp_path_factory.mktemp("it"), HashEmbedder(), KEPT)


def test_it_holds_and_counts_what_is_left(narrowed: IndexSet, never: IndexSet) -> None:
    here, there = narrowed.lexical, never.lexical

    assert len(here) == len(there) == len(narrowed.vectors) == 4
    assert here.unknown_idf() == there.unknown_idf()
    assert np.array_equal(here.idf(Field.BODY, TOKENS), there.idf(Field.BODY, TOKENS))
    assert [here.holds(Field.BODY, one) for one in TOKENS] == [True, True, True, False, False]


def test_no_way_of_asking_lists_them(narrowed: IndexSet) -> None:
    lexical, everything = narrowed.lexical, Share(Field.BODY, TOKENS, 1)
    all_documents = frozenset(f"d{number}" for number in range(1, 7))
    clause = Clause(Field.BODY, TOKENS, 1.0)

    assert lexical.documents(everything) == {"d1", "d2", "d3"}
    assert lexical.documents(Scope(phrases=("kinh tế biển",))) == {"d2"}
    assert {row.row_id for row in lexical.search([clause], 10)} == {1, 2, 3}
    assert lexical.rows(Scope(documents=all_documents)).tolist() == [1, 2, 3, 4]
    assert {row.row_id for row in lexical.search([clause], 10, Scope(documents=HIDDEN))} == set()


@pytest.mark.parametrize("allowed", [None, np.arange(1, 7)])
def test_the_nearest_vectors_are_those_of_the_others(
    narrowed: IndexSet, allowed: np.ndarray | None
) -> None:
    vector = HashEmbedder().embed_query(LEFT_OUT[1])

    found = narrowed.vectors.search(vector, 6, allowed)

    assert sorted(row.row_id for row in found) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "typed", ["dân vận", "kinh te bien", "quong khuom", "“quờng khuôm”", "khuôm ở xã", "thuế ô tô"]
)
def test_a_question_is_answered_alike(
    narrowed: IndexSet, never: IndexSet, typed: str, tmp_path: Path
) -> None:
    told = [answered(SearchEngine(one, HashEmbedder()), typed) for one in (narrowed, never)]

    assert told[0] == told[1]


def answered(engine: SearchEngine, typed: str) -> tuple[Query, object, frozenset[str]]:
    query = engine.understood(parse_query(typed))
    ranking = engine.ranking(query, allowed_documents=None, limit=10)
    scored = [(one.row_id, pytest.approx(one.score, abs=1e-3)) for one in ranking.passages]
    return query, (scored, ranking.unanswered), engine.matching(query, [query.rest])
