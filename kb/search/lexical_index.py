"""The lexical side: BM25 over prepared tokens, in a tantivy index on disk.

Every text field is cut at white space, because `lexical_tokens` has prepared the tokens already.
tantivy scores with k1 = 1.2 and b = 0.75; a field's length is stored in one byte, exact up to 40
tokens. Symbols are indexed by their leading parts, so that "57", "57-KL" and "57-KL/TW" all match.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
import tantivy
from tantivy import Occur, Query

from kb.errors import IndexDamaged
from kb.search.fusion import ScoredRow, best_first
from kb.search.lexical_tokens import Key, folded_key, prepared, written_key
from kb.symbol import Symbol, SymbolPattern, fold_code
from kb.vietnamese.tokens import tokens_of

RowArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
Marks = npt.NDArray[np.uint32]

_MARKS, _MARKS_FOLDED = "marks", "marks_folded"

_HEAP_BYTES = 64_000_000
"""The writer's buffer; tantivy asks for 15 MB at least, and a library of 20,000 passages fits."""


class Field(StrEnum):
    """A text field; the heading fields hold the document's title and the headings above."""

    BODY = "body"
    BODY_FOLDED = "body_folded"
    HEADING = "heading"
    HEADING_FOLDED = "heading_folded"


@dataclass(frozen=True, slots=True)
class LexicalPassage:
    """What the lexical index keeps of a passage: tokens and numbers, not the text itself."""

    row_id: int
    document_id: str
    front: bool
    body: str
    heading: str
    own_symbol: Symbol | None
    mentioned: tuple[Symbol, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """The syllables of a passage in their order, `(n,)`, as marks; the first `heading` of them are
    those of the title and headings."""

    marks: Marks
    heading: int


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens asked of one field; a passage gains `weight` times their BM25 score there."""

    field: Field
    tokens: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Scope:
    """The passages admitted; each limit that is not None must hold.

    `own` are symbols that the passage's document carries (any of them will do), `mentioned` symbols
    that the passage names, `front` admits only passages of the opening part.
    """

    documents: frozenset[str] | None = None
    own: tuple[SymbolPattern, ...] | None = None
    mentioned: tuple[SymbolPattern, ...] | None = None
    front: bool = False


EVERYWHERE = Scope()


def symbol_keys(symbol: Symbol) -> list[str]:
    """The tokens under which a symbol is found: 57-KL/TW → 57, 57|kl, 57|kl|tw and 57||tw."""
    number, code, issuer = symbol.key.split("|")
    by_type = [f"{number}|{code}"] if code else []
    return list(dict.fromkeys([number, *by_type, symbol.key, f"{number}||{issuer}"]))


def marks_of(text: str, key: Key) -> Marks:
    """The syllables of `text` as 32-bit marks, which arrays compare a hundred times as fast as words.

    Two different syllables bear one mark once in four thousand million; 60 of a query meet another of
    the 20,000 of a library in one query of 3,600.
    """
    keys = (key(token.text) for token in tokens_of(text))
    return np.fromiter((crc32(one.encode()) for one in keys), np.uint32)


def pattern_key(pattern: SymbolPattern) -> str:
    """The one token that finds a pattern: `kl 57` → "57|kl"; leading zeros are ignored."""
    number = pattern.number.lstrip("0").lower() or "0"
    code, issuer = fold_code(pattern.type_code or ""), fold_code(pattern.issuer_code or "")
    if issuer:
        return f"{number}|{code}|{issuer}"
    return f"{number}|{code}" if code else number


class LexicalIndex:
    """A directory of tantivy segments. Searching from several threads is safe; changing is not."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def create(cls, directory: Path) -> LexicalIndex:
        """An empty index in `directory`, which must exist and be empty."""
        return cls(tantivy.Index(_schema(), path=str(directory), reuse=False))

    @classmethod
    def open(cls, directory: Path) -> LexicalIndex:
        """The index in `directory`. Raises IndexDamaged where tantivy cannot read it."""
        try:
            return cls(tantivy.Index.open(str(directory)))
        except ValueError as error:
            raise IndexDamaged(
                f"Không đọc được chỉ mục từ {directory}; hãy dựng lại bằng lệnh `kb rebuild`."
            ) from error

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def change(self, added: Iterable[LexicalPassage], removed: Collection[int] = ()) -> None:
        """Removes rows, then adds passages, in one commit. Raises OSError where it cannot write."""
        try:
            writer = self._index.writer(_HEAP_BYTES, 1)
            if removed:
                writer.delete_documents_by_query(self._rows(removed))
            for passage in added:
                writer.add_document(_document(passage))
            writer.commit()
            writer.wait_merging_threads()
        except ValueError as error:
            raise OSError(str(error)) from error
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(
        self, clauses: Sequence[Clause], limit: int, scope: Scope = EVERYWHERE
    ) -> list[ScoredRow]:
        """The `limit` best passages in `scope`, best first; scores are weighted sums of BM25 (>= 0).

        With a limited scope, passages of it that hold none of the tokens follow with a score of 0.
        """
        wanted = [self._clause(clause) for clause in clauses if clause.tokens]
        limits = self._limits(scope)
        if not (wanted or limits):
            return []
        query = Query.boolean_query(
            [*((Occur.Must, query) for query in limits), *((Occur.Should, q) for q in wanted)]
        )
        return best_first(self._hits(query, limit), limit)

    def rows(self, scope: Scope) -> RowArray:
        """The ids of all rows in `scope`, ascending, `(n,)` int64."""
        query = Query.boolean_query([(Occur.Must, q) for q in self._limits(scope)])
        found = self._hits(query, max(len(self), 1))
        return np.array(sorted(hit.row_id for hit in found), np.int64)

    def documents_of(self, rows: Collection[int]) -> dict[int, str]:
        """The document id of every row that is held."""
        doc = self._searcher.doc
        return {row: doc(address)["document_id"][0] for row, address in self._places(rows)}

    def _places(self, rows: Collection[int]) -> Iterator[tuple[int, tantivy.DocAddress]]:
        """The rows that are held, with their addresses in the segments."""
        found = self._searcher.search(self._rows(rows), limit=max(len(rows), 1), count=False)
        addresses = [address for _, address in found.hits]
        return zip(_row_ids(self._searcher, addresses), addresses, strict=True)

    def wordings(self, rows: Collection[int], *, folded: bool) -> dict[int, Wording]:
        """The wording of every row that is held, with or without its accents."""
        field = _MARKS_FOLDED if folded else _MARKS
        found = ((row, self._searcher.doc(address)) for row, address in self._places(rows))
        return {
            row: Wording(np.frombuffer(held[field][0], np.uint32), held["heading_length"][0])
            for row, held in found
        }

    def idf(self, field: Field, tokens: Sequence[str]) -> FloatArray:
        """How telling each token is, `(n,)`: BM25's ln(1 + (N - n + 0.5) / (n + 0.5)), over 0."""
        holding = np.array([self._searcher.doc_freq(field, token) for token in tokens], np.float64)
        return np.log1p((len(self) - holding + 0.5) / (holding + 0.5))

    def _hits(self, query: Query, limit: int) -> list[ScoredRow]:
        searcher = self._searcher
        hits = searcher.search(query, limit=limit, count=False).hits
        rows = _row_ids(searcher, [address for _, address in hits])
        return [ScoredRow(row, score) for row, (score, _) in zip(rows, hits, strict=True)]

    def _clause(self, clause: Clause) -> Query:
        terms = [
            (Occur.Should, Query.term_query(self._schema, clause.field, token, "freq"))
            for token in clause.tokens
        ]
        return Query.boost_query(Query.boolean_query(terms), clause.weight)

    def _limits(self, scope: Scope) -> list[Query]:
        limits = []
        if scope.documents is not None:
            limits.append(self._any_of("document_id", sorted(scope.documents)))
        if scope.own is not None:
            limits.append(self._any_of("own_symbol", [pattern_key(p) for p in scope.own]))
        if scope.mentioned is not None:
            limits.append(self._any_of("mentioned", [pattern_key(p) for p in scope.mentioned]))
        if scope.front:
            limits.append(Query.term_query(self._schema, "front", 1))
        return [Query.const_score_query(limit, 0.0) for limit in limits]

    def _any_of(self, field: str, values: Sequence[str] | Sequence[int]) -> Query:
        return Query.term_set_query(self._schema, field, values)

    def _rows(self, rows: Collection[int]) -> Query:
        return self._any_of("row_id", [int(row) for row in rows])


def _row_ids(searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress]) -> list[int]:
    values = searcher.fast_field_values("row_id", addresses)
    return [int(value) for value in values if value is not None]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in Field:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    for name in ("own_symbol", "mentioned"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("document_id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in (_MARKS, _MARKS_FOLDED):
        builder.add_bytes_field(name, stored=True)
    builder.add_integer_field("heading_length", stored=True)
    builder.add_integer_field("row_id", indexed=True, fast=True)
    builder.add_integer_field("front", indexed=True)
    return builder.build()


def _document(passage: LexicalPassage) -> tantivy.Document:
    document = tantivy.Document()
    document.add_integer("row_id", passage.row_id)
    document.add_integer("front", int(passage.front))
    document.add_text("document_id", passage.document_id)
    for written, folded, text in (
        (Field.BODY, Field.BODY_FOLDED, passage.body),
        (Field.HEADING, Field.HEADING_FOLDED, passage.heading),
    ):
        document.add_text(written, " ".join(prepared(text, written_key)))
        document.add_text(folded, " ".join(prepared(text, folded_key)))
    document.add_bytes(_MARKS, marks_of(passage.body, written_key).tobytes())
    document.add_bytes(_MARKS_FOLDED, marks_of(passage.body, folded_key).tobytes())
    document.add_integer("heading_length", len(tokens_of(passage.heading)))
    own = [passage.own_symbol] if passage.own_symbol else []
    document.add_text("own_symbol", _keys(own))
    document.add_text("mentioned", _keys(passage.mentioned))
    return document


def _keys(symbols: Iterable[Symbol]) -> str:
    return " ".join(key for symbol in symbols for key in symbol_keys(symbol))
