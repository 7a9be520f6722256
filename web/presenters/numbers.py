"""The box that says what kb knows of a document number in the query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kb.query import Filters
from kb.service.results import DocumentCard, KnownDocument, NumberAnswer, ReferenceLink
from web import labels
from web.links import search_url
from web.presenters.page import CardView, Link, card_view
from web.presenters.references import Mentioned, citing_documents
from web.presenters.state import StateView, state_view


@dataclass(frozen=True, slots=True)
class KnownView:
    """A document of the catalogue that is not held: its full name, and its trích yếu and term
    ("" if not known)."""

    name: str
    title: str
    term: str
    state: StateView | None = None


@dataclass(frozen=True, slots=True)
class NumberBox:
    """What is known of one number: a sentence, the held documents, and the catalogue's others.

    `state` is "held", "known" or "unknown". The sentence may name one document; `title` is then its
    trích yếu, else "", and `known_state` its state. `others_sentence` introduces `others` where they
    stand beside held ones. `citing` are documents that mention one that is not held; `near` search
    for symbols that may have been meant.
    """

    state: str
    sentence: str
    title: str = ""
    held: tuple[CardView, ...] = ()
    others_sentence: str = ""
    others: tuple[KnownView, ...] = ()
    known_state: StateView | None = None
    citing: tuple[Mentioned, ...] = ()
    near: tuple[Link, ...] = ()


def known_view(known: KnownDocument) -> KnownView:
    """A row of the catalogue in running text."""
    facts = known.facts
    name = labels.full_name_of(facts) or facts.title or labels.NO_SYMBOL
    state = state_view(known.state)
    return KnownView(name, facts.title or "", labels.term(facts.term), state)


def number_box(answer: NumberAnswer, shown_hits: int) -> NumberBox:
    """The box of one number; `shown_hits` is the number of hits below it that bear the number."""
    others = tuple(known_view(row) for row in answer.known if not _is_held(row, answer))
    if answer.held:
        return _held_box(answer, others)
    shown = answer.cited_by <= shown_hits
    citations = labels.cited(answer.cited_by, shown=shown, others=bool(answer.citing))
    box = _absent_box(answer, others, citations)
    return replace(
        box, citing=citing_documents(answer.citing, _as_printed(answer)), near=_near(answer)
    )


def _absent_box(answer: NumberAnswer, others: tuple[KnownView, ...], citations: str) -> NumberBox:
    if not others:
        guessed = bool(answer.near)
        return NumberBox("unknown", labels.number_unknown(answer.asked, citations, guessed=guessed))
    if len(others) == 1:
        sentence = labels.number_known(others[0].name, citations)
        only = others[0]
        return NumberBox("known", sentence, title=only.title, known_state=only.state)
    sentence = labels.number_twins(answer.asked, len(others), citations)
    return NumberBox("known", sentence, others=others)


def _as_printed(answer: NumberAnswer) -> Callable[[ReferenceLink], bool]:
    """Tells which mentions to show as they are printed: those of another symbol than was asked for, or
    of a date that not all documents with the symbol have."""
    dates = {row.facts.date for row in answer.known}
    return lambda link: (
        link.symbol != answer.asked or bool(link.date and dates and dates != {link.date})
    )


def _near(answer: NumberAnswer) -> tuple[Link, ...]:
    return tuple(Link(symbol, search_url(symbol, Filters())) for symbol in answer.near)


def _is_held(row: KnownDocument, answer: NumberAnswer) -> bool:
    """True if the row is a held document: the service says so, or the dates of issue agree (two
    copies of one document are held, and the service does not choose between them)."""
    dates = {card.facts.date for card in answer.held} - {None}
    return row.held_id is not None or row.facts.date in dates


def _held_box(answer: NumberAnswer, others: tuple[KnownView, ...]) -> NumberBox:
    return NumberBox(
        state="held",
        sentence=labels.number_held(answer.asked, len(answer.held)),
        held=_held_cards(answer.held),
        others_sentence=labels.number_also_known(len(others)) if others else "",
        others=others,
    )


def _held_cards(cards: tuple[DocumentCard, ...]) -> tuple[CardView, ...]:
    """The held documents; several may be alike in all but the file, which is then shown."""
    if len(cards) == 1:
        return (card_view(cards[0]),)
    return tuple(replace(card_view(card), file_name=card.file_name) for card in cards)
