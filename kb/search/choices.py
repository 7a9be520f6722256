"""What a typed word may have been meant to be: the same letters with accents, or one slip away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

import numpy as np

from kb.search.likelihood import UNKNOWN, Floats
from kb.search.vocabulary import OTHER, Numbers, Vocabulary, form_of
from kb.vietnamese.normalise import fold, split_tone
from kb.vietnamese.telex import from_telex
from kb.vietnamese.tokens import Token

ADDED_ACCENT = 0.003
"""Weight of a word with accents where none was typed, though the query has accents elsewhere; in a
query without any, the accents say nothing and the weight is 1. 0.001 to 0.01 are alike."""

SLIP = 3e-4
"""Weight of a word one slip away from what was typed, where that is no known word.

On alqac2025 with one syllable in eight mistyped, 1e-4, 3e-4 and 1e-3 mend 79.5, 80.5 and 81.3 % of the
slips, and wrongly 1.3, 1.6 and 1.9 %.
"""

KNOWN_SLIP = 1e-5
"""The same where what was typed is a word: then the slip is the less likely story.

3e-4, 1e-5 and 1e-8 mend 80.6, 77.9 and 69.4 % of all slips and change .09, .08 and .05 % of the words
that were not mistyped (most of those were, by whoever wrote the questions).
"""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The words that a token may be, `(c,)`, with the weight of each; the first is the token as typed.

    `numbers` are those of the vocabulary, or UNKNOWN.
    """

    token: Token
    forms: tuple[str, ...]
    numbers: Numbers
    weights: Floats

    @property
    def is_word(self) -> bool:
        """False for "57" and "QH15", which nothing is done to."""
        return bool(self.numbers[0] != OTHER)

    @property
    def is_typed_known(self) -> bool:
        """True if library or dictionary have the word as it was typed."""
        return bool(self.numbers[0] != UNKNOWN)

    @property
    def is_known(self) -> bool:
        """True if they have any of the words."""
        return bool((self.numbers != UNKNOWN).any())

    @property
    def is_only(self) -> bool:
        """True if the token is no known word and can be one other alone: "ttdn" is TTĐN."""
        return len(self.forms) == 2 and not self.is_typed_known

    def with_more(self, words: dict[str, int], weight: float) -> Choice:
        """The same with more words, given with their numbers."""
        numbers = np.fromiter(words.values(), np.int64, len(words))
        return Choice(
            self.token,
            (*self.forms, *words),
            np.concatenate([self.numbers, numbers]),
            np.concatenate([self.weights, np.full(len(words), weight)]),
        )


def choices_of(
    tokens: Sequence[Token], still: Sequence[bool], plain: bool, vocabulary: Vocabulary
) -> list[Choice]:
    """For each token itself and the words that it is without some of their accents.

    A token that stays `still` is only itself. `plain` says that the whole query has no accents.
    """
    alike = vocabulary.alike([fold(form_of(token.text)) for token in tokens])
    return [
        _choice(token, words, is_still, 1.0 if plain else ADDED_ACCENT)
        for token, words, is_still in zip(tokens, alike, still, strict=True)
    ]


def _choice(token: Token, words: dict[str, int], is_still: bool, weight: float) -> Choice:
    form = form_of(token.text)
    number = words.get(form, UNKNOWN) if form else OTHER
    typed = Choice(token, (form,), np.array([number]), np.ones(1))
    if is_still or not form:
        return typed
    meant = {word: words[word] for word in words if word != form and is_meant(form, word)}
    return typed.with_more(meant, weight)


def slips_of(typed: str) -> set[str]:
    """What is one slip away from `typed` without accents, and `typed` itself, since an accent can be
    wrong too; also what its letters write as Telex keys."""
    word, keys = fold(typed), from_telex(typed)
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    slips = {before + behind[1:] for before, behind in halves}
    slips |= {before + behind[1::-1] + behind[2:] for before, behind in halves if len(behind) > 1}
    for letter in ascii_lowercase:
        slips |= {before + letter + behind for before, behind in halves}
        slips |= {before + letter + behind[1:] for before, behind in halves}
    return slips | ({fold(keys)} if keys else set())


def is_meant(typed: str, word: str) -> bool:
    """True if `word` is `typed` with accents where it has none: "quoc" and "đuong" may be "quốc" and
    "đường", "quôc" is a slip."""
    return len(typed) == len(word) and all(map(_may_be, typed, word))


def is_slip(typed: str, word: str, plain: bool) -> bool:
    """True if one letter was left out, added, exchanged or swapped with the next, or one accent is
    wrong, or `typed` is the Telex keys of `word`. In a `plain` query only letters count."""
    if typed.isascii() and from_telex(typed) == word:
        return True
    (letters, tone), (others, other) = split_tone(typed), split_tone(word)
    if plain:
        return _is_one(*_difference(letters, others, _may_be), _may_be)
    lost, wanted = _difference(typed, word, str.__eq__)
    if lost.isascii() and _is_one(lost, wanted, str.__eq__):  # the letter that bore the tone
        return True
    lost, wanted = _difference(letters, others, str.__eq__)
    return _is_one(lost, wanted, str.__eq__) if tone == other else not (lost or wanted)


Same = Callable[[str, str], bool]
"""Whether a typed letter may be a letter of the word."""


def _may_be(typed: str, letter: str) -> bool:
    return typed in (letter, fold(letter))


def _is_one(typed: str, wanted: str, same: Same) -> bool:
    """True if one slip makes `typed` of `wanted`, which differ from their first letter to the last."""
    swapped = len(typed) == len(wanted) == 2 and all(map(same, typed[::-1], wanted))
    return swapped or max(len(typed), len(wanted)) == 1


def _difference(typed: str, word: str, same: Same) -> tuple[str, str]:
    """What is left of both without their common beginning and end."""
    start, shorter = 0, min(len(typed), len(word))
    while start < shorter and same(typed[start], word[start]):
        start += 1
    end = 0
    while end < shorter - start and same(typed[-1 - end], word[-1 - end]):
        end += 1
    return typed[start : len(typed) - end], word[start : len(word) - end]
