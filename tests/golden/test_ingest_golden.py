"""What each document was read as when a person last looked at it beside its printed pages.

One JSON file a document. A change here is reviewed like code: divisions, facts and references gained,
lost or moved. The real documents leave only digests, counts and facts, none of their text.
"""

import hashlib
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from kb.document import Document, Facts
from kb.ingest.ocr.pages import TesseractMissing, find_tesseract
from kb.ingest.pipeline import Ingested, IngestPipeline
from kb.ingest.sources import read_source
from kb.place import chains_of, place_of
from tests.factories import CORPUS, read_real

FOLDER = Path(__file__).parent
PIPELINE = IngestPipeline(max_pages=500)
REAL_FILES = (
    "94-hd-btgtu/94-hd-btgtu.pdf",
    "94-hd-btgtu/94-hd-btgtu-browser-print.pdf",
    "294-qd-tw/294-qd-tw.pdf",
    "94-hd-btgtu/94-hd-btgtu.docx",
    "office/ke-hoach-xuan-tinh-nguyen.pdf",
    "office/ke-hoach-thi-dua.docx",
)
REAL_SCANS = ("94-hd-btgtu/94-hd-btgtu-scan.pdf", "scans/scan-1.pdf", "scans/scan-2.pdf")
SCANS_READ_BY = "5.3.0"
"""The tesseract that read the scans when they were reviewed; another reads a few letters otherwise."""


def sha(text: str) -> str:
    """The sha256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def facts_of(facts: Facts) -> dict[str, str | None]:
    """Facts as strings, None where nothing is printed."""
    return {
        "symbol": str(facts.symbol) if facts.symbol else None,
        "type": facts.type,
        "date": facts.date.isoformat() if facts.date else None,
        "issuer": facts.issuer,
        "place": facts.place,
        "title": facts.title,
        "signatory": facts.signatory,
        "term": facts.term,
    }


def divisions_of(document: Document) -> list[str]:
    """One line a division: key, place, title."""
    chains = chains_of(document.divisions)
    return [
        f"{item.key} | {place_of(chains[item.path])} | {item.title}" for item in document.divisions
    ]


def references_of(ingested: Ingested) -> list[str]:
    """One line a mention: type, symbol, date, issuer."""
    return [
        f"{item.type} | {item.name} | {item.date} | {item.issuer}" for item in ingested.references
    ]


def digest_of(ingested: Ingested) -> dict[str, object]:
    """What is kept of a sample document."""
    document = ingested.document
    return {
        "facts": facts_of(document.facts),
        "evidence": {
            item.field: f"{item.confidence.value}, {item.reason}" for item in document.evidence
        },
        "pages": document.page_count,
        "text": {"characters": len(document.text), "sha256": sha(document.text)},
        "divisions": divisions_of(document),
        "footnotes": [note.number for note in document.footnotes],
        "passages": dict(sorted(Counter(item.kind.value for item in ingested.passages).items())),
        "references": references_of(ingested),
        "dropped": dict(sorted(Counter(item.reason for item in document.dropped).items())),
    }


def short_digest_of(ingested: Ingested) -> dict[str, object]:
    """What is kept of a real document: as above, with digests and counts in place of words."""
    document = ingested.document
    keys = [division.key for division in document.divisions]
    titles = [division.title for division in document.divisions]
    mentions = sorted({f"{item.name} {item.date}" for item in ingested.references})
    return digest_of(ingested) | {
        "divisions": {
            "count": len(keys),
            "kinds": dict(sorted(Counter(item.kind.value for item in document.divisions).items())),
            "keys": sha("\n".join(keys)),
            "titles": sha("\n".join(titles)),
        },
        "references": {"count": len(ingested.references), "mentions": mentions},
    }


def scan_digest_of(ingested: Ingested) -> dict[str, object]:
    """What is kept of a real scan: also how its reading was told to be."""
    document = ingested.document
    return short_digest_of(ingested) | {
        "warnings": list(document.warnings),
        "qualities": [round(page.quality, 2) for page in document.pages],
    }


def golden_name(name: str) -> str:
    """The golden file of a real document: "real-294-qd-tw"; Word files say what they are."""
    path = Path(name)
    return f"real-{path.stem}" + path.suffix.replace(".pdf", "").replace(".", "-")


def compare(digest: dict[str, object], name: str, *, update: bool) -> None:
    """Compares a digest with its file, or rewrites the file."""
    path = FOLDER / f"{name}.json"
    if update:
        path.write_text(json.dumps(digest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert path.exists(), f"{path.name} is missing: run pytest tests/golden --update-golden"
    assert digest == json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(path.stem for path in CORPUS.glob("*.pdf")))
def test_a_sample_document_is_read_as_it_was_reviewed(name: str, update_golden: bool) -> None:
    digest = digest_of(PIPELINE.read(read_source(CORPUS / f"{name}.pdf")))

    compare(digest, name, update=update_golden)


@pytest.mark.real
@pytest.mark.parametrize("name", REAL_FILES)
def test_a_real_document_is_read_as_it_was_reviewed(name: str, update_golden: bool) -> None:
    compare(short_digest_of(read_real(name)), golden_name(name), update=update_golden)


@pytest.mark.real
@pytest.mark.parametrize("name", REAL_SCANS)
def test_a_real_scan_is_read_as_it_was_reviewed(name: str, update_golden: bool) -> None:
    engine = find_tesseract()
    if isinstance(engine, TesseractMissing) or engine.version != SCANS_READ_BY:
        pytest.skip(f"the golden files of scans are those of tesseract {SCANS_READ_BY}")

    compare(scan_digest_of(read_real(name)), golden_name(name), update=update_golden)


def test_every_golden_file_has_its_document() -> None:
    documents = {path.stem for path in CORPUS.glob("*.pdf")}
    documents |= set(map(golden_name, (*REAL_FILES, *REAL_SCANS)))

    assert {path.stem for path in FOLDER.glob("*.json")} == documents


def test_golden_files_are_never_rewritten_in_ci(update_golden: bool) -> None:
    assert not (update_golden and os.environ.get("CI"))
