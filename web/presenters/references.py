"""The two lists of mentions on a document page: what it cites, and what cites it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from kb.relation import Relation
from kb.service.results import KnownDocument, ReferenceLink
from kb.service.state_words import RELATION_NAMES, REVERSE_NAMES, by_relation
from web import labels
from web.links import anchor_url, document_url
from web.presenters.page import Link


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A document mentioned (or mentioning), once, with every place of the mention.

    `url` is None where the library does not hold it; `in_catalogue` is true where the catalogue
    knows it then. `title` is "" if not known. `may_be` are the documents that may be meant where that
    is not certain, by date; the URL of one that is not held is "". `proof` is the sentence of the first
    mention.
    """

    name: str
    title: str
    url: str | None
    in_catalogue: bool
    places: tuple[Link, ...]
    may_be: tuple[Link, ...] = ()
    proof: str = ""


@dataclass(frozen=True, slots=True)
class RelationGroup:
    """The documents of which the same is said; `cites` where nothing more is said than that."""

    name: str
    cites: bool
    documents: tuple[Mentioned, ...]


def cited_documents(links: tuple[ReferenceLink, ...]) -> tuple[Mentioned, ...]:
    """The documents that this one cites, in order of first mention; places are on this page."""
    return tuple(
        _mentioned(group, lambda link: anchor_url(link.division))
        for group in _grouped(links, lambda link: (_subject(link), link.date, _held(link)))
    )


def citing_documents(
    links: tuple[ReferenceLink, ...],
    as_printed: Callable[[ReferenceLink], bool] = lambda link: False,
) -> tuple[Mentioned, ...]:
    """The documents that cite this one; places lead into them. A mention that is to be shown
    `as_printed` has the name that it prints beside its place."""
    return tuple(
        _mentioned(group, lambda link: _place_url(link), as_printed)
        for group in _grouped(links, lambda link: _held(link) or _subject(link))
    )


def cited_groups(links: tuple[ReferenceLink, ...]) -> tuple[RelationGroup, ...]:
    """What this document says of others, the weightiest relation first."""
    return tuple(
        RelationGroup(
            RELATION_NAMES[relation], relation is Relation.CITES, cited_documents(tuple(found))
        )
        for relation, found in by_relation(links)
    )


def citing_groups(links: tuple[ReferenceLink, ...]) -> tuple[RelationGroup, ...]:
    """What others say of this document, the weightiest relation first."""
    return tuple(
        RelationGroup(
            REVERSE_NAMES[relation], relation is Relation.CITES, citing_documents(tuple(found))
        )
        for relation, found in by_relation(links)
    )


def document_count(groups: tuple[RelationGroup, ...]) -> int:
    """The number of documents in the groups, each once."""
    return len({(item.name, item.url) for group in groups for item in group.documents})


def _subject(link: ReferenceLink) -> str:
    return link.symbol or _printed_name(link)


def _held(link: ReferenceLink) -> str | None:
    return link.card.id if link.card else None


def _place_url(link: ReferenceLink) -> str:
    return document_url(link.card.id, link.division) if link.card else ""


def _grouped(
    links: Iterable[ReferenceLink], key: Callable[[ReferenceLink], Hashable]
) -> list[list[ReferenceLink]]:
    groups: dict[Hashable, list[ReferenceLink]] = {}
    for link in links:
        groups.setdefault(key(link), []).append(link)
    return list(groups.values())


def _mentioned(
    links: list[ReferenceLink],
    place_url: Callable[[ReferenceLink], str],
    as_printed: Callable[[ReferenceLink], bool] = lambda link: False,
) -> Mentioned:
    first = links[0]
    known = first.known.facts if first.known else None
    facts = first.card.facts if first.card else known
    places = {_place_label(link, as_printed(link)): place_url(link) for link in reversed(links)}
    return Mentioned(
        name=(labels.full_name_of(facts) if facts else None) or _printed_name(first),
        title=(facts.title if facts else None) or "",
        url=document_url(first.card.id) if first.card else None,
        in_catalogue=first.card is None and first.known is not None,
        places=tuple(Link(label, url) for label, url in reversed(places.items())),
        may_be=tuple(_candidate(known) for known in first.uncertain),
        proof=first.proof,
    )


def _candidate(known: KnownDocument) -> Link:
    url = document_url(known.held_id) if known.held_id else ""
    return Link(labels.full_name_of(known.facts) or "", url)


def _place_label(link: ReferenceLink, as_printed: bool) -> str:
    page = labels.pages((link.page, link.page)) if link.page else ""
    place = ", ".join(filter(None, (link.place, page)))
    return f"{place} (ghi “{_printed_name(link)}”)" if as_printed else place


def _printed_name(link: ReferenceLink) -> str:
    """The document as the mention itself names it."""
    when = f" ngày {labels.day(link.date)}" if link.date else ""
    number = f"số {link.symbol}" if link.symbol else link.name
    return f"{link.type or 'Văn bản'} {number}{when}"
