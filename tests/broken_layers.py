"""PDF files whose text layer is not what the page shows, made from a page that typst sets."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import lru_cache

import pypdfium2 as pdfium
import typst
from PIL import Image
from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

DPI = 200
SETTINGS = """
#set page(paper: "a4", margin: 2.5cm)
#set text(size: 14pt, lang: "vi")
#set par(justify: true, first-line-indent: 1cm)
"""
WORDS = """
#align(center)[*THÔNG BÁO* \\ *về việc phòng, chống sạt lở đất ở các thôn ven suối*]
Thực hiện Kế hoạch số 915-KH/ĐUM ngày 29/12/2023 của Đảng ủy xã Suối Ngần, Văn phòng Đảng ủy thông
báo việc phòng, chống sạt lở đất trong mùa mưa năm 2024 trên địa bàn xã như sau: các chi bộ còn hộ
dân ở gần bờ suối rà soát từng nhà, báo cáo trước ngày 15/3/2024; đảng viên được phân công giúp các
hộ già yếu chuyển đồ đạc lên chỗ cao, không để ai phải ở lại một mình khi có lệnh sơ tán.

Hòa giải viên của thôn cùng tổ phòng, chống thiên tai đi từng ngõ, gõ từng nhà, giải thích cho mọi
người hiểu rõ vì sao phải rời chỗ ở; nhà nào còn lo mất tài sản thì cử người trông coi. Trường học mở
cửa đón dân, trạm y tế xã chuẩn bị đủ thuốc, bông băng và nước sạch cho năm ngày.

Đòi hỏi lớn nhất là giữ được thông tin: mỗi thôn có một người cầm máy bộ đàm, hai giờ báo một lần về
phòng trực; khi mưa vượt quá 100 mm trong sáu giờ thì báo ngay, không chờ đến phiên.
"""


@lru_cache
def printed(words: str = WORDS) -> bytes:
    """A page with these words in its text layer."""
    data = typst.compile((SETTINGS + words).encode())
    assert isinstance(data, bytes)
    return data


@lru_cache
def scanned(data: bytes, tilt: float = 0.0) -> bytes:
    """The first page as nothing but a picture, its lines falling to the right by `tilt` degrees."""
    with pdfium.PdfDocument(data) as pdf:
        picture = pdf[0].render(scale=DPI / 72).to_pil().convert("L")
    file = io.BytesIO()
    tilted = picture.rotate(-tilt, Image.Resampling.BICUBIC, fillcolor=255)
    tilted.save(file, "PDF", resolution=DPI, quality=90)
    return file.getvalue()


def joined(*files: bytes) -> bytes:
    """All their pages in one file."""
    writer = PdfWriter()
    for data in files:
        writer.append(io.BytesIO(data))
    return _written(writer)


def over(below: bytes, above: bytes) -> bytes:
    """The first page of `below` with what the first page of `above` prints over it."""
    writer = PdfWriter(clone_from=io.BytesIO(below))
    page, other = writer.pages[0], PdfReader(io.BytesIO(above)).pages[0]
    fit = Transformation().scale(page.mediabox.width / other.mediabox.width)
    page.merge_transformed_page(other, fit)
    return _written(writer)


def unprinted(data: bytes) -> bytes:
    """The page with its text in render mode 3: there to be searched, and not painted."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        content = page.get_contents()
        assert content is not None
        _replace(writer, page, content.get_data().replace(b"BT 0 Tr", b"BT 3 Tr"))
    return _written(writer)


def with_map(data: bytes, change: Callable[[str], str]) -> bytes:
    """The file with another ToUnicode: each character is said to be `change(character)`."""

    def changed(entry: re.Match[str]) -> str:
        codes = change(chr(int(entry[2], 16))).encode("utf-16-be").hex()
        return f"<{entry[1]}> <{codes}>"

    writer = PdfWriter(clone_from=io.BytesIO(data))
    for font in _fonts(writer):
        table = font["/ToUnicode"].get_object().get_data().decode()
        stream = DecodedStreamObject()
        stream.set_data(re.sub(r"<(\w{4})> <(\w{4})>(?=\n[<e])", changed, table).encode())
        font[NameObject("/ToUnicode")] = writer._add_object(stream)
    return _written(writer)


def without_maps(data: bytes) -> bytes:
    """The file without any ToUnicode: its codes are numbers of glyphs."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    for font in _fonts(writer):
        del font["/ToUnicode"]
    return _written(writer)


def outlined(words: str = WORDS) -> bytes:
    """The page with its letters drawn as shapes and no text at all."""
    svg = typst.compile((SETTINGS + words).encode(), format="svg")
    assert isinstance(svg, bytes)
    text = svg.decode()
    shapes = dict(re.findall(r'<symbol id="(\w+)"[^>]*><path d="([^"]*)"', text))
    parts = ["1 0 0 -1 0 841.89 cm"]
    for line in re.findall(r'<g transform="matrix\(([^)]*)\)">(.*?)</g>', text, re.DOTALL):
        parts.append(f"q {line[0]} cm")
        for name, x, y in re.findall(r'href="#(\w+)" x="([-\d.]+)" y="([-\d.]+)"', line[1]):
            parts.append(f"q 1 0 0 1 {x} {y} cm {_path(shapes[name])} f Q")
        parts.append("Q")
    writer = PdfWriter()
    page = writer.add_blank_page(595.28, 841.89)
    _replace(writer, page, "\n".join(parts).encode())
    return _written(writer)


def _path(drawn: str) -> str:
    """The path operators for the relative moves of an SVG path."""
    at = start = (0.0, 0.0)
    made = []
    for letter, numbers in re.findall(r"([MmlhvcZ])([^MmlhvcZ]*)", drawn):
        if letter == "Z":
            at = start
            made.append("h")
            continue
        n = [float(number) for number in numbers.split()]
        moves = {"h": [*n, 0.0], "v": [0.0, *n]}.get(letter, n)
        ends = [(at[0] + moves[i], at[1] + moves[i + 1]) for i in range(0, len(moves), 2)]
        at = ends[-1]
        start = at if letter in "Mm" else start
        operator = {"m": "m", "M": "m", "c": "c"}.get(letter, "l")
        made.append(" ".join(f"{x:.3f} {y:.3f}" for x, y in ends) + f" {operator}")
    return " ".join(made)


def _fonts(writer: PdfWriter) -> list[DictionaryObject]:
    return [
        font.get_object() for page in writer.pages for font in page["/Resources"]["/Font"].values()
    ]


def _replace(writer: PdfWriter, page: DictionaryObject, content: bytes) -> None:
    stream = DecodedStreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream)


def _written(writer: PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()
