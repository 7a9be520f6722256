"""The chances of a lattice against all its paths counted one by one."""

from __future__ import annotations

from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.choices import Choice
from kb.search.lattice import lattice_of
from kb.search.likelihood import UNKNOWN, Likelihood
from kb.search.vocabulary import Vocabulary
from kb.vietnamese.tokens import Token

TEXT = "thông tin; thông tin; thông tin đối ngoại. tin đôi đối nội, thống nhất"
VOCABULARY = Vocabulary.of_phrases(["đối ngoại"]).changed({1: TEXT}, [])
LIKELIHOOD = Likelihood(VOCABULARY)


def choice(*words: str, weights: tuple[float, ...] | None = None) -> Choice:
    """A choice among words as the vocabulary has them; "?" is unknown."""
    known = {word: n for each in VOCABULARY.alike(LETTERS) for word, n in each.items()}
    numbers = np.array([known.get(word, UNKNOWN) for word in words])
    return Choice(Token(words[0], 0, 1), words, numbers, np.array(weights or [1.0] * len(words)))


LETTERS = ["thong", "tin", "doi", "ngoai", "noi", "nhat"]


def test_the_better_neighbour_decides() -> None:
    choices = [choice("thông", "thống"), choice("tin")]

    chances = lattice_of(choices, [True], LIKELIHOOD).chances()

    assert chances[0][0] > 0.8
    assert chances[1].tolist() == [1.0]


def test_over_the_end_of_a_sentence_nothing_is_told() -> None:
    choices = [choice("thông", "thống"), choice("tin")]

    lattice = lattice_of(choices, [False], LIKELIHOOD)

    alone = lattice_of(choices[:1], [], LIKELIHOOD).chances()[0]
    assert lattice.chances()[0].tolist() == pytest.approx(alone.tolist())
    assert lattice.is_alone(0)
    assert lattice.is_alone(1)
    assert not lattice.fits(0)


def test_a_weight_counts_as_much_as_a_chance() -> None:
    choices = [choice("thông", "tin", weights=(0.25, 0.75))]

    even = lattice_of([choice("thông", "tin")], [], LIKELIHOOD).chances()[0]
    weighed = lattice_of(choices, [], LIKELIHOOD).chances()[0]

    assert weighed[1] / weighed[0] == pytest.approx(3 * even[1] / even[0])


def test_fitting_words_have_stood_beside_a_neighbour() -> None:
    lattice = lattice_of([choice("tin"), choice("?"), choice("ngoại")], [True, True], LIKELIHOOD)
    words = choice("đối", "đôi", "nội", "thông").numbers

    assert lattice.fitting(1, words, LIKELIHOOD).tolist() == [True, True, False, False]
    assert lattice.fitting(0, words, LIKELIHOOD).tolist() == [False, False, False, False]
    assert not lattice.fits(1)


def test_words_taken_together_fit_if_they_stood_together() -> None:
    lattice = lattice_of([choice("thông", "thống"), choice("tin", "nhất")], [True], LIKELIHOOD)

    assert [lattice.fit(0, taken) for taken in ([0, 0], [1, 1], [0, 1])] == [True, True, False]


words = st.sampled_from(["thông", "thống", "tin", "đối", "đôi", "ngoại", "nội", "?"])
choices = st.builds(
    lambda said, weights: choice(*said, weights=tuple(weights[: len(said)])),
    st.lists(words, min_size=1, max_size=3, unique=True),
    st.lists(st.floats(0.01, 1), min_size=3, max_size=3),
)


@given(st.lists(choices, min_size=1, max_size=4), st.lists(st.booleans(), min_size=3, max_size=3))
def test_the_chances_are_those_of_all_paths(said: list[Choice], links: list[bool]) -> None:
    linked = links[: len(said) - 1]

    chances = lattice_of(said, linked, LIKELIHOOD).chances()

    paths = list(product(*(range(len(one.forms)) for one in said)))
    weights = {path: weight(said, linked, path) for path in paths}
    for place, one in enumerate(said):
        by_hand = [sum(weights[p] for p in paths if p[place] == n) for n in range(len(one.forms))]
        assert chances[place].tolist() == pytest.approx(
            [each / sum(weights.values()) for each in by_hand]
        )


def weight(said: list[Choice], linked: list[bool], path: tuple[int, ...]) -> float:
    numbers = [int(one.numbers[n]) for one, n in zip(said, path, strict=True)]
    befores = [UNKNOWN, *(n if link else UNKNOWN for n, link in zip(numbers, linked, strict=False))]
    chances, _ = LIKELIHOOD.after(np.array(befores), np.array(numbers))
    return prod(chances.tolist()) * prod(
        float(one.weights[n]) for one, n in zip(said, path, strict=True)
    )
