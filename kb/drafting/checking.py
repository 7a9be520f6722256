"""All checks of a draft's citations, and the verdict on each citation."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.document import Span
from kb.drafting.check import CheckKind, Remark, Severity
from kb.drafting.check_form import (
    check_commas,
    check_separators,
    check_short_forms,
    check_types,
    check_zeros,
)
from kb.drafting.check_library import (
    check_dates,
    check_issuers,
    check_missing,
    check_not_held,
    check_superseded,
    check_titles,
)
from kb.drafting.check_own import check_capitals, check_own
from kb.drafting.check_series import check_series, check_two_facts
from kb.drafting.cited import Cited
from kb.drafting.meaning import Meant, Paper

_CHECKS = (
    check_types,
    check_separators,
    check_dates,
    check_series,
    check_two_facts,
    check_issuers,
    check_titles,
    check_missing,
    check_commas,
    check_zeros,
    check_superseded,
    check_short_forms,
    check_not_held,
    check_own,
    check_capitals,
)
"""In this order, since of two that say the same of the same words the first is kept."""

_ORDER = {severity: at for at, severity in enumerate(Severity)}
_SAME = (
    {CheckKind.TYPE, CheckKind.TWO_FACTS},  # another code, told by the type or by the date
    {CheckKind.DATE, CheckKind.SERIES, CheckKind.TWO_FACTS},  # another date
    {CheckKind.ISSUER, CheckKind.CAPITALS},
    {CheckKind.SEPARATORS, CheckKind.NOT_HELD},
)


@dataclass(frozen=True, slots=True)
class CheckedCitation:
    """A mention with the remarks on it, gravest first; without any it agrees with `meant.bearer`."""

    meant: Meant
    remarks: tuple[Remark, ...]

    @property
    def severity(self) -> Severity | None:
        """The gravest of the remarks, None without one."""
        return self.remarks[0].severity if self.remarks else None


def remarks_on(paper: Paper) -> list[Remark]:
    """The remarks on a draft's citations and names, in the order of its text; one for each trouble."""
    found = [(one, order) for order, check in enumerate(_CHECKS) for one in check(paper)]
    found.sort(key=lambda item: (item[0].span, _ORDER[item[0].severity]))
    pairs = sorted(_pairs(found))
    dropped: set[int] = set()
    for _, kept, again in pairs:
        if kept not in dropped:
            dropped.add(again)
    return [one for at, (one, _) in enumerate(found) if at not in dropped]


def _pairs(found: Sequence[tuple[Remark, int]]) -> Iterator[tuple[int, int, int]]:
    """Pairs of remarks that say the same of the same words: the order of the check that comes first,
    then its remark's place in `found`, then the other's."""
    for at, (one, order) in enumerate(found):
        for other in range(at + 1, len(found)):
            two, after = found[other]
            if two.span.start >= one.span.end:
                break
            both = {one.kind, two.kind}
            if len(both) == 2 and any(both <= same for same in _SAME):
                yield (order, at, other) if order <= after else (after, other, at)


def citations_of(paper: Paper, remarks: Iterable[Remark]) -> tuple[CheckedCitation, ...]:
    """Each mention with the remarks on its words; a remark is on the last mention that begins before
    it, since titles may cite documents of their own."""
    starts = [mention.cited.name.start for mention in paper.mentions]
    told: dict[int, list[Remark]] = defaultdict(list)
    for one in remarks:
        at = bisect_right(starts, one.span.start) - 1
        if at >= 0 and _is_on(one.span, paper.mentions[at].cited):
            told[at].append(one)
    for mine in told.values():
        mine.sort(key=lambda one: _ORDER[one.severity])
    return tuple(CheckedCitation(one, tuple(told[at])) for at, one in enumerate(paper.mentions))


def _is_on(span: Span, cited: Cited) -> bool:
    parts = (cited.name, cited.date_span, cited.issuer_span, cited.title)
    return any(part is not None and part.overlaps(span) for part in parts)
