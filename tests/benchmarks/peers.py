"""kb beside its peers: quality and latency over the same questions, asked in turn in one process.

    python -m tests.benchmarks.peers --benchmark DIR [--folds] [--library HOME]

`--benchmark` and `--folds` are those of `kb evaluate`. The folder `--library` is filled, where nothing
lies there, with a library of 100,000 generated passages; to it the gold questions of the samples are
put for their time alone. Vectors and words take minutes, and are kept in KB_HOME/cache.

Each peer is used as its own documentation has it, on whole articles, title first. All are asked each
question before the next one, in an order drawn anew, so that other work on the machine meets all alike.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter

import bm25s  # type: ignore[import-untyped]
import faiss
import numpy as np
import torch
from rank_bm25 import BM25Okapi  # type: ignore[import-untyped]
from underthesea import word_tokenize

from kb.ingest.pipeline import IngestPipeline
from kb.search.cached_embedder import CachedEmbedder
from kb.search.embedder import Embedder, Matrix, SentenceTransformerEmbedder, load_embedder
from kb.search.index_set import open_current
from kb.search.model import prepare_default_model
from kb.search.weights import DEFAULT_WEIGHTS
from kb.service.evaluation.judging import Outcome, judged
from kb.service.evaluation.questions import Question, read_articles, read_gold
from kb.service.evaluation.running import searches
from kb.service.evaluation.summary import latency, summarised
from kb.service.evaluation.trials import SHOWN, Answered, Found, Search, benchmark_trial
from kb.service.knowledge_base import KnowledgeBase
from kb.service.watching import Silence
from kb.settings import load_settings
from kb.store.documents import Store, open_store
from kb.vietnamese.damage import Variant, damaged
from tests.benchmarks.large_library import fill
from tests.factories import CORPUS

VARIANTS = (None, Variant.UNACCENTED, Variant.TYPO, Variant.TELEX)

DEPTH = 100
"""Of each list that is fused, as in kb's own search."""

RRF_K = 60
"""Cormack, Clarke, Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning
Methods", SIGIR 2009."""

Ranking = Callable[[str], Sequence[int]]
"""The numbers of the best passages, best first, for a question as it was typed."""

Engines = Mapping[str, Callable[[Question], Search]]
"""By name, the search for each question: only kb's differs from question to question, by folds."""


@dataclass(frozen=True, slots=True)
class Models:
    """One model in two forms: kb's own, and the sentence-transformers form under torch."""

    int8: Embedder
    float32: Embedder
    cache: Path

    def cached(self, model: Embedder) -> CachedEmbedder:
        """The model for passages, whose vectors are kept."""
        return CachedEmbedder(model, self.cache / "vectors.db")


def split_words(text: str) -> list[str]:
    """As in the README of rank-bm25, in lower case as it advises."""
    return text.lower().split()


def segmented_words(text: str) -> list[str]:
    """Vietnamese words, which may hold several syllables."""
    return [word.lower() for word in word_tokenize(text)]


def okapi(corpus: Sequence[list[str]], words: Callable[[str], list[str]]) -> Ranking:
    """rank-bm25."""
    index, numbers = BM25Okapi(corpus), range(len(corpus))
    return lambda typed: list(index.get_top_n(words(typed), numbers, n=SHOWN))


def sparse(texts: Sequence[str], depth: int) -> Ranking:
    """bm25s; passages without a word of the question are none of its finds."""
    index = bm25s.BM25()
    index.index(_ids(texts), show_progress=False)
    most = min(depth, len(texts))

    def ranking(typed: str) -> Sequence[int]:
        numbers, scores = index.retrieve(_ids([typed]), k=most, show_progress=False)
        return list(map(int, numbers[0][scores[0] > 0]))

    return ranking


def _ids(texts: Sequence[str]) -> object:
    """Its stop words are English, and it has no stemmer for Vietnamese, whose words do not bend."""
    return bm25s.tokenize(list(texts), stopwords=None, show_progress=False)


def dense(vectors: Matrix, model: Embedder) -> Ranking:
    """A sentence-transformers model over FAISS's exhaustive index.

    Each on one thread, the kindest to them where others work too: with one of two cores busy, two
    threads took 37 ms where one took 26 to encode, and 13 where one took 4.6 to search 100,000 vectors.
    """
    torch.set_num_threads(1)
    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)

    def ranking(typed: str) -> Sequence[int]:
        _, numbers = index.search(model.embed_query(typed).reshape(1, -1), min(DEPTH, len(vectors)))
        return list(map(int, numbers[0]))

    return ranking


def rank_fusion(rankings: Sequence[Ranking]) -> Ranking:
    """One list of several, by the sums of 1 / (k + rank)."""

    def ranking(typed: str) -> Sequence[int]:
        scores: dict[int, float] = defaultdict(float)
        for one in rankings:
            for rank, number in enumerate(one(typed), start=1):
                scores[number] += 1 / (RRF_K + rank)
        return sorted(scores, key=lambda number: -scores[number])[:SHOWN]

    return ranking


def peers(ids: Sequence[str], texts: Sequence[str], vectors: Matrix, models: Models) -> Engines:
    """The others, over the passages `texts`, which belong to the documents `ids`."""
    split, segmented = [split_words(text) for text in texts], _segmented(texts, models.cache)
    rankings = {
        "rank-bm25": okapi(split, split_words),
        "rank-bm25, underthesea": okapi(segmented, segmented_words),
        "bm25s": sparse(texts, SHOWN),
        "e5 + FAISS, bm25s, RRF": rank_fusion(
            [dense(vectors, models.float32), sparse(texts, DEPTH)]
        ),
    }

    def engine(ranking: Ranking) -> Callable[[Question], Search]:
        def search(typed: str) -> Answered:
            return Answered([Found(ids[number]) for number in ranking(typed)])

        return lambda question: search

    return {name: engine(ranking) for name, ranking in rankings.items()}


def _segmented(texts: Sequence[str], cache: Path) -> list[list[str]]:
    """The words of all texts, kept in a file: underthesea reads 180,000 characters a second."""
    digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
    path = cache / f"words-{digest}.json"
    if not path.exists():
        made = json.dumps([segmented_words(text) for text in texts], ensure_ascii=False)
        path.write_text(made, encoding="utf-8")
    words: list[list[str]] = json.loads(path.read_bytes())
    return words


def asked(
    questions: Sequence[Question], variant: Variant | None, engines: Engines
) -> dict[str, list[Outcome]]:
    """What came of each question with each engine, by its name."""
    outcomes: dict[str, list[Outcome]] = {name: [] for name in engines}
    for question in questions:
        text = question.text if variant is None else damaged(question.text, variant)
        for name in Random(question.id).sample(sorted(engines), len(engines)):  # noqa: S311
            search = engines[name](question)
            started = perf_counter()
            answered = search(text)
            taken = (perf_counter() - started) * 1000
            outcomes[name].append(judged(question, text, answered, taken))
    return outcomes


def warm_up(engines: Engines) -> None:
    """A first question loads things and is not counted. What was built is left out of later garbage
    collections, which would stop whoever is being asked for the sake of another's millions of words."""
    asked([Question("0", "câu hỏi khởi động", None, ())], None, engines)
    gc.collect()
    gc.freeze()


def on_benchmark(folder: Path, folds: bool, models: Models) -> dict[str, list[str]]:
    """Cells for each engine: nDCG@10 and Acc@1 of each variant, then latencies in milliseconds."""
    articles = read_articles(folder)
    texts = [f"{article.title}\n{article.text}" for article in articles]
    vectors = models.cached(models.float32).embed_passages(texts)
    engines = dict(peers([article.id for article in articles], texts, vectors, models))
    with benchmark_trial(folder, models.cached(models.int8), Silence()) as trial:
        engines["kb"] = searches(trial, DEFAULT_WEIGHTS, models.int8, folds)
        warm_up(engines)
        by_variant = [asked(trial.questions, variant, engines) for variant in VARIANTS]
    return {
        name: [*(_quality(found[name]) for found in by_variant), _times(by_variant, name)]
        for name in engines
    }


def on_library(home: Path, models: Models) -> dict[str, list[str]]:
    """A cell for each engine: latency over the passages of the library, filled if there is none."""
    home.mkdir(parents=True, exist_ok=True)
    store = open_store(home / "kb.db")
    if not store.passage_count():
        fill(home, store, models.int8, passages=100_000)
    engines = dict(peers(*library_passages(home, store, models.int8), models))
    knowledge = KnowledgeBase(
        home, store, lambda: nullcontext(IngestPipeline(1)), lambda: models.int8
    )

    def search(typed: str) -> Answered:
        return Answered([Found(hit.document.id) for hit in knowledge.search(typed).hits])

    engines["kb"] = lambda question: search
    warm_up(engines)
    outcomes = asked(read_gold(CORPUS / "queries.jsonl"), None, engines)
    knowledge.close()
    return {name: [_times([outcomes], name)] for name in engines}


def library_passages(
    home: Path, store: Store, model: Embedder
) -> tuple[Sequence[str], Sequence[str], Matrix]:
    """The documents, texts and vectors of the indexed passages of a library."""
    index = open_current(home, model.fingerprint, store.generation()).vectors
    held = dict(store.iterate_passages(index.rows()))
    ids, texts = zip(*((one.document_id, one.text) for one in held.values()), strict=True)
    return ids, texts, np.stack([index.vector_of(row) for row in held])


def _quality(outcomes: Sequence[Outcome]) -> str:
    measures = summarised(outcomes).measures
    ndcg, first = (f"{measures[name].mean:.3f}".lstrip("0") for name in ("ndcg@10", "acc@1"))
    return f"{ndcg} / {first}"


def _times(found: Sequence[Mapping[str, Sequence[Outcome]]], name: str) -> str:
    """Median and 95th percentile over all questions asked."""
    taken = latency([one for outcomes in found for one in outcomes[name]])
    return f"{taken.median:.1f} ({taken.p95:.1f})" if taken else ""


def table(head: Sequence[str], rows: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Lines of Markdown."""
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for name, cells in rows.items():
        yield f"| {' | '.join([name, *cells])} |"


def main() -> None:
    """Measures, and prints the table."""
    given = _arguments()
    settings = load_settings()
    folder = prepare_default_model(settings.home / "models")
    prompts = "query: ", "passage: "
    models = Models(
        load_embedder(settings.home / "models", None, *prompts, settings.threads),
        SentenceTransformerEmbedder(str(folder), *prompts, settings.threads),
        settings.home / "cache",
    )
    rows = on_benchmark(given.benchmark, given.folds, models)
    head = ["", *(variant or "as they are" for variant in VARIANTS), "ms (p95)"]
    if given.library is not None:
        more = on_library(given.library, models)
        rows = {name: cells + more[name] for name, cells in rows.items()}
        head.append("ms (p95), library")
    print("\n".join(table(head, rows)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--benchmark", type=Path, required=True, metavar="DIR")
    parser.add_argument("--folds", action="store_true", help="as for kb evaluate")
    parser.add_argument("--library", type=Path, metavar="HOME")
    return parser.parse_args()


if __name__ == "__main__":
    main()
