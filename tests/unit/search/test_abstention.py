"""When nothing answers: what is told of a question, the model, its file, and who asks it."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import AbstentionCorrupt
from kb.search.abstention import (
    TELLING,
    AbstentionModel,
    LogisticModel,
    load_abstention,
    read_abstention,
    telling_of,
    written_abstention,
)
from kb.search.engine import SearchEngine
from kb.search.features import asked_of
from kb.search.index_set import IndexSet
from kb.search.reranker import FEATURES, FOLDS
from kb.search.understanding import parse_query
from kb.search.weights import DEFAULT_WEIGHTS
from tests.fakes import HashEmbedder
from tests.unit.search.indexes import index_of

EMBEDDER = HashEmbedder()
DIGEST = EMBEDDER.fingerprint.digest()
TEXTS = ["kinh phí thông tin đối ngoại", "thông tin báo chí", "quốc phòng và an ninh"]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> IndexSet:
    return index_of(tmp_path_factory.mktemp("home"), EMBEDDER, TEXTS)


def model(bias: float, **weights: float) -> LogisticModel:
    named = {name.replace("_", " "): weight for name, weight in weights.items()}
    return LogisticModel(tuple(named.get(name, 0.0) for name in TELLING), bias)


def always(whole: bool, folds: bool = True, embedder: str = DIGEST) -> AbstentionModel:
    return AbstentionModel(
        embedder, model(9.0 if whole else -9.0), (model(9.0 if folds else -9.0),) * FOLDS
    )


def unanswered(
    index: IndexSet, typed: str, abstention: AbstentionModel, fold: int | None = None
) -> bool:
    weights = replace(DEFAULT_WEIGHTS, fold=fold)
    engine = SearchEngine(index, EMBEDDER, weights, abstention)
    return engine.ranking(parse_query(typed), allowed_documents=None, limit=5).unanswered


class TestTheModel:
    def test_the_odds_are_the_bias_and_the_weighted_sum(self) -> None:
        """ln(p / (1 - p)) = 1 + 2 x 0.5 - 2 = 0, so p = 1/2."""
        told = (0.5, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)

        assert model(1.0, lead=2.0, cosine=-2.0).probability(told) == 0.5

    @given(bias=st.floats(-1e6, 1e6))
    def test_a_probability_stays_between_nought_and_one(self, bias: float) -> None:
        assert 0.0 <= model(bias).probability((0.0,) * len(TELLING)) <= 1.0

    @pytest.mark.parametrize(("bias", "declines"), [(0.4, False), (0.41, True)])
    def test_three_in_five_must_speak_for_it(self, bias: float, declines: bool) -> None:
        """1 / (1 + exp(-0.405)) is 0.6."""
        one = AbstentionModel(DIGEST, model(bias), ())

        assert one.declines((0.0,) * len(TELLING), None) is declines


class TestWhatIsTold:
    def test_it_is_of_the_best_candidate_and_of_all(self, index: IndexSet) -> None:
        """Scores 5, 4 and 1 have the middle 4; the second, with a quarter of the pairs, is the best."""
        asked = replace(asked_of("thông tin đối ngoại", index.lexical), known_pairs=0.75)
        candidates = np.zeros((3, len(FEATURES)))
        candidates[:, FEATURES.index("cosine")] = [0.9, 0.8, 0.7]
        candidates[:, FEATURES.index("lexical")] = [1.0, 0.5, 0.25]
        candidates[:, FEATURES.index("text pairs")] = [0.5, 0.25, 0.0]

        told = dict(
            zip(TELLING, telling_of(asked, candidates, np.array([4.0, 5.0, 1.0])), strict=True)
        )

        assert told == {
            "lead": 1.0,
            "cosine": 0.8,
            "lexical": 0.5,
            "pairs": 0.5,
            "lost pairs": 0.5,
            "known words": 1.0,
            "log words": math.log(5),
        }

    def test_pairs_are_known_where_some_passage_holds_them(self, index: IndexSet) -> None:
        assert asked_of("thông tin đối ngoại", index.lexical).known_pairs == 1.0
        assert asked_of("nấu phở", index.lexical).known_pairs == 0.0
        assert 0 < asked_of("thông tin phở", index.lexical).known_pairs < 1
        assert asked_of("tin", index.lexical).known_pairs == 0.0

    def test_words_are_known_where_some_passage_holds_them(self, index: IndexSet) -> None:
        assert asked_of("quốc báo", index.lexical).known_words == 1.0
        assert asked_of("nấu phở", index.lexical).known_words == 0.0
        assert 0 < asked_of("tin phở", index.lexical).known_words < 1


class TestTheEngine:
    def test_it_declines_where_the_model_does(self, index: IndexSet) -> None:
        assert unanswered(index, "thông tin về vũ trụ", always(True))
        assert not unanswered(index, "thông tin về vũ trụ", always(False))

    @pytest.mark.parametrize("typed", ["57-KL/TW thông tin", "thong tin", "vũ trụ", ""])
    def test_numbers_lost_accents_and_nothing_found_are_never_declined(
        self, index: IndexSet, typed: str
    ) -> None:
        assert not unanswered(index, typed, always(True))

    def test_cosines_of_another_embedder_tell_nothing(self, index: IndexSet) -> None:
        assert not unanswered(index, "thông tin về vũ trụ", always(True, embedder="other"))

    def test_a_code_is_declined_only_if_what_it_stands_for_is_too(self, index: IndexSet) -> None:
        """Declines where less than half is known: "báo" weighs less than a word that is nowhere."""
        half = AbstentionModel(DIGEST, model(50.0, known_words=-100.0), ())

        assert unanswered(index, "báo TTXYZ", half)
        assert not unanswered(index, "báo TTĐN", half)  # thông tin đối ngoại

    def test_a_fold_is_asked_by_the_model_that_never_saw_it(self, index: IndexSet) -> None:
        assert unanswered(index, "thông tin", always(False, folds=True), fold=2)
        assert not unanswered(index, "thông tin", always(True, folds=False), fold=2)


class TestTheFile:
    def written(self) -> str:
        return written_abstention({"date": "2026-01-02"}, always(True, folds=False))

    def test_it_reads_as_it_was_written(self) -> None:
        assert read_abstention(self.written()) == always(True, folds=False)

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"whole": {}}'])
    def test_what_is_no_such_file_is_refused(self, text: str) -> None:
        with pytest.raises(AbstentionCorrupt, match="không đúng dạng; hãy cài đặt lại kb"):
            read_abstention(text)

    def test_other_features_or_another_number_of_folds_are_refused(self) -> None:
        lacking, folds = json.loads(self.written()), json.loads(self.written())
        del lacking["whole"]["weights"]["lead"]
        folds["folds"].pop()

        for content in (lacking, folds):
            with pytest.raises(AbstentionCorrupt, match="khác với bản kb này"):
                read_abstention(json.dumps(content))

    def test_the_file_that_comes_with_kb_is_sound(self) -> None:
        learned = load_abstention()

        assert len(learned.folds) == FOLDS
        assert learned.whole.weights[TELLING.index("cosine")] < 0
        assert learned.whole.weights[TELLING.index("lost pairs")] > 0
