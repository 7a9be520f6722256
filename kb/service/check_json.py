"""A report on a draft as JSON, for `POST /api/v1/check` and `kb check --json`."""

from __future__ import annotations

from typing_extensions import TypedDict

from kb.drafting.check_wording import CHECKS
from kb.service.checking import (
    DraftPlace,
    DraftReport,
    PlacedCitation,
    PlacedQuotation,
    PlacedRemark,
)


class PlaceJson(TypedDict):
    """Where something stands: division in words, first and last page from 1 (null without pages), and
    paragraph from 1."""

    division: str
    pages: list[int] | None
    paragraph: int


class RemarkJson(TypedDict):
    """A remark; `check` is its letter, `span` half-open code-point offsets into the text of the draft,
    `correction` what should stand there, null where no stored fact tells it."""

    check: str
    name: str
    severity: str
    confidence: str
    printed: str
    span: list[int]
    place: PlaceJson
    says: str
    correction: str | None


class CitedJson(TypedDict):
    """A citation: `severity` of the gravest remark on it (null: it agrees), and what it was compared
    with: a document "held" (by id), one in the "catalogue", or null."""

    printed: str
    place: PlaceJson
    severity: str | None
    known: str | None
    document: str | None


class QuotedJson(TypedDict):
    """A quotation with the verdict of `kb verify`, and the id of the document that it was found in."""

    printed: str
    place: PlaceJson
    verdict: str
    severity: str | None
    document: str | None


class ReportJson(TypedDict):
    """The whole report; `counts` are the remarks of each severity, `warnings` say how the draft was
    read where that is not certain."""

    file: str
    warnings: list[str]
    counts: dict[str, int]
    remarks: list[RemarkJson]
    citations: list[CitedJson]
    quotations: list[QuotedJson]


def report_json(report: DraftReport) -> ReportJson:
    """The report; nothing of the draft is in it but the words that something is said of."""
    return ReportJson(
        file=report.document.file_name,
        warnings=list(report.document.warnings),
        counts={severity.value: count for severity, count in report.counts.items()},
        remarks=[_remark(item) for item in report.remarks],
        citations=[_citation(item) for item in report.citations],
        quotations=[_quotation(item) for item in report.quotations],
    )


def _remark(item: PlacedRemark) -> RemarkJson:
    remark = item.remark
    return RemarkJson(
        check=remark.kind.value,
        name=CHECKS[remark.kind],
        severity=remark.severity.value,
        confidence=remark.confidence.value,
        printed=item.printed,
        span=[remark.span.start, remark.span.end],
        place=_place(item.place),
        says=remark.says,
        correction=remark.correction,
    )


def _citation(item: PlacedCitation) -> CitedJson:
    bearer, severity = item.checked.meant.bearer, item.checked.severity
    return CitedJson(
        printed=item.printed,
        place=_place(item.place),
        severity=severity.value if severity else None,
        known=None if bearer is None else "held" if bearer.id else "catalogue",
        document=bearer.id if bearer else None,
    )


def _quotation(item: PlacedQuotation) -> QuotedJson:
    checked = item.checked
    return QuotedJson(
        printed=item.printed,
        place=_place(item.place),
        verdict=checked.verdict.value,
        severity=checked.remark.severity.value if checked.remark else None,
        document=checked.found.document.id if checked.found else None,
    )


def _place(place: DraftPlace) -> PlaceJson:
    return PlaceJson(
        division=place.division,
        pages=list(place.pages) if place.pages else None,
        paragraph=place.paragraph,
    )
