"""The documents that the library cites but does not hold, most cited first: what to acquire next.

A number that no held document cites is never named. They are found anew when the library or the
catalogue has changed, in one pass over all mentions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from kb.derived import Derived
from kb.document import Facts
from kb.drafting.render import full_form, short_form
from kb.passage import Passage
from kb.reference import Reference
from kb.relation import CHANGING
from kb.service.cards import card_of
from kb.service.mentions import link_of
from kb.service.missing import SAID, Missing, missing_documents
from kb.service.results import KnownDocument, ReferenceLink
from kb.service.states import LiveStates, States, changes_of
from kb.state import Change, DocumentState, state_on
from kb.store.documents import Store
from kb.store.records import StoredMention

MOST_PLACES = 5
"""Places named of one document, each in another citing document: what a line of a list can hold."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A document that is cited and not held. `known` are the facts that the catalogue has of it, None
    if it has none; `facts` are those with what the mentions say beside them. `plenum_form` names one
    that is cited by its plenum alone.

    `documents` and `passages` are the numbers of those that cite it, `places` the first ones.
    `candidates` are the documents that may be meant where it is not certain which, `namesakes` those
    that bear the symbol on other days where nothing known has the day that is said; some of either may
    be held.
    `changes` are what the mentions of one that the catalogue does not have say of it, `state` whether
    it is in force, None where it is not certain which document is meant.
    """

    facts: Facts
    documents: int
    passages: int
    places: tuple[ReferenceLink, ...]
    known: Facts | None = None
    plenum_form: str | None = None
    candidates: tuple[KnownDocument, ...] = ()
    namesakes: tuple[KnownDocument, ...] = ()
    changes: tuple[Change, ...] = ()
    state: DocumentState | None = None

    @property
    def name(self) -> str:
        """As a citation names it: "Kết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị"."""
        if self.plenum_form:
            return self.plenum_form
        form = full_form if self.facts.date or self.facts.issuer else short_form
        return form(replace(self.facts, title=None))

    @property
    def from_mentions(self) -> tuple[str, ...]:
        """The names in `Facts` of those that only mentions say."""
        return tuple(
            name
            for name in SAID
            if getattr(self.facts, name) and not getattr(self.known, name, None)
        )


class LiveGaps:
    """The gaps of a library, found again only when it or the catalogue has changed; thread-safe."""

    def __init__(self, store: Store, states: LiveStates) -> None:
        self._states = states
        self._gaps = Derived(store.revision, lambda _: tuple(sorted(_read(store), key=_rank)))

    def now(self) -> tuple[Gap, ...]:
        """The gaps by citing documents, then passages, then date, newest first; with today's states."""
        gaps, states = self._gaps.now(), self._states.now()
        return tuple(replace(gap, state=_state(gap, states)) for gap in gaps)


def _rank(gap: Gap) -> tuple[int, int, int, str]:
    issued = (gap.facts.date or date.min).toordinal()
    return -gap.documents, -gap.passages, -issued, gap.name


def _state(gap: Gap, states: States) -> DocumentState | None:
    if gap.candidates or gap.plenum_form:
        return None
    if gap.known:
        return states.of_known(gap.known, None, None)
    return state_on(states.today(), gap.facts.date, gap.changes)


def _read(store: Store) -> Iterator[Gap]:
    missing = missing_documents(store.records(), store.catalogue(), store.mentions())
    places = [_first_places(one.mentions) for one in missing]
    passages = store.passages(item.passage_row_id or -1 for shown in places for item in shown)
    changes = _changes(store, missing)
    for one, shown, said in zip(missing, places, changes, strict=True):
        yield Gap(
            facts=one.facts,
            documents=len({item.document.id for item in one.mentions}),
            passages=len({item.passage_row_id for item in one.mentions} - {None}),
            places=tuple(
                _link(item, passage)
                for item in shown
                if (passage := passages.get(item.passage_row_id or -1))  # not if it just left
            ),
            known=one.meaning.one.facts if one.meaning.one else None,
            plenum_form=_plenum_form(one.mentions[0].reference),
            candidates=one.candidates,
            namesakes=one.namesakes,
            changes=tuple(said),
        )


def _plenum_form(mention: Reference) -> str | None:
    """ "Nghị quyết Trung ương 8 khóa XII"."""
    return None if mention.symbol else f"{mention.type or 'Văn bản'} {mention.name}"


def _first_places(mentions: Iterable[StoredMention]) -> list[StoredMention]:
    """The first mention that stands in a passage of each of the first documents."""
    first: dict[str, StoredMention] = {}
    for item in mentions:
        if item.passage_row_id is not None:
            first.setdefault(item.document.id, item)
    return list(islice(first.values(), MOST_PLACES))


def _link(item: StoredMention, passage: Passage) -> ReferenceLink:
    page = passage.pages[0] if passage.pages else None
    return link_of(item.reference, passage, page, card_of(item.document))


def _changes(store: Store, missing: Sequence[Missing]) -> list[list[Change]]:
    """What the mentions of each say of its state, where these are sure; of the catalogue's `States` has
    them."""
    saying = {
        id(item): at
        for at, one in enumerate(missing)
        for item in one.mentions
        if one.meaning.one is None and _changes_it(item, one.facts)
    }
    found: list[list[Change]] = [[] for _ in missing]
    mentions = [item for one in missing for item in one.mentions if id(item) in saying]
    for item, change, sure in changes_of(store, mentions):
        if sure:
            found[saying[id(item)]].append(change)
    return found


def _changes_it(item: StoredMention, facts: Facts) -> bool:
    """True if a mention says that its document changes the one with these facts, and it is no later."""
    stated, issued = item.reference.stated, item.document.facts.date
    later = bool(facts.date and issued and facts.date > issued)
    return stated is not None and stated.relation in CHANGING and not later
