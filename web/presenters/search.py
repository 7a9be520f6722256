"""The results page: hits with their place, their reason and their citation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.query import FILTER_READINGS, NO_FILTERS, ReadingKind
from kb.service.results import Hit, SearchAnswer, Why
from kb.service.scan_words import scan_words
from web import labels
from web.links import Terms, export_url, original_url, sheet_url
from web.places import Place
from web.presenters.citation import CitationView, citation_view
from web.presenters.facets import (
    Chip,
    DateForm,
    FacetGroup,
    State,
    chips_of,
    date_form,
    facet_groups,
    sort_links,
    state_of,
)
from web.presenters.marks import FoldedText, folded_text
from web.presenters.numbers import NumberBox, number_box
from web.presenters.page import CardView, Link, Page, card_view, form_of, page_of

_TELLING = 0.3
"""A reason weaker than this, of the best passage's 1, is not worth a word."""

_MOST_NEAREST = 5  # titles shown where nothing answers


@dataclass(frozen=True, slots=True)
class HitView:
    """One hit. `anchor` is unique on the page; `kind` is "" for running text, `scan` for text that was
    not recognised from a picture; `sheets` lead to its pages, `mismatch` says why it is no
    quotation ("" if it is one), `folded` are further hits of its document."""

    anchor: str
    card: CardView
    kind: str
    place: str
    pages: str
    paged: bool
    scan: str
    breadcrumb: tuple[str, ...]
    passage: FoldedText
    why: tuple[str, ...]
    citation: CitationView
    warnings: tuple[str, ...]
    url: str
    original_url: str
    sheets: tuple[Link, ...] = ()
    mismatch: str = ""
    folded: tuple[HitView, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchView:
    """The results page (`search.html`).

    `summary` is "" where there is no hit; `notice` is the service's sentence or ""; `searched_as` is
    what was searched where that is not what was typed, else "", and `verbatim_url` searches what was
    typed; `more_url` asks for more hits and is None where there are no more, or no more may be asked
    for; `exports` are the same hits as files; `all_url` is the same search without filters, chosen or
    understood, None where there are none.
    `absence` says that nothing answers, with the documents `nearest` to the question; else both are
    empty. `facets` are then shown only beside filters in force: there is nothing to narrow.
    """

    page: Page
    summary: str
    notice: str
    searched_as: str
    verbatim_url: str
    numbers: tuple[NumberBox, ...]
    chips: tuple[Chip, ...]
    facets: tuple[FacetGroup, ...]
    dates: DateForm
    sorts: tuple[Link, ...]
    absence: str
    nearest: tuple[CardView, ...]
    hits: tuple[HitView, ...]
    exports: tuple[Link, ...]
    more_url: str | None
    all_url: str | None


def search_view(answer: SearchAnswer, limit: int, next_limit: int | None) -> SearchView:
    """The page for an answer of at most `limit` hits; `next_limit` is what "more" would ask for."""
    typed, hits, state = answer.query, answer.hits, state_of(answer)
    bearing = sum(hit.why.number for hit in hits)
    more = next_limit if len(hits) >= limit else None
    chips = chips_of(answer)
    declined = answer.abstained and bool(hits)
    return SearchView(
        page=page_of(
            typed, "search", form_of(typed, answer.filters, answer.sort, autofocus=not hits)
        ),
        summary=_summary(answer) if hits else "",
        notice=answer.notice or "",
        searched_as=answer.searched_as or "",
        verbatim_url=state.declining(ReadingKind.SPELLING).url(),
        numbers=tuple(number_box(number, bearing) for number in answer.numbers),
        chips=chips,
        facets=() if declined and not chips else facet_groups(answer),
        dates=date_form(answer),
        sorts=sort_links(answer),
        absence=labels.absence(filtered=bool(chips)) if declined else "",
        nearest=_nearest(hits) if declined else (),
        hits=_hit_views(hits, {**state.terms, "limit": limit}),
        exports=_exports(answer, limit),
        more_url=state.url(more) if more else None,
        all_url=State(typed, NO_FILTERS, answer.sort, FILTER_READINGS).url() if chips else None,
    )


def _exports(answer: SearchAnswer, limit: int) -> tuple[Link, ...]:
    kinds = [kind.value for kind in answer.declined]
    return tuple(
        Link(
            name,
            export_url(answer.query, answer.filters, limit, form, sort=answer.sort, declined=kinds),
        )
        for form, name in labels.EXPORT_NAMES.items()
    )


def _nearest(hits: Sequence[Hit]) -> tuple[CardView, ...]:
    """The documents of the hits, copies that are called the same but once."""
    best: dict[tuple[str, str], CardView] = {}
    for card in (card_view(hit.document) for hit in hits):
        best.setdefault((card.name, card.title), card)
    return tuple(best.values())[:_MOST_NEAREST]


def _hit_views(hits: Sequence[Hit], asked: Terms) -> tuple[HitView, ...]:
    """The hits that stand for themselves, each with those that fold under it."""

    def folded(rank: int) -> tuple[HitView, ...]:
        return tuple(hit_view(hit, asked) for hit in hits if hit.folded_under == rank)

    shown = (hit for hit in hits if hit.folded_under is None)
    return tuple(replace(hit_view(hit, asked), folded=folded(hit.rank)) for hit in shown)


def hit_view(hit: Hit, asked: Terms) -> HitView:
    """One hit as the page shows it; `asked` are the terms of the search that found it."""
    anchor = f"hit-{hit.rank}"
    return HitView(
        anchor=anchor,
        card=card_view(hit.document),
        kind=labels.KIND_NAMES.get(hit.kind.value, ""),
        place=hit.place,
        pages=labels.pages(hit.pages),
        paged=hit.pages is not None,
        scan=scan_words(hit.ocr_quality, hit.corrected),
        breadcrumb=hit.breadcrumb,
        passage=folded_text(hit.text, hit.highlights, hit.excerpt),
        why=why_words(hit.why),
        citation=citation_view(hit.citation, anchor, hit.text),
        warnings=hit.document.warnings,
        url=hit.url,
        original_url=original_url(hit.document.id, hit.pages[0] if hit.pages else None),
        sheets=tuple(_sheets(hit, asked)),
        mismatch=hit.mismatch or "",
    )


def _sheets(hit: Hit, asked: Terms) -> Iterator[Link]:
    """The views of the pages of a hit, in order."""
    if hit.pages and hit.span:
        terms = {**Place(hit.span).terms, **asked}
        for number in range(hit.pages[0], hit.pages[1] + 1):
            yield Link(labels.see_page(number), sheet_url(hit.document.id, number, terms))


def why_words(why: Why) -> tuple[str, ...]:
    """The reasons worth a word, strongest kind first, then in what other way they were found; the
    better of two weak ones if all are weak."""
    return (*_reasons(why), *why.others, *((labels.WHY_RESTORED,) if why.restored else ()))


def _reasons(why: Why) -> tuple[str, ...]:
    words = (
        (labels.WHY_PLACE, 1.0 if why.place else 0.0),
        (labels.WHY_NUMBER, 1.0 if why.number else 0.0),
        (labels.matched(why.words), why.lexical),
        (labels.WHY_DENSE, why.dense),
    )
    telling = tuple(word for word, weight in words if weight >= _TELLING)
    if telling:
        return telling
    return (labels.matched(why.words),) if why.lexical > why.dense else (labels.WHY_DENSE,)


def _summary(answer: SearchAnswer) -> str:
    shown = len({hit.document.id for hit in answer.hits})
    return labels.found(len(answer.hits), shown, answer.documents, answer.took_ms)
