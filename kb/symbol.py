"""Document symbols (số, ký hiệu): their grammar, strict in documents and tolerant in queries.

A symbol is not a key: 36-NQ/TW is four documents. Identity is number + type + issuer + date, and
only `kb.reference` decides it. Sources: Hướng dẫn 36-HD/VPTW for the Party's order
(`57-KL/TW`), Nghị định 30/2020/NĐ-CP for the State's (`362/QĐ-TTg`, `103/2023/QH15`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

TYPE_NAMES: dict[str, tuple[str, ...]] = {
    "NQ": ("Nghị quyết",),
    "CT": ("Chỉ thị",),
    "KL": ("Kết luận",),
    "QĐ": ("Quyết định", "Quy định"),  # one shared counter in Party symbols
    "QĐi": ("Quy định",),  # 2018-2019 only: 08-QĐi/TW
    "QĐNS": ("Quyết định",),
    "QyĐ": ("Quy định",),
    "QC": ("Quy chế",),
    "TT": ("Thông tri", "Thông tư"),
    "HD": ("Hướng dẫn",),
    "TB": ("Thông báo",),
    "TBKL": ("Thông báo kết luận", "Thông báo"),
    "TC": ("Thông cáo",),
    "BC": ("Báo cáo",),
    "KH": ("Kế hoạch",),
    "QH": ("Quy hoạch",),
    "CTr": ("Chương trình",),
    "CTrHĐ": ("Chương trình hành động",),
    "ĐA": ("Đề án",),
    "PA": ("Phương án",),
    "DA": ("Dự án",),
    "TTr": ("Tờ trình",),
    "CV": ("Công văn",),
    "BB": ("Biên bản",),
    "NĐ": ("Nghị định",),
}
"""Type code → the type names it stands for (DOMAIN: 399-QĐ/TW and NĐ 30/2020/NĐ-CP)."""

_UNACCENT = str.maketrans("ĐđÐðƯưƠơÂâĂăÊêÔôÁáÀà", "DdDdUuOoAaAaEeOoAaAa")


@lru_cache(1024)  # codes come again and again; an office knows some hundreds
def fold_code(code: str) -> str:
    """A code for comparing: no accents, dots or case; the Centre's T.Ư, TƯ and T.U are TW."""
    plain = code.replace(".", "").replace(" ", "")
    if plain.upper() == "TƯ" or code.upper() == "T.U":  # a province's is TU, without a dot
        return "tw"
    return plain.translate(_UNACCENT).lower()


@dataclass(frozen=True, slots=True)
class Symbol:
    """A whole symbol, e.g. number "57", type "KL", issuer "TW".

    `year` stands only in State legal acts (103/2023/QH15); `type_code` is empty there when the
    symbol has none. `str()` gives the canonical form without stray spaces.
    """

    number: str
    type_code: str
    issuer_code: str
    year: str | None = None
    state: bool = False

    def __str__(self) -> str:
        if not self.state:
            return f"{self.number}-{self.type_code}/{self.issuer_code}"
        middle = f"/{self.year}" if self.year else ""
        tail = "-".join(part for part in (self.type_code, self.issuer_code) if part)
        return f"{self.number}{middle}/{tail}"

    @property
    def key(self) -> str:
        """The symbol for comparing: `57|kl|tw`; leading zeros, accents, case and year are ignored."""
        number = self.number.lstrip("0").lower() or "0"
        return f"{number}|{fold_code(self.type_code)}|{fold_code(self.issuer_code)}"


@dataclass(frozen=True, slots=True)
class SymbolPattern:
    """A symbol as asked for in a query; None means "not said". `raw` is the text that asked."""

    number: str
    type_code: str | None
    issuer_code: str | None
    raw: str

    def matches(self, symbol: Symbol) -> bool:
        """True if every part that was said agrees, accents and case aside."""
        if self.number.lstrip("0").lower() != symbol.number.lstrip("0").lower():
            return False
        if self.type_code and fold_code(self.type_code) != fold_code(symbol.type_code):
            return False
        return not self.issuer_code or fold_code(self.issuer_code) == fold_code(symbol.issuer_code)


_NUMBER = r"(?P<number>\d{1,5}[A-Za-z]?)"
_GAP = r"[ \u00a0\u202f]{0,2}"
_DASH = r"[-\u2010-\u2015]"
_TYPE = "|".join(sorted((re.escape(code) for code in TYPE_NAMES), key=len, reverse=True))
_ISSUER = r"(?P<issuer>T\.[ƯU]|[A-ZĐƯ][A-Za-zĐđƯư]*(?:-[A-ZĐ][A-Za-zĐđ]+)*)"
_PARTY = re.compile(
    rf"(?<![\w/.-]){_NUMBER}{_GAP}{_DASH}{_GAP}(?P<type>{_TYPE}){_GAP}/{_GAP}{_ISSUER}(?![\w/])"
)
_STATE = re.compile(
    r"(?<![\w/.-])(?P<number>\d{1,5})(?:/(?P<year>\d{4}))?/"
    r"(?:(?P<assembly>QH\d{1,2})|(?P<type>[A-ZĐ][A-Za-zĐđ]{0,6})-(?P<issuer>[A-ZĐ][A-Za-zĐđ]+"
    r"(?:-[A-ZĐ][A-Za-zĐđ]+)*))(?![\w/])"
)


@dataclass(frozen=True, slots=True)
class FoundSymbol:
    """A symbol printed at `start:end` of the text that was searched."""

    start: int
    end: int
    symbol: Symbol


def find_symbols(text: str) -> list[FoundSymbol]:
    """Whole symbols printed in `text`, in order.

    Matches `94 -HD/BTGTU`, `68- NQ/TW`, `362/QĐ-TTg`, `103/2023/QH15`; not `năm 2030`, `3/2024`,
    `QĐ-TW` (no number) or `24/7`.
    """
    found = [*_party_symbols(text), *_state_symbols(text)]
    return sorted(found, key=lambda item: item.start)


def _party_symbols(text: str) -> Iterator[FoundSymbol]:
    for match in _PARTY.finditer(text):
        symbol = Symbol(match["number"], match["type"], match["issuer"])
        yield FoundSymbol(match.start(), match.end(), symbol)


def _state_symbols(text: str) -> Iterator[FoundSymbol]:
    for match in _STATE.finditer(text):
        code = match["type"] or ""
        issuer = match["assembly"] or match["issuer"]
        symbol = Symbol(match["number"], code, issuer, match["year"], state=True)
        yield FoundSymbol(match.start(), match.end(), symbol)


def parse_symbol(text: str) -> Symbol | None:
    """The symbol that `text` is, None if it is anything else (or has more around it)."""
    found = find_symbols(text.strip())
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(text.strip())):
        return None
    return found[0].symbol


def type_matches_code(type_name: str, code: str) -> bool | None:
    """True if the type word goes with the code; None if the code is not in the table."""
    names = TYPE_NAMES.get(code)
    return None if names is None else _names(names, type_name.lower())


def code_of(type_name: str) -> str | None:
    """The code of a type: "Nghị quyết" → "NQ"; of several the usual one (the first in the table)."""
    wanted = type_name.lower()
    return next((code for code, names in TYPE_NAMES.items() if _names(names, wanted)), None)


def _names(names: tuple[str, ...], wanted: str) -> bool:
    return wanted in (name.lower() for name in names)
