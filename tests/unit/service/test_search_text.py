"""Recognised text is found and marked as if its slips were mended, and shown as it was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.passage import Passage
from kb.service.knowledge_base import KnowledgeBase
from kb.store.documents import Store
from tests.unit.service.papers import paper, written

SLIPS = "Ban Ðối ngoại nêu KẾT LUẠN về rừng."


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every passage was recognised from a picture."""
    stored = Store.passages

    def passages(store: Store, row_ids: Iterable[int]) -> dict[int, Passage]:
        found = stored(store, row_ids)
        return {row: replace(passage, ocr_quality=0.9) for row, passage in found.items()}

    monkeypatch.setattr(Store, "passages", passages)


@pytest.fixture
def filled(library: KnowledgeBase, tmp_path: Path) -> KnowledgeBase:
    """A library with a paper that has slips in it."""
    library.add([written(tmp_path, "thông báo.pdf", paper(SLIPS, "Hội nghị bàn việc khác."))])
    return library


@pytest.mark.parametrize(
    ("typed", "marked"), [("kết luận", "KẾT LUẠN"), ("đối ngoại", "Ðối ngoại")]
)
def test_a_scan_is_found_by_what_its_slips_must_have_been(
    recognised: None, filled: KnowledgeBase, typed: str, marked: str
) -> None:
    hit = filled.search(typed).hits[0]

    assert hit.text == SLIPS
    assert hit.why.lexical == 1.0
    assert [hit.text[start:end] for start, end in hit.highlights] == [marked]


def test_what_is_printed_so_is_no_slip(filled: KnowledgeBase) -> None:
    assert all(not hit.highlights for hit in filled.search("luận").hits)
