"""The worker as a process: ended without warning, it loses nothing and does nothing twice."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kb.job import JobState
from kb.search.index_set import current_manifest, indexed_rows
from kb.service.desk import AddingDesk, DeskLimits
from kb.store.documents import Store, open_store
from tests.conftest import FAKE_MODEL_COMMAND, ROOT, environment

SAMPLES = (
    "902-ct-tum.pdf",
    "903-kl-twm.pdf",
    "907-tb-vptum.pdf",
    "916-kl-tum.pdf",
    "918-cv-vptum.pdf",
)
PATIENCE_SECONDS = 240.0
SEEDS = (1, 2)


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    opened = open_store(home / "kb.db")
    yield opened
    opened.close()


@pytest.fixture
def desk(home: Path, store: Store) -> AddingDesk:
    return AddingDesk(home, store.jobs, DeskLimits())


def started(home: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """`kb` with the tests' embedder, leading a session of its own."""
    return subprocess.Popen(
        [*FAKE_MODEL_COMMAND, *arguments],
        env=environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def until(is_so: Callable[[], bool]) -> None:
    """Waits for something to come about."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def send(desk: AddingDesk, *names: str) -> None:
    with desk.receiving() as reception:
        for name in names:
            reception.begin(name)
            reception.write((ROOT / "corpus" / name).read_bytes())
            reception.end()


def states(desk: AddingDesk) -> list[JobState]:
    return [job.state for job in reversed(desk.jobs())]


def is_done(desk: AddingDesk) -> bool:
    return not any(job.state.is_open for job in desk.jobs())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_worker_killed_at_any_moment_leaves_every_job_to_the_next(
    home: Path, desk: AddingDesk, store: Store, seed: int
) -> None:
    moments = random.Random(seed)  # noqa: S311  any moments will do
    send(desk, *SAMPLES)
    for _ in range(2):
        with started(home, "work") as worker:
            before = desk.jobs()
            until(lambda: desk.jobs() != before or is_done(desk))  # noqa: B023  called here
            time.sleep(moments.uniform(0, 0.6))
            worker.kill()

    with started(home, "work") as worker:
        until(lambda: is_done(desk))
        worker.terminate()

    assert states(desk) == [JobState.ADDED] * len(SAMPLES)
    assert sorted(record.file_name for record in store.records()) == sorted(SAMPLES)
    manifest = current_manifest(home)
    assert manifest is not None
    assert manifest.generation == store.generation()
    assert indexed_rows(home) == {
        row for row, passage in store.iterate_passages() if passage.kind != "heading"
    }
    assert list((home / "spool").iterdir()) == []


def worker_of(server: subprocess.Popen[bytes]) -> int | None:
    """The process id of a server's worker."""
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = entry.joinpath("stat").read_text().rpartition(")")[2].split()[1]
            if (
                int(parent) == server.pid
                and b"--attached" in entry.joinpath("cmdline").read_bytes()
            ):
                return int(entry.name)
    return None


def is_running(process: int | None) -> bool:
    """True for a process that has not ended; one that nobody waited for yet has."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_the_servers_worker_comes_back_when_it_dies_and_goes_with_the_server(
    home: Path, desk: AddingDesk, end: signal.Signals
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with started(home, "serve", "--port", str(port)) as server:
        until(lambda: worker_of(server) is not None)
        first = worker_of(server)
        assert first is not None
        os.kill(first, signal.SIGKILL)
        until(lambda: worker_of(server) not in (None, first))
        send(desk, SAMPLES[0])
        until(lambda: is_done(desk))
        second = worker_of(server)
        assert os.getpriority(os.PRIO_PROCESS, second or 0) == 19
        server.send_signal(end)

    until(lambda: not is_running(second))
    assert states(desk) == [JobState.ADDED]


def test_a_watched_folder_is_read_into_the_library_and_left_as_it_is(
    home: Path, desk: AddingDesk, tmp_path: Path
) -> None:
    inbox = tmp_path / "đến"
    inbox.mkdir()
    shutil.copy(ROOT / "corpus" / SAMPLES[0], inbox)

    with started(home, "watch", str(inbox)) as worker:
        until(lambda: bool(desk.jobs()) and is_done(desk))
        worker.terminate()

    assert worker.returncode == 0
    assert states(desk) == [JobState.ADDED]
    assert [path.name for path in inbox.iterdir()] == [SAMPLES[0]]
