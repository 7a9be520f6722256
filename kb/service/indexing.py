"""Keeps the index in step with the store: what the store holds and the index lacks goes in, what the
store no longer holds goes out, what tells facts that were corrected is made anew. One way for adding,
removing, correcting and mending after a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from kb.passage import Passage, PassageKind
from kb.search.definitions import Definition, also_said, definitions_in
from kb.search.embedder import Embedder
from kb.search.index_set import check_fingerprint, current_manifest, indexed_rows, taught_rows
from kb.search.indexer import IndexEntry, Indexer
from kb.search.suggestions import NamedKind, NamedText
from kb.service.search_text import search_text
from kb.store.documents import Store
from kb.store.records import DocumentRecord
from kb.symbol import Symbol

_LITTLE = 1024
"""Passages: what is read at once before it is indexed (`kb.service.adding`), one long document more;
some twenty seconds of embedding."""

Progress = Callable[[int, int], None]
"""Told (passages embedded since the last call, passages to embed in all)."""


def refresh_index(
    home: Path, store: Store, embedder: Embedder, progress: Progress | None = None
) -> None:
    """Brings the index to the store's generation, embedding only what is new; the suggestions, which
    take longer, are for `refresh_suggestions`.

    Raises IndexMismatch where the index was made by another model: only `rebuild_index` mends that.
    """
    manifest = current_manifest(home)
    if manifest is None:
        rebuild_index(home, store, embedder, progress)
        return
    check_fingerprint(manifest, embedder.fingerprint)
    stale = store.custody.stale_rows()
    if stale or manifest.generation != store.generation():
        held, indexed, teaching = searchable_rows(store), indexed_rows(home), _teaching(store)
        fresh = held - indexed | held & stale
        added = list(_entries(store, fresh, teaching))
        wrong = (held & indexed - fresh) & (teaching ^ taught_rows(home))
        Indexer(home, embedder).update(
            added,
            indexed - held,
            store.generation(),
            _counted(progress, added),
            _entries(store, wrong, teaching),
        )
        store.custody.settle_rows(stale)


def refresh_suggestions(home: Path, store: Store, embedder: Embedder) -> None:
    """Brings the suggestions to the index's generation; errors as for `refresh_index`."""
    manifest = current_manifest(home)
    if manifest is not None and manifest.suggested != manifest.generation:
        Indexer(home, embedder).suggest(_named(_open_to_all(store)), manifest.generation)


def rebuild_index(
    home: Path, store: Store, embedder: Embedder, progress: Progress | None = None
) -> None:
    """Builds the index anew from the store."""
    stale = store.custody.stale_rows()
    entries = list(_entries(store, searchable_rows(store), _teaching(store)))
    counted, named = _counted(progress, entries), _named(_open_to_all(store))
    Indexer(home, embedder).rebuild(entries, store.generation(), counted, named)
    store.custody.settle_rows(stale)


def is_little_behind(home: Path, store: Store) -> bool:
    """True if the index lacks something of the store, and so little that nobody minds waiting.

    Raises IndexDamaged.
    """
    manifest = current_manifest(home)
    if manifest is None:
        return 0 < store.passage_count() <= _LITTLE
    stale = store.custody.stale_rows()
    if not stale and manifest.generation == store.generation():
        return False
    return len(searchable_rows(store) - indexed_rows(home) | stale) <= _LITTLE


def _open_to_all(store: Store) -> Store:
    """The documents that are limited to no group. From them alone comes what is shown beside other
    documents: suggested titles, headings and phrases, words to mend queries by. So whoever may not see
    a document meets no word of it, whichever groups he is in."""
    return store.seen_by(frozenset())


def _teaching(store: Store) -> set[int]:
    return searchable_rows(_open_to_all(store))


def _named(store: Store) -> list[NamedText]:
    """The titles and headings of the documents; "" for one without a title."""
    titles = ((record.id, _title(record), record.facts.title) for record in store.records())
    return [
        *(NamedText(title if own else "", NamedKind.TITLE, id) for id, title, own in titles),
        *(NamedText(heading, NamedKind.HEADING, id) for id, heading in store.headings()),
    ]


def _counted(progress: Progress | None, entries: list[IndexEntry]) -> Callable[[int], None] | None:
    if progress is None:
        return None
    return lambda done: progress(done, len(entries))


def _entries(store: Store, rows: set[int], teaching: set[int]) -> Iterator[IndexEntry]:
    """The entries of the passages with these rows; those that are `teaching` do."""
    by_document = groupby(store.iterate_passages(rows), key=lambda item: item[1].document_id)
    for document_id, passages in by_document:
        record = store.record(document_id)
        mentioned = _mentions(store, document_id)
        defined = definitions_in(store.text_of(document_id))
        for row_id, passage in passages:
            mentions = tuple(mentioned.get(row_id, {}))
            entry = _entry(row_id, passage, record, mentions, defined)
            yield replace(entry, teaches=row_id in teaching)


def _entry(
    row_id: int,
    passage: Passage,
    record: DocumentRecord,
    mentioned: tuple[Symbol, ...],
    defined: tuple[Definition, ...],
) -> IndexEntry:
    text = search_text(passage.text, passage)
    return IndexEntry(
        row_id=row_id,
        document_id=passage.document_id,
        text=text,
        heading=search_text("\n".join(passage.breadcrumb), passage),
        title=search_text(_title(record), passage),
        kind=passage.kind,
        own_symbol=record.facts.symbol,
        mentioned=mentioned,
        searchable=True,
        also=also_said(text, defined),
    )


def _mentions(store: Store, document_id: str) -> dict[int, dict[Symbol, None]]:
    """The symbols by which each passage's mentions may be asked for, each once, in text order."""
    found: dict[int, dict[Symbol, None]] = {}
    for stored in store.references_of_document(document_id):
        if stored.passage_row_id is not None:
            found.setdefault(stored.passage_row_id, {}).update(
                dict.fromkeys(stored.reference.symbols)
            )
    return found


def _title(record: DocumentRecord) -> str:
    """Type and title, as people name a document: "Hướng dẫn công tác thông tin đối ngoại"."""
    return " ".join(part for part in (record.facts.type, record.facts.title) if part)


def searchable_rows(store: Store) -> set[int]:
    """All but bare headings, which are found through the passages under them: their heading field."""
    return store.row_ids(without=PassageKind.HEADING)
