"""A place named beside a document number: its passages stand first."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.service.knowledge_base import KnowledgeBase
from tests.unit.service.papers import paper, written

NO_SUCH_PLACE = "không có điều, khoản, mục đã nêu"


@pytest.fixture
def stocked(library: KnowledgeBase, tmp_path: Path) -> KnowledgeBase:
    """Two regulations with the same articles and other words."""
    folder = tmp_path / "giấy"
    for number, subject in (("11", "rừng tre"), ("12", "bến cá")):
        text = paper(
            "Điều 1. Phạm vi",
            f"Quy định này nói về {subject}.",
            "Điều 2. Trách nhiệm",
            f"Chi bộ giữ {subject}.",
            f"Đảng viên thăm {subject} mỗi tháng.",
            symbol=f"{number}-QĐ/TUM",
            type="Quy định",
        )
        written(folder, f"{number}.pdf", text)
    library.add([folder])
    return library


def found(library: KnowledgeBase, typed: str) -> list[tuple[str, str]]:
    """Document and text of the hits that stand at the place asked for."""
    hits = library.search(typed).hits
    return [(hit.document.heading, hit.text) for hit in hits if hit.why.place]


def test_the_passages_of_the_place_stand_first_in_reading_order(stocked: KnowledgeBase) -> None:
    hits = stocked.search("điều 2 quy định 12").hits

    assert [hit.text for hit in hits[:2]] == [
        "Chi bộ giữ bến cá.",
        "Đảng viên thăm bến cá mỗi tháng.",
    ]
    assert [hit.why.place for hit in hits[:3]] == [True, True, False]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_words_beside_the_place_rank_its_passages(stocked: KnowledgeBase) -> None:
    assert found(stocked, "điều 2 quy định 12 đảng viên thăm")[0] == (
        "12-QĐ/TUM",
        "Đảng viên thăm bến cá mỗi tháng.",
    )


def test_only_the_document_named_is_looked_at(stocked: KnowledgeBase) -> None:
    assert {document for document, _ in found(stocked, "dieu 1 11-QĐ/TUM")} == {"11-QĐ/TUM"}


def test_a_place_that_is_not_there_is_told(stocked: KnowledgeBase) -> None:
    answer = stocked.search("điều 9 quy định 12")

    assert NO_SUCH_PLACE in (answer.notice or "")
    assert not any(hit.why.place for hit in answer.hits)


def test_a_place_without_a_number_is_searched_as_words(stocked: KnowledgeBase) -> None:
    assert found(stocked, "điều 2") == []
