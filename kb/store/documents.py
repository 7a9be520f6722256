"""The store: the one door to what the library holds.

`Store` opens a transaction and hands it to the module that knows the tables: `changes` writes,
`lookup`, `passages` and `references` read, `catalogue` keeps the known documents. It shows held
documents only; the trash, corrections and the log of changes are with `Store.custody`. Every method may
raise StoreFailure (disk full, read-only, locked, damaged); after it, what was held is untouched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kb.derived import Derived
from kb.document import Division, Document, Footnote, Line, Page
from kb.passage import Passage, PassageKind
from kb.reference import Reference
from kb.relation import Relation
from kb.store import audit, catalogue, changes, limits, lookup, passages, references
from kb.store.audit import Action, Deed
from kb.store.changes import HoldBack
from kb.store.counts import count_of, counts_of, raise_count
from kb.store.custody import KB, Custody
from kb.store.engine import Database, open_database
from kb.store.jobs import Jobs
from kb.store.likenesses import Likenesses
from kb.store.records import DocumentRecord, KnownRecord, StoredMention, StoredReference
from kb.store.scopes import Scope
from kb.store.signs import Signs, signs
from kb.symbol import Symbol, SymbolPattern


def open_store(path: Path, *, read_only: bool = False) -> Store:
    """The store in the SQLite file `path`: made, or brought up to date, where that is needed.

    With `read_only` the file must exist and be up to date, and is not changed (SQLite may put its log
    files, `-wal` and `-shm`, beside it); it may then stand in a folder that cannot be written.
    Raises StoreFailure where it cannot be opened, is not a store, or comes from a newer release.
    """
    return Store(open_database(path, read_only=read_only))


class Store:
    """Held documents with their passages and mentions, and the catalogue of known documents.

    Safe to use from several threads: each call is one transaction of its own, readers do not wait
    for the writer. A row id names a passage (and its vector) for ever: it is never given again.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._revision = Derived(database.mark, self._revision_at)
        self.custody = Custody(database)
        self.jobs = Jobs(database)
        self.likenesses = Likenesses(database)

    def seen_by(self, groups: frozenset[str]) -> Store:
        """The store as people of these groups see it: a document that is limited to others is not held
        there, and nothing can be changed. It shares the file with this one, and closes with it."""
        return Store(self._database.seen_by(groups))

    def hidden_from(self, groups: frozenset[str]) -> frozenset[str]:
        """The ids of the documents, held or in the trash, that people of these groups may not see."""
        with self._database.reading(Scope.ALL) as connection:
            return limits.hidden_from(connection, groups)

    def limits(self) -> dict[str, tuple[str, ...]]:
        """The groups to which documents are limited, in order; no entry for one that is not."""
        with self._database.reading() as connection:
            return limits.limits(connection)

    def with_held_back(self) -> Store:
        """The same store with the documents beside the held ones that wait for their review: for those
        alone who review them."""
        return Store(self._database.seeing(Scope.WITH_HELD_BACK))

    def close(self) -> None:
        """Let go of the file; the store is not to be used afterwards."""
        self._database.close()

    def identity(self) -> int:
        """A number drawn when the file was made: two stores of one generation are told apart by it."""
        with self._database.reading() as connection:
            return count_of(connection, "identity")

    def generation(self) -> int:
        """How many times a document came or went; an index made at another one is out of date."""
        return self._revision.now()[0]

    def revision(self) -> tuple[int, int]:
        """The generation, and how many times the catalogue was replaced: what is known of documents
        changes with either."""
        return self._revision.now()

    def _revision_at(self, _mark: int) -> tuple[int, int]:
        with self._database.reading() as connection:
            generation, catalogue_count = counts_of(connection, "generation", "catalogue")
            return generation, catalogue_count

    def add_document(
        self,
        document: Document,
        passages: Sequence[Passage],
        references: Sequence[Reference],
        byte_size: int,
        actor: str = KB,
        *,
        groups: Iterable[str] = (),
        hold_back: HoldBack | None = None,
        recognition: bytes | None = None,
    ) -> tuple[int, ...]:
        """Add a document with all that was read from it, limited to `groups` if there are any; the row
        ids of `passages`, in order. Where `hold_back` says so of its signs, nobody sees it until it is
        released (`Custody.release`). `recognition` is what a machine read of its pages.

        A mention belongs to the passage that holds its first character. A document already held is
        left unchanged: its row ids are returned and the generation stays. Raises ValueError where a
        passage is not a slice of the document or is given twice.
        """
        changes.require_one_story(document, passages, references)
        with self._database.writing() as connection:
            return changes.insert_document(
                connection,
                document,
                passages,
                references,
                byte_size,
                actor,
                groups=groups,
                hold_back=hold_back,
                recognition=recognition,
            )

    def remove_document(self, document_id: str, actor: str = KB) -> tuple[int, ...]:
        """Take a document out again that could not be indexed; the row ids that left, in order.

        Raises UnknownDocument.
        """
        with self._database.writing() as connection:
            return changes.delete_document(connection, document_id, actor, Action.WITHDRAW)

    def holds(self, document_id: str) -> bool:
        """True if the document with that whole id is held."""
        with self._database.reading() as connection:
            return lookup.holds(connection, document_id)

    def record(self, document_id: str) -> DocumentRecord:
        """The document without its text. Raises UnknownDocument."""
        with self._database.reading() as connection:
            return lookup.record(connection, document_id)

    def records(self) -> list[DocumentRecord]:
        """Every held document, in the order they were added, then by id."""
        with self._database.reading() as connection:
            return lookup.records(connection)

    def records_of(self, ids: Iterable[str]) -> dict[str, DocumentRecord]:
        """The records by id, in the order asked. Raises UnknownDocument if any is not held."""
        with self._database.reading() as connection:
            return lookup.records_of(connection, ids)

    def seals(self, ids: Iterable[str]) -> dict[str, str]:
        """By id, the sha256 of each text; none of a document that came before seals were kept."""
        with self._database.reading() as connection:
            return lookup.seals(connection, ids)

    def doubtful_facts(self, ids: Iterable[str]) -> dict[str, frozenset[str]]:
        """By id, the names in `Facts` of those that another place of the document contradicts, and that
        nobody has found right."""
        with self._database.reading() as connection:
            return lookup.doubtful_facts(connection, ids)

    def signs(self) -> list[Signs]:
        """What may need eyes of every document, in the order they were added."""
        with self._database.reading() as connection:
            return signs(connection)

    def document(self, document_id: str) -> Document:
        """The whole document, equal to the one that was added. Raises UnknownDocument."""
        with self._database.reading() as connection:
            return lookup.document(connection, document_id)

    def find_documents(self, name: str) -> list[DocumentRecord]:
        """The documents that `name` may mean, in the order they were added; none if it says nothing.

        `name` is an id or its first digits (at least 6), else a symbol in any spacing, case and
        accents ("57 - kl / tw"), else a file name (case aside). The first kind that answers decides.
        """
        with self._database.reading() as connection:
            return lookup.find_documents(connection, name)

    def find_held(self, pattern: SymbolPattern) -> list[DocumentRecord]:
        """The documents whose symbol agrees with all that `pattern` says, in the order added."""
        with self._database.reading() as connection:
            return lookup.find_held(connection, pattern)

    def passage_count(self) -> int:
        """The number of passages held."""
        with self._database.reading() as connection:
            return passages.passage_count(connection)

    def row_ids(self, *, without: PassageKind | None = None) -> set[int]:
        """The row id of every passage held, but for one kind if it is named."""
        with self._database.reading() as connection:
            return passages.row_ids(connection, without)

    def passages(self, row_ids: Iterable[int]) -> dict[int, Passage]:
        """The passages by ascending row id; a row id that is not held has no entry."""
        with self._database.reading() as connection:
            return passages.passages(connection, row_ids)

    def passages_of_document(self, document_id: str) -> list[tuple[int, Passage]]:
        """A document's passages with their row ids, in the order they were added.

        Raises UnknownDocument.
        """
        with self._database.reading() as connection:
            return passages.passages_of_document(connection, document_id)

    def iterate_passages(
        self, row_ids: Iterable[int] | None = None
    ) -> Iterator[tuple[int, Passage]]:
        """The passages of `row_ids` (all held ones if None), by ascending row id.

        Reads a few hundred at a time and keeps no transaction open between: whoever embeds them may
        take hours. A passage that leaves meanwhile is left out, one that comes is not among them.
        """
        wanted = self.row_ids() if row_ids is None else row_ids
        for batch in lookup.batches(sorted(wanted)):
            yield from self.passages(batch).items()

    def headings(self) -> list[tuple[str, str]]:
        """The headings of every held document with its id, each once in a document, in no order."""
        with self._database.reading() as connection:
            return lookup.headings(connection)

    def printed_page(self, document_id: str, number: int) -> tuple[Page, tuple[Line, ...]] | None:
        """A page by its number from 1 with the lines on it, in text order; None if there is none."""
        with self._database.reading() as connection:
            return lookup.printed_page(connection, document_id, number)

    def pages_at(self, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
        """The page, from 1, of each place, given as a document's id and an offset into its text; none
        for a place of a document without pages."""
        with self._database.reading() as connection:
            return lookup.pages_at(connection, places)

    def text_of(self, document_id: str) -> str:
        """The document's text alone. Raises UnknownDocument."""
        with self._database.reading() as connection:
            return lookup.text_of(connection, document_id)

    def text_and_notes(self, document_id: str) -> tuple[str, tuple[Footnote, ...]]:
        """The document's text and its footnotes, without the rest of it. Raises UnknownDocument."""
        with self._database.reading() as connection:
            return lookup.text_and_notes(connection, document_id)

    def outline_of(self, document_id: str) -> tuple[str, tuple[Division, ...]]:
        """A document's text and its divisions, without the rest of it. Raises UnknownDocument."""
        with self._database.reading() as connection:
            return lookup.outline_of(connection, document_id)

    def references_of_document(self, document_id: str) -> list[StoredReference]:
        """A document's mentions of others, in the order they were added. Raises UnknownDocument."""
        with self._database.reading() as connection:
            return references.references_of_document(connection, document_id)

    def mentions(self) -> list[StoredMention]:
        """Every mention, by the order its document was added."""
        with self._database.reading() as connection:
            return references.mentions(connection)

    def mentions_of(self, symbol_key: str) -> list[StoredMention]:
        """Every mention of the symbol with that `Symbol.key`, by the order its document was added.

        Whether a mention means a certain document is for `kb.reference.resolve` to say.
        """
        with self._database.reading() as connection:
            return references.mentions_of(connection, symbol_key)

    def mentions_with(self, relations: Iterable[Relation]) -> list[StoredMention]:
        """Every mention that states one of these relations, by the order its document was added."""
        with self._database.reading() as connection:
            return references.mentions_with(connection, relations)

    def unrelated(self) -> list[str]:
        """The ids of the documents whose mentions were read before relations were, in order."""
        with self._database.reading() as connection:
            return references.unrelated(connection)

    def relate(self, document_id: str, mentions: Sequence[Reference]) -> None:
        """Keep the relations of a document's mentions, given in the order in which they were added; the
        generation rises."""
        with self._database.writing() as connection:
            references.relate(connection, document_id, mentions)
            raise_count(connection, "generation")

    def find_mentioned(self, pattern: SymbolPattern) -> list[Symbol]:
        """The symbols mentioned that agree with all that `pattern` says, in the order of mention."""
        with self._database.reading() as connection:
            return references.find_mentioned(connection, pattern)

    def symbol_keys_by_passage(self, row_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """The `Symbol.key`s that each passage mentions, each once, in text order.

        A passage that mentions none has no entry.
        """
        with self._database.reading() as connection:
            return references.symbol_keys_by_passage(connection, row_ids)

    def replace_catalogue(self, rows: Sequence[KnownRecord], actor: str = KB) -> None:
        """Make the catalogue exactly `rows`, in this order; the generation stays."""
        with self._database.writing() as connection:
            before = {"rows": catalogue.catalogue_size(connection)}
            catalogue.replace_catalogue(connection, rows)
            after = {"rows": len(rows)}
            audit.append(connection, Deed(actor, Action.CATALOGUE, before=before, after=after))

    def catalogue_size(self) -> int:
        """The number of records in the catalogue."""
        with self._database.reading() as connection:
            return catalogue.catalogue_size(connection)

    def catalogue(self) -> list[KnownRecord]:
        """The whole catalogue in its order."""
        with self._database.reading() as connection:
            return catalogue.catalogue(connection)

    def known(self, symbol_key: str) -> list[KnownRecord]:
        """The catalogue's records with that `Symbol.key`, in the catalogue's order."""
        with self._database.reading() as connection:
            return catalogue.known(connection, symbol_key)

    def known_of_plenum(self, plenum: int) -> list[KnownRecord]:
        """The catalogue's records that a plenum of that number adopted, in any term, in its order."""
        with self._database.reading() as connection:
            return catalogue.known_of_plenum(connection, plenum)

    def find_known(self, pattern: SymbolPattern) -> list[KnownRecord]:
        """The records whose symbol agrees with all that `pattern` says, in the catalogue's order."""
        with self._database.reading() as connection:
            return catalogue.find_known(connection, pattern)
