"""Bibliographic facts from the first page and the signature block, each with its evidence.

What is not printed stays None. The issuer comes from the opening formula, then from the signature,
then from the letterhead, never from the symbol: `/TW` covers three bodies. QĐ is Quyết định or Quy
định as the title line says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TypeVar

from kb.document import Confidence, Evidence, Facts, Span
from kb.ingest.compose import Block
from kb.ingest.finding import Excerpt, Finding, evidence_of
from kb.ingest.issuer import LEGAL_BASES, bodies_of, issuer_of
from kb.ingest.numbering import mark_of
from kb.ingest.paragraphs import ParagraphKind
from kb.ingest.terms import term_of
from kb.ingest.wording import is_type_line
from kb.reference import Reference
from kb.symbol import TYPE_NAMES, Symbol, find_symbols
from kb.vietnamese.normalise import fold

_DATE = re.compile(
    r"^(?P<place>[^\d:]{2,60}?),\s*(?P<date>ngày\s*(?P<day>\d{0,2})[\s.…]*tháng\s*(?P<month>\d{0,2})"
    r"[\s.…]*năm\s*(?P<year>\d{4}))",
    re.IGNORECASE,
)
_SUBJECT_LINES = 5
_NAME = re.compile(r"^(?:[A-ZĐÀ-Ỹ][^\W\d_]*\.?\s+){1,5}[A-ZĐÀ-Ỹ][^\W\d_]*$")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Printed:
    """What the facts are read from: the text, the documents it mentions, and the marks on the first
    page as printed. `recognised` are the numbers of the pages read from pictures."""

    text: str
    blocks: Sequence[Block]
    mentions: Sequence[Reference] = ()
    circulation: str | None = None
    urgency: str | None = None
    recognised: Collection[int] = ()

    def of(self, kind: ParagraphKind) -> list[Excerpt]:
        """The paragraphs of one kind, in order."""
        return [self.at(block) for block in self.blocks if block.kind is kind]

    def at(self, block: Block) -> Excerpt:
        """The text of one block."""
        return Excerpt(block.span.of(self.text), block.span)


@dataclass(frozen=True, slots=True)
class _Findings:
    """A finding for each fact, under its name in `Facts`."""

    symbol: Finding[Symbol] | None
    type: Finding[str] | None
    date: Finding[date] | None
    issuer: Finding[str] | None
    place: Finding[str] | None
    title: Finding[str] | None
    signatory: Finding[str] | None
    circulation: Finding[str] | None
    urgency: Finding[str] | None
    term: Finding[str] | None


def facts_of(printed: Printed) -> tuple[Facts, tuple[Evidence, ...]]:
    """The facts printed in a composed document, and the evidence of each that is not None."""
    found = _findings(printed)
    facts = Facts(
        symbol=_value(found.symbol),
        type=_value(found.type),
        date=_value(found.date),
        issuer=_value(found.issuer),
        place=_value(found.place),
        title=_value(found.title),
        signatory=_value(found.signatory),
        circulation=_value(found.circulation),
        urgency=_value(found.urgency),
        term=_value(found.term),
    )
    recognised = [block.span for block in printed.blocks if block.page in printed.recognised]
    named = ((field.name, getattr(found, field.name)) for field in fields(found))
    return facts, tuple(evidence_of(name, item, recognised) for name, item in named if item)


def _findings(printed: Printed) -> _Findings:
    head = printed.of(ParagraphKind.LETTERHEAD)
    body = printed.of(ParagraphKind.TEXT)
    signature = printed.of(ParagraphKind.SIGNATURE)
    bodies = bodies_of(head, body, signature)
    type_line, title = _type_and_title(printed)
    symbol = _symbol(head, printed.mentions)
    type_name = _type(type_line, symbol) or _letter(symbol)
    place, issued = _place_and_date(head, printed.mentions, symbol)
    issuer = issuer_of(printed.text, bodies)
    is_party = symbol is None or not symbol.value.state
    return _Findings(
        symbol=_weighed(symbol, type_name),
        type=type_name,
        date=issued,
        issuer=issuer,
        place=place,
        title=title,
        signatory=_signatory(signature),
        circulation=_mark(printed, printed.circulation),
        urgency=_mark(printed, printed.urgency),
        term=term_of(bodies.terms, body, issuer, issued if is_party else None),
    )


def _value(finding: Finding[Value] | None) -> Value | None:
    return finding.value if finding else None


def _symbol(head: Sequence[Excerpt], mentions: Sequence[Reference]) -> Finding[Symbol] | None:
    """The symbol after "Số"; a blank number ("Số     -KH/ĐUM") is no symbol."""
    for line in head:
        if not re.match(r"^S[ốô]\b", line.text):
            continue
        for found in find_symbols(line.text)[:1]:
            own = [mention.span for mention in mentions if mention.symbol == found.symbol]
            again = ", nhắc lại trong văn bản" if own else ""
            place = line.part(found.start, found.end).span
            return Finding(found.symbol, f"theo dòng số, ký hiệu{again}", (place, *own))
        return None
    return None


def _place_and_date(
    head: Sequence[Excerpt], mentions: Sequence[Reference], symbol: Finding[Symbol] | None
) -> tuple[Finding[str] | None, Finding[date] | None]:
    for line in head:
        if match := _DATE.match(line.text):
            name = line.part(*match.span("place"))
            place = Finding(name.text.strip(), "theo dòng địa danh, ngày tháng", (name.span,))
            printed = line.part(*match.span("date")).span
            day = _date(match["day"], match["month"], match["year"])
            return place, _issued(day, printed, mentions, symbol) if day else None
    return None, None


def _issued(
    day: date, place: Span, mentions: Sequence[Reference], symbol: Finding[Symbol] | None
) -> Finding[date]:
    """The date of issue. A document cannot cite what was issued after it: one of the two is wrong."""
    reason = "theo dòng địa danh, ngày tháng"
    own = {item.span: item for item in mentions if symbol and item.symbol == symbol.value}
    again = tuple(span for span, mention in own.items() if mention.date == day)
    cited = [item.date for item in mentions if item.date and item.span not in own]
    latest = max(cited, default=day)
    if latest > day:
        reason = f"{reason}, trước ngày của văn bản được viện dẫn ({latest:%d/%m/%Y})"
        return Finding(day, reason, (place,), Confidence.DOUBTFUL)
    return Finding(day, f"{reason}{', nhắc lại trong văn bản' if again else ''}", (place, *again))


def _date(day: str, month: str, year: str) -> date | None:
    """The date, None if a part is blank or impossible."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _type_and_title(printed: Printed) -> tuple[Excerpt | None, Finding[str] | None]:
    """The type line and the title below it. A stamp beside the type line makes it look like a part of
    the letterhead, so it is looked for there, too."""
    blocks = printed.blocks
    for index, block in enumerate(blocks):
        line = printed.at(block)
        where = block.kind in (ParagraphKind.TEXT, ParagraphKind.LETTERHEAD)
        if where and is_type_line(line.text):
            return line, _title(printed, blocks[index + 1 :])
    return None, _letter_subject(printed)


def _title(printed: Printed, blocks: Sequence[Block]) -> Finding[str] | None:
    """The trích yếu: the centred lines (at least one line) between type and opening."""
    parts: list[Excerpt] = []
    for block in blocks:
        line = printed.at(block)
        opening = LEGAL_BASES.match(line.text) or mark_of(line.text) or len(line.text) > 300
        if block.kind is ParagraphKind.LETTERHEAD and not parts:
            continue
        if block.kind is not ParagraphKind.TEXT or block.note or opening:
            break
        if parts and not block.centred:
            break
        if parts and line.text.isupper() and block.bold:
            break  # the issuer's name in capitals, which opens the body
        parts.append(line)
    return _joined(parts, "theo các dòng dưới tên loại văn bản")


def _letter_subject(printed: Printed) -> Finding[str] | None:
    """The trích yếu of a công văn, which has no type line: "V/v …" under the symbol, by itself."""
    parts: list[Excerpt] = []
    for line in map(printed.at, printed.blocks):
        words = line.text
        if parts and (words.startswith("Kính gửi") or words.isupper() or _DATE.match(words)):
            break
        if parts or re.match(r"^(V/v|Về việc)\b", words, re.IGNORECASE):
            parts.append(line)
        elif mark_of(words):
            return None
    reason = "theo dòng “về việc” dưới số, ký hiệu"
    return _joined(parts, reason) if len(parts) <= _SUBJECT_LINES else None


def _joined(parts: Sequence[Excerpt], reason: str) -> Finding[str] | None:
    if not parts:
        return None
    place = Span(parts[0].span.start, parts[-1].span.end)
    return Finding(" ".join(part.text for part in parts), reason, (place,))


def _type(line: Excerpt | None, symbol: Finding[Symbol] | None) -> Finding[str] | None:
    if line is None:
        return None
    name, reason = _type_name(line.text), "theo dòng tên loại văn bản"
    codes = TYPE_NAMES.get(symbol.value.type_code) if symbol else None
    if symbol is None or codes is None:
        return Finding(name, reason, (line.span,))
    places = (line.span, symbol.places[0])
    if name.startswith(codes):  # "Chương trình hành động" bears CTr
        return Finding(name, f"{reason}, khớp với ký hiệu", places)
    return Finding(name, f"{reason}, trái với ký hiệu", places, Confidence.DOUBTFUL)


def _weighed(
    symbol: Finding[Symbol] | None, type_name: Finding[str] | None
) -> Finding[Symbol] | None:
    """The symbol, as doubtful as the type line that contradicts it."""
    if symbol and type_name and type_name.confidence is Confidence.DOUBTFUL:
        reason = f"{symbol.reason}, trái với dòng tên loại văn bản"
        return replace(symbol, confidence=Confidence.DOUBTFUL, reason=reason)
    return symbol


def _letter(symbol: Finding[Symbol] | None) -> Finding[str] | None:
    """A công văn is told by its code alone, since it prints no type."""
    if symbol is None or symbol.value.type_code != "CV":
        return None
    reason = "suy từ ký hiệu CV, vì công văn không ghi tên loại"
    return Finding(TYPE_NAMES["CV"][0], reason, (), Confidence.LIKELY)


def _type_name(line: str) -> str:
    names = (name for names in TYPE_NAMES.values() for name in names)
    wanted = fold(line).strip(" .:")
    return next((name for name in names if fold(name) == wanted), _sentence_case(line))


def _sentence_case(line: str) -> str:
    return line[:1] + line[1:].lower()


def _signatory(signature: Sequence[Excerpt]) -> Finding[str] | None:
    """The last line that has the shape of a person's name."""
    names = [line for line in signature if _NAME.match(line.text) and not line.text.isupper()]
    if not names:
        return None
    name = names[-1]
    if any(line.text.isupper() for line in signature if line.span.end < name.span.start):
        return Finding(name.text, "theo tên dưới chức vụ ở khối chữ ký", (name.span,))
    reason = "theo tên cuối văn bản, không thấy chức vụ của người ký"
    return Finding(name.text, reason, (name.span,), Confidence.LIKELY)


def _mark(printed: Printed, mark: str | None) -> Finding[str] | None:
    """A mark of circulation or urgency, which stands alone; it may stand outside the text."""
    if mark is None:
        return None
    lines = (printed.at(block) for block in printed.blocks)
    alone = [line.span for line in lines if line.text.strip(" *.:;,()[]|") == mark]
    unread = not alone and 1 in printed.recognised
    confidence = Confidence.LIKELY if unread else Confidence.SURE
    return Finding(mark, "theo dấu ở trang đầu", tuple(alone[:1]), confidence)
