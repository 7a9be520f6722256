"""Marks of secrecy, circulation and urgency on a document's first page.

A file with a mark of secrecy goes to quarantine instead of the library, so this step comes before
anything is stored. A mark is told by where it stands and how: alone on its line or in its box, in the
upper part of the first page (or at its very foot), in capitals. The word mật in a sentence or a title
is no mark. Where a mark is likely but damaged ("TÔI MÂT"), it counts: a missed mark leaks a document,
a false alarm costs one look.

Sources: 36-HD/VPTW, supplementary components 10 and 11; Luật Bảo vệ bí mật nhà nước 2018, Điều 8 (the
three levels); Thông tư 24/2020/TT-BCA (the stamps; its GIẢI MẬT lifts a mark and is none itself).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.document import Rect
from kb.ingest.lines import PrintedLine, Segment
from kb.ingest.secrecy_names import level_in_name
from kb.vietnamese.normalise import fold

_TOP = 0.4  # of the page; marks stand under the symbol, which ends at 0.2 to 0.3
_FOOT = 0.93
_MAX_SEGMENTS = 2  # a letterhead has two columns; a line of a table has more
_STACKED = 2.0  # of the font size: the next line of a box
_DESCENT = 0.25  # of the font size

_LEVEL = r"(?P<level>tuyetmat|toimat|mat)"
_URGENT = r"hoatoc(?:hengio)?|thuongkhan|khan"
_BESIDE = (
    rf"(?:{_URGENT}|tongsoban\d*|banso\d*|so\d*ban\d*|bansao\d*|luuhanhnoibo|tailieuhoinghi|duthao)"
)
_MARK = re.compile(
    rf"{_BESIDE}*(?:(?:mucdo|capdo|muc|do)mat|tailieu|vanban|hoso|congvan|baocao)?{_LEVEL}{_BESIDE}*"
)
_AFTER_SYMBOL = re.compile(r"Số\b.*[-/][^\s]+\s+((?:TUY\S+\s+|T\S{1,2}\s+)?M\S{1,2}T)$")
_BEFORE_HEADING = re.compile(
    r"((?:TUY\S+\s+|T\S{1,2}\s+)?M\S{1,2}T)\s+(?:ĐẢNG CỘNG SẢN|CỘNG H[ÒO])"
)
_SLIPS = (  # what OCR makes of the words once accents are gone
    (re.compile(r"(?<=[a-z])0|0(?=[a-z])"), "o"),
    (re.compile(r"\bt(?:uy|uv|uj|oy|vy)e[tilf1]\b|\b[il1f]uyet\b|\btuyt\b"), "tuyet"),
    (re.compile(r"\bto[il1j!|]\b|\btol\b"), "toi"),
    (re.compile(r"\bm[a4]\s?[t1]\b"), "mat"),
    (re.compile(r"^[il1|]\s?((?:toi |tuyet )?mat)\s?[il1|]$"), r"\1"),  # the box's own edges
)
_TITLE_BREAKS = re.compile(r"\b(?:BÍ|BẢO|CƠ|ĐỘ|GIẢI|TÀI LIỆU|VĂN BẢN)$")  # a title goes on: MẬT
_CIRCULATION = re.compile(
    r"(?:tailieu|vanban|chi|chiduoc)?luuhanh(?:noibo|hanche)\w{0,40}"
    r"|(?:tailieu)?khong(?:pho|duocpho)bien\w{0,40}|(?:tailieu)?khong(?:duoc)?saochup"
    r"|(?:xem|doc|hop|nghiencuu|dung)xong(?:xin|denghi)?(?:tra|thuhoi)(?:lai)?\w{0,20}"
    r"|(?:xong|het|sau)(?:hoinghi|cuochop|hop)(?:xin|denghi)?(?:tra|thuhoi)(?:lai)?"
    r"|tailieu(?:phucvu|thamkhao)?(?:hoinghi|hop)(?:(?:tra|thuhoi)(?:lai)?)?|tailieu(?:thamkhao|thuhoi)"
    r"|(?:ban)?duthao(?:lan)?(?:thu)?(?:\d{0,2}|nhat|hai|ba|bon|tu|nam|cuoi)(?:ngay[\d]*)?"
)
_URGENCY = re.compile(r"hoatoc(?:hengio[\w]{0,12})?|thuongkhan|khan")


class SecrecyLevel(StrEnum):
    """The levels of secrecy as stamped, the lowest first; English has no fixed words for them."""

    MAT = "MẬT"
    TOI_MAT = "TỐI MẬT"
    TUYET_MAT = "TUYỆT MẬT"


_RANK = {level: rank for rank, level in enumerate(SecrecyLevel)}
_LEVEL_OF = {
    "mat": SecrecyLevel.MAT,
    "toimat": SecrecyLevel.TOI_MAT,
    "tuyetmat": SecrecyLevel.TUYET_MAT,
}


@dataclass(frozen=True, slots=True)
class Secrecy:
    """A mark of secrecy. `evidence` is for a person: "«MẬT» (trang 1, góc trên bên trái)".

    `rect` is the mark's place on page 1 in fractions of the page; None for a mark in the file's name.
    """

    level: SecrecyLevel
    evidence: str
    rect: Rect | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Print that stands alone: a segment, or two of one box, one below the other."""

    text: str
    segments: tuple[Segment, ...]
    above: str
    neighbours: int


def secrecy_of(
    first_page_lines: Sequence[PrintedLine], page_width: float, page_height: float, file_name: str
) -> Secrecy | None:
    """The highest mark of secrecy on the first page or in the file's name, the page's first."""
    found = list(_marks(first_page_lines, page_width, page_height))
    named = level_in_name(file_name)
    if named is not None:
        words, level = named
        found.append(Secrecy(_LEVEL_OF[level], f"«{words}» (tên tệp)", None))
    return max(found, key=lambda secrecy: _RANK[secrecy.level], default=None)


def circulation_of(lines: Sequence[PrintedLine], page_height: float) -> str | None:
    """Who may have the paper and whether it is a draft, as printed: "Lưu hành nội bộ", "Dự thảo lần 2".

    Several marks are joined by "; ". Raises nothing; None where the first page has no such mark.
    """
    return _printed_marks(lines, page_height, _CIRCULATION)


def urgency_of(lines: Sequence[PrintedLine], page_height: float) -> str | None:
    """How fast the paper must travel, as printed: "KHẨN", "HỎA TỐC HẸN GIỜ"; None without a mark."""
    return _printed_marks(lines, page_height, _URGENCY)


# ---- what stands alone, and where


def _candidates(lines: Sequence[PrintedLine], page_height: float) -> Iterator[_Candidate]:
    """Everything that may be a mark, from top to bottom; a pair of stacked lines before its parts."""
    placed = [line for line in lines if _in_place(line, page_height)]
    for index, line in enumerate(placed):
        for segment in line.segments:
            above = _touching(segment, placed[:index], -1)
            below = _touching(segment, placed[index + 1 :], 1)
            count = len(line.segments)
            head = above.text if above else ""
            if below:
                text = f"{segment.text} {below.text}"
                yield _Candidate(text, (segment, below), head, count)
            yield _Candidate(segment.text, (segment,), head, count)
        if len(line.segments) > 1:  # "M    Ậ    T", set so wide that it falls apart
            yield from _spaced_out(line)


def _spaced_out(line: PrintedLine) -> Iterator[_Candidate]:
    letters = tuple(part for part in line.segments if len(part.text.replace(" ", "")) == 1)
    if len(letters) >= 3:
        yield _Candidate(" ".join(part.text for part in letters), letters, "", 1)


def _in_place(line: PrintedLine, page_height: float) -> bool:
    return line.y <= _TOP * page_height or line.y >= _FOOT * page_height


def _touching(segment: Segment, lines: Sequence[PrintedLine], step: int) -> Segment | None:
    """The segment right above (-1) or below (1), over or under this one."""
    near = [
        other
        for line in lines
        for other in line.segments
        if 0 < (other.y - segment.y) * step <= _STACKED * max(segment.size, other.size)
        and other.left < segment.right
        and other.right > segment.left
    ]
    return min(near, key=lambda other: abs(other.y - segment.y), default=None)


# ---- secrecy


def _marks(lines: Sequence[PrintedLine], width: float, height: float) -> Iterator[Secrecy]:
    for candidate in _candidates(lines, height):
        text, level = _level_in(candidate)
        if level is not None:
            rect = _rect(candidate.segments, width, height)
            yield Secrecy(level, f"«{text}» (trang 1, {_place(rect)})", rect)


def _level_in(candidate: _Candidate) -> tuple[str, SecrecyLevel | None]:
    """The mark's words and its level; the level is None for print that is no mark."""
    text = candidate.text
    if len(candidate.segments) == 1:
        inside = _AFTER_SYMBOL.match(text) or _BEFORE_HEADING.match(text)
        text = inside[1] if inside else text
    match = _MARK.fullmatch(_compact(text))
    if match is None or not _stands_as_mark(text, candidate):
        return text, None
    return text, _LEVEL_OF[match["level"]]


def _stands_as_mark(text: str, candidate: _Candidate) -> bool:
    """False for "Mật" in a table or a list, for "mật", and for the last line of a title on secrecy."""
    shown = text.replace("l", "I")  # OCR reads a capital I or the edge of a box as l
    letters = [char for char in shown if char.isalpha()]
    if not letters or not letters[0].isupper() or _TITLE_BREAKS.search(candidate.above):
        return False
    if shown.isupper():
        return True
    listed = text[0] in "-–+•*" or text[-1] in ";,"
    return not listed and candidate.neighbours <= _MAX_SEGMENTS


def _compact(text: str) -> str:
    """Letters and digits in a row, without accents and slips of OCR: "T Ố I MÂT" → "toimat"."""
    words = fold(text)
    if re.fullmatch(r"(?:\w\W+)+\w\W*", words):  # letters set apart
        words = re.sub(r"\W+", "", words)
    words = re.sub(r"[^\w|]+", " ", words).strip()
    for slip, mend in _SLIPS:
        words = slip.sub(mend, words)
    return re.sub(r"[\W_]+", "", words)


def _rect(segments: Sequence[Segment], width: float, height: float) -> Rect:
    top = min(part.y - part.size for part in segments)
    bottom = max(part.y + _DESCENT * part.size for part in segments)
    left, right = min(part.left for part in segments), max(part.right for part in segments)
    return Rect(
        left=_fraction(left, width),
        top=_fraction(top, height),
        right=_fraction(right, width),
        bottom=_fraction(bottom, height),
    )


def _fraction(place: float, whole: float) -> float:
    return min(1.0, max(0.0, place / whole))


def _place(rect: Rect) -> str:
    middle = (rect.left + rect.right) / 2
    if rect.top > _TOP:
        return "cuối trang"
    if middle < 0.4:
        return "góc trên bên trái"
    return "góc trên bên phải" if middle > 0.6 else "phía trên, giữa trang"


# ---- circulation and urgency


def _printed_marks(
    lines: Sequence[PrintedLine], page_height: float, pattern: re.Pattern[str]
) -> str | None:
    found: list[str] = []
    taken: set[Segment] = set()
    for candidate in _candidates(lines, page_height):
        if taken.isdisjoint(candidate.segments) and _is_printed_mark(candidate.text, pattern):
            taken.update(candidate.segments)
            found += [mark for mark in _split(candidate.text, pattern) if mark not in found]
    return "; ".join(found) or None


def _is_printed_mark(text: str, pattern: re.Pattern[str]) -> bool:
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and letters[0].isupper() and bool(list(_split(text, pattern)))


def _split(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """The marks of one kind in a segment that may hold several: "MẬT - KHẨN", "Dự thảo (lần 2)"."""
    if pattern.fullmatch(_compact(text)):
        yield _bare(text)
        return
    parts = re.split(r"\s*[-–,;/]\s*", text)
    known = re.compile(f"(?:{_MARK.pattern})|(?:{_CIRCULATION.pattern})|(?:{_URGENCY.pattern})")
    if len(parts) > 1 and all(known.fullmatch(_compact(part)) for part in parts):
        yield from (_bare(part) for part in parts if pattern.fullmatch(_compact(part)))


def _bare(text: str) -> str:
    """As printed, without the brackets and stars around it."""
    bare = text.strip(" *.:;,-–\"“”'[]|")
    return bare[1:-1].strip() if bare.startswith("(") and bare.endswith(")") else bare
