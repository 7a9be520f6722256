"""The numbering marks of Party documents: what a paragraph's beginning says about its rank.

Only the form is read here; whether a mark is one (or a line that merely starts with a number) is
decided by sequence in `structure`. Forms: 36-HD/VPTW, 66-QĐ/TW ("I-", "1-"), 399-QĐ/TW ("1.").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from kb.numerals import ordinal_value, roman


class Rank(IntEnum):
    """The usual order of numbering styles, outermost first."""

    APPENDIX = 0
    PART = 1
    CHAPTER = 2
    SECTION_WORD = 3
    ROMAN = 4
    ARTICLE = 5
    DECIMAL_1 = 6
    DECIMAL_2 = 7
    DECIMAL_3 = 8
    DECIMAL_4 = 9
    PAREN = 10
    LETTER = 11
    DASH = 12
    PLUS = 13


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbering mark: its style, the number as printed ("" for dashes), where the words begin.

    `value` counts the mark in its series, from 1 (0 where the mark has no number); `prefix` is what
    stands before the last component of a decimal ("1.1" of "1.1.3").
    """

    rank: Rank
    number: str
    value: int
    prefix: str
    end: int


_LETTERS = "abcdđeghiklmnopqrstuvxy"  # the order of points in Vietnamese documents: no f, j, w, z

_PART = re.compile(
    r"^(?:Phần|PHẦN)\s+(?:(?:thứ|THỨ)\s+(?P<word>\w+)|(?P<number>[IVX]+|\d{1,2}))\b[.:]?\s*"
)
_CHAPTER = re.compile(r"^(?:Chương|CHƯƠNG)\s+(?P<number>[IVXLC]+|\d{1,3})\b[.:]?\s*")
_SECTION = re.compile(r"^(?:Mục|MỤC)\s+(?P<number>[IVX]+|\d{1,2})(?:[.:]\s*|$|\s+(?=[A-ZĐÀ-Ỹ]{2}))")
_ARTICLE = re.compile(r"^(?:Điều|ĐIỀU)\s+(?P<number>\d{1,3}[a-zđ]?)(?:[.:]\s*|$)")
_APPENDIX = re.compile(
    r"^(?:PHỤ LỤC|Phụ lục)"
    r"(?:\s+(?:(?:số|SỐ)\s+)?(?P<number>\d{1,2}|[IVX]+|[A-Z])(?![\w/]))?(?:[.:]\s*|\s*$)"
)
_ROMAN = re.compile(r"^(?P<number>[IVXL]{1,6})\s?[.\-–—/)]+\s*(?=\S)")
_DECIMAL = re.compile(r"^(?P<number>\d{1,3}(?:\.\d{1,3}){0,3})(?P<end>\s?[.\-–—)/]+\s*|\s+)(?=\S)")
_LETTER = re.compile(r"^(?P<number>[a-zđ])\s?[.)\-]\s*(?=\S)")
_SYMBOL = re.compile(r"\d{1,5}[A-Za-z]?\s?[-–]\s?[A-ZĐ][A-Za-zĐđ]*/[A-ZĐ]")
_GLUED = re.compile(r"[^\s)]$")  # a mark that ends so runs on: "V.v.", "e-mail", "24/7", "3-5 năm"
_PAREN = re.compile(r"^\((?P<number>\d{1,2}|[ivx]{1,5})\)\s*(?=\S)")
_DASH = re.compile(r"^[-–—•●▪]\s*(?=[^\W\d_]|[“\"'(\d])")
_PLUS = re.compile(r"^\+\s*(?=\S)")


def mark_of(text: str) -> Mark | None:
    """The numbering mark at the start of a paragraph, None without one.

    "1.1. Về tuổi đời" and "- Phát huy" have one; "2024, năm", "10 nhiệm vụ" and "24/7" have none.
    """
    for rank, pattern in _WORDED:
        if match := pattern.match(text):
            return _worded(rank, match)
    if (match := _ROMAN.match(text)) and not _runs_on(match):
        return Mark(Rank.ROMAN, match["number"], roman(match["number"]), "", match.end())
    if (match := _DECIMAL.match(text)) and not _runs_on(match):
        return _decimal(match)
    if (match := _LETTER.match(text)) and match["number"] in _LETTERS and not _runs_on(match):
        value = _LETTERS.index(match["number"]) + 1
        return Mark(Rank.LETTER, match["number"], value, "", match.end())
    if match := _PAREN.match(text):
        return Mark(Rank.PAREN, match["number"], _value(match["number"]), "", match.end())
    for rank, pattern in ((Rank.DASH, _DASH), (Rank.PLUS, _PLUS)):
        if match := pattern.match(text):
            return Mark(rank, "", 0, "", match.end())
    return None


_WORDED = (
    (Rank.APPENDIX, _APPENDIX),
    (Rank.PART, _PART),
    (Rank.CHAPTER, _CHAPTER),
    (Rank.SECTION_WORD, _SECTION),
    (Rank.ARTICLE, _ARTICLE),
)


def _runs_on(match: re.Match[str]) -> bool:
    """True if a small letter or a digit follows without a space: "IV/2026" is a quarter, no mark;
    and for a document's symbol ("57-KL/TW") at the start of a line."""
    if _SYMBOL.match(match.string):
        return True
    after = match.string[match.end() : match.end() + 1]
    return bool(_GLUED.search(match[0])) and (after.islower() or after.isdigit())


def _worded(rank: Rank, match: re.Match[str]) -> Mark | None:
    groups = match.groupdict()
    word = (groups.get("word") or "").lower()
    if word:
        value = ordinal_value(word) or 0
        return Mark(rank, f"thứ {word}", value, "", match.end()) if value else None
    number = groups["number"] or ""
    return Mark(rank, number, _value(number) if number else 0, "", match.end())


def _decimal(match: re.Match[str]) -> Mark | None:
    number, end = match["number"], match["end"]
    parts = number.split(".")
    if len(parts) == 1 and not end.strip():
        return None  # "10 nhiệm vụ"
    if any(part != "0" and part.startswith("0") for part in parts):
        return None  # "01.7" is a date
    rank = Rank(Rank.DECIMAL_1 + len(parts) - 1)
    return Mark(rank, number, int(parts[-1]), ".".join(parts[:-1]), match.end())


def _value(number: str) -> int:
    digits = re.match(r"\d+", number)
    return int(digits[0]) if digits else roman(number.upper())
