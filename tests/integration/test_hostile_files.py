"""Four hundred damaged and hostile files: each is refused by name, or becomes a document that is whole.

A document is whole if it says what the undamaged one says; if it warns of the damage; or if another
reader sees no letter in the file that the document has neither in its text nor among what it dropped,
which means that the damage changed what the file says.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pypdf
import pytest

from kb.document import Document
from kb.errors import SecretMarked, UnreadableFile
from kb.ingest.confined import ConfinedReader
from kb.ingest.sources import source_of
from kb.ingest.worker import Limits, load_pipeline
from tests.conftest import ROOT, RunKb
from tests.integration.damage import (
    DOCX_DAMAGES,
    GOOD_DOCX,
    HOSTILE_DOCX,
    HOSTILE_PDFS,
    PDF_DAMAGES,
    SENTENCE,
)

SAMPLES = [
    (ROOT / "corpus" / f"{name}.pdf").read_bytes() for name in ("907-tb-vptum", "918-cv-vptum")
]
PDFS_OF_A_KIND, DOCX_OF_A_KIND = 26, 20
"""With nine kinds of damage to PDFs, seven to DOCX, and 29 hostile files: 403 files."""

LIMITS = Limits(memory_mb=2048, seconds=60)
_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


@pytest.fixture(scope="module")
def reader() -> Iterator[ConfinedReader]:
    """Reads in a child process, as the library does."""
    with ConfinedReader(partial(load_pipeline, 2000), LIMITS) as reader:
        yield reader


def outcome(reader: ConfinedReader, data: bytes) -> Document | UnreadableFile | SecretMarked:
    """The document that the bytes become, or why they do not; anything else fails the test."""
    try:
        return reader.read(source_of(Path("thử.pdf"), data)).document
    except (UnreadableFile, SecretMarked) as error:
        assert "«thử.pdf»" in str(error)
        return error


def letters(text: str) -> Counter[str]:
    """How often each letter and digit stands in a text."""
    return Counter(char for char in unicodedata.normalize("NFC", text) if char.isalnum())


def seen_by_pypdf(data: bytes) -> Counter[str]:
    """The letters that another reader sees in a PDF."""
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    return letters("".join(page.extract_text() for page in reader.pages))


def seen_in_markup(data: bytes) -> Counter[str]:
    """The letters in the parts of a DOCX, whatever they are for."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [package.read(name) for name in package.namelist() if name.endswith(".xml")]
    runs = (run for part in parts for run in ElementTree.fromstring(part).iter(_TEXT))  # noqa: S314
    return letters("".join(run.text or "" for run in runs))


def assert_whole_or_told(
    found: Document | UnreadableFile | SecretMarked,
    sound: Document,
    seen: Callable[[], Counter[str]],
) -> None:
    """Fails for a document that lost text and says nothing of it."""
    if not isinstance(found, Document) or found.text == sound.text or found.warnings:
        return
    dropped = "".join(item.text for item in found.dropped)
    assert seen() - letters(found.text + dropped) == Counter()


@pytest.mark.parametrize("name", PDF_DAMAGES)
def test_a_damaged_pdf_is_refused_or_whole_or_says_that_it_is_not(
    name: str, reader: ConfinedReader
) -> None:
    sound = [outcome(reader, sample) for sample in SAMPLES]
    for number in range(PDFS_OF_A_KIND):
        at = number % len(SAMPLES)
        data = PDF_DAMAGES[name](Random(f"{name} {number}"), SAMPLES[at])  # noqa: S311
        assert_whole_or_told(outcome(reader, data), sound[at], partial(seen_by_pypdf, data))


@pytest.mark.parametrize("name", DOCX_DAMAGES)
def test_a_damaged_docx_is_refused_or_whole_or_says_that_it_is_not(
    name: str, reader: ConfinedReader
) -> None:
    sound = outcome(reader, GOOD_DOCX)
    for number in range(DOCX_OF_A_KIND):
        data = DOCX_DAMAGES[name](Random(f"{name} {number}"), GOOD_DOCX)  # noqa: S311
        assert_whole_or_told(outcome(reader, data), sound, partial(seen_in_markup, data))


@pytest.mark.parametrize("name", [*HOSTILE_PDFS, *HOSTILE_DOCX])
def test_a_hostile_file_is_refused_or_its_words_are_read(name: str, reader: ConfinedReader) -> None:
    found = outcome(reader, {**HOSTILE_PDFS, **HOSTILE_DOCX}[name]())

    assert not isinstance(found, Document) or SENTENCE in found.text


def test_a_file_that_needs_too_much_memory_fails_alone(run_kb: RunKb, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(HOSTILE_DOCX["a paragraph of 600,000 runs"]())
    (tmp_path / "b.pdf").write_bytes(SAMPLES[0])

    said = run_kb("add", "a.docx", "b.pdf", KB_PARSE_MEMORY_MB="64")

    assert said.returncode == 1
    assert "Đọc tệp «a.docx» cần hơn 64 MB bộ nhớ nên đã dừng" in said.stdout
    assert "đã nạp  b.pdf" in said.stdout
