"""How fast each kind of file is read, from bytes to passages, without store and model; and in how much
memory. Nothing is asserted of the times: they are this machine's.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from time import perf_counter

import pypdf
import pypdfium2 as pdfium
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from kb.ingest.ocr.engine import Tesseract, find_tesseract
from kb.ingest.ocr.scans import read_scans
from kb.ingest.pdf import read_pages
from kb.ingest.pipeline import IngestPipeline
from kb.ingest.sources import read_source
from tests.factories import CORPUS, REAL

PIPELINE = IngestPipeline(2000)
KINDS = {
    "sample documents (typst)": sorted(CORPUS.glob("*.pdf")),
    "word processor, 8 pages": [REAL / "94-hd-btgtu/94-hd-btgtu.pdf"],
    "word processor, 35 pages": [REAL / "294-qd-tw/294-qd-tw.pdf"],
    "browser print": [REAL / "94-hd-btgtu/94-hd-btgtu-browser-print.pdf"],
    "office with table": [REAL / "office/ke-hoach-xuan-tinh-nguyen.pdf"],
    "DOCX": [REAL / "94-hd-btgtu/94-hd-btgtu.docx", REAL / "office/ke-hoach-thi-dua.docx"],
}
SCAN = REAL / "94-hd-btgtu/94-hd-btgtu-scan.pdf"
SCAN_DPI = 200  # the scan's own
MANY_PAGES = 1000
_READ_ALONE = """
import resource, sys
from pathlib import Path
from kb.ingest.pipeline import IngestPipeline
from kb.ingest.sources import read_source
document = IngestPipeline(2000).read(read_source(Path(sys.argv[1]))).document
print(document.page_count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.parametrize("kind", KINDS)
def test_reading_a_kind_of_file(benchmark: BenchmarkFixture, kind: str) -> None:
    """Pages a second; a Word file has none, so files a second."""
    sources = [read_source(path) for path in present(KINDS[kind])]

    read = benchmark.pedantic(lambda: [PIPELINE.read(item) for item in sources], rounds=5)

    pages = sum(item.document.page_count for item in read)
    speed = (pages or len(sources)) / benchmark.stats.stats.median
    print(f"\n{kind}: {speed:.0f} {'pages' if pages else 'files'} a second")


def test_reading_a_scan_beside_plain_tesseract(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """The same eight pages in turn: by plain tesseract, which gets them as pictures, ready made; by the
    recognition alone, from the file to characters with their places; by all of the reading, which also
    makes text, divisions, passages and mentions of them."""
    engine = find_tesseract()
    if not isinstance(engine, Tesseract):
        pytest.skip(engine.reason)
    source = read_source(*present([SCAN]))
    pictures = pictures_of(SCAN, tmp_path)
    pages, plain, recognised = read_pages(source, len(pictures)), [], []

    def read_otherwise() -> None:
        started = perf_counter()
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda picture: run_tesseract(engine, picture), pictures))
        plain.append(perf_counter() - started)
        started = perf_counter()
        read_scans(source, pages)
        recognised.append(perf_counter() - started)

    benchmark.pedantic(PIPELINE.read, args=(source,), setup=read_otherwise, rounds=5)

    ours, theirs = benchmark.stats.stats.median, median(plain)
    print(
        f"\nscan: {len(pictures) / ours:.2f} pages a second; of plain tesseract's time "
        f"{median(recognised) / theirs - 1:+.1%} for recognising, {ours / theirs - 1:+.1%} for all"
    )


def test_memory_for_a_thousand_pages(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """The peak of a process that does nothing else, on a file of every page of a long regulation many
    times over."""
    file = tmp_path / "dài.pdf"
    repeated(present(KINDS["word processor, 35 pages"])[0], file)
    command = [sys.executable, "-c", _READ_ALONE, str(file)]

    done = benchmark.pedantic(
        lambda: subprocess.run(command, check=True, capture_output=True, text=True), rounds=1
    )

    pages, kilobytes = map(int, done.stdout.split())
    speed = pages / benchmark.stats.stats.median
    print(f"\n{pages} pages: {speed:.0f} a second, {kilobytes / 1024:.0f} MB at most")


def present(paths: list[Path]) -> list[Path]:
    """The paths, or a skipped test where one of them is absent."""
    for path in paths:
        if not path.exists():
            pytest.skip(f"{path.name} is not beside the project")
    return paths


def pictures_of(file: Path, folder: Path) -> list[Path]:
    """Each page as a PGM file."""
    made = []
    with pdfium.PdfDocument(file) as pdf:
        for number, page in enumerate(pdf, 1):
            made.append(folder / f"{number}.pgm")
            page.render(scale=SCAN_DPI / 72, grayscale=True).to_pil().save(made[-1])
    return made


def run_tesseract(engine: Tesseract, picture: Path) -> None:
    """One page to plain text, with one thread, as kb runs its own."""
    command = [str(engine.program), str(picture), "-", "-l", "vie", "--dpi", str(SCAN_DPI)]
    subprocess.run(
        command, check=True, capture_output=True, env=os.environ | {"OMP_THREAD_LIMIT": "1"}
    )


def repeated(file: Path, into: Path) -> None:
    """The pages of `file` again and again, MANY_PAGES of them."""
    pages = pypdf.PdfReader(file).pages
    writer = pypdf.PdfWriter()
    for number in range(MANY_PAGES):
        writer.add_page(pages[number % len(pages)])
    writer.write(into)
