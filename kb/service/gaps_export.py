"""The list of missing documents as JSON, for programs, and as CSV, for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from typing_extensions import TypedDict

from kb.document import FACT_NAMES, Facts
from kb.drafting.render import format_date, full_form
from kb.service.gaps import Gap
from kb.service.results import KnownDocument, ReferenceLink
from kb.service.serialise import candidate_json, facts_json, state_json
from kb.service.shapes import CandidateJson, FactsJson, StateJson
from kb.service.spreadsheet import csv_of
from kb.service.state_words import STATE_NAMES, reason

COLUMNS = (
    "Văn bản",
    "Số, ký hiệu",
    "Loại văn bản",
    "Ngày ban hành",
    "Cơ quan ban hành",
    "Khóa",
    "Trích yếu",
    "Số văn bản viện dẫn",
    "Số đoạn viện dẫn",
    "Nơi viện dẫn đầu tiên",
    "Nguồn thông tin",
    "Hiệu lực",
    "Có thể là",
    "Cùng số, khác ngày",
)


class CitingPlaceJson(TypedDict):
    """Where a missing document is cited; `division` is the place in words."""

    document_id: str
    document: str
    division: str
    page: int | None
    url: str


class GapJson(FactsJson):
    """A missing document; `known` if the catalogue has it, `from_mentions` are the facts that only
    mentions say. `places` are the first that cite it, `candidates` all that may be meant where that
    is not certain, `namesakes` those of the same number on other days."""

    name: str
    plenum_form: str | None
    known: bool
    from_mentions: list[str]
    documents: int
    passages: int
    places: list[CitingPlaceJson]
    candidates: list[CandidateJson]
    namesakes: list[CandidateJson]
    state: StateJson | None


class GapsJson(TypedDict):
    """All of them, most cited first."""

    gaps: list[GapJson]


def gaps_json(gaps: Iterable[Gap]) -> GapsJson:
    """The gaps in the order given."""
    return GapsJson(gaps=[gap_json(gap) for gap in gaps])


def gap_json(gap: Gap) -> GapJson:
    """One missing document."""
    return GapJson(
        **facts_json(gap.facts),
        name=gap.name,
        plenum_form=gap.plenum_form,
        known=gap.known is not None,
        from_mentions=list(gap.from_mentions),
        documents=gap.documents,
        passages=gap.passages,
        places=[place for link in gap.places for place in _place(link)],
        candidates=[candidate_json(known) for known in gap.candidates],
        namesakes=[candidate_json(known) for known in gap.namesakes],
        state=state_json(gap.state),
    )


def _place(link: ReferenceLink) -> Iterable[CitingPlaceJson]:
    if link.card:
        yield CitingPlaceJson(
            document_id=link.card.id,
            document=link.card.heading,
            division=link.place,
            page=link.page,
            url=f"/van-ban/{link.card.id}#{quote(link.division, safe='/')}",
        )


def gaps_csv(gaps: Iterable[Gap]) -> bytes:
    """The gaps as a table (`kb.service.spreadsheet`)."""
    return csv_of(COLUMNS, map(_row, gaps))


def _row(gap: Gap) -> tuple[str, ...]:
    facts = gap.facts
    return (
        gap.name,
        str(facts.symbol or ""),
        facts.type or "",
        format_date(facts.date) if facts.date else "",
        facts.issuer or "",
        facts.term or "",
        facts.title or "",
        str(gap.documents),
        str(gap.passages),
        "; ".join(f"{link.card.heading}, {link.place}" for link in gap.places if link.card),
        told_by(gap),
        _state_of(gap),
        "; ".join(map(candidate_name, gap.candidates)),
        "; ".join(map(candidate_name, gap.namesakes)),
    )


def _state_of(gap: Gap) -> str:
    if gap.state is None:
        return ""
    return reason(gap.state) if gap.state.changes else STATE_NAMES[gap.state.state]


def told_by(gap: Gap) -> str:
    """Who says the facts of a gap: "danh mục; cơ quan ban hành: theo lời viện dẫn"."""
    if gap.known is None:
        return "lời viện dẫn"
    said = ", ".join(FACT_NAMES[name] for name in gap.from_mentions)
    return f"danh mục; {said}: theo lời viện dẫn" if said else "danh mục"


def candidate_name(known: KnownDocument) -> str:
    """One of the candidates or namesakes, and whether the library holds it."""
    facts = known.facts
    name = full_form(Facts(facts.symbol, facts.type, facts.date, facts.issuer, term=facts.term))
    return f"{name} (đang có)" if known.held_id else name
