"""The first hits in the order of a cross-encoder, the order kept where it is late, and what is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest

from kb.errors import ModelMissing
from kb.search.cross_encoder import FloatArray
from kb.service.knowledge_base import KnowledgeBase
from kb.store.documents import open_store
from tests.fakes import HashEmbedder
from tests.unit.service.papers import PaperPipeline


class Shortest:
    """Holds the shortest text for the best; too late for every question if `late`."""

    name = "ngan-nhat"
    budget_ms = 50

    def __init__(self, late: bool = False, missing: bool = False) -> None:
        self.late = late
        self.missing = missing
        self.asked: list[tuple[str, list[str]]] = []

    def load(self) -> None:
        if self.missing:
            raise ModelMissing("Mô hình xếp hạng lại «x» không mở được.")

    def scores(self, question: str, texts: Sequence[str]) -> FloatArray | None:
        self.load()
        self.asked.append((question, list(texts)))
        return None if self.late else np.array([-float(len(text)) for text in texts])


@pytest.fixture
def stocked(home: Path, library: KnowledgeBase, inbox: Path) -> Iterator[dict[str, KnowledgeBase]]:
    """The same library without a cross-encoder, with one, with a late one, with a missing one."""
    library.add([inbox])
    scorers = {"with": Shortest(), "late": Shortest(late=True), "missing": Shortest(missing=True)}
    opened = {
        name: KnowledgeBase(
            home,
            open_store(home / "kb.db"),
            lambda: nullcontext(PaperPipeline()),
            HashEmbedder,
            None,
            scorer,
        )
        for name, scorer in scorers.items()
    }
    yield {"without": library, **opened}
    for one in opened.values():
        one.close()


def texts(library: KnowledgeBase, typed: str = "dân vận khéo ở chi bộ") -> list[str]:
    return [hit.text for hit in library.search(typed, limit=50).hits]


def test_hits_stand_in_its_order_with_falling_scores(stocked: dict[str, KnowledgeBase]) -> None:
    before = stocked["without"].search("dân vận khéo ở chi bộ", limit=50)
    after = stocked["with"].search("dân vận khéo ở chi bộ", limit=50)
    scores = [hit.score for hit in after.hits]

    assert sorted(texts(stocked["with"])) == sorted(texts(stocked["without"]))
    assert texts(stocked["with"]) != texts(stocked["without"])
    assert scores == sorted(scores, reverse=True)
    assert (scores[0], scores[-1]) == (before.hits[0].score, before.hits[-1].score)
    assert after.notice is None


def test_it_reads_the_question_as_meant_and_passages_with_their_headings(
    home: Path, library: KnowledgeBase, inbox: Path
) -> None:
    library.add([inbox])
    scorer = Shortest()
    asked = KnowledgeBase(
        home, open_store(home / "kb.db"), lambda: nullcontext(PaperPipeline()), HashEmbedder,
        None, scorer,
    )  # fmt: skip

    asked.search("mo hinh dan van kheo")
    asked.close()

    [(question, read)] = scorer.asked
    assert question == "mô hình dân vận khéo"
    assert any(
        text.endswith("\nĐiều 1. Dân vận khéo\nMỗi chi bộ xây dựng một mô hình dân vận khéo.")
        for text in read
    )


def test_where_it_is_late_the_order_stays_and_that_is_said(
    stocked: dict[str, KnowledgeBase],
) -> None:
    assert texts(stocked["late"]) == texts(stocked["without"])
    assert stocked["late"].search("dân vận khéo").notice == (
        "Mô hình xếp hạng lại chưa đọc xong trong thời gian cho phép, nên kết quả giữ thứ tự thường."
    )


def test_a_number_keeps_its_order(stocked: dict[str, KnowledgeBase]) -> None:
    typed = "57-KL/TW dân vận"

    assert texts(stocked["with"], typed) == texts(stocked["without"], typed)
    assert stocked["late"].search(typed).notice is None


def test_a_model_that_is_missing_is_no_silent_loss(stocked: dict[str, KnowledgeBase]) -> None:
    with pytest.raises(ModelMissing):
        stocked["missing"].search("dân vận khéo")
    with pytest.raises(ModelMissing):
        stocked["missing"].warm_up()


def test_doctor_looks_at_it_only_where_it_is_set(stocked: dict[str, KnowledgeBase]) -> None:
    told = {
        name: [
            (check.ok, check.detail)
            for check in one.checks()
            if check.name == "Mô hình xếp hạng lại"
        ]
        for name, one in stocked.items()
    }

    assert told["without"] == []
    assert told["with"] == [(True, "ngan-nhat, nhiều nhất 50 ms mỗi câu hỏi")]
    assert told["missing"] == [(False, "Mô hình xếp hạng lại «x» không mở được.")]
