"""What the lexical index keeps of a passage, as tantivy's schema and documents.

Every text field is cut at white space, because the tokens are prepared already. Symbols are indexed by
their leading parts, so that "57", "57-KL" and "57-KL/TW" all match.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from zlib import crc32

import numpy as np
import numpy.typing as npt
import tantivy

from kb.search.lexical_tokens import Key, folded_key, prepared, written_key
from kb.search.phrases import phrase_tokens
from kb.symbol import Symbol, SymbolPattern, fold_code
from kb.vietnamese.tokens import tokens_of

Marks = npt.NDArray[np.uint32]

MARKS, MARKS_FOLDED, PHRASES = "marks", "marks_folded", "phrases"


class Field(StrEnum):
    """A text field; the heading fields hold the document's title and the headings above."""

    BODY = "body"
    BODY_FOLDED = "body_folded"
    HEADING = "heading"
    HEADING_FOLDED = "heading_folded"


@dataclass(frozen=True, slots=True)
class LexicalPassage:
    """What the lexical index keeps of a passage: tokens and numbers, not the text itself.

    `body` is all that is searched; it begins with `heading`, and the rest of it is the passage's own.
    """

    row_id: int
    document_id: str
    front: bool
    body: str
    heading: str
    own_symbol: Symbol | None
    mentioned: tuple[Symbol, ...]


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


def schema() -> tantivy.Schema:
    """The fields of the index."""
    builder = tantivy.SchemaBuilder()
    for field in Field:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    for name in ("own_symbol", "mentioned"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field(PHRASES, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field(
        "document_id", stored=True, fast=True, tokenizer_name="raw", index_option="basic"
    )
    for name in (MARKS, MARKS_FOLDED):
        builder.add_bytes_field(name, stored=True)
    builder.add_integer_field("heading_length", stored=True)
    builder.add_integer_field("row_id", indexed=True, fast=True)
    builder.add_integer_field("front", indexed=True)
    return builder.build()


def to_document(passage: LexicalPassage) -> tantivy.Document:
    """A passage as the index takes it."""
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
    document.add_text(PHRASES, " ".join(phrase_tokens(passage.body.removeprefix(passage.heading))))
    document.add_bytes(MARKS, marks_of(passage.body, written_key).tobytes())
    document.add_bytes(MARKS_FOLDED, marks_of(passage.body, folded_key).tobytes())
    document.add_integer("heading_length", len(tokens_of(passage.heading)))
    own = [passage.own_symbol] if passage.own_symbol else []
    document.add_text("own_symbol", _keys(own))
    document.add_text("mentioned", _keys(passage.mentioned))
    return document


def _keys(symbols: Iterable[Symbol]) -> str:
    return " ".join(key for symbol in symbols for key in symbol_keys(symbol))
