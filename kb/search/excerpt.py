"""The part of a long passage that is shown first: the sentences that hold most of what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.vietnamese.sentences import sentence_ends
from kb.vietnamese.tokens import tokens_of

LONGEST = 900
"""Characters shown before the rest is folded away: about twelve lines on a desk screen. The
splitter's passages rarely pass it (7 of 1,242 of the samples and two real documents)."""

_SLACK = LONGEST // 3  # a fold that hides a line or two is a nuisance
_CLAUSE = re.compile(r"[;:]\s")


def excerpt(text: str, highlights: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Half-open offsets of whole sentences of `text`, at most `LONGEST` characters, all of it if it
    is hardly longer.

    Of the windows that fit, the one with the most different marked words, then with the most marks,
    then the first. A sentence too long for a window is cut after ";" or ":", else between words.
    """
    if len(text) <= LONGEST + _SLACK:
        return 0, len(text)
    cuts = [0, *_cuts(text)]
    windows = [(start, _last_within(cuts, start)) for start in cuts[:-1]]
    start, end = max(windows, key=lambda window: (_shown(text, highlights, *window), -window[0]))
    shown = text[start:end]
    return end - len(shown.lstrip()), start + len(shown.rstrip())


def _cuts(text: str) -> Iterator[int]:
    """Where a window may begin or end, ascending, none further than `LONGEST` from the one before."""
    before = 0
    for end in [*(end for end in sentence_ends(text) if end < len(text)), len(text)]:
        while end - before > LONGEST:
            before = _inside(text, before)
            yield before
        if end > before:
            yield end
            before = end


def _inside(text: str, start: int) -> int:
    """Where a sentence that is too long is cut: at its last clause that fits, else at a space."""
    clauses = [match.end() for match in _CLAUSE.finditer(text, start, start + LONGEST)]
    space = text.rfind(" ", start + 1, start + LONGEST) + 1
    return clauses[-1] if clauses else space or start + LONGEST


def _last_within(cuts: Sequence[int], start: int) -> int:
    return max(cut for cut in cuts if start < cut <= start + LONGEST)


def _shown(
    text: str, highlights: Sequence[tuple[int, int]], start: int, end: int
) -> tuple[int, int]:
    marked = [text[one:two].lower() for one, two in highlights if start <= one and two <= end]
    words = [token.text for mark in marked for token in tokens_of(mark)]
    return len(set(words)), len(words)
