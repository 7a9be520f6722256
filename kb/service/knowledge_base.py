"""KnowledgeBase: every use case of kb behind one door, for the command line and the web alike.

Reading PDFs and writing indexes are imported by the use cases that need them: a question from the
command line waits for neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from copy import copy
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kb.document import Division
from kb.passage import Passage
from kb.person import Permission, Person
from kb.query import NO_FILTERS, Filters, ReadingKind, Sort
from kb.search.cross_encoder import PairScorer
from kb.search.embedder import Embedder
from kb.service.actor import this_user
from kb.service.admission import ANYHOW, Admission
from kb.service.cards import card_of
from kb.service.desk import AddingDesk, DeskLimits
from kb.service.document_page import document_view
from kb.service.document_pages import DocumentPages
from kb.service.gaps import Gap, LiveGaps
from kb.service.intake import Intake
from kb.service.keeping.keeper import Keeper
from kb.service.keeping.maintenance import Maintenance
from kb.service.keeping.recovery import recover
from kb.service.listing import files_of
from kb.service.live_index import LiveIndex, OpenIndex, SeenIndex
from kb.service.naming import the_one, unknown_name
from kb.service.numbers import known_on
from kb.service.result_set import Choices
from kb.service.results import (
    AddOutcome,
    Check,
    DocumentCard,
    DocumentView,
    KnownDocument,
    SearchAnswer,
    Suggestion,
    WaitingFile,
)
from kb.service.reviewing import LiveReview
from kb.service.searching import Searcher, search_turns
from kb.service.states import LiveStates
from kb.service.suggesting import Suggester
from kb.service.verifying import Verification, Verifier
from kb.service.waiting import WaitingRoom
from kb.service.watching import AddWatcher, EvaluationWatcher, Silence
from kb.store.documents import Store

if TYPE_CHECKING:
    from kb.ingest.reading import Reader
    from kb.service.checking import DraftReport
    from kb.service.evaluation.evaluator import Evaluator
    from kb.service.watch_folder import FolderWatch
    from kb.service.working import Worker


_VIEWERS = 32
"""Sets of groups whose view of the library is kept ready: an office has fewer; each view keeps the
records of all its documents in memory, and the model and the index only once."""


class KnowledgeBase:
    """The library of one `home`. Reading is thread-safe; writing takes the library's lock."""

    def __init__(
        self,
        home: Path,
        store: Store,
        open_reader: Callable[[], AbstractContextManager[Reader]],
        load_embedder: Callable[[], Embedder],
        model: str | None = None,
        scorer: PairScorer | None = None,
        limits: DeskLimits | None = None,
        admission: Admission = ANYHOW,
    ) -> None:
        self._home = home
        self._open_reader = open_reader
        self._index = LiveIndex(home, store, load_embedder)
        self._model = model
        self._scorer = scorer
        self._admission = admission
        self._turns = search_turns()
        self._show(store, self._index)
        self.review = LiveReview(home, store, self._states)
        self._libraries = lru_cache(_VIEWERS)(self._library_of)
        self.desk = AddingDesk(home, store.jobs, limits or DeskLimits())

    def seen_by(self, person: Person) -> KnowledgeBase:
        """The library as that person may see it: a document that is limited to others is in no answer
        there, no count and no list, and asked for by its id it is unknown. It closes with this one."""
        if person.may(Permission.SEE_LIMITED) or not self._store.hidden_from(person.groups):
            return self
        return self._libraries(person.groups)

    def _library_of(self, groups: frozenset[str]) -> KnowledgeBase:
        store, index = self._store.seen_by(groups), SeenIndex(self._index, self._store, groups)
        library = copy(self)
        library._show(store, index)
        return library

    def _show(self, store: Store, index: OpenIndex) -> None:
        """Answers from this store and this index."""
        self._store = store
        self.pages = DocumentPages(self._home, store)
        self._states = LiveStates(store)
        self._gaps = LiveGaps(store, self._states)
        self._searcher = Searcher(store, index, self._states, self._scorer, self._turns)
        self._suggester = Suggester(self._states, index)
        self._verifier = Verifier(store, index, self._states)
        self._intake = Intake(
            self._home, store, self._open_reader, self._index.embedder, self._admission
        )
        self.waiting = WaitingRoom(self._home, store, self._intake)

    def close(self) -> None:
        """Lets go of the store."""
        self._store.close()

    def warm_up(self) -> None:
        """Loads model and index now, so that the first question does not wait for them. An empty
        library has no index yet, and needs none."""
        if self._store.passage_count():
            self._index.engine()
        else:
            self._index.embedder()
        if self._scorer is not None:
            self._scorer.load()

    def search(
        self,
        typed: str,
        *,
        filters: Filters = NO_FILTERS,
        limit: int = 10,
        sort: Sort = Sort.RELEVANCE,
        declined: frozenset[ReadingKind] = frozenset(),
    ) -> SearchAnswer:
        """The best passages for what was typed, or by date; never fails for odd input.

        Nothing is understood of it that is of a `declined` kind.

        Raises IndexMissing, IndexMismatch, IndexDamaged or ModelMissing.
        """
        return self._searcher.search(typed, Choices(filters, sort, declined), limit)

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """What somebody who has typed this may be about to type; raises as `search` does."""
        return self._suggester.suggest(typed)

    def verify(self, quotation: str, document: str | None = None) -> Verification:
        """Whether a quotation stands in the library, or in the documents that `document` names (a
        symbol's twins are all looked in).

        Raises InvalidQuotation, UnknownDocument, and as `search` does.
        """
        asked = [] if document is None else self._named(document)
        return self._verifier.verify(quotation, asked)

    def check(self, name: str, data: bytes) -> DraftReport:
        """The citations and quotations of a draft, checked; it is kept nowhere. `name` is its file's.

        Raises UnreadableFile, SecretMarked, and as `search` does.
        """
        from kb.service.checking import DraftChecker

        checker = DraftChecker(self._store, self._verifier, self._open_reader, self._states)
        return checker.check(name, data)

    def documents(self) -> tuple[DocumentCard, ...]:
        """The held documents, newest date of issue first, undated ones last."""
        states, limits = self._states.now(), self._store.limits()
        cards = [
            card_of(record, states.of_record(record), limits.get(record.id, ()))
            for record in self._states.records()
        ]
        return tuple(sorted(cards, key=lambda card: card.facts.date or date.min, reverse=True))

    def document_view(self, document_id: str, as_of: date | None = None) -> DocumentView:
        """Everything the page of one document shows, with its state on a day (today if None); raises
        UnknownDocument."""
        return document_view(self._store, self._states.now(), document_id, as_of)

    def outline(self, document_id: str) -> tuple[str, tuple[Division, ...]]:
        """A document's text and all its divisions in reading order. Raises UnknownDocument."""
        return self._store.outline_of(document_id)

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """The passages of a document, in the order they were added. Raises UnknownDocument."""
        return tuple(passage for _, passage in self._store.passages_of_document(document_id))

    def find(self, name: str) -> DocumentCard:
        """The one document that a symbol, an id (or its beginning) or a file name means.

        Raises UnknownDocument or AmbiguousDocument, the latter naming the twins.
        """
        return the_one(name, self._named(name))

    def _named(self, name: str) -> list[DocumentCard]:
        """The documents that a name means, one at least. Raises UnknownDocument."""
        found = [card_of(record) for record in self._store.find_documents(name)]
        if not found:
            raise unknown_name(name)
        return found

    def find_removable(self, name: str) -> DocumentCard | WaitingFile:
        """The one document, held or held back, or waiting file that a name means; errors as `find`."""
        found: list[DocumentCard | WaitingFile] = list(self.waiting.called(name))
        records = self._store.with_held_back().find_documents(name)
        found += [card_of(record) for record in records]
        return the_one(name, found)

    def known_documents(self) -> tuple[KnownDocument, ...]:
        """The catalogue: documents known by their facts, held or not."""
        states, rows = self._states.now(), self._store.catalogue()
        return tuple(known_on(self._store, row, states, None) for row in rows)

    def gaps(self) -> tuple[Gap, ...]:
        """The documents that held ones cite and the library does not hold, most cited first."""
        return self._gaps.now()

    def add(
        self,
        paths: Iterable[Path],
        watcher: AddWatcher | None = None,
        names: Mapping[Path, str] | None = None,
        actor: str | None = None,
    ) -> list[AddOutcome]:
        """Adds files and folders; one outcome per file, the batch goes on past failures. `names` are
        what to call files that are not to be called by their own names.

        First indexes what an interrupted run left in the store. Raises ModelMissing, IndexMismatch
        or IndexDamaged before anything is added, LibraryBusy, StoreFailure.
        """
        return self._intake.add(lambda: files_of(paths), watcher or Silence(), actor, names)

    def keeper(self, actor: str | None = None) -> Keeper:
        """What keeps the documents: trash, corrections, limits, duplicates, quarantine; `actor` is whom
        the log names for it, the user who runs this process where it is None."""
        return Keeper(
            self._home,
            self._store,
            self._index,
            self._open_reader,
            actor or this_user(),
            self._admission,
        )

    def maintenance(self, actor: str | None = None) -> Maintenance:
        """What looks after the library as a whole: files, index, catalogue, backups; `actor` as for
        `keeper`."""
        return Maintenance(
            self._home, self._store, self._index, self._open_reader, actor or this_user()
        )

    def worker(self, say: Callable[[str], None]) -> Worker:
        """What does the jobs of the desk; `say` hears the troubles that no job has of its own."""
        from kb.service.working import Worker

        return Worker(self._home, self._store, self.add, self.desk.limits, say)

    def folder_watch(self, folder: Path, say: Callable[[str], None]) -> FolderWatch:
        """What makes jobs of the files that appear in a folder."""
        from kb.service.watch_folder import FolderWatch

        return FolderWatch(folder, self._home, self.desk, say)

    def recover(self) -> None:
        """Finishes what a program that was killed left undone, if there is any."""
        recover(self._home, self._store, self._index.embedder)

    def remove(self, document_id: str, actor: str | None = None) -> DocumentCard:
        """Puts a document into the trash, as `Keeper.to_trash` does."""
        return self.keeper(actor).to_trash(document_id)

    def evaluator(self, watcher: EvaluationWatcher | None = None) -> Evaluator:
        """What measures how well questions are answered. Raises ModelMissing or ModelFileCorrupt."""
        from kb.service.evaluation.evaluator import Evaluator

        return Evaluator(
            self._home,
            self._store,
            self._open_reader,
            self._index.embedder(),
            watcher or Silence(),
            self._scorer,
        )

    def checks(self) -> tuple[Check, ...]:
        """What `kb doctor` says, in the order in which one should mend."""
        from kb.service.health import run_checks

        loaded = self._index.embedder
        checks = run_checks(
            self._home, self._store, loaded, self._model, self.waiting.files, self._scorer
        )
        return tuple(checks)
