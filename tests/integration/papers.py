"""PDF files made in the test: good ones, odd ones and broken ones, a few hundred bytes each."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from pypdf import PdfWriter

from tests.conftest import ROOT

SAMPLE = ROOT / "corpus" / "902-ct-tum.pdf"
ANOTHER = ROOT / "corpus" / "907-tb-vptum.pdf"

IMAGE = b"q 200 0 0 200 100 400 cm /Im Do Q"
"""The content of a page that shows a picture and nothing else."""


def text_content(lines: Sequence[bytes]) -> bytes:
    """The content of a page with these lines in Helvetica; bytes are shown as Latin-1."""
    shown = b" ".join(b"(" + line + b") Tj T*" for line in lines)
    return b"BT /F 12 Tf 14 TL 72 760 Td " + shown + b" ET"


def pdf_of(contents: Sequence[bytes]) -> bytes:
    """A PDF with one page per content stream; `/F` is a font, `/Im` a grey picture of one pixel."""
    kids = b" ".join(b"%d 0 R" % (5 + 2 * number) for number in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % len(contents),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Length 1 >>\nstream\n\x80\nendstream",
    ]
    for number, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> /XObject << /Im 4 0 R >> >> >>" % (6 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream")
    return _file_of(objects)


def _file_of(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def blank_pdf(pages: int) -> bytes:
    """A PDF of empty pages."""
    return pdf_of([b""] * pages)


def locked_pdf(path: Path, password: str) -> bytes:
    """The PDF at `path` behind a password."""
    writer = PdfWriter(clone_from=path)
    writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
