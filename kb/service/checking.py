"""Checking a draft: its citations and quotations against one another and what the library knows.

The draft is read in the confined reader and kept nowhere: not in the store, not on disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date

from kb.document import Document, Facts, Span
from kb.drafting.check import Bearer, Library, Remark, Severity
from kb.drafting.checking import CheckedCitation, citations_of, remarks_on
from kb.drafting.cited import cited_of, paragraph_of
from kb.drafting.meaning import Paper, paper_of
from kb.drafting.word_comments import with_comments
from kb.errors import NotCommentable, SecretMarked
from kb.ingest.reading import Ingested, Reader
from kb.ingest.sources import Source
from kb.ingest.terms import central_term
from kb.ingest.word.kinds import WordKind, word_kind
from kb.place import place_of
from kb.service.drafts import draft_source
from kb.service.known_states import replaced_by
from kb.service.quotation_checks import QuotationChecker, QuotationVerdict
from kb.service.states import LiveStates
from kb.service.verifying import Verifier, smallest_division
from kb.store.documents import Store

OpenReader = Callable[[], AbstractContextManager[Reader]]


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Where something stands in a draft: division in words ("" outside of all), first and last page
    (None without pages), and number of the paragraph from 1."""

    division: str
    pages: tuple[int, int] | None
    paragraph: int


@dataclass(frozen=True, slots=True)
class PlacedRemark:
    """A remark, the words it is on, and where they stand."""

    remark: Remark
    printed: str
    place: DraftPlace


@dataclass(frozen=True, slots=True)
class PlacedCitation:
    """The verdict on a citation: what it prints, where, and the gravest remark on it (None: agrees)."""

    checked: CheckedCitation
    printed: str
    place: DraftPlace


@dataclass(frozen=True, slots=True)
class PlacedQuotation:
    """The verdict on a quotation, and where it stands."""

    checked: QuotationVerdict
    printed: str
    place: DraftPlace


@dataclass(frozen=True, slots=True)
class DraftReport:
    """What became of a draft; remarks in the order of its text."""

    document: Document
    remarks: tuple[PlacedRemark, ...]
    citations: tuple[PlacedCitation, ...]
    quotations: tuple[PlacedQuotation, ...]

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many remarks there are of each severity."""
        found = Counter(item.remark.severity for item in self.remarks)
        return {severity: found[severity] for severity in Severity}


class DraftChecker:
    """Checks drafts against the store; safe to call from several threads."""

    def __init__(
        self,
        store: Store,
        verifier: Verifier,
        open_reader: OpenReader,
        states: LiveStates,
    ) -> None:
        self._store = store
        self._quotations = QuotationChecker(store, verifier)
        self._open_reader = open_reader
        self._states = states

    def check(self, name: str, data: bytes, today: date | None = None) -> DraftReport:
        """The report on a draft in these bytes; `today` is the day of a draft without a date.

        Raises UnreadableFile, SecretMarked (the draft is read no further), and as the search does.
        """
        read = self._read(draft_source(name, data))
        paper = self._paper(read, today or date.today())
        quoted = self._quotations.check(paper, read.document.id)
        return _report(read.document, paper, quoted)

    def _read(self, source: Source) -> Ingested:
        try:
            with self._open_reader() as reader:
                return reader.read(source)
        except SecretMarked as error:
            raise SecretMarked(
                f"Dự thảo «{source.path.name}» mang dấu {error.mark} nên không được kiểm tra và không "
                "được giữ lại ở đâu; hãy chuyển cho người phụ trách bảo mật.",
                error.mark,
            ) from error

    def _paper(self, read: Ingested, today: date) -> Paper:
        text = read.document.text
        state_on = replaced_by(self._states.now())
        library = Library(tuple(self._bearers(read.document.id)), central_term, state_on)
        cited = cited_of(text, read.references)
        return paper_of(text, read.document.facts, cited, library, today)

    def _bearers(self, draft_id: str) -> Iterator[Bearer]:
        """All held documents but the draft itself, with the facts that they do not contradict, then the
        catalogue's."""
        records = [record for record in self._store.records() if record.id != draft_id]
        doubtful = self._store.doubtful_facts([record.id for record in records])
        for record in records:
            blanks = {name: None for name in doubtful.get(record.id, ()) if name != "symbol"}
            yield Bearer(_without(record.facts, blanks), record.id)
        for row in self._store.catalogue():
            yield Bearer(row.facts)


def _without(facts: Facts, blanks: Mapping[str, None]) -> Facts:
    return replace(facts, **blanks) if blanks else facts


def commented(data: bytes, report: DraftReport) -> bytes:
    """The draft's DOCX with a Word comment for each remark. Raises NotCommentable for another file."""
    if word_kind(data) is not WordKind.DOCX:
        raise NotCommentable(
            f"«{report.document.file_name}» không phải tệp DOCX nên không ghi chú vào được; hãy lưu dự "
            "thảo dưới dạng DOCX, hoặc xem kết quả trên màn hình."
        )
    return with_comments(data, report.document, [item.remark for item in report.remarks])


def _report(document: Document, paper: Paper, quoted: Sequence[QuotationVerdict]) -> DraftReport:
    found = remarks_on(paper)
    told = [*found, *(item.remark for item in quoted if item.remark)]
    told.sort(key=lambda one: one.span)
    text = document.text

    def place(span: Span) -> DraftPlace:
        return _place(document, span)

    return DraftReport(
        document,
        tuple(PlacedRemark(one, one.span.of(text), place(one.span)) for one in told),
        tuple(
            PlacedCitation(one, one.meant.cited.name.of(text), place(one.meant.cited.name))
            for one in citations_of(paper, found)
        ),
        tuple(
            PlacedQuotation(one, one.quoted.span.of(text), place(one.quoted.span)) for one in quoted
        ),
    )


def _place(document: Document, span: Span) -> DraftPlace:
    chain = smallest_division(document.divisions, span)
    return DraftPlace(
        division=place_of(chain) if chain else "",
        pages=document.pages_of(span),
        paragraph=paragraph_of(document.text, span.start),
    )
