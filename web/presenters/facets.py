"""The filters of the results page as links that keep everything else of the search."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kb.query import Filters
from kb.service.results import FacetCount, Facets
from web import labels
from web.links import search_url

_OPEN_CHOICES = 7
"""Values of a filter shown at once; the rest unfold, unless they are one or two."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: choosing it narrows the search, choosing the active one widens it."""

    label: str
    count: str
    url: str
    active: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One filter: the choices shown, and those that unfold."""

    name: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address of the same search without it."""

    name: str
    value: str
    url: str


def chips_of(typed: str, filters: Filters) -> tuple[Chip, ...]:
    """The filters in force, each with its way out."""
    return tuple(
        Chip(labels.FILTER_NAMES[name], value, search_url(typed, _with(filters, name, None)))
        for name, value in _in_force(filters).items()
    )


def facet_groups(typed: str, filters: Filters, facets: Facets) -> tuple[FacetGroup, ...]:
    """The filters that offer a choice, in the order type, issuer, year."""
    offered = {"type": facets.types, "issuer": facets.issuers, "year": facets.years}
    return tuple(_group(typed, filters, name, counts) for name, counts in offered.items() if counts)


def _group(typed: str, filters: Filters, name: str, counts: tuple[FacetCount, ...]) -> FacetGroup:
    active = _in_force(filters).get(name)

    def choice(item: FacetCount) -> Choice:
        chosen = item.value == active
        other = _with(filters, name, None if chosen else item.value)
        return Choice(item.value, labels.count(item.count), search_url(typed, other), chosen)

    choices = tuple(choice(item) for item in counts)
    shown = _OPEN_CHOICES if len(choices) > _OPEN_CHOICES + 2 else len(choices)
    return FacetGroup(labels.FILTER_NAMES[name], choices[:shown], choices[shown:])


def _in_force(filters: Filters) -> dict[str, str]:
    """Filter name → its value as text, for the filters that limit the search."""
    values = {"type": filters.type, "issuer": filters.issuer, "year": filters.year}
    return {name: str(value) for name, value in values.items() if value is not None}


def _with(filters: Filters, name: str, value: str | None) -> Filters:
    """The filters with one of them set or taken off."""
    if name == "year":
        return replace(filters, year=None if value is None else int(value))
    return replace(filters, type=value) if name == "type" else replace(filters, issuer=value)
