"""Checks of citations against what is known: (d) date, (f) issuer, (g) title, (h) what is missing,
(k) what took a document's place, (m) what nobody here knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kb.document import Confidence, Span
from kb.drafting.check import Bearer, CheckKind, Remark, Severity
from kb.drafting.cited import Cited
from kb.drafting.differences import Difference
from kb.drafting.issuers import same_issuer
from kb.drafting.meaning import Meant, Paper, first_mentions, named, shelf
from kb.drafting.render import format_date, subject_of
from kb.drafting.slips import is_slip
from kb.drafting.title import TitleComparison, compare_titles

_OUTDATED = re.compile(
    r"thay\s+(?:thế|cho)|hết hiệu lực|bãi bỏ|trước đây|sơ kết|tổng kết|sửa đổi|năm thực hiện"
)
"""Words of a sentence that names a document of the past as such."""

_STOP = re.compile(r"[.;]\s")
_SUBJECT = re.compile(r"^về (?:việc )?")
_SHOWN = 80  # characters of a title


def check_dates(paper: Paper) -> Iterator[Remark]:
    """(d) The date is not that of the document with this symbol, in this term or with this title."""
    for mention in paper.mentions:
        cited = mention.cited
        if cited.date is None and cited.date_span:
            says = f"Lịch không có ngày {cited.date_span.of(paper.text)}."
            yield Remark(CheckKind.DATE, Severity.ERROR, cited.date_span, says)
        if cited.date is None or cited.date_span is None or mention.bearer is not None:
            continue
        found = _meant_despite(paper, mention, cited.date)
        if found is None:
            continue
        bearer, day, why = found
        says = f"{shelf(bearer)} ghi {named(bearer)}; {why}."
        sure = _in_one_series(paper, mention, day) or is_slip(cited.date, day)
        severity = Severity.ERROR if sure else Severity.LIKELY
        confidence = Confidence.SURE if sure else Confidence.LIKELY
        right = format_date(day)
        yield Remark(CheckKind.DATE, severity, cited.date_span, says, right, confidence)


def _meant_despite(paper: Paper, mention: Meant, day: date) -> tuple[Bearer, date, str] | None:
    """The document that the mention means though its date is another, its date, and why."""
    dated = [(item, item.facts.date) for item in mention.bearers if item.facts.date]
    dated.sort(key=lambda item: abs((item[1] - day).days))
    for bearer, known in dated:
        if _has_title(paper, mention.cited, bearer):
            return bearer, known, "trích yếu trùng nhau nên là cùng một văn bản"
    for bearer, known in dated:
        if _in_one_series(paper, mention, known):
            return bearer, known, "trong cùng khóa hoặc cùng năm, một số chỉ cấp cho một văn bản"
    return None


def _in_one_series(paper: Paper, mention: Meant, known: date) -> bool:
    """True if the date printed and another are of one term or year, where a symbol is given once."""
    day = mention.cited.date
    series = paper.library.series_of(mention.symbol, day) if day else None
    return series is not None and paper.library.series_of(mention.symbol, known) == series


def _has_title(paper: Paper, cited: Cited, bearer: Bearer) -> bool:
    found = _compared(paper, cited, bearer)
    return found is not None and found.is_same and not found.has_other_words


def _compared(paper: Paper, cited: Cited, bearer: Bearer) -> TitleComparison | None:
    if cited.title is None or not bearer.facts.title:
        return None
    return compare_titles(paper.text, cited.title, bearer.facts.title)


def check_issuers(paper: Paper) -> Iterator[Remark]:
    """(f) The issuer is not the document's."""
    for mention in paper.mentions:
        cited, bearer = mention.cited, mention.bearer
        if bearer is None or not cited.issuer or not cited.issuer_span or not bearer.facts.issuer:
            continue
        if same_issuer(cited.issuer, bearer.facts.issuer):
            continue
        says = f"{shelf(bearer)} ghi {named(bearer)} của {bearer.facts.issuer}."
        sure = cited.date is not None and bearer.facts.date == cited.date
        severity = Severity.ERROR if sure else Severity.LIKELY
        confidence = Confidence.SURE if sure else Confidence.LIKELY
        issuer = bearer.facts.issuer
        yield Remark(CheckKind.ISSUER, severity, cited.issuer_span, says, issuer, confidence)


def check_titles(paper: Paper) -> Iterator[Remark]:
    """(g) The title is not worded as the document's, or is another's with this symbol; one cut short is
    not named, and one in other words is only told of."""
    for mention in paper.mentions:
        bearer, printed = mention.bearer, mention.cited.title
        found = _compared(paper, mention.cited, bearer) if bearer else None
        if bearer is None or printed is None or found is None:
            continue
        twin = next((b for b in mention.bearers if _has_title(paper, mention.cited, b)), None)
        if found.is_same and found.differences:
            yield _other_wording(bearer, found)
        elif not found.is_same and twin:
            says = f"Trích yếu này là của {named(twin)}, không phải của {named(bearer)}."
            yield _about_title(Severity.LIKELY, printed, says, Confidence.LIKELY)
        elif not found.is_same:
            says = f"Không giống trích yếu đã biết của {named(bearer)}: “{bearer.facts.title}”."
            yield _about_title(Severity.INFORMATION, printed, says, Confidence.DOUBTFUL)


def _other_wording(bearer: Bearer, found: TitleComparison) -> Remark:
    title = bearer.facts.title or ""
    told = ", ".join(map(_told, found.differences))
    says = f"Trích yếu {told}. {shelf(bearer)} ghi: “{title}”."
    severity = Severity.LIKELY if found.has_other_words else Severity.STYLE
    right = _SUBJECT.sub("", subject_of(title)) if found.is_whole else None
    return Remark(CheckKind.TITLE, severity, found.span, says, right, Confidence.LIKELY)


def _about_title(severity: Severity, printed: Span, says: str, confidence: Confidence) -> Remark:
    """A remark on the first words of a title, enough to find it by."""
    span = Span(printed.start, min(printed.end, printed.start + _SHOWN))
    return Remark(CheckKind.TITLE, severity, span, says, None, confidence)


def _told(one: Difference) -> str:
    if one.quoted and one.printed:
        return f"viết “{one.quoted}” thay cho “{one.printed}”"
    return f"thừa “{one.quoted}”" if one.quoted else f"thiếu “{one.printed}”"


def check_missing(paper: Paper) -> Iterator[Remark]:
    """(h) No date where a document is first cited, or nothing that tells twins apart."""
    for mention in first_mentions(paper):
        cited = mention.cited
        if mention.is_ambiguous:
            twins = "; ".join(sorted({named(item) for item in mention.bearers}))
            says = f"Có nhiều văn bản cùng số {mention.symbol}: {twins}; hãy ghi ngày hoặc khóa."
            yield Remark(CheckKind.MISSING, Severity.LIKELY, cited.name, says)
        elif cited.date is None and cited.date_span is None:
            bearer = mention.bearer
            day = bearer.facts.date if bearer else None
            known = f" ({shelf(bearer)} ghi {format_date(day)})" if bearer and day else ""
            says = f"Viện dẫn lần đầu không ghi ngày ban hành{known}."
            yield Remark(CheckKind.MISSING, Severity.STYLE, cited.name, says)


def check_superseded(paper: Paper) -> Iterator[Remark]:
    """(k) A document that another has replaced is cited as if in force, with no word of the other."""
    for mention in paper.mentions:
        state = paper.library.state_on(mention.bearer, paper.day) if mention.bearer else None
        if state is None:
            continue
        sentence = _sentence(paper.text, mention.cited.span)
        if not _OUTDATED.search(sentence) and state.symbol not in sentence:
            says = f"Văn bản này đã được thay bằng {state.by} ({state.proof})."
            yield Remark(
                CheckKind.SUPERSEDED,
                Severity.LIKELY,
                mention.cited.name,
                says,
                None,
                Confidence.LIKELY,
            )


def _sentence(text: str, span: Span) -> str:
    """What stands in the same paragraph between the nearest full stops or semicolons around a span."""
    first = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    before, after = text[first : span.start], text[span.end : end if end >= 0 else len(text)]
    return _STOP.split(before)[-1] + span.of(text) + _STOP.split(after, maxsplit=1)[0]


def check_not_held(paper: Paper) -> Iterator[Remark]:
    """(m) Nothing known bears the symbol, or only documents of other days: that is no mistake. It is
    said once of each document."""
    said: set[str] = set()
    for mention in paper.mentions:
        says = _unknown(paper, mention)
        if says and says not in said:
            said.add(says)
            yield Remark(CheckKind.NOT_HELD, Severity.INFORMATION, mention.cited.name, says)


def _unknown(paper: Paper, mention: Meant) -> str | None:
    cited = mention.cited
    if mention.bearer is not None or mention.is_ambiguous:
        return None
    if not mention.bearers:
        return f"Thư viện và danh mục không có văn bản số {cited.symbol} nên không kiểm được."
    if cited.date is None or _meant_despite(paper, mention, cited.date):
        return None
    others = "; ".join(sorted({named(item) for item in mention.bearers}))
    day = format_date(cited.date)
    return f"Chưa biết văn bản số {mention.symbol} ngày {day} (chỉ biết {others})."
