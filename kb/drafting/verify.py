"""Does this quotation stand in that document, word for word?

A quotation is exact only if every word and every sign of it stands in the document in its order. What
no reader hears (where a tone is placed, letter case, white space, dashes, quotation marks, a footnote's
mark) is named and is no difference of wording.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from kb.document import Footnote, Span
from kb.drafting.alignment import OMISSION, Aligned, Alignment, Step, align
from kb.drafting.differences import Difference, DifferenceKind, differences_of
from kb.drafting.pieces import Piece, pieces_of
from kb.drafting.quotation import Quotation
from kb.drafting.words import BORDER, Word, words_of

_LEAST = 0.6
"""The share of its words that a stretch of text must have, in order, to be what was meant."""

_COMPARED = 100  # places of one document that are looked at; more say too little to be a quotation


class Verdict(StrEnum):
    """What became of a quotation."""

    EXACT = "exact"
    DIFFERS = "differs"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a quotation stands in a document's text, and how it differs.

    `spans` are the stretches of the text, one for each part of the quotation that has a word there;
    `share` is the part of its words found, in [0, 1]; `pieces` joined show both wordings.
    """

    verdict: Verdict
    spans: tuple[Span, ...]
    differences: tuple[Difference, ...]
    pieces: tuple[Piece, ...]
    share: float


class Source:
    """A document's text, read for comparing: its body without the footnotes, then each of these."""

    def __init__(self, text: str, notes: Sequence[Footnote] = ()) -> None:
        self._notes = tuple(notes)
        self._text = text
        self._readings: list[list[Word]] = []

    def exact(self, quotation: Quotation, most: int) -> list[Finding]:
        """At most `most` places where it stands word for word: those where nothing at all differs
        first, then in reading order."""
        for words in self._all_readings():
            steps = islice(_occurrences(quotation.parts, words), _COMPARED)
            found = [self._finding(quotation, words, Alignment(one, 0)) for one in steps]
            if found:
                return sorted(found, key=lambda one: bool(one.differences))[:most]
        return []

    def nearest(self, quotation: Quotation) -> Finding | None:
        """The stretch nearest to it, None where none has most of its words."""
        asked = _joined(quotation.parts)
        readings = [(words, align(asked, words)) for words in self._all_readings() if words]
        near = [(self._finding(quotation, *one), one[1]) for one in readings]
        meant = [one for one in near if _is_meant(quotation, *one)]
        order = {Verdict.EXACT: 0, Verdict.DIFFERS: 1}
        meant.sort(key=lambda one: (order[one[0].verdict], one[1].cost))
        return meant[0][0] if meant else None

    def _all_readings(self) -> Iterator[list[Word]]:
        """The text without its footnotes and they apart, then as it is stored, for a quotation copied
        with the footnotes that stand in it."""
        for number in range(2 if self._notes else 1):
            if number == len(self._readings):
                self._readings.append(words_of(self._text) if number else self._lifted())
            yield self._readings[number]

    def _lifted(self) -> list[Word]:
        notes = sorted(note.span for note in self._notes)
        ends = [0, *(note.end for note in notes)]
        starts = [*(note.start for note in notes), len(self._text)]
        body = [Span(end, max(start, end)) for end, start in zip(ends, starts, strict=True)]
        words = words_of(self._text, body)
        for note in notes:
            words += [BORDER, *words_of(self._text, [note])]
        return words

    def _finding(
        self, quotation: Quotation, words: Sequence[Word], alignment: Alignment
    ) -> Finding:
        asked = _joined(quotation.parts)
        differences = differences_of(asked, words, alignment.steps, self._notes)
        if quotation.recoded:
            differences = (*differences, Difference(DifferenceKind.CODING, "", ""))
        exact = all(one.kind.is_formal for one in differences)
        return Finding(
            Verdict.EXACT if exact else Verdict.DIFFERS,
            tuple(_spans(words, alignment.steps)),
            differences,
            pieces_of(asked, words, alignment.steps),
            _share(asked, words, alignment.steps),
        )


def _joined(parts: Sequence[Sequence[Word]]) -> list[Word | None]:
    joined: list[Word | None] = []
    for part in parts:
        joined += [*([OMISSION] if joined else []), *part]
    return joined


def _occurrences(
    parts: Sequence[Sequence[Word]], words: Sequence[Word]
) -> Iterator[tuple[Aligned, ...]]:
    """Each place where all parts stand whole and in order, as near together as they can."""
    keys = [word.key for word in words]
    places = [list(_places([word.key for word in part], keys)) for part in parts]
    lengths = [len(part) for part in parts]
    after = 0
    while starts := _first_chain(places, lengths, after):
        after = starts[-1] + lengths[-1]
        yield _steps(starts, lengths)


def _places(wanted: Sequence[str], keys: Sequence[str]) -> Iterator[int]:
    first, length = wanted[0], len(wanted)
    for at, key in enumerate(keys):
        if key == first and keys[at : at + length] == wanted:
            yield at


def _first_chain(
    places: Sequence[Sequence[int]], lengths: Sequence[int], after: int
) -> list[int] | None:
    """The chain of parts that ends first, of several the one that begins last."""
    starts: list[int] = []
    for found, length in zip(places, lengths, strict=True):
        at = bisect_left(found, after)
        if at == len(found):
            return None
        starts.append(found[at])
        after = found[at] + length
    for part in range(len(starts) - 2, -1, -1):
        latest = starts[part + 1] - lengths[part]
        starts[part] = places[part][bisect_right(places[part], latest) - 1]
    return starts


def _steps(starts: Sequence[int], lengths: Sequence[int]) -> tuple[Aligned, ...]:
    steps: list[Aligned] = []
    quoted = 0
    for start, length in zip(starts, lengths, strict=True):
        if steps:
            steps.append(Aligned(Step.OMITTED, quoted, None))
            quoted += 1
        steps += [Aligned(Step.BOTH, quoted + at, start + at) for at in range(length)]
        quoted += length
    return tuple(steps)


def _spans(words: Sequence[Word], steps: Iterable[Aligned]) -> Iterator[Span]:
    part: list[int] = []
    for step in [*steps, Aligned(Step.OMITTED, None, None)]:
        if step.printed is not None:
            part.append(step.printed)
        elif step.step is Step.OMITTED and part:
            yield Span(words[part[0]].start, words[part[-1]].end)
            part = []


def _share(asked: Sequence[Word | None], words: Sequence[Word], steps: Iterable[Aligned]) -> float:
    spoken = sum(word is not None and word.is_word for word in asked)
    return sum(_is_same(asked, words, step) for step in steps) / spoken


def _is_same(asked: Sequence[Word | None], words: Sequence[Word], step: Aligned) -> bool:
    if step.quoted is None or step.printed is None:
        return False
    word = asked[step.quoted]
    return word is not None and word.is_word and word.key == words[step.printed].key


def _is_meant(quotation: Quotation, finding: Finding, alignment: Alignment) -> bool:
    """True if most words stand there, and not scattered over many others."""
    if finding.verdict is Verdict.EXACT:
        return True
    length = sum(map(len, quotation.parts))
    strangers = sum(step.step is Step.PRINTED for step in alignment.steps)
    return finding.share >= _LEAST and strangers <= max(1, (1 - _LEAST) * length)
