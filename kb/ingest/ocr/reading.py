"""One scanned page read: the picture, its lines, its recovered marks, its rules, within its time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic

from kb.document import Dropped
from kb.ingest.ocr.blots import NO_BLOTS, blots_in
from kb.ingest.ocr.choices import settled
from kb.ingest.ocr.clearing import cleared
from kb.ingest.ocr.deskew import Gray, dark_below
from kb.ingest.ocr.engine import SPARSE, PageTimeout, ReadLine, Tesseract
from kb.ingest.ocr.glyphs import SetChar, set_line, without_bars
from kb.ingest.ocr.image import PageImage, picture_of
from kb.ingest.ocr.joining import is_text, joined
from kb.ingest.ocr.lines import Measured, measured
from kb.ingest.ocr.marks import Mark, raised_marks
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
    """One line before its size is settled; pixels, `mean` the mean confidence of its words."""

    chars: tuple[SetChar, ...]
    by: Measured


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page as read, before sizes are made common to the document; `chosen` words were doubtful."""

    number: int
    image: PageImage
    lines: tuple[SetLine, ...]
    rules: tuple[Rule, ...]
    confidence: float
    left_out: tuple[Dropped, ...]
    chosen: int
    unread: float

    @property
    def text(self) -> str:
        return " ".join(_text(line.chars) for line in self.lines)

    @property
    def quality(self) -> float:
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


def reading_of(engine: Tesseract, pdf_bytes: bytes, index: int, clock: Clock) -> PageReading:
    """The page read the way it lies; if that makes no sense, also the other way up."""
    image = picture_of(pdf_bytes, index)
    reading = _read(engine, image, index + 1, clock)
    letters = sum(char.isalpha() for char in reading.text)
    if reading.quality < _UPSIDE_DOWN and letters >= _FEW_LETTERS:
        other = _read(engine, image.turned(2), index + 1, clock)
        return max(reading, other, key=lambda one: one.quality)
    return reading


def _read(engine: Tesseract, image: PageImage, number: int, clock: Clock) -> PageReading:
    sheet = Sheet(image.gray, dark_below(image.gray), image.points_per_pixel)
    read, left_out, unread = _text_on(engine, sheet, image.dpi, number, clock)
    read, chosen = settled(read, sheet.ink)
    if image.red is not None:
        read += _red_lines(engine, image.red, image.dpi, clock)
    lines = [(line, measured(line)) for line in read]
    marks = raised_marks(engine, image.gray, sheet.dark, lines, clock.left())
    return PageReading(
        number,
        image,
        tuple(_set(lines, marks, sheet.rules, sheet.scale)),
        tuple(rule for rule in sheet.rules if not _is_letters(rule, lines, sheet.scale)),
        _confidence(read),
        tuple(left_out),
        chosen,
        unread,
    )


def _text_on(
    engine: Tesseract, sheet: Sheet, dpi: float, number: int, clock: Clock
) -> tuple[list[ReadLine], list[Dropped], float]:
    """The lines in black, what was read and is no text, and the share of ink that is neither line nor
    rule.

    Where much stays unread, the page is read again without seals and pen strokes, and then what is
    still left, as a picture with few words.
    """
    read = engine.read(sheet.gray, dpi, clock.left())
    unread = sheet.unread(sheet.rest(read))
    if unread <= _MUCH_UNREAD and not any(map(_is_poor, read)):
        return (*cleared(read, number, NO_BLOTS), unread)
    blots = blots_in(sheet)
    hidden: list[Dropped] = []
    if blots.hide:
        clean = engine.read(blots.without(sheet.gray), dpi, clock.left())
        read, hidden = joined(clean, read, number, blots)
    rest = blots.without(sheet.rest(read))
    if sheet.unread(rest) > _MUCH_UNREAD:
        read += filter(is_text, engine.read(rest, dpi, clock.left(), SPARSE))
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
    lines = engine.read(red, dpi, clock.left(), SPARSE)
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
