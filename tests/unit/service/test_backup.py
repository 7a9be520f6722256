"""A backup holds the library of one moment, and only what it promises comes back out of it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import threading
import warnings
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest

from kb.errors import AlreadyThere, InvalidBackup, StoreFailure
from kb.job import JobState
from kb.search.embedder import Matrix, PassagesDone
from kb.service.keeping.manifest import MANIFEST, Manifest, is_of_library
from kb.service.keeping.unpacking import restore_library
from kb.service.knowledge_base import KnowledgeBase
from kb.store.documents import open_store
from kb.store.spool import Hold, Spool
from tests.fakes import HashEmbedder
from tests.unit.service.conftest import OpenLibrary
from tests.unit.service.papers import PaperPipeline, Unrecognising, paper, written
from tests.unit.service.test_desk import fates, send, spooled, work
from tests.unit.service.test_inspection import verified
from tests.unit.service.test_keeping import answers

NAMES = ("901-HD/BDVTUM", "902-NQ/TUM")
SETTINGS = {"KB_QUERY_PROMPT": "query: ", "KB_EMBEDDING_MODEL": None}


def silent(done: int, total: int) -> None:
    pass


@pytest.fixture
def stocked(library: KnowledgeBase, open_library: OpenLibrary, inbox: Path) -> KnowledgeBase:
    """Three papers, one of them corrected and limited, a fourth in the trash; files that wait and in
    quarantine."""
    written(inbox, "bo.pdf", paper("Một văn bản sẽ bỏ.", symbol="999-CV/TUM"))
    written(inbox, "kin.pdf", paper("[MẬT]"))
    (inbox / os.fsdecode(b"qu\xe9t.pdf")).write_text(paper("[QUÉT]"), encoding="utf-8")
    open_library(HashEmbedder(), Unrecognising()).add([inbox])
    library.remove(library.find("999-CV/TUM").id)
    keeper, card = library.keeper("an"), library.find("902-NQ/TUM")
    keeper.correct(card.id, {"title": "Tên đúng"}, keeper.facts_version(card.id))
    keeper.limit(card.id, ["van-phong"])
    return library


@pytest.fixture
def backup(stocked: KnowledgeBase, tmp_path: Path) -> Path:
    """The backup of that library."""
    target = tmp_path / "thu-vien.zip"
    stocked.maintenance("an").backup(target, SETTINGS, silent)
    return target


OpenAt = Callable[[Path], KnowledgeBase]


@pytest.fixture
def open_at() -> OpenAt:
    """Opens a library that was put back, and builds its index."""
    from contextlib import nullcontext

    def open_it(home: Path) -> KnowledgeBase:
        store = open_store(home / "kb.db")
        reader = nullcontext(PaperPipeline())
        return KnowledgeBase(home, store, lambda: reader, HashEmbedder)

    return open_it


def test_what_comes_back_is_the_library_with_its_answers_trash_log_and_closed_files(
    stocked: KnowledgeBase, backup: Path, tmp_path: Path, open_at: OpenAt
) -> None:
    stocked.maintenance().rebuild()
    target = tmp_path / "mới" / "kho"

    manifest = restore_library(backup, target, silent)
    restored = open_at(target)
    restored.maintenance("bình").settle_restored(backup.name, manifest, silent)

    assert answers(restored, scored=True) == answers(stocked, scored=True)
    assert restored.keeper().trashed() == stocked.keeper().trashed()
    assert restored.waiting.files() == stocked.waiting.files()
    assert verified(restored) == []
    for root in (target / "waiting", target / "quarantine"):
        modes = {stat.S_IMODE(path.stat().st_mode) for path in root.rglob("*") if path.is_file()}
        assert (stat.S_IMODE(root.stat().st_mode), modes) == (0o700, {0o600})
    told = [item.deed.action.value for item in restored.keeper().log.history()]
    assert told[-1] == "restore_library"
    assert told[:-1] == [item.deed.action.value for item in stocked.keeper().log.history()][:-2]
    restored.close()


def test_the_file_is_the_owners_alone_and_tells_what_is_in_it(backup: Path) -> None:
    with ZipFile(backup) as zipped:
        manifest = Manifest.from_json(zipped.read(MANIFEST).decode())
        names = set(zipped.namelist())

    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert manifest.documents == 4
    assert manifest.settings == SETTINGS
    assert manifest.doubts == ()
    assert {member.name for member in manifest.members} | {MANIFEST} == names
    assert sorted(path.name for path in backup.parent.iterdir()) == ["den", "kho", "thu-vien.zip"]


def test_a_file_that_is_there_already_is_not_overwritten(
    stocked: KnowledgeBase, backup: Path
) -> None:
    before = backup.read_bytes()

    with pytest.raises(AlreadyThere, match="hãy đặt tên khác"):
        stocked.maintenance().backup(backup, SETTINGS, silent)

    assert backup.read_bytes() == before


def test_a_lost_and_a_changed_original_are_told_and_the_rest_is_kept(
    stocked: KnowledgeBase, tmp_path: Path
) -> None:
    first, second = (stocked.pages.original(stocked.find(name).id) for name in NAMES)
    first.unlink()
    second.write_text("khác")

    manifest = stocked.maintenance().backup(tmp_path / "b.zip", SETTINGS, silent)

    assert [doubt.partition(" (")[0] for doubt in manifest.doubts] == [
        "Mất bản gốc của «dan-van.pdf»",
        "Bản gốc của «kinh-te-bien.pdf»",
    ]
    assert manifest.documents == 4


def test_a_document_that_is_purged_while_its_file_is_copied_is_not_in_the_backup(
    stocked: KnowledgeBase, tmp_path: Path, open_at: OpenAt
) -> None:
    keeper = stocked.keeper()
    gone = keeper.trashed()[0].card.id

    def purge(done: int, total: int) -> None:
        if keeper.trashed():
            keeper.purge(gone)

    manifest = stocked.maintenance().backup(tmp_path / "b.zip", SETTINGS, purge)

    assert manifest.documents == 3
    assert not any(gone in member.name for member in manifest.members)


class Slow(HashEmbedder):
    """Waits, while it embeds passages, until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.may_go_on = threading.Event(), threading.Event()

    def embed_passages(self, texts: Sequence[str], progress: PassagesDone | None = None) -> Matrix:
        self.began.set()
        assert self.may_go_on.wait(60)
        return super().embed_passages(texts, progress)


def test_a_backup_taken_while_somebody_adds_is_whole(
    stocked: KnowledgeBase, open_library: OpenLibrary, tmp_path: Path, open_at: OpenAt
) -> None:
    embedder = Slow()
    new = written(tmp_path, "mới.pdf", paper("Điều 1. Mới", "Nuôi rong sụn ven bờ."))
    adding = threading.Thread(target=open_library(embedder).add, args=([new],))
    adding.start()
    assert embedder.began.wait(60)

    manifest = stocked.maintenance().backup(tmp_path / "b.zip", SETTINGS, silent)
    embedder.may_go_on.set()
    adding.join()

    restore_library(tmp_path / "b.zip", tmp_path / "k", silent)
    restored = open_at(tmp_path / "k")
    restored.maintenance().settle_restored("b.zip", manifest, silent)
    assert verified(restored) == []
    assert restored.search("rong sụn").hits[0].text == "Nuôi rong sụn ven bờ."
    assert answers(restored) == answers(stocked)
    restored.close()


class TestTheDesk:
    """What a sender was told is received comes back, and is done."""

    def restored(self, library: KnowledgeBase, tmp_path: Path, open_at: OpenAt) -> KnowledgeBase:
        """The library as it comes back, with its index."""
        manifest = Manifest.from_json(ZipFile(tmp_path / "b.zip").read(MANIFEST).decode())
        restore_library(tmp_path / "b.zip", tmp_path / "k", silent)
        found = open_at(tmp_path / "k")
        found.maintenance().settle_restored("b.zip", manifest, silent)
        return found

    def test_jobs_come_back_with_their_files_and_are_done(
        self, stocked: KnowledgeBase, home: Path, tmp_path: Path, open_at: OpenAt
    ) -> None:
        send(stocked, hong=paper("[HỎNG]"))
        work(stocked)
        send(stocked, moi=paper("Điều 1. Mới", "Nuôi rong sụn ven bờ."), hai=paper("Điều 1. Hai"))
        stocked._store.jobs.tell([stocked.desk.jobs()[1].id], JobState.READING, 1, 9)

        stocked.maintenance().backup(tmp_path / "b.zip", SETTINGS, silent)
        restored = self.restored(stocked, tmp_path, open_at)

        assert [fate[:2] for fate in fates(restored)] == [
            ("hong.pdf", "lỗi"),
            ("moi.pdf", "đã nhận, đang chờ đến lượt"),
            ("hai.pdf", "đã nhận, đang chờ đến lượt"),
        ]
        spool = tmp_path / "k" / "spool"
        assert stat.S_IMODE(spool.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in spool.iterdir()} == {0o600}
        assert spooled(tmp_path / "k") == spooled(home) == 3
        work(restored)
        assert [label for _, label, _ in fates(restored)] == ["lỗi", *["đã vào thư viện"] * 2]
        assert restored.search("rong sụn").hits[0].text == "Nuôi rong sụn ven bờ."
        assert verified(restored) == []
        restored.close()

    def test_one_that_ends_while_its_file_is_copied_is_done_again(
        self, stocked: KnowledgeBase, home: Path, tmp_path: Path, open_at: OpenAt
    ) -> None:
        send(stocked, moi=paper("Điều 1. Mới", "Nuôi rong sụn ven bờ."))

        def end_it(done: int, total: int) -> None:
            work(stocked)

        stocked.maintenance().backup(tmp_path / "b.zip", SETTINGS, end_it)
        restored = self.restored(stocked, tmp_path, open_at)

        assert spooled(home) == 0
        assert [label for _, label, _ in fates(stocked)] == ["đã vào thư viện"]
        assert restored.search("rong sụn").hits == ()
        work(restored)
        assert restored.search("rong sụn").hits[0].text == "Nuôi rong sụn ven bờ."
        assert verified(restored) == []
        restored.close()

    @pytest.mark.parametrize(
        ("text", "aside", "label"),
        [("[MẬT]", "quarantine", "cách ly"), ("Điều 1. Mới", "files", "đã vào thư viện")],
    )
    def test_one_that_ends_just_before_that_moment_is_there_as_what_it_became(
        self,
        stocked: KnowledgeBase,
        tmp_path: Path,
        open_at: OpenAt,
        monkeypatch: pytest.MonkeyPatch,
        text: str,
        aside: str,
        label: str,
    ) -> None:
        send(stocked, moi=paper(text, symbol="77-CV/TU"))
        custody = stocked._store.custody
        snapshot = custody.snapshot

        def end_it_before(target: Path) -> None:
            work(stocked)
            snapshot(target)

        monkeypatch.setattr(custody, "snapshot", end_it_before)
        stocked.maintenance().backup(tmp_path / "b.zip", SETTINGS, silent)
        restored = self.restored(stocked, tmp_path, open_at)

        digest = hashlib.sha256(paper(text, symbol="77-CV/TU").encode()).hexdigest()
        assert [label for _, label, _ in fates(restored)] == [label]
        assert (tmp_path / "k" / aside / digest[:2] / f"{digest}.pdf").is_file()
        assert verified(restored) == []
        restored.close()

    def test_one_whose_file_is_lost_comes_back_and_says_so(
        self, stocked: KnowledgeBase, home: Path, tmp_path: Path, open_at: OpenAt
    ) -> None:
        send(stocked, moi=paper("Điều 1. Mới"))
        next((home / "spool").iterdir()).unlink()

        stocked.maintenance().backup(tmp_path / "b.zip", SETTINGS, silent)
        restored = self.restored(stocked, tmp_path, open_at)
        work(restored)

        ((_, label, detail),) = fates(restored)
        assert (label, "Không còn thấy tệp «moi.pdf»" in detail) == ("lỗi", True)
        restored.close()

    def test_nothing_is_left_in_the_spool_and_what_a_killed_backup_held_is_tidied_away(
        self, stocked: KnowledgeBase, home: Path, tmp_path: Path
    ) -> None:
        send(stocked, moi=paper("Điều 1. Mới"))
        job = stocked.desk.jobs()[0].id
        stocked.maintenance().backup(tmp_path / "b.zip", SETTINGS, silent)
        assert [path.name for path in (home / "spool").iterdir()] == [job]

        Hold(home / "spool").take_all()
        assert spooled(home) == 2
        work(stocked)

        assert spooled(home) == 0

    def test_a_disk_without_second_names_gets_copies_closed_to_others(
        self, stocked: KnowledgeBase, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*given: object) -> None:
            raise OSError(95, "Operation not supported")

        send(stocked, moi=paper("Điều 1. Mới"))
        monkeypatch.setattr(Path, "hardlink_to", refuse)

        with Spool(home / "spool").holding() as hold:
            hold.take_all()
            (held,) = hold.paths.values()
            assert held.read_text(encoding="utf-8") == paper("Điều 1. Mới")
            assert stat.S_IMODE(held.stat().st_mode) == 0o600

        assert spooled(home) == 1


def test_a_waiting_file_that_becomes_a_document_while_others_are_copied_is_not_lost(
    stocked: KnowledgeBase, tmp_path: Path, open_at: OpenAt
) -> None:
    def add_waiting(done: int, total: int) -> None:
        if stocked.waiting.files():
            stocked.waiting.add()

    manifest = stocked.maintenance().backup(tmp_path / "b.zip", SETTINGS, add_waiting)

    assert manifest.documents == 5
    assert not any(member.name.startswith("waiting/") for member in manifest.members)


class TestRefusing:
    def refused(self, backup: Path, tmp_path: Path, said: str) -> None:
        with pytest.raises(InvalidBackup, match=said):
            restore_library(backup, tmp_path / "k", silent)
        assert not (tmp_path / "k").exists()
        assert not list(tmp_path.glob(".*"))

    def rewritten(
        self, backup: Path, change: Callable[[str, bytes], tuple[str, bytes] | None]
    ) -> None:
        """The backup with some members changed, or left out where `change` gives None."""
        with ZipFile(backup) as zipped:
            members = [change(name, zipped.read(name)) for name in zipped.namelist()]
        with ZipFile(backup, "w") as zipped:
            for member in filter(None, members):
                zipped.writestr(*member)

    def with_manifest(self, backup: Path, change: Callable[[dict[str, object]], object]) -> None:
        def changed(name: str, data: bytes) -> tuple[str, bytes]:
            if name != MANIFEST:
                return name, data
            told = json.loads(data)
            change(told)
            return name, json.dumps(told).encode()

        self.rewritten(backup, changed)

    def test_a_folder_with_something_in_it_is_left_alone(
        self, backup: Path, tmp_path: Path
    ) -> None:
        with pytest.raises(AlreadyThere, match="còn trống"):
            restore_library(backup, tmp_path / "kho", silent)

    def test_an_empty_folder_will_do(self, backup: Path, tmp_path: Path) -> None:
        (tmp_path / "k").mkdir()

        restore_library(backup, tmp_path / "k", silent)

        assert (tmp_path / "k" / "kb.db").is_file()

    @pytest.mark.parametrize("name", ["kb.db", "files/", "waiting/", "quarantine/"])
    def test_one_changed_byte_anywhere(self, backup: Path, tmp_path: Path, name: str) -> None:
        def flip(member: str, data: bytes) -> tuple[str, bytes]:
            if member.startswith(name):
                data = data[:-1] + bytes([data[-1] ^ 1])
            return member, data

        self.rewritten(backup, flip)

        self.refused(backup, tmp_path, "bên trong đã bị thay đổi")

    def test_a_member_that_is_missing_or_one_too_many(self, backup: Path, tmp_path: Path) -> None:
        whole = backup.read_bytes()
        self.rewritten(backup, lambda name, data: None if name == "kb.db" else (name, data))
        self.refused(backup, tmp_path, "bản kê không khớp")

        backup.write_bytes(whole)
        with ZipFile(backup, "a") as zipped:
            zipped.writestr("../thoát.txt", "x")
        self.refused(backup, tmp_path, "bản kê không khớp")

    def test_a_member_twice(self, backup: Path, tmp_path: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # zipfile's, of the double name
            with ZipFile(backup, "a") as zipped:
                zipped.writestr("kb.db", "khác")

        self.refused(backup, tmp_path, "bản kê không khớp")

    @pytest.mark.parametrize(
        "path", ["../x", "/x", "files/../../x", f"waiting/{'a' * 64}/..", "kb.db/x", "x", ""]
    )
    def test_a_path_that_leads_out_of_the_library(
        self, backup: Path, tmp_path: Path, path: str
    ) -> None:
        def lead_out(told: dict[str, object]) -> None:
            told["members"][1]["path"] = path  # type: ignore[index]

        self.with_manifest(backup, lead_out)

        assert not is_of_library(path)
        self.refused(backup, tmp_path, "không có bản kê hợp lệ")

    def test_a_later_format(self, backup: Path, tmp_path: Path) -> None:
        self.with_manifest(backup, lambda told: told.update(format=2))

        self.refused(backup, tmp_path, "không có bản kê hợp lệ")

    @pytest.mark.parametrize("cut", [0, 100, -30])
    def test_a_file_that_was_cut_short(self, backup: Path, tmp_path: Path, cut: int) -> None:
        backup.write_bytes(backup.read_bytes()[:cut])

        self.refused(backup, tmp_path, "không mở được như một tệp zip")

    def test_no_file_at_all(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidBackup, match="Không thấy tệp sao lưu"):
            restore_library(tmp_path / "không.zip", tmp_path / "k", silent)


def test_a_full_disk_leaves_neither_a_backup_nor_half_a_library(
    stocked: KnowledgeBase, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(StoreFailure, match="ổ đĩa đã đầy"):
        stocked.maintenance().backup(tmp_path / "b.zip", SETTINGS, silent)
    monkeypatch.setattr(
        shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(9, 9, 3 << 10)
    )
    with pytest.raises(StoreFailure, match=r"còn 0 MB trống, thư viện cần 1 MB"):
        restore_library(backup, tmp_path / "k", silent)

    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["den", "kho", "thu-vien.zip"]
