"""The whole way of one file: bytes → pages → flow → text → divisions → passages and references."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.collection import no_collection
from kb.document import Document, Dropped, Page, Span
from kb.errors import SecretMarked
from kb.ingest.compose import Block, Composition, compose
from kb.ingest.correcting import Texts, corrected_pages
from kb.ingest.layout import Flow, read_flow
from kb.ingest.legacy.pages import decode_pages
from kb.ingest.legacy.tables import Encoding
from kb.ingest.lines import PrintedLine, lines_of
from kb.ingest.metadata import Printed, facts_of
from kb.ingest.notes import gather_notes
from kb.ingest.ocr.quality import page_quality
from kb.ingest.ocr.scans import read_scans
from kb.ingest.paragraphs import Paragraph, ParagraphKind, paragraphs_of
from kb.ingest.pdf import RawPage, read_pages
from kb.ingest.placing import slope_of
from kb.ingest.quality import check_language, check_text_layer
from kb.ingest.reading import Ingested, PagesRead
from kb.ingest.recognition import Recognition, recognition_of, to_bytes
from kb.ingest.references import references_of
from kb.ingest.relations import related
from kb.ingest.rereading import checked
from kb.ingest.secrecy import circulation_of, secrecy_of, urgency_of
from kb.ingest.soundness import damage_of
from kb.ingest.sources import PDF, Source
from kb.ingest.split import passages_of
from kb.ingest.structure import structure_of
from kb.ingest.word.composing import compose_word
from kb.ingest.word.source import HEAD_WIDTH, head_lines, read_word


class IngestPipeline:
    """Reads sources into documents; pure but for the progress it reports.

    `max_pages` is the longest file accepted. Every failure is an UnreadableFile, or SecretMarked.
    """

    def __init__(self, max_pages: int) -> None:
        self._max_pages = max_pages

    def read(self, source: Source, progress: PagesRead | None = None) -> Ingested:
        """The document, passages and references in one source; `progress` gets (pages, of pages)."""
        with no_collection():
            return self._read(source, progress)

    def _read(self, source: Source, progress: PagesRead | None) -> Ingested:
        refuse_secret(source, ())
        if source.media_type != PDF:
            return ingest_word(source)
        pages, encoding = decode_pages(read_pages(source, self._max_pages, progress))
        refuse_secret(source, pages)  # what is marked is not read by machine first
        filled = read_scans(source, pages, progress)
        if filled.first_read:
            refuse_secret(source, [filled.first_read])
        damage = damage_of(source, len(pages))
        check_text_layer(source, filled.pages)
        said = (*damage, *filled.warnings, *_warnings(encoding))
        kept = recognition_of(filled.pages, said, filled.dropped)
        ingested = ingest_pages(source, filled.pages, said, filled.dropped)
        return replace(ingested, recognition=to_bytes(kept) if kept else None)


def ingest_corrected(source: Source, recognition: Recognition, texts: Texts) -> Ingested:
    """What a file becomes where a person says that these lines of its recognised pages read so.

    Of `source` the bytes are not looked at. Raises SecretMarked where the first page bears a mark of
    secrecy now, GarbledText where the text is not Vietnamese any more.
    """
    pages = corrected_pages(recognition, texts)
    refuse_secret(source, pages)
    with no_collection():
        ingested = ingest_pages(source, pages, recognition.warnings, recognition.dropped)
    return replace(ingested, recognition=to_bytes(recognition))


def refuse_secret(source: Source, pages: Sequence[RawPage]) -> None:
    """Raises SecretMarked for a mark of secrecy on the first page, or in the file's name."""
    if pages:
        refuse_marked(source, lines_of(pages[0]), pages[0].width, pages[0].height)
    else:
        refuse_marked(source, (), 1.0, 1.0)


def refuse_marked(
    source: Source, lines: Sequence[PrintedLine], width: float, height: float
) -> None:
    """Raises SecretMarked for a mark of secrecy among `lines`, or in the file's name, unless the source
    is cleared."""
    if source.cleared:
        return
    secrecy = secrecy_of(lines, width, height, source.path.name)
    if secrecy is not None:
        mark = f"{secrecy.level}: {secrecy.evidence}"
        raise SecretMarked(
            f"Tệp «{source.path.name}» mang dấu {mark}; "
            "tệp không được nạp, hãy chuyển cho người phụ trách bảo mật.",
            mark,
        )


def ingest_pages(
    source: Source,
    pages: tuple[RawPage, ...],
    warnings: tuple[str, ...] = (),
    dropped: tuple[Dropped, ...] = (),
) -> Ingested:
    """What the pages of a source become; raises GarbledText where they are not Vietnamese.

    `warnings` is what is to be said of how they were read, `dropped` the text that was left out.
    """
    flow, composition = compose_pages(pages)
    left_out = (*dropped, *flow.dropped, *composition.dropped)
    composition = replace(composition, dropped=left_out)
    marks = _marks(lines_of(pages[0]), pages[0].height)
    read = tuple(_page(page, composition) for page in pages)
    ingested = _ingested(source, composition, read, marks, warnings)
    passages = checked(ingested.document, ingested.passages, pages)
    return replace(ingested, passages=tuple(passages))


def ingest_word(source: Source) -> Ingested:
    """What a Word file becomes; it has no pages. Raises SecretMarked and the errors of `read_word`."""
    word, encoding = read_word(source)
    lines, height = head_lines(word)
    refuse_marked(source, lines, HEAD_WIDTH, height)
    return _ingested(source, compose_word(word), (), _marks(lines, height), _warnings(encoding))


def _marks(lines: Sequence[PrintedLine], height: float) -> tuple[str | None, str | None]:
    return circulation_of(lines, height), urgency_of(lines, height)


def _page(page: RawPage, composition: Composition) -> Page:
    """The page as the document keeps it; a text layer is as good as its words are Vietnamese."""
    if page.quality is not None:
        return Page(page.label, True, page.quality, page.turn, slope_of(page))
    lines = (line.span for line in composition.lines if line.page == page.number)
    words = "\n".join(span.of(composition.text) for span in lines)
    return Page(page.label, False, page_quality(words, confidence=1.0), page.turn)


def _ingested(
    source: Source,
    composition: Composition,
    pages: tuple[Page, ...],
    marks: tuple[str | None, str | None],
    warnings: tuple[str, ...],
) -> Ingested:
    text, blocks = composition.text, composition.blocks
    check_language(source, text)
    structure = structure_of(text, blocks)
    mentions = tuple(references_of(text, _letterhead(blocks)))
    recognised = {number for number, page in enumerate(pages, start=1) if page.recognised}
    facts, evidence = facts_of(Printed(text, blocks, mentions, *marks, recognised))
    document = Document(
        id=source.id,
        file_name=source.path.name,
        media_type=source.media_type,
        pages=pages,
        facts=facts,
        text=text,
        lines=composition.lines,
        divisions=structure.divisions,
        footnotes=composition.footnotes,
        dropped=composition.dropped,
        warnings=warnings,
        evidence=evidence,
    )
    passages = passages_of(document, blocks, structure.owners)
    return Ingested(document, tuple(passages), related(document, mentions))


def _warnings(encoding: Encoding | None) -> tuple[str, ...]:
    if encoding is None:
        return ()
    return (
        f"Chữ trong tệp theo mã {encoding} đã được chuyển sang Unicode; hãy đối chiếu bản gốc.",
    )


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
