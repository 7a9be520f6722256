"""The engine as the service meets it."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kb.passage import PassageKind
from kb.search.embedder import Vector
from kb.search.engine import ScoredPassage, SearchEngine
from kb.search.index_set import open_current
from kb.search.indexer import IndexEntry, Indexer
from kb.search.understanding import parse_query
from kb.symbol import parse_symbol
from tests.fakes import HashEmbedder
from tests.unit.search.indexes import index_of

EMBEDDER = HashEmbedder()
TEXTS = ["thông tin đối ngoại", "kinh tế biển", "quốc phòng, an ninh"]


@pytest.fixture
def engine(tmp_path: Path) -> SearchEngine:
    return SearchEngine(index_of(tmp_path, EMBEDDER, TEXTS), EMBEDDER)


def search(engine: SearchEngine, typed: str, limit: int = 10) -> list[ScoredPassage]:
    return engine.search(parse_query(typed), allowed_documents=None, limit=limit)


def test_a_hit_names_its_row_and_document(engine: SearchEngine) -> None:
    assert search(engine, "kinh tế biển")[0] == ScoredPassage(2, "d2", 1.0, 1.0, 1.0, False)


def test_the_limit_cuts_the_list(engine: SearchEngine) -> None:
    assert len(search(engine, "kinh tế", limit=1)) == 1
    assert search(engine, "kinh tế", limit=0) == []


@pytest.mark.parametrize(
    "typed",
    [
        "thong tin doi ngoai",
        "THONG TIN DOI NGOAI",
        "thoong tin ddoois ngoaij",
        "tho6ng tin d9o61i ngoai5",
        "thông tin đối ngọai",
        "tho\u0302ng tin đo\u0302\u0301i ngoa\u0323i",
        "thông tin \u00f0ối ngoại",
        "thông tin – đối ngoại",
        "thông tnn đối ngoại",
    ],
)
def test_one_question_has_one_answer_however_it_is_typed(engine: SearchEngine, typed: str) -> None:
    as_printed = search(engine, "thông tin đối ngoại")

    query = engine.understood(parse_query(typed))

    found = engine.search(query, allowed_documents=None, limit=10)
    assert [hit.row_id for hit in found] == [hit.row_id for hit in as_printed] != []


def test_old_and_new_tones_give_the_same_scores(engine: SearchEngine) -> None:
    """The model reads letters, so it is given one way of writing."""
    assert search(engine, "hoà bình, thuỷ sản đối ngoại") == search(
        engine, "hòa bình, thủy sản đối ngoại"
    )


class ReadingEmbedder(HashEmbedder):
    """Remembers what it was asked to read."""

    read = ""

    def embed_query(self, text: str) -> Vector:
        self.read = text
        return super().embed_query(text)


def test_the_model_reads_what_was_meant_with_tones_in_one_place(tmp_path: Path) -> None:
    embedder = ReadingEmbedder()
    entry = IndexEntry(1, "d", TEXTS[0], "", "", PassageKind.BODY, None, (), True)
    Indexer(tmp_path, embedder).rebuild([entry], 1)
    engine = SearchEngine(open_current(tmp_path, embedder.fingerprint, 1), embedder)

    engine.search(
        engine.understood(parse_query("thong tin đối ngoại hoà bình")),
        allowed_documents=None,
        limit=1,
    )

    assert embedder.read == "thông tin đối ngoại hòa bình"


@pytest.mark.parametrize("typed", ["", "???", " . "])
def test_a_query_without_words_finds_nothing(engine: SearchEngine, typed: str) -> None:
    assert search(engine, typed) == []


def test_a_query_that_shares_no_word_with_the_library_finds_nothing(engine: SearchEngine) -> None:
    assert search(engine, "zzzz qqq") == []


class Deaf(HashEmbedder):
    """An embedder that must not be asked."""

    def embed_query(self, text: str) -> Vector:
        raise AssertionError("a number means nothing to a model")


def test_a_number_alone_is_looked_up_without_the_model(tmp_path: Path) -> None:
    symbol = parse_symbol("57-KL/TW")
    entry = IndexEntry(1, "d1", "kinh tế", "", "", PassageKind.BODY, symbol, (), True)
    Indexer(tmp_path, EMBEDDER).rebuild([entry], 1)
    engine = SearchEngine(open_current(tmp_path, EMBEDDER.fingerprint, 1), Deaf())

    (found,) = search(engine, "57 kl tw")

    assert (found.row_id, found.number) == (1, True)


def test_nothing_allowed_finds_nothing(engine: SearchEngine) -> None:
    assert engine.search(parse_query("kinh tế"), allowed_documents=set(), limit=5) == []


@pytest.mark.parametrize(
    "typed", ["đối ngoại " * 1000, "57-KL/TW " * 50, "\u0000\ud7ff😀", "AND OR"]
)
def test_odd_queries_answer(engine: SearchEngine, typed: str) -> None:
    assert isinstance(search(engine, typed), list)


def test_threads_get_the_same_answers(engine: SearchEngine) -> None:
    alone = [search(engine, text) for text in TEXTS]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: search(engine, text), TEXTS * 40))

    assert together == alone * 40


def test_searching_imports_neither_torch_nor_underthesea() -> None:
    code = (
        "import sys, kb.search.engine, kb.search.indexer, kb.search.understanding, kb.search.snippet;"
        "print(sorted({'torch', 'transformers', 'underthesea', 'sentence_transformers'}"
        " & set(sys.modules)))"
    )

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
