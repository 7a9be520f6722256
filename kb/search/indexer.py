"""Keeps the two indexes in step with the store: builds them anew, or changes some rows.

The store has committed before anything here runs; the embedding is done before the writer's lock is
taken, because it takes minutes where the rest takes seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from kb.passage import PassageKind
from kb.search.embedder import Embedder
from kb.search.index_versions import Change, Draft, require_changeable, write_anew, write_changed
from kb.search.key_phrases import phrases_of
from kb.search.lexical_schema import LexicalPassage
from kb.search.suggestions import NamedText, Suggestions
from kb.symbol import Symbol

Progress = Callable[[int], None]
"""Gets the number of passages embedded since its last call."""


_NOTHING: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A passage as the store hands it over. `row_id` is the store's, below 2**63, never reused.

    `heading` holds the headings above the passage, outermost first, one a line; `title` is the
    document's title (trích yếu), both may be empty. An entry that is not `searchable`, or whose kind
    is HEADING, is left out of the index. `also` are other ways of saying what the text says that hold
    in its document, a line each; only the words of a query are compared with them. From an entry that
    does not teach nothing is learnt that is shown beside other documents: words to mend queries by,
    frequent phrases.
    """

    row_id: int
    document_id: str
    text: str
    heading: str
    title: str
    kind: PassageKind
    own_symbol: Symbol | None
    mentioned: tuple[Symbol, ...]
    searchable: bool
    also: str = ""
    teaches: bool = True


def passage_text(entry: IndexEntry) -> str:
    """What the model reads of a passage: the document's title, the headings, the text, a line each."""
    return "\n".join(part for part in (entry.title, entry.heading, entry.text) if part)


class Indexer:
    """Writes the index under `home`; safe against another process that writes or reads."""

    def __init__(self, home: Path, embedder: Embedder) -> None:
        self._home = home
        self._embedder = embedder

    def rebuild(
        self,
        entries: Iterable[IndexEntry],
        generation: int,
        progress: Progress | None = None,
        named: Iterable[NamedText] = (),
    ) -> str:
        """Builds the index anew from all entries, for the store's `generation`; returns its version.

        `named` are the titles and headings of the whole library, which are suggested to who types.
        Raises StoreFailure where the disk refuses it; the index in use is then untouched.
        """
        fill = self._addition(entries, progress)

        def change(draft: Draft) -> Draft:
            return _suggesting(fill(draft), named, generation)

        return write_anew(self._home, self._embedder.fingerprint, generation, change)

    def update(
        self,
        added: Sequence[IndexEntry],
        removed: Collection[int],
        generation: int,
        progress: Progress | None = None,
        retaught: Iterable[IndexEntry] = (),
    ) -> str:
        """Removes the rows `removed`, then adds or replaces `added`; returns the new version.

        Of the entries `retaught`, which are in the index, only what they teach changes. The suggestions
        stay as they are until `suggest`, which takes longer.

        Raises IndexMissing, IndexMismatch or IndexDamaged where there is no index that can be
        changed (`rebuild` mends all three), StoreFailure where the disk refuses it.
        """
        require_changeable(self._home, self._embedder.fingerprint)
        replaced = {*removed, *(entry.row_id for entry in added)}
        fill = self._addition(added, progress, replaced, _taught(retaught))
        return write_changed(self._home, self._embedder.fingerprint, generation, fill)

    def suggest(self, named: Iterable[NamedText], generation: int) -> str:
        """Makes the suggestions anew, of the titles and headings of the library as it is in this
        `generation`, which the index is at; returns the new version. Errors as for `update`."""
        return write_changed(
            self._home,
            self._embedder.fingerprint,
            generation,
            lambda draft: _suggesting(draft, named, generation),
        )

    def _addition(
        self,
        entries: Iterable[IndexEntry],
        progress: Progress | None,
        replaced: Collection[int] = (),
        retaught: Mapping[int, str] = _NOTHING,
    ) -> Change:
        kept = [entry for entry in entries if _is_indexed(entry)]
        lessons = {**_taught(kept), **retaught}
        rows = np.array([entry.row_id for entry in kept], np.int64)
        texts = {entry.row_id: passage_text(entry) for entry in kept}
        vectors = self._embedder.embed_passages(list(texts.values()), progress)

        def change(draft: Draft) -> Draft:
            draft.vectors.remove(replaced)
            draft.vectors.add(rows, vectors)
            draft.lexical.change(map(_lexical, kept), replaced)
            vocabulary = draft.vocabulary.changed(lessons, {*replaced, *retaught})
            return replace(draft, vocabulary=vocabulary)

        return change


def _suggesting(draft: Draft, named: Iterable[NamedText], generation: int) -> Draft:
    suggestions = Suggestions.of(named, phrases_of(draft.vocabulary))
    return replace(draft, suggestions=suggestions, suggested=generation)


def _taught(entries: Iterable[IndexEntry]) -> dict[int, str]:
    """What the vocabulary counts of each."""
    return {entry.row_id: passage_text(entry) if entry.teaches else "" for entry in entries}


def _is_indexed(entry: IndexEntry) -> bool:
    return entry.searchable and entry.kind is not PassageKind.HEADING


def _lexical(entry: IndexEntry) -> LexicalPassage:
    return LexicalPassage(
        row_id=entry.row_id,
        document_id=entry.document_id,
        front=entry.kind is PassageKind.FRONT,
        body="\n".join(part for part in (passage_text(entry), entry.also) if part),
        heading="\n".join(part for part in (entry.title, entry.heading) if part),
        own_symbol=entry.own_symbol,
        mentioned=entry.mentioned,
    )
