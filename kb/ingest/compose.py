"""Paragraphs written out as the document's text, with a note of where each printed line went.

Footnote marks leave the text (they are kept as anchors); each note follows the paragraph that cites
it, so that a division's text and its notes stand together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from kb.document import Dropped, Footnote, Line, Rect, Span
from kb.edges import packed
from kb.ingest.lines import Segment
from kb.ingest.notes import RETURN_ARROWS, Note, raised_label
from kb.ingest.paragraphs import Paragraph, ParagraphKind
from kb.ingest.pdf import Glyph, RawPage
from kb.ingest.placing import Placed, as_displayed, edges_of, normalised
from kb.ingest.rawpage import has_space


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph in the finished text. `note` is the number of the footnote that it is."""

    span: Span
    kind: ParagraphKind
    page: int
    bold: bool
    centred: bool
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Composition:
    """The document's text and everything that points into it, in text order."""

    text: str
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...]
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class _Written:
    """A segment's text without its footnote marks, which are (offset in it, number)."""

    chars: tuple[Placed, ...]
    marks: tuple[tuple[int, str], ...]
    stripped: tuple[Dropped, ...]

    @property
    def text(self) -> str:
        """The characters."""
        return "".join(char.text for char in self.chars)


def compose(
    paragraphs: Sequence[Paragraph], notes: Sequence[Note], pages: Sequence[RawPage]
) -> Composition:
    """Writes out all paragraphs, each followed by the notes it cites."""
    writer = _Writer(pages, notes)
    for index, paragraph in enumerate(paragraphs, start=1):
        following = paragraphs[index] if index < len(paragraphs) else None
        writer.paragraph(paragraph)
        if following is None or following.page != paragraph.page:
            writer.unclaimed_notes(paragraph.page, last=following is None)
    return writer.composition()


class GrowingText:
    """A text that grows at its end; knows its length and last two characters without joining."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self.tail = ""

    def append(self, part: str) -> None:
        """Adds `part` at the end."""
        self._parts.append(part)
        self.length += len(part)
        self.tail = (self.tail + part)[-2:]

    def begin(self) -> int:
        """Starts a new line, unless nothing is written yet; the offset where it starts."""
        if self.length:
            self.append("\n")
        return self.length

    def paragraph(self, words: str) -> Span:
        """Adds a line of its own; where it stands."""
        start = self.begin()
        self.append(words)
        return Span(start, self.length)

    def whole(self) -> str:
        """All that was written."""
        return "".join(self._parts)


class _Writer:
    """Appends paragraphs to a Composition; lives for one document."""

    def __init__(self, pages: Sequence[RawPage], notes: Sequence[Note]) -> None:
        self._text = GrowingText()
        self._printed: list[Line] = []
        self._blocks: list[Block] = []
        self._footnotes: list[Footnote] = []
        self._dropped: list[Dropped] = []
        self._pages = {page.number: page for page in pages}
        self._waiting = list(notes)
        self._numbers = {note.number for note in notes}

    def composition(self) -> Composition:
        """What was written so far."""
        return Composition(
            self._text.whole(),
            tuple(self._printed),
            tuple(self._blocks),
            tuple(self._footnotes),
            tuple(self._dropped),
        )

    def paragraph(self, paragraph: Paragraph) -> None:
        """Appends one paragraph, then the notes whose marks it bears."""
        start = self._text.begin()
        marks: list[tuple[int, str]] = []
        for index, cell in enumerate(paragraph.cells):
            if index:
                self._text.append("\t")
            marks += self._lines(cell)
        self._close(start, paragraph)
        for offset, number in marks:
            self._note_of(offset, number, paragraph)

    def unclaimed_notes(self, page: int, *, last: bool) -> None:
        """Appends the notes of pages up to `page` that no mark claimed (all of them if `last`)."""
        for note in [note for note in self._waiting if last or note.page < page]:
            self._write_note(note, None)

    def _close(self, start: int, paragraph: Paragraph, note: str | None = None) -> None:
        span = Span(start, self._text.length)
        block = Block(span, paragraph.kind, paragraph.page, paragraph.bold, paragraph.centred, note)
        self._blocks.append(block)

    def _lines(self, segments: Sequence[Segment]) -> list[tuple[int, str]]:
        """Appends lines joined as the words demand; gives the marks as offsets into the text."""
        marks: list[tuple[int, str]] = []
        fresh = True
        for segment in segments:
            written = self._written(segment)
            self._dropped += written.stripped
            if not fresh and written.text and not _joins(self._text.tail, written.text):
                self._text.append(" ")
            start = self._text.length
            self._text.append(written.text)
            marks += [(start + offset, number) for offset, number in written.marks]
            if written.text:
                fresh = False
                self._printed.append(self._line(segment, start, written.chars))
        return marks

    def _line(self, segment: Segment, start: int, chars: Sequence[Placed]) -> Line:
        """The line, from an em above its baseline to a quarter below."""
        page = self._pages[segment.page]
        # Columns of one line may lie apart in height, so not the line's own baseline.
        y = median(glyph.y for glyph in segment.glyphs)
        top, bottom = y - segment.size, y + 0.25 * segment.size
        rect = as_displayed(Rect(segment.left, top, segment.right, bottom), page)
        left = rect.turned(page.turn).left
        edges = packed([edge - left for edge in edges_of(chars, y, page)])
        corrected = any(glyph.corrected for glyph in segment.glyphs)
        return Line(Span(start, self._text.length), segment.page, rect, edges, corrected)

    def _written(self, segment: Segment) -> _Written:
        """Raised digits that a note answers to leave the text; others (m², 10³) stay in it."""
        chars: list[Placed] = []
        marks: list[tuple[int, str]] = []
        numbered = list(enumerate(segment.glyphs))
        for raised, run in groupby(numbered, key=lambda item: _is_raised_digit(item[1], segment)):
            indices = [index for index, _ in run]
            number = "".join(segment.glyphs[index].text for index in indices)
            if raised and number in self._numbers:
                marks.append((len(chars), number))
            else:
                chars += normalised(list(_chars(segment, indices, spaced=not raised)))
        stripped = [Dropped(segment.page, number, "footnote mark") for _, number in marks]
        arrows = [glyph.text for glyph in segment.glyphs if glyph.text in RETURN_ARROWS]
        stripped += [Dropped(segment.page, arrow, "return arrow") for arrow in arrows]
        return _Written(tuple(chars), tuple(marks), tuple(stripped))

    def _note_of(self, offset: int, number: str, paragraph: Paragraph) -> None:
        """Appends the waiting note with this number, nearest at or after the paragraph's page."""
        notes = [note for note in self._waiting if note.number == number]
        note = min(notes, key=lambda note: abs(note.page - paragraph.page), default=None)
        if note is not None:
            self._write_note(note, offset)

    def _write_note(self, note: Note, anchor: int | None) -> None:
        self._waiting.remove(note)
        segments = _without_label(note, self._dropped)
        if not segments:  # a number without words
            return
        start = self._text.begin()
        self._lines(segments)
        paragraph = Paragraph(ParagraphKind.NOTE, (segments,))
        self._close(start, paragraph, note.number)
        span = Span(start, self._text.length)
        self._footnotes.append(Footnote(note.number, span, anchor))


def _without_label(note: Note, dropped: list[Dropped]) -> tuple[Segment, ...]:
    """The note's lines without the number at their head, which is kept as the note's number."""
    first, *rest = note.segments
    label = raised_label(first)
    length = len(note.number)
    glyphs = first.glyphs[length:]
    while not label and glyphs and glyphs[0].text in ".)":
        glyphs = glyphs[1:]
    printed = "".join(glyph.text for glyph in first.glyphs[: len(first.glyphs) - len(glyphs)])
    dropped.append(Dropped(first.page, printed, "footnote number"))
    head = (Segment(first.page, glyphs, first.y, first.size),) if glyphs else ()
    return (*head, *rest)


def _is_raised_digit(glyph: Glyph, segment: Segment) -> bool:
    return glyph.text.isdigit() and segment.is_raised(glyph)


def _chars(segment: Segment, indices: Sequence[int], *, spaced: bool) -> Iterator[Placed]:
    """The characters of some glyphs, with the spaces between them and before the first."""
    for index in indices:
        glyph = segment.glyphs[index]
        if glyph.text in RETURN_ARROWS:
            continue
        if spaced and index and _spaced(segment, index):
            yield Placed(" ", segment.glyphs[index - 1].right, glyph.left)
        yield from (Placed(char, glyph.left, glyph.right) for char in glyph.text)


def _spaced(segment: Segment, index: int) -> bool:
    """True if a space stands before glyph `index`; one that only set off a raised mark does not count
    before punctuation."""
    glyph, before = segment.glyphs[index], segment.glyphs[index - 1]
    if segment.is_raised(before) and glyph.text in ",;.:)”":
        return False
    return has_space(before, glyph)


_HYPHEN_END = re.compile(r"[^\W_][-/]$")


def _joins(tail: str, line: str) -> bool:
    """True if a line goes on without a space: `57-⏎KH/TW` and `Mác-⏎Lênin` are one word each.

    A hyphen after a space ("kinh tế -⏎xã hội") is a dash between words and keeps its space.
    So does a slash ("47/⏎NQ-CP"). Vietnamese is not hyphenated at line ends, so the hyphen stays.
    """
    return bool(_HYPHEN_END.search(tail)) and not line[:1].isspace()
