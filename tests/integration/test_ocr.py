"""Scans made here from a page whose text is known, read by the tesseract of this machine."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import typst
from PIL import Image

from kb.document import Confidence
from kb.errors import SecretMarked
from kb.ingest.correcting import line_text
from kb.ingest.lines import lines_of
from kb.ingest.ocr.pages import OcrFailure, OcrPage, Tesseract, find_tesseract, read_scanned_pages
from kb.ingest.pipeline import IngestPipeline, ingest_corrected
from kb.ingest.recognition import from_bytes, recognition_of, to_bytes
from kb.ingest.sources import source_of
from kb.vietnamese.normalise import fold

pytestmark = pytest.mark.skipif(
    not isinstance(find_tesseract(), Tesseract),
    reason="tesseract or its vie data is not installed (apt-get install tesseract-ocr-vie)",
)

DPI = 200
PAGE = """
#set page(paper: "a4", margin: 2.5cm)
#set text(size: 14pt, lang: "vi")
#set par(justify: true, first-line-indent: 1cm)
#place(top + left, dy: 1.2cm, text(fill: rgb("#d01020"), weight: "bold", size: 16pt)[TUYỆT MẬT])
#align(center)[*HƯỚNG DẪN* \\ *phòng, chống cháy rừng mùa khô năm 2024*]
#v(1cm)
Thực hiện Kế hoạch số 915-KH/ĐUM ngày 29/12/2023 của Đảng ủy xã Suối Ngần, Văn phòng Đảng ủy hướng
dẫn việc phòng, chống cháy rừng trong mùa khô năm 2024 trên địa bàn xã như sau: trước hết là những
khu rừng được người dân giữ gìn lâu năm như rừng đầu nguồn#footnote[Các khu rừng ở thượng nguồn suối
Ngần, do bốn thôn cùng giữ.], rừng trồng#footnote[Rừng “bốn tốt” của đoàn thanh niên.] và rừng tre.

Kết luận số 957-KL/TWM ngày 15/6/2023 của Ban Chỉ đạo về tiếp tục giữ gìn, mở rộng diện tích rừng và
chăm lo đời sống của người giữ rừng; Nghị quyết số 103/2023/QH15 của Quốc hội cũng nêu việc này.
"""


COPIED = """
#set page(paper: "a4", margin: (left: 3cm, rest: 2cm))
#set text(size: 14pt, lang: "vi")
#place(top + left, dy: 2cm, rotate(-1.6deg, rect(width: 5.2cm, stroke: 1.5pt, inset: 4pt)[
  #set text(size: 10pt)
  VĂN PHÒNG ĐẢNG ỦY \\ *ĐẾN* #h(4pt) Số: 15 \\ #h(1.2cm) Ngày: 21.3.24
]))
#align(center)[*THÔNG BÁO* \\ *về lịch trực rừng mùa khô*]
#v(4cm)
Ban Chỉ đạo phân công mỗi thôn trực một tuần, bắt đầu từ thôn đầu nguồn; người trực ghi sổ mỗi ngày hai
lần, báo ngay cho Ban Chỉ đạo khi thấy khói, và bàn giao sổ cho thôn sau vào sáng thứ hai hằng tuần.
#v(1cm)
#place(dx: 9.2cm, dy: -0.6cm, circle(radius: 1.8cm, stroke: 2pt)[
  #align(center + horizon, circle(radius: 1.2cm))
])
#text(size: 12pt)[
  *Nơi nhận:* \\
  \\- Thường trực Đảng ủy xã, \\
  \\- Trưởng các thôn đầu nguồn suối Ngần và suối Lạnh cùng các \\
  \\- Lưu Văn phòng.
]
"""
"""A black and white copy with a register's stamp, and a seal over the end of a line."""


@lru_cache
def printed() -> Image.Image:
    """The page as a picture in colour."""
    data = typst.compile(PAGE.encode())
    assert isinstance(data, bytes)
    with pdfium.PdfDocument(data) as pdf:
        return pdf[0].render(scale=DPI / 72).to_pil().convert("RGB")


def copied(mark: str = "") -> Image.Image:
    """The copy as a picture without colour, with `mark` at its head."""
    head = f"#place(top + right, rect(stroke: 1.5pt)[#text(size: 16pt)[*{mark}*]])" if mark else ""
    data = typst.compile((COPIED + head).encode())
    assert isinstance(data, bytes)
    with pdfium.PdfDocument(data) as pdf:
        return pdf[0].render(scale=DPI / 72).to_pil().convert("L")


def without_mark() -> Image.Image:
    """The page with white over the red mark."""
    picture = printed().copy()
    picture.paste((255, 255, 255), (0, 0, picture.width, round(4.6 / 2.54 * DPI)))
    return picture


def scanned(*pictures: Image.Image) -> bytes:
    """A PDF that is nothing but these pictures."""
    file = io.BytesIO()
    first, *rest = pictures
    first.save(file, "PDF", save_all=True, append_images=rest, resolution=DPI, quality=90)
    return file.getvalue()


def tilted(degrees: float) -> Image.Image:
    """The page with its lines falling to the right."""
    return printed().rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))


def text_of(page: OcrPage | OcrFailure) -> str:
    """The page's lines as the layout gathers them."""
    assert isinstance(page, OcrPage), page
    return " ".join(line.text for line in lines_of(page.as_raw_page("1")))


@lru_cache
def level() -> OcrPage:
    """The page as read when it lay straight."""
    (page,) = read_scanned_pages(scanned(printed()), [0], workers=1, seconds_per_page=60)
    assert isinstance(page, OcrPage)
    return page


def test_a_scan_gives_its_text_and_its_symbols() -> None:
    text = text_of(level())

    assert "Thực hiện Kế hoạch số 915-KH/ĐUM ngày 29/12/2023" in text
    assert "957-KL/TWM" in text
    assert "103/2023/QH15" in text
    assert level().quality > 0.85
    assert level().unread < 0.01


def test_footnote_marks_and_numbers_are_raised_digits() -> None:
    raised = [
        glyph.text
        for line in lines_of(level().as_raw_page("1"))
        for segment in line.segments
        for glyph in segment.glyphs
        if segment.is_raised(glyph)
    ]

    assert raised == ["1", "2", "1", "2"]


def test_the_rule_over_the_notes_is_a_rule() -> None:
    notes = next(line for line in lines_of(level().as_raw_page("1")) if "thượng nguồn" in line.text)

    (rule,) = level().rules
    assert rule.horizontal
    assert notes.y - 40 < rule.top < notes.y - 5


def test_lines_of_the_body_have_one_size_and_notes_a_smaller_one() -> None:
    lines = lines_of(level().as_raw_page("1"))
    body = {line.size for line in lines if "TWM ngày" in line.text or "trên địa bàn" in line.text}
    notes = {line.size for line in lines if "thượng nguồn" in line.text or "bốn tốt" in line.text}

    assert len(body) == len(notes) == 1
    assert max(notes) < 0.92 * min(body)


def test_a_secrecy_mark_in_red_is_read() -> None:
    """tesseract takes this font's bold Ậ for Ạ, so the mark is known by its folded letters."""
    assert "tuyet mat" in fold(text_of(level()))


def test_crooked_sideways_and_upside_down_pages_read_like_the_level_one() -> None:
    turned = printed().rotate(-90, expand=True)
    pictures = scanned(tilted(1.5), turned, printed().rotate(180))

    pages = read_scanned_pages(pictures, [0, 1, 2], workers=2, seconds_per_page=60)

    assert [page.turn for page in pages if isinstance(page, OcrPage)] == [0, 3, 2]
    assert isinstance(pages[0], OcrPage)
    assert pages[0].skew == pytest.approx(1.5, abs=0.15)
    for page in pages:
        assert SequenceMatcher(None, text_of(page), text_of(level()), autojunk=False).ratio() > 0.98


def test_glyphs_lie_where_the_print_is() -> None:
    page = level()
    dark = printed().convert("L").point(lambda value: 255 * (value < 128))

    for line in lines_of(page.as_raw_page("1")):
        box = (line.left, line.y - line.size, line.right, line.y + 0.25 * line.size)
        pixels = tuple(round(value * DPI / 72) for value in box)
        assert fold(line.text) == "tuyet mat" or dark.crop(pixels).getbbox() is not None


def ink_of(words: str, moved: Callable[[Image.Image], Image.Image]) -> tuple[float, ...]:
    """Where the ink of one line lies on the page as moved: left, top, right, bottom as fractions."""
    line = next(line for line in lines_of(level().as_raw_page("1")) if words in line.text)
    box = (line.left - 3, line.y - line.size, line.right + 3, line.y + 0.35 * line.size)
    pixels = tuple(round(value * DPI / 72) for value in box)
    alone = Image.new("RGB", printed().size, (255, 255, 255))
    alone.paste(printed().crop(pixels), pixels[:2])
    dark = moved(alone).convert("L").point(lambda value: 255 * (value < 128))
    edges = dark.getbbox()
    assert edges is not None
    return tuple(edge / side for edge, side in zip(edges, dark.size * 2, strict=True))


@pytest.mark.parametrize(
    "moved",
    [
        lambda page: page.rotate(-2.5, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)),
        lambda page: page.rotate(90, expand=True),
        lambda page: page.rotate(-88.5, Image.Resampling.BICUBIC, True, fillcolor=(255, 255, 255)),
    ],
    ids=["crooked", "sideways", "sideways and crooked"],
)
def test_a_lines_rectangle_covers_its_ink_on_the_page_as_displayed(
    moved: Callable[[Image.Image], Image.Image],
) -> None:
    """To a three hundredth of the page, which is a millimetre; and it is no wider than that either."""
    source = source_of(Path("bản quét.pdf"), scanned(moved(without_mark())))

    document = IngestPipeline(10).read(source).document

    for words in ("915-KH/ĐUM", "diện tích rừng", "người giữ rừng"):
        line = next(line for line in document.lines if words in line.span.of(document.text))
        left, top, right, bottom = ink_of(words, moved)
        rect = line.rect
        assert rect.left < left + 0.0035 and rect.top < top + 0.0035
        assert rect.right > right - 0.0035 and rect.bottom > bottom - 0.0035
        assert rect.right - rect.left < right - left + 0.025
        assert rect.bottom - rect.top < bottom - top + 0.025


def test_a_scan_becomes_a_document_that_says_it_was_recognised() -> None:
    source = source_of(Path("bản quét.pdf"), scanned(without_mark()))

    ingested = IngestPipeline(10).read(source)

    document = ingested.document
    assert "giữ gìn, mở rộng diện tích rừng" in document.text
    assert [note.number for note in document.footnotes] == ["1", "2"]
    assert document.warnings[0].startswith("Chữ của trang 1 do máy nhận dạng từ bản quét")
    (page,) = document.pages
    assert page.recognised
    assert page.quality is not None
    assert 0.85 < page.quality < 1
    assert {passage.ocr_quality for passage in ingested.passages} == {page.quality}
    assert {item.confidence for item in document.evidence} == {Confidence.LIKELY}


def test_a_line_of_a_scan_is_corrected_where_it_stands_and_back_again() -> None:
    """What tesseract read, made again without it: the words of a line, and what follows from them."""
    source, page = source_of(Path("quet.pdf"), b"%PDF-"), level().as_raw_page("1")
    kept = recognition_of([replace(page, glyphs=tuple(g for g in page.glyphs if g.y > 120))])
    assert kept is not None
    read = ingest_corrected(source, from_bytes(to_bytes(kept)), {})
    lines = [line_text(kept.line(1, at)) for at in range(1, len(kept.lines[0]) + 1)]
    number = next(at for at, line in enumerate(lines, start=1) if "957-KL/TWM" in line)
    text = lines[number - 1].replace("957-KL/TWM ngày 15/6/2023", "95-KL/TWM ngày 5/6/2024")

    now = ingest_corrected(source, kept, {(1, number): text})

    assert text in now.document.text.replace("\n", " ")
    assert "95-KL/TWM" in {str(item.symbol) for item in now.references if item.symbol}
    (mended,) = [item for item in now.passages if item.corrected]
    assert (mended.corrected, mended.mismatch) == ((1,), None)
    others = {item.text for item in read.passages} & {item.text for item in now.passages}
    assert len(others) == len(read.passages) - 1
    assert ingest_corrected(source, kept, {}) == read


def test_a_scan_with_a_mark_of_secrecy_is_stopped() -> None:
    with pytest.raises(SecretMarked, match="TUYỆT MẬT"):
        IngestPipeline(10).read(source_of(Path("bản quét.pdf"), scanned(printed())))


def test_the_stamp_of_arrival_and_a_black_seal_stay_out_of_the_text_and_are_told() -> None:
    document = IngestPipeline(10).read(source_of(Path("sao.pdf"), scanned(copied()))).document

    assert "thôn sau vào sáng thứ hai hằng tuần." in document.text
    assert "- Trưởng các thôn đầu nguồn suối Ngần và suối" in document.text
    assert "VĂN PHÒNG" not in document.text
    stamp = [item.text for item in document.dropped if item.reason == "stamp"]
    assert stamp[:2] == ["VĂN PHÒNG ĐẢNG ỦY", "ĐẾN Số: 15"]
    assert document.warnings[1] == "Trang 1 có dấu, ảnh hoặc chữ mà máy không đọc được."


def test_a_mark_of_secrecy_in_black_is_seen_beside_a_stamp_and_a_seal() -> None:
    with pytest.raises(SecretMarked, match="MẬT"):
        IngestPipeline(10).read(source_of(Path("sao.pdf"), scanned(copied("MẬT"))))


def test_a_page_that_cannot_be_read_leaves_those_read_with_it_alone() -> None:
    pages = read_scanned_pages(scanned(printed()), [0, 4], workers=1, seconds_per_page=60)

    assert isinstance(pages[0], OcrPage)
    assert pages[0].glyphs
    assert pages[1] == OcrFailure(5, "Không dựng được ảnh trang 5; hãy lấy lại bản gốc của tệp.")


def test_a_page_over_its_time_is_a_value_and_the_progress_goes_on() -> None:
    told: list[tuple[int, int]] = []

    pages = read_scanned_pages(
        scanned(printed(), printed()),
        [0, 1],
        workers=2,
        seconds_per_page=0.2,
        progress=lambda done, of: told.append((done, of)),
    )

    assert [type(page) for page in pages] == [OcrFailure, OcrFailure]
    assert isinstance(pages[1], OcrFailure)
    assert pages[1].reason.startswith("Trang 2 chưa đọc xong sau 0.2 giây")
    assert told == [(1, 2), (2, 2)]
