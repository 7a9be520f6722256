"""What each mention of another document says of the two: căn cứ, thực hiện, thay thế, bãi bỏ …

The words right before a mention decide ("Căn cứ", "Thực hiện", "bãi bỏ khoản 2 Điều 3 của"), and they
reach on to the mentions that are strung to it with commas and "và". That this document replaces,
repeals or amends another is only said where it is certain: its subject is this very document ("Quy định
này …"), or it is a provision of its own (its title, an Article that begins so or is about effect).
Another subject, a negation, a condition, the past, a quotation, a note or a table make it a mere
citation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from kb.document import Division, DivisionKind, Document, Span
from kb.ingest import relation_words as words
from kb.ingest.effect import ends_on, first_day
from kb.reference import Reference
from kb.relation import CHANGING, ENDING, Relation, StatedRelation
from kb.vietnamese.sentences import sentence_ends

_ISSUING = "Quyết định"
"""The type whose attached text (a Quy chế, a Quy định) is its own act."""

_LAWMAKING = frozenset((_ISSUING, "Quy định", "Quy chế", "Nghị quyết", "Hướng dẫn"))
"""Types whose title ("thay thế Quy định số …") and Articles act; a plan or report only speaks of it."""

_UNSAYING = frozenset({DivisionKind.FOOTNOTE, DivisionKind.APPENDIX})
_ABOUT_EFFECT = re.compile(r"hiệu lực|điều khoản (?:thi hành|cuối)", re.IGNORECASE)
_HEAD = re.compile(words.HEAD, re.IGNORECASE)
_INNER_END = re.compile(r"[.!?…]\s+\S")
_NUMBERED = re.compile(r"\bsố\s+\d")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with mentions, or the title. `before` is its paragraph as far as it; `lead` is what
    introduces the list that it is an item of, "" if nothing does."""

    span: Span
    before: str = ""
    lead: str = ""
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    """A relation, `partial` if only of a part of the other document."""

    relation: Relation
    partial: bool = False


_CITED = _Said(Relation.CITES)
_UNSTRUNG = CHANGING | {Relation.CITES}


def related(document: Document, references: Sequence[Reference]) -> tuple[Reference, ...]:
    """The mentions in `document` (in text order) with their relations."""
    return tuple(_Relating(document).related(references))


class _Relating:
    """Reads the relations of one document's mentions."""

    def __init__(self, document: Document) -> None:
        facts = document.facts
        self._text = document.text
        self._divisions = document.divisions
        self._type = facts.type
        titles = (item.span for item in document.evidence if item.field == "title")
        self._title = next(filter(None, titles), None)
        kinds = ((item.kind, item.span.start) for item in document.divisions[1:])
        attached = (start for kind, start in kinds if kind is DivisionKind.FRONT)
        self._attached = next(attached, len(self._text) + 1)
        self._first_day = first_day(self._text, self._own(len(self._text)), facts.date)

    def related(self, references: Sequence[Reference]) -> Iterator[Reference]:
        placed = [(self._sentence_of(item.span), item) for item in references]
        for sentence, group in groupby(placed, key=lambda pair: pair[0]):
            mentions = [item for _, item in group]
            for mention, said in zip(mentions, self._said(sentence, mentions), strict=True):
                since = self._since(mention, sentence) if said.relation in CHANGING else None
                stated = StatedRelation(said.relation, sentence.span, since)
                yield replace(mention, stated=stated)

    def _since(self, mention: Reference, sentence: _Sentence) -> date | None:
        return ends_on(self._text[mention.span.end : sentence.span.end]) or self._first_day

    def _sentence_of(self, mention: Span) -> _Sentence:
        if self._title and self._title.contains(mention):
            return _Sentence(self._title, is_title=True)
        line = self._paragraph_at(mention.start)
        paragraph = line.of(self._text)
        first, last = _around(paragraph, mention.start - line.start, mention.end - line.start)
        start, lead = self._lead(line) if words.is_item(paragraph[first:]) else (line.start, "")
        start = start if lead else line.start + first
        return _Sentence(Span(start, line.start + last), paragraph[:first], lead)

    def _paragraph_at(self, offset: int) -> Span:
        start, end = self._text.rfind("\n", 0, offset) + 1, self._text.find("\n", offset)
        return Span(start, end if end >= 0 else len(self._text))

    def _lead(self, item: Span) -> tuple[int, str]:
        """Where the paragraph begins that introduces the list of an item, and what it says of the
        documents listed; "" where it says nothing of them."""
        line = item
        while line.start and words.is_item(line.of(self._text)):
            line = self._paragraph_at(line.start - 1)
            if line.of(self._text).rstrip().endswith(":"):
                return line.start, words.lead_of(words.flat(line.of(self._text))) or ""
        return item.start, ""

    def _said(self, sentence: _Sentence, mentions: Sequence[Reference]) -> list[_Said]:
        """What the sentence says of each mention."""
        names = [self._name(item) for item in mentions]
        gaps = self._gaps(sentence, names)
        said = self._ended(sentence, gaps, names[-1].end)
        if not said:
            for at, gap in enumerate(gaps):
                same = at > 0 and mentions[at].name == mentions[at - 1].name
                if same and words.names_again(gap):
                    said.append(said[-1])
                    continue
                one = self._governed(sentence, gap, said, names[at].start)
                said.append(one or _reached(gap, said))
        tails = [words.flat(self._text[name.end : sentence.span.end]) for name in names]
        return [_weighed(one, tail) for one, tail in zip(said, tails, strict=True)]

    def _name(self, mention: Reference) -> Span:
        """The mention with its type and "số" before it."""
        before = self._text[max(0, mention.span.start - 60) : mention.span.start]
        found = words.name_before(mention.type).search(before)
        return Span(mention.span.start - (len(found[0]) if found else 0), mention.span.end)

    def _gaps(self, sentence: _Sentence, names: Sequence[Span]) -> list[str]:
        """The words before each mention, from the sentence's beginning or the mention before it."""
        starts = [sentence.span.start, *(name.end for name in names)]
        gaps = [
            words.flat(self._text[start : name.start])
            for start, name in zip(starts, names, strict=False)
        ]
        if sentence.lead:
            line = self._paragraph_at(names[0].start)
            item = _HEAD.sub("", words.flat(self._text[line.start : names[0].start]), count=1)
            gaps[0] = f"{sentence.lead}{item}"
        return gaps

    def _governed(
        self, sentence: _Sentence, gap: str, said: Sequence[_Said], at: int
    ) -> _Said | None:
        """What the words right before a mention say; None if they say nothing."""
        change = words.change_in(gap)
        if change and self._is_own(sentence, change[2], said, at):
            return _Said(change[0], change[1])
        if words.is_basis(gap) and self._kinds(at)[-1:] == [DivisionKind.FRONT]:
            return _Said(Relation.BASIS)
        if self._is_guide(sentence, gap) and not said:
            return _Said(Relation.GUIDES)
        if words.carries_out(gap, in_title=sentence.is_title, first=not said):
            return _Said(Relation.CARRIES_OUT)
        return None

    def _is_guide(self, sentence: _Sentence, gap: str) -> bool:
        if self._type != "Hướng dẫn" or not words.guides(gap, in_title=sentence.is_title):
            return False
        return sentence.is_title or sentence.span.of(self._text).rstrip().endswith("như sau:")

    def _is_own(self, sentence: _Sentence, subject: str, said: Sequence[_Said], at: int) -> bool:
        """True if this document is sure to do what a verb says, before which `subject` stands."""
        if said:
            return said[-1].relation in CHANGING and words.joins(subject)
        if sentence.is_title:
            return self._type in _LAWMAKING and words.leads_title(subject)
        if not self._may_act(sentence, at):
            return False
        if _HEAD.fullmatch(subject):
            return self._is_provision(sentence, at)
        own = re.fullmatch(rf"{words.HEAD}{self._own(at)}\b(?P<rest>.*)", subject, re.IGNORECASE)
        sure = own is not None and words.is_sure(own["rest"])
        return sure and self._is_itself(sentence, at, subject)

    def _own(self, at: int) -> str:
        """A pattern for what the document calls itself at an offset."""
        attached = self._type == _ISSUING and at >= self._attached
        return words.self_name(self._type, attached=attached)

    def _is_itself(self, sentence: _Sentence, at: int, subject: str) -> bool:
        """False where "Quy định này" may be another one, of which its paragraph spoke before; "văn bản
        này" also where the paragraph above did."""
        before = sentence.before
        if "văn bản này" in subject.lower():
            line = self._paragraph_at(at)
            above = self._paragraph_at(line.start - 1) if line.start else Span(0, 0)
            before = above.of(self._text) + before
        return self._is_about_effect(at) or not _NUMBERED.search(before)

    def _is_provision(self, sentence: _Sentence, at: int) -> bool:
        """True in an Article that begins with this sentence, or is about effect."""
        article = self._article(at)
        if article is None or self._type not in _LAWMAKING:
            return False
        before = words.flat(self._text[article.span.start : sentence.span.start])
        return bool(_HEAD.fullmatch(before)) or self._is_about_effect(at)

    def _is_about_effect(self, at: int) -> bool:
        article = self._article(at)
        return article is not None and bool(_ABOUT_EFFECT.search(article.title))

    def _may_act(self, sentence: _Sentence, at: int) -> bool:
        """False in notes, tables, appendices and quotations, in what is bound to a document that
        issues nothing (a model, mostly), and under a condition."""
        said = sentence.span.of(self._text)
        bound = at >= self._attached and self._type != _ISSUING
        aside = bound or _UNSAYING & set(self._kinds(at)) or "\t" in said
        return not (aside or self._is_quoted(at) or words.is_assumed(words.flat(said)))

    def _is_quoted(self, at: int) -> bool:
        """True between quotation marks, also of those that opened paragraphs before in its Article."""
        line = self._paragraph_at(at).start
        kind = DivisionKind.ARTICLE
        starts = [one.span.start for one in self._divisions if one.kind is kind]
        before = self._text[max([start for start in starts if start <= at], default=line) : at]
        return before.count("“") > before.count("”") or self._text[line:at].count('"') % 2 == 1

    def _ended(self, sentence: _Sentence, gaps: Sequence[str], end: int) -> list[_Said]:
        """What is said where the mentions are the subject: "Kể từ ngày Quy định này có hiệu lực, Quy
        định số … hết hiệu lực"; nothing where that is not sure of them all."""
        own = self._own(end)
        relation = words.ends_in(words.flat(self._text[end : sentence.span.end]), own)
        part = words.opens_end(gaps[0], own)
        if (
            relation is None
            or part is None
            or sentence.is_title
            or not self._may_act(sentence, end - 1)
        ):
            return []
        whole = words.flat(sentence.span.of(self._text))
        told = words.counts_with(whole, own) and self._is_itself(sentence, end - 1, whole)
        if not told and not self._is_about_effect(end - 1):
            return []
        said = [_Said(Relation.AMENDS, partial=True) if part else _Said(relation)]
        for gap in gaps[1:]:
            said.append(_reached(gap, said))
        return said if all(one.relation in CHANGING for one in said) else []

    def _kinds(self, at: int) -> list[DivisionKind]:
        """The levels that hold an offset, outermost first."""
        return [item.kind for item in self._holding(at)]

    def _article(self, at: int) -> Division | None:
        articles = (item for item in self._holding(at) if item.kind is DivisionKind.ARTICLE)
        return next(articles, None)

    def _holding(self, at: int) -> Iterator[Division]:
        return (item for item in self._divisions if item.span.start <= at < item.span.end)


def _weighed(said: _Said, tail: str) -> _Said:
    """What is said of a mention, given what stands behind it."""
    if said.relation in ENDING and words.excepts(tail):
        return _Said(Relation.AMENDS, partial=True)
    if said == _Said(Relation.AMENDS) and words.is_added(tail):
        return _CITED
    return said


def _reached(gap: str, said: Sequence[_Said]) -> _Said:
    """What a mention is told by the verb of those before it."""
    if not said:
        return _CITED
    if said[-1].relation in CHANGING:
        if words.also_part(gap):
            return _Said(Relation.AMENDS, partial=True)
        return said[-1] if words.joint(gap) and not said[-1].partial else _CITED
    mark = words.joint(gap)
    if mark == ";":
        return next((one for one in reversed(said) if one.relation not in _UNSTRUNG), _CITED)
    return said[-1] if mark else _CITED


def _around(paragraph: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence begins and ends that holds a stretch of a paragraph; the number of a list's
    item is none of its own."""
    if not _INNER_END.search(paragraph):
        return 0, len(paragraph)
    ends = [0, *sentence_ends(paragraph), len(paragraph)]
    first = max(one for one in ends if one <= start)
    last = min(one for one in ends if one >= end)
    if _HEAD.fullmatch(words.flat(paragraph[:first])):
        first = 0
    return first + len(paragraph[first:last]) - len(paragraph[first:last].lstrip()), last
