"""Which documents the mentions of a library mean that it does not hold, each with all its mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TypeVar

from kb.document import Facts
from kb.reference import Candidate, Reference, candidates_of, completed
from kb.service.mentions import completed_mentions, placeless
from kb.service.resolving import Meaning, ReadShelf, meaning_of
from kb.service.results import KnownDocument
from kb.store.records import DocumentRecord, KnownRecord, StoredMention

SAID = ("symbol", "type", "date", "issuer", "term")
"""The facts that a mention may say, by their names in `Facts`."""

_Unheld = tuple[StoredMention, Meaning]
_Dated = set[tuple[Hashable, date]]
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Missing:
    """A document that is not held: its mentions, oldest document first, and its facts as they and the
    catalogue say them. `candidates` are those that may be meant where it is not certain which,
    `namesakes` those that bear the symbol on other days, where nothing known has the day said."""

    mentions: tuple[StoredMention, ...]
    meaning: Meaning
    facts: Facts
    candidates: tuple[KnownDocument, ...] = ()
    namesakes: tuple[KnownDocument, ...] = ()


def missing_documents(
    records: Iterable[DocumentRecord],
    rows: Iterable[KnownRecord],
    mentions: Iterable[StoredMention],
) -> list[Missing]:
    """The documents that the mentions mean and that are not among the records, in the order of their
    first mention. A mention that means a held document for certain counts for none, nor does one that
    may mean several if all of them are held, or by its plenum if one of them is."""
    shelf = ReadShelf(records, rows)
    unheld = list(_unheld(shelf, mentions))
    dated: _Dated = {
        (item.reference.bearer, item.reference.date)
        for item, meaning in unheld
        if item.reference.date and not meaning.candidates
    }
    groups: dict[Hashable, list[_Unheld]] = defaultdict(list)
    for item, meaning in unheld:
        mention = item.reference if meaning.candidates else _rightly_coded(item.reference, dated)
        groups[_subject(mention, meaning)].append((replace(item, reference=mention), meaning))
    missing = [one for group in groups.values() for one in _told_apart(group)]
    return [replace(one, namesakes=_namesakes(shelf, one)) for one in missing]


def _unheld(shelf: ReadShelf, mentions: Iterable[StoredMention]) -> Iterator[_Unheld]:
    """The mentions that may mean a document that is not held, with what they may mean."""

    @cache
    def meaning(mention: Reference) -> Meaning:
        return _meaning(shelf, mention)

    for item in completed_mentions(mentions):
        meant = meaning(placeless(item.reference))
        held = [one.held_id is not None for one in meant.candidates]
        if not held or not (all(held) if item.reference.symbol else any(held)):
            yield item, meant


def _meaning(shelf: ReadShelf, mention: Reference) -> Meaning:
    """What a mention may mean. Where nothing bears its symbol with its type, its type word or its code
    is wrong; which document it means is then certain only by the date."""
    meant = meaning_of(shelf, mention)
    if meant.candidates or mention.symbol is None:
        return meant
    for symbol in mention.symbols:
        loose = meaning_of(shelf, replace(mention, symbol=symbol, type=None))
        if loose.candidates:
            agrees = loose.one and mention.date and loose.one.facts.date == mention.date
            return loose if agrees else replace(loose, one=None)
    return meant


def _rightly_coded(mention: Reference, dated: _Dated) -> Reference:
    """A mention whose type word contradicts its code, with the code that its type says if others
    mention that symbol with its date."""
    for symbol in mention.symbols[1:]:
        other = replace(mention, symbol=symbol)
        if mention.date and (other.bearer, mention.date) in dated:
            return other
    return mention


def _subject(mention: Reference, meaning: Meaning) -> Hashable:
    """What all mentions of one document share, and its twins too where nothing is known of them."""
    if mention.symbol is None:
        return mention.bearer, mention.date, mention.term
    return meaning.one or meaning.candidates or mention.bearer


def _told_apart(group: Sequence[_Unheld]) -> list[Missing]:
    """The documents that mentions of one subject mean: several where they say several dates or terms,
    and those that say none may then mean any of them."""
    mentions, meaning = [item for item, _ in group], group[0][1]
    one = meaning.one
    if mentions[0].reference.symbol is None or (one.facts.date if one else meaning.candidates):
        return [_missing(mentions, meaning)]
    said: dict[Hashable, list[StoredMention]] = defaultdict(list)
    for item, whole in zip(mentions, completed([it.reference for it in mentions]), strict=True):
        said[whole.date, whole.term].append(replace(item, reference=whole))
    return _with_twins([_missing(items, meaning) for items in said.values()])


def _with_twins(twins: Sequence[Missing]) -> list[Missing]:
    """Each undated one with those others that it may be."""
    candidates = [Candidate(str(at), twin.facts) for at, twin in enumerate(twins)]
    found = []
    for at, twin in enumerate(twins):
        others = [] if twin.facts.date else candidates[:at] + candidates[at + 1 :]
        may_be = candidates_of(twin.mentions[0].reference, others)
        found.append(
            replace(twin, candidates=tuple(KnownDocument(one.facts, None) for one in may_be))
        )
    return found


def _namesakes(shelf: ReadShelf, one: Missing) -> tuple[KnownDocument, ...]:
    """Those that may be meant if the day is a slip."""
    if one.meaning.candidates or one.facts.date is None:
        return ()
    undated = replace(one.mentions[0].reference, type=None, date=None, term=None)
    return meaning_of(shelf, placeless(undated)).candidates


def _missing(mentions: Sequence[StoredMention], meaning: Meaning) -> Missing:
    facts = _facts_said([item.reference for item in mentions])
    if meaning.one:
        known = meaning.one.facts
        either = {name: getattr(known, name) or getattr(facts, name) for name in SAID}
        facts = replace(known, **either)
    return Missing(tuple(mentions), meaning, facts, () if meaning.one else meaning.candidates)


def _facts_said(mentions: Sequence[Reference]) -> Facts:
    """The symbol and the type as most of the mentions write them; date, issuer and term where all that
    say one agree."""
    return Facts(
        symbol=_usual(mention.symbol for mention in mentions),
        type=_usual(mention.type for mention in mentions),
        date=_agreed(mention.date for mention in mentions),
        issuer=_agreed(mention.issuer for mention in mentions),
        term=_agreed(mention.term for mention in mentions),
    )


def _usual(said: Iterable[_Value | None]) -> _Value | None:
    counts = Counter(value for value in said if value is not None)
    return next((value for value, _ in counts.most_common(1)), None)


def _agreed(said: Iterable[_Value | None]) -> _Value | None:
    values = {value for value in said if value is not None}
    return values.pop() if len(values) == 1 else None
