"""Pages of a PDF and runs of a Word file in old encodings, read as Unicode.

The step between the readers and everything that looks at words: `decode_pages` takes what `pdf`
read and gives the same pages with the right letters. Places, sizes and bold stay; in VNI the glyphs
of a vowel and its mark become one glyph with the joined box. The source's bytes are not touched.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, pairwise

from kb.ingest.legacy.codec import Piece, encode, is_raised, pieces
from kb.ingest.legacy.detect import detect, is_capital_font, legacy_spans
from kb.ingest.legacy.tables import VNI_MARKS, Encoding
from kb.ingest.pdf import Glyph, RawPage
from kb.ingest.rawpage import has_space, starts_line

_TOUCHING = 0.05  # of the font size


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph in one font, as Word keeps it."""

    text: str
    font: str = ""


def encoding_of_pages(pages: Sequence[RawPage]) -> Encoding | None:
    """The old encoding of a file, or of the first of its pages or lines in one; None for Unicode.

    The names of the file's fonts are a hint. Pages and lines count by themselves because a file may
    join Unicode and old text, which together tell nothing.
    """
    fonts = {glyph.font for page in pages for glyph in page.glyphs}
    texts = [page.stream for page in pages]
    lines = (line for text in texts for line in text.split("\n"))
    found = (detect(text, fonts) for text in chain(["\n".join(texts)], texts, lines))
    return next((encoding for encoding in found if encoding), None)


def decode_pages(pages: Sequence[RawPage]) -> tuple[tuple[RawPage, ...], Encoding | None]:
    """The pages in Unicode and the encoding they were in; the pages themselves if it is None."""
    encoding = encoding_of_pages(pages)
    if encoding is None:
        return tuple(pages), None
    return tuple(replace(p, glyphs=decode_glyphs(p.glyphs, encoding)) for p in pages), encoding


def decode_glyphs(glyphs: Sequence[Glyph], encoding: Encoding) -> tuple[Glyph, ...]:
    """The glyphs in Unicode, in their order; lines that are Unicode already stay as they are.

    The font of a glyph says only whether it is a capital. A glyph made of several has the place of
    the first and the box of all.
    """
    printed = _printed(glyphs, VNI_MARKS if encoding is Encoding.VNI else frozenset())
    capitals = [at >= 0 and is_capital_font(glyphs[at].font) for at in printed.owners]
    return tuple(
        _joined([glyphs[at] for at in printed.owners[piece.start : piece.end] if at >= 0], piece)
        for piece in _read(printed.text, encoding, capitals)
        if printed.owners[piece.start] >= 0
    )


def encode_runs(text: str) -> tuple[Run, ...]:
    """`text` in TCVN3 as typists set it: the capitals it has no codes for in a font of capitals."""
    raised = [
        (encode(char, Encoding.TCVN3), ".VnTimeH" if is_raised(char) else ".VnTime")
        for char in unicodedata.normalize("NFC", text)
    ]
    return tuple(
        Run("".join(code for code, _ in group), font)
        for font, group in groupby(raised, key=lambda item: item[1])
    )


def decode_runs(runs: Sequence[Run], encoding: Encoding) -> tuple[str, ...]:
    """The texts of one paragraph's runs in Unicode; a letter cut in two goes to the first run."""
    owners = [index for index, run in enumerate(runs) for _ in run.text]
    capitals = [is_capital_font(runs[index].font) for index in owners]
    texts = [""] * len(runs)
    for piece in _read("".join(run.text for run in runs), encoding, capitals):
        texts[owners[piece.start]] += piece.text
    return tuple(texts)


def _read(text: str, encoding: Encoding, capitals: Sequence[bool]) -> Iterator[Piece]:
    """The pieces of `text`, decoded inside its legacy spans and as they are outside."""
    done = 0
    for start, end in [*legacy_spans(text, encoding), (len(text), len(text))]:
        yield from (Piece(at, at + 1, text[at], text[at]) for at in range(done, start))
        for piece in pieces(text[start:end], encoding, capitals[start:end].__getitem__):
            yield replace(piece, start=piece.start + start, end=piece.end + start)
        done = end


@dataclass(frozen=True, slots=True)
class _Printed:
    """Glyphs as text; `owners` has the glyph of each character, -1 for white space."""

    text: str
    owners: tuple[int, ...]


def _printed(glyphs: Sequence[Glyph], marks: frozenset[str]) -> _Printed:
    """The glyphs in content-stream order, with a space or a new line where the print has one."""
    parts: list[tuple[str, int]] = [(char, 0) for glyph in glyphs[:1] for char in glyph.text]
    for index, (before, glyph) in enumerate(pairwise(glyphs), 1):
        parts += [(char, -1) for char in _gap(before, glyph, marks)]
        parts += [(char, index) for char in glyph.text]
    return _Printed("".join(char for char, _ in parts), tuple(owner for _, owner in parts))


def _gap(before: Glyph, glyph: Glyph, marks: frozenset[str]) -> str:
    if starts_line(before, glyph):
        return "\n"
    size = max(before.size, glyph.size)
    if glyph.text in marks and glyph.left - before.right < _TOUCHING * size:
        return ""  # pdfium sees a gap before some marks that are printed over their vowel
    return " " if has_space(before, glyph) else ""


def _joined(parts: Sequence[Glyph], piece: Piece) -> Glyph:
    left, right = min(part.left for part in parts), max(part.right for part in parts)
    return replace(parts[0], text=piece.text, left=left, right=right)
