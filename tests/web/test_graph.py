"""The picture of a document's relations: where its boxes stand, and what they say."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from kb.relation import Relation
from kb.service.results import ReferenceLink
from tests.web import samples
from tests.web.conftest import Ask
from tests.web.fakes import FakeService
from web.presenters.graph import WIDTH, Graph, graph_of


def link(symbol: str, relation: Relation | None, *, held: bool = False) -> ReferenceLink:
    card = replace(samples.GUIDE, id=symbol) if held else None
    return ReferenceLink(symbol, "Quy định", None, "Điều 1", "1", 1, card, relation=relation)


def links(count: int, relation: Relation = Relation.CITES) -> tuple[ReferenceLink, ...]:
    return tuple(link(f"{number}-QĐ/TUM", relation) for number in range(count))


def drawn(cites: tuple[ReferenceLink, ...], cited_by: tuple[ReferenceLink, ...] = ()) -> Graph:
    graph = graph_of(samples.RULE, cites, cited_by)
    assert graph is not None
    return graph


def test_without_relations_there_is_no_picture() -> None:
    assert graph_of(samples.RULE, (), ()) is None


def test_who_speaks_of_the_document_stands_left_and_of_whom_it_speaks_right() -> None:
    graph = drawn((link("1-QĐ/TUM", Relation.BASIS),), (link("2-QĐ/TUM", Relation.REPLACES),))

    left, right = graph.nodes
    assert (left.text, left.relation) == ("2-QĐ/TUM", "Thay thế")
    assert (right.text, right.relation) == ("1-QĐ/TUM", "Căn cứ")
    assert left.x + left.width < graph.middle.x
    assert graph.middle.x + graph.middle.width < right.x
    assert right.x + right.width <= WIDTH


def test_boxes_neither_touch_nor_leave_the_picture() -> None:
    graph = drawn(links(6), links(5))

    for column in (graph.nodes[:5], graph.nodes[5:]):
        for above, below in pairwise(column):
            assert above.y + above.height + 12 <= below.y  # room for the words above a box
    assert all(node.y >= 12 and node.y + node.height <= graph.height for node in graph.nodes)


def test_a_document_is_drawn_once_by_its_weightiest_relation() -> None:
    graph = drawn((link("1-QĐ/TUM", Relation.CITES), link("1-QĐ/TUM", Relation.AMENDS)))

    assert [(node.text, node.relation) for node in graph.nodes] == [
        ("1-QĐ/TUM", "Sửa đổi, bổ sung")
    ]


def test_at_most_twelve_are_drawn_and_the_rest_counted_the_weightiest_kept() -> None:
    heavy = link("99-QĐ/TUM", Relation.REPEALS)

    graph = drawn((*links(20), heavy), links(3))

    assert len(graph.nodes) == 12
    assert graph.left_out == 12
    assert graph.nodes[3].text == "99-QĐ/TUM"


def test_what_is_not_held_is_dashed_and_leads_nowhere() -> None:
    graph = drawn((link("1-QĐ/TUM", Relation.BASIS), link("a" * 64, Relation.CITES, held=True)))

    absent, held = graph.nodes
    assert (absent.is_held, absent.url) == (False, "")
    assert (held.is_held, held.url) == (True, f"/van-ban/{'a' * 64}")
    assert [edge.is_held for edge in graph.edges] == [False, True]


def test_a_long_name_is_cut_in_its_box_and_whole_beside_it() -> None:
    graph = drawn((link("1234567/2023/NQ-UBTVQH15", Relation.CITES),))

    assert graph.nodes[0].text == "1234567/2023/N…"
    assert graph.nodes[0].name == "1234567/2023/NQ-UBTVQH15"


def test_the_page_draws_it_without_style_or_script_of_its_own(over: Ask) -> None:
    view = replace(samples.GUIDE_VIEW, cites=(link("1-QĐ/TUM", Relation.BASIS),), cited_by=())

    shown = over(FakeService(views=(view,))).get(f"/van-ban/{samples.GUIDE_ID}").text

    picture = shown[
        shown.index('<svg class="graph"') : shown.index("</svg>", shown.index('"graph"'))
    ]
    assert "Căn cứ: 1-QĐ/TUM (chưa có trong thư viện)" in picture
    assert "style=" not in picture
    assert "<script" not in picture
    assert '<h3 class="relation-name">Căn cứ' in shown
