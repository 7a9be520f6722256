"""Files with a mark of secrecy: who sees them decides, and the log never learns a name."""

from __future__ import annotations

import copy
import json
import sqlite3
import stat
import unicodedata
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import InvalidRelease, SecretMarked, UnknownDocument
from kb.ingest.pipeline import Ingested, PagesRead, refuse_marked
from kb.ingest.sources import Source
from kb.job import JobState
from kb.service.admission import Admission
from kb.service.desk import new_job
from kb.service.keeping.secret_files import is_named
from kb.service.knowledge_base import KnowledgeBase
from kb.service.reviewing import ReviewFirst
from kb.store.documents import open_store
from kb.store.quarantine import Note, Quarantine, SetAside
from kb.store.spool import new_job_id
from tests.fakes import HashEmbedder
from tests.unit.service.conftest import OpenLibrary
from tests.unit.service.papers import PaperPipeline, paper, written
from tests.unit.service.test_inspection import verified

REASON = "“Mật” là tên một xã; đã xem bản giấy cùng văn thư"
NAME = "mật ong.pdf"


SECRET = paper("[MẬT]", "Điều 1. Nuôi ong", "Đàn ong rừng ở Trường Khê.", symbol="905-QĐ/TUM")


@pytest.fixture
def library(library: KnowledgeBase, tmp_path: Path) -> KnowledgeBase:
    """A library to which an brought a file with a mark."""
    library.add([written(tmp_path, NAME, SECRET)], actor="an")
    return library


@pytest.fixture
def item(library: KnowledgeBase) -> SetAside:
    return library.keeper().quarantined()[0]


def queue(home: Path, *names: str) -> None:
    """Jobs that ended with files of these names being set aside."""
    store = open_store(home / "kb.db")
    store.jobs.add([new_job(new_job_id(), name, 3, JobState.QUARANTINED) for name in names])
    store.close()


def told(library: KnowledgeBase) -> list[tuple[str, str, str | None]]:
    return [
        (entry.deed.actor, entry.deed.action.value, entry.deed.name)
        for entry in library.keeper().log.history()
    ]


def test_it_is_known_by_name_mark_and_who_brought_it(item: SetAside) -> None:
    assert item.note is not None
    assert (item.name, item.note.actor, item.note.mark) == (NAME, "an", "MẬT: trang 1")
    assert item.byte_size == item.path.stat().st_size


def test_its_note_is_closed_to_others_and_no_fault(
    library: KnowledgeBase, item: SetAside, home: Path
) -> None:
    notes = home / "quarantine" / "notes"

    modes = [stat.S_IMODE(path.stat().st_mode) for path in (notes, *notes.iterdir())]

    assert modes == [0o700, 0o600]
    assert verified(library) == []


class TestReleasing:
    def test_it_comes_in_on_the_same_terms_as_any_other(
        self, home: Path, open_library: OpenLibrary, tmp_path: Path
    ) -> None:
        internal = SECRET.replace("| - | -\n", "| - | Lưu hành nội bộ\n", 1)
        library = open_library(admission=Admission(("noi-bo",), ReviewFirst.ALL))
        library.add([written(tmp_path, NAME, internal)], actor="an")
        (item,) = library.keeper().quarantined()

        library.keeper("chi").clear(item, REASON)

        assert library.keeper().is_held_back(item.id)
        library.keeper().release(item.id)
        assert library.document_view(item.id).card.groups == ("noi-bo",)

    def test_it_becomes_a_document_and_leaves_the_quarantine(
        self, library: KnowledgeBase, item: SetAside, home: Path
    ) -> None:
        card = library.keeper("chi").clear(item, REASON)

        assert card.file_name == NAME
        assert library.search("ong rừng").hits[0].document.id == item.id
        assert library.keeper().quarantined() == ()
        assert [path for path in (home / "quarantine").rglob("*") if path.is_file()] == []
        assert verified(library) == []

    @pytest.mark.parametrize(
        ("review_first", "state"),
        [(ReviewFirst.NONE, JobState.ADDED), (ReviewFirst.ALL, JobState.IN_REVIEW)],
    )
    def test_the_job_that_brought_it_says_what_became_of_it(
        self,
        home: Path,
        open_library: OpenLibrary,
        tmp_path: Path,
        review_first: ReviewFirst,
        state: JobState,
    ) -> None:
        library = open_library(admission=Admission((), review_first))
        library.add([written(tmp_path, NAME, SECRET)], actor="an")
        queue(home, NAME)
        (item,) = library.keeper().quarantined()

        library.keeper().clear(item, REASON)

        (job,) = library.desk.jobs()
        assert (job.state, job.document_id, job.detail) == (state, item.id, "905-QĐ/TUM")

    def test_of_two_jobs_of_that_name_nobody_knows_which_it_was(
        self, library: KnowledgeBase, item: SetAside, home: Path
    ) -> None:
        queue(home, NAME, NAME)

        library.keeper().clear(item, REASON)

        assert [job.state for job in library.desk.jobs()] == [JobState.QUARANTINED] * 2

    def test_the_log_has_who_why_and_in_which_order(
        self, library: KnowledgeBase, item: SetAside
    ) -> None:
        library.keeper("chi").clear(item, REASON)

        assert told(library) == [
            ("an", "quarantine", None), ("chi", "clear", None), ("chi", "add", "905-QĐ/TUM")
        ]  # fmt: skip
        assert library.keeper().log.history()[1].deed.after == {"reason": REASON}

    @pytest.mark.parametrize("reason", ["", "nhầm", " " * 40, "x" * 501])
    def test_a_reason_that_says_nothing_adds_nothing(
        self, library: KnowledgeBase, item: SetAside, reason: str
    ) -> None:
        with pytest.raises(InvalidRelease, match="từ 10 đến 500 ký tự"):
            library.keeper().clear(item, reason)

        assert library.keeper().quarantined() == (item,)
        assert library.documents() == ()

    def test_one_that_cannot_be_read_stays_and_nothing_is_told(
        self, library: KnowledgeBase, open_library: OpenLibrary, item: SetAside
    ) -> None:
        broken = open_library(HashEmbedder(), Breaking())
        before = told(library)

        with pytest.raises(RuntimeError, match="the reader broke"):
            broken.keeper().clear(item, REASON)

        assert library.keeper().quarantined() == (item,)
        assert told(library) == before

    def test_one_whose_release_was_cut_off_after_it_was_added_only_leaves(
        self, library: KnowledgeBase, item: SetAside, home: Path
    ) -> None:
        copy = item.path.read_bytes()
        library.keeper().clear(item, REASON)
        item.path.write_bytes(copy)
        before = told(library)

        library.keeper().clear(item, REASON)

        assert library.keeper().quarantined() == ()
        assert told(library) == before

    def test_it_can_be_repaired_though_its_mark_is_still_there(
        self, library: KnowledgeBase, item: SetAside, home: Path
    ) -> None:
        library.keeper().clear(item, REASON)
        damage(home, "UPDATE seal SET sha256 = 'x'")

        faults = library.maintenance().verify(lambda done, total: None, repair=True)

        assert [fault.repaired for fault in faults] == [True] * len(faults) != []
        assert library.search("ong rừng").hits[0].document.id == item.id


class Breaking(PaperPipeline):
    def read(self, source: Source, progress: PagesRead | None = None) -> Ingested:
        raise RuntimeError("the reader broke")


def damage(home: Path, statement: str) -> None:
    with closing(sqlite3.connect(home / "kb.db")) as connection, connection:
        connection.execute(statement)


class TestDestroying:
    def test_nothing_of_it_is_left_but_its_id_in_the_log(
        self, library: KnowledgeBase, item: SetAside, home: Path
    ) -> None:
        library.keeper("chi").destroy(item)

        assert [path for path in (home / "quarantine").rglob("*") if path.is_file()] == []
        assert told(library)[-1] == ("chi", "destroy", None)
        assert library.keeper().log.history()[-1].deed.document_id == item.id

    def test_its_bytes_are_overwritten_before_it_goes(self, item: SetAside, home: Path) -> None:
        second_name = home / "liên kết"
        second_name.hardlink_to(item.path)
        before = item.path.read_bytes()

        Quarantine(home / "quarantine").destroy(item.id)

        after = second_name.read_bytes()
        assert len(after) == len(before)
        assert after != before

    def test_the_desk_forgets_its_name_and_no_other(
        self, library: KnowledgeBase, item: SetAside, home: Path
    ) -> None:
        store = open_store(home / "kb.db")
        same = new_job(new_job_id(), NAME, 3, JobState.QUARANTINED)
        failed = new_job(new_job_id(), NAME, 3, JobState.FAILED)
        other = new_job(new_job_id(), "khác.pdf", 3, JobState.QUARANTINED)
        store.jobs.add([same, failed, other])

        library.keeper().destroy(item)

        assert {job.id for job in library.desk.jobs()} == {failed.id, other.id}
        store.close()


def test_a_name_is_the_same_however_its_accents_are_composed(item: SetAside) -> None:
    assert is_named(item, f" {unicodedata.normalize('NFD', NAME)}\n")
    assert not is_named(item, NAME.removesuffix(".pdf"))
    assert not is_named(item, "")


def test_one_of_an_earlier_release_is_shown_by_its_id(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "q")
    quarantine.keep(written(tmp_path, "kín.pdf", "x"))

    (found,) = quarantine.files()

    assert found.note is None
    assert found.name == found.id[:12]


def test_one_is_found_by_the_beginning_of_its_id_if_only_one_begins_so(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "q")
    kept = [quarantine.keep(written(tmp_path, f"{at}.pdf", str(at))) for at in range(20)]
    shortest = kept[0].stem[:12]

    assert quarantine.find(shortest).path == kept[0]
    for name in ("", "khong", "../"):
        with pytest.raises(UnknownDocument, match="tệp cách ly"):
            quarantine.find(name)


def test_a_note_without_its_file_is_cleared_away(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "q")
    kept = quarantine.keep(written(tmp_path, "kín.pdf", "x"))
    note = Note("kín.pdf", "an", "", "2026-11-23T08:00:00+00:00")
    quarantine.note(kept.stem, note)
    quarantine.note("0" * 64, note)

    quarantine.clear()

    assert [path.stem for path in quarantine.notes()] == [kept.stem]
    assert json.loads(quarantine.notes()[0].read_text(encoding="utf-8"))["name"] == "kín.pdf"


def test_a_cleared_source_is_not_asked_for_a_mark() -> None:
    marked = Source(Path("[MẬT] báo cáo.pdf"), b"", "", "")

    with pytest.raises(SecretMarked) as refusal:
        refuse_marked(marked, (), 1.0, 1.0)
    assert refusal.value.mark.startswith("MẬT: ")

    assert (
        copy.copy(refusal.value).mark == refusal.value.mark
    )  # as it comes from the reader's process

    refuse_marked(replace(marked, cleared=True), (), 1.0, 1.0)
