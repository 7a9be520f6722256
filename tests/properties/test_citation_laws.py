"""A citation leads back to what it cites: every passage of the samples, and of the real documents."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from kb.drafting.render import cite, format_date
from kb.ingest.pipeline import Ingested, IngestPipeline
from kb.ingest.sources import read_source
from kb.place_pattern import divisions_at
from kb.search.place_patterns import find_places
from kb.symbol import find_symbols
from tests.factories import CORPUS, REAL

REAL_FILES = [path for path in sorted(REAL.glob("*/*.pdf")) if "scan" not in path.stem] or [
    REAL / "absent.pdf"
]
FILES = [
    *(pytest.param(path, id=path.stem) for path in sorted(CORPUS.glob("*.pdf"))),
    *(pytest.param(path, id=f"real-{path.stem}", marks=pytest.mark.real) for path in REAL_FILES),
]


@cache
def _read(path: Path) -> Ingested:
    return IngestPipeline(max_pages=500).read(read_source(path))


@pytest.fixture(params=FILES)
def ingested(request: pytest.FixtureRequest) -> Ingested:
    """Each document in turn."""
    if not request.param.exists():
        pytest.skip("no real documents beside the project")
    return _read(request.param)


def test_the_passage_form_leads_to_its_document_place_and_pages(ingested: Ingested) -> None:
    document = ingested.document
    divisions = {division.key: division for division in document.divisions}
    for passage in ingested.passages:
        cited = cite(document.facts, passage.place, passage.pages).passage
        symbols = [found.symbol for found in find_symbols(cited)]
        assert symbols == ([document.facts.symbol] if document.facts.symbol else [])
        division = divisions[passage.division]
        (place,) = find_places(cited)
        assert division in divisions_at(document.text, document.divisions, place.place), cited
        first, last = passage.pages or (0, 0)
        (printed,) = re.findall(r", tr\. (\d+(?:-\d+)?)$", cited)
        assert printed == (str(first) if first == last else f"{first}-{last}")


def test_the_full_form_has_every_fact_that_the_document_prints(ingested: Ingested) -> None:
    facts = ingested.document.facts
    full = cite(facts).full

    assert [found.symbol for found in find_symbols(full)][:1] == (
        [facts.symbol] if facts.symbol else []
    )
    assert not facts.date or f", ngày {format_date(facts.date)}" in full
    assert not facts.issuer or f" của {facts.issuer}" in full
    assert full.startswith(facts.type or "Văn bản")
