"""The page that verifies a quotation: a form, the verdict, and both wordings."""

from __future__ import annotations

from dataclasses import dataclass

from kb.drafting.pieces import Piece
from kb.drafting.verify import Verdict
from kb.drafting.wording import VERDICTS, difference_text
from kb.service.scan_words import scan_words
from kb.service.verifying import Match, Verification
from web import labels
from web.links import original_url
from web.presenters.citation import CitationView, citation_view
from web.presenters.page import CardView, Page, card_view, page_of


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where a part of the quotation stands; `scan` is "" for a text layer."""

    place: str
    pages: str
    scan: str
    url: str
    original_url: str
    citation: CitationView


@dataclass(frozen=True, slots=True)
class MatchView:
    """A match: the wordings as pieces, then what differs in words, `formal` apart from the rest."""

    anchor: str
    card: CardView
    places: tuple[PlaceView, ...]
    pieces: tuple[Piece, ...]
    differs: bool
    differences: tuple[str, ...]
    formal: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerificationView:
    """The page (`verify.html`); `verdict` is "" where nothing was asked yet."""

    page: Page
    quotation: str
    document: str
    trouble: str
    verdict: str
    state: str
    matches: tuple[MatchView, ...]
    elsewhere: tuple[MatchView, ...]


def verification_view(
    quotation: str, document: str, answer: Verification | None, trouble: str = ""
) -> VerificationView:
    """The page for what was typed; `trouble` is a sentence where it could not be verified."""
    matches = answer.matches if answer else ()
    elsewhere = answer.elsewhere if answer else ()
    return VerificationView(
        page=page_of(labels.PAGE_TITLES["verify"], "verify"),
        quotation=quotation,
        document=document,
        trouble=trouble,
        verdict=VERDICTS[answer.verdict] if answer else "",
        state=answer.verdict.value if answer else "",
        matches=tuple(_match(f"match-{at}", one) for at, one in enumerate(matches, 1)),
        elsewhere=tuple(_match(f"other-{at}", one) for at, one in enumerate(elsewhere, 1)),
    )


def _match(anchor: str, match: Match) -> MatchView:
    return MatchView(
        anchor=anchor,
        card=card_view(match.document),
        places=tuple(
            PlaceView(
                place=place.place or labels.WHOLE_DOCUMENT,
                pages=labels.pages(place.pages),
                scan=scan_words(place.ocr_quality, place.corrected),
                url=place.url,
                original_url=original_url(
                    match.document.id, place.pages[0] if place.pages else None
                ),
                citation=citation_view(place.citation, f"{anchor}-{at}"),
            )
            for at, place in enumerate(match.places, 1)
        ),
        pieces=match.pieces,
        differs=match.verdict is Verdict.DIFFERS,
        differences=tuple(difference_text(d) for d in match.differences if not d.kind.is_formal),
        formal=tuple(difference_text(d) for d in match.differences if d.kind.is_formal),
        warnings=match.document.warnings,
    )
