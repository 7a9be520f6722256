"""What the search goes by where it differs from what is shown: text that a machine recognised."""

from __future__ import annotations

from kb.passage import Passage
from kb.vietnamese.mending import mended


def search_text(text: str, passage: Passage) -> str:
    """A text of `passage` as it is indexed and compared with a query; offsets into it are offsets into
    `text`. Sure slips are mended where the passage was recognised from a picture, and only there."""
    return text if passage.ocr_quality is None else mended(text)
