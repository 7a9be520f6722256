"""Where a quotation stands in the library, word for word or nearly."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kb.citation import Citation
from kb.document import Division, Document, Span
from kb.drafting.differences import Difference
from kb.drafting.pieces import Piece
from kb.drafting.quotation import Quotation, read_quotation
from kb.drafting.render import cite
from kb.drafting.verify import Finding, Source, Verdict
from kb.errors import UnknownDocument
from kb.passage import Passage
from kb.place import chains_of, place_of
from kb.service.cards import card_of
from kb.service.live_index import OpenIndex
from kb.service.numbers import has_twins
from kb.service.results import DocumentCard
from kb.service.state_words import older
from kb.service.states import LiveStates
from kb.store.documents import Store

MOST_MATCHES = 10
"""Matches shown; a quotation with more says too little to be one."""

_READ = 40  # documents that are read for the exact words
_ALIGNED = 8  # the likeliest of them, which are compared word by word where none is exact
_NEAREST = 3  # shown where none is exact


@dataclass(frozen=True, slots=True)
class QuotedPlace:
    """Where a part of a quotation stands. `division` is the key of the smallest division that holds all
    of it ("" for the whole document), `place` says it in words, `pages` are the first and last, None in
    a Word file; `ocr_quality` and `corrected` are as of a hit."""

    division: str
    place: str
    pages: tuple[int, int] | None
    citation: Citation
    url: str
    ocr_quality: float | None
    corrected: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A place in a document where the quotation stands, word for word or nearly; `places` has one for
    each part, those that follow one another in one place as one."""

    verdict: Verdict
    document: DocumentCard
    places: tuple[QuotedPlace, ...]
    differences: tuple[Difference, ...]
    pieces: tuple[Piece, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of a quotation; `matches` are of `verdict`, best first.

    `asked` are the documents that it was looked for in, empty for the whole library; `elsewhere` are
    other documents that have it word for word where these do not.
    """

    quotation: str
    verdict: Verdict
    matches: tuple[Match, ...]
    asked: tuple[DocumentCard, ...] = ()
    elsewhere: tuple[Match, ...] = ()
    took_ms: float = 0.0


class Verifier:
    """Verifies quotations against the store; safe to call from several threads."""

    def __init__(self, store: Store, index: OpenIndex, states: LiveStates) -> None:
        self._store = store
        self._index = index
        self._states = states

    def verify(self, typed: str, asked: Sequence[DocumentCard]) -> Verification:
        """The verdict on a quotation, in the documents asked for or, with none, in all.

        Raises InvalidQuotation, and as the search does.
        """
        started = time.perf_counter()
        quotation = read_quotation(typed)
        ids = [card.id for card in asked] or self._candidates(quotation)
        sources = dict(self._sources(ids))
        found = _exact(quotation, sources) or _nearest(quotation, sources)
        matches = tuple(self._match(id, finding) for id, finding in found)
        verdict = matches[0].verdict if matches else Verdict.NOT_FOUND
        elsewhere: tuple[Match, ...] = ()
        if asked and verdict is not Verdict.EXACT:
            others = dict(self._sources(set(self._candidates(quotation)) - set(ids)))
            elsewhere = tuple(self._match(*one) for one in _exact(quotation, others))
        took = (time.perf_counter() - started) * 1000
        return Verification(quotation.text, verdict, matches, tuple(asked), elsewhere, took)

    def _candidates(self, quotation: Quotation) -> list[str]:
        if not self._store.passage_count():
            return []
        return self._index.engine().quoting(quotation.texts, _READ)

    def _sources(self, ids: Iterable[str]) -> Iterator[tuple[str, Source]]:
        for id in ids:
            try:
                yield id, Source(*self._store.text_and_notes(id))
            except UnknownDocument:  # removed while we were looking
                continue

    def _match(self, document_id: str, finding: Finding) -> Match:
        document, record = self._store.document(document_id), self._store.record(document_id)
        passages = [passage for _, passage in self._store.passages_of_document(document_id)]
        twins = has_twins(self._store, record.facts)
        doubtful = self._store.doubtful_facts([document_id])[document_id]
        said = older(self._states.now().of_record(record))

        def citation(place: str | None, pages: tuple[int, int] | None) -> Citation:
            return cite(record.facts, place, pages, has_twins=twins, doubtful=doubtful, older=said)

        places = (quoted_place(document, passages, span, citation) for span in finding.spans)
        return Match(
            finding.verdict,
            card_of(record),
            tuple(dict.fromkeys(places)),
            finding.differences,
            finding.pieces,
            finding.share,
        )


def _exact(quotation: Quotation, sources: Mapping[str, Source]) -> list[tuple[str, Finding]]:
    found: list[tuple[str, Finding]] = []
    for id, source in sources.items():
        found += [(id, one) for one in source.exact(quotation, MOST_MATCHES - len(found))]
        if len(found) == MOST_MATCHES:
            break
    return sorted(found, key=lambda one: bool(one[1].differences))


def _nearest(quotation: Quotation, sources: Mapping[str, Source]) -> list[tuple[str, Finding]]:
    near = ((id, source.nearest(quotation)) for id, source in islice(sources.items(), _ALIGNED))
    found = [(id, finding) for id, finding in near if finding is not None]
    exact = [one for one in found if one[1].verdict is Verdict.EXACT]
    return exact or sorted(found, key=lambda one: -one[1].share)[:_NEAREST]


def quoted_place(
    document: Document,
    passages: Iterable[Passage],
    span: Span,
    citation: Callable[[str | None, tuple[int, int] | None], Citation],
) -> QuotedPlace:
    """The place of `span`: that of the passage that holds it, else of the smallest division."""
    holding = next((passage for passage in passages if passage.span.contains(span)), None)
    if holding is not None:
        division, place = holding.division, holding.place
    else:
        chain = smallest_division(document.divisions, span)
        division, place = (chain[-1].key, place_of(chain)) if chain else ("", "")
    pages = document.pages_of(span)
    return QuotedPlace(
        division=division,
        place=place,
        pages=pages,
        citation=citation(place or None, pages),
        url=f"/van-ban/{document.id}" + (f"#{division}" if division else ""),
        ocr_quality=document.ocr_quality_of(span),
        corrected=document.corrected_pages_of(span),
    )


def smallest_division(divisions: tuple[Division, ...], span: Span) -> tuple[Division, ...]:
    """The smallest division that holds `span` with those above it, outermost first."""
    holding = [item for item in divisions if item.span.contains(span)]
    return chains_of(divisions)[holding[-1].path] if holding else ()
