"""The states of all documents, held and known, from what the held ones say of them.

They are read from the store each time that it or the catalogue has changed, and kept nowhere else: a
document that leaves takes what it said with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kb.derived import Derived
from kb.document import Facts
from kb.passage import Passage
from kb.reference import Candidate, Reference, candidates_of, resolve
from kb.relation import CHANGING, ENDING, Relation, StatedRelation
from kb.service.resolving import mention_of
from kb.service.results import heading_of
from kb.state import Change, DocumentState, Newer, state_on
from kb.store.documents import Store
from kb.store.records import DocumentRecord, KnownRecord, StoredMention
from kb.symbol import parse_symbol

Changes = Mapping[str | Facts, Sequence[Change]]
"""What others say of a held document, by its id, or of one of the catalogue alone, by its facts."""


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """What is known of the documents' states; one that is read anew is another.

    `unrelated` is the number of held documents that were read before relations were, and so say
    nothing here; `today` is asked where no day is named; `newer` is the newest version of each held
    document that is an older one, by its id.
    """

    changes: Changes
    possible: Changes
    unrelated: int = 0
    today: Callable[[], date] = date.today
    newer: Mapping[str, Newer] = field(default_factory=dict)

    @property
    def newest(self) -> dict[str, str]:
        """By the id of each held document that is an older version, the id of the newest one."""
        return {id: newer.id for id, newer in self.newer.items()}

    def of(self, name: str | Facts, issued: date | None, as_of: date | None) -> DocumentState:
        """The state of a document, named as in `Changes`, on a day."""
        day = as_of or self.today()
        state = state_on(day, issued, self.changes.get(name, ()), self.possible.get(name, ()))
        newer = self.newer.get(name) if isinstance(name, str) else None
        return replace(state, newer=newer) if newer else state

    def of_record(self, record: DocumentRecord, as_of: date | None = None) -> DocumentState:
        """The state of a held document."""
        return self.of(record.id, record.facts.date, as_of)

    def of_known(self, facts: Facts, held_id: str | None, as_of: date | None) -> DocumentState:
        """The state of a document of the catalogue, which may be held."""
        return self.of(held_id or facts, facts.date, as_of)


NO_STATES = States({}, {})


class LiveStates:
    """The states of a library, read again only when it or the catalogue has changed; thread-safe."""

    def __init__(self, store: Store, today: Callable[[], date] = date.today) -> None:
        self._records = Derived(store.generation, lambda _: tuple(store.records()))
        self._states = Derived(store.revision, lambda _: _read(store, self.records(), today))

    def now(self) -> States:
        """The states of the library as it is now."""
        return self._states.now()

    def records(self) -> tuple[DocumentRecord, ...]:
        """The held documents, oldest first: the same tuple until the library changes."""
        return self._records.now()


def _read(store: Store, records: Sequence[DocumentRecord], today: Callable[[], date]) -> States:
    mentions, rows = store.mentions_with(CHANGING), store.catalogue()
    documents = _by_symbol(records, rows)
    changes: dict[str | Facts, list[Change]] = defaultdict(list)
    possible: dict[str | Facts, list[Change]] = defaultdict(list)
    for mention, change, sure in changes_of(store, mentions):
        meant = _meant(mention, documents)
        certain = sure and len({_identity(one) for one in meant}) == 1
        for one in meant:
            name = one.facts if one.id.startswith(_ROW) else one.id
            (changes if certain else possible)[name].append(change)
    by_name: dict[str, list[KnownRecord]] = defaultdict(list)
    for row in rows:
        by_name[str(row.symbol)].append(row)
    for row in rows:
        if row.replaced_by:
            change = _catalogued(row, by_name.get(row.replaced_by, ()))
            _add(changes[_name(row, documents)], change)
    newer = _newer(store, records)
    return States(dict(changes), dict(possible), len(store.unrelated()), today, newer)


def _newer(store: Store, records: Iterable[DocumentRecord]) -> dict[str, Newer]:
    held = {record.id: record for record in records}
    pairs = ((id, held.get(newest)) for id, newest in store.likenesses.replaced().items())
    return {
        id: Newer(one.id, heading_of(one.facts, one.file_name), one.file_name)
        for id, one in pairs
        if one is not None
    }


_ROW = "#"
"""Begins the ids of candidates that only the catalogue has."""


def _by_symbol(
    records: Iterable[DocumentRecord], rows: Iterable[KnownRecord]
) -> dict[str, list[Candidate]]:
    """Every document once: a row of the catalogue that is a held document is left out."""
    found: dict[str, list[Candidate]] = defaultdict(list)
    for record in records:
        if record.facts.symbol:
            found[record.facts.symbol.key].append(Candidate(record.id, record.facts))
    held = {key: tuple(candidates) for key, candidates in found.items()}
    for at, row in enumerate(rows):
        if resolve(mention_of(row), held.get(row.symbol.key, ())) is None:
            found[row.symbol.key].append(Candidate(f"{_ROW}{at}", row.facts))
    return found


def _name(row: KnownRecord, documents: Mapping[str, Sequence[Candidate]]) -> str | Facts:
    """What `Changes` calls a row of the catalogue."""
    held = [one for one in documents[row.symbol.key] if not one.id.startswith(_ROW)]
    return resolve(mention_of(row), held) or row.facts


def _catalogued(row: KnownRecord, successors: Iterable[KnownRecord]) -> Change:
    """That a document was replaced, as the catalogue says; the facts of the other are there if exactly
    one of the rows with its symbol is later than this one."""
    symbol = parse_symbol(row.replaced_by or "")
    later = [one.facts for one in successors if row.date and one.date and one.date > row.date]
    return Change(
        relation=Relation.REPLACES,
        by=None,
        facts=later[0] if len(later) == 1 else Facts(symbol=symbol),
        heading=str(symbol),
        since=row.replaced_on,
        proof="",
        place="danh mục",
        division="",
        pages=None,
    )


def _add(changes: list[Change], one: Change) -> None:
    """Adds what the catalogue says, unless a held document says it, with its proof."""
    if not any(
        said.relation in ENDING and said.facts.symbol == one.facts.symbol for said in changes
    ):
        changes.append(one)


def _meant(mention: StoredMention, documents: Mapping[str, list[Candidate]]) -> list[Candidate]:
    """The documents that a mention may mean. No document changes itself (or a copy of it), nor one that
    was issued later: numbers begin anew with each term."""
    by, reference = mention.document, mention.reference
    own = _identity(Candidate(by.id, by.facts))
    return [
        one
        for one in candidates_of(reference, _bearers(reference, documents))
        if one.id != by.id and _identity(one) != own and not _is_later(one.facts, by.facts)
    ]


def _bearers(mention: Reference, documents: Mapping[str, list[Candidate]]) -> Sequence[Candidate]:
    """None of a mention by plenum, which means no certain document."""
    return documents.get(mention.symbol.key, ()) if mention.symbol else ()


def _is_later(one: Facts, other: Facts) -> bool:
    return bool(one.date and other.date and one.date > other.date)


def _identity(candidate: Candidate) -> object:
    """Alike for copies of one document; a document without a date is like no other."""
    facts = candidate.facts
    if facts.symbol is None or facts.date is None:
        return candidate.id
    return facts.symbol.key, (facts.type or "").lower(), facts.date


def changes_of(
    store: Store, mentions: Sequence[StoredMention]
) -> Iterator[tuple[StoredMention, Change, bool]]:
    """Each mention with the change that it states; not sure where its passage, read again from the
    page, says something else."""
    rows = {item.passage_row_id for item in mentions if item.passage_row_id is not None}
    passages = store.passages(rows)
    texts = {id: store.text_of(id) for id in {item.document.id for item in mentions}}
    for item in mentions:
        passage = passages.get(item.passage_row_id or -1)
        stated = item.reference.stated
        if passage and stated:
            change = _change(item.document, stated, passage, texts[item.document.id])
            yield item, change, passage.mismatch is None


def _change(by: DocumentRecord, stated: StatedRelation, passage: Passage, text: str) -> Change:
    return Change(
        relation=stated.relation,
        by=by.id,
        facts=by.facts,
        heading=heading_of(by.facts, by.file_name),
        since=stated.since,
        proof=" ".join(stated.proof.of(text).split()),
        place=passage.place,
        division=passage.division,
        pages=passage.pages,
    )
