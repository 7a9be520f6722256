"""One scanned page read: the picture, its lines, its recovered marks, its rules, within its time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic

from kb.ingest.ocr.deskew import Gray, dark_below
from kb.ingest.ocr.engine import SPARSE, PageTimeout, ReadLine, Tesseract
from kb.ingest.ocr.glyphs import SetChar, set_line, without_bars, without_noise
from kb.ingest.ocr.image import PageImage, picture_of
from kb.ingest.ocr.lines import Measured, measured
from kb.ingest.ocr.marks import Mark, raised_marks
from kb.ingest.ocr.quality import page_quality
from kb.ingest.ocr.rules import rules_in
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
_BAR = 4.0  # points; how far off a table's line the | may be that it was read as
_RULE_INK = 1.5  # points on either side of a ruling line
_WELL_READ, _SEVERAL = 70, 3  # of 100, and words
_EDGE = 0.03  # of the page, where there is only dirt
_ON_LETTERS = 0.75  # of the font size above a baseline; a rule in there is the bars of "TTTT"


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line before its size is settled; pixels, `mean` the mean confidence of its words."""

    chars: tuple[SetChar, ...]
    by: Measured


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page as read, before sizes are made common to the document."""

    number: int
    image: PageImage
    lines: tuple[SetLine, ...]
    rules: tuple[Rule, ...]
    confidence: float
    left_out: tuple[str, ...]
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
    dark = dark_below(image.gray)
    read, left_out = _without_noise(engine.read(image.gray, image.dpi, clock.left()))
    if image.red is not None:
        read += _red_lines(engine, image.red, image.dpi, clock)
    rules = rules_in(image.gray < dark, image.points_per_pixel)
    lines = [(line, measured(line)) for line in read]
    rest = _without_rules(_uncovered(image.gray, lines), rules, image.points_per_pixel)
    unread = _share_of_ink(rest, image.gray, dark)
    if unread > _MUCH_UNREAD:
        found = _passed_over(engine, rest, image.dpi, clock)
        lines += [(line, measured(line)) for line in found]
    marks = raised_marks(engine, image.gray, dark, lines, clock.left())
    return PageReading(
        number,
        image,
        tuple(_set(lines, marks, rules, image.points_per_pixel)),
        tuple(rule for rule in rules if not _is_letters(rule, lines, image.points_per_pixel)),
        _confidence([line for line, _ in lines]),
        tuple(left_out),
        unread,
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


def _uncovered(gray: Gray, lines: Sequence[tuple[ReadLine, Measured]]) -> Gray:
    """The page with everything white that the lines cover: pictures, seals, and text passed over."""
    rest = gray.copy()
    for line, by in lines:
        for word in line.words:
            left, right = word.chars[0].box.left, max(char.box.right for char in word.chars)
            foot = line.baseline((left + right) / 2)
            top = min(foot - by.size, *(char.box.top for char in word.chars))
            rows = slice(max(0, int(top) - 2), int(foot + 0.35 * by.size) + 2)
            rest[rows, max(0, int(left) - 4) : int(right) + 5] = 255
    return rest


def _without_rules(rest: Gray, rules: Sequence[Rule], scale: float) -> Gray:
    """`rest` with the ruling lines of tables and footnotes white, too; it is changed in place."""
    reach = _RULE_INK / scale
    for rule in rules:
        rows = slice(max(0, int(rule.top / scale - reach)), int(rule.bottom / scale + reach) + 1)
        columns = slice(max(0, int(rule.left / scale - reach)), int(rule.right / scale + reach) + 1)
        rest[rows, columns] = 255
    return rest


def _share_of_ink(rest: Gray, gray: Gray, dark: int) -> float:
    """The ink in `rest` against that of the page, without the edges of the sheet."""
    edge_y, edge_x = (round(_EDGE * side) for side in gray.shape)
    inner = (slice(edge_y, gray.shape[0] - edge_y), slice(edge_x, gray.shape[1] - edge_x))
    ink = int((gray[inner] < dark).sum())
    return float((rest[inner] < dark).sum() / ink) if ink else 0.0


def _passed_over(engine: Tesseract, rest: Gray, dpi: float, clock: Clock) -> list[ReadLine]:
    """Lines that tesseract took for a part of a picture, as it does beside a seal; only if most of
    such a line is read well, and it has several words."""
    lines = engine.read(rest, dpi, clock.left(), SPARSE)
    return [line for line in lines if _is_text(line)]


def _is_text(line: ReadLine) -> bool:
    sure = [word for word in line.words if word.confidence >= _WELL_READ and len(word.text) > 1]
    letters = sum(len(word.text) for word in line.words)
    return len(sure) >= _SEVERAL and sum(len(word.text) for word in sure) > 0.5 * letters


def _without_noise(lines: Sequence[ReadLine]) -> tuple[list[ReadLine], list[str]]:
    kept: list[ReadLine] = []
    left_out: list[str] = []
    for line, noise in map(without_noise, lines):
        left_out += noise
        if line is not None:
            kept.append(line)
    return kept, left_out


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
