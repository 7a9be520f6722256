"""All that the words of a query may be, and how likely each is given all the others.

Forward-backward over the choices of neighbouring words: Rabiner, "A Tutorial on Hidden Markov Models",
Proceedings of the IEEE 77 (1989), section III.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kb.search.choices import Choice
from kb.search.likelihood import UNKNOWN, Bools, Floats, Likelihood
from kb.search.vocabulary import Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Lattice:
    """The choices of a query with `n` words, and the `n - 1` steps from each to the next.

    `linked` says whether a step stays inside a sentence. `start` `(c,)` are the chances of the first
    choice's words; `steps` `(c, d)` those of each word of the next choice behind each of this one, and
    `seen` `(c, d)` whether the two ever stood so, false over the end of a sentence.
    """

    choices: tuple[Choice, ...]
    linked: tuple[bool, ...]
    start: Floats
    steps: tuple[Floats, ...]
    seen: tuple[Bools, ...]

    def chances(self) -> list[Floats]:
        """For each choice `(c,)`, the chance of each word given the whole query; they add up to 1."""
        weights = [choice.weights for choice in self.choices]
        forth = [_shares(self.start * weights[0])]
        for step, weight in zip(self.steps, weights[1:], strict=True):
            forth.append(_shares((forth[-1] @ step) * weight))
        back = [np.ones_like(weights[-1])]
        for step, weight in zip(reversed(self.steps), reversed(weights[1:]), strict=True):
            back.append(_shares(step @ (back[-1] * weight)))
        return [_shares(one * other) for one, other in zip(forth, reversed(back), strict=True)]

    def is_alone(self, place: int) -> bool:
        """True if the choice at `place` has no neighbour in its sentence."""
        return not (self._is_linked(place - 1) or self._is_linked(place))

    def fits(self, place: int) -> bool:
        """True if a word of the choice at `place` ever stood beside one of a neighbour."""
        return any(seen.any() for seen in self.seen[max(place - 1, 0) : place + 1])

    def fit(self, place: int, taken: Sequence[int]) -> bool:
        """True if the word `taken` at `place` ever stood beside one of those taken beside it, or if it
        has no neighbour."""
        sides = range(max(place - 1, 0), min(place + 1, len(self.seen)))
        return self.is_alone(place) or any(self.seen[n][taken[n], taken[n + 1]] for n in sides)

    def fitting(self, place: int, words: Numbers, likelihood: Likelihood) -> Bools:
        """For each of `words`, whether it ever stood beside a word of the neighbours of `place`."""
        found = np.zeros(len(words), bool)
        if self._is_linked(place - 1):
            before = self.choices[place - 1].numbers
            found |= _steps([before], [words], likelihood)[0][1].any(0)
        if self._is_linked(place):
            behind = self.choices[place + 1].numbers
            found |= _steps([words], [behind], likelihood)[0][1].any(1)
        return found

    def _is_linked(self, step: int) -> bool:
        return 0 <= step < len(self.linked) and self.linked[step]


def lattice_of(
    choices: Sequence[Choice], linked: Sequence[bool], likelihood: Likelihood
) -> Lattice:
    """The lattice of the choices; none of them knows more of the next than `linked` says."""
    words = [np.array([UNKNOWN]), *(choice.numbers for choice in choices)]
    lefts = [
        before if is_linked else np.full_like(before, UNKNOWN)
        for before, is_linked in zip(words, (True, *linked), strict=False)
    ]
    start, *steps = _steps(lefts, words[1:], likelihood)
    return Lattice(
        tuple(choices),
        tuple(linked),
        start[0][0],
        tuple(chances for chances, _ in steps),
        tuple(seen for _, seen in steps),
    )


def _steps(
    lefts: Sequence[Numbers], rights: Sequence[Numbers], likelihood: Likelihood
) -> list[tuple[Floats, Bools]]:
    """For each two `(c,)` and `(d,)`, as `(c, d)`: the chances of every right word behind every left
    one, and what was seen. All are looked up at once, which takes half the time."""
    both = list(zip(lefts, rights, strict=True))
    left = np.concatenate([np.repeat(one, len(other)) for one, other in both])
    right = np.concatenate([np.tile(other, len(one)) for one, other in both])
    ends = np.cumsum([len(one) * len(other) for one, other in both])[:-1]
    found = (np.split(part, ends) for part in likelihood.after(left, right))
    return [
        (chances.reshape(len(one), len(other)), seen.reshape(len(one), len(other)))
        for (one, other), chances, seen in zip(both, *found, strict=True)
    ]


def _shares(weights: Floats) -> Floats:
    shares: Floats = weights / weights.sum()
    return shares
