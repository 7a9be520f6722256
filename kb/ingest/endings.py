"""Where a document ends: the unnumbered paragraphs that speak of the whole, before the signature.

Without this they would belong to the last numbered paragraph above them, and be cited as its text.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.ingest.compose import Block
from kb.ingest.numbering import mark_of
from kb.ingest.paragraphs import ParagraphKind
from kb.ingest.wording import closes

SIGNED = (ParagraphKind.RECIPIENTS, ParagraphKind.SIGNATURE)
"""What stands at the end of every document, and of each one attached to it."""


def closing_blocks(text: str, blocks: Sequence[Block]) -> frozenset[int]:
    """Indices of the paragraphs that close the document (and each one attached to it).

    They run from the first closing sentence down to recipients and signature, with no number, no
    bold and no heading between: "Trên đây là …", "Văn phòng Tỉnh ủy theo dõi, đôn đốc … này."
    """
    ends = [
        index
        for index, block in enumerate(blocks)
        if block.kind in SIGNED and (index == 0 or blocks[index - 1].kind not in SIGNED)
    ]
    return frozenset(index for end in ends or [len(blocks)] for index in _tail(text, blocks, end))


def _tail(text: str, blocks: Sequence[Block], end: int) -> range:
    start = end
    for index in range(end - 1, -1, -1):
        block = blocks[index]
        words = block.span.of(text)
        if block.kind is not ParagraphKind.TEXT or mark_of(words) or block.bold:
            break
        if closes(words):
            start = index
    heading_above = start > 0 and _is_heading(text, blocks[start - 1])
    return range(end, end) if heading_above else range(start, end)


def _is_heading(text: str, block: Block) -> bool:
    """True for a bold paragraph, and for a numbered one without a full stop: "4. Kiến nghị"."""
    words = block.span.of(text)
    return block.bold or (mark_of(words) is not None and words[-1:] not in ".;:,!?")
