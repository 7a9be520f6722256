"""Documents made up at random, set in print and read back: what was written is what is found.

A document is drawn as a tree in one of the two ways of dividing a text (I / 1 / a / - / + and Chương
/ Điều / khoản / điểm), with words that wrap, pages that break and footnotes, then typeset.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.document import Document
from kb.ingest.pipeline import ingest_pages
from tests.factories import Typesetter, pdf_source

WORDS = re.findall(
    r"\S+",
    "cấp ủy đảng viên nhân dân quán triệt nghị quyết thực hiện nghiêm túc địa phương cơ quan đơn vị "
    "phương hướng thường xuyên kiểm tra giám sát đường nghiêng ở năm 2030 và 57-KL/TW “bốn không” v.v. "
    "(nếu có) Mác-Lênin kinh_tế_-_xã_hội 12.000 100% Tỉnh Ủy bồi dưỡng khuếch trương",
)
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=45)
TITLES = st.lists(st.sampled_from(WORDS[:20]), min_size=1, max_size=20)
SOURCE = pdf_source(b"%PDF-")
OPENING = (
    "Thực hiện Nghị quyết Đại hội đại biểu Đảng bộ tỉnh và Chương trình công tác toàn khóa của Ban "
    "Chấp hành Đảng bộ tỉnh, Ban Thường vụ Tỉnh ủy xây dựng Kế hoạch công tác năm như sau:"
)


@dataclass(frozen=True)
class Node:
    """One division as drawn: its mark, its words, the footnotes it cites, what stands under it."""

    part: str
    mark: str
    words: str
    bold: bool = False
    centre: bool = False
    notes: tuple[str, ...] = ()
    below: "tuple[Node, ...]" = ()
    name: str = ""  # the centred line under "Chương I", or running text under a heading


@dataclass
class Expected:
    """What reading back must give: (key, the words up to the first division below)."""

    divisions: list[tuple[str, str]] = field(default_factory=list)


def sentence(words: list[str], end: str) -> str:
    """Words with a capital at the head and `end` behind."""
    text = " ".join(words).replace("_", " ")
    return text[:1].upper() + text[1:] + end


@st.composite
def leaves(
    draw: st.DrawFn, marks: list[tuple[str, str]], below: list[tuple[str, str]]
) -> tuple[Node, ...]:
    """Running paragraphs with these marks; some introduce a list of their own."""
    nodes = []
    for part, mark in marks[: draw(st.integers(0, 3))]:
        inner = draw(leaves(below, [])) if below and draw(st.booleans()) else ()
        notes = tuple(
            sentence(words, ".") for words in draw(st.lists(SENTENCES, max_size=1 if inner else 2))
        )
        words = sentence(
            ["Cấp", *draw(SENTENCES)], ":" if inner else draw(st.sampled_from([".", ";"]))
        )
        nodes.append(Node(part, mark, words, notes=notes, below=inner))
    return tuple(nodes)


DASHES = [(f"-{number}", "- ") for number in range(1, 4)]
PLUSES = [(f"+{number}", "+ ") for number in range(1, 4)]
POINTS = [("a", "a) "), ("b", "b) "), ("c", "c) ")]
CLAUSES = [("1", "1. "), ("2", "2. "), ("3", "3. ")]


@st.composite
def parts(draw: st.DrawFn) -> tuple[Node, ...]:
    """I / 1 / a or - / +, with the new marks or the old ("I-", "1-")."""
    end = draw(st.sampled_from([". ", "- "]))
    nodes = []
    for roman in ("I", "II", "III")[: draw(st.integers(1, 3))]:
        sections = []
        for number in range(1, draw(st.integers(0, 3)) + 1):
            items = draw(
                st.one_of(leaves(DASHES, PLUSES), leaves(POINTS, DASHES), leaves(DASHES, POINTS))
            )
            words = sentence(draw(TITLES), "")
            text = draw(
                st.one_of(st.just(""), SENTENCES.map(lambda drawn: sentence(["Cấp", *drawn], ".")))
            )
            mark = f"{number}{end}"
            sections.append(Node(str(number), mark, words, bold=True, below=items, name=text))
        words = sentence(draw(TITLES), "").upper()
        nodes.append(Node(roman, f"{roman}{end}", words, bold=True, below=tuple(sections)))
    return tuple(nodes)


@st.composite
def chapters(draw: st.DrawFn) -> tuple[Node, ...]:
    """Chương / Điều / khoản / điểm."""
    article = count(1)
    nodes = []
    for roman in ("I", "II", "III")[: draw(st.integers(1, 3))]:
        articles = []
        for number in (next(article) for _ in range(draw(st.integers(1, 3)))):
            clauses = draw(leaves(CLAUSES, POINTS))
            words = sentence(draw(TITLES), "")
            articles.append(
                Node(f"dieu-{number}", f"Điều {number}. ", words, bold=True, below=clauses)
            )
        name = sentence(draw(TITLES)[:4], "").upper()
        nodes.append(
            Node(f"chuong-{roman}", f"Chương {roman}", "", bold=True, centre=True, name=name,
                 below=tuple(articles))
        )  # fmt: skip
    return tuple(nodes)


SETTERS = st.one_of(
    st.builds(
        Typesetter,
        justified=st.booleans(),
        indent=st.just(indent),
        gap=st.sampled_from(gaps),
        numbered=st.booleans(),
    )
    for indent, gaps in (
        (0.0, (5.0, 8.0)),
        (28.0, (0.0, 5.0, 8.0)),
    )  # one of the two tells paragraphs
)


def typeset(setter: Typesetter, tree: tuple[Node, ...]) -> tuple[Document, Expected]:
    """The document read back from the print, and what it must be."""
    expected = Expected([("mo-dau", f"KẾ HOẠCH\nvề công tác năm\n{OPENING}")])
    setter.paragraph("KẾ HOẠCH", bold=True, centre=True)
    setter.paragraph("về công tác năm", bold=True, centre=True)
    setter.paragraph(OPENING)
    numbers = count(1)
    for node in tree:
        _set(setter, node, "", expected, numbers)
    setter.paragraph("Nơi nhận:")
    setter.paragraph("- Lưu Văn phòng.")
    expected.divisions.append(("ket-thuc", "Nơi nhận:\n- Lưu Văn phòng."))
    return ingest_pages(SOURCE, setter.finished()).document, expected


def _set(
    setter: Typesetter, node: Node, above: str, expected: Expected, numbers: Iterator[int]
) -> None:
    key = f"{above}{node.part}"
    cited = [next(numbers) for _ in node.notes]
    notes = [f"{{{number}}} {text}" for number, text in zip(cited, node.notes, strict=True)]
    words = _with_marks(node.words, cited)
    setter.paragraph(node.mark + words, bold=node.bold, centre=node.centre, notes=notes)
    own = node.mark + node.words
    if node.name:
        setter.paragraph(node.name, bold=node.centre, centre=node.centre)
        own = f"{own}\n{node.name}"
    expected.divisions.append((key, own))
    expected.divisions += [
        (f"{key}/fn{number}", text) for number, text in zip(cited, node.notes, strict=True)
    ]
    for child in node.below:
        _set(setter, child, f"{key}/", expected, numbers)


def _with_marks(words: str, cited: list[int]) -> str:
    """The words with the last mark before the full stop, and any before it behind the first word."""
    if not cited:
        return words
    *early, last = cited
    first, space, rest = f"{words[:-1]}{{{last}}}{words[-1:]}".partition(" ")
    return first + "".join(f"{{{number}}}" for number in early if space) + space + rest


def found(document: Document) -> list[tuple[str, str]]:
    """(key, words up to the first division below) of every division."""
    result = []
    for at, division in enumerate(document.divisions):
        following = document.divisions[at + 1 : at + 2]
        inner = [item for item in following if item.path[:-1] == division.path]
        end = inner[0].span.start if inner else division.span.end
        result.append((division.key, document.text[division.span.start : end].rstrip()))
    return result


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,  # a parser's new trouble is looked for on purpose, not in another's test run
    suppress_health_check=[HealthCheck.too_slow],
)
@given(SETTERS, st.one_of(parts(), chapters()))
def test_what_was_written_is_what_is_read(setter: Typesetter, tree: tuple[Node, ...]) -> None:
    document, expected = typeset(setter, tree)

    assert found(document) == expected.divisions
