"""Places named in a query: "điểm a khoản 1 Điều 5", "muc 2 phan II", "chú thích 5", with or without
accents, from small to large or from large to small."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.place_pattern import Level, PlacePattern, PlaceStep, value_of
from kb.symbol import TYPE_NAMES
from kb.vietnamese.normalise import fold

_WORDS = {
    "phu luc": Level.APPENDIX, "phan": Level.PART, "chuong": Level.CHAPTER,
    "tieu muc": Level.SUBSECTION, "muc": Level.SECTION, "dieu": Level.ARTICLE,
    "khoan": Level.CLAUSE, "diem": Level.POINT, "tiet": Level.ITEM,
    "gach dau dong": Level.DASH, "dau cong": Level.PLUS, "chu thich": Level.FOOTNOTE,
}  # fmt: skip
_BARE = {"phu luc": Level.APPENDIX, "phan mo dau": Level.FRONT, "phan ket thuc": Level.CLOSING}
_COUNTED = frozenset({Level.APPENDIX, Level.PART, Level.CHAPTER, Level.SECTION})
_LETTERED = frozenset({Level.APPENDIX, Level.SECTION, Level.POINT, Level.ITEM})
_ORDINALS = "nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi"
_TYPES = "|".join({fold(name) for names in TYPE_NAMES.values() for name in names})
_STEP = re.compile(
    rf"\b(?P<level>{'|'.join(_WORDS)})\s+(?:so\s+)?(?:"
    rf"thu\s+(?P<ordinal>{_ORDINALS}|\d{{1,2}})|(?P<digits>\d{{1,3}}(?:\.\d{{1,3}}){{0,3}})"
    r"|(?P<roman>[ivx]{1,6})|(?P<letter>[a-z]))(?![\w%/-]|[.,]\d|\s*(?:%|(?:trieu|ty|nghin)\b))"
    rf"|\b(?P<bare>{'|'.join(_BARE)})(?=\s*(?:[,;]|$|(?:{_TYPES})(?:\s+so\b|,)))"
)
_BETWEEN = re.compile(r"[\s,;]*(?:(?:cua|thuoc|trong|tai)\s+)?")
_ACCENTED = dict(zip(_ORDINALS.split("|"),
                     ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"),
                     strict=True))  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place named at `start`..`end` (half-open, in the query's text)."""

    place: PlacePattern
    start: int
    end: int


def find_places(text: str) -> list[FoundPlace]:
    """The places named in `text` (NFC), in its order; each has its steps from large to small.

    "mục tiêu 5", "đạt 5 điểm" and "phần 20%" name none. A level said twice begins another place.
    """
    found: list[FoundPlace] = []
    steps: list[PlaceStep] = []
    start = end = 0
    folded = fold(text)
    for match in _STEP.finditer(folded):
        step = _step(match, text)
        if step is None:
            continue
        follows = steps and _BETWEEN.fullmatch(folded, end, match.start())
        if not follows or any(one.level is step.level for one in steps):
            found += _finished(steps, start, end)
            steps, start = [], match.start()
        steps.append(step)
        end = match.end()
    return [*found, *_finished(steps, start, end)]


def _finished(steps: list[PlaceStep], start: int, end: int) -> Iterator[FoundPlace]:
    if steps:
        inward = steps[0].level.value <= steps[-1].level.value
        yield FoundPlace(PlacePattern(tuple(steps if inward else steps[::-1])), start, end)


def _step(match: re.Match[str], text: str) -> PlaceStep | None:
    """The step that a match is; None for a letter or numeral that such a level does not take."""
    if match["bare"]:
        return PlaceStep(_BARE[match["bare"]], "")
    level = _WORDS[match["level"]]
    if match["digits"]:
        return PlaceStep(level, match["digits"])
    if match["ordinal"]:
        return PlaceStep(level, value_of(_ACCENTED.get(match["ordinal"], match["ordinal"])))
    if match["roman"] and level in _COUNTED:
        level = (
            Level.PART if level is Level.SECTION else level
        )  # "mục II" is what others call a Phần
        return PlaceStep(level, value_of(match["roman"]))
    letter = text[match.end() - 1].lower()  # as typed: "điểm đ" is not "điểm d"
    single = match["letter"] or (match["roman"] if len(match["roman"] or "") == 1 else "")
    return PlaceStep(level, letter) if single and level in _LETTERED else None
