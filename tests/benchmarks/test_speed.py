"""How long people wait. Nothing is asserted of the times: they are this machine's.

Run `pytest tests/benchmarks -s`; TEST_MODEL_CACHE=… saves unpacking the model, and
`--benchmark-json=times.json` keeps the figures. The default run leaves this folder out.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import time
from itertools import cycle
from pathlib import Path

import httpx
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from kb.search.embedder import load_embedder
from kb.search.features import asked_of
from kb.search.index_set import current_manifest, open_current
from kb.search.reranker import candidate_features, load_reranker, reranked
from kb.search.retriever import retrieve, wanted_text
from kb.search.understanding import parse_query
from kb.search.weights import DEFAULT_WEIGHTS
from tests.benchmarks.conftest import KB
from tests.conftest import ROOT, environment

pytestmark = pytest.mark.model


def questions() -> list[str]:
    """The gold questions: sixty, all different, of every kind."""
    text = (ROOT / "corpus" / "queries.jsonl").read_text(encoding="utf-8")
    return [json.loads(line)["query"] for line in text.splitlines()]


@pytest.mark.parametrize("options", [["--json"], []], ids=["json", "for people"])
def test_search_from_the_shell(
    benchmark: BenchmarkFixture, samples: Path, options: list[str]
) -> None:
    """A process that starts, loads model and index, answers and ends."""
    asked = cycle(questions())
    variables = environment(samples)

    def ask() -> None:
        command = [KB, "search", next(asked), *options]
        subprocess.run(command, env=variables, check=True, capture_output=True)

    benchmark.pedantic(ask, rounds=15, warmup_rounds=2)


@pytest.mark.parametrize("page", ["/api/v1/search", "/"])
def test_search_over_http(benchmark: BenchmarkFixture, address: str, page: str) -> None:
    """A warm server, each question asked once; median and 95th percentile are printed."""
    seconds: list[float] = []

    def ask_all() -> None:
        with httpx.Client(base_url=address) as client:
            for typed in questions():
                started = time.perf_counter()
                client.get(page, params={"q": typed}).raise_for_status()
                seconds.append(time.perf_counter() - started)

    benchmark.pedantic(ask_all, rounds=5, warmup_rounds=0)

    first = len(questions())  # the first round meets cold caches, as a user's new question does
    middle, late = statistics.median(seconds[:first]), statistics.quantiles(seconds[:first], n=20)
    benchmark.extra_info |= {"median_ms": middle * 1000, "p95_ms": late[-1] * 1000}
    print(f"\n{page}: median {middle * 1000:.1f} ms, p95 {late[-1] * 1000:.1f} ms")


def test_reranking(benchmark: BenchmarkFixture, samples: Path) -> None:
    """The reranker alone, over the first candidates of each question."""
    embedder = load_embedder(samples / "models", None, "query: ", "passage: ", 2)
    manifest = current_manifest(samples)
    assert manifest is not None
    index = open_current(samples, embedder.fingerprint, manifest.generation)
    asked = []
    for typed in questions():
        query = parse_query(typed)
        vector = embedder.embed_query(wanted_text(query))
        asked.append((wanted_text(query), vector, retrieve(index, query, vector, None, 100)))
    turns = cycle(asked)

    def rerank() -> None:
        text, vector, found = next(turns)
        first = found[: DEFAULT_WEIGHTS.reranked]
        features = candidate_features(index, asked_of(text, index.lexical), vector, first)
        reranked(found, load_reranker().model(text, None).scores(features))

    benchmark.pedantic(rerank, rounds=5 * len(asked), warmup_rounds=len(asked))


def test_adding_documents(
    benchmark: BenchmarkFixture, models_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """`kb add` of the sample folder into an empty library, embedding included."""

    def fresh() -> tuple[tuple[Path], dict[str, object]]:
        home = tmp_path_factory.mktemp("kho")
        (home / "models").symlink_to(models_dir)
        return (home,), {}

    def add(home: Path) -> None:
        command = [KB, "add", str(ROOT / "corpus")]
        subprocess.run(command, env=environment(home), check=True, capture_output=True)

    benchmark.pedantic(add, setup=fresh, rounds=1)
