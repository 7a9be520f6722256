"""The whole way of one file: bytes → pages → flow → text → divisions → passages and references."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.document import Document, Span
from kb.ingest.compose import Block, Composition, compose
from kb.ingest.layout import Flow, read_flow
from kb.ingest.metadata import facts_of
from kb.ingest.notes import gather_notes
from kb.ingest.paragraphs import Paragraph, ParagraphKind, paragraphs_of
from kb.ingest.pdf import RawPage, read_pages
from kb.ingest.quality import check_language, check_text_layer
from kb.ingest.references import references_of
from kb.ingest.sources import Source
from kb.ingest.split import passages_of
from kb.ingest.structure import structure_of
from kb.passage import Passage
from kb.reference import Reference


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one file became. Every passage's text is `document.text[passage.span]`."""

    document: Document
    passages: tuple[Passage, ...]
    references: tuple[Reference, ...]


class IngestPipeline:
    """Reads sources into documents; pure but for the progress it reports.

    `max_pages` is the longest file accepted. Every failure is an UnreadableFile.
    """

    def __init__(self, max_pages: int) -> None:
        self._max_pages = max_pages

    def read(self, source: Source, progress: Callable[[int, int], None] | None = None) -> Ingested:
        """The document, passages and references in one source; `progress` gets (pages, of pages)."""
        pages = read_pages(source, self._max_pages, progress)
        check_text_layer(source, pages)
        return ingest_pages(source, pages)


def ingest_pages(source: Source, pages: tuple[RawPage, ...]) -> Ingested:
    """What the pages of a source become; raises GarbledText where they are not Vietnamese."""
    flow, composition = compose_pages(pages)
    check_language(source, composition.text)
    structure = structure_of(composition.text, composition.blocks)
    document = Document(
        id=source.id,
        file_name=source.path.name,
        media_type=source.media_type,
        page_count=len(pages),
        page_labels=tuple(page.label for page in pages),
        facts=facts_of(composition.text, composition.blocks),
        text=composition.text,
        lines=tuple(composition.lines),
        divisions=structure.divisions,
        footnotes=tuple(composition.footnotes),
        dropped=(*flow.dropped, *composition.dropped),
    )
    passages = passages_of(document, composition.blocks, structure.owners)
    mentions = references_of(document.text, _letterhead(composition.blocks))
    return Ingested(document, tuple(passages), tuple(mentions))


def compose_pages(pages: tuple[RawPage, ...]) -> tuple[Flow, Composition]:
    """The flow of the pages, and the text that its paragraphs and notes make."""
    flow = read_flow(pages)
    paragraphs = paragraphs_of(flow.items, flow.frame)
    notes, loose = gather_notes(line.segment for line in flow.notes)
    if loose:  # a rule over ordinary text: it is no note area, so the text stays in the body
        paragraphs.append(Paragraph(ParagraphKind.TEXT, (tuple(loose),)))
    return flow, compose(paragraphs, notes, pages)


def _letterhead(blocks: Sequence[Block]) -> list[Span]:
    return [block.span for block in blocks if block.kind is ParagraphKind.LETTERHEAD]
