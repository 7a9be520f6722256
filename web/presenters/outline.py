"""The table of contents of a document page, made from its division tree."""

from __future__ import annotations

from dataclasses import dataclass

from kb.document import Division, DivisionKind
from kb.place import label_of
from web.links import anchor_url

_LISTED = frozenset(
    {
        DivisionKind.PART,
        DivisionKind.CHAPTER,
        DivisionKind.SECTION,
        DivisionKind.SUBSECTION,
        DivisionKind.ARTICLE,
        DivisionKind.APPENDIX,
    }
)
"""Levels that a table of contents names; a khoản only if it has a heading of its own."""

_PRINTED_ALONE = frozenset(
    {DivisionKind.PART, DivisionKind.SECTION, DivisionKind.SUBSECTION, DivisionKind.CLAUSE}
)
"""Levels whose number is printed without the level's name: "II.", "2.", "2.1." (not "Mục 2" of a
Chương, which `label_of` tells apart)."""


@dataclass(frozen=True, slots=True)
class OutlineNode:
    """A line of the table of contents, with the lines under it."""

    label: str
    title: str
    url: str
    children: tuple[OutlineNode, ...]


def outline_of(divisions: tuple[Division, ...]) -> tuple[OutlineNode, ...]:
    """The tree of the divisions worth a line; `divisions` are in preorder."""
    listed = [item for item in divisions if _is_listed(item)]
    return _nodes(listed, 0, ())[0]


def _is_listed(division: Division) -> bool:
    titled_clause = division.kind is DivisionKind.CLAUSE and division.title != ""
    return division.kind in _LISTED or titled_clause


def _nodes(
    divisions: list[Division], at: int, above: tuple[str, ...]
) -> tuple[tuple[OutlineNode, ...], int]:
    """The nodes under `above` from index `at` on, and the index after them."""
    nodes = []
    while at < len(divisions) and divisions[at].path[: len(above)] == above:
        division = divisions[at]
        children, at = _nodes(divisions, at + 1, division.path)
        url = anchor_url(division.key)
        nodes.append(OutlineNode(_label(division), division.title, url, children))
    return tuple(nodes), at


def _label(division: Division) -> str:
    """The number as it is printed ("II.", "Điều 5."); a level without title is named ("Mục 3")."""
    named = label_of(division)
    if not division.title:
        return named[0].upper() + named[1:]
    bare = division.number.replace(".", "")
    printed_alone = division.kind in _PRINTED_ALONE and not named.startswith("Mục")
    if printed_alone and bare.isascii() and bare.isalnum():
        return f"{division.number.rstrip('.')}."
    return f"{named}."
