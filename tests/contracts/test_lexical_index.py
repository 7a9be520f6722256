"""tantivy's BM25 against the formula worked in plain Python, and its order against rank_bm25."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from rank_bm25 import BM25Plus  # type: ignore[import-untyped]

from kb.search.lexical_index import Clause, LexicalIndex
from kb.search.lexical_schema import Field, LexicalPassage
from kb.search.lexical_tokens import prepared

TEXTS = [
    "công tác thông tin đối ngoại của tỉnh",
    "thông tin đối ngoại và công tác đối ngoại nhân dân trong tình hình mới",
    "bảo vệ nền tảng tư tưởng của Đảng",
    "phát triển kinh tế biển bền vững",
    "quốc phòng, an ninh và đối ngoại",
    "tăng cường công tác dân vận của Đảng",
]
QUERIES = ["công tác đối ngoại", "tư tưởng của Đảng", "kinh tế biển", "thông tin"]
K1, B = 1.2, 0.75
"""The constants of tantivy (src/query/bm25.rs); Robertson and Zaragoza 2009, section 3."""


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    made = LexicalIndex.create(tmp_path)
    made.change(
        LexicalPassage(row, f"d{row}", False, text, "", None, ()) for row, text in enumerate(TEXTS)
    )
    return made


def bm25(query: str, text: str) -> float:
    documents = [prepared(other) for other in TEXTS]
    words, average = prepared(text), sum(map(len, documents)) / len(documents)
    total = 0.0
    for token in prepared(query):
        held = sum(token in document for document in documents)
        idf = math.log(1 + (len(TEXTS) - held + 0.5) / (held + 0.5))
        times = words.count(token)
        norm = K1 * (1 - B + B * len(words) / average)
        total += idf * times * (K1 + 1) / (times + norm)
    return total


@pytest.mark.parametrize("query", QUERIES)
def test_scores_equal_the_formula(index: LexicalIndex, query: str) -> None:
    """Every text is under 40 tokens, so that tantivy's one-byte lengths are exact."""
    found = index.search([Clause(Field.BODY, tuple(prepared(query)), 2.0)], 10)

    scores = {row: 2.0 * bm25(query, text) for row, text in enumerate(TEXTS)}
    assert {row.row_id: row.score for row in found} == pytest.approx(
        {row: score for row, score in scores.items() if score > 0}, rel=1e-5
    )


@pytest.mark.parametrize("query", QUERIES)
def test_the_order_equals_rank_bm25(index: LexicalIndex, query: str) -> None:
    reference = BM25Plus([prepared(text) for text in TEXTS], k1=K1, b=B, delta=0)
    scores = reference.get_scores(prepared(query))
    order = sorted((row for row in range(len(TEXTS)) if scores[row] > 0), key=lambda r: -scores[r])

    found = index.search([Clause(Field.BODY, tuple(prepared(query)), 1.0)], 10)

    assert [row.row_id for row in found] == order
