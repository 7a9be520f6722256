"""What came of one question: the ranks of its answers, and whether the page is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.search.metrics import ndcg
from kb.service.evaluation.questions import Question, Target
from kb.service.evaluation.trials import SHOWN, Answered, Found


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question as it was asked, and what came of it.

    `ranks` are those of the distinct targets found, from 1, among `relevant` in all; `found` are the
    first ten in words. `right_page` is None unless the question has a page and the first hit, with
    pages, is of the right document; then it tells whether its pages hold that page. `abstained` is
    None in results of a time when the search could not decline to answer.
    """

    id: str
    kind: str | None
    asked: str
    ranks: tuple[int, ...]
    relevant: int
    found: tuple[str, ...]
    right_page: bool | None
    milliseconds: float | None
    abstained: bool | None = None

    @property
    def ndcg(self) -> float:
        """nDCG@10; 0 for a question without an answer, which no mean counts."""
        return ndcg(self.ranks, self.relevant, SHOWN) if self.relevant else 0.0


def judged(
    question: Question, asked: str, answered: Answered, milliseconds: float | None
) -> Outcome:
    """What came of `question`, put as `asked`."""
    found = answered.found
    return Outcome(
        id=question.id,
        kind=question.kind,
        asked=asked,
        ranks=tuple(sorted(_ranks(question, found))),
        relevant=len(question.targets),
        found=tuple(map(_in_words, found[:SHOWN])),
        right_page=_right_page(question, found),
        milliseconds=milliseconds,
        abstained=answered.abstained,
    )


def _ranks(question: Question, found: Sequence[Found]) -> Iterator[int]:
    """For each target that was found, the rank of the first thing that is it."""
    for target in question.targets:
        ranks = (rank for rank, one in enumerate(found, start=1) if _answers(one, target))
        yield from list(ranks)[:1]


def _answers(found: Found, target: Target) -> bool:
    """True if document, division (or one inside it) and page are all right; a Word file has no page
    that could be wrong."""
    inside = target.division is None or f"{found.place}, ".startswith(f"{target.division}, ")
    return found.document == target.document and inside and _holds(found, target) is not False


def _holds(found: Found, target: Target) -> bool | None:
    """Whether the pages of what was found hold the target's; None where either has no page."""
    if found.pages is None or target.page is None:
        return None
    return found.pages[0] <= target.page <= found.pages[1]


def _right_page(question: Question, found: Sequence[Found]) -> bool | None:
    if not found:
        return None
    same = [target for target in question.targets if target.document == found[0].document]
    told = [_holds(found[0], target) for target in same]
    return None if None in told or not told else any(told)


def _in_words(found: Found) -> str:
    pages = f"tr. {found.pages[0]}" if found.pages else None
    return ", ".join(part for part in (found.document, found.place, pages) if part)
