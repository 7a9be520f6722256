"""Suggestions over a library: numbers, texts, and what a removal takes away."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.service.knowledge_base import KnowledgeBase
from kb.service.results import Suggestion, SuggestionKind
from kb.store.documents import open_store
from tests.unit.service.papers import paper, written


@pytest.fixture
def stocked(library: KnowledgeBase, inbox: Path) -> KnowledgeBase:
    """The three papers."""
    library.add([inbox])
    return library


def texts(library: KnowledgeBase, typed: str) -> list[str]:
    return [one.text for one in library.suggest(typed)]


def test_a_number_is_suggested_with_the_name_of_its_document(stocked: KnowledgeBase) -> None:
    assert stocked.suggest("901") == (
        Suggestion("901-HD/BDVTUM", SuggestionKind.SYMBOL, "Hướng dẫn Công tác dân vận năm 2024"),
    )


@pytest.mark.parametrize(
    "typed",
    ["902-n", "902 nq tum", "nq902", "NQ 902", "nghị quyết 902", "nghi quyet so 902", "số 902"],
)
def test_a_number_is_found_however_it_is_begun(stocked: KnowledgeBase, typed: str) -> None:
    assert texts(stocked, typed) == ["902-NQ/TUM"]


def test_numbers_stand_first_where_a_digit_or_a_code_is_typed_and_last_elsewhere(
    library: KnowledgeBase, tmp_path: Path
) -> None:
    one = paper("a", symbol="12-KH/TUM", type="Kế hoạch", title="Kế hoạch hóa năm 120 ngày")
    library.add([written(tmp_path, "mot.pdf", one)])
    title = "Kế hoạch Kế hoạch hóa năm 120 ngày"

    assert texts(library, "12") == ["12-KH/TUM", title]
    assert texts(library, "kh") == ["12-KH/TUM"]
    assert texts(library, "kế") == [title, "12-KH/TUM"]


def test_titles_and_headings_are_suggested_with_and_without_accents(
    stocked: KnowledgeBase,
) -> None:
    assert texts(stocked, "hải s") == ["Khai thác hải sản"]
    assert texts(stocked, "dan van k") == ["Dân vận khéo"]
    assert texts(stocked, "kinh te") == ["Nghị quyết Phát triển kinh tế biển"]


@pytest.mark.parametrize("typed", ["", "k", "  k ", "?!", "Khai thác hải sản", "x" * 5000])
def test_too_little_and_all_that_there_is_suggest_nothing(
    stocked: KnowledgeBase, typed: str
) -> None:
    assert stocked.suggest(typed) == ()


def test_an_empty_library_suggests_nothing(library: KnowledgeBase) -> None:
    assert library.suggest("kinh") == ()


def test_no_more_than_eight_are_suggested(library: KnowledgeBase, tmp_path: Path) -> None:
    lines = [f"Điều {n}. Trách nhiệm {word}" for n, word in enumerate("abcdefghijkl", start=1)]
    library.add([written(tmp_path, "quy-che.pdf", paper(*lines))])

    assert len(texts(library, "trach nhiem")) == 8


def test_a_removed_document_suggests_nothing_at_once(stocked: KnowledgeBase) -> None:
    assert texts(stocked, "hải sản")

    stocked.remove(stocked.find("902-NQ/TUM").id)

    assert (texts(stocked, "hải sản"), texts(stocked, "902"), texts(stocked, "kinh te")) == (
        [], [], [],
    )  # fmt: skip


def test_a_document_that_has_left_the_store_suggests_nothing_though_the_index_lags(
    stocked: KnowledgeBase, home: Path
) -> None:
    assert texts(stocked, "hải sản")
    id = stocked.find("902-NQ/TUM").id
    store = open_store(home / "kb.db")

    from kb.service.write_lock import write_lock

    with write_lock(home):  # as `kb remove` is between the store and the index
        store.remove_document(id)
        assert texts(stocked, "hải sản") == []
        assert texts(stocked, "902") == []
        assert texts(stocked, "dan van k") == ["Dân vận khéo"]
    store.close()


def test_an_added_document_is_suggested(stocked: KnowledgeBase, tmp_path: Path) -> None:
    assert texts(stocked, "chuyển đổi") == []

    one = paper("Điều 1. Chuyển đổi số", "Làm.", symbol="905-NQ/TUM", type="Nghị quyết")
    stocked.add([written(tmp_path, "moi.pdf", one)])

    assert texts(stocked, "chuyển đổi") == ["Chuyển đổi số"]
    assert texts(stocked, "hải s") == ["Khai thác hải sản"]
