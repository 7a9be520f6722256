"""The filters of the results page as links and a form that keep everything else of the search."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from kb.query import Filters, Reading, ReadingKind, Sort
from kb.service.results import FacetCount, Facets, SearchAnswer
from kb.service.state_words import STATE_NAMES
from kb.state import State as InForce
from web import labels
from web.links import search_terms, search_url
from web.presenters.page import Link

_OPEN_CHOICES = 7
"""Values of a filter shown at once; the rest unfold, unless they are one or two."""


_READ: Mapping[str, Callable[[str], object]] = {"year": int, "state": InForce}


@dataclass(frozen=True, slots=True)
class State:
    """A search as its address says it; every link of the results page is another state."""

    typed: str
    filters: Filters
    sort: Sort = Sort.RELEVANCE
    declined: frozenset[ReadingKind] = frozenset()

    def url(self, limit: int | None = None) -> str:
        """The address of this search."""
        return search_url(self.typed, self.filters, limit, sort=self.sort, declined=self.declined)

    @property
    def terms(self) -> dict[str, str | int | None]:
        """The same as parameters of an address; none where nothing is asked."""
        if not self.typed:
            return {}
        return {"q": self.typed, **dict(search_terms(self.filters, self.sort, self.declined))}

    def filtered(self, name: str, value: str | None) -> State:
        """The same with one filter set, or taken off."""
        if value is None:
            return replace(self, filters=self.filters.without(name))
        read = _READ.get(name, str)
        chosen: Mapping[str, object] = {name: read(value)}
        return replace(self, filters=replace(self.filters, **chosen))  # type: ignore[arg-type]

    def declining(self, kind: ReadingKind) -> State:
        """The same where nothing of this kind is understood."""
        return replace(self, declined=self.declined | {kind})

    def accepting(self, kind: ReadingKind) -> State:
        """The same where it is."""
        return replace(self, declined=self.declined - {kind})

    def sorted_by(self, sort: Sort) -> State:
        """The same in another order."""
        return replace(self, sort=sort)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: choosing it narrows the search, choosing the active one widens it.

    `count` is "" for a document, which is one.
    """

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
    """A filter in force, and the address of the same search without it.

    `understood` if it was read from the words of the question.
    """

    name: str
    value: str
    url: str
    understood: bool = False


@dataclass(frozen=True, slots=True)
class DateForm:
    """The form for a range of dates of issue and the day of the states (ISO, "" where open), with all
    else of the search."""

    since: str
    until: str
    as_of: str
    hidden: tuple[tuple[str, str], ...]


def state_of(answer: SearchAnswer) -> State:
    """The search that gave this answer."""
    return State(answer.query, answer.filters, answer.sort, answer.declined)


def chips_of(answer: SearchAnswer) -> tuple[Chip, ...]:
    """The filters in force, each with its way out: those chosen, those understood, and the spelling
    where it was to stay."""
    state = state_of(answer)
    chosen = (
        Chip(
            labels.FILTER_NAMES[name], _shown(name, value, answer), state.filtered(name, None).url()
        )
        for name, value in answer.filters.in_force().items()
    )
    understood = (_understood(reading, state) for reading in answer.readings)
    kept = (
        Chip(*labels.AS_TYPED, state.accepting(ReadingKind.SPELLING).url())
        for kind in answer.declined & {ReadingKind.SPELLING}
    )
    return (*chosen, *understood, *kept)


def facet_groups(answer: SearchAnswer) -> tuple[FacetGroup, ...]:
    """The filters that offer a choice."""
    state = state_of(answer)
    return tuple(
        _group(state, name, counts) for name, counts in _offered(answer.facets).items() if counts
    )


def sort_links(answer: SearchAnswer) -> tuple[Link, ...]:
    """The orders to choose from."""
    state = state_of(answer)
    return tuple(
        Link(name, state.sorted_by(sort).url(), sort is answer.sort)
        for sort, name in labels.SEARCH_SORTS.items()
    )


def date_form(answer: SearchAnswer) -> DateForm:
    """The form with the range in force."""
    rest = answer.filters.without("since").without("until").without("as_of")
    hidden = (("q", answer.query), *search_terms(rest, answer.sort, answer.declined))
    said = answer.filters.in_force()
    since, until, as_of = (said.get(name, "") for name in ("since", "until", "as_of"))
    return DateForm(since, until, as_of, hidden)


def _offered(facets: Facets) -> dict[str, tuple[FacetCount, ...]]:
    return {
        "state": facets.states,
        "type": facets.types,
        "issuer": facets.issuers,
        "year": facets.years,
        "term": facets.terms,
        "circulation": facets.circulations,
        "document": facets.documents,
    }


def _group(state: State, name: str, counts: tuple[FacetCount, ...]) -> FacetGroup:
    active = state.filters.in_force().get(name)

    def choice(item: FacetCount) -> Choice:
        chosen = item.value == active
        other = state.filtered(name, None if chosen else item.value)
        count = "" if item.label else labels.count(item.count)
        label = item.label or _named(name, item.value)
        return Choice(label, count, other.url(), chosen)

    choices = tuple(choice(item) for item in counts)
    shown = _OPEN_CHOICES if len(choices) > _OPEN_CHOICES + 2 else len(choices)
    return FacetGroup(labels.FILTER_NAMES[name], choices[:shown], choices[shown:])


def _shown(name: str, value: str, answer: SearchAnswer) -> str:
    """A filter's value in words: a day as it is written, a document by its name."""
    if name in ("since", "until", "as_of"):
        return labels.day_added(value)
    known = {item.value: item.label for item in answer.facets.documents}
    return (known.get(value) or value[:12]) if name == "document" else _named(name, value)


def _named(name: str, value: str) -> str:
    """What a filter's value is called."""
    return STATE_NAMES[InForce(value)] if name == "state" else value


def _understood(reading: Reading, state: State) -> Chip:
    limits = reading.limits
    url = state.declining(reading.kind).url()
    if limits.since or limits.until:
        return Chip(labels.PERIOD_NAME, labels.period(limits.since, limits.until), url, True)
    ((name, value),) = limits.in_force().items()
    return Chip(labels.FILTER_NAMES[name], _named(name, value), url, understood=True)
