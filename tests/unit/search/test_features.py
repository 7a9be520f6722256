"""Features by hand: the syllables are small numbers here instead of marks of words."""

from __future__ import annotations

from dataclasses import replace
from math import log
from pathlib import Path

import numpy as np
import pytest

from kb.search.features import WORD_FEATURES, Asked, asked_of, word_features
from kb.search.lexical_index import LexicalIndex, Wording
from kb.search.lexical_schema import LexicalPassage

ASKED = Asked(  # "30 10 20", numbered 2 0 1; its pairs are 0 1 and 2 0
    folded=False,
    marks=np.array([10, 20, 30], np.uint32),
    weights=np.array([1.0, 2.0, 1.0]),
    sequence=np.array([2, 0, 1]),
    pairs=np.array([0 * 3 + 1, 2 * 3 + 0]),
    pair_weights=np.array([3.0, 1.0]),
    known_words=1.0,
    known_pairs=1.0,
)
NOWHERE = 99


def passage(*marks: int, heading: int = 0) -> Wording:
    return Wording(np.array(marks, np.uint32), heading)


def features(*passages: Wording, asked: Asked = ASKED) -> list[dict[str, float]]:
    rows = word_features(asked, passages)
    return [dict(zip(WORD_FEATURES, row.tolist(), strict=True)) for row in rows]


def test_every_feature_of_two_passages() -> None:
    assert features(passage(30, 10, NOWHERE, 20, heading=2), passage(20)) == [
        {
            "text coverage": 1.0,
            "text pairs": 0.25,  # 30 10, which weighs 1 of 4
            "heading coverage": 0.5,  # 30 and 10: 2 of 4
            "window coverage": 1.0,
            "phrases": 0.0,  # the question has no four syllables
            "heading share": 1.0,
            "log length": pytest.approx(log(5)),
        },
        {
            "text coverage": 0.5,
            "text pairs": 0.0,
            "heading coverage": 0.0,
            "window coverage": 0.5,
            "phrases": 0.0,
            "heading share": 0.0,
            "log length": pytest.approx(log(2)),
        },
    ]


def test_a_pair_does_not_stand_across_two_passages() -> None:
    assert [one["text pairs"] for one in features(passage(30), passage(10))] == [0.0, 0.0]


@pytest.mark.parametrize(("between", "share"), [(38, 0.75), (50, 0.5)])
def test_words_far_apart_do_not_stand_in_one_window(between: int, share: float) -> None:
    [one] = features(passage(10, *[NOWHERE] * between, 20))

    assert one["text coverage"] == 0.75
    assert one["window coverage"] == share


def test_phrases_are_counted_once_each() -> None:
    sequence = np.array([0, 1, 2, 0, 1])  # two phrases of four
    asked = replace(ASKED, sequence=sequence)

    one, both = features(
        passage(10, 20, 30, 10, NOWHERE, 10, 20, 30, 10), passage(10, 20, 30, 10, 20), asked=asked
    )

    assert (one["phrases"], both["phrases"]) == (0.5, 1.0)


def test_an_empty_passage_and_a_question_of_unknown_words_have_zeros() -> None:
    none = np.array([], np.int64)
    asked = Asked(False, none.astype(np.uint32), none * 1.0, none, none, none * 1.0, 0.0, 0.0)

    assert set(features(passage())[0].values()) == {0.0}
    assert features(passage(10), asked=asked)[0]["text coverage"] == 0.0


class TestTheQuestion:
    @pytest.fixture
    def index(self, tmp_path: Path) -> LexicalIndex:
        index = LexicalIndex.create(tmp_path)
        texts = ["kinh tế biển", "kinh tế và xã hội"]
        index.change(
            LexicalPassage(row, "d", False, text, "", None, ()) for row, text in enumerate(texts)
        )
        return index

    def test_rare_syllables_weigh_more_and_grammar_nothing(self, index: LexicalIndex) -> None:
        asked = asked_of("biển và kinh", index)

        sea, land, economy = asked.weights[asked.sequence]
        assert sea == pytest.approx(log(1 + 1.5 / 1.5))
        assert economy == pytest.approx(log(1 + 0.5 / 2.5))
        assert land == 0.0

    def test_pairs_end_with_the_sentence(self, index: LexicalIndex) -> None:
        assert len(asked_of("kinh tế. Biển đảo", index).pairs) == 2

    def test_without_accents_the_folded_wording_is_compared(self, index: LexicalIndex) -> None:
        asked = asked_of("kinh te bien", index)

        wordings = index.wordings([0, 1], folded=asked.folded)
        assert [one["text pairs"] for one in features(*wordings.values(), asked=asked)] == [
            1.0,
            pytest.approx(log(1.2) / (log(1.2) + log(2))),
        ]
