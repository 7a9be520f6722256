"""Places in a document in words, as citations name them: "Phần II, mục 2, chú thích 5"."""

from __future__ import annotations

from kb.document import Division, DivisionKind
from kb.numerals import ordinal


def label_of(division: Division) -> str:
    """One level of a place as it is said in a citation: "Phần II", "mục 2", "chú thích 5"."""
    number = division.number
    match division.kind:
        case DivisionKind.FRONT:
            return "phần mở đầu"
        case DivisionKind.CLOSING:
            return "phần kết thúc"
        case DivisionKind.DASH:
            return f"gạch đầu dòng {ordinal(int(number))}"
        case DivisionKind.PLUS:
            return f"dấu cộng {ordinal(int(number))}"
        case DivisionKind.SECTION if division.path[-1].startswith("muc-"):
            return f"Mục {number}"
        case DivisionKind.APPENDIX:
            return f"Phụ lục {number}".rstrip()
    return f"{_NAMES[division.kind]} {number}"


_NAMES = {
    DivisionKind.PART: "Phần",
    DivisionKind.CHAPTER: "Chương",
    DivisionKind.SECTION: "mục",
    DivisionKind.SUBSECTION: "tiểu mục",
    DivisionKind.ARTICLE: "Điều",
    DivisionKind.CLAUSE: "khoản",
    DivisionKind.POINT: "điểm",
    DivisionKind.FOOTNOTE: "chú thích",
}

_CARRIERS = frozenset({DivisionKind.DASH, DivisionKind.PLUS, DivisionKind.POINT})


def chains_of(divisions: tuple[Division, ...]) -> dict[tuple[str, ...], tuple[Division, ...]]:
    """For the path of each division, the divisions from the root down to it, itself last."""
    chains: dict[tuple[str, ...], tuple[Division, ...]] = {(): ()}
    for division in divisions:  # in preorder, so the parent's chain is there
        chains[division.path] = (*chains[division.path[:-1]], division)
    return chains


def citable(chain: tuple[Division, ...]) -> tuple[Division, ...]:
    """The levels of a chain that a citation names.

    A footnote's number is unique in its document, so the dash or point that carries its mark is
    left out: "Phần II, mục 2, chú thích 5". A tiểu mục names its parents in its own number
    ("tiểu mục 1.1.1" says 1.1), so only the deepest of a run is kept.
    """
    levels = list(chain)
    if levels and levels[-1].kind is DivisionKind.FOOTNOTE:
        levels = [level for level in levels if level.kind not in _CARRIERS]
    return tuple(
        level
        for level, below in zip(levels, [*levels[1:], None], strict=True)
        if not (below and level.kind is below.kind is DivisionKind.SUBSECTION)
    )


def place_of(chain: tuple[Division, ...]) -> str:
    """The place from large to small: "Phần II, mục 2, chú thích 5"."""
    return ", ".join(label_of(level) for level in citable(chain))
