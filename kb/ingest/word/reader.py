"""A DOCX read as it is displayed: paragraphs in their zones, rows of tables, notes with numbers.

A Word file has no pages; it is cited by division and paragraph. Takes bytes, gives a WordDocument
or an UnreadableFile, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.errors import EmptyFile, NoTextLayer, UnreadableFile
from kb.ingest.furniture import is_ornament
from kb.ingest.paragraphs import ParagraphKind
from kb.ingest.word.blocks import texts_of
from kb.ingest.word.body import StoryReader
from kb.ingest.word.columns import Placed
from kb.ingest.word.notes import CitedNote, NoteBook, NoteKind
from kb.ingest.word.numbering import Numbering
from kb.ingest.word.package import WordPackage, damaged, part_by_id, related
from kb.ingest.word.runs import WordDropped
from kb.ingest.word.styles import Styles
from kb.ingest.word.text import RunDecoder, joined, plain
from kb.ingest.word.xml import Element, attribute, child, is_on, local_name, name_of
from kb.ingest.word.zones import placed_blocks

__all__ = [
    "NoteKind",
    "RunDecoder",
    "WordDocument",
    "WordDropped",
    "WordNote",
    "WordParagraph",
    "plain",
    "read_docx",
]

_HEADERS = ("headerReference", "footerReference")
_PAGE_NUMBER = re.compile(r"^(?:Trang\s*)?[-–—]?\s*\d*\s*(?:/\s*\d+)?\s*[-–—]?$")


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """One paragraph, or one row of a table with a cell for each column ("" where cells are merged).

    `marks` has for each cell the (offset, number) of the notes cited in it; the number itself is not
    in the text. `bold` speaks of the first printed line, for a row also of a table's head. `fonts`
    are the fonts that the words name, in the order of their first use.
    """

    kind: ParagraphKind
    cells: tuple[str, ...]
    marks: tuple[tuple[tuple[int, str], ...], ...]
    bold: bool
    centred: bool
    fonts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The cells with a tab between them."""
        return "\t".join(self.cells)


@dataclass(frozen=True, slots=True)
class WordNote:
    """A footnote or endnote: the number that Word shows ("5", "iv", "*") and its words."""

    number: str
    text: str
    kind: NoteKind


@dataclass(frozen=True, slots=True)
class WordDocument:
    """A Word file in reading order.

    The n-th mark in `paragraphs` belongs to the n-th of `notes`, also where numbers start again.
    `headers` holds running heads and feet, each once; `dropped` what the file holds but does not
    show, or shows only as ornament.
    """

    paragraphs: tuple[WordParagraph, ...]
    notes: tuple[WordNote, ...]
    headers: tuple[str, ...]
    dropped: tuple[WordDropped, ...]


def read_docx(data: bytes, name: str, *, decode: RunDecoder = plain) -> WordDocument:
    """The document in the bytes of a DOCX; `name` is the file's name, for messages.

    `decode(text, font)` gets every stretch of words in one font and gives it back in Unicode; it
    must keep white space and may change the length. Raises EmptyFile (no bytes, or no words),
    UnsupportedFile, PasswordProtected, DamagedFile, or NoTextLayer for a file of pictures alone.
    """
    try:
        return _Reader(WordPackage(data, name), decode).document()
    except RecursionError as error:
        raise damaged(name, "lồng quá nhiều lớp") from error


class _Reader:
    """Brings the parts of one file together; lives for one document."""

    def __init__(self, package: WordPackage, decode: RunDecoder) -> None:
        self._package, self._decode = package, decode
        root, self._relations = package.main()
        self._body = _body(root, package.name)
        self._styles = Styles(self._related("styles"))
        self._settings = self._related("settings")
        self._numbering = self._related("numbering")
        self._sections = _sections(self._body)

    def document(self) -> WordDocument:
        """The whole document; raises EmptyFile or NoTextLayer if it says nothing."""
        parts = {kind: self._related(f"{kind.value}s") for kind in NoteKind}
        book = NoteBook(parts, self._settings, self._sections)
        story = self._story(book)
        paragraphs, order, ornaments = _written(placed_blocks(story.read(self._body)), book.cited)
        if book.has_lost:
            raise damaged(self._package.name, "thiếu chú thích mà văn bản viện dẫn")
        if not paragraphs:
            raise _nothing_to_read(self._package)
        aside = self._story(NoteBook({}, None, ()))
        notes = tuple(_note(book.cited[index], aside) for index in order)
        headers = tuple(self._headers(aside))
        dropped = (*story.dropped, *aside.dropped, *ornaments)
        return WordDocument(paragraphs, notes, headers, dropped)

    def _related(self, kind: str) -> Element | None:
        return related(self._package, self._relations, kind)

    def _story(self, book: NoteBook) -> StoryReader:
        """A reader whose lists begin to count."""
        return StoryReader(self._styles, Numbering(self._numbering), book, self._decode)

    def _headers(self, story: StoryReader) -> Iterator[str]:
        """The running heads and feet that some page shows, without lone page numbers."""
        even = bool(is_on(self._settings, "w:evenAndOddHeaders"))
        pointers = {
            attribute(pointer, "r:id"): pointer
            for section in self._sections
            for pointer in section.iterchildren()
            if local_name(pointer) in _HEADERS and _is_shown(pointer, section, even=even)
        }
        texts = []
        for pointer in pointers.values():
            texts.append(_story_text(part_by_id(self._package, self._relations, pointer), story))
        yield from (text for text in dict.fromkeys(texts) if not _PAGE_NUMBER.match(text))


def _body(root: Element, name: str) -> Element:
    body = child(root, "w:body")
    if body is None:
        raise damaged(name, "thiếu phần nội dung")
    return body


def _sections(body: Element) -> list[Element]:
    """The properties of each section in order; what a change replaced is no section."""
    found = body.iter(name_of("w:sectPr"))
    return [one for one in found if local_name(one.getparent()) in ("pPr", "body")]


def _written(
    lines: Iterable[Placed], cited: Sequence[CitedNote]
) -> tuple[tuple[WordParagraph, ...], list[int], list[WordDropped]]:
    """The paragraphs, the notes in the order of their marks, and the ornaments left out."""
    found: list[WordParagraph] = []
    order: list[int] = []
    ornaments: list[WordDropped] = []
    for line in lines:
        written = [cell.written() for cell in line.cells]
        text = written[0][0]
        if line.kind is not ParagraphKind.ROW and is_ornament(text):
            ornaments.append(WordDropped(text, "ornament"))
        else:
            order += [note for _, marks in written for _, note in marks]
            found.append(_paragraph(line, written, cited))
    return tuple(found), order, ornaments


def _paragraph(
    line: Placed,
    written: Sequence[tuple[str, tuple[tuple[int, int], ...]]],
    cited: Sequence[CitedNote],
) -> WordParagraph:
    marks = (
        tuple((offset, cited[note].number) for offset, note in cell_marks)
        for _, cell_marks in written
    )
    return WordParagraph(
        line.kind,
        tuple(text for text, _ in written),
        tuple(marks),
        line.bold,
        line.centred,
        joined(line.cells).fonts,
    )


def _note(note: CitedNote, story: StoryReader) -> WordNote:
    """The note with its words, without the mark that the writer set before them."""
    text = _story_text(note.element, story)
    if note.is_custom:
        text = text.removeprefix(note.number)
    return WordNote(note.number, text.lstrip(" .)"), note.kind)


def _story_text(element: Element, story: StoryReader) -> str:
    """The words of a note or header in one line."""
    blocks = texts_of(story.read(element))
    text, _ = joined(block.words for block in blocks).written()
    return text


def _is_shown(pointer: Element, section: Element, *, even: bool) -> bool:
    """True for a header that some page shows: those of first and even pages must be switched on."""
    match attribute(pointer, "w:type"):
        case "first":
            return bool(is_on(section, "w:titlePg"))
        case "even":
            return even
    return True


def _nothing_to_read(package: WordPackage) -> UnreadableFile:
    if package.has_pictures():
        return NoTextLayer(
            f"Tệp «{package.name}» chỉ có hình, không có chữ (có lẽ là bản quét dán vào Word); "
            "hãy nạp bản PDF của văn bản, hoặc bản Word có chữ."
        )
    return EmptyFile(f"Tệp «{package.name}» không có chữ nào; hãy kiểm tra lại tệp.")
