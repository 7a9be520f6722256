"""What reading a file found out, from the store to the hit and the page of its document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.document import Confidence, Evidence, Page, Span
from kb.ingest.pipeline import Ingested
from kb.ingest.sources import Source
from kb.service.knowledge_base import KnowledgeBase
from kb.service.results import FactSource
from kb.service.serialise import answer_json, document_json
from tests.unit.service.conftest import OpenLibrary
from tests.unit.service.papers import PaperPipeline, paper, written

SCAN = Page("1", recognised=True, quality=0.9371)
RESOLUTION = paper(
    "Chiến lược phát triển bền vững kinh tế biển.",
    "\fTổ chức thực hiện nghị quyết.",
    symbol="36-NQ/TW",
    type="Nghị quyết",
    date="2018-10-22",
    issuer="Ban Chấp hành Trung ương",
    title="Chiến lược biển",
)
TWIN = (
    "symbol,type,date,issuer,term,plenum,title\n"
    "36-NQ/TW,Nghị quyết,2023-01-30,Bộ Chính trị,XIII,,Công nghệ sinh học\n"
)


class ScanPipeline(PaperPipeline):
    """Reads a paper of the XII term whose first page is a scan."""

    def read(self, source: Source, progress: Callable[[int, int], None] | None = None) -> Ingested:
        """The paper as a document."""
        read = super().read(source, progress)
        document = replace(
            read.document,
            pages=(SCAN, Page("2", quality=1.0)),
            facts=replace(read.document.facts, term="XII"),
            evidence=(
                Evidence("title", Confidence.LIKELY, Span(0, 10), "theo các dòng dưới tên loại"),
                Evidence("term", Confidence.DOUBTFUL, None, "suy từ ngày ban hành"),
            ),
        )
        scored = (
            replace(item, ocr_quality=document.ocr_quality_of(item.span)) for item in read.passages
        )
        return Ingested(document, tuple(scored), read.references)


@pytest.fixture
def library(open_library: OpenLibrary, tmp_path: Path) -> KnowledgeBase:
    """The one scanned resolution."""
    opened = open_library(pipeline=ScanPipeline())
    opened.add([written(tmp_path / "den", "bien.pdf", RESOLUTION)])
    return opened


def test_a_hit_on_a_scanned_page_says_how_surely_it_was_read(library: KnowledgeBase) -> None:
    hits = {hit.pages: hit for hit in library.search("nghị quyết kinh tế biển").hits}

    assert {pages: hit.ocr_quality for pages, hit in hits.items()} == {(1, 1): 0.9371, (2, 2): None}


def test_the_json_of_a_hit_tells_it_to_three_digits(library: KnowledgeBase) -> None:
    hits = answer_json(library.search("nghị quyết kinh tế biển"))["hits"]

    assert {tuple(hit["pages"] or ()): hit["ocr_quality"] for hit in hits} == {
        (1, 1): 0.937,
        (2, 2): None,
    }


def test_the_page_of_a_document_tells_its_pages_and_why_its_facts_are_so(
    library: KnowledgeBase,
) -> None:
    view = library.document_view(library.documents()[0].id)

    assert view.pages == (SCAN, Page("2", quality=1.0))
    assert view.sources == (
        FactSource(
            "title", Confidence.LIKELY, "theo các dòng dưới tên loại", "Chiến lược", 1, Span(0, 10)
        ),
        FactSource("term", Confidence.DOUBTFUL, "suy từ ngày ban hành", None, None),
    )


def test_the_json_of_a_document_carries_term_pages_and_evidence(library: KnowledgeBase) -> None:
    body = document_json(library.document_view(library.documents()[0].id))

    assert body["document"]["term"] == "XII"
    assert body["pages"][0] == {"label": "1", "recognised": True, "quality": 0.937}
    assert body["evidence"][1] == {
        "field": "term",
        "confidence": "doubtful",
        "reason": "suy từ ngày ban hành",
        "printed": None,
        "page": None,
    }


def test_a_number_that_no_other_document_bears_is_cited_without_the_term(
    library: KnowledgeBase,
) -> None:
    assert library.search("kinh tế biển").hits[0].citation.short == "Nghị quyết số 36-NQ/TW"


def test_a_number_with_a_twin_is_cited_with_the_term(
    library: KnowledgeBase, tmp_path: Path
) -> None:
    rows = tmp_path / "danh-muc.csv"
    rows.write_text(TWIN, encoding="utf-8")
    library.maintenance().load_catalogue(rows)

    hit = library.search("kinh tế biển").hits[0]

    assert hit.citation.short == "Nghị quyết số 36-NQ/TW (khóa XII)"
    assert library.document_view(hit.document.id).citation.short == hit.citation.short


def test_the_same_document_in_the_catalogue_is_no_twin(
    library: KnowledgeBase, tmp_path: Path
) -> None:
    rows = tmp_path / "danh-muc.csv"
    rows.write_text(TWIN.replace("2023-01-30", "2018-10-22"), encoding="utf-8")
    library.maintenance().load_catalogue(rows)

    assert library.search("kinh tế biển").hits[0].citation.short == "Nghị quyết số 36-NQ/TW"
