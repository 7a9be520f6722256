"""The numbers that Word generates: counted as Word counts them and given back as text.

A paragraph only names a list and a level; what it shows ("1.2.", "a)", "Điều 3.", "-") follows from
numbering.xml and from all list paragraphs before it. Source: ECMA-376 Part 1, 17.9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kb.ingest.word.numerals import numeral
from kb.ingest.word.xml import Element, attribute, child, is_on, name_of, value

_LEVELS = 9
_LONGEST = 255  # characters of what a level shows
_PLACEHOLDER = re.compile(r"%([1-9])")
_PLUS = frozenset("+\uf02b")  # plain, and in the Symbol font


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and what it shows: `pattern` has %1 to %9 for the numbers.

    `restart` is the level (from 1) whose next number sets this one back, None for any level above,
    0 for never. `style` is the paragraph style bound to the level.
    """

    start: int = 0
    format: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    legal: bool = False
    hidden: bool = False
    gap: str = " "
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """One `w:num`: whose counter it moves, its levels, and the starts it sets at its first use."""

    counter: str
    levels: dict[int, Level]
    fresh_starts: dict[int, int]


class Numbering:
    """The lists of one document with their counters; `label` must be asked in reading order."""

    def __init__(self, root: Element | None) -> None:
        self._abstract = _by_id(root, "w:abstractNum", "w:abstractNumId")
        self._linked = {
            link: item
            for item in self._abstract.values()
            if (link := value(item, "w:styleLink")) is not None
        }
        self._lists = {
            number: self._list(item) for number, item in _by_id(root, "w:num", "w:numId").items()
        }
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def level_of_style(self, number: str, style: str) -> int | None:
        """The level that a paragraph style is bound to in a list."""
        found = self._lists.get(number)
        levels = found.levels if found else {}
        return next((at for at, level in levels.items() if level.style == style), None)

    def label(self, number: str, level: int) -> str:
        """Counts one paragraph of a list and gives what stands before it, with its gap.

        "" for a list that does not exist and for levels that show nothing.
        """
        found = self._lists.get(number)
        if found is None or level not in found.levels:
            return ""
        counts = self._counted(number, found, level)
        shown = found.levels[level]
        if shown.hidden:
            return ""
        text = _bullet(shown) if shown.format == "bullet" else _written(found.levels, level, counts)
        return f"{text}{shown.gap}" if text.strip() else ""

    def _counted(self, number: str, found: _List, level: int) -> dict[int, int]:
        counts = self._counts.setdefault(found.counter, {})
        fresh = level in found.fresh_starts and (number, level) not in self._begun
        self._begun.add((number, level))
        if fresh:
            counts[level] = found.fresh_starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else found.levels[level].start
        for below in [deeper for deeper in counts if deeper > level]:
            if _restarts(found.levels.get(below), level):
                del counts[below]
        return counts

    def _list(self, item: Element) -> _List:
        counter = value(item, "w:abstractNumId") or ""
        abstract = self._resolved(self._abstract.get(counter))
        levels = {at: _level(one) for at, one in _level_elements(abstract)}
        fresh: dict[int, int] = {}
        for override in item.iterchildren(name_of("w:lvlOverride")):
            at = _number(attribute(override, "w:ilvl"))
            own, start = child(override, "w:lvl"), value(override, "w:startOverride")
            if own is not None and at < _LEVELS:
                levels[at] = _level(own)
            if start is not None and at < _LEVELS:
                fresh[at] = _number(start)
                levels[at] = replace(levels.get(at, Level()), start=fresh[at])
        return _List(counter, levels, fresh)

    def _resolved(self, abstract: Element | None) -> Element | None:
        """The definition itself, where one only points to a list style (`w:numStyleLink`)."""
        style = value(abstract, "w:numStyleLink")
        return abstract if style is None else self._linked.get(style, abstract)


def _by_id(root: Element | None, tag: str, key: str) -> dict[str, Element]:
    if root is None:
        return {}
    return {attribute(item, key) or "": item for item in root.iterchildren(name_of(tag))}


def _level_elements(abstract: Element | None) -> list[tuple[int, Element]]:
    if abstract is None:
        return []
    levels = abstract.iterchildren(name_of("w:lvl"))
    numbered = ((_number(attribute(level, "w:ilvl")), level) for level in levels)
    return [(at, level) for at, level in numbered if at < _LEVELS]


def _level(element: Element) -> Level:
    restart = value(element, "w:lvlRestart")
    return Level(
        start=_number(value(element, "w:start")),
        format=value(element, "w:numFmt") or "decimal",
        pattern=(value(element, "w:lvlText") or "")[:_LONGEST],
        restart=None if restart is None else _number(restart),
        legal=bool(is_on(element, "w:isLgl")),
        hidden=bool(is_on(element, "w:rPr", "w:vanish")),
        gap="" if value(element, "w:suff") == "nothing" else " ",
        style=value(element, "w:pStyle"),
    )


def _number(text: str | None) -> int:
    """A small whole number; 0 for anything else."""
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else 0


def _restarts(below: Level | None, used: int) -> bool:
    """True if using level `used` (from 0) sets the deeper level back."""
    if below is None or below.restart is None:
        return True
    return used < below.restart


def _bullet(level: Level) -> str:
    """A plus stays one; every other bullet (-, –, •, o …) becomes the dash of Party documents."""
    glyph = level.pattern.strip()[:1]
    return ("+" if glyph in _PLUS else "-") if glyph else ""


def _written(levels: dict[int, Level], shown: int, counts: dict[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        level = levels.get(at, Level())
        count = counts.get(at, level.start)
        decimal = levels[shown].legal and level.format != "decimalZero"
        return numeral(count, "decimal" if decimal else level.format)

    return _PLACEHOLDER.sub(number, levels[shown].pattern)
