"""The reranker: the order it gives, and the file that its weights come in."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import RerankerCorrupt
from kb.search.engine import SearchEngine
from kb.search.features import asked_of
from kb.search.index_set import IndexSet
from kb.search.reranker import (
    FEATURES,
    FOLDS,
    LearnedSet,
    LinearModel,
    candidate_features,
    fold_of,
    load_reranker,
    read_reranker,
    reranked,
    written_reranker,
)
from kb.search.retriever import Candidate, retrieve
from kb.search.understanding import parse_query
from kb.search.weights import DEFAULT_WEIGHTS, Weights
from tests.fakes import HashEmbedder
from tests.unit.search.indexes import index_of

EMBEDDER = HashEmbedder()
QUESTION = "kinh phí thông tin đối ngoại"
TEXTS = [
    "thông tin và đối ngoại, kinh phí khác",
    "kinh phí thông tin đối ngoại của địa phương",
    "kinh phí cho công tác này",
    "kinh phí cho công tác này",
    "quốc phòng và an ninh",
]
LENGTH_ONLY = LinearModel(tuple(-float(name == "log length") for name in FEATURES))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> IndexSet:
    return index_of(tmp_path_factory.mktemp("home"), EMBEDDER, TEXTS)


def candidates(index: IndexSet) -> list[Candidate]:
    return retrieve(index, parse_query(QUESTION), EMBEDDER.embed_query(QUESTION), None, 100)


def again(index: IndexSet, model: LinearModel, depth: int) -> list[Candidate]:
    vector = EMBEDDER.embed_query(QUESTION)
    found, asked = candidates(index), asked_of(QUESTION, index.lexical)
    return reranked(found, model.scores(candidate_features(index, asked, vector, found[:depth])))


def test_the_first_candidates_stand_in_the_order_of_the_model(index: IndexSet) -> None:
    rows = [one.row_id for one in again(index, LENGTH_ONLY, 5)]

    assert rows == [5, 3, 4, 1, 2]  # 5, 6, 6, 8 and 9 syllables


def test_candidates_beyond_the_depth_stay_behind(index: IndexSet) -> None:
    before = [one.row_id for one in candidates(index)]

    after = [one.row_id for one in again(index, LENGTH_ONLY, 2)]

    assert before[:2] == [2, 1]
    assert after == [1, 2, *before[2:]]


def test_the_scores_keep_the_range_they_had(index: IndexSet) -> None:
    before, after = candidates(index), again(index, LENGTH_ONLY, 5)

    assert (after[0].score, after[-1].score) == (before[0].score, before[-1].score)


def test_passages_that_read_the_same_are_ties_in_the_order_of_their_rows(index: IndexSet) -> None:
    scores = {one.row_id: one.score for one in again(index, load_reranker().accented.whole, 5)}

    assert scores[3] == scores[4]
    assert list(scores).index(3) + 1 == list(scores).index(4)


@given(order=st.permutations(range(len(TEXTS))))
def test_features_do_not_depend_on_the_order_of_candidates(
    index: IndexSet, order: list[int]
) -> None:
    found, vector = candidates(index), EMBEDDER.embed_query(QUESTION)
    asked = asked_of(QUESTION, index.lexical)
    shuffled = [found[place] for place in order]

    whole = candidate_features(index, asked, vector, found)
    other = candidate_features(index, asked, vector, shuffled)

    np.testing.assert_allclose(other, whole[order], atol=1e-6)


def test_one_candidate_or_none_stays_as_it_is(index: IndexSet) -> None:
    for few in ([], candidates(index)[:1]):
        assert reranked(few, np.zeros(len(few))) == few


def test_the_engine_reranks_words_but_not_numbers(index: IndexSet) -> None:
    def scores(typed: str, weights: Weights) -> list[float]:
        engine = SearchEngine(index, EMBEDDER, weights)
        return [
            one.score for one in engine.search(parse_query(typed), allowed_documents=None, limit=5)
        ]

    without = Weights(reranked=0)
    assert scores(QUESTION, DEFAULT_WEIGHTS) != scores(QUESTION, without)
    numbered = f"57-KL/TW {QUESTION}"
    assert scores(numbered, DEFAULT_WEIGHTS) == scores(numbered, without)


class TestTheFile:
    @staticmethod
    def learned(value: float) -> LearnedSet:
        ones = np.ones(len(FEATURES))
        return LearnedSet(ones * 2, ones * value, [ones * fold for fold in range(FOLDS)])

    def written(self) -> str:
        return written_reranker({"date": "2026-01-02"}, self.learned(3.0), self.learned(5.0))

    def test_weights_count_by_their_spread(self) -> None:
        read = read_reranker(self.written())

        assert read.model("biển", None).weights == (1.5,) * len(FEATURES)
        assert read.model("bien", None).weights == (2.5,) * len(FEATURES)
        assert read.model("bien", 4).weights == (2.0,) * len(FEATURES)

    def test_a_model_sums_features(self) -> None:
        model = LinearModel((1.0, 2.0, *[0.0] * (len(FEATURES) - 2)))
        features = np.zeros((2, len(FEATURES)))
        features[:, :2] = [[1, 1], [0, 2]]

        assert model.scores(features).tolist() == [3.0, 4.0]

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"accented": {}}'])
    def test_what_is_no_such_file_is_refused(self, text: str) -> None:
        with pytest.raises(RerankerCorrupt, match="không đúng dạng; hãy cài đặt lại kb"):
            read_reranker(text)

    @pytest.mark.parametrize("scale", [0, -1, "1"])
    def test_a_scale_that_is_no_spread_is_refused(self, scale: object) -> None:
        content = json.loads(self.written())
        content["accented"]["scale"]["dense"] = scale

        with pytest.raises(RerankerCorrupt, match="không đúng dạng"):
            read_reranker(json.dumps(content))

    def test_other_features_or_another_number_of_folds_are_refused(self) -> None:
        lacking, more, folds = (json.loads(self.written()) for _ in range(3))
        del lacking["unaccented"]["weights"]["dense"]
        more["accented"]["folds"][1]["năm"] = 1.0
        folds["accented"]["folds"].pop()

        for content in (lacking, more, folds):
            with pytest.raises(RerankerCorrupt, match="có những đặc trưng khác với bản kb này"):
                read_reranker(json.dumps(content))

    def test_the_file_that_comes_with_kb_is_sound(self) -> None:
        accented = load_reranker().model("biển", None)

        assert any(accented.weights)
        assert all(load_reranker().model("biển", fold) != accented for fold in range(FOLDS))


def test_the_questions_of_a_benchmark_fall_into_every_fold() -> None:
    assert {fold_of(f"q{number}") for number in range(100)} == set(range(FOLDS))
