"""How long suggestions take over a library of 100,000 passages, and how long it takes to open."""

from __future__ import annotations

import random
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from kb.search.embedder import load_embedder
from kb.store.documents import open_store
from tests.benchmarks.conftest import KB
from tests.benchmarks.large_library import fill
from tests.conftest import environment

pytestmark = pytest.mark.model

PASSAGES = 100_000
PORT = "18433"


@pytest.fixture(scope="module")
def large(models_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a library of 100,000 passages; it takes minutes to fill."""
    home = tmp_path_factory.mktemp("kho-lon")
    (home / "models").symlink_to(models_dir)
    store = open_store(home / "kb.db")
    fill(home, store, load_embedder(models_dir, None, "query: ", "passage: ", 2), PASSAGES)
    store.close()
    return home


@pytest.fixture
def address(large: Path) -> Iterator[str]:
    """The address of a server over the large library; its start and its memory are printed."""
    started = time.perf_counter()
    with subprocess.Popen(
        [KB, "serve", "--port", PORT],
        env=environment(large),
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("kb đang chạy tại ")
        print(f"\nstart: {time.perf_counter() - started:.1f} s")
        yield f"http://127.0.0.1:{PORT}"
        status = Path(f"/proc/{server.pid}/status")
        if status.exists():  # Linux
            lines = status.read_text(encoding="utf-8").splitlines()
            print("memory at most:", next(line for line in lines if line.startswith("VmHWM")))
        server.terminate()


def typed(home: Path) -> list[str]:
    """What stands in the box at each key, from the second on, of titles, headings and numbers."""
    store = open_store(home / "kb.db", read_only=True)
    records, headings = store.records(), store.headings()
    store.close()
    chance = random.Random(1)  # noqa: S311  the same keys every time
    names = [str(record.facts.symbol) for record in chance.sample(records, 20)]
    names += [record.facts.title or "" for record in chance.sample(records, 20)]
    names += [title for _, title in chance.sample(headings, 40)]
    return [name[:end] for name in names for end in range(2, min(len(name), 25))]


def test_suggesting_over_http(benchmark: BenchmarkFixture, large: Path, address: str) -> None:
    """Each beginning asked once of a warm server; median and 95th percentile are printed."""
    beginnings = typed(large)
    seconds: list[float] = []

    def ask_all() -> None:
        with httpx.Client(base_url=address) as client:
            for beginning in beginnings:
                started = time.perf_counter()
                client.get("/api/suggest", params={"q": beginning}).raise_for_status()
                seconds.append(time.perf_counter() - started)

    benchmark.pedantic(ask_all, rounds=1, warmup_rounds=0)

    middle, late = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    benchmark.extra_info |= {"median_ms": middle * 1000, "p95_ms": late * 1000}
    print(
        f"{len(seconds)} keys: median {middle * 1000:.1f} ms, p95 {late * 1000:.1f} ms,"
        f" longest {max(seconds) * 1000:.0f} ms"
    )
