"""A Word file written out as the document's text; the counterpart of `compose` for what has no pages.

Each note follows the paragraph that cites it, as in a PDF, so that both give the same text.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb.document import Dropped, Footnote, Span
from kb.ingest.compose import Block, Composition, GrowingText
from kb.ingest.paragraphs import ParagraphKind
from kb.ingest.word.reader import WordDocument, WordNote, WordParagraph

NO_PAGE = 0
"""The page of everything in a file without pages."""


def compose_word(document: WordDocument) -> Composition:
    """Writes out all paragraphs, each followed by the notes it cites; unmarked notes stand last."""
    text = GrowingText()
    blocks: list[Block] = []
    footnotes: list[Footnote] = []
    waiting = (note for note in document.notes if note.text)
    for paragraph in document.paragraphs:
        span = text.paragraph(paragraph.text)
        kind, bold, centred = paragraph.kind, paragraph.bold, paragraph.centred
        blocks.append(Block(span, kind, NO_PAGE, bold, centred))
        for anchor, note in zip(_anchors(paragraph, span.start), waiting, strict=False):
            footnotes.append(_written(note, anchor, text, blocks))
    footnotes += [_written(note, None, text, blocks) for note in waiting]
    dropped = tuple(Dropped(NO_PAGE, item.text, item.reason) for item in document.dropped)
    return Composition(text.whole(), (), tuple(blocks), tuple(footnotes), dropped)


def _anchors(paragraph: WordParagraph, start: int) -> Iterator[int]:
    """The offsets of the marks in the document's text, in the order of the cells."""
    for cell, marks in zip(paragraph.cells, paragraph.marks, strict=True):
        yield from (start + offset for offset, _ in marks)
        start += len(cell) + 1  # the tab between cells


def _written(
    note: WordNote, anchor: int | None, text: GrowingText, blocks: list[Block]
) -> Footnote:
    span: Span = text.paragraph(note.text)
    blocks.append(Block(span, ParagraphKind.NOTE, NO_PAGE, False, False, note.number))
    return Footnote(note.number, span, anchor)
