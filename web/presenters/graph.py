"""A small picture of how a document stands to others: those that speak of it left, those that it speaks
of right. The lists beside it say the same in words.

Units are those of the drawing's own 360 × `height` box, which a phone shows at its size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.service.results import DocumentCard, ReferenceLink
from kb.service.state_words import RELATION_NAMES, by_relation
from web import labels
from web.links import document_url

WIDTH = 360
_MOST = 12
"""Neighbours drawn; more would be lines without meaning."""

_BOX, _MIDDLE, _HEIGHT, _ROW = 100, 98, 24, 46
_LETTERS = 15
"""Letters that fit a box at the size of 11 units; symbols mostly do."""


@dataclass(frozen=True, slots=True)
class Node:
    """A document in the picture: its box, what stands in it, above it the relation that the arrow
    between them means, and its whole name. `url` is "" where the
    library does not hold it, and for the document itself."""

    x: int
    y: int
    width: int
    height: int
    text: str
    relation: str
    name: str
    url: str
    is_held: bool

    @property
    def middle(self) -> int:
        """The height at which lines meet the box."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Edge:
    """A line with an arrow at its end, as an SVG path; dashed to what is not held."""

    path: str
    is_held: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """The picture: the document in the middle, its neighbours, and how many more there are."""

    width: int
    height: int
    middle: Node
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    description: str
    left_out: int


@dataclass(frozen=True, slots=True)
class _Neighbour:
    relation: str
    text: str
    name: str
    url: str
    is_held: bool


def graph_of(
    card: DocumentCard, cites: tuple[ReferenceLink, ...], cited_by: tuple[ReferenceLink, ...]
) -> Graph | None:
    """The picture for a document page; None where there is nothing to show."""
    left, right = _neighbours(cited_by), _neighbours(cites)
    if not left and not right:
        return None
    room = max(_MOST // 2, _MOST - len(right)), max(_MOST // 2, _MOST - len(left))
    drawn_left, drawn_right = left[: room[0]], right[: room[1]]
    height = _ROW * max(len(drawn_left), len(drawn_right))
    name = labels.name_of(card.facts) or card.heading
    x = (WIDTH - _MIDDLE) // 2
    middle = Node(x, height // 2 - 12, _MIDDLE, 30, _short(card.heading, 13), "", name, "", True)
    incoming = _column(drawn_left, 2, height)
    outgoing = _column(drawn_right, WIDTH - _BOX - 2, height)
    edges = (
        *(_edge(node.x + node.width, node.middle, x, middle, node) for node in incoming),
        *(_edge(x + _MIDDLE, middle.middle, node.x, node, node) for node in outgoing),
    )
    said = (
        f"{len(left)} văn bản bên trái nhắc đến {name}; {len(right)} văn bản bên phải được nhắc đến"
    )
    left_out = len(left) + len(right) - len(incoming) - len(outgoing)
    return Graph(WIDTH, height, middle, (*incoming, *outgoing), edges, said, left_out)


def _neighbours(
    links: tuple[ReferenceLink, ...],
) -> list[_Neighbour]:
    """Each document once, under the weightiest of its relations."""
    found: dict[object, _Neighbour] = {}
    for relation, group in by_relation(links):
        for link in group:
            key = link.card.id if link.card else (link.name, link.date)
            found.setdefault(key, _neighbour(RELATION_NAMES[relation], link))
    return list(found.values())


def _neighbour(relation: str, link: ReferenceLink) -> _Neighbour:
    text = link.card.heading if link.card else link.name
    facts = link.card.facts if link.card else link.known.facts if link.known else None
    name = (labels.full_name_of(facts) if facts else None) or text
    url = document_url(link.card.id) if link.card else ""
    return _Neighbour(relation, text, name, url, link.card is not None)


def _column(neighbours: Sequence[_Neighbour], x: int, height: int) -> list[Node]:
    """Boxes one under another, in the middle of the height."""
    top = (height - _ROW * len(neighbours)) // 2 + _ROW - _HEIGHT - 6
    return [
        Node(
            x, top + _ROW * at, _BOX, _HEIGHT, _short(one.text, _LETTERS), one.relation, one.name,
            one.url, one.is_held,
        )
        for at, one in enumerate(neighbours)
    ]  # fmt: skip


def _edge(from_x: int, from_y: int, to_x: int, to: Node, neighbour: Node) -> Edge:
    bend = (from_x + to_x) // 2
    path = f"M{from_x} {from_y}C{bend} {from_y} {bend} {to.middle} {to_x} {to.middle}"
    return Edge(path, neighbour.is_held)


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"
