"""The title that a citation prints, against the title that is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.document import Span
from kb.drafting.alignment import Aligned, Step, align
from kb.drafting.differences import Difference, DifferenceKind, differences_of
from kb.drafting.words import Word, words_of

_OPENS = re.compile(r"(?:(?:về|v/v)\s+)?(?:việc\s+)?", re.IGNORECASE)
_TAIL = 2  # words: the end of a title left out is a title cut short, changed it is another end
_LEAD = 3  # words that may stand before the title begins, as in "phê duyệt"


@dataclass(frozen=True, slots=True)
class TitleComparison:
    """How the words after "về" stand to a known title.

    `share` is the part of the title's words, up to where the draft cuts it short, that stand there in
    order, `matched` their number; `differences` are those of words and signs, `span` the stretch of
    the draft's text that was compared, `is_whole` true where it goes to the title's end.
    """

    share: float
    matched: int
    differences: tuple[Difference, ...]
    span: Span
    is_whole: bool = False

    @property
    def is_same(self) -> bool:
        """True if enough words agree for the two to name one document."""
        return self.share >= _SAME and self.matched >= _FEWEST

    @property
    def has_other_words(self) -> bool:
        """True if a word differs, not only a sign."""
        return any(
            one.kind is DifferenceKind.WORDING and not {one.quoted, one.printed} <= _LINKS
            for one in self.differences
        )


_SAME = 0.7
"""Of 9,316 pairs of titles in corpus/catalogue.csv some 70 share as much, mostly acts of one kind that
followed one another; of the 23 pairs with one symbol, which alone are compared, one does: they differ
in the number of a congress, so that another word tells documents apart (`has_other_words`)."""
_FEWEST = 3
_LINKS = frozenset({"", ",", "và", "số"})  # "kiểm điểm, đánh giá", "Chỉ thị 05-CT/TW"


def compare_titles(text: str, printed: Span, title: str) -> TitleComparison | None:
    """The comparison of a title with the words of `text` at `printed`; None where either has none."""
    opening = _OPENS.match(title)
    wanted = words_of(title[opening.end() if opening else 0 :])
    start = printed.start + _length(_OPENS.match(printed.of(text)))
    words = words_of(text, [Span(min(start, printed.end), printed.end)])
    words = words[: len(wanted) + len(wanted) // 2 + _LEAD]
    if not any(word.is_word for word in wanted) or not any(word.is_word for word in words):
        return None
    steps = _until_cut(_anchored(wanted, words), wanted, words)
    places = [words[one.printed] for one in steps if one.printed is not None]
    known = [wanted[one.quoted] for one in steps if one.quoted is not None]
    matched = sum(_is_same(one, wanted, words) and _is_word(one, wanted) for one in steps)
    if not matched:
        return TitleComparison(0.0, 0, (), printed)
    longest = max(sum(word.is_word for word in side) for side in (places, known))
    return TitleComparison(
        share=matched / longest,
        matched=matched,
        differences=_told(wanted, words, steps),
        span=Span(places[0].start, places[-1].end),
        is_whole=len(known) == len(wanted),
    )


def _is_word(one: Aligned, wanted: Sequence[Word]) -> bool:
    return one.quoted is not None and wanted[one.quoted].is_word


def _length(match: re.Match[str] | None) -> int:
    return match.end() if match else 0


def _anchored(wanted: Sequence[Word], words: Sequence[Word]) -> tuple[Aligned, ...]:
    """The cheapest alignment, what it passes over at the beginning counted as words of the draft."""
    steps = align(list(wanted), words).steps
    first = next((one.printed for one in steps if one.printed is not None), 0) or 0
    skipped = (Aligned(Step.PRINTED, None, at) for at in range(first))
    return (*skipped, *steps)


def _until_cut(
    steps: Sequence[Aligned], wanted: Sequence[Word], words: Sequence[Word]
) -> tuple[Aligned, ...]:
    """Without the end of the title, where the draft cuts it short."""
    same = [at for at, one in enumerate(steps) if _is_same(one, wanted, words)]
    last = same[-1] if same else -1
    rest = [one for one in steps[last + 1 :] if one.quoted is not None]
    if len(rest) <= _TAIL and all(one.step is Step.BOTH for one in rest):
        return tuple(steps)
    return tuple(steps[: last + 1])


def _is_same(one: Aligned, wanted: Sequence[Word], words: Sequence[Word]) -> bool:
    if one.quoted is None or one.printed is None:
        return False
    return wanted[one.quoted].key == words[one.printed].key


def _told(
    wanted: Sequence[Word], words: Sequence[Word], steps: Sequence[Aligned]
) -> tuple[Difference, ...]:
    """The differences of words and signs, the draft's as `quoted` and the title's as `printed`."""
    turned = [Aligned(_TURNED[one.step], one.printed, one.quoted) for one in steps]
    found = differences_of(list(words), wanted, turned, ())
    return tuple(one for one in found if not one.kind.is_formal)


_TURNED = {
    Step.BOTH: Step.BOTH,
    Step.QUOTED: Step.PRINTED,
    Step.PRINTED: Step.QUOTED,
    Step.OMITTED: Step.OMITTED,
}
