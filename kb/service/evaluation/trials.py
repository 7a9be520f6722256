"""What an evaluation asks: questions, and the searches to put them to.

A trial over a library asks as `kb search` does and looks at the hits shown. A trial over a benchmark
folder puts its articles through the same indexer, into an index of their own, and asks the same
engine; an article that is too long for one passage is cut as documents are, and its best passage
counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kb.document import Span
from kb.errors import InvalidEvaluation
from kb.ingest.reading import Reader
from kb.ingest.split import pieces
from kb.passage import PassageKind
from kb.search.cross_encoder import PairScorer
from kb.search.embedder import Embedder
from kb.search.engine import SearchEngine
from kb.search.index_set import IndexSet, open_current
from kb.search.indexer import IndexEntry, Indexer
from kb.search.understanding import parse_query
from kb.search.weights import Weights
from kb.service.adding import Adder
from kb.service.evaluation.questions import (
    QUESTIONS,
    Article,
    Question,
    read_articles,
    read_gold,
    read_questions,
)
from kb.service.listing import files_of
from kb.service.live_index import LiveIndex
from kb.service.ranking import DEPTH
from kb.service.result_set import Choices
from kb.service.results import Hit
from kb.service.searching import Searcher
from kb.service.states import LiveStates
from kb.service.watching import EvaluationWatcher, Silence
from kb.store.documents import Store, open_store
from kb.store.files import Originals
from kb.store.waiting import WaitingFiles

SHOWN = 10
"""A page of hits: what a library is asked for, and the ranks that the measures look at."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: a passage of a document (by its file's name without suffix), or an article."""

    document: str
    place: str | None = None
    pages: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What was found, best first, and whether the search says that none of it answers."""

    found: Sequence[Found]
    abstained: bool = False


Search = Callable[[str], Answered]
"""Answers a question as it was typed."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Questions with a name, and how to search for their answers with other weights.

    `skipped` counts the questions left out because none of their documents is held.
    """

    name: str
    questions: tuple[Question, ...]
    skipped: int
    search_with: Callable[[Weights, Embedder], Search]


def library_trial(
    name: str, home: Path, store: Store, questions: Path, scorer: PairScorer | None = None
) -> Trial:
    """The gold questions in a file, put to a library. Raises InvalidEvaluation."""
    held = {Path(record.file_name).stem for record in store.records()}

    def search_with(weights: Weights, embedder: Embedder) -> Search:
        index = LiveIndex(home, store, lambda: embedder, weights)
        searcher = Searcher(store, index, LiveStates(store), scorer)

        def search(typed: str) -> Answered:
            answer = searcher.search(typed, Choices(), SHOWN)
            return Answered(tuple(map(_found, answer.hits)), answer.abstained)

        return search

    return _trial(name, read_gold(questions), held, search_with)


def _found(hit: Hit) -> Found:
    return Found(Path(hit.document.file_name).stem, hit.place, hit.pages)


@contextmanager
def samples_trial(
    folder: Path,
    reader: Reader,
    embedder: Embedder,
    watcher: EvaluationWatcher,
    scorer: PairScorer | None = None,
) -> Iterator[Trial]:
    """The gold questions of a folder, put to a library that holds its documents for this while."""
    with _temporary_home() as home:
        store = open_store(home / "kb.db")
        try:
            adder = Adder(
                home,
                store,
                Originals(home / "files"),
                WaitingFiles(home / "waiting"),
                reader,
                embedder,
                _Quiet(watcher),
                {},
            )
            list(adder.add_all(files_of([folder])))
            yield library_trial(folder.resolve().name, home, store, folder / QUESTIONS, scorer)
        finally:
            store.close()


class _Quiet(Silence):
    """Passes on how the embedding goes, and nothing of the files."""

    def __init__(self, watcher: EvaluationWatcher) -> None:
        self._watcher = watcher

    def passages(self, done: int, total: int) -> None:
        """Passes it on."""
        self._watcher.passages(done, total)


@contextmanager
def benchmark_trial(
    folder: Path, embedder: Embedder, watcher: EvaluationWatcher
) -> Iterator[Trial]:
    """The questions of a benchmark folder, put to an index of its articles made for this while."""
    articles, questions = read_articles(folder), read_questions(folder)
    with article_index(articles, embedder, watcher) as index:

        def search_with(weights: Weights, embedder: Embedder) -> Search:
            return _article_search(SearchEngine(index, embedder, weights))

        held = {article.id for article in articles}
        yield _trial(folder.resolve().name, questions, held, search_with)


@contextmanager
def article_index(
    articles: Sequence[Article], embedder: Embedder, watcher: EvaluationWatcher
) -> Iterator[IndexSet]:
    """An index of the articles, there for this while."""
    entries = list(_entries(articles))
    with _temporary_home() as home:
        Indexer(home, embedder).rebuild(
            entries, _GENERATION, lambda done: watcher.passages(done, len(entries))
        )
        yield open_current(home, embedder.fingerprint, _GENERATION)


_GENERATION = 1  # an index for one use never falls behind


def _entries(articles: Sequence[Article]) -> Iterator[IndexEntry]:
    """The passages of the articles; the row ids count from 1."""
    cut = ((article, span) for article in articles for span in _passages(article.text))
    for row_id, (article, span) in enumerate(cut, start=1):
        yield IndexEntry(
            row_id=row_id,
            document_id=article.id,
            text=span.of(article.text),
            heading="",
            title=article.title,
            kind=PassageKind.BODY,
            own_symbol=None,
            mentioned=(),
            searchable=True,
        )


def _passages(text: str) -> Sequence[Span]:
    """Where the text is cut; an article with nothing but a title is one empty passage.

    Cut is what documents are, and no worse: alqac2025 gained .011 of nDCG@10 over whole articles (95 %
    interval .004 to .018), natural lost .006 (0 to .017), 40 questions.
    """
    return list(pieces(text, Span(0, len(text)))) or [Span(0, 0)]


def _article_search(engine: SearchEngine) -> Search:
    def search(typed: str) -> Answered:
        query = engine.understood(parse_query(typed))
        ranking = engine.ranking(query, allowed_documents=None, limit=DEPTH)
        articles = dict.fromkeys(hit.document_id for hit in ranking.passages)
        return Answered(tuple(map(Found, articles)), ranking.unanswered)

    return search


def _trial(
    name: str,
    questions: Sequence[Question],
    held: set[str],
    search_with: Callable[[Weights, Embedder], Search],
) -> Trial:
    """A trial of the questions that can be answered from `held`, or by nothing anywhere."""
    kept = tuple(question for question in questions if _is_fair(question, held))
    if not kept:
        raise InvalidEvaluation(
            f"Không câu hỏi nào của «{name}» hỏi về văn bản đang giữ; hãy nạp văn bản của bộ câu hỏi"
            " bằng `kb add`, hoặc kiểm tra tên văn bản trong tệp câu hỏi."
        )
    return Trial(name, kept, len(questions) - len(kept), search_with)


def _is_fair(question: Question, held: set[str]) -> bool:
    return not question.targets or any(target.document in held for target in question.targets)


@contextmanager
def _temporary_home() -> Iterator[Path]:
    with TemporaryDirectory(prefix="kb-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
