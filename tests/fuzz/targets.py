"""What is given to the fuzzer: functions of bytes that raise for nothing but a mistake in kb.

A file that cannot be read is no mistake (KbError); any other exception is, and so is a document that
breaks one of the laws below. Each target has seeds to begin from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
from lxml import etree

from kb.errors import KbError
from kb.ingest.legacy.codec import encode
from kb.ingest.legacy.pages import decode_pages
from kb.ingest.legacy.tables import Encoding
from kb.ingest.parts import is_well_formed
from kb.ingest.pdf import RawPage
from kb.ingest.pipeline import compose_pages, ingest_pages, ingest_word, refuse_secret
from kb.ingest.reading import Ingested
from kb.ingest.soundness import damage_of
from kb.ingest.structure import structure_of
from kb.vietnamese.normalise import normalise
from tests.factories import CORPUS, LEADING, LEFT, TOP, Printed, page_of, pdf_source, rule
from tests.integration.damage import GOOD_DOCX, HOSTILE_PDFS, unzipped, zipped
from tests.word_files import level, lists, paragraph, table, text_box, word_file

SOURCE = pdf_source(b"%PDF-", "thử.pdf")


@dataclass(frozen=True, slots=True)
class Target:
    """Something to be fuzzed: `run` takes any bytes, `seeds` are what the fuzzer begins to change.

    Longer inputs than `longest` bytes find no more and take longer.
    """

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    longest: int


def check(read: Ingested) -> None:
    """Raises AssertionError for a document that breaks a law."""
    document, text = read.document, read.document.text
    assert all(item.text == item.span.of(text) for item in read.passages)
    assert all(one.span.end <= two.span.start for one, two in pairwise(read.passages))
    assert len({item.path for item in document.divisions}) == len(document.divisions)
    spans = {item.path: item.span for item in document.divisions}
    assert all(spans[path[:-1]].contains(span) for path, span in spans.items() if len(path) > 1)


# ---- DOCX: any bytes as a package, and any markup in one

_PARTS = ("document", "footnotes", "numbering", "styles", "settings", "header1")
_FENCE = b"\n=====\n"
_POINTER = b'<Relationship Id="%s" Type="x/%s" Target="%s.xml"/>'
_POINTERS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s'
)
_MENDING = etree.XMLParser(recover=True, resolve_entities=False)


def read_package(data: bytes) -> None:
    """The bytes of a file, behind the four that say it is a zip."""
    with suppress(KbError):
        check(ingest_word(pdf_source(b"PK\x03\x04" + data, "thử.docx")))


def read_markup(data: bytes) -> None:
    """The parts of a DOCX with fences between them.

    Markup is mended before it is packed, so that the fuzzer gets past the parser to the reader.
    """
    parts = {name: _mended(one) for name, one in zip(_PARTS, data.split(_FENCE), strict=False)}
    names = [name.encode() for name in parts]
    pointers = b"".join(_POINTER % (name, name.rstrip(b"1"), name) for name in names)
    packed = {f"word/{name}.xml": part for name, part in parts.items()}
    packed["word/_rels/document.xml.rels"] = _POINTERS % pointers + b"</Relationships>"
    with suppress(KbError):
        check(ingest_word(pdf_source(zipped(packed), "thử.docx")))


def _mended(markup: bytes) -> bytes:
    try:
        root = etree.fromstring(markup, _MENDING)
    except etree.XMLSyntaxError:  # nothing in it is markup
        return markup
    return markup if root is None else etree.tostring(root)


def _rich_docx() -> bytes:
    return word_file(
        paragraph("Phạm vi{5}", number=(1, 0), bold=True),
        table([["Việc", "Thời hạn"], ["Họp chi bộ", "hằng tháng"]], head=True),
        f"<w:p>{text_box(paragraph('Nơi nhận: như trên'))}</w:p>",
        footnotes={"5": "Quy định về sinh hoạt của chi bộ."},
        numbering=lists(level(0, "decimal", "Điều %1."), level(0, "lowerLetter", "%1)")),
        headers={"header1": paragraph("LƯU HÀNH NỘI BỘ")},
        section='<w:headerReference w:type="default" r:id="header1"/>',
    )


def _package_seeds() -> Iterator[bytes]:
    yield from (GOOD_DOCX[4:], _rich_docx()[4:])


def _markup_seeds() -> Iterator[bytes]:
    for parts in (unzipped(GOOD_DOCX), unzipped(_rich_docx())):
        yield _FENCE.join(parts.get(f"word/{name}.xml", b"<a/>") for name in _PARTS)


# ---- PDF: what pdfium gives of any page, from its lines to passages

_MARK = re.compile(r"[^\u0021-\u024f\u1ea0-\u1ef9\u2013-\u2026{}]+")


def read_print(data: bytes) -> None:
    """A document as lines of print: the first two characters of a line say where it begins and how
    large it is, "_" draws a rule, a form feed turns the page."""
    pages = tuple(_pages(data.decode("utf-8", "replace")))
    with suppress(KbError):
        refuse_secret(SOURCE, pages)
    flow, composition = compose_pages(pages)
    kept = " ".join(
        [composition.text, *(item.text for item in (*flow.dropped, *composition.dropped))]
    )
    assert Counter("".join(kept.split())) == Counter(
        glyph.text for page in pages for glyph in page.glyphs
    )
    structure_of(composition.text, composition.blocks)
    with suppress(KbError):
        check(ingest_pages(SOURCE, pages))


def read_legacy(data: bytes) -> None:
    """The same, to be decoded from an old encoding."""
    decode_pages(tuple(_pages(data.decode("utf-8", "replace"))))


def _pages(text: str) -> Iterator[RawPage]:
    for number, page in enumerate(text.split("\f")[:20], start=1):
        printed, rules = [], []
        for at, line in enumerate(page.split("\n")[:60]):
            y = TOP + at * LEADING
            if line.startswith("_"):
                rules.append(rule(LEFT, y, LEFT + 150))
            elif len(line) > 2:
                x, size = ord(line[0]) % 32 * 12.0, 6.0 + ord(line[1]) % 10
                printed.append(Printed(normalise(_MARK.sub(" ", line[2:120])), x, y, size))
        yield page_of(printed, number=number, rules=rules)


def _print_seeds() -> Iterator[bytes]:
    for path in sorted(CORPUS.glob("90[1-5]*.pdf")):
        with pdfium.PdfDocument(path) as pdf:
            pages = [page.get_textpage().get_text_range() for page in pdf]
        text = "!h" + "\f!h".join(re.sub(r"\r?\n", "\n!h", page) for page in pages)
        yield from (text[at : at + 500].encode() for at in range(0, 2500, 500))


def _legacy_seeds() -> Iterator[bytes]:
    text = "!hỦy ban nhân dân tỉnh yêu cầu các sở,\n!hngành thực hiện nghiêm KẾ HOẠCH phát triển."
    yield from (encode(text, encoding).encode() for encoding in Encoding)


# ---- PDF: the look at the file itself


def look_at_file(data: bytes) -> None:
    """The bytes of a file, for the look at whether it came whole."""
    is_well_formed(data)
    with suppress(KbError):
        damage_of(pdf_source(b"%PDF-" + data.replace(b"/Encrypt", b"/Locked")), 1)


def _file_seeds() -> Iterator[bytes]:
    for name in ("907-tb-vptum", "918-cv-vptum"):
        yield (CORPUS / f"{name}.pdf").read_bytes()[5:]
    yield HOSTILE_PDFS["a form that shows itself"]()[5:]


TARGETS: Mapping[str, Target] = {
    "package": Target(read_package, _package_seeds, 8_000),
    "markup": Target(read_markup, _markup_seeds, 16_000),
    "print": Target(read_print, _print_seeds, 800),
    "legacy": Target(read_legacy, _legacy_seeds, 400),
    "file": Target(look_at_file, _file_seeds, 64_000),
}
