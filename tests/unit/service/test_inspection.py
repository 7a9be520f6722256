"""Verifying a library finds each damage done to it, and repairing mends what can be mended."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from kb.search.index_set import CURRENT, VECTORS
from kb.search.vector_index import VectorIndex
from kb.service.keeping.inspection import Fault
from kb.service.knowledge_base import KnowledgeBase
from kb.service.results import AddStatus
from tests.fakes import HashEmbedder
from tests.unit.service.conftest import OpenLibrary
from tests.unit.service.papers import Unrecognising, paper, written
from tests.unit.service.test_desk import send
from tests.unit.service.test_keeping import answers

SYMBOL = "902-NQ/TUM"


@pytest.fixture
def stocked(library: KnowledgeBase, open_library: OpenLibrary, inbox: Path) -> KnowledgeBase:
    """Three papers, one of them in the trash; a file that waits, and one in quarantine."""
    written(inbox, "quet.pdf", paper("[QUÉT]"))
    written(inbox, "kin.pdf", paper("[MẬT]"))
    open_library(HashEmbedder(), Unrecognising()).add([inbox])
    library.remove(library.find("903-KH/UBKTTUM").id)
    return library


def verified(library: KnowledgeBase, *, repair: bool = False) -> list[Fault]:
    return list(library.maintenance("an").verify(lambda done, total: None, repair=repair))


def changed(home: Path, *statements: str) -> None:
    with closing(sqlite3.connect(home / "kb.db")) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def original(home: Path, library: KnowledgeBase) -> Path:
    id = library.find(SYMBOL).id
    return next((home / "files").rglob(f"{id}*"))


def test_a_whole_library_has_no_fault(stocked: KnowledgeBase) -> None:
    assert verified(stocked) == []


def test_an_empty_library_has_none(library: KnowledgeBase) -> None:
    assert verified(library) == []


CHANGED, DISPLACED = (
    "chữ của văn bản không còn như lúc nạp",
    "có đoạn không đứng đúng chỗ trong văn bản",
)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE document SET text = replace(text, 'Chống', 'Khai')", CHANGED),
        ("DELETE FROM seal", CHANGED),
        ("UPDATE passage SET start = start + 1", DISPLACED),
        ('UPDATE passage SET "end" = 99999 WHERE ordinal = 0', DISPLACED),
        ("UPDATE passage SET kind = 'lạ' WHERE ordinal = 0", "có đoạn không đọc được"),
    ],
)
def test_a_damaged_text_is_read_again_from_its_original(
    stocked: KnowledgeBase, home: Path, damage: str, said: str
) -> None:
    before = [item[0] for item in answers(stocked)[:5]]  # type: ignore[index]
    changed(home, damage)

    found = verified(stocked)
    repaired = verified(stocked, repair=True)

    assert {fault.what.partition(": ")[2] for fault in found if fault.kind == "text"} == {said}
    assert all(fault.repaired for fault in repaired)
    assert verified(stocked) == []
    stocked.maintenance().rebuild()
    assert [item[0] for item in answers(stocked)[:5]] == before  # type: ignore[index]


def test_what_people_corrected_stays_when_a_text_is_read_again(
    stocked: KnowledgeBase, home: Path
) -> None:
    keeper, card = stocked.keeper("an"), stocked.find(SYMBOL)
    keeper.correct(card.id, {"title": "Tên đúng", "date": None}, keeper.facts_version(card.id))
    corrected = stocked.document_view(card.id)
    changed(home, "UPDATE document SET text = 'khác'")

    verified(stocked, repair=True)

    assert stocked.find(SYMBOL).facts == corrected.card.facts
    assert stocked.document_view(card.id).sources == corrected.sources


def test_a_lost_original_is_asked_for_and_adding_the_file_mends_it(
    stocked: KnowledgeBase, home: Path, inbox: Path
) -> None:
    original(home, stocked).unlink()

    (fault,) = verified(stocked, repair=True)
    stocked.add([inbox / "kinh-te-bien.pdf"])

    assert (fault.kind, fault.repaired) == ("lost_original", False)
    assert fault.what.startswith("Mất bản gốc của «kinh-te-bien.pdf»")
    assert fault.mend == "nạp lại đúng tệp ấy bằng `kb add`"
    assert verified(stocked) == []


def test_a_changed_original_is_set_aside_not_deleted_and_the_right_file_can_be_added(
    stocked: KnowledgeBase, home: Path, inbox: Path
) -> None:
    original(home, stocked).write_text("bị ghi đè")

    (fault,) = verified(stocked, repair=True)

    assert (fault.kind, fault.repaired) == ("changed_original", False)
    kept = list((home / "lost+found").iterdir())
    assert [path.read_text(encoding="utf-8") for path in kept] == ["bị ghi đè"]
    assert [item.status for item in stocked.add([inbox / "kinh-te-bien.pdf"])] == [
        AddStatus.UNCHANGED
    ]
    assert verified(stocked) == []


@pytest.mark.parametrize(
    "place",
    ["files/ab/la.pdf", "files/.0123.part", "waiting/.0123.part/x.pdf", "quarantine/ab/.1.part"],
)
def test_a_stray_file_is_moved_to_lost_and_found(
    stocked: KnowledgeBase, home: Path, place: str
) -> None:
    stray = home / place
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_text("lạ")
    stray.chmod(0o600)

    faults = verified(stocked, repair=True)

    assert [(fault.kind, fault.path, fault.repaired) for fault in faults] == [
        ("stray", stray, True)
    ]
    (kept,) = (home / "lost+found").iterdir()
    assert kept.read_text(encoding="utf-8") == "lạ"
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert verified(stocked) == []


@pytest.mark.parametrize("name", ["waiting", "quarantine"])
def test_closed_folders_that_others_may_open_are_closed_again(
    stocked: KnowledgeBase, home: Path, name: str
) -> None:
    file = next(path for path in (home / name).rglob("*") if path.is_file())
    file.chmod(0o644)
    (home / name).chmod(0o755)

    faults = verified(stocked, repair=True)

    assert [fault.kind for fault in faults] == ["open_to_others"] * 2
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((home / name).stat().st_mode) == 0o700
    assert verified(stocked) == []


def test_a_changed_file_in_quarantine_is_told_of(stocked: KnowledgeBase, home: Path) -> None:
    next(path for path in (home / "quarantine").rglob("*.pdf")).write_text("khác")

    (fault,) = verified(stocked, repair=True)

    assert (fault.kind, fault.repaired) == ("changed_file", False)


def without_index(home: Path) -> None:
    shutil.rmtree(home / "index")


def broken(home: Path) -> None:
    (home / "index" / CURRENT).write_text("khong-co")


def one_of_another_row(home: Path) -> None:
    """As many vectors as there should be, but one under a row that the store does not hold."""
    path = home / "index" / (home / "index" / CURRENT).read_text() / VECTORS
    index = VectorIndex.load(path)
    row = min(index.rows())
    vector = index.vector_of(row)
    index.remove([row])
    index.add(np.array([999_999]), vector.reshape(1, -1))
    index.save(path)


def test_a_received_file_that_is_lost_is_told_of(stocked: KnowledgeBase, home: Path) -> None:
    send(stocked, con="[1]", mat="[2]")
    _, lost = sorted((home / "spool").iterdir())
    lost.unlink()

    assert [fault.what for fault in verified(stocked, repair=True)] == [
        "Mất tệp «mat.pdf» mà bàn nạp đã nhận"
    ]


def test_received_files_that_others_may_open_are_closed_again(
    stocked: KnowledgeBase, home: Path
) -> None:
    send(stocked, mo="[1]")
    (path,) = (home / "spool").iterdir()
    path.chmod(0o644)

    assert [fault.path for fault in verified(stocked, repair=True)] == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert verified(stocked) == []


@pytest.mark.parametrize("damage", [without_index, broken, one_of_another_row])
def test_an_index_that_does_not_fit_the_store_is_built_anew(
    stocked: KnowledgeBase, home: Path, damage: Callable[[Path], None]
) -> None:
    damage(home)

    found = verified(stocked)
    repaired = verified(stocked, repair=True)

    assert {fault.kind for fault in found} == {"index"}
    assert all(fault.repaired for fault in repaired)
    assert verified(stocked) == []


def test_keys_that_point_nowhere_are_told_of(stocked: KnowledgeBase, home: Path) -> None:
    changed(home, "PRAGMA foreign_keys = OFF", "INSERT INTO stale_passage VALUES (99999)")

    kinds = [(fault.kind, fault.repaired) for fault in verified(stocked, repair=True)]

    assert kinds == [("database", False)]


def test_a_repair_is_told_in_the_log(stocked: KnowledgeBase, home: Path) -> None:
    broken(home)

    verified(stocked, repair=True)

    last = stocked.keeper().log.history()[-1].deed
    assert (last.action, last.actor, last.after) == ("repair", "an", {"repaired": ["index"]})
