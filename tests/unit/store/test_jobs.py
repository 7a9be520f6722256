"""Jobs keep their order and their state whatever ends the program; the spool keeps their bytes."""

from __future__ import annotations

import errno
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kb.errors import StoreFailure, UnknownJob
from kb.job import Job, JobState
from kb.store.documents import Store
from kb.store.spool import Spool, new_job_id
from tests.unit.store.conftest import Shelf

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


def job(name: str = "a.pdf", state: JobState = JobState.RECEIVED, at: datetime = NOON) -> Job:
    return Job(new_job_id(), name, 12, at, at, state)


def states(store: Store) -> list[tuple[str, str, int]]:
    """Every job by arrival: name, state, attempts."""
    found = store.jobs.shown(NOON - timedelta(days=365), 100)
    return [(one.name, one.state.value, one.attempts) for one in reversed(found)]


def test_jobs_come_back_as_they_went_in_in_order_of_arrival(store: Store) -> None:
    first = replace(job("một.pdf"), archive="cả tập.zip", detail="x", done=3, total=9)
    second = job("hai.pdf")

    store.jobs.add([second, first])

    assert store.jobs.received(9) == [first, second]
    assert store.jobs.received(1) == [first]
    assert store.jobs.job(second.id) == second


def test_what_was_under_way_when_a_program_was_ended_waits_again(store: Store) -> None:
    reading, indexing, failed = job("a"), job("b"), job("c", JobState.FAILED)
    store.jobs.add([reading, indexing, failed])
    store.jobs.take_up([reading.id, indexing.id])
    store.jobs.tell([reading.id], JobState.READING, 12, 40)
    store.jobs.tell([indexing.id], JobState.INDEXING)

    store.jobs.recover()

    assert states(store) == [("a", "received", 1), ("b", "received", 1), ("c", "failed", 0)]


def test_putting_back_takes_the_attempt_away_and_leaves_what_has_ended(store: Store) -> None:
    open_one, ended = job("a"), job("b")
    store.jobs.add([open_one, ended])
    store.jobs.take_up([open_one.id, ended.id])
    store.jobs.end(ended.id, JobState.ADDED, "57-KL/TW", "d" * 64)

    store.jobs.put_back([open_one.id, ended.id], "Thư viện đang bận.")

    assert states(store) == [("a", "received", 0), ("b", "added", 1)]
    assert store.jobs.job(open_one.id).detail == "Thư viện đang bận."


def test_a_job_that_has_ended_goes_on_no_more(store: Store) -> None:
    one = job("a")
    store.jobs.add([one])
    store.jobs.end(one.id, JobState.ADDED, "57-KL/TW")

    store.jobs.tell([one.id], JobState.INDEXING)

    assert states(store) == [("a", "added", 0)]


def test_a_document_that_left_is_linked_no_more(store: Store, shelf: Callable[..., Shelf]) -> None:
    held, gone = job("a"), job("b")
    document = shelf()
    document.into(store)
    store.jobs.add([held, gone])
    store.jobs.end(held.id, JobState.ADDED, "", document.document.id)
    store.jobs.end(gone.id, JobState.ADDED, "", "0" * 64)

    shown = {one.name: one.document_id for one in store.jobs.shown(NOON, 9)}

    assert shown == {"a": document.document.id, "b": None}


def test_open_and_failed_jobs_are_shown_however_old_and_others_since_then(store: Store) -> None:
    old = [job("a"), job("b", JobState.FAILED), job("c", JobState.ADDED)]
    new = job("d", JobState.ADDED, NOON + timedelta(hours=2))
    store.jobs.add([*old, new])

    shown = store.jobs.shown(NOON + timedelta(hours=1), 9)

    assert [one.name for one in shown] == ["d", "b", "a"]


def test_of_too_many_jobs_those_that_changed_last_are_shown_and_all_are_counted(
    store: Store,
) -> None:
    first, second, third = job("a"), job("b"), job("c")
    store.jobs.add([first, second, third])
    store.jobs.tell([first.id], JobState.READING)
    store.jobs.end(second.id, JobState.ADDED)

    assert [one.name for one in store.jobs.shown(NOON, 2)] == ["b", "a"]
    assert store.jobs.counts(NOON) == {
        JobState.RECEIVED: 1,
        JobState.READING: 1,
        JobState.ADDED: 1,
    }


@pytest.mark.parametrize("state", JobState)
def test_only_what_failed_or_waits_is_tried_again(store: Store, state: JobState) -> None:
    one = job("a", state)
    store.jobs.add([one])
    store.jobs.take_up([one.id])

    if state in (JobState.FAILED, JobState.WAITING):
        store.jobs.retry(one.id)
        assert states(store) == [("a", "received", 0)]
    else:
        with pytest.raises(UnknownJob):
            store.jobs.retry(one.id)


@pytest.mark.parametrize("state", JobState)
def test_only_what_has_ended_is_dismissed(store: Store, state: JobState) -> None:
    one = job("a", state)
    store.jobs.add([one])

    if state.is_open:
        with pytest.raises(UnknownJob):
            store.jobs.remove(one.id)
        assert states(store) == [("a", state.value, 0)]
    else:
        store.jobs.remove(one.id)
        assert states(store) == []


@pytest.mark.parametrize("state", JobState)
def test_what_ended_long_ago_is_forgotten_unless_its_file_is_kept(
    store: Store, state: JobState
) -> None:
    store.jobs.add([job("a", state)])

    store.jobs.remove_ended(NOON)
    assert states(store) == [("a", state.value, 0)]
    store.jobs.remove_ended(NOON + timedelta(days=1))
    assert bool(states(store)) == state.keeps_bytes


def test_an_archive_ends_as_its_files_become_jobs(store: Store) -> None:
    archive, member = job("tập.zip"), replace(job("a.pdf"), archive="tập.zip")
    store.jobs.add([archive])

    store.jobs.unpack(archive.id, [member], "1 tệp bên trong")

    assert states(store) == [("tập.zip", "unpacked", 0), ("a.pdf", "received", 0)]
    assert store.jobs.with_bytes() == {member.id}


class TestWatchedFiles:
    def test_the_same_bytes_at_a_path_are_taken_once(self, store: Store) -> None:
        assert store.jobs.take_watched("/đến/a.pdf", "ab", 12, 5, job())
        assert not store.jobs.take_watched("/đến/a.pdf", "ab", 12, 6, job())

        assert store.jobs.knows_watched("/đến/a.pdf", 12, 6)
        assert len(states(store)) == 1

    def test_other_bytes_and_other_paths_are_taken(self, store: Store) -> None:
        store.jobs.take_watched("/đến/a.pdf", "ab", 12, 5, job())

        assert store.jobs.take_watched("/đến/a.pdf", "cd", 12, 7, job())
        assert store.jobs.take_watched("/đến/b.pdf", "ab", 12, 5, job())
        assert not store.jobs.knows_watched("/đến/a.pdf", 12, 5)


class TestSpool:
    def test_bytes_are_kept_under_the_id_for_the_owner_alone(self, tmp_path: Path) -> None:
        spool, id = Spool(tmp_path / "spool"), new_job_id()

        with spool.keeping(id) as file:
            file.write(b"abc")
            assert not spool.path_of(id).exists()

        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
        assert modes == {"spool": 0o700, id: 0o600}
        assert spool.path_of(id).read_bytes() == b"abc"

    def test_a_trouble_while_writing_leaves_nothing(self, tmp_path: Path) -> None:
        spool = Spool(tmp_path / "spool")

        with (
            pytest.raises(StoreFailure, match="ổ đĩa đã đầy"),
            spool.keeping(new_job_id()) as file,
        ):
            file.write(b"abc")
            raise OSError(errno.ENOSPC, "No space left on device")

        assert list((tmp_path / "spool").iterdir()) == []

    def test_an_id_that_is_none_names_no_path(self, tmp_path: Path) -> None:
        with pytest.raises(UnknownJob):
            Spool(tmp_path).path_of("../kb.db")

    def test_tidying_leaves_the_bytes_of_the_jobs_that_are_kept(self, tmp_path: Path) -> None:
        spool, kept, other = Spool(tmp_path / "spool"), new_job_id(), new_job_id()
        for id in (kept, other):
            with spool.keeping(id):
                pass
        (tmp_path / "spool" / ".ab.part").touch()

        spool.remove_others({kept})

        assert [path.name for path in (tmp_path / "spool").iterdir()] == [kept]

    def test_ids_sort_by_arrival(self) -> None:
        ids = [new_job_id() for _ in range(100)]

        assert ids == sorted(set(ids))
