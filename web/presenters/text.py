"""The text of a document page: runs of paragraphs under their anchors, notes, tables, page marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from kb.document import Page
from kb.passage import PassageKind
from kb.service.results import TextBlock
from kb.service.scan_words import scan_words
from web.links import anchor_url, original_url

_DEEPEST = 6
"""Indents and heading levels stop here; HTML has no heading below h6."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of running text, or a footnote mark (`note` is its number).

    `url` leads from the mark to the note, "" if no note was found; `anchor` is where the note leads
    back to, "" if an earlier mark has it.
    """

    text: str
    note: str = ""
    url: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A paragraph, heading, note or table. `kind` is "heading", "paragraph", "note", "table",
    "front" or "closing"; `level` is the heading's (2 to 6), `rows` the table's cells, `note` the
    footnote's number ("" where a footnote goes on), `back` the way to its mark ("" if it has none).
    """

    kind: str
    level: int
    segments: tuple[Segment, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    back: str = ""


@dataclass(frozen=True, slots=True)
class PageMark:
    """The beginning of a page, and the address of that page of the original; `scan` says how surely it
    was recognised, "" for a page with a text layer."""

    number: int
    url: str
    scan: str = ""


@dataclass(frozen=True, slots=True)
class TextRun:
    """Neighbouring blocks of one division on one page.

    `marks` are the pages that begin before it; `anchor` is the division's key where it begins here,
    else ""; `outer_anchors` are its parents that begin here too.
    """

    marks: tuple[PageMark, ...]
    anchor: str
    outer_anchors: tuple[str, ...]
    depth: int
    parts: tuple[BodyPart, ...]


@dataclass(frozen=True, slots=True)
class _Notes:
    """Where the footnotes stand: number → anchor of the note; number → block that marks it first."""

    anchors: dict[str, str]
    marked_in: dict[str, int]


def text_runs(
    document_id: str, blocks: tuple[TextBlock, ...], printed: tuple[Page, ...] = ()
) -> tuple[TextRun, ...]:
    """The runs of a text, in order. Every division that has text gets its anchor exactly once.

    `printed` are the document's pages, which tell how surely each was read.
    """
    scans = {
        number: scan_words(page.quality if page.recognised else None)
        for number, page in enumerate(printed, start=1)
    }
    notes = _notes_of(blocks)
    anchored: set[str] = set()
    runs = []
    page = 0
    for _, group in groupby(_turns(blocks), key=lambda item: item[0]):
        members = [(index, block) for _, index, block in group]
        first = members[0][1]
        begun = _begun(first.division, anchored)
        pages = range(page + 1, (first.page or 0) + 1)
        page = max(page, first.page or 0)
        runs.append(
            TextRun(
                marks=tuple(
                    PageMark(n, original_url(document_id, n), scans.get(n, "")) for n in pages
                ),
                anchor=first.division if begun[-1:] == (first.division,) else "",
                outer_anchors=tuple(key for key in begun if key != first.division),
                depth=min(first.depth, _DEEPEST),
                parts=tuple(_parts(members, notes)),
            )
        )
    return tuple(runs)


def _turns(blocks: tuple[TextBlock, ...]) -> Iterator[tuple[int, int, TextBlock]]:
    """Each block with the number of its run and its index; a new division or page turns the run."""
    run, page, division = 0, 0, None
    for index, block in enumerate(blocks):
        printed = block.page or 0
        if block.division != division or printed > page:
            run += 1
        page, division = max(page, printed), block.division
        yield run, index, block


def _begun(key: str, anchored: set[str]) -> tuple[str, ...]:
    """The division and its parents that have no anchor yet, outermost first; notes them as anchored."""
    path = key.split("/") if key else []
    chain = ["/".join(path[:depth]) for depth in range(1, len(path) + 1)]
    fresh = tuple(item for item in chain if item not in anchored)
    anchored.update(fresh)
    return fresh


def _notes_of(blocks: tuple[TextBlock, ...]) -> _Notes:
    notes = _Notes({}, {})
    for index, block in enumerate(blocks):
        if block.footnote is not None:
            notes.anchors.setdefault(block.footnote, block.division)
        for _, number in block.marks:
            notes.marked_in.setdefault(number, index)
    return notes


def _parts(members: list[tuple[int, TextBlock]], notes: _Notes) -> Iterator[BodyPart]:
    for is_table, group in groupby(members, key=lambda item: bool(item[1].cells)):
        if is_table:
            yield BodyPart("table", 0, rows=tuple(block.cells for _, block in group))
        else:
            yield from (_part(index, block, notes) for index, block in group)


def _part(index: int, block: TextBlock, notes: _Notes) -> BodyPart:
    segments = tuple(_segments(index, block, notes))
    level = min(block.depth + 2, _DEEPEST)
    kind = "paragraph" if _introduces(block) else _KINDS.get(block.kind, "paragraph")
    if block.footnote is None:
        return BodyPart(kind, level, segments)
    back = anchor_url(_mark_anchor(block.footnote)) if block.footnote in notes.marked_in else ""
    return BodyPart(kind, level, segments, note=block.footnote, back=back)


def _introduces(block: TextBlock) -> bool:
    """True for a heading that only leads in what follows: "2. Quy định này áp dụng đối với:"."""
    return block.kind is PassageKind.HEADING and block.text.rstrip().endswith((":", ";", ","))


_KINDS = {
    PassageKind.HEADING: "heading",
    PassageKind.FOOTNOTE: "note",
    PassageKind.FRONT: "front",
    PassageKind.CLOSING: "closing",
}


def _segments(index: int, block: TextBlock, notes: _Notes) -> Iterator[Segment]:
    """The text cut at its footnote marks; an offset past the end marks the end."""
    at = 0
    for offset, number in block.marks:
        if offset > at:
            yield Segment(block.text[at:offset])
        yield _mark(index, number, notes)
        at = max(at, offset)
    if at < len(block.text):
        yield Segment(block.text[at:])


def _mark(index: int, number: str, notes: _Notes) -> Segment:
    note = notes.anchors.get(number)
    first = notes.marked_in.get(number) == index
    return Segment(
        text="",
        note=number,
        url=anchor_url(note) if note else "",
        anchor=_mark_anchor(number) if first else "",
    )


def _mark_anchor(number: str) -> str:
    """The anchor of a footnote mark; no division's key begins so."""
    return f"dau-chu-thich-{number}"
