"""How long questions, numbers, suggestions and changes take in a library of 100,000 passages."""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from kb.bootstrap import open_knowledge_base
from kb.person import NOBODY, OWNER
from kb.search.embedder import load_embedder
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.store.documents import open_store
from kb.store.records import DocumentRecord
from tests.benchmarks.conftest import KB
from tests.benchmarks.large_library import fill
from tests.conftest import ROOT, environment

pytestmark = pytest.mark.model

PASSAGES = 100_000
PORT = "18433"
ADDED, SYMBOL = ROOT / "corpus" / "902-ct-tum.pdf", "902-CT/TUM"


@pytest.fixture(scope="module")
def large(models_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a library of 100,000 passages; it takes two minutes to fill."""
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
    headings = random.Random(1).sample(store.headings(), 40)  # noqa: S311
    store.close()
    records = sampled(home, 40)
    names = [str(record.facts.symbol) for record in records[:20]]
    names += [record.facts.title or "" for record in records[20:]]
    names += [title for _, title in headings]
    return [name[:end] for name in names for end in range(2, min(len(name), 25))]


def test_suggesting_over_http(benchmark: BenchmarkFixture, large: Path, address: str) -> None:
    """Each beginning asked once of a warm server."""
    ask(benchmark, address, "/api/v1/suggest", typed(large))


def test_answering_over_http(benchmark: BenchmarkFixture, address: str) -> None:
    """The gold questions, numbers among them, asked of a warm server."""
    ask(benchmark, address, "/api/v1/search", gold_questions())


def test_looking_up_numbers_over_http(
    benchmark: BenchmarkFixture, large: Path, address: str
) -> None:
    """Numbers that a document bears, and as many that none does."""
    held = [str(record.facts.symbol) for record in sampled(large, 40)]
    ask(benchmark, address, "/api/v1/search", [*held, *(f"9{symbol}" for symbol in held)])


def test_adding_and_removing_one_document(large: Path) -> None:
    """The seconds until another program finds it, and until it finds it no more."""
    writer, reader = (open_knowledge_base(Settings(home=large)) for _ in range(2))
    reader.warm_up()
    writer.warm_up()
    found = seconds_until(lambda: SYMBOL in found_by(reader), lambda: writer.add([ADDED]))
    document = writer.find(SYMBOL)
    gone = seconds_until(lambda: SYMBOL not in found_by(reader), lambda: writer.remove(document.id))
    writer.keeper().purge(document.id)
    print(f"\nadded: found after {found:.2f} s; removed: gone after {gone:.2f} s")


def test_answering_somebody_who_may_not_see_a_tenth_of_the_documents(large: Path) -> None:
    """The gold questions beside one who sees all; the last test, for it leaves the limits there."""
    library = open_knowledge_base(Settings(home=large))
    *others, last = sampled(large, 295)
    for record in others:
        library._store.custody.limit(record.id, ["van-phong"], "an")
    library.keeper("an").limit(last.id, ["van-phong"])  # which takes the index along
    for person in (OWNER, NOBODY):
        seen = library.seen_by(person)
        rounds = [milliseconds(map(seen.search, gold_questions())) for _ in "123"]
        first, *_, warm = (statistics.median(one) for one in rounds)
        print(f"\n{person.role}: at first {first:.1f} ms, warm {warm:.1f} ms")


def milliseconds(done: Iterable[object]) -> list[float]:
    """How long each step took."""
    times = [time.perf_counter()]
    times += [time.perf_counter() for _ in done]
    return [(after - before) * 1000 for before, after in pairwise(times)]


def found_by(library: KnowledgeBase) -> set[str]:
    """The numbers of the documents whose passages are found by the number of the added one."""
    return {str(hit.document.facts.symbol) for hit in library.search(SYMBOL).hits}


def seconds_until(happened: Callable[[], bool], do: Callable[[], object]) -> float:
    """How long after the beginning of `do` something has happened."""
    started = time.perf_counter()
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(do)
        while not happened():
            time.sleep(0.02)
        seconds = time.perf_counter() - started
        done.result()
    return seconds


def gold_questions() -> list[str]:
    """The questions of the sample library."""
    lines = (ROOT / "corpus" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["query"] for line in lines]


def sampled(home: Path, count: int) -> list[DocumentRecord]:
    """Some documents of the library, the same every time."""
    store = open_store(home / "kb.db", read_only=True)
    records = store.records()
    store.close()
    return random.Random(1).sample(records, count)  # noqa: S311


def ask(benchmark: BenchmarkFixture, address: str, path: str, asked: list[str]) -> None:
    """Asks all once, after one round to warm up; median and 95th percentile are printed."""
    seconds: list[float] = []

    def ask_all() -> None:
        seconds.clear()
        with httpx.Client(base_url=address) as client:
            for words in asked:
                started = time.perf_counter()
                client.get(path, params={"q": words}).raise_for_status()
                seconds.append(time.perf_counter() - started)

    benchmark.pedantic(ask_all, rounds=1, warmup_rounds=1)

    middle, late = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    benchmark.extra_info |= {"median_ms": middle * 1000, "p95_ms": late * 1000}
    print(
        f"{len(seconds)} asked of {path}: median {middle * 1000:.1f} ms, p95 {late * 1000:.1f} ms,"
        f" longest {max(seconds) * 1000:.0f} ms"
    )
