"""A cross-encoder from a folder: what it says of pairs, when it gives up, and what it refuses to be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from kb.errors import ModelMissing
from kb.search.cross_encoder import CrossEncoderScorer

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "kinh", "phí", "biển", "đảo"]
TEXTS = ["kinh phí", "biển đảo", "đảo", "kinh", "phí biển"]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Models of one layer with random weights, by the number of their labels."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    made = {}
    for labels in (1, 2):
        folder = tmp_path_factory.mktemp(f"labels-{labels}")
        (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
        config = BertConfig(
            vocab_size=len(WORDS),
            hidden_size=16,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=16,
            max_position_embeddings=32,
            num_labels=labels,
            initializer_range=1.0,
        )
        torch.manual_seed(7)
        BertForSequenceClassification(config).save_pretrained(folder)
        BertTokenizerFast(
            str(folder / "vocab.txt"), strip_accents=False, model_max_length=32
        ).save_pretrained(folder)
        made[labels] = folder
    return made


def scorer(
    folder: Path, budget_ms: int = 60_000, ticks: Iterator[float] | None = None
) -> CrossEncoderScorer:
    clock = ticks if ticks is not None else count(0.0, 0.0)
    return CrossEncoderScorer(str(folder), budget_ms, 1, lambda: next(clock))


def test_every_text_has_its_score_whatever_stands_beside_it(folders: dict[int, Path]) -> None:
    one = scorer(folders[1])

    together = one.scores("kinh phí", TEXTS)
    alone = [one.scores("kinh phí", [text]) for text in TEXTS]

    assert together is not None
    assert together.shape == (5,)
    assert len(set(together.round(4).tolist())) == 5
    np.testing.assert_allclose(
        together, np.concatenate([a for a in alone if a is not None]), atol=1e-5
    )


def test_no_text_has_no_score(folders: dict[int, Path]) -> None:
    found = scorer(folders[1]).scores("kinh phí", [])

    assert found is not None
    assert found.shape == (0,)


@pytest.mark.parametrize(("budget_ms", "late"), [(999, True), (1000, True), (2000, False)])
def test_over_the_budget_it_gives_up(folders: dict[int, Path], budget_ms: int, late: bool) -> None:
    """Each look at the clock is a second after the last; five texts are two strokes."""
    found = scorer(folders[1], budget_ms, count(0.0, 1.0)).scores("kinh phí", TEXTS)

    assert (found is None) is late


def test_a_model_that_is_not_there_is_named_with_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"«.*none» không mở được .*KB_RERANKER_MODEL"):
        scorer(tmp_path / "none").load()


def test_a_model_that_gives_no_single_score_is_refused(folders: dict[int, Path]) -> None:
    with pytest.raises(ModelMissing, match="cho 2 điểm thay vì một điểm"):
        scorer(folders[2]).load()
