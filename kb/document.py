"""A document as kb holds it: its text, where each line of it stands, and its division tree.

Everything here is a frozen value. Offsets are half-open code-point offsets into `Document.text`
(NFC, cleaned); pages count from 1; rectangles are fractions of the page, origin top left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.symbol import Symbol


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in `Document.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def contains(self, other: Span) -> bool:
        """True if `other` lies inside this span (or is it)."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True if the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """The characters of `text` under this span."""
        return text[self.start : self.end]


class DivisionKind(StrEnum):
    """The levels of a document, English with the Vietnamese term beside each."""

    FRONT = "front"  # phần mở đầu: letterhead, title, legal bases, opening formula
    PART = "part"  # Phần (I., II., "Phần thứ nhất")
    CHAPTER = "chapter"  # Chương
    SECTION = "section"  # Mục / mục (1., 2. outside an Article)
    SUBSECTION = "subsection"  # tiểu mục (1.1, 1.1.1)
    ARTICLE = "article"  # Điều
    CLAUSE = "clause"  # khoản
    POINT = "point"  # điểm
    DASH = "dash"  # gạch đầu dòng ("-")
    PLUS = "plus"  # dấu cộng ("+")
    FOOTNOTE = "footnote"  # chú thích
    APPENDIX = "appendix"  # Phụ lục
    CLOSING = "closing"  # phần kết thúc: recipients and signature


@dataclass(frozen=True, slots=True)
class Division:
    """One node of the division tree; a document keeps its nodes in reading order (preorder).

    `path` names the node from the root down, e.g. `("II", "2", "-1", "fn5")`, and is unique in the
    document; the parent's path is `path[:-1]`. `number` is what is printed ("II", "2.1", "a") or,
    for dashes and pluses, the ordinal ("1" is the first). `title` is the heading without its number,
    empty where the paragraph is running text. Children lie inside their parent and do not overlap.
    """

    path: tuple[str, ...]
    kind: DivisionKind
    number: str
    title: str
    span: Span

    @property
    def key(self) -> str:
        """The path as one string, fit for an address: `II/2/-1/fn5`."""
        return "/".join(self.path)


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in fractions of the page, origin top left, `left <= right`, `top <= bottom`."""

    left: float
    top: float
    right: float
    bottom: float

    def turned(self, quarters: int) -> Rect:
        """The same rectangle once the page is turned clockwise by so many quarter turns."""
        match quarters % 4:
            case 1:
                return Rect(1 - self.bottom, self.left, 1 - self.top, self.right)
            case 2:
                return Rect(1 - self.right, 1 - self.bottom, 1 - self.left, 1 - self.top)
            case 3:
                return Rect(self.top, 1 - self.right, self.bottom, 1 - self.left)
        return self


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line (or the part of it that went to one place in the text).

    `edges` tells where its characters stand (`kb.edges`, from the beginning of `rect`); None in a
    document that was read before they were kept. `corrected` says that its words are a person's, who
    mended what a machine had read.
    """

    span: Span
    page: int
    rect: Rect
    edges: bytes | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote lifted out of the page foot; its text stands after the paragraph that cites it.

    `anchor` is the offset in `Document.text` where its mark stood, None where no mark was found.
    """

    number: str
    span: Span
    anchor: int | None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text of the page that is not in `Document.text`, and why ("running head", "page number" …)."""

    page: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """One physical page: the label printed on it, and how far its text can be trusted.

    `recognised` is true where a machine read the page from a picture. `quality` is in [0, 1]
    (`kb.ingest.ocr.quality`); None for a page with a text layer that was stored without it.

    `turn` counts the clockwise quarter turns that set its lines upright for reading; they then fall by
    `slope` of its height on its whole width (a sheet that was fed crookedly).
    """

    label: str
    recognised: bool = False
    quality: float | None = None
    turn: int = 0
    slope: float = 0.0


@dataclass(frozen=True, slots=True)
class Facts:
    """Bibliographic facts read from the document itself; what is not printed is None.

    `type` is the type name in its usual capitals ("Hướng dẫn"); `title` is the trích yếu;
    `circulation` and `urgency` are the marks on the first page ("Lưu hành nội bộ", "HỎA TỐC");
    `term` is the issuer's term, khóa, in Roman numerals ("XIII"): of bodies of the Centre also by date.
    """

    symbol: Symbol | None = None
    type: str | None = None
    date: date | None = None
    issuer: str | None = None
    place: str | None = None
    title: str | None = None
    signatory: str | None = None
    circulation: str | None = None
    urgency: str | None = None
    term: str | None = None


FACT_NAMES = {
    "symbol": "số, ký hiệu",
    "type": "loại văn bản",
    "date": "ngày ban hành",
    "issuer": "cơ quan ban hành",
    "place": "nơi ban hành",
    "title": "trích yếu",
    "signatory": "người ký",
    "circulation": "chế độ lưu hành",
    "urgency": "độ khẩn",
    "term": "khóa",
}
"""What people call the facts, by their names in `Facts`."""


class Confidence(StrEnum):
    """How surely a fact was read."""

    SURE = "sure"  # printed where its kind is printed, not on a scan; or two places agree
    LIKELY = "likely"  # one place says so, on a scan or not the usual one; or a rule infers it
    DOUBTFUL = "doubtful"  # another place of the document contradicts it


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a fact is what it is: `field` names it in `Facts`, `reason` is a phrase in Vietnamese.

    `span` is where it stands ("theo câu mở đầu, khớp với khối chữ ký"); None where it is inferred, or
    printed but not in the text.
    """

    field: str
    confidence: Confidence
    span: Span | None
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document read from one file. `id` is the sha256 of the file's bytes, in hex.

    `pages` is empty for a Word file, which is set anew wherever it is opened. `warnings` are sentences
    in Vietnamese on how it was read ("chữ theo mã TCVN3 …").
    """

    id: str
    file_name: str
    media_type: str
    pages: tuple[Page, ...]
    facts: Facts
    text: str
    lines: tuple[Line, ...]
    divisions: tuple[Division, ...]
    footnotes: tuple[Footnote, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    warnings: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def page_count(self) -> int:
        """The number of physical pages; 0 for a Word file."""
        return len(self.pages)

    def lines_of(self, span: Span) -> Iterator[Line]:
        """The printed lines that share a character with `span`, in text order."""
        first = bisect_left(self.lines, span.start, key=lambda line: line.span.end)
        for line in self.lines[max(first - 1, 0) :]:
            if line.span.start >= span.end:
                return
            if line.span.overlaps(span):
                yield line

    def pages_of(self, span: Span) -> tuple[int, int] | None:
        """First and last page on which the characters of `span` are printed.

        None in a document without pages. Raises ValueError where no printed line lies under the span
        (a span of white space).
        """
        if not self.pages:
            return None
        pages = [line.page for line in self.lines_of(span)]
        if not pages:
            raise ValueError(f"nothing is printed at {span.start}..{span.end}")
        return min(pages), max(pages)

    def ocr_quality_of(self, span: Span) -> float | None:
        """The lowest quality of the recognised pages that `span` is printed on; None without any."""
        under = {line.page for line in self.lines_of(span)}
        read = (self.pages[number - 1] for number in under)
        return min((page.quality or 0.0 for page in read if page.recognised), default=None)

    def corrected_pages_of(self, span: Span) -> tuple[int, ...]:
        """The pages, in order, on which a person corrected a line of `span`."""
        return tuple(sorted({line.page for line in self.lines_of(span) if line.corrected}))
