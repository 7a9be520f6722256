"""The page that checks a draft: a form, the remarks by place, and the verdict on each citation."""

from __future__ import annotations

from dataclasses import dataclass

from kb.drafting.check import Severity
from kb.drafting.check_wording import CHECKS, CONFIDENCES, SEVERITIES
from kb.drafting.meaning import named
from kb.drafting.wording import VERDICTS
from kb.service.checking import (
    DraftPlace,
    DraftReport,
    PlacedCitation,
    PlacedQuotation,
    PlacedRemark,
)
from web import labels
from web.links import document_url
from web.presenters.page import Page, page_of


@dataclass(frozen=True, slots=True)
class SeverityView:
    """One severity in the summary: its key, its name, and how many remarks have it."""

    key: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class RemarkView:
    """A remark; `correction` is "" where nothing tells it, `sure` is "" but for what may be wrong."""

    severity: str
    severity_name: str
    check: str
    place: str
    printed: str
    correction: str
    says: str
    sure: str


@dataclass(frozen=True, slots=True)
class VerdictView:
    """The verdict on a citation or quotation; `url` leads to what it was compared with, "" for none."""

    printed: str
    place: str
    verdict: str
    state: str
    known: str
    url: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """The page (`draft.html`); `file` is "" where nothing was sent, `trouble` says what was refused."""

    page: Page
    trouble: str
    file: str
    warnings: tuple[str, ...]
    severities: tuple[SeverityView, ...]
    remarks: tuple[RemarkView, ...]
    citations: tuple[VerdictView, ...]
    quotations: tuple[VerdictView, ...]


def draft_view(report: DraftReport | None, trouble: str = "") -> DraftView:
    """The page for a report, or before there is one."""
    counts = report.counts.items() if report else ()
    return DraftView(
        page=page_of(labels.PAGE_TITLES["check"], "check"),
        trouble=trouble,
        file=report.document.file_name if report else "",
        warnings=report.document.warnings if report else (),
        severities=tuple(SeverityView(one.value, SEVERITIES[one], count) for one, count in counts),
        remarks=tuple(map(_remark, report.remarks)) if report else (),
        citations=tuple(map(_citation, report.citations)) if report else (),
        quotations=tuple(map(_quotation, report.quotations)) if report else (),
    )


def _remark(item: PlacedRemark) -> RemarkView:
    remark = item.remark
    return RemarkView(
        severity=remark.severity.value,
        severity_name=SEVERITIES[remark.severity],
        check=CHECKS[remark.kind],
        place=_place(item.place),
        printed=item.printed,
        correction=remark.correction or "",
        says=remark.says,
        sure=CONFIDENCES[remark.confidence] if remark.is_fault else "",
    )


def _citation(item: PlacedCitation) -> VerdictView:
    bearer, severity = item.checked.meant.bearer, item.checked.severity
    held = bearer.id if bearer else None
    return VerdictView(
        printed=item.printed,
        place=_place(item.place),
        verdict=_verdict(severity, bearer is not None),
        state=severity.value if severity else "exact",
        known=named(bearer) if bearer else "",
        url=document_url(held) if held else "",
    )


def _verdict(severity: Severity | None, known: bool) -> str:
    if severity is None:
        return labels.CITATION_AGREES if known else labels.CITATION_NOT_COMPARED
    return SEVERITIES[severity]


def _quotation(item: PlacedQuotation) -> VerdictView:
    checked = item.checked
    severity = checked.remark.severity.value if checked.remark else "exact"
    found = checked.found
    return VerdictView(
        printed=item.printed,
        place=_place(item.place),
        verdict=VERDICTS[checked.verdict].rstrip("."),
        state=severity,
        known=found.document.heading if found else "",
        url=found.places[0].url if found and found.places else "",
    )


def _place(place: DraftPlace) -> str:
    pages = labels.pages(place.pages) if place.pages else ""
    return ", ".join(filter(None, (place.division, pages, f"đoạn {place.paragraph}")))
