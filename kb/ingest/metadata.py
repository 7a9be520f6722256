"""Bibliographic facts from the first page and the signature block; what is not printed stays None.

The issuer comes from the opening formula, then from the signature, then from the letterhead, never
from the symbol: `/TW` covers three bodies. QĐ is Quyết định or Quy định as the title line says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kb.document import Facts
from kb.ingest.compose import Block
from kb.ingest.issuer import LEGAL_BASES, issuer_of
from kb.ingest.numbering import mark_of
from kb.ingest.paragraphs import ParagraphKind
from kb.ingest.wording import is_type_line
from kb.symbol import TYPE_NAMES, Symbol, find_symbols
from kb.vietnamese.normalise import fold

_DATE = re.compile(
    r"^(?P<place>[^\d:]{2,60}?),\s*ngày\s*(?P<day>\d{0,2})[\s.…]*tháng\s*(?P<month>\d{0,2})[\s.…]*"
    r"năm\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
_SUBJECT_LINES = 5
_NAME = re.compile(r"^(?:[A-ZĐÀ-Ỹ][^\W\d_]*\.?\s+){1,5}[A-ZĐÀ-Ỹ][^\W\d_]*$")


def facts_of(text: str, blocks: Sequence[Block]) -> Facts:
    """The facts printed in a composed document."""
    head = _texts(text, blocks, ParagraphKind.LETTERHEAD)
    body = _texts(text, blocks, ParagraphKind.TEXT)
    signature = _texts(text, blocks, ParagraphKind.SIGNATURE)
    place, issued = _place_and_date(head)
    type_line, title = _type_and_title(text, blocks)
    symbol = _symbol(head)
    return Facts(
        symbol=symbol,
        type=_type_name(type_line) or _letter(symbol),
        date=issued,
        issuer=issuer_of(text, head, body, signature),
        place=place,
        title=title,
        signatory=_signatory(signature),
    )


def _texts(text: str, blocks: Sequence[Block], kind: ParagraphKind) -> list[str]:
    return [block.span.of(text) for block in blocks if block.kind is kind]


def _symbol(head: list[str]) -> Symbol | None:
    """The symbol after "Số"; a blank number ("Số     -KH/ĐUM") is no symbol."""
    for line in head:
        if re.match(r"^S[ốô]\b", line):
            found = find_symbols(line)
            return found[0].symbol if found else None
    return None


def _place_and_date(head: list[str]) -> tuple[str | None, date | None]:
    for line in head:
        if match := _DATE.match(line):
            return match["place"].strip(), _date(match["day"], match["month"], match["year"])
    return None, None


def _date(day: str, month: str, year: str) -> date | None:
    """The date, None if a part is blank or impossible."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _type_and_title(text: str, blocks: Sequence[Block]) -> tuple[str | None, str | None]:
    for index, block in enumerate(blocks):
        line = block.span.of(text)
        if block.kind is ParagraphKind.TEXT and is_type_line(line):
            return line, _title(text, blocks[index + 1 :])
    return None, _letter_subject(text, blocks)


def _title(text: str, blocks: Sequence[Block]) -> str | None:
    """The trích yếu: the centred lines (at least one line) between type and opening."""
    parts: list[str] = []
    for block in blocks:
        line = block.span.of(text)
        opening = LEGAL_BASES.match(line) or mark_of(line) or len(line) > 300
        if block.kind is not ParagraphKind.TEXT or block.note or opening:
            break
        if parts and not block.centred:
            break
        if parts and line.isupper() and block.bold:
            break  # the issuer's name in capitals, which opens the body
        parts.append(line)
    return " ".join(parts) or None


def _letter_subject(text: str, blocks: Sequence[Block]) -> str | None:
    """The trích yếu of a công văn, which has no type line: "V/v …" under the symbol, by itself."""
    parts: list[str] = []
    for block in blocks:
        line = block.span.of(text)
        if parts and (line.startswith("Kính gửi") or line.isupper() or _DATE.match(line)):
            break
        if parts or re.match(r"^(V/v|Về việc)\b", line, re.IGNORECASE):
            parts.append(line)
        elif mark_of(line):
            return None
    return " ".join(parts) or None if len(parts) <= _SUBJECT_LINES else None


def _letter(symbol: Symbol | None) -> str | None:
    """A công văn is told by its code alone, since it prints no type."""
    return TYPE_NAMES["CV"][0] if symbol and symbol.type_code == "CV" else None


def _type_name(line: str | None) -> str | None:
    if line is None:
        return None
    names = (name for names in TYPE_NAMES.values() for name in names)
    wanted = fold(line).strip(" .:")
    return next((name for name in names if fold(name) == wanted), _sentence_case(line))


def _sentence_case(line: str) -> str:
    return line[:1] + line[1:].lower()


def _signatory(signature: list[str]) -> str | None:
    """The last line that has the shape of a person's name."""
    names = [line for line in signature if _NAME.match(line) and not line.isupper()]
    return names[-1] if names else None
