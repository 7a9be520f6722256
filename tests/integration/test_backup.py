"""The sample library, backed up while its last documents are at the desk, answers as it does."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from kb.ingest.pipeline import IngestPipeline
from kb.service.evaluation.questions import read_gold
from kb.service.keeping.unpacking import restore_library
from kb.service.knowledge_base import KnowledgeBase
from kb.service.results import Hit
from kb.store.documents import open_store
from tests.conftest import ROOT
from tests.fakes import HashEmbedder
from tests.integration.test_library import Slow

CORPUS = ROOT / "corpus"
LAST = ("917-qd-tum.pdf", "918-cv-vptum.pdf")
QUESTIONS = [question.text for question in read_gold(CORPUS / "queries.jsonl")]

OpenAt = Callable[..., KnowledgeBase]


@pytest.fixture
def open_at() -> Iterator[OpenAt]:
    """Opens the library in a folder."""
    opened: list[KnowledgeBase] = []

    def open_it(home: Path, embedder: HashEmbedder | None = None) -> KnowledgeBase:
        store, reader = open_store(home / "kb.db"), nullcontext(IngestPipeline(2000))
        library = KnowledgeBase(home, store, lambda: reader, lambda: embedder or HashEmbedder())
        opened.append(library)
        return library

    yield open_it
    for library in opened:
        library.close()


def send(library: KnowledgeBase, path: Path) -> None:
    """Brings a file to the desk."""
    with library.desk.receiving() as reception:
        reception.begin(path.name)
        reception.write(path.read_bytes())
        reception.end()


def work(library: KnowledgeBase) -> None:
    """Does what lies at the desk."""
    worker = library.worker(lambda line: None)
    while not worker.step():
        pass


def silent(done: int, total: int) -> None:
    pass


def answers(library: KnowledgeBase) -> list[tuple[Hit, ...]]:
    return [library.search(question, limit=10).hits for question in QUESTIONS]


def test_all_gold_questions_have_the_same_answers_once_the_desk_has_done_its_work(
    home: Path, tmp_path: Path, open_at: OpenAt
) -> None:
    """Of the last documents one is being indexed at that moment, and one was received after it."""
    first = shutil.copytree(CORPUS, tmp_path / "đầu", ignore=shutil.ignore_patterns(*LAST))
    library, embedder = open_at(home), Slow()
    library.add([first])
    send(library, CORPUS / LAST[0])
    adding = threading.Thread(target=work, args=(open_at(home, embedder),))
    adding.start()
    assert embedder.began.wait(60)
    send(library, CORPUS / LAST[1])

    manifest = library.maintenance().backup(tmp_path / "tv.zip", {}, silent)
    embedder.may_go_on.set()
    adding.join()
    restore_library(tmp_path / "tv.zip", tmp_path / "mới", silent)
    restored = open_at(tmp_path / "mới")
    restored.maintenance().settle_restored("tv.zip", manifest, silent)
    assert [job.state.value for job in restored.desk.jobs()] == ["received", "received"]
    work(restored)

    assert manifest.documents == len(list(CORPUS.glob("*.pdf"))) - 1
    assert [job.state.value for job in restored.desk.jobs()] == ["added", "added"]
    assert restored.documents() == library.documents()
    assert restored.maintenance().verify(silent) == ()
    assert answers(restored) == answers(library)
