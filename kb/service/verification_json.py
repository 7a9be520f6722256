"""A verification as JSON, for `GET /api/v1/verify` and `kb verify --json`."""

from __future__ import annotations

from typing_extensions import TypedDict

from kb.service.serialise import citation_json, document_facts_json
from kb.service.shapes import CitationJson, DocumentJson
from kb.service.verifying import Match, QuotedPlace, Verification


class QuotedPlaceJson(TypedDict):
    """Where a part of a quotation stands; `division` is its place in words, as of a hit."""

    division: str
    pages: list[int] | None
    citation: CitationJson
    url: str
    ocr_quality: float | None
    corrected: list[int]


class DifferenceJson(TypedDict):
    """A difference; `formal` is true for all kinds but "wording" and "punctuation"."""

    kind: str
    formal: bool
    quoted: str
    printed: str


class PieceJson(TypedDict):
    """A stretch of both wordings: of "both", "quoted" or "printed" alone, or "omitted"."""

    kind: str
    text: str


class MatchJson(TypedDict):
    """A place where the quotation stands; `share` is the part of its words found, in [0, 1]."""

    verdict: str
    document: DocumentJson
    places: list[QuotedPlaceJson]
    differences: list[DifferenceJson]
    diff: list[PieceJson]
    share: float
    warnings: list[str]


class VerificationJson(TypedDict):
    """The verdict ("exact", "differs" or "not_found") and the matches that it rests on."""

    quotation: str
    verdict: str
    matches: list[MatchJson]
    documents: list[DocumentJson]
    elsewhere: list[MatchJson]
    took_ms: float


def verification_json(answer: Verification) -> VerificationJson:
    """The answer; `documents` are those asked for."""
    return VerificationJson(
        quotation=answer.quotation,
        verdict=answer.verdict.value,
        matches=[_match(match) for match in answer.matches],
        documents=[document_facts_json(card) for card in answer.asked],
        elsewhere=[_match(match) for match in answer.elsewhere],
        took_ms=round(answer.took_ms, 1),
    )


def _match(match: Match) -> MatchJson:
    return MatchJson(
        verdict=match.verdict.value,
        document=document_facts_json(match.document),
        places=[_place(place) for place in match.places],
        differences=[
            DifferenceJson(
                kind=one.kind.value,
                formal=one.kind.is_formal,
                quoted=one.quoted,
                printed=one.printed,
            )
            for one in match.differences
        ],
        diff=[PieceJson(kind=piece.kind.value, text=piece.text) for piece in match.pieces],
        share=round(match.share, 3),
        warnings=list(match.document.warnings),
    )


def _place(place: QuotedPlace) -> QuotedPlaceJson:
    quality = place.ocr_quality
    return QuotedPlaceJson(
        division=place.place,
        pages=list(place.pages) if place.pages else None,
        citation=citation_json(place.citation),
        url=place.url,
        ocr_quality=None if quality is None else round(quality, 3),
        corrected=list(place.corrected),
    )
