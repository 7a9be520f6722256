"""How likely a word is behind another, in this library.

Interpolated Kneser-Ney smoothing with one discount (Chen, Goodman, "An Empirical Study of Smoothing
Techniques for Language Modeling", Computer Speech and Language 13 (1999), section 3), which asks a
dictionary where the library has not seen the pair.

How the figures were chosen: share of syllables whose accents come back rightly, on the questions of
alqac2025 and natural by the words of their articles, and on those of alqac2025 by the words of the
eighteen sample documents. Discount 0.7 and 0.9: 97.9 and 98.0 %, 93.3 and 93.5 %. Without the
dictionary 98.6, 96.3 and 86.2 %, with it 98.7, 96.3 and 91.7 %; shares of 0.1 to 0.5 are alike.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kb.search.vocabulary import Numbers, Pairs, Vocabulary, joined

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

UNKNOWN = -1
"""The number of a word that neither the library nor the dictionary has."""

_DISCOUNT = 0.9
_DICTIONARY_SHARE = 0.3
"""Of the chance that seen pairs leave over: what the dictionary's pairs get."""

_DICTIONARY_WEIGHT = 0.01
"""Of a neighbour in the dictionary beside one in the library."""

_UNSEEN_SYLLABLES = 6000
"""Share out the chance of a word not seen before; Vietnamese has that many that are in use."""


class Likelihood:
    """Chances in (0, 1] of words given by their numbers in the vocabulary.

    The vocabulary has pairs, in the library and in the dictionary, as a fresh one has.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        counts = vocabulary.counts
        behind = counts["preceders"] + _DICTIONARY_WEIGHT * (counts["general_preceders"] + 1.0)
        once = np.count_nonzero(counts["standing"] == 1) + 1
        new = (
            once / (counts["standing"].sum() + 1) / _UNSEEN_SYLLABLES
        )  # Good and Turing's estimate
        # Each has one entry more, which UNKNOWN finds.
        self._anywhere = np.append(behind / behind.sum(), new)
        self._followed = np.append(counts["followed"], 0)
        self._followers = np.append(counts["followers"], 0)
        self._general = np.append(counts["general_followers"], 0)

    def after(self, left: Numbers, right: Numbers) -> tuple[Floats, Bools]:
        """For each place of `left` and `right`, both `(n,)`: the chance of the right word where the
        left one stands before it, and whether library or dictionary have the two so.

        At the beginning, left is BREAK.
        """
        vocabulary, pairs = self._vocabulary, joined(left, right)
        at, stands = _found(vocabulary.pairs, pairs)
        in_dictionary = _found(vocabulary.general, pairs)[1]
        followed = np.maximum(self._followed[left], 1)
        times = np.where(stands, vocabulary.pair_counts[at], _DISCOUNT)
        left_over = np.where(
            self._followed[left], _DISCOUNT * self._followers[left] / followed, 1.0
        )
        otherwise = self._otherwise(left, right, in_dictionary)
        return (times - _DISCOUNT) / followed + left_over * otherwise, stands | in_dictionary

    def _otherwise(self, left: Numbers, right: Numbers, in_dictionary: Bools) -> Floats:
        """The chances without the library's pairs."""
        followers = self._general[left]
        share = np.where(followers, _DICTIONARY_SHARE, 0.0)
        chances: Floats = (
            share * in_dictionary / np.maximum(followers, 1) + (1 - share) * self._anywhere[right]
        )
        return chances


def _found(pairs: Pairs, wanted: Pairs) -> tuple[Numbers, Bools]:
    """Where each of the `wanted` stands in `pairs`, and whether it does."""
    at = np.minimum(np.searchsorted(pairs, wanted), len(pairs) - 1)
    return at, pairs[at] == wanted
