"""How quick the search stays for thirty people while the adding desk works."""

from __future__ import annotations

import json
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, islice
from pathlib import Path
from random import Random
from threading import Event

import httpx
import pytest

from tests.benchmarks.conftest import KB
from tests.conftest import ROOT, environment

pytestmark = pytest.mark.model

PORT = "18434"
CLIENTS = 30
BATCHES, BATCH = 10, 20  # documents: the samples again and again, each time with another last line
IDLE_SECONDS = 10.0  # before each batch: the machine is shared, and one hour is not as another
PAUSE_SECONDS = (0.5, 1.5)  # people who all paused alike would fall into step after one slow answer


@pytest.fixture
def server(models_dir: Path, tmp_path: Path) -> Iterator[str]:
    """A server of its own over the sample documents: its library grows."""
    home = tmp_path / "kho"
    home.mkdir()
    (home / "models").symlink_to(models_dir)
    settings = environment(home)
    subprocess.run([KB, "add", str(ROOT / "corpus")], env=settings, check=True, capture_output=True)
    with subprocess.Popen(
        [KB, "serve", "--port", PORT], env=settings, stdout=subprocess.PIPE, encoding="utf-8"
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline().startswith("kb đang chạy tại ")
        yield f"http://127.0.0.1:{PORT}"
        running.terminate()


def questions() -> list[str]:
    lines = (ROOT / "corpus" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["query"] for line in lines]


def asked(address: str, is_over: Callable[[], bool]) -> list[float]:
    """The seconds of every question of thirty people who pause about a second after each answer."""
    words = questions()

    def one(number: int) -> list[float]:
        took: list[float] = []
        chance = Random(number)  # noqa: S311 - no secret
        time.sleep(chance.uniform(0, PAUSE_SECONDS[1]))
        with httpx.Client(base_url=address, timeout=60) as client:
            while not is_over():
                query = words[(number + len(took)) % len(words)]
                began = time.perf_counter()
                client.get("/api/v1/search", params={"q": query}).raise_for_status()
                took.append(time.perf_counter() - began)
                time.sleep(chance.uniform(*PAUSE_SECONDS))
        return took

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [took for one_took in pool.map(one, range(CLIENTS)) for took in one_took]


def measured(address: str, wait: Callable[[], object]) -> list[float]:
    """The seconds of all that is asked while `wait` waits."""
    over = Event()
    with ThreadPoolExecutor(1) as people:
        asking = people.submit(asked, address, over.is_set)
        try:
            wait()
        finally:
            over.set()
        return asking.result()


def added(address: str) -> int:
    """The number of documents in the library."""
    return len(httpx.get(f"{address}/api/v1/documents?limit=500", timeout=60).json()["items"])


def papers() -> Iterator[tuple[str, bytes]]:
    """The sample documents without end, no two alike."""
    samples = sorted((ROOT / "corpus").glob("*.pdf"))
    for copy in count():
        for paper in samples:
            yield paper.name, paper.read_bytes() + b"\n%% %d" % copy


def add_all(address: str, batch: list[tuple[str, bytes]]) -> None:
    """Sends the documents and waits until the library holds them."""
    wanted = added(address) + len(batch)
    files = [("files", paper) for paper in batch]
    httpx.post(f"{address}/api/v1/jobs", files=files, timeout=60).raise_for_status()
    while added(address) < wanted:
        time.sleep(1.0)


def shown(name: str, took: list[float]) -> float:
    """Prints the median and the 95th percentile of seconds; gives the latter, in ms."""
    middle, late = statistics.median(took) * 1000, statistics.quantiles(took, n=20)[-1] * 1000
    print(f"{name}: {len(took)} answers, median {middle:.0f} ms, p95 {late:.0f} ms")
    return late


def test_searching_while_files_are_added(server: str) -> None:
    """Printed: median and 95th percentile of thirty people, idle and while documents are added, by
    turns."""
    more = papers()
    add_all(server, list(islice(more, 1)))  # the worker reads its model
    measured(server, lambda: time.sleep(5))
    idle: list[float] = []
    busy: list[float] = []
    for _ in range(BATCHES):
        idle += measured(server, lambda: time.sleep(IDLE_SECONDS))
        busy += measured(server, lambda: add_all(server, list(islice(more, BATCH))))

    print()
    alone = shown("idle", idle)
    print(f"p95 ratio {shown(f'while {BATCHES * BATCH} documents are added', busy) / alone:.2f}")
