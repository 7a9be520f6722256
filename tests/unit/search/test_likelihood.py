"""Chances of a word behind another, worked by hand on a few words."""

from __future__ import annotations

import numpy as np
import pytest

from kb.search.likelihood import UNKNOWN, Likelihood
from kb.search.vocabulary import BREAK, Vocabulary

VOCABULARY = Vocabulary.of_phrases(["a c"]).changed({1: "a b a b a c. b d"}, [])
A, B, C, D = (VOCABULARY.alike([word])[0][word] for word in "abcd")


def chance(left: int, right: int) -> float:
    return float(Likelihood(VOCABULARY).after(np.array([left]), np.array([right]))[0][0])


def anywhere(weight: float) -> float:
    """The share of a word by how many others it stands behind: a and b behind two (the beginning of a
    sentence is one), c and d behind one; 0.01 more for c, which stands behind a in the dictionary too,
    and 0.01 for each of the six words, the beginning and what is no word among them."""
    return weight / (6 + 0.01 + 6 * 0.01)


def test_a_pair_that_stands_has_its_share_and_a_part_of_the_rest() -> None:
    """a is followed three times, twice by b, by two different words; it has one follower in the
    dictionary, which is not b: (2 - 0.9) / 3 + 0.9 * 2 / 3 * (1 - 0.3) * anywhere(b)."""
    expected = 1.1 / 3 + 0.6 * 0.7 * anywhere(2.01)

    assert chance(A, B) == pytest.approx(expected)


def test_a_pair_of_the_dictionary_gets_a_share_of_the_rest() -> None:
    expected = 0.1 / 3 + 0.6 * (0.3 + 0.7 * anywhere(1.02))

    assert chance(A, C) == pytest.approx(expected)


def test_a_pair_never_seen_has_what_the_word_has_anywhere() -> None:
    """b is followed three times by two different words; the dictionary has no follower of b."""
    assert chance(B, C) == pytest.approx(0.9 * 2 / 3 * anywhere(1.02))


def test_behind_a_word_that_nothing_follows_every_word_is_as_likely_as_anywhere() -> None:
    assert chance(D, B) == pytest.approx(anywhere(2.01))
    assert chance(UNKNOWN, B) == pytest.approx(anywhere(2.01))


def test_the_beginning_of_a_sentence_is_followed_like_a_word() -> None:
    """Once by a and once by b."""
    assert chance(BREAK, B) == pytest.approx(0.1 / 2 + 0.9 * anywhere(2.01))


def test_an_unknown_word_shares_the_chance_of_a_new_one() -> None:
    """c and d stand once among ten (two beginnings): (2 + 1) / (10 + 1), shared by 6,000."""
    assert chance(D, UNKNOWN) == pytest.approx(3 / 11 / 6000)


def test_the_chances_behind_a_word_add_up_to_one() -> None:
    everything = np.arange(len(VOCABULARY.words))

    for word in (A, B, C, D, BREAK, UNKNOWN):
        chances, _ = Likelihood(VOCABULARY).after(np.full_like(everything, word), everything)
        assert chances.sum() == pytest.approx(1.0)


def test_what_stood_together_is_told_library_or_dictionary() -> None:
    left, right = np.array([A, A, C, B, UNKNOWN, D]), np.array([B, C, A, C, A, UNKNOWN])

    _, seen = Likelihood(VOCABULARY).after(left, right)

    assert seen.tolist() == [True, True, False, False, False, False]
