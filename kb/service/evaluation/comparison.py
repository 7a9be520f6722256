"""Two evaluations set side by side, question by question."""

from __future__ import annotations

from dataclasses import dataclass

from kb.errors import InvalidEvaluation
from kb.search.metrics import Difference, paired_difference
from kb.service.evaluation.judging import Outcome
from kb.service.evaluation.running import Evaluation
from kb.service.evaluation.summary import MEASURES


@dataclass(frozen=True, slots=True)
class Change:
    """One question in both evaluations."""

    before: Outcome
    after: Outcome

    @property
    def gain(self) -> float:
        """What its nDCG@10 gained, in [-1, 1]."""
        return self.after.ndcg - self.before.ndcg


@dataclass(frozen=True, slots=True)
class Comparison:
    """`wins` and `losses` by nDCG@10, the largest first; `cases` are the questions in both.

    `only_before` and `only_after` count those that only one of the evaluations holds.
    """

    cases: int
    only_before: int
    only_after: int
    wins: tuple[Change, ...]
    losses: tuple[Change, ...]
    differences: dict[str, Difference]


def compare(before: Evaluation, after: Evaluation) -> Comparison:
    """The gains and losses of `after` over `before`, by the ids of their questions.

    Raises InvalidEvaluation where no question with an answer is in both.
    """
    earlier = {one.id: one for one in before.outcomes}
    both = [Change(earlier[one.id], one) for one in after.outcomes if one.id in earlier]
    changes = [change for change in both if change.before.relevant and change.after.relevant]
    if not changes:
        raise InvalidEvaluation(
            f"Kết quả trước đo bộ «{before.name}», không có câu hỏi nào chung với «{after.name}»;"
            " hãy so sánh hai lần đo cùng một bộ câu hỏi."
        )
    moved = sorted(changes, key=lambda change: -abs(change.gain))
    return Comparison(
        cases=len(changes),
        only_before=len(before.outcomes) - len(both),
        only_after=len(after.outcomes) - len(both),
        wins=tuple(change for change in moved if change.gain > 0),
        losses=tuple(change for change in moved if change.gain < 0),
        differences={
            name: paired_difference(
                [measure(change.before) for change in changes],
                [measure(change.after) for change in changes],
            )
            for name, measure in MEASURES.items()
        },
    )
