"""Checks of how citations are written: (a) type and code, (b) separators, (i) comma, (j) zeros,
(l) short forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kb.document import Confidence, Span
from kb.drafting.check import CheckKind, Remark, Severity
from kb.drafting.cited import Cited, dates_in, paragraph_of
from kb.drafting.meaning import Meant, Paper, named, shelf
from kb.drafting.render import format_date
from kb.symbol import TYPE_NAMES, Symbol

_PARTY = re.compile(r"(?:TW|TU|HU|ĐU|QU)$")  # bodies of Party committees (399-QĐ/TW, 36-HD/VPTW)
_STATE = re.compile(r"TTg|CP|CTN|UBND|HĐND|UBTVQH\d*|QH\d+")  # NĐ 30/2020/NĐ-CP, phụ lục III
_WORDS = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")


def check_types(paper: Paper) -> Iterator[Remark]:
    """(a) The type word does not go with the code of the symbol, or is not the document's."""
    for mention in paper.mentions:
        cited = mention.cited
        if cited.type is None or not cited.is_whole:
            continue
        if not _goes_with(cited.type, cited.symbol.type_code):
            yield _contradiction(cited.type, mention)
        elif (
            (bearer := mention.bearer)
            and bearer.facts.type
            and _differ(cited.type, bearer.facts.type)
        ):
            says = f"{shelf(bearer)} ghi văn bản này là {bearer.facts.type}: {named(bearer)}."
            span, found = _type_span(cited, cited.type), bearer.facts.type
            yield Remark(CheckKind.TYPE, Severity.LIKELY, span, says, found, Confidence.LIKELY)


def _contradiction(word: str, mention: Meant) -> Remark:
    cited, bearer = mention.cited, mention.bearer
    code = cited.symbol.type_code
    names = " hoặc ".join(TYPE_NAMES[code])
    says = f"“{word}” không đi với mã {code} ({names}) trong số {cited.symbol}."
    span, correction = cited.name, None
    if bearer and bearer.facts.symbol:
        says += f" {shelf(bearer)} có {named(bearer)}."
        if bearer.facts.symbol.key != cited.symbol.key:
            span, correction = cited.span, str(bearer.facts.symbol)
        elif bearer.facts.type:
            span, correction = _type_span(cited, word), bearer.facts.type
    return Remark(CheckKind.TYPE, Severity.ERROR, span, says, correction)


def _type_span(cited: Cited, word: str) -> Span:
    return Span(cited.name.start, min(cited.name.start + len(word), cited.name.end))


def _goes_with(word: str, code: str) -> bool:
    """True for "Chương trình hành động" and CTr as well: more may be said than the code says."""
    names = TYPE_NAMES.get(code)
    return names is None or any(word.lower().startswith(name.lower()) for name in names)


def _differ(word: str, other: str) -> bool:
    one, two = word.lower(), other.lower()
    return not (one.startswith(two) or two.startswith(one))


def check_separators(paper: Paper) -> Iterator[Remark]:
    """(b) A Party symbol in the State's order, or a State symbol in the Party's."""
    for mention in paper.mentions:
        symbol = mention.cited.symbol
        if not symbol.type_code or symbol.year or not mention.cited.is_whole:
            continue
        borne = {item.facts.symbol.state for item in mention.bearers if item.facts.symbol}
        if (not borne and _is_state(symbol) is (not symbol.state)) or borne == {not symbol.state}:
            right = str(replace(symbol, state=not symbol.state))
            whose = "văn bản của Đảng" if symbol.state else "văn bản nhà nước"
            order = "số-loại/cơ quan" if symbol.state else "số/loại-cơ quan"
            says = f"Ký hiệu {whose} viết theo thứ tự {order}: {right}."
            yield Remark(CheckKind.SEPARATORS, Severity.ERROR, mention.cited.span, says, right)


def _is_state(symbol: Symbol) -> bool | None:
    """Whose the issuer's code is; None for one that both may have."""
    if _STATE.fullmatch(symbol.issuer_code):
        return True
    return False if _PARTY.search(symbol.issuer_code) else None


def check_commas(paper: Paper) -> Iterator[Remark]:
    """(i) The comma before "ngày" stands in some citations and not in others; the fewer are named, of
    as many those that come second."""
    dated = [one for one in paper.cited if one.comma is not None]
    if len({one.comma for one in dated}) < 2:
        return
    having = sum(one.comma is True for one in dated)
    lacking = len(dated) - having
    fewer = not dated[0].comma if having == lacking else having < lacking
    counted = f"{having} viện dẫn có dấu phẩy trước “ngày”, {lacking} viện dẫn không có"
    advice = "bỏ dấu phẩy" if fewer else "thêm dấu phẩy"
    for one in dated:
        if one.comma is fewer and one.date_span:
            says = f"Trong văn bản này {counted}; nên viết thống nhất ({advice} ở đây)."
            between = Span(one.span.end, one.date_span.end).of(paper.text)
            span = Span(one.date_span.end - len(between.lstrip()), one.date_span.end)
            yield Remark(CheckKind.COMMA, Severity.STYLE, span, says)


def check_zeros(paper: Paper) -> Iterator[Remark]:
    """(j) Days below 10 and months 1 and 2 without their zero."""
    for _, day, span in dates_in(paper.cited):
        printed = span.of(paper.text)
        day_part, month_part, _ = re.findall(r"\d+", printed)
        if not (_lacks_zero(day_part, 9) or _lacks_zero(month_part, 2)):
            continue
        right = format_date(day)
        if _WORDS.fullmatch(printed):
            right = "{} tháng {} năm {}".format(*right.split("/"))
        says = (
            f"Ngày dưới 10, tháng 1 và tháng 2 phải có số 0 ở trước: {right} "
            "(Hướng dẫn số 36-HD/VPTW)."
        )
        yield Remark(CheckKind.ZERO, Severity.STYLE, span, says, right)


def _lacks_zero(number: str, most: int) -> bool:
    return len(number) == 1 and int(number) <= most


def check_short_forms(paper: Paper) -> Iterator[Remark]:
    """(l) A document with a short name is named in full again."""
    named_at: dict[str, Cited] = {}
    for mention in paper.mentions:
        cited = mention.cited
        given = named_at.get(cited.symbol.key)
        if cited.defines:
            named_at.setdefault(cited.symbol.key, cited)
        elif given and cited.is_full:
            short = short_form_of(given)
            where = paragraph_of(paper.text, given.span.start)
            says = f"Đã đặt dạng ngắn “{short}” ở đoạn {where}; từ đó nên dùng dạng ngắn."
            yield Remark(CheckKind.SHORT_FORM, Severity.STYLE, cited.name, says)


def short_form_of(cited: Cited) -> str:
    """Type and symbol of a mention: "Kết luận số 57-KL/TW"; without a type the symbol alone."""
    return f"{cited.type} số {cited.symbol}" if cited.type else str(cited.symbol)
