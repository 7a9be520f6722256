"""Ways in which a file gets damaged, or is made to do damage; each is the same in every run."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from random import Random

from tests.integration.papers import pdf_of, text_content
from tests.word_files import paragraph, table, word_file

Damage = Callable[[Random, bytes], bytes]

_STREAM = re.compile(rb"(?<!end)stream\r?\n(.*?)endstream", re.DOTALL)


# ---- what happens to any file on its way


def cut(rng: Random, data: bytes) -> bytes:
    """A download that broke off."""
    return data[: rng.randrange(len(data) // 10, len(data))]


def flipped(rng: Random, data: bytes) -> bytes:
    """One to eight bits turned over, anywhere."""
    return _with_flips(rng, data, range(len(data)), rng.randint(1, 8))


def zeroed(rng: Random, data: bytes) -> bytes:
    """A block that the disk lost."""
    size = rng.choice((16, 512, 4096))
    at = rng.randrange(len(data))
    return data[:at] + bytes(min(size, len(data) - at)) + data[at + size :]


def _with_flips(rng: Random, data: bytes, places: range, count: int) -> bytes:
    damaged = bytearray(data)
    for _ in range(count):
        damaged[rng.choice(places)] ^= 1 << rng.randrange(8)
    return bytes(damaged)


# ---- what happens to a PDF


def flipped_stream(rng: Random, data: bytes) -> bytes:
    """One bit turned over in what is packed."""
    place = rng.choice([range(*found.span(1)) for found in _STREAM.finditer(data)])
    return _with_flips(rng, data, place, 1)


def flipped_structure(rng: Random, data: bytes) -> bytes:
    """One bit turned over between the streams."""
    ends = [0, *(found.end() for found in _STREAM.finditer(data))]
    begins = [*(found.start(1) for found in _STREAM.finditer(data)), len(data)]
    return _with_flips(rng, data, range(*rng.choice(list(zip(ends, begins, strict=True)))), 1)


def swapped_objects(rng: Random, data: bytes) -> bytes:
    """Two objects under each other's number."""
    numbers = [found.span(1) for found in re.finditer(rb"\n(\d+) 0 obj", data)]
    (a, b), (c, d) = sorted(rng.sample(numbers, 2))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def wrong_length(rng: Random, data: bytes) -> bytes:
    """A stream said to be longer or shorter than it is."""
    return _with_number(rng, data, rb"/Length (\d+)")


def wrong_count(rng: Random, data: bytes) -> bytes:
    """Another number of pages than there are."""
    return _with_number(rng, data, rb"/Count (\d+)")


def _with_number(rng: Random, data: bytes, pattern: bytes) -> bytes:
    start, end = rng.choice([found.span(1) for found in re.finditer(pattern, data)])
    highest = 10 ** (end - start) - 1
    return data[:start] + b"%0*d" % (end - start, rng.randint(0, highest)) + data[end:]


def lost_end(rng: Random, data: bytes) -> bytes:
    """A file without its table, at times with a line less of it."""
    return data[: data.rfind(b"xref\n0")] + rng.choice((b"", b"%%EOF"))


PDF_DAMAGES: Mapping[str, Damage] = {
    damage.__name__: damage
    for damage in (
        cut, flipped, zeroed, flipped_stream, flipped_structure, swapped_objects, wrong_length,
        wrong_count, lost_end,
    )
}  # fmt: skip


# ---- PDFs made to do damage

SENTENCE = "Chi bo hop moi thang mot lan."
"""What every hostile file says that can be read at all."""

_LINE = SENTENCE.encode()
_WORDS = text_content([_LINE] * 3)


def _with(old: bytes, new: bytes, data: bytes | None = None) -> bytes:
    made = data or pdf_of([_WORDS])
    assert old in made
    return made.replace(old, new, 1)


def _packed_content(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    return _with(b"<< /Length %d >>\nstream\n" % len(_WORDS) + _WORDS, head + packed)


def _deep(opening: bytes, closing: bytes) -> bytes:
    return opening * 100_000 + closing * 100_000


HOSTILE_PDFS: Mapping[str, Callable[[], bytes]] = {
    "arrays nested without end": lambda: _with(b"/Type /Page ", b"/Type /Page /X " + _deep(b"[", b"]")),
    "dictionaries nested without end": lambda: _with(
        b"/Type /Page ", b"/Type /Page /X " + _deep(b"<</X ", b">>")
    ),
    "arrays nested in a content": lambda: _packed_content(_deep(b"[", b"]") + _WORDS),
    "states saved without end": lambda: _packed_content(b"q " * 2_000_000 + _WORDS),
    "a page tree that is its own child": lambda: _with(b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
    "a page that is its own parent": lambda: _with(b"/Parent 2 0 R", b"/Parent 5 0 R"),
    "a form that shows itself": lambda: _with(
        b"/Subtype /Image", b"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Im 4 0 R >> >>",
        pdf_of([_WORDS + b" /Im Do"]).replace(b"\x80\nendstream", b"/Im Do\nendstream"),
    ),
    "a content that is a list of itself": lambda: _with(
        b"/Contents 6 0 R", b"/Contents 7 0 R", _with(b"xref\n", b"7 0 obj [7 0 R] endobj xref\n")
    ),
    "a length that is its own stream": lambda: _with(b"/Length %d" % len(_WORDS), b"/Length 6 0 R"),
    "a table before which stands itself": lambda: _with(
        b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % pdf_of([_WORDS]).rfind(b"xref\n0")
    ),
    "a page of a million inches": lambda: _with(b"[0 0 595 842]", b"[0 0 99999999 99999999]"),
    "a page of no size": lambda: _with(b"[0 0 595 842]", b"[0 0 0 0]"),
    "a page of a size that is no number": lambda: _with(b"[0 0 595 842]", b"[0 0 1e99 nan]"),
    "a picture of a trillion pixels": lambda: _with(
        b"/Width 1 /Height 1", b"/Width 1000000 /Height 1000000", pdf_of([b"q 9 0 0 9 0 0 cm /Im Do Q"])
    ),
    "a content that unpacks to 200 MB": lambda: _packed_content(_WORDS + b" " * 200_000_000),
    "a line of two million letters": lambda: _packed_content(text_content([_LINE * 70_000])),
    "two thousand tiny pages": lambda: _with(
        b"[0 0 595 842]", b"[0 0 1 1]", pdf_of([b"BT /F 1 Tf (a) Tj ET"] * 1_900)
    ),
    "as many pages as can be counted": lambda: _with(b"/Count 1", b"/Count 2147483647"),
    "a table of objects beyond the end": lambda: re.sub(
        rb"\d{10} 00000 n", b"9999999999 00000 n", pdf_of([_WORDS])
    ),
}  # fmt: skip


# ---- DOCX

GOOD_DOCX = word_file(
    paragraph("Điều 1. Phạm vi điều chỉnh{5}"),
    paragraph(f"{SENTENCE} Chi bộ họp mỗi tháng một lần, nghị quyết được gửi đến từng đảng viên."),
    table([["Việc", "Thời hạn"], ["Họp chi bộ", "hằng tháng"]]),
    paragraph("Điều 2. Các cấp ủy chịu trách nhiệm thi hành quy định này."),
    footnotes={"5": "Quy định về sinh hoạt của chi bộ."},
)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The parts of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def lost_part(rng: Random, data: bytes) -> bytes:
    """A package without one of its parts."""
    parts = unzipped(data)
    del parts[rng.choice(list(parts))]
    return zipped(parts)


def swapped_parts(rng: Random, data: bytes) -> bytes:
    """Two parts under each other's name."""
    parts = unzipped(data)
    one, other = rng.sample(list(parts), 2)
    return zipped(parts | {one: parts[other], other: parts[one]})


def broken_markup(rng: Random, data: bytes) -> bytes:
    """A part that was changed before it was packed."""
    parts = unzipped(data)
    name = rng.choice(list(parts))
    damage = rng.choice((cut, flipped, flipped, zeroed))
    return zipped(parts | {name: damage(rng, parts[name])})


def flipped_directory(rng: Random, data: bytes) -> bytes:
    """One bit turned over in the list of parts at the end."""
    return _with_flips(rng, data, range(data.find(b"PK\x01\x02"), len(data)), 1)


DOCX_DAMAGES: Mapping[str, Damage] = {
    damage.__name__: damage
    for damage in (
        cut, flipped, zeroed, lost_part, swapped_parts, broken_markup, flipped_directory,
    )
}  # fmt: skip


def _document(body: bytes, before: bytes = b"") -> bytes:
    """A DOCX whose text is this markup, with `before` in front of the root."""
    name = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    markup = b'%s<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>'
    return zipped({"word/document.xml": markup % (before, name, body)})


def _words(text: bytes) -> bytes:
    return b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % text


_LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10)
)

HOSTILE_DOCX: Mapping[str, Callable[[], bytes]] = {
    "a billion laughs": lambda: _document(
        _words(b"&l9;"), b'<!DOCTYPE d [<!ENTITY l0 "ha">' + _LAUGHS + b"]>"
    ),
    "a file of the machine": lambda: _document(
        _words(b"&a;"), b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    ),
    "tags nested without end": lambda: _document(
        b"<w:p>" + b"<w:ins>" * 100_000 + b"</w:ins>" * 100_000 + b"</w:p>"
    ),
    "tables nested in tables": lambda: _document(
        b"<w:tbl><w:tr><w:tc>" * 80 + _words(_LINE) + b"</w:tc></w:tr></w:tbl>" * 80
    ),
    "a part that unpacks to 60 MB": lambda: _document(_words(b"a" * 60_000_000)),
    "a part that unpacks to 200 MB": lambda: _document(_words(b" " * 200_000_000)),
    "a paragraph of 600,000 runs": lambda: _document(
        _words(_LINE) + b"<w:p>" + b"<w:r/>" * 600_000 + b"</w:p>"
    ),
    "a table of a million columns": lambda: _document(
        b"<w:tbl><w:tr>"
        + b'<w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr>%s</w:tc>' % _words(_LINE) * 9
        + b"</w:tr></w:tbl>"
    ),
    "a zip in a zip": lambda: zipped({"word/document.xml": zipped({"a": bytes(9_000_000)})}),
    "a list of ten thousand parts": lambda: zipped(
        unzipped(GOOD_DOCX) | {f"word/media/{number}.png": b"" for number in range(10_000)}
    ),
}
