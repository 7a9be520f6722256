"""Passages: the pieces of a document that are found and cited.

A passage never crosses a division. Each division's own text is one passage if it fits, else it is
cut at sentence ends; so is each table row. Together they lose no character but white space.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from kb.document import Division, DivisionKind, Document, Span
from kb.ingest.compose import Block
from kb.ingest.issuer import LEGAL_BASES
from kb.ingest.paragraphs import ParagraphKind
from kb.passage import Passage, PassageKind
from kb.place import chains_of, place_of
from kb.symbol import find_symbols
from kb.vietnamese.sentences import sentence_ends

MAX_CHARACTERS = 1400
"""About 400 tokens of the default model, whose limit is 512 with title and headings before it."""

_HEADING_LIMIT = 120  # characters
_WORDED_LIMIT = 300  # characters, with the title lines under "PHỤ LỤC 1"
_WORDED = frozenset({DivisionKind.CHAPTER, DivisionKind.PART, DivisionKind.APPENDIX})
_TITLE_LIMIT = 250  # characters; the longest real trích yếu known has 190


def passages_of(
    document: Document, blocks: Sequence[Block], owners: Sequence[tuple[str, ...]]
) -> list[Passage]:
    """The passages of a document, in text order; `owners` gives each block's deepest division."""
    chains = chains_of(document.divisions)
    parents = {division.path[:-1] for division in document.divisions if _counts(division)}
    found: list[Passage] = []
    table: list[str] = []
    row = 0
    opening = _opening_start(document.text, blocks)
    for (path, is_row, _), group in _groups(blocks, owners, opening):
        chain = chains[path]
        if not is_row:
            table, row = [], 0
            found += _text_passages(document, group, chain, path in parents)
            continue
        for block in group:
            head = not table and block.bold
            table = table or ([_flat(block, document)] if head else [""])
            row += not head
            number = None if head else row
            found += _row_passages(document, block, chain, table[0], number)
    return found


def _counts(division: Division) -> bool:
    return division.kind is not DivisionKind.FOOTNOTE


def _opening_start(text: str, blocks: Sequence[Block]) -> int:
    """Where letterhead and title end and the legal bases or the opening paragraph begin."""
    for block in blocks:
        words = block.span.of(text)
        long = len(words) > _TITLE_LIMIT and not block.centred
        if block.kind is ParagraphKind.TEXT and (LEGAL_BASES.match(words) or long):
            return block.span.start
    return 0


def _groups(
    blocks: Sequence[Block], owners: Sequence[tuple[str, ...]], opening: int
) -> Iterator[tuple[tuple[tuple[str, ...], bool, bool], list[Block]]]:
    """Neighbouring blocks of one division; table rows, and title and opening, apart."""
    pairs = zip(blocks, owners, strict=True)
    keyed = groupby(
        pairs,
        key=lambda pair: (
            pair[1],
            pair[0].kind is ParagraphKind.ROW,
            pair[0].span.start >= opening,
        ),
    )
    for key, group in keyed:
        yield key, [block for block, _ in group]


def _flat(block: Block, document: Document) -> str:
    return block.span.of(document.text).replace("\t", " | ")


def _text_passages(
    document: Document, group: list[Block], chain: tuple[Division, ...], has_parts: bool
) -> Iterator[Passage]:
    span = Span(group[0].span.start, group[-1].span.end)
    kind = _kind(span.of(document.text), group, chain[-1], has_parts)
    titles = chain[:-1] if kind is PassageKind.HEADING else chain
    breadcrumb = tuple(division.title for division in titles if division.title)
    for piece in pieces(document.text, span):
        yield _passage(document, piece, chain, place_of(chain), breadcrumb, kind)


def _kind(text: str, group: list[Block], division: Division, has_parts: bool) -> PassageKind:
    match division.kind:
        case DivisionKind.FRONT:
            title = group[0].span.start == division.span.start
            return PassageKind.FRONT if title else PassageKind.BODY
        case DivisionKind.CLOSING:
            return PassageKind.CLOSING
        case DivisionKind.FOOTNOTE:
            return PassageKind.FOOTNOTE
    begins = group[0].span.start == division.span.start
    if begins and has_parts and _is_heading(text, group, division):
        return PassageKind.HEADING
    return PassageKind.BODY


def _is_heading(text: str, group: list[Block], division: Division) -> bool:
    """True for text that only names or introduces what stands under it.

    A long introduction says something by itself, and one that cites a document must be found by its
    number: both are body text.
    """
    if division.kind in _WORDED:
        return len(text) <= _WORDED_LIMIT
    introduces = len(group) == 1 or text.endswith(":")
    return introduces and len(text) <= _HEADING_LIMIT and not find_symbols(text)


def _row_passages(
    document: Document, block: Block, chain: tuple[Division, ...], head: str, row: int | None
) -> Iterator[Passage]:
    titles = tuple(division.title for division in chain if division.title)
    breadcrumb = (*titles, head) if head and row else titles
    place = f"{place_of(chain)}, hàng {row}" if row else place_of(chain)
    kind = PassageKind.TABLE_ROW if row else PassageKind.HEADING
    for piece in pieces(document.text, block.span):
        yield _passage(document, piece, chain, place, breadcrumb, kind)


def _passage(
    document: Document,
    span: Span,
    chain: tuple[Division, ...],
    place: str,
    breadcrumb: tuple[str, ...],
    kind: PassageKind,
) -> Passage:
    text = span.of(document.text)
    division = chain[-1].key
    pages, quality = document.pages_of(span), document.ocr_quality_of(span)
    corrected = document.corrected_pages_of(span)
    found = Passage(document.id, division, place, breadcrumb, span, text, pages, kind, quality)
    return replace(found, corrected=corrected)


def pieces(text: str, span: Span, limit: int = MAX_CHARACTERS) -> Iterator[Span]:
    """Cuts a span at sentence ends into pieces of at most `limit` characters.

    White space at the cuts belongs to no piece; a sentence longer than the limit is cut after a
    semicolon, else at a space.
    """
    start = span.start
    if span.end - start > limit:
        ends = [span.start + end for end in sentence_ends(span.of(text))]
        while span.end - start > limit:
            cut = _cut(text, ends, start, start + limit)
            yield Span(start, _trimmed(text, start, cut))
            start = _next_word(text, cut, span.end)
    if start < span.end:
        yield Span(start, span.end)


def _cut(text: str, ends: list[int], start: int, end: int) -> int:
    """The last sentence end in the second half of the window, else the last semicolon there, else
    the last space, else the window's end."""
    half = (start + end) // 2
    late = [cut for cut in ends if half < cut <= end]
    if late:
        return late[-1]
    clause = text.rfind("; ", half, end)
    space = text.rfind(" ", start + 1, end)
    return clause + 1 if clause >= 0 else space if space > start else end


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _next_word(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start
