"""Every passage of every document is printed where its rectangles say, word for word.

pdfium is asked by another way than the one by which kb reads: its own mapping of the displayed page to
the file's coordinates, its own boxes of characters. What a machine read from a scan nobody can ask
again, so there the rectangles are compared with the recognised characters (as for any document, when it
is read) and must lie on ink, which the space beside the text does not have.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c
import pytest

from kb.document import Rect
from kb.ingest.ocr.deskew import ink_of
from kb.ingest.pipeline import Ingested, IngestPipeline
from kb.ingest.sources import read_source
from kb.rectangles import places_of
from kb.vietnamese.normalise import normalise
from tests.factories import CORPUS, REAL

_DEVICE = 100_000  # steps on a side of the displayed page: 0.006 points of A4
_SMALL = 0.9  # of the line's height: a note's mark


REAL_FILES = sorted(REAL.glob("*/*.pdf"))
SCANS = [path for path in REAL_FILES if "scan" in path.stem]
TEXTUAL = [*sorted(CORPUS.glob("*.pdf")), *(path for path in REAL_FILES if path not in SCANS)]


@cache
def read(path: Path) -> Ingested:
    return IngestPipeline(500).read(read_source(path))


class Asked:
    """A page of the file itself, asked what stands in a rectangle of it as displayed."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self._text = page.get_textpage()
        self._chars = list(self._placed())

    def _placed(self) -> Iterator[tuple[float, float, float, str]]:
        box = c.FS_RECTF()
        for index in range(self._text.count_chars()):
            code = c.FPDFText_GetUnicode(self._text, index)
            char = "-" if code in (0x02, 0xFFFE) else chr(code)
            if not char.isspace():
                c.FPDFText_GetLooseCharBox(self._text, index, box)
                size = max(box.top - box.bottom, 0.1)
                yield (box.left + box.right) / 2, (box.bottom + box.top) / 2, size, char

    def _user_space(self, x: float, y: float) -> tuple[float, float]:
        page_x, page_y = ctypes.c_double(), ctypes.c_double()
        at = (round(x * _DEVICE), round(y * _DEVICE))
        c.FPDF_DeviceToPage(self._page, 0, 0, _DEVICE, _DEVICE, 0, *at, page_x, page_y)
        return page_x.value, page_y.value

    def says(self, rect: Rect, expected: str) -> bool:
        """True if the characters with their middle inside are these; small digits may be marks."""
        one, two = self._user_space(rect.left, rect.top), self._user_space(rect.right, rect.bottom)
        (left, right), (bottom, top) = sorted((one[0], two[0])), sorted((one[1], two[1]))
        inside = [
            char
            for char in self._chars
            if left - 0.2 <= char[0] <= right + 0.2 and bottom <= char[1] <= top
        ]
        inside.sort(key=lambda char: char[0])
        largest = max((size for _, _, size, _ in inside), default=0.0)
        pattern = "".join(
            f"{re.escape(char)}?" if char.isdigit() and size < _SMALL * largest else re.escape(char)
            for _, _, size, char in inside
            if char not in "↩\ufe0e"
        )
        return re.fullmatch(normalise(pattern), expected) is not None


@pytest.mark.parametrize("path", TEXTUAL, ids=lambda path: path.stem)
def test_every_passage_stands_on_its_page_under_its_rectangles(path: Path) -> None:
    ingested = read(path)
    text = ingested.document.text
    pdf = pdfium.PdfDocument(path)
    pages = [Asked(page) for page in pdf]
    checked, wrong = 0, []
    for passage in ingested.passages:
        for place in places_of(ingested.document, passage.span):
            words = "".join(place.span.of(text).split())
            checked += 1
            if not pages[place.page - 1].says(place.rect, words):
                wrong.append((place.page, words))

    assert checked >= len(ingested.passages) > 0
    assert wrong == []
    assert [item.mismatch for item in ingested.passages if item.mismatch] == []


@pytest.mark.parametrize("path", TEXTUAL, ids=lambda path: path.stem)
def test_the_rectangles_of_a_passage_hold_all_its_words_once(path: Path) -> None:
    document = read(path).document
    for passage in read(path).passages:
        places = places_of(document, passage.span)
        words = "".join(place.span.of(document.text) for place in places)
        assert "".join(words.split()) == "".join(passage.text.split())


@pytest.mark.real
@pytest.mark.parametrize("path", SCANS, ids=lambda path: path.stem)
def test_the_words_of_a_scan_lie_on_ink(path: Path) -> None:
    document = read(path).document
    assert [item.mismatch for item in read(path).passages if item.mismatch] == []
    inks = [
        ink_of(page.render(scale=2, grayscale=True).to_numpy()) for page in pdfium.PdfDocument(path)
    ]
    bare, words = [], 0
    for passage in read(path).passages:
        for word in re.finditer(r"\S{2,}", passage.text):
            start = passage.span.start + word.start()
            for place in places_of(document, type(passage.span)(start, start + len(word[0]))):
                words += 1
                if _ink(inks[place.page - 1], place.rect) < 0.02:
                    bare.append((place.page, word[0]))

    assert words > 100
    assert bare == []


def _ink(ink: np.ndarray, rect: Rect) -> float:
    """The share of ink in a rectangle of the page."""
    height, width = ink.shape[:2]
    rows = slice(int(rect.top * height), int(rect.bottom * height) + 1)
    columns = slice(int(rect.left * width), int(rect.right * width) + 1)
    return float(ink[rows, columns].mean())
