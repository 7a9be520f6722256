"""One scanned page read: the picture, its lines, its recovered marks, its rules, within its time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby, islice
from time import monotonic

from kb.document import Dropped
from kb.ingest.ocr.blots import NO_BLOTS, blots_in
from kb.ingest.ocr.choices import settled, wavers
from kb.ingest.ocr.clearing import cleared
from kb.ingest.ocr.deskew import Gray, dark_below
from kb.ingest.ocr.engine import SPARSE, PageTimeout, Tesseract
from kb.ingest.ocr.glyphs import SetChar, set_line, without_bars
from kb.ingest.ocr.hocr import ReadLine
from kb.ingest.ocr.image import PageImage, picture_of
from kb.ingest.ocr.joining import is_text, joined
from kb.ingest.ocr.lines import Measured, measured
from kb.ingest.ocr.marks import Mark, Raised, marks_of, numbers_of, raised_ink
from kb.ingest.ocr.quality import page_quality
from kb.ingest.ocr.sheet import Sheet
from kb.ingest.pdf import Rule
from kb.vietnamese.syllables import is_syllable

_UPSIDE_DOWN = (
    0.35  # quality below which the page is tried the other way up; readable scans have 0.8
)
_FEW_LETTERS = 40  # fewer do not tell which way is up
_SURE_RED = (
    60  # of 100: a seal's letters run round it and are read with less, a stamp with 74 and more
)
_MUCH_UNREAD = 0.03  # of the ink; clean pages leave 0 to 0.02, a page with a seal in black 0.29
_POOR = 10  # of 100; a word of two letters read with less shows that the page has more than print
_BAR = 4.0  # points; how far off a table's line the | may be that it was read as
_ON_LETTERS = 0.75  # of the font size above a baseline; a rule in there is the bars of "TTTT"


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line before its size is settled; pixels."""

    chars: tuple[SetChar, ...]
    by: Measured


@dataclass(frozen=True)
class PageReading:
    """One page as read, before sizes are made common to the document and its `marks` are known;
    `raised` is what may be one, `chosen` words were doubtful."""

    number: int
    image: PageImage
    read: tuple[tuple[ReadLine, Measured], ...]
    found: tuple[Rule, ...]
    raised: tuple[Raised, ...]
    confidence: float
    left_out: tuple[Dropped, ...]
    chosen: int
    unread: float
    marks: tuple[Mark, ...] = ()

    @cached_property
    def lines(self) -> tuple[SetLine, ...]:
        """The lines with their marks in place."""
        return tuple(_set(self.read, self.marks, self.found, self.image.points_per_pixel))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The ruling lines found that are no part of letters."""
        scale = self.image.points_per_pixel
        return tuple(rule for rule in self.found if not _is_letters(rule, self.read, scale))

    @cached_property
    def text(self) -> str:
        """Its words, without marks."""
        return " ".join(_text(line.chars) for line in self.lines)

    @property
    def quality(self) -> float:
        """How far it can be trusted, in [0, 1]."""
        return page_quality(self.text, self.confidence)


@dataclass(slots=True)
class Clock:
    """What is left of a page's time."""

    seconds: float
    started: float = field(default_factory=monotonic)

    def left(self) -> float:
        """Seconds left; raises PageTimeout when there are none."""
        left = self.seconds - (monotonic() - self.started)
        if left <= 0:
            raise PageTimeout
        return left


def readings_of(
    engine: Tesseract, pdf_bytes: bytes, indices: Sequence[int], clock: Clock
) -> list[PageReading]:
    """Pages by index (from 0), read the way they lie; those that make no sense, also the other way up.

    Raises PageTimeout, EngineFailed, or pdfium.PdfiumError.
    """
    images = [picture_of(pdf_bytes, index) for index in indices]
    first: list[list[ReadLine]] = []
    for dpi, group in groupby(images, lambda image: round(image.dpi)):
        first += engine.read_all([image.gray for image in group], dpi, clock.left())
    pages = zip(images, first, indices, strict=True)
    read = [_upright(engine, image, lines, index + 1, clock) for image, lines, index in pages]
    return _marked(engine, read, clock)


def _marked(engine: Tesseract, pages: Sequence[PageReading], clock: Clock) -> list[PageReading]:
    """The pages with their marks, which are read together."""
    raised = [one for page in pages for one in page.raised]
    numbers = iter(numbers_of(engine, raised, clock.left()))
    read = (list(islice(numbers, len(page.raised))) for page in pages)
    return [
        replace(page, marks=marks_of(page.raised, one))
        for page, one in zip(pages, read, strict=True)
    ]


def _upright(
    engine: Tesseract, image: PageImage, read: list[ReadLine], number: int, clock: Clock
) -> PageReading:
    reading = _reading(engine, image, read, number, clock)
    letters = sum(char.isalpha() for char in reading.text)
    if reading.quality < _UPSIDE_DOWN and letters >= _FEW_LETTERS:
        turned = image.turned(2)
        read = engine.read(turned.gray, turned.dpi, clock.left())
        other = _reading(engine, turned, read, number, clock)
        return max(reading, other, key=lambda one: one.quality)
    return reading


def _reading(
    engine: Tesseract, image: PageImage, first: list[ReadLine], number: int, clock: Clock
) -> PageReading:
    sheet = Sheet(image.gray, dark_below(image.gray), image.points_per_pixel)
    read, left_out, unread = _text_on(engine, sheet, first, image.dpi, number, clock)
    read, chosen = settled(read, sheet.ink)
    if image.red is not None:
        read += _red_lines(engine, image.red, image.dpi, clock)
    lines = tuple((line, measured(line)) for line in read)
    return PageReading(
        number,
        image,
        lines,
        tuple(sheet.rules),
        raised_ink(image.gray, sheet.dark, lines),
        _confidence(read),
        tuple(left_out),
        chosen,
        unread,
    )


def _text_on(
    engine: Tesseract,
    sheet: Sheet,
    first: list[ReadLine],
    dpi: float,
    number: int,
    clock: Clock,
) -> tuple[list[ReadLine], list[Dropped], float]:
    """The lines in black, what was read and is no text, and the share of ink that is neither line nor
    rule.

    A page that was read badly is read again with all that its letters may be. Where much stays unread,
    that is without seals and pen strokes, and then what is still left is read as a picture with few
    words.
    """
    read = first
    unread = sheet.unread(sheet.rest(read))
    if unread <= _MUCH_UNREAD and not any(map(_is_poor, read)):
        if wavers(read):
            read = engine.read(sheet.gray, dpi, clock.left(), weighed=True)
        return (*cleared(read, number, NO_BLOTS), unread)
    blots = blots_in(sheet)
    hidden: list[Dropped] = []
    if blots.hide or wavers(read):
        clean = engine.read(blots.without(sheet.gray), dpi, clock.left(), weighed=True)
        read, hidden = joined(clean, read, number, blots)
    rest = blots.without(sheet.rest(read))
    if sheet.unread(rest) > _MUCH_UNREAD:
        read += filter(is_text, engine.read(rest, dpi, clock.left(), mode=SPARSE))
    read, left_out = cleared(read, number, blots)
    return read, [*hidden, *left_out], sheet.unread(sheet.rest(read))


def _is_poor(line: ReadLine) -> bool:
    return any(
        word.confidence < _POOR and sum(map(str.isalnum, word.text)) > 1 for word in line.words
    )


def _set(
    lines: Sequence[tuple[ReadLine, Measured]],
    marks: Sequence[Mark],
    rules: Sequence[Rule],
    scale: float,
) -> Iterator[SetLine]:
    """The lines with their marks in place and without the bars of tables."""
    for index, (line, by) in enumerate(lines):
        chars = set_line(line, _marks_of(index, marks), by.size)
        bars = [
            rule.left / scale
            for rule in rules
            if not rule.horizontal
            and rule.top < by.baseline * scale < rule.bottom + by.size * scale
        ]
        chars = without_bars(chars, bars, _BAR / scale)
        if chars:
            yield SetLine(tuple(chars), by)


def _red_lines(engine: Tesseract, red: Gray, dpi: float, clock: Clock) -> list[ReadLine]:
    """Lines printed or stamped in red (MẬT, a red letterhead) that were read with certainty."""
    lines = engine.read(red, dpi, clock.left(), mode=SPARSE)
    return [
        line for line in lines if all(_is_sure(word.text, word.confidence) for word in line.words)
    ]


def _is_sure(word: str, confidence: float) -> bool:
    return confidence >= _SURE_RED and len(word) > 1 and is_syllable(word.strip(",.:;"))


def _marks_of(index: int, marks: Sequence[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.line == index]


def _is_letters(rule: Rule, lines: Sequence[tuple[ReadLine, Measured]], scale: float) -> bool:
    """True for a horizontal "rule" inside a line of letters: the bars of "TTTT" touch."""
    middle = (rule.left + rule.right) / 2 / scale
    return rule.horizontal and any(
        line.box.left < middle < line.box.right
        and 0.1 * by.size < by.baseline - rule.top / scale < _ON_LETTERS * by.size
        for line, by in lines
    )


def _confidence(lines: Sequence[ReadLine]) -> float:
    """The mean confidence of the characters read, in [0, 1]; 1 for an empty page."""
    words = [word for line in lines for word in line.words]
    count = sum(len(word.text) for word in words)
    return sum(len(word.text) * word.confidence for word in words) / count / 100 if count else 1.0


def _text(chars: Sequence[SetChar]) -> str:
    marks_left_out = (char for char in chars if char.mark is None)
    return "".join(f" {char.text}" if char.starts_word else char.text for char in marks_left_out)
