"""A passage: the piece of a document that is found, shown and cited."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from kb.document import Span


class PassageKind(StrEnum):
    """What a passage is made of; headings are kept (no character is lost) but not searched alone."""

    BODY = "body"
    HEADING = "heading"
    FOOTNOTE = "footnote"
    TABLE_ROW = "table_row"
    FRONT = "front"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one division. `text == document.text[span]`, always.

    `place` runs from large to small ("Phần II, mục 2, chú thích 5"); `breadcrumb` holds the headings
    above the passage, outermost first; `pages` are the first and last physical page, from 1, or None
    in a Word file. `ocr_quality` is the lowest quality, in [0, 1], of the pages under it that were
    recognised from a picture; None where none was. `mismatch` says why the passage is not to be shown
    as a quotation: its page, read again where it is marked, says something else; None where they agree.
    `corrected` are the pages on which a person mended a line of it that a machine had read wrongly.
    """

    document_id: str
    division: str
    place: str
    breadcrumb: tuple[str, ...]
    span: Span
    text: str
    pages: tuple[int, int] | None
    kind: PassageKind
    ocr_quality: float | None = None
    mismatch: str | None = None
    corrected: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """Content id: the same document, division and span give the same id (16 hex digits)."""
        name = f"{self.document_id}|{self.division}|{self.span.start}|{self.span.end}"
        return hashlib.sha256(name.encode()).hexdigest()[:16]
