"""Building and changing the index; a reader sees the old pair or the new pair."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import IndexMismatch, IndexMissing, StoreFailure
from kb.passage import PassageKind
from kb.search.engine import ScoredPassage, SearchEngine
from kb.search.index_set import current_version, open_current
from kb.search.indexer import IndexEntry, Indexer, passage_text
from kb.search.understanding import parse_query
from kb.symbol import Symbol
from tests.fakes import HashEmbedder

EMBEDDER = HashEmbedder()
TEXTS = [
    "công tác thông tin đối ngoại của tỉnh",
    "đối ngoại đảng, ngoại giao nhà nước",
    "bảo vệ nền tảng tư tưởng của Đảng",
    "phát triển bền vững kinh tế biển",
]
QUERIES = ["thông tin đối ngoại", "tu tuong cua dang", "kinh tế biển", "57-KL/TW"]


def entry(row: int, text: str, kind: PassageKind = PassageKind.BODY) -> IndexEntry:
    own = Symbol("57", "KL", "TW") if row % 2 else None
    return IndexEntry(row, f"d{row % 2}", text, "I. Mục tiêu", "Kết luận", kind, own, (), True)


ENTRIES = [entry(row, text) for row, text in enumerate(TEXTS)]


def answers(home: Path, generation: int) -> list[list[ScoredPassage]]:
    engine = SearchEngine(open_current(home, EMBEDDER.fingerprint, generation), EMBEDDER)
    return [
        engine.search(parse_query(typed), allowed_documents=None, limit=10) for typed in QUERIES
    ]


def row_ids(answer: list[list[ScoredPassage]]) -> list[list[int]]:
    return [[hit.row_id for hit in hits] for hits in answer]


def test_the_model_reads_title_headings_and_text() -> None:
    assert passage_text(entry(1, "văn bản")) == "Kết luận\nI. Mục tiêu\nvăn bản"
    assert passage_text(replace(entry(1, "văn bản"), title="", heading="")) == "văn bản"


def test_rebuilding_gives_the_same_answers(tmp_path: Path) -> None:
    indexer = Indexer(tmp_path, EMBEDDER)
    first = indexer.rebuild(ENTRIES, 1)
    before = answers(tmp_path, 1)

    second = indexer.rebuild(ENTRIES, 1)

    assert first != second == current_version(tmp_path)
    assert answers(tmp_path, 1) == before


def test_adding_later_finds_what_a_rebuild_finds(tmp_path: Path) -> None:
    Indexer(tmp_path / "at-once", EMBEDDER).rebuild(ENTRIES, 2)
    later = Indexer(tmp_path / "later", EMBEDDER)
    later.rebuild(ENTRIES[:2], 1)

    later.update(ENTRIES[2:], [], 2)

    assert answers(tmp_path / "later", 2) == answers(tmp_path / "at-once", 2)


def test_adding_then_removing_equals_never_added(tmp_path: Path) -> None:
    indexer = Indexer(tmp_path, EMBEDDER)
    indexer.rebuild(ENTRIES, 1)
    before = answers(tmp_path, 1)

    indexer.update([entry(9, "thông tin đối ngoại của Đảng")], [], 2)
    added = answers(tmp_path, 2)
    indexer.update([], [9], 3)

    assert 9 in row_ids(added)[0]
    assert answers(tmp_path, 3) == before


def test_a_row_added_again_is_replaced(tmp_path: Path) -> None:
    indexer = Indexer(tmp_path, EMBEDDER)
    indexer.rebuild(ENTRIES, 1)

    indexer.update([entry(3, "chuyển đổi số quốc gia")], [], 2)

    assert open_current(tmp_path, EMBEDDER.fingerprint, 2).manifest.passages == len(ENTRIES)


def test_headings_and_unsearchable_passages_are_left_out(tmp_path: Path) -> None:
    heading = entry(8, "thông tin đối ngoại", PassageKind.HEADING)
    hidden = replace(entry(9, "thông tin đối ngoại"), searchable=False)

    Indexer(tmp_path, EMBEDDER).rebuild([*ENTRIES, heading, hidden], 1)

    assert row_ids(answers(tmp_path, 1))[0][0] == 0
    assert open_current(tmp_path, EMBEDDER.fingerprint, 1).manifest.passages == len(ENTRIES)


def test_the_words_of_a_removed_row_are_not_offered_again(tmp_path: Path) -> None:
    def meant(generation: int) -> str | None:
        engine = SearchEngine(open_current(tmp_path, EMBEDDER.fingerprint, generation), EMBEDDER)
        return engine.understood(parse_query("thong tin Xembura")).restored

    indexer = Indexer(tmp_path, EMBEDDER)
    indexer.rebuild(ENTRIES, 1)
    indexer.update([entry(9, "thông tin Xembưrá")], [], 2)
    added = meant(2)
    indexer.update([], [9], 3)

    assert (meant(3), added) == ("thông tin Xembura", "thông tin Xembưrá")


def test_an_empty_library_answers_nothing(tmp_path: Path) -> None:
    indexer = Indexer(tmp_path, EMBEDDER)
    indexer.rebuild([], 0)

    assert answers(tmp_path, 0) == [[], [], [], []]
    indexer.update(ENTRIES, [], 1)
    indexer.update([], range(4), 2)
    assert answers(tmp_path, 2) == [[], [], [], []]


def test_progress_counts_the_passages(tmp_path: Path) -> None:
    counted: list[int] = []

    Indexer(tmp_path, EMBEDDER).rebuild(ENTRIES, 1, counted.append)

    assert sum(counted) == len(ENTRIES)


def test_the_version_before_is_kept_for_a_slow_reader_and_older_ones_are_not(
    tmp_path: Path,
) -> None:
    indexer = Indexer(tmp_path, EMBEDDER)
    versions = [indexer.rebuild(ENTRIES, number) for number in range(4)]

    kept = sorted(path.name for path in (tmp_path / "index").iterdir() if path.is_dir())

    assert kept == versions[2:]


def test_an_open_index_answers_while_it_is_replaced(tmp_path: Path) -> None:
    indexer = Indexer(tmp_path, EMBEDDER)
    indexer.rebuild(ENTRIES, 1)
    engine = SearchEngine(open_current(tmp_path, EMBEDDER.fingerprint, 1), EMBEDDER)
    query = parse_query("đối ngoại")
    before = engine.search(query, allowed_documents=None, limit=10)

    for generation in range(2, 6):
        indexer.update([], [generation - 2], generation)

    assert engine.version != current_version(tmp_path)
    assert engine.search(query, allowed_documents=None, limit=10) == before


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    indexer = Indexer(tmp_path, EMBEDDER)
    indexer.rebuild(ENTRIES, 1)
    writers = [
        threading.Thread(target=indexer.update, args=([entry(10 + n, f"văn bản {n}")], [], 2))
        for n in range(4)
    ]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert open_current(tmp_path, EMBEDDER.fingerprint, 2).manifest.passages == 8


def test_an_update_asks_for_an_index_of_the_same_model(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="kb rebuild"):
        Indexer(tmp_path, EMBEDDER).update(ENTRIES, [], 1)
    Indexer(tmp_path, EMBEDDER).rebuild(ENTRIES, 1)

    with pytest.raises(IndexMismatch, match="mô hình"):
        Indexer(tmp_path, HashEmbedder(model="other")).update(ENTRIES, [], 2)


def test_a_failed_change_leaves_the_index_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexer = Indexer(tmp_path, EMBEDDER)
    version = indexer.rebuild(ENTRIES, 1)

    def full(self: object, path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kb.search.vector_index.VectorIndex.save", full)
    with pytest.raises(StoreFailure, match="dung lượng đĩa"):
        indexer.update([entry(9, "mới")], [], 2)

    assert current_version(tmp_path) == version
    assert [path.name for path in (tmp_path / "index").iterdir() if path.is_dir()] == [version]
    assert len(answers(tmp_path, 1)[0]) > 0


def test_an_interruption_while_old_versions_are_removed_leaves_the_new_one_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexer = Indexer(tmp_path, EMBEDDER)
    indexer.rebuild(ENTRIES, 1)
    indexer.rebuild(ENTRIES, 2)
    remove, interruptions = shutil.rmtree, iter([KeyboardInterrupt()])

    def interrupted(path: Path, **how: bool) -> None:
        for interruption in interruptions:
            raise interruption
        remove(path, **how)

    monkeypatch.setattr(shutil, "rmtree", interrupted)
    with pytest.raises(KeyboardInterrupt):
        indexer.rebuild(ENTRIES, 3)

    assert answers(tmp_path, 3)


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")

    with pytest.raises(StoreFailure, match="quyền ghi"):
        Indexer(tmp_path / "home", EMBEDDER).rebuild(ENTRIES, 1)
