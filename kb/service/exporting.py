"""The hits of a search as a file of quotations with their citations."""

from __future__ import annotations

from collections.abc import Sequence

from kb.drafting.export import ExportFormat, Quoted, as_bibtex, as_csl, as_ris, as_text
from kb.drafting.word_export import as_docx
from kb.service.results import Hit

MEDIA_TYPES = {
    ExportFormat.TEXT: ("text/plain; charset=utf-8", "txt"),
    ExportFormat.BIBTEX: ("application/x-bibtex; charset=utf-8", "bib"),
    ExportFormat.RIS: ("application/x-research-info-systems; charset=utf-8", "ris"),
    ExportFormat.CSL: ("application/vnd.citationstyles.csl+json", "json"),
    ExportFormat.DOCX: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
    ),
}
"""The media type of each form and how its file's name ends."""

_WRITERS = {
    ExportFormat.TEXT: as_text,
    ExportFormat.BIBTEX: as_bibtex,
    ExportFormat.RIS: as_ris,
    ExportFormat.CSL: as_csl,
}


def exported(hits: Sequence[Hit], form: ExportFormat) -> bytes:
    """The file for these hits, in their order."""
    items = [quoted(hit) for hit in hits]
    if form is ExportFormat.DOCX:
        return as_docx(items)
    return f"{_WRITERS[form](items)}\n".encode()


def quoted(hit: Hit) -> Quoted:
    """A hit as it is quoted."""
    return Quoted(
        hit.text, hit.document.facts, hit.citation, hit.pages, hit.ocr_quality is not None
    )
