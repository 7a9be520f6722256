"""A place in a document as people name it ("điểm a khoản 1 Điều 5"), and the divisions it means.

Writers do not agree on the words: what one document counts as tiểu mục 1.1.1 is cited as điểm 1.1.1
of khoản 1.1, and a guideline on another text heads its sections "3. Điều 4: …". So a place is looked
for strictly first, then in ever looser ways, and the first way that finds something is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from kb.document import Division, DivisionKind
from kb.numerals import ordinal_value, roman
from kb.place import chains_of


class Level(Enum):
    """A level as it is said, outermost first; the value is its rank in a place."""

    APPENDIX = 0  # Phụ lục
    PART = 1  # Phần
    CHAPTER = 2  # Chương
    SECTION = 3  # mục
    ARTICLE = 4  # Điều
    CLAUSE = 5  # khoản
    SUBSECTION = 6  # tiểu mục
    POINT = 7  # điểm
    ITEM = 8  # tiết
    DASH = 9  # gạch đầu dòng
    PLUS = 10  # dấu cộng
    FOOTNOTE = 11  # chú thích
    FRONT = 12  # phần mở đầu
    CLOSING = 13  # phần kết thúc


@dataclass(frozen=True, slots=True)
class PlaceStep:
    """One level of a place and its number in small letters: "2", "1.1.1", "a"; Roman numerals and
    ordinals are written in digits."""

    level: Level
    number: str


@dataclass(frozen=True, slots=True)
class PlacePattern:
    """A place as asked for, outermost step first; at least one step."""

    steps: tuple[PlaceStep, ...]


_KINDS = {
    Level.APPENDIX: DivisionKind.APPENDIX,
    Level.PART: DivisionKind.PART,
    Level.CHAPTER: DivisionKind.CHAPTER,
    Level.SECTION: DivisionKind.SECTION,
    Level.ARTICLE: DivisionKind.ARTICLE,
    Level.CLAUSE: DivisionKind.CLAUSE,
    Level.SUBSECTION: DivisionKind.SUBSECTION,
    Level.POINT: DivisionKind.POINT,
    Level.ITEM: DivisionKind.POINT,
    Level.DASH: DivisionKind.DASH,
    Level.PLUS: DivisionKind.PLUS,
    Level.FOOTNOTE: DivisionKind.FOOTNOTE,
    Level.FRONT: DivisionKind.FRONT,
    Level.CLOSING: DivisionKind.CLOSING,
}
_LOOSE_LEVELS = frozenset({Level.SECTION, Level.CLAUSE, Level.SUBSECTION, Level.POINT, Level.ITEM})
_LOOSE_KINDS = frozenset(
    {DivisionKind.SECTION, DivisionKind.CLAUSE, DivisionKind.SUBSECTION, DivisionKind.POINT}
)
_NAMED_LEVELS = {Level.ARTICLE: "Điều", Level.CLAUSE: "Khoản", Level.POINT: "Điểm"}
_COUNTED = frozenset({DivisionKind.PART, DivisionKind.CHAPTER, DivisionKind.SECTION})
_HEAD = 40  # characters in which a heading names the place that it is about

_Rule = Callable[[PlaceStep, Division, str], bool]


def divisions_at(
    text: str, divisions: tuple[Division, ...], place: PlacePattern
) -> tuple[Division, ...]:
    """The divisions of a document with this text that `place` can mean, in reading order; several
    where parts number their sections anew, none where there is no such place."""
    chains = list(chains_of(divisions).values())[1:]
    for count in range(1, len(_RULES) + 1):
        rules = _RULES[:count]
        found = [chain for chain in chains if _leads(chain, place, text, rules)]
        own = [chain for chain in found if chain[0].kind is not DivisionKind.APPENDIX]
        if found:  # a place in an appendix is named with it, unless the document has no other such
            return tuple(chain[-1] for chain in own or found)
    return ()


def _leads(
    chain: Sequence[Division], place: PlacePattern, text: str, rules: Sequence[_Rule]
) -> bool:
    """True if the last division answers the last step, and those above it the others, in order."""
    *outer, last = place.steps
    if not _answers(last, chain[-1], text, rules):
        return False
    above = iter(reversed(chain[:-1]))
    return all(
        any(_answers(step, division, text, rules) for division in above) for step in reversed(outer)
    )


def _answers(step: PlaceStep, division: Division, text: str, rules: Sequence[_Rule]) -> bool:
    return any(rule(step, division, text) for rule in rules)


def _strictly(step: PlaceStep, division: Division, text: str) -> bool:
    """By its own kind and number."""
    return division.kind is _KINDS[step.level] and _number_of(division) == step.number


def _by_its_heading(step: PlaceStep, division: Division, text: str) -> bool:
    """By what stands right after its number: "3. Điều 4: …", "2.1. (Khoản 1): …"."""
    name = _NAMED_LEVELS.get(step.level)
    if name is None or division.kind not in _LOOSE_KINDS:
        return False
    head = text[division.span.start : division.span.end][:_HEAD]
    pattern = rf"{re.escape(division.number)}[.)]?\s*\(?{name} {re.escape(step.number)}\b(?!\.\d)"
    return re.match(pattern, head, re.IGNORECASE) is not None


def _loosely(step: PlaceStep, division: Division, text: str) -> bool:
    """By its number, whichever of mục, khoản, tiểu mục, điểm it is called."""
    loose = step.level in _LOOSE_LEVELS and division.kind in _LOOSE_KINDS
    return loose and _number_of(division) == step.number


def _by_its_last_number(step: PlaceStep, division: Division, text: str) -> bool:
    """ "khoản 2 mục 1" is 1.2 where the document counts so; never the first step of a place."""
    loose = step.level in _LOOSE_LEVELS and division.kind is DivisionKind.SUBSECTION
    return loose and division.number.rpartition(".")[2] == step.number


_RULES: tuple[_Rule, ...] = (_strictly, _by_its_heading, _loosely, _by_its_last_number)


def _number_of(division: Division) -> str:
    """Its number as a step has it."""
    number = division.number.lower()
    if division.kind in _COUNTED:
        return value_of(division.number)
    return number


def value_of(number: str) -> str:
    """A counted number in digits: "II" → "2", "thứ hai" → "2"; others as they are, in small letters."""
    counted = ordinal_value(number.lower()) or (roman(number.upper()) if number.isalpha() else None)
    return str(counted) if counted else number.lower()
