"""What tesseract read: lines, words and characters with their boxes, out of hOCR.

hOCR with character boxes: https://kba.github.io/hocr-spec/1.2/ and tesseract's `hocr_char_boxes`.
"""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import zip_longest

_BOXES = "x_bboxes "
_LINES = {"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, origin top left, right and bottom excluded."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """The middle, x and y."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, other: Box) -> bool:
        """True if the middle of the other lies in this box."""
        x, y = other.middle
        return self.left < x < self.right and self.top < y < self.bottom

    def meets(self, other: Box) -> bool:
        """True if the middle of one of the two lies in the other."""
        return self.holds(other) or other.holds(self)


@dataclass(frozen=True, slots=True)
class ReadChar:
    """One character as read. Boxes are mostly the ink, now and then the height of the line.

    `others` are the characters that tesseract weighed instead, each with its weight in (0, 100]; the
    weights of one character do not add up to anything, its own is mostly 85 to 97.
    """

    text: str
    box: Box
    others: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class ReadWord:
    """Characters without a space between them; `confidence` in [0, 100] as tesseract tells it."""

    chars: tuple[ReadChar, ...]
    confidence: float

    @cached_property
    def text(self) -> str:
        """The word as read, NFC."""
        return "".join(char.text for char in self.chars)

    @cached_property
    def box(self) -> Box:
        """The box round all its characters."""
        boxes = [char.box for char in self.chars]
        return Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line as read. The baseline runs through (left, `y_left`) and rises by `slope` (y downward);
    `row_height` is tesseract's x_size, the height from the descenders to the ascenders, in pixels."""

    words: tuple[ReadWord, ...]
    box: Box
    slope: float
    y_left: float
    row_height: float

    @property
    def chars(self) -> Iterator[ReadChar]:
        """All characters, from left to right."""
        return (char for word in self.words for char in word.chars)

    def baseline(self, x: float) -> float:
        """The baseline's y at `x`, in pixels from the top."""
        return self.y_left + self.slope * (x - self.box.left)


def lines_of(tree: ET.Element) -> list[ReadLine]:
    """The lines in hOCR, or in one page of it; a line without a word is none."""
    spans = (item for item in tree.iter() if item.get("class") in _LINES)
    lines = (_line(span) for span in spans)
    return [line for line in lines if line.words]


def _line(span: ET.Element) -> ReadLine:
    title = span.get("title", "")
    box = _box(title)
    slope, offset = _numbers("baseline", title, 2) or (0.0, 0.0)
    words = (_word(item) for item in span.iter() if item.get("class") == "ocrx_word")
    height = _numbers("x_size", title, 1) or (box.bottom - box.top,)
    return ReadLine(
        tuple(word for word in words if word.chars), box, slope, box.bottom + offset, height[0]
    )


def _word(span: ET.Element) -> ReadWord:
    title = span.get("title", "")
    _, found, confidence = title.rpartition("x_wconf ")
    chars = list(_chars(span)) or divided(_text(span), _box(title))
    return ReadWord(tuple(char for char in chars if char.text), float(confidence) if found else 0.0)


def _chars(word: ET.Element) -> Iterator[ReadChar]:
    """The characters of a word; behind each stand the choices that tesseract had for it."""
    for item, behind in zip_longest(word, word[1:]):
        title = item.get("title", "")
        if title.startswith(_BOXES):
            text, (edges, *_) = _letter(item), title.removeprefix(_BOXES).split(";")
            has_choices = behind is not None and len(behind) > 1
            others = _others(behind, text) if has_choices else ()
            yield ReadChar(text, Box(*map(float, edges.split())), others)


def _others(choices: ET.Element, text: str) -> tuple[tuple[str, float], ...]:
    """What a character may be but for `text`; nothing if that is no choice, for now and then they slip
    by one."""
    weighed = [item for item in choices if item.get("title") != "x_confs 0"]
    if len(weighed) < 2:
        return ()
    weights = {_letter(item): float(item.get("title", "").split()[1]) for item in weighed}
    return tuple(weights.items()) if weights.pop(text, 0) else ()


def _letter(span: ET.Element) -> str:
    return unicodedata.normalize("NFC", (span.text or "").strip())


def _text(span: ET.Element) -> str:
    return unicodedata.normalize("NFC", "".join("".join(span.itertext()).split()))


def divided(text: str, box: Box) -> list[ReadChar]:
    """The characters of `text` in a box divided evenly, where no better boxes are known."""
    step = (box.right - box.left) / max(1, len(text))
    edges = [box.left + step * index for index in range(len(text) + 1)]
    return [
        ReadChar(char, Box(edges[index], box.top, edges[index + 1], box.bottom))
        for index, char in enumerate(text)
    ]


def _box(title: str) -> Box:
    return Box(*(_numbers("bbox", title, 4) or (0.0, 0.0, 0.0, 0.0)))


def _numbers(name: str, title: str, count: int) -> tuple[float, ...] | None:
    """The numbers after `name` in an hOCR title ("bbox 1 2 3 4; x_wconf 96"); None without them."""
    match = _pattern(name, count).search(title)
    return tuple(map(float, match[1].split())) if match else None


@cache
def _pattern(name: str, count: int) -> re.Pattern[str]:
    return re.compile(rf"\b{name}((?: -?[\d.]+){{{count}}})")
