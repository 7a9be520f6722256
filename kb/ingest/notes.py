"""Footnotes: where the note area of a page begins, and which line begins a note.

A note area lies under a short rule at the left margin, or is a run of smaller print at the page's
foot whose first line bears a raised number. A browser prints notes as a numbered list behind the
document instead, each ending with a return arrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.ingest.lines import PrintedLine, Segment
from kb.ingest.pdf import RawPage, Rule

RETURN_ARROWS = "↩\ufe0e\ufe0f"
"""The arrow (and its variation selectors) that browsers print after an endnote."""

_SMALL_PRINT = 0.92  # of the body's size: notes are set at 10 to 12 points under 14
_UNDERLINE = 0.3  # of the font size; a separator stands half an em or more below the text
_LABEL = re.compile(r"^(\d{1,3})\s*[.)]?\s*")


def note_area_top(
    page: RawPage, lines: Sequence[PrintedLine], left: float, *, continued: bool
) -> float | None:
    """The height (points from the top) below which the page holds footnotes; None without any.

    A rule without a numbered note under it counts only where a note of an earlier page may go on
    (`continued`), or over small print; else it is an ornament.
    """
    for rule in sorted(page.rules, key=lambda rule: -rule.top):
        below = [line for line in lines if line.y > rule.top]
        if below and _separates(rule, page, left) and not _underlines(rule, lines):
            small = below[0].size <= _SMALL_PRINT * max(line.size for line in lines)
            if continued or small or raised_label(below[0].segments[0]):
                return rule.top
    return _small_print_top(lines)


def _underlines(rule: Rule, lines: Sequence[PrintedLine]) -> bool:
    """True for the line under words ("Nơi nhận:"): close below a baseline and no longer than them."""
    return any(
        0 <= rule.top - part.y <= _UNDERLINE * part.size
        and part.left - 3 <= rule.left
        and rule.right <= part.right + 3
        for line in lines
        for part in line.segments
    )


def _separates(rule: Rule, page: RawPage, left: float) -> bool:
    """True for Word's, LibreOffice's and browsers' separator: left-aligned, about a third wide."""
    width = rule.right - rule.left
    return (
        rule.horizontal
        and abs(rule.left - left) < 8
        and 0.08 * page.width < width < 0.45 * page.width
        and rule.top > 0.2 * page.height
    )


def _small_print_top(lines: Sequence[PrintedLine]) -> float | None:
    """The top of the run of small lines at the foot, if it begins with a raised number."""
    if not lines:
        return None
    body = max(line.size for line in lines)
    run: list[PrintedLine] = []
    for line in reversed(lines):
        if line.size > _SMALL_PRINT * body:
            break
        run.insert(0, line)
    while run and raised_label(run[0].segments[0]) is None:
        run.pop(0)
    return run[0].y - run[0].size if run and len(run) < len(lines) else None


def raised_label(segment: Segment) -> str | None:
    """The raised number at the start of a line ("5" of "⁵ Chính sách …"), None without one."""
    digits = ""
    for glyph in segment.glyphs:
        if not (glyph.text.isdigit() and segment.is_raised(glyph)):
            break
        digits += glyph.text
    return digits or None


def listed_label(text: str) -> str | None:
    """The number of an endnote in a list ("12" of "12. Thông qua …"), None without one."""
    match = _LABEL.match(text)
    return match[1] if match else None


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote as printed: its number, and its lines also from later pages."""

    number: str
    page: int
    segments: tuple[Segment, ...]


def gather_notes(lines: Iterable[Segment]) -> tuple[list[Note], list[Segment]]:
    """Note lines gathered into notes; and the lines before the first number, which are no note's.

    A raised number begins a note; so does a plain one that continues the series ("2" after "1"),
    where the notes of the document have no raised numbers.
    """
    segments = list(lines)
    raised = any(raised_label(segment) for segment in segments)
    groups: list[tuple[str, list[Segment]]] = []
    loose: list[Segment] = []
    for segment in segments:
        label = raised_label(segment) if raised else _next_in_list(segment, groups)
        if label:
            groups.append((label, [segment]))
        elif groups:
            groups[-1][1].append(segment)
        else:
            loose.append(segment)
    return [Note(number, parts[0].page, tuple(parts)) for number, parts in groups], loose


def _next_in_list(segment: Segment, groups: list[tuple[str, list[Segment]]]) -> str | None:
    label = listed_label(segment.text)
    expected = int(groups[-1][0]) + 1 if groups else 1
    return label if label and int(label) == expected else None
