"""A draft's Word file with a comment at each remark; nothing else of it changes.

The text that was checked is not the file's: lists have their numbers in it, white space is cut, notes
stand in its lines. A line is found again by its characters without white space.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any, NamedTuple

import docx
from docx.oxml.ns import qn
from docx.text.run import Run

from kb.document import Document, Footnote, Span
from kb.drafting.check import Remark
from kb.drafting.check_wording import CHECKS, SEVERITIES
from kb.vietnamese.normalise import normalise

_AUTHOR, _INITIALS = "kb", "kb"
_WITH_MARKS = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
_PARAGRAPH, _RUN, _TEXT = qn("w:p"), qn("w:r"), qn("w:t")
_NOTES = (qn("w:footnoteReference"), qn("w:endnoteReference"))
_LONGEST_LABEL = 12  # characters of a list's number: "Điều 12." has 7 without its space


class _Char(NamedTuple):
    """One character of a paragraph, and where it stands in a run's text."""

    char: str
    text: Any
    start: int
    end: int


def with_comments(data: bytes, document: Document, remarks: Sequence[Remark]) -> bytes:
    """The DOCX in `data`, which `document` was read from, with a comment for each remark.

    A remark on a footnote stands at the note's mark, since Word takes no comments in notes; one whose
    words are not found again stands at the beginning and names them.
    """
    word = docx.Document(io.BytesIO(data))
    places = _Places(word.element.body, document)
    for remark in remarks:
        note = _note_of(document, remark.span)
        runs = places.note(note) if note is not None else places.words(remark.span)
        prefix = "" if runs and note is None else f"“{remark.span.of(document.text)}”: "
        marked = [Run(run, word) for run in runs or places.first()]
        if marked:
            word.add_comment(marked, prefix + _said(remark), _AUTHOR, _INITIALS)
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def _said(remark: Remark) -> str:
    head = f"{SEVERITIES[remark.severity].capitalize()} ({CHECKS[remark.kind]}): {remark.says}"
    return f"{head} Nên viết: {remark.correction}" if remark.correction else head


def _note_of(document: Document, span: Span) -> int | None:
    """The index of the footnote whose text a span is in."""
    notes: Sequence[Footnote] = document.footnotes
    return next((at for at, note in enumerate(notes) if note.span.contains(span)), None)


class _Places:
    """The runs of a Word body that print what stands at an offset of the text read from it."""

    def __init__(self, body: Any, document: Document) -> None:
        self._text = document.text
        self._paragraphs = list(body.iter(_PARAGRAPH))
        self._marks = [
            run for run in body.iter(_RUN) if any(run.find(n) is not None for n in _NOTES)
        ]
        self._has_all_notes = len(self._marks) == len(document.footnotes)
        self._lines = _line_spans(document)
        self._homes = _homes(
            [_compact(line.of(self._text)) for line in self._lines],
            ["".join(one.char for one in _chars(paragraph)) for paragraph in self._paragraphs],
        )

    def first(self) -> list[Any]:
        """The first run with text."""
        return next(([t.getparent()] for p in self._paragraphs for t in _texts(p)), [])

    def note(self, index: int) -> list[Any]:
        """The run with the mark of a footnote."""
        return [self._marks[index]] if self._has_all_notes else []

    def words(self, span: Span) -> list[Any]:
        """The runs that print a span, cut to its ends; none where it is not found."""
        line = next((at for at, one in enumerate(self._lines) if one.contains(span)), None)
        if line is None:
            return []
        before = len(_compact(self._text[self._lines[line].start : span.start]))
        length = len(_compact(span.of(self._text)))
        for paragraph, shift, size in self._homes.get(line, ()):
            start = before - shift
            if start >= 0 and start + length <= size:
                return _cut(self._paragraphs[paragraph], start, start + length)
        return []


def _line_spans(document: Document) -> list[Span]:
    """The lines of the text that are no notes."""
    borders = [
        -1,
        *(match.start() for match in re.finditer("\n", document.text)),
        len(document.text),
    ]
    lines = (Span(start + 1, end) for start, end in pairwise(borders))
    return [one for one in lines if not any(note.span.contains(one) for note in document.footnotes)]


def _homes(lines: Sequence[str], printed: Sequence[str]) -> dict[int, list[tuple[int, int, int]]]:
    """For each line the paragraphs that print it, each with the offset in the line at which it begins
    and its length. A line begins with its label; the row of a table has several paragraphs."""
    free = {at: text for at, text in enumerate(printed) if text}
    by_text: dict[str, list[int]] = defaultdict(list)
    for at, text in free.items():
        by_text[text].append(at)
    homes: dict[int, list[tuple[int, int, int]]] = {}
    for number, line in enumerate(lines):
        for label in range(min(_LONGEST_LABEL, len(line))):
            home = next((at for at in by_text.get(line[label:], ()) if at in free), None)
            if home is not None:
                homes[number] = [(home, label, len(free.pop(home)))]
                break
    for number, line in enumerate(lines):
        if number not in homes:
            homes[number] = list(_parts(line, free))
    return homes


def _parts(line: str, free: dict[int, str]) -> Iterator[tuple[int, int, int]]:
    """The paragraphs left that follow one another in a line."""
    done = 0
    for at in sorted(free):
        start = line.find(free[at], done)
        if start >= 0:
            done = start + len(free[at])
            yield at, start, len(free.pop(at))


def _compact(text: str) -> str:
    return "".join(normalise(text).split())


def _texts(paragraph: Any) -> Iterator[Any]:
    """The texts of a paragraph's own runs, not of those in a box that hangs on it."""
    for text in paragraph.iter(_TEXT):
        if next(text.iterancestors(_PARAGRAPH)) is paragraph and text.getparent().tag == _RUN:
            yield text


def _chars(paragraph: Any) -> list[_Char]:
    """The characters without white space, in NFC; one of several code points lies in one run."""
    found: list[_Char] = []
    for text in _texts(paragraph):
        for match in _WITH_MARKS.finditer(text.text or ""):
            clean = "".join(normalise(match[0]).split())
            found += [_Char(char, text, match.start(), match.end()) for char in clean]
    return found


def _cut(paragraph: Any, start: int, end: int) -> list[Any]:
    """The runs of the characters from `start` to `end`, split from what stands beside them."""
    chars = _chars(paragraph)
    first, last = chars[start], chars[end - 1]
    if last.end < len(last.text.text):
        _split(last.text, last.end)
    if first.start or _has_before(first.text):
        _split(first.text, first.start)
    runs: list[Any] = []
    for one in _chars(paragraph)[start:end]:
        run = one.text.getparent()
        if run not in runs:
            runs.append(run)
    return runs


def _has_before(text: Any) -> bool:
    return any(item.tag != qn("w:rPr") for item in text.itersiblings(preceding=True))


def _split(text: Any, at: int) -> None:
    """Makes a new run, of the same form, that begins with the character at this place."""
    run = text.getparent()
    place = run.index(text)
    after = deepcopy(run)
    for item in list(run)[place + 1 :]:
        run.remove(item)
    for item in list(after)[:place]:
        if item.tag != qn("w:rPr"):
            after.remove(item)
    words = text.text or ""
    rest = next(item for item in after if item.tag == _TEXT)
    for element, kept in ((text, words[:at]), (rest, words[at:])):
        element.text = kept
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.addnext(after)
