"""A query as the library would write it: accents put back, slips mended, keys read.

Every word may be what was typed or one of its choices; the chances of neighbouring words decide. A
word is changed if its chance, given all the others, is high enough; what is unsure stays as typed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from kb.search.choices import KNOWN_SLIP, SLIP, Choice, choices_of, is_meant, is_slip, slips_of
from kb.search.lattice import Lattice, lattice_of
from kb.search.lexical_tokens import is_unaccented, neighbours
from kb.search.likelihood import Likelihood
from kb.search.vocabulary import Vocabulary, form_of
from kb.vietnamese.normalise import fold
from kb.vietnamese.telex import read_keys
from kb.vietnamese.tokens import Token, tokens_of

Span = tuple[int, int]

SURE = 0.8
"""The least chance of a change. At 0.5, 0.6, 0.7, 0.8 and 0.9, of questions typed without accents:
nDCG@10 on alqac2025 .915 .915 .915 .914 .913, on natural .772 .772 .779 .778 .769; syllables of
alqac2025 that come back wrong .81 - .59 .39 - %, rightly 98.0 - 97.7 97.4 - %."""

_LONE_LETTERS = 5
"""A word that stands alone is mended from this length on: no neighbour speaks for it."""

_MOST_ODD = 8
"""Words that do not fit; where more do not, and more than a third, the library knows nothing of what
is asked, and mending would bend it to what the library has."""


_VOWEL = re.compile("[aeiouy]")


@dataclass(frozen=True, slots=True)
class Restored:
    """A query with some words changed; `changed` are half-open offsets into `text`, in order.

    `confidence` is the chance of the least sure change, at least SURE.
    """

    text: str
    changed: tuple[Span, ...]
    confidence: float


class Speller:
    """Restores queries by one vocabulary; safe to use from several threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._likelihood = Likelihood(vocabulary)

    def from_keys(self, text: str, fixed: Collection[Span] = ()) -> str | None:
        """`text` with its Telex or VNI keys read; None where it is not such keys.

        Numbers, and the words inside the spans `fixed` (document numbers), stay and say nothing.
        """
        tokens = [
            token
            for token in tokens_of(text)
            if not (
                token.text.isdecimal() or any(start <= token.start < end for start, end in fixed)
            )
        ]
        read = read_keys([token.text for token in tokens], self._is_known)
        return None if read is None else _exchanged(text, zip(tokens, read, strict=True))[0]

    def _is_known(self, word: str) -> bool:
        """True if library or dictionary have the word, or one that it is without its accents."""
        form = form_of(word)
        return any(is_meant(form, other) for other in self._vocabulary.alike([fold(form)])[0])

    def restored(self, text: str) -> Restored | None:
        """`text` as the library would write it; None where nothing is to be changed, or unsure.

        Accents that were typed are kept. A code in capitals ("TTĐN") is left alone.
        """
        tokens = tokens_of(text)
        if not tokens:
            return None
        plain = is_unaccented(text)
        still = [_is_still(token.text, text, plain) for token in tokens]
        choices = choices_of(tokens, still, plain, self._vocabulary)
        followers = {right.start for _, right in neighbours(text, tokens)}
        linked = [token.start in followers for token in tokens[1:]]
        lattice = lattice_of(choices, linked, self._likelihood)
        odd = [
            place for place in range(len(tokens)) if not still[place] and _is_odd(lattice, place)
        ]
        if 0 < len(odd) <= max(_MOST_ODD, len(tokens) // 3):
            for place in odd:
                choices[place] = self._widened(lattice, place, plain)
            lattice = lattice_of(choices, linked, self._likelihood)
        return _decided(text, lattice)

    def _widened(self, lattice: Lattice, place: int, plain: bool) -> Choice:
        """The choice at `place` with the words one slip away.

        Only words that have stood beside a neighbour's are added, so that a word which the library
        does not know is not bent into one that it does.
        """
        choice = lattice.choices[place]
        typed = choice.forms[0]
        alike = self._vocabulary.alike(self._vocabulary.held(sorted(slips_of(typed))))
        words = {word: number for each in alike for word, number in each.items()}
        numbers = np.fromiter(words.values(), np.int64, len(words))
        fitting = lattice.fitting(place, numbers, self._likelihood) | lattice.is_alone(place)
        slips = {
            word: number
            for (word, number), fits in zip(words.items(), fitting, strict=True)
            if fits and word not in choice.forms and is_slip(typed, word, plain)
        }
        return choice.with_more(slips, KNOWN_SLIP if choice.is_typed_known else SLIP)


def _is_still(word: str, text: str, plain: bool) -> bool:
    """True for a code in capitals, and for one letter ("anh Y"), of which accents elsewhere say that
    it was meant."""
    is_code = len(word) > 1 and word.isupper() and not text.isupper()
    return is_code or (len(word) == 1 and not plain)


def _is_odd(lattice: Lattice, place: int) -> bool:
    """True if no word of the choice is known, or none was ever seen beside its neighbours.

    Capitals inside a query are names, which are not bent into others.
    """
    choice = lattice.choices[place]
    letters = len(choice.forms[0])
    if not choice.is_word or letters < 2 or (place and choice.token.text[0].isupper()):
        return False
    if lattice.is_alone(place):
        return letters >= _LONE_LETTERS and not choice.is_known
    return not (choice.is_known and lattice.fits(place))


def _decided(text: str, lattice: Lattice) -> Restored | None:
    """The text with the changes that are sure."""
    chances = lattice.chances()
    best = [int(each.argmax()) for each in chances]
    words, sure = [], 1.0
    for place, (choice, number) in enumerate(zip(lattice.choices, best, strict=True)):
        chance = float(chances[place][number])
        if number and chance >= SURE and (choice.is_only or lattice.fit(place, best)):
            words.append((choice.token, choice.forms[number]))
            sure = min(sure, chance)
    return Restored(*_exchanged(text, words), sure) if words else None


def _exchanged(text: str, words: Iterable[tuple[Token, str]]) -> tuple[str, tuple[Span, ...]]:
    """The text with other words in the places of some tokens, in their case; and where they stand."""
    said, spans, done = "", [], 0
    for token, word in words:
        said += text[done : token.start]
        spans.append((len(said), len(said) + len(word)))
        said += _cased(word, token.text)
        done = token.end
    return said + text[done:], tuple(spans)


def _cased(word: str, like: str) -> str:
    """The word in the case of `like`; a word without a vowel is a code ("TTĐN")."""
    if (len(like) > 1 and like.isupper()) or not _VOWEL.search(fold(word)):
        return word.upper()
    return word[0].upper() + word[1:] if like[0].isupper() else word
