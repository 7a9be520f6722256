"""The door to tesseract: finds the program and hands it pictures.

Called as a program, so that nothing is linked and a page that hangs can be stopped.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.ingest.ocr.deskew import Gray
from kb.ingest.ocr.hocr import ReadLine, lines_of

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
"""What else each letter may be. Five rounds, the default, take twice as long and tell little more."""


class PageTimeout(Exception):  # told to people as an OcrFailure
    """Tesseract did not finish in the time given."""


class EngineFailed(Exception):
    """Tesseract ended with an error or wrote what is no hOCR; the text is its last line."""


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
        self,
        image: Gray,
        dpi: float,
        seconds: float,
        *,
        mode: int = AUTO_LAYOUT,
        letters: str = "",
        weighed: bool = False,
    ) -> list[ReadLine]:
        """The lines on a picture, in tesseract's order; `letters` are the only ones allowed, if given.

        `weighed` asks what else each letter may be, which takes a twelfth more time. Raises PageTimeout
        after `seconds`, EngineFailed if the program fails.
        """
        options = [*_CHOICES] if weighed else []
        options += ["-c", f"tessedit_char_whitelist={letters}"] if letters else []
        command = self._command("-", dpi, mode)
        return lines_of(_tree(_output([*command, *options], _as_pgm(image), seconds)))

    def read_all(self, images: Sequence[Gray], dpi: float, seconds: float) -> list[list[ReadLine]]:
        """The lines on each of several pictures, as `read` gives them; errors as for `read`.

        The program is started once for all, for that takes a twentieth of a page's time.
        """
        with tempfile.TemporaryDirectory() as folder:
            command = self._command(_listed(images, Path(folder)), dpi, AUTO_LAYOUT)
            tree = _tree(_output(command, b"", seconds))
        pages = [lines_of(item) for item in tree.iter() if item.get("class") == "ocr_page"]
        if len(pages) != len(images):
            raise EngineFailed("kết quả thiếu trang")
        return pages

    def _command(self, source: str, dpi: float, mode: int) -> list[str]:
        command = [str(self.program), source, "-", "-l", LANGUAGE, "--psm", str(mode)]
        return [*command, "--dpi", str(round(dpi)), *_OPTIONS]


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


def _listed(images: Sequence[Gray], folder: Path) -> str:
    """A file in the folder that names the pictures, which are put there as well."""
    names = [folder / f"{number}.pgm" for number in range(len(images))]
    try:
        for name, image in zip(names, images, strict=True):
            name.write_bytes(_as_pgm(image))
        (folder / "pages.txt").write_text("".join(f"{name}\n" for name in names), "utf-8")
    except OSError as error:
        raise EngineFailed(error.strerror or "không ghi được tệp tạm") from error
    return str(folder / "pages.txt")


def _tree(hocr: str) -> ET.Element:
    try:
        return ET.fromstring(hocr)  # noqa: S314  written by tesseract, not by the document's author
    except ET.ParseError as error:
        raise EngineFailed("kết quả không phải hOCR") from error
