"""What was recognised of a file, kept beside its document so that a line of it can be corrected.

A document with a recognised page can then be made again, from the very glyphs that it was made of,
without reading a picture twice.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kb.collection import no_collection
from kb.document import Dropped
from kb.ingest.lines import PrintedLine, lines_of
from kb.ingest.rawpage import Glyph, RawPage, Rule
from kb.ingest.tables import grids_of, rows_of

_BOLD, _SPACED = 1, 2


@dataclass(frozen=True, slots=True)
class Recognition:
    """The pages of a file as the layout took them, and what was said of how they were read.

    `lines` has for each page the lines that can be corrected, from top to bottom: where in
    `RawPage.glyphs` the characters of each stand, from left to right; none on a page with a text layer.
    Pages that come back from bytes lack what only served to judge a text layer.
    """

    pages: tuple[RawPage, ...]
    lines: tuple[tuple[tuple[int, ...], ...], ...]
    warnings: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    def line(self, page: int, number: int) -> tuple[Glyph, ...]:
        """The characters of a line by its page and its number there, both from 1."""
        glyphs = self.pages[page - 1].glyphs
        return tuple(glyphs[at] for at in self.lines[page - 1][number - 1])


def recognition_of(
    pages: Sequence[RawPage], warnings: tuple[str, ...] = (), dropped: tuple[Dropped, ...] = ()
) -> Recognition | None:
    """What is kept of the pages of a file; None where no machine read any of them."""
    if all(page.quality is None for page in pages):
        return None
    lines = (_lines(page) if page.quality is not None else () for page in pages)
    return Recognition(tuple(pages), tuple(lines), warnings, dropped)


def _lines(page: RawPage) -> tuple[tuple[int, ...], ...]:
    at = {id(glyph): index for index, glyph in enumerate(page.glyphs)}
    segments = [part for line in _printed(page) for part in line.segments if part.text.strip()]
    ordered = sorted(segments, key=lambda part: (part.y, part.left))
    return tuple(tuple(at[id(glyph)] for glyph in part.glyphs) for part in ordered)


def _printed(page: RawPage) -> Iterator[PrintedLine]:
    """The lines of a page; one in a table ends where its cell does."""
    grids = grids_of(page)
    yield from lines_of(
        page, [glyph for glyph in page.glyphs if not any(grid.holds(glyph) for grid in grids)]
    )
    for row in (row for grid in grids for row in rows_of(page, grid)):
        yield from (line for cell in row.cells for line in cell)


def to_bytes(recognition: Recognition) -> bytes:
    """The recognition as bytes; 10 KB a page of print, which has 250 KB as a picture.

    Numbers are kept to the last bit: what is made of them again must not differ.
    """
    pages = recognition.pages
    glyphs = [glyph for page in pages for glyph in page.glyphs]
    head = {
        "pages": [_page_head(page) for page in pages],
        "lines": recognition.lines,
        "warnings": recognition.warnings,
        "dropped": [[item.page, item.text, item.reason] for item in recognition.dropped],
        "texts": [glyph.text for glyph in glyphs],
        "fonts": [glyph.font for glyph in glyphs] if any(glyph.font for glyph in glyphs) else [],
    }
    flags = [_BOLD * glyph.bold | _SPACED * glyph.space_before for glyph in glyphs]
    rules = [(r.left, r.top, r.right, r.bottom) for page in pages for r in page.rules]
    file = io.BytesIO()
    np.savez_compressed(
        file,
        head=np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), np.uint8),
        places=np.array([(g.left, g.right) for g in glyphs], np.float64).reshape(-1, 2),
        heights=np.array([(g.y, g.size) for g in glyphs], np.float64).reshape(-1, 2),
        flags=np.array(flags, np.uint8),
        rules=np.array(rules, np.float64).reshape(-1, 4),
    )
    return file.getvalue()


def from_bytes(data: bytes, only: int | None = None) -> Recognition:
    """The recognition that `to_bytes` wrote; with all pages but one empty where `only` names it."""
    with no_collection(), np.load(io.BytesIO(data), allow_pickle=False) as kept:
        head = json.loads(kept["head"].tobytes())
        packed = _Packed(head, *(kept[name] for name in ("places", "heights", "flags", "rules")))
        pages = tuple(packed.page(one, only in (None, one["number"])) for one in head["pages"])
    return Recognition(
        pages,
        tuple(tuple(tuple(line) for line in page) for page in head["lines"]),
        tuple(head["warnings"]),
        tuple(Dropped(*item) for item in head["dropped"]),
    )


def _page_head(page: RawPage) -> dict[str, object]:
    return {
        "number": page.number,
        "label": page.label,
        "width": page.width,
        "height": page.height,
        "has_picture": page.has_picture,
        "turn": page.turn,
        "quality": page.quality,
        "skew": page.skew,
        "counts": [len(page.glyphs), len(page.rules)],
    }


class _Packed:
    """The glyphs and rules of all pages in a row, taken off a page at a time."""

    def __init__(self, head: dict[str, list[str]], *arrays: npt.NDArray[np.float64]) -> None:
        self._texts, self._fonts = head["texts"], head["fonts"] or [""] * len(head["texts"])
        self._places, self._heights, self._flags, self._rules = arrays
        self._glyph = self._rule = 0

    def page(self, head: dict[str, Any], wanted: bool) -> RawPage:
        """The next page; without glyphs and rules unless it is wanted."""
        counts = head.pop("counts")
        glyphs = slice(self._glyph, self._glyph + counts[0])
        rules = slice(self._rule, self._rule + counts[1])
        self._glyph, self._rule = glyphs.stop, rules.stop
        return RawPage(
            glyphs=tuple(self._glyphs(glyphs)) if wanted else (),
            rules=tuple(Rule(*row) for row in self._rules[rules].tolist()) if wanted else (),
            **head,
        )

    def _glyphs(self, part: slice) -> Iterator[Glyph]:
        numbers = (one[part].tolist() for one in (self._places, self._heights, self._flags))
        for text, font, (left, right), (y, size), flag in zip(
            self._texts[part], self._fonts[part], *numbers, strict=True
        ):
            bold, spaced = bool(flag & _BOLD), bool(flag & _SPACED)
            yield Glyph(text, left, right, y, size, bold, spaced, font)
