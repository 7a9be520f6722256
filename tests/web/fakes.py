"""A service for the web tests: answers from sample values, remembers what it was asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kb.document import Division
from kb.drafting.verify import Verdict
from kb.errors import KbError, NoPageView, NotCorrectable, UnknownDocument
from kb.passage import Passage
from kb.person import Person
from kb.query import NO_FILTERS, Filters, ReadingKind, Sort
from kb.service.checking import DraftReport
from kb.service.desk import AddingDesk
from kb.service.gaps import Gap
from kb.service.keeping.audit_log import LogPart
from kb.service.keeping.duplicates import Duplicate
from kb.service.keeping.keeper import TrashedDocument
from kb.service.keeping.page_text import PageText
from kb.service.page_sheet import Marks, PageSheet
from kb.service.results import (
    Check,
    DocumentCard,
    DocumentView,
    KnownDocument,
    NumberAnswer,
    SearchAnswer,
    Suggestion,
    WaitingFile,
)
from kb.service.review_items import ItemKind
from kb.service.reviewing import Reviewed
from kb.service.verifying import Verification
from kb.store.audit import AuditEntry, Wanted
from kb.store.quarantine import SetAside
from tests.web import samples


class FakeLog:
    """A log in which nothing is told."""

    def history_of(self, document_id: str) -> tuple[AuditEntry, ...]:
        """Nothing."""
        return ()

    def history(self, name: str | None = None) -> tuple[AuditEntry, ...]:
        """Nothing."""
        return ()

    def after(self, entry_id: int, limit: int) -> tuple[AuditEntry, ...]:
        """Nothing."""
        return ()

    def standing_correction(self, document_id: str) -> AuditEntry | None:
        """None."""
        return None

    def part(self, wanted: Wanted, limit: int | None = None, offset: int = 0) -> LogPart:
        """Nothing."""
        return LogPart((), 0, frozenset())

    def actors(self) -> tuple[str, ...]:
        """Nobody."""
        return ()


class FakeKeeper:
    """Keeps nothing: the log and the trash are empty."""

    log = FakeLog()

    def quarantined(self) -> tuple[SetAside, ...]:
        """Nothing."""
        return ()

    def duplicates(self, document_ids: Collection[str] | None = None) -> tuple[Duplicate, ...]:
        """Nothing."""
        return ()

    def page_text(self, document_id: str, number: int) -> PageText:
        """No page was recognised."""
        raise NotCorrectable(f"Chữ của trang {number} là chữ có sẵn trong tệp.")

    def trashed(self) -> tuple[TrashedDocument, ...]:
        """Nothing."""
        return ()


@dataclass(frozen=True)
class FakeWaitingRoom:
    """Where the given files wait."""

    given: tuple[WaitingFile, ...]

    def files(self) -> tuple[WaitingFile, ...]:
        """The given files."""
        return self.given


@dataclass(frozen=True)
class FakePages:
    """The file and the sheet set for a fake service are those of every document it holds."""

    service: FakeService

    def original(self, document_id: str) -> Path:
        """The one file, for any held document."""
        if not any(card.id == document_id for card in self.service.cards):
            raise UnknownDocument("Thư viện không có văn bản này.")
        return self.service.file

    def view(self, document_id: str) -> Path:
        """The one file, unless the trouble is about page views."""
        if isinstance(self.service.trouble, NoPageView):
            raise self.service.trouble
        return self.original(document_id)

    def sheet(self, document_id: str, number: int, wanted: Marks) -> PageSheet:
        """The sample page of the guideline, with what was to be marked remembered; else the trouble."""
        if self.service.trouble is not None:
            raise self.service.trouble
        self.service.marked.append((document_id, number, wanted))
        return self.service.sheet

    def image(self, document_id: str, number: int) -> Path:
        """The one file, for any held document."""
        return self.original(document_id)


class FakeReview:
    """A desk where nothing is to be reviewed."""

    def queue(self, kind: ItemKind | None = None) -> tuple[Reviewed, ...]:
        """Nothing."""
        return ()


@dataclass
class FakeService:
    """Holds the sample library unless told otherwise; `trouble` is raised by every search and page."""

    cards: tuple[DocumentCard, ...] = samples.CARDS
    known: tuple[KnownDocument, ...] = samples.CATALOGUE
    views: tuple[DocumentView, ...] = (samples.GUIDE_VIEW,)
    files_waiting: tuple[WaitingFile, ...] = ()
    missing: tuple[Gap, ...] = ()
    pieces: tuple[Passage, ...] = ()
    file: Path = Path("no-such-file.pdf")
    desk: AddingDesk | None = None
    review: FakeReview = field(default_factory=FakeReview)
    answer: SearchAnswer | None = None
    trouble: Exception | None = None
    sheet: PageSheet = samples.SHEET
    marked: list[tuple[str, int, Marks]] = field(default_factory=list)
    verification: Verification | None = None
    verified: list[tuple[str, str | None]] = field(default_factory=list)
    report: DraftReport | None = None
    drafts: list[tuple[str, bytes]] = field(default_factory=list)
    asked: list[tuple[str, Filters, int]] = field(default_factory=list)
    chosen: list[tuple[Sort, frozenset[ReadingKind]]] = field(default_factory=list)

    def seen_by(self, person: Person) -> FakeService:
        """Itself: nothing in it is limited."""
        return self

    def search(
        self,
        typed: str,
        *,
        filters: Filters = NO_FILTERS,
        limit: int = 10,
        sort: Sort = Sort.RELEVANCE,
        declined: frozenset[ReadingKind] = frozenset(),
    ) -> SearchAnswer:
        """The answer set for this fake, else one chosen by what the query names."""
        self.asked.append((typed, filters, limit))
        self.chosen.append((sort, declined))
        if self.trouble is not None:
            raise self.trouble
        return self.answer or sample_answer(typed, filters)

    def check(self, name: str, data: bytes) -> DraftReport:
        """The report set for this fake, else its trouble."""
        self.drafts.append((name, data))
        if self.trouble is not None:
            raise self.trouble
        assert self.report is not None
        return self.report

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """One suggestion of each kind that bears what was typed."""
        return tuple(one for one in samples.SUGGESTIONS if typed.lower() in one.text.lower())

    def verify(self, quotation: str, document: str | None = None) -> Verification:
        """The verification set for this fake, else that the quotation is not found."""
        self.verified.append((quotation, document))
        if self.trouble is not None:
            raise self.trouble
        return self.verification or Verification(quotation, Verdict.NOT_FOUND, ())

    def document_view(self, document_id: str, as_of: date | None = None) -> DocumentView:
        """The view of that id."""
        for view in self.views:
            if view.card.id == document_id:
                return view
        raise UnknownDocument(f"Thư viện không có văn bản “{document_id[:12]}”. Hãy tìm lại.")

    def outline(self, document_id: str) -> tuple[str, tuple[Division, ...]]:
        """The paragraphs of the view, each on a line, and its divisions."""
        view = self.document_view(document_id)
        return "\n".join(block.text for block in view.blocks), view.outline

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """Those set for this fake, of a held document."""
        self.document_view(document_id)
        return self.pieces

    def documents(self) -> tuple[DocumentCard, ...]:
        """The cards."""
        return self.cards

    def keeper(self, actor: str | None = None) -> FakeKeeper:
        """What keeps nothing; `tests.web.test_desk_pages` walks over a real library."""
        return FakeKeeper()

    @property
    def pages(self) -> FakePages:
        """The pages of the documents that it holds."""
        return FakePages(self)

    @property
    def waiting(self) -> FakeWaitingRoom:
        """Where the files set for this fake wait."""
        return FakeWaitingRoom(self.files_waiting)

    def known_documents(self) -> tuple[KnownDocument, ...]:
        """The catalogue."""
        return self.known

    def gaps(self) -> tuple[Gap, ...]:
        """The missing documents set for this fake."""
        return self.missing

    def checks(self) -> tuple[Check, ...]:
        """One good check and one bad."""
        return samples.CHECKS


def sample_answer(typed: str, filters: Filters) -> SearchAnswer:
    """Known but not held for 57-KL/TW, twins for 36-NQ/TW, held for 901, nothing for "xyz"."""
    cited = samples.HITS[:1]
    if "57-KL/TW" in typed:
        number = NumberAnswer("57-KL/TW", (), (samples.CONCLUSION,), 1)
        return samples.answer(typed, cited, filters=filters, numbers=(number,))
    if "36-NQ/TW" in typed:
        number = NumberAnswer("36-NQ/TW", (), samples.TWINS, 0)
        return samples.answer(typed, (), filters=filters, numbers=(number,))
    if "901" in typed:
        number = NumberAnswer("901-HD/BTGTUM", (samples.GUIDE,), (samples.HELD_ROW,), 1)
        return samples.answer(typed, cited, filters=filters, numbers=(number,))
    hits = () if "xyz" in typed else samples.HITS
    return samples.answer(typed, hits, filters=filters)


def trouble(kind: type[KbError]) -> FakeService:
    """A service whose every search raises an error of this kind."""
    return FakeService(trouble=kind("Chưa có chỉ mục. Hãy chạy lệnh kb reindex."))
