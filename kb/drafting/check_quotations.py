"""The quotations in a draft: which stretches in quotation marks are one, and of which document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.document import Span
from kb.drafting.meaning import Meant, Paper

_MARKED = re.compile(r"“([^“”\n]*(?:“[^“”\n]*”[^“”\n]*)*)”|«([^«»\n]*)»|\"([^\"\n]*)\"")
_SYLLABLE = re.compile(r"[^\W_]+")
_CITED_AFTER = 160  # characters from the quotation's end to the citation in the brackets behind it
_CITED_BEFORE = 400  # from a citation to the colon before the quotation
_OPENING = len("Về việc ")
_COLON = re.compile(r":\s*[“«\"]?$")
_BRACKET = re.compile(r"[\s.,;]*\(")

FEWEST_WORDS = 8
FEWEST_CITED = 4
"""Fewer words in quotation marks are a slogan or a term ("bốn không"), no quotation: of 38 stretches of
4 to 7 words in the samples and the real papers beside them none was from a document. Beside a citation
4 are enough, and after a citation and a colon any."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation of so many `words` at `span`, without its marks; `of` is the mention of the document
    that it is said to be from, None where the draft names none."""

    span: Span
    words: int
    of: Meant | None


def quotations_of(paper: Paper) -> Iterator[Quoted]:
    """The quotations in order. The marks need not pair: one is read within its paragraph alone."""
    titles = [one.title for one in paper.cited if one.title]
    for match in _MARKED.finditer(paper.text):
        group = match.lastindex or 1
        span = Span(*match.span(group))
        if any(title.start - _OPENING <= span.start <= title.start + 1 for title in titles):
            continue  # the title of a document, which is compared as such
        of = _source(paper, Span(*match.span()))
        after_colon = _COLON.search(paper.text, 0, match.start()) is not None
        words = len(_SYLLABLE.findall(match[group]))
        enough = (1 if after_colon else FEWEST_CITED) if of else FEWEST_WORDS
        if words >= enough:
            yield Quoted(span, words, of)


def _source(paper: Paper, marked: Span) -> Meant | None:
    """The citation in brackets behind the quotation, else the last before it that a colon follows."""
    return _behind(paper, marked) or _before(paper, marked)


def _behind(paper: Paper, marked: Span) -> Meant | None:
    bracket = _BRACKET.match(paper.text, marked.end)
    if bracket is None:
        return None
    close = paper.text.find(")", bracket.end())
    end = min(close if close >= 0 else len(paper.text), bracket.end() + _CITED_AFTER)
    return _first(paper.mentions, Span(bracket.end(), max(end, bracket.end())))


def _first(mentions: Sequence[Meant], within: Span) -> Meant | None:
    return next((one for one in mentions if within.contains(one.cited.span)), None)


def _before(paper: Paper, marked: Span) -> Meant | None:
    head = paper.text[: marked.start].rstrip()
    if not head.endswith(":"):
        return None
    start = max(paper.text.rfind("\n", 0, marked.start) + 1, marked.start - _CITED_BEFORE)
    near = [one for one in paper.mentions if start <= one.cited.span.start < marked.start]
    return near[-1] if near else None
