"""Citation strings in the forms that Party offices use.

Full: type, số, symbol, date, issuer, trích yếu, with the comma before "ngày" (so current Central
papers: "Chỉ thị số 45-CT/TW, ngày 14/4/2025 của Bộ Chính trị"). Passage: from small to large,
"điểm a, khoản 1, Điều 5 Quy định số …" (regulations), "chú thích 5, mục 2, phần II …" (others).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from kb.citation import Citation
from kb.document import Facts

_NAMES = ("Chiến lược", "Chỉ thị", "Cương lĩnh", "Đại hội", "Điều lệ", "Kết luận", "Nghị quyết",
          "Quy chế", "Quy định")  # fmt: skip
"""What a title names keeps its capital: "về Chiến lược bảo vệ Tổ quốc"."""
_NAMES_OF = {
    "symbol": "số, ký hiệu",
    "type": "loại văn bản",
    "date": "ngày ban hành",
    "issuer": "cơ quan ban hành",
    "title": "trích yếu",
    "term": "khóa",
}
"""The facts that a citation is built from; all but the term belong in every full form."""
_UNNAMED = "Văn bản"  # a document that prints no type


def cite(
    facts: Facts,
    place: str | None = None,
    pages: tuple[int, int] | None = None,
    *,
    has_twins: bool = False,
    doubtful: Collection[str] = (),
    older: str = "",
) -> Citation:
    """The citation of a document, or of the passage at `place` (from large to small) on `pages`.

    With `has_twins` other documents bear the symbol, and the term tells which is meant, if it is known:
    "Nghị quyết số 36-NQ/TW (khóa XII)". `doubtful` are the names in `Facts` of those that the document
    contradicts; `older` is as in `Citation`.
    """
    facts = facts if has_twins else replace(facts, term=None)
    name = short_form(facts)
    return Citation(
        full=full_form(facts),
        short=name,
        passage=passage_form(name, place, pages),
        missing=missing_facts(facts),
        uncertain=tuple(
            said
            for name, said in _NAMES_OF.items()
            if name in doubtful and getattr(facts, name) is not None
        ),
        older=older,
    )


def full_form(facts: Facts) -> str:
    """The document named whole: "Kết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị về …".

    The term, where there is one, follows the issuer: "của Bộ Chính trị (khóa XIII)".
    """
    whole = f"{_name(facts)}{_origin(facts)}"
    return f"{whole} {subject_of(facts.title)}" if facts.title else whole


def short_form(facts: Facts) -> str:
    """Type and symbol, and the term if there is one: "Kết luận số 57-KL/TW (khóa XIII)"; without a
    symbol the date and issuer tell which one: "Kế hoạch, ngày 05/8/2024 của Đảng ủy xã Suối Ngần"."""
    return f"{_name(facts)}{_term(facts) if facts.symbol else _origin(facts)}"


def _name(facts: Facts) -> str:
    name = facts.type or _UNNAMED
    return f"{name} số {facts.symbol}" if facts.symbol else name


def _origin(facts: Facts) -> str:
    day = f", ngày {format_date(facts.date)}" if facts.date else ""
    return f"{day} của {facts.issuer}{_term(facts)}" if facts.issuer else day


def _term(facts: Facts) -> str:
    return f" (khóa {facts.term})" if facts.term else ""


def passage_form(name: str, place: str | None, pages: tuple[int, int] | None) -> str:
    """The place from small to large, the document, the page: "điểm a, khoản 1, Điều 5 Quy định số
    905-QĐ/TUM, tr. 2"."""
    where = f"{from_small(place)} {name}" if place else name
    return f"{where}, {_pages(pages)}" if pages else where


def from_small(place: str) -> str:
    """ "Phần II, mục 2, chú thích 5" → "chú thích 5, mục 2, phần II".

    Articles are numbered through the whole document, so the chapters above one are left out.
    """
    levels = place.split(", ")
    article = next((at for at, level in enumerate(levels) if level.startswith("Điều ")), 0)
    if article and not levels[0].startswith("Phụ lục"):
        levels = levels[article:]
    return ", ".join(re.sub(r"^(Phần|Mục)\b", _lower, level) for level in reversed(levels))


def _lower(match: re.Match[str]) -> str:
    return match[0].lower()


def format_date(value: date) -> str:
    """A date as official papers write it: days below 10 and months 1 and 2 take a zero (03/4/2018,
    06/02/2017), since only those can be forged by a stroke."""
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"{value.day:02d}/{month}/{value.year}"


def missing_facts(facts: Facts) -> tuple[str, ...]:
    """What a full citation needs and the document does not print, in Vietnamese."""
    return tuple(
        said for name, said in _NAMES_OF.items() if name != "term" and not getattr(facts, name)
    )


def subject_of(title: str) -> str:
    """The trích yếu as it follows the issuer.

    A title that begins with a small letter was written to follow the type name and follows as it
    is ("ban hành Quy chế …"); one that names the issuer again ("của … về …") starts at its "về".
    """
    if title.startswith("của ") and " về " in title:
        return title[title.index(" về ") + 1 :]
    if title[:1].islower() or title.isupper():
        return title if title[:1].islower() else f"về {title}"
    if title.startswith(_NAMES):
        return f"về {title}"
    lowered = title[:1].lower() + title[1:]
    if lowered.startswith("v/v "):
        return f"về việc {lowered.removeprefix('v/v ')}"
    return lowered if lowered.startswith("về ") else f"về {lowered}"


def _pages(pages: tuple[int, int]) -> str:
    first, last = pages
    return f"tr. {first}" if first == last else f"tr. {first}-{last}"
