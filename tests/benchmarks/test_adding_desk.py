"""How quick the search stays for thirty people while the adding desk works."""

from __future__ import annotations

import json
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import httpx
import pytest

from tests.benchmarks.conftest import KB
from tests.conftest import ROOT, environment

pytestmark = pytest.mark.model

PORT = "18434"
CLIENTS, SECONDS = 30, 30.0
PAUSE_SECONDS = (0.5, 1.5)  # people who all paused alike would fall into step after one slow answer
COPIES = 40  # of each of the samples, each with another last line, so that it is another document


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


def measured(address: str, seconds: float = SECONDS) -> tuple[float, float]:
    """Median and 95th percentile in ms."""
    end = time.monotonic() + seconds
    took = asked(address, lambda: time.monotonic() > end)
    return statistics.median(took) * 1000, statistics.quantiles(took, n=20)[-1] * 1000


def done(address: str) -> int:
    """The number of jobs that have ended."""
    jobs = httpx.get(f"{address}/api/v1/jobs", params={"limit": 500}, timeout=60).json()["items"]
    return sum(not job["open"] for job in jobs)


def test_searching_while_files_are_added(server: str) -> None:
    """Printed: median and 95th percentile of thirty people, idle and while files are added."""
    measured(server, 5.0)
    idle = measured(server)
    papers = sorted((ROOT / "corpus").glob("*.pdf"))
    for copy in range(COPIES):
        files = [
            ("files", (paper.name, paper.read_bytes() + b"\n%% %d" % copy)) for paper in papers
        ]
        httpx.post(f"{server}/api/v1/jobs", files=files, timeout=60).raise_for_status()
    before = done(server)
    busy = measured(server)
    ended = done(server)

    print(f"\nidle: median {idle[0]:.0f} ms, p95 {idle[1]:.0f} ms")
    print(
        f"while adding ({ended - before} of {COPIES * len(papers)} files): "
        f"median {busy[0]:.0f} ms, p95 {busy[1]:.0f} ms, p95 ratio {busy[1] / idle[1]:.2f}"
    )
