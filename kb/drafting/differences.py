"""How a quotation differs from the text it is aligned with, each difference by its kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.document import Footnote
from kb.drafting.alignment import Aligned, Step
from kb.drafting.words import DASHES, QUOTES, Word


class DifferenceKind(StrEnum):
    """What differs; all but the first two are formal."""

    WORDING = "wording"
    PUNCTUATION = "punctuation"
    TONE = "tone"  # hoà, hòa
    CASE = "case"
    SPACING = "spacing"  # and line breaks; also words written together
    DASHES = "dashes"
    QUOTES = "quotes"
    CODING = "coding"  # another Unicode form of the same letters
    NOTE_MARK = "note_mark"  # the mark of a footnote, which is not part of the text

    @property
    def is_formal(self) -> bool:
        """True for what no reader hears."""
        return self not in (DifferenceKind.WORDING, DifferenceKind.PUNCTUATION)


@dataclass(frozen=True, slots=True)
class Difference:
    """What the quotation has and what is printed in its place; either may be empty."""

    kind: DifferenceKind
    quoted: str
    printed: str


def differences_of(
    asked: Sequence[Word | None],
    words: Sequence[Word],
    steps: Sequence[Aligned],
    notes: Sequence[Footnote],
) -> tuple[Difference, ...]:
    """The differences in order, a run of changed words as one; a formal one that comes again, once."""
    found: dict[Difference, None] = {}
    kept: list[Difference] = []
    for run in runs_of(asked, words, steps):
        quoted, printed = words_in(asked, words, run)
        if not run_differs(asked, words, run[0]):
            found.update(dict.fromkeys(_formal(quoted, printed)))
        elif quoted or printed:
            around = _around(words, steps, run)
            kept.append(
                Difference(_kind(quoted, printed, around, notes), text_of(quoted), text_of(printed))
            )
    return (*kept, *found)


def runs_of(
    asked: Sequence[Word | None], words: Sequence[Word], steps: Iterable[Aligned]
) -> Iterator[list[Aligned]]:
    """The steps cut where words begin or cease to differ, and at omissions, which stand alone."""
    run: list[Aligned] = []
    for step in steps:
        alone = step.step is Step.OMITTED or (run and run[0].step is Step.OMITTED)
        if run and (alone or run_differs(asked, words, run[0]) != run_differs(asked, words, step)):
            yield run
            run = []
        run.append(step)
    if run:
        yield run


def run_differs(asked: Sequence[Word | None], words: Sequence[Word], step: Aligned) -> bool:
    """True if the step's words are not the same; an omission is no difference."""
    if step.step is not Step.BOTH or step.quoted is None or step.printed is None:
        return step.step is not Step.OMITTED
    word = asked[step.quoted]
    return word is None or word.key != words[step.printed].key


def words_in(
    asked: Sequence[Word | None], words: Sequence[Word], run: Iterable[Aligned]
) -> tuple[list[Word], list[Word]]:
    """The words of the quotation and of the text in a run."""
    steps = list(run)
    quoted = [asked[step.quoted] for step in steps if step.quoted is not None]
    printed = [words[step.printed] for step in steps if step.printed is not None]
    return [word for word in quoted if word is not None], printed


def text_of(words: Sequence[Word]) -> str:
    """The words as they are written, with what stands between them."""
    return "".join(word.gap + word.raw if at else word.raw for at, word in enumerate(words))


def _around(
    words: Sequence[Word], steps: Sequence[Aligned], run: Sequence[Aligned]
) -> tuple[int, int]:
    """The offsets in the text between which a run stands, with the word before and after."""
    first = steps.index(run[0])
    before = [step.printed for step in steps[:first] if step.printed is not None]
    after = [step.printed for step in steps[first + len(run) :] if step.printed is not None]
    start = words[before[-1]].start if before else words[after[0]].start if after else 0
    return start, words[after[0]].end if after else words[before[-1]].end + 1 if before else 0


def _kind(
    quoted: Sequence[Word],
    printed: Sequence[Word],
    around: tuple[int, int],
    notes: Sequence[Footnote],
) -> DifferenceKind:
    if not any(word.is_word for word in (*quoted, *printed)):
        return DifferenceKind.PUNCTUATION
    if not printed and _is_note_mark(quoted, around, notes):
        return DifferenceKind.NOTE_MARK
    if _is_spacing(quoted, printed):
        return DifferenceKind.SPACING
    return DifferenceKind.WORDING


def _is_note_mark(
    quoted: Sequence[Word], around: tuple[int, int], notes: Sequence[Footnote]
) -> bool:
    """True if nothing but the number of a footnote anchored there, bare or in brackets."""
    said = "".join(word.key for word in quoted if word.key not in "()[]*")
    start, end = around
    return any(
        said == note.number and note.anchor is not None and start <= note.anchor <= end
        for note in notes
    )


def _is_spacing(quoted: Sequence[Word], printed: Sequence[Word]) -> bool:
    """True if one word here is several there with the same letters: "thôngtin". Two ways to cut the
    same letters ("giáo án", "giá oán") are two wordings, and so are numbers cut apart."""
    words = (*quoted, *printed)
    one_side = min(len(quoted), len(printed)) == 1
    letters = all(word.raw.isalpha() for word in words)
    return one_side and letters and _letters(quoted) == _letters(printed)


def _letters(words: Sequence[Word]) -> str:
    return "".join(word.raw for word in words).lower()


def _formal(quoted: Sequence[Word], printed: Sequence[Word]) -> Iterator[Difference]:
    """How words that are the same are written otherwise."""
    for at, (one, other) in enumerate(zip(quoted, printed, strict=True)):
        for kind in _of_letters(one.raw, other.raw):
            yield Difference(kind, one.raw, other.raw)
        if at and (between := _of_gaps(one.gap, other.gap)):
            before, after = quoted[at - 1 : at + 1], printed[at - 1 : at + 1]
            yield Difference(between, text_of(before), text_of(after))


def _of_letters(quoted: str, printed: str) -> Iterator[DifferenceKind]:
    if quoted in DASHES and quoted != printed:
        yield DifferenceKind.DASHES
    elif quoted.isalpha():
        if quoted.lower() != printed.lower():
            yield DifferenceKind.TONE
        if [char.isupper() for char in quoted] != [char.isupper() for char in printed]:
            yield DifferenceKind.CASE
    elif quoted != printed:
        yield DifferenceKind.CODING


def _of_gaps(quoted: str, printed: str) -> DifferenceKind | None:
    """The weightiest way in which what stands between two words is written otherwise."""
    if _only(quoted, QUOTES) != _only(printed, QUOTES):
        return DifferenceKind.QUOTES
    if _only(quoted, DASHES) != _only(printed, DASHES):
        return DifferenceKind.DASHES
    return None if quoted == printed else DifferenceKind.SPACING


def _only(gap: str, chars: frozenset[str]) -> str:
    return "".join(char for char in gap if char in chars)
