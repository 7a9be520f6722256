"""Mentions composed in every form are found again as they were composed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kb.document import Span
from kb.drafting.render import format_date
from kb.ingest.references import references_of
from kb.numerals import ordinal, ordinal_value, roman
from kb.reference import Reference
from kb.symbol import Symbol, parse_symbol

TERMS = ("IX", "X", "XI", "XII", "XIII", "XIV")
TYPES = {"Nghị quyết": "NQ", "Kết luận": "KL", "Chỉ thị": "CT", "Quy định": "QĐ"}
ISSUERS = ("Bộ Chính trị", "Ban Bí thư", "Ban Chấp hành Trung ương Đảng")
OPENINGS = ("Thực hiện ", "theo ", "- Căn cứ ")
CLOSINGS = (" về công tác cán bộ", ", các cấp ủy", ".", "; tổ chức sơ kết", "")

Composed = tuple[str, list[Reference]]
"""A sentence without its opening, and the mentions in it; their spans are of that text."""

numbers = st.integers(1, 999).map(lambda number: f"{number:02d}")
days = st.dates(date(1996, 1, 1), date(2030, 12, 31))


@st.composite
def whole_symbols(draw: st.DrawFn) -> Composed:
    """ "Kết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị (khóa XIII)", each part but the first
    there or not."""
    kind = draw(st.sampled_from(sorted(TYPES)))
    symbol = Symbol(draw(numbers), TYPES[kind], "TW")
    day = draw(st.none() | days)
    issuer = draw(st.none() | st.sampled_from(ISSUERS))
    term = draw(st.none() | st.sampled_from(TERMS))
    head = f"{kind} {draw(st.sampled_from(('số ', 'số: ', '')))}"
    dash = draw(st.sampled_from(("-", " -", "- ", "–")))
    printed = str(symbol).replace("-", dash)
    text = f"{head}{printed}{draw(_date_of(day))}"
    text += f" của {issuer}" if issuer else ""
    text += draw(st.sampled_from((" khóa ", " (khoá "))) + term if term else ""
    text += ")" if "(" in text else ""
    span = Span(len(head), len(head) + len(printed))
    return text, [Reference(span, symbol, kind, day, issuer, None, term)]


def _date_of(day: date | None) -> st.SearchStrategy[str]:
    if day is None:
        return st.just("")
    written = (
        format_date(day),
        f"{day.day}-{day.month}-{day.year}",
        f"{day.day} tháng {day.month} năm {day.year}",
    )
    return st.sampled_from([f"{comma} ngày {one}" for comma in ("", ",") for one in written])


@st.composite
def lists_of_symbols(draw: st.DrawFn) -> Composed:
    """ "các Kết luận số 12, 14 và 57-KL/TW của Bộ Chính trị": one type and issuer for all."""
    kind = draw(st.sampled_from(sorted(TYPES)))
    issuer = draw(st.none() | st.sampled_from(ISSUERS))
    listed = draw(st.lists(numbers, min_size=2, max_size=4, unique=True))
    whole = draw(st.booleans())
    text, mentions = f"các {kind.lower()} số ", []
    for place, number in enumerate(listed):
        last = place == len(listed) - 1
        symbol = Symbol(number, TYPES[kind], "TW")
        printed = str(symbol) if whole or last else number
        text += "" if place == 0 else draw(st.sampled_from((", ", " và ", ", số ", " và số ")))
        span = Span(len(text), len(text) + len(printed))
        mentions.append(Reference(span, symbol, kind, None, issuer))
        text += printed
    return text + (f" của {issuer}" if issuer else ""), mentions


@st.composite
def plenums(draw: st.DrawFn) -> Composed:
    """ "Nghị quyết Trung ương 8 khóa XII", "… Hội nghị lần thứ tám Ban Chấp hành Trung ương …"."""
    plenum = draw(st.integers(1, 15))
    term = draw(st.sampled_from(TERMS))
    body = "Ban Chấp hành Trung ương Đảng"
    form, issuer = draw(
        st.sampled_from(
            (
                (f"Trung ương {plenum}", None),
                (f"Hội nghị Trung ương {plenum}", None),
                (f"Hội nghị lần {ordinal(plenum)} {body}", body),
                (f"Hội nghị lần thứ {plenum} {body}", body),
            )
        )
    )
    form += draw(st.sampled_from((f" khóa {term}", f", khóa {term}", f" (khoá {term})")))
    head = "Nghị quyết "
    span = Span(len(head), len(head) + len(form))
    return head + form, [Reference(span, None, "Nghị quyết", None, issuer, plenum, term)]


@st.composite
def plenums_of_terms(draw: st.DrawFn) -> Composed:
    """ "Nghị quyết Trung ương 4 khóa XI, XII"."""
    plenum = draw(st.integers(1, 15))
    terms = draw(st.lists(st.sampled_from(TERMS), min_size=2, max_size=3, unique=True))
    text, start = f"Nghị quyết Trung ương {plenum} khóa {terms[0]}", len("Nghị quyết ")
    first = Reference(Span(start, len(text)), None, "Nghị quyết", plenum=plenum, term=terms[0])
    mentions = [first]
    for term in terms[1:]:
        text += draw(st.sampled_from((", ", " và ")))
        mentions.append(replace(first, span=Span(len(text), len(text) + len(term)), term=term))
        text += term
    return text, mentions


@st.composite
def short_forms(draw: st.DrawFn) -> Composed:
    """A full mention, then its number alone."""
    text, (full,) = draw(whole_symbols())
    assert full.symbol is not None
    between = draw(st.sampled_from((". Thực hiện ", " (sau đây gọi tắt là ", "; theo ")))
    text += f"{between}{full.type} {draw(st.sampled_from(('số ', '')))}"
    number = full.symbol.number
    short = Reference(Span(len(text), len(text) + len(number)), full.symbol, full.type)
    return text + number + (")" if "(sau" in between else ""), [full, short]


forms = st.one_of(whole_symbols(), lists_of_symbols(), plenums(), plenums_of_terms(), short_forms())


@given(st.sampled_from(OPENINGS), forms, st.sampled_from(CLOSINGS))
def test_a_composed_mention_is_found_as_it_was_composed(
    opening: str, composed: Composed, closing: str
) -> None:
    sentence, mentions = composed
    shift = len(opening)
    expected = [
        replace(item, span=Span(item.span.start + shift, item.span.end + shift))
        for item in mentions
    ]

    assert references_of(opening + sentence + closing, []) == expected


@given(st.lists(st.one_of(forms.map(lambda item: item[0]), st.text(max_size=20)), max_size=5))
def test_a_mention_is_said_by_the_text_under_its_span(parts: list[str]) -> None:
    text = " ".join(parts)
    mentions = references_of(text, [])

    assert [item.span for item in mentions] == sorted({item.span for item in mentions})
    for item in mentions:
        printed = item.span.of(text)
        if item.symbol is None:
            assert any(_says(word.strip(",()"), item) for word in printed.split())
        else:
            assert parse_symbol(printed) == item.symbol or _plain(printed) == _plain(
                item.symbol.number
            )


def _says(word: str, mention: Reference) -> bool:
    """True if the word is the plenum's number, or the term."""
    as_number = int(word) if word.isdecimal() else ordinal_value(word) or roman(word)
    return word == mention.term or as_number == mention.plenum


def _plain(number: str) -> str:
    return number.lstrip("0").lower()
