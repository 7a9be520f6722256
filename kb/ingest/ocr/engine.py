"""The door to tesseract: finds the program, hands it pictures, and reads its hOCR.

Called as a program, so that nothing is linked and a page that hangs can be stopped. hOCR with
character boxes: https://kba.github.io/hocr-spec/1.2/ and tesseract's `hocr_char_boxes`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from pathlib import Path

from kb.ingest.ocr.deskew import Gray

LANGUAGE = "vie"
_PROGRAM = "tesseract"
INSTALL = "apt-get install tesseract-ocr tesseract-ocr-vie"
"""What puts tesseract and its Vietnamese data in place (Debian, Ubuntu)."""
_ASK_SECONDS = 20  # for the version and the list of languages

AUTO_LAYOUT, ONE_BLOCK, SPARSE = 3, 6, 11
"""Page segmentation modes of `tesseract --help-psm`."""

_OPTIONS = (
    *("-c", "tessedit_create_hocr=1"),
    *("-c", "hocr_char_boxes=1"),
    *("-c", "tessedit_do_invert=0"),  # no white print on black is looked for: a tenth of the time
)
_CHOICES = ("-c", "lstm_choice_mode=2", "-c", "lstm_choice_iterations=2")
"""What else each letter may be: 5 % of the time. Five rounds, the default, take 14 % and tell little
more."""

_BOXES = "x_bboxes "
_LINES = {"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"}


class PageTimeout(Exception):  # told to people as an OcrFailure
    """Tesseract did not finish in the time given."""


class EngineFailed(Exception):
    """Tesseract ended with an error or wrote what is no hOCR; the text is its last line."""


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


@dataclass(frozen=True, slots=True)
class TesseractMissing:
    """Why scanned pages cannot be read; `reason` is one Vietnamese sentence for `kb doctor`."""

    reason: str


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program found on this machine, with Vietnamese data. `version` as it says: "5.3.0"."""

    program: Path
    version: str

    def read(
        self, image: Gray, dpi: float, seconds: float, mode: int = AUTO_LAYOUT, letters: str = ""
    ) -> list[ReadLine]:
        """The lines on a picture, in tesseract's order; `letters` are the only ones allowed, if given.

        Raises PageTimeout after `seconds`, EngineFailed if the program fails.
        """
        command = [str(self.program), "-", "-", "-l", LANGUAGE, "--psm", str(mode)]
        command += ["--dpi", str(round(dpi)), *_OPTIONS]
        command += ["-c", f"tessedit_char_whitelist={letters}"] if letters else _CHOICES
        return _lines_of(_output(command, _as_pgm(image), seconds))


def find_tesseract() -> Tesseract | TesseractMissing:
    """The tesseract on PATH if it has the `vie` data; otherwise what is missing and how to mend it."""
    found = shutil.which(_PROGRAM)
    if found is None:
        return TesseractMissing(
            f"Chưa cài tesseract nên chưa đọc được trang quét; hãy chạy: {INSTALL}"
        )
    try:
        version = _output([found, "--version"], b"", _ASK_SECONDS)
        languages = _output([found, "--list-langs"], b"", _ASK_SECONDS)
    except (PageTimeout, EngineFailed) as error:
        return TesseractMissing(f"Không chạy được tesseract tại «{found}» ({error}); hãy cài lại")
    if LANGUAGE not in languages.split():
        return TesseractMissing(
            f"tesseract tại «{found}» thiếu dữ liệu tiếng Việt ({LANGUAGE}); hãy chạy: {INSTALL}"
        )
    match = re.search(r"tesseract v?(\S+)", version)
    return Tesseract(Path(found), match[1] if match else "?")


def _output(command: Sequence[str], data: bytes, seconds: float) -> str:
    """What the program writes. One thread each (OMP_THREAD_LIMIT): pages run beside each other.

    The data goes in by a nameless file: through a pipe it goes 4 KB at a time, each waiting for the
    interpreter's lock, and eight pages took 7.1 s instead of 6.3.
    """
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        with tempfile.TemporaryFile() as file:
            file.write(data)
            file.seek(0)
            done = subprocess.run(  # noqa: S603  the program is the one found on PATH
                command, stdin=file, capture_output=True, env=environment, timeout=seconds
            )
    except subprocess.TimeoutExpired as error:
        raise PageTimeout from error
    except OSError as error:
        raise EngineFailed(error.strerror or "không khởi động được") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise EngineFailed(said[-1] if said else f"mã lỗi {done.returncode}")
    return done.stdout.decode("utf-8", "replace")


def _as_pgm(image: Gray) -> bytes:
    """The picture as a binary PGM file: no time is lost in compressing it."""
    height, width = image.shape
    return b"P5 %d %d 255\n" % (width, height) + image.tobytes()


def _lines_of(hocr: str) -> list[ReadLine]:
    try:
        root = ET.fromstring(hocr)  # noqa: S314  written by tesseract, not by the document's author
    except ET.ParseError as error:
        raise EngineFailed("kết quả không phải hOCR") from error
    spans = (item for item in root.iter() if item.get("class") in _LINES)
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
    confidence = _numbers("x_wconf", title, 1) or (0.0,)
    chars = list(_chars(span)) or divided(_text(span), _box(title))
    return ReadWord(tuple(char for char in chars if char.text), confidence[0])


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
    match = re.search(rf"\b{name}((?: -?[\d.]+){{{count}}})", title)
    return tuple(map(float, match[1].split())) if match else None
