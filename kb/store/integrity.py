"""Whether the database is what was written into it: SQLite's own checks, and every text with its
passages against their seals."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, select, text

from kb.document import Document, Evidence
from kb.passage import Passage
from kb.reference import Reference
from kb.store import audit, rows, schema
from kb.store.audit import Action, Deed
from kb.store.changes import (
    is_trashed,
    keep_recognition,
    name_of,
    replace_contents,
    sealed,
)
from kb.store.counts import raise_count
from kb.store.lookup import evidence_of, record


def database_faults(connection: Connection) -> list[str]:
    """What SQLite finds wrong with its file, and keys that point nowhere; in its own words."""
    found = [str(line) for line in connection.scalars(text("PRAGMA integrity_check"))]
    keys = connection.execute(text("PRAGMA foreign_key_check"))
    broken = [f"{row[0]} → {row[2]}" for row in keys]
    return [line for line in found if line != "ok"] + broken


def damage_of(connection: Connection, document_id: str) -> str | None:
    """What is wrong with a document's text or passages, in Vietnamese; None where nothing is."""
    one = schema.document.c.id == document_id
    words = connection.scalar(select(schema.document.c.text).where(one))
    if hashlib.sha256(str(words).encode()).hexdigest() != sealed(connection, document_id):
        return "chữ của văn bản không còn như lúc nạp"
    mine = schema.passage.c.document_id == document_id
    for row in connection.execute(select(schema.passage).where(mine)).mappings():
        try:
            passage = rows.passage_from(row, str(words))
        except (TypeError, ValueError):
            return "có đoạn không đọc được"
        inside = 0 <= passage.span.start <= passage.span.end <= len(str(words))
        if not inside or passage.id != row["content_id"]:
            return "có đoạn không đứng đúng chỗ trong văn bản"
    return None


def reread_document(
    connection: Connection,
    document: Document,
    passages: Sequence[Passage],
    references: Sequence[Reference],
    recognition: bytes | None,
    actor: str,
) -> None:
    """Put what was read anew from a document's original in the place of what is there.

    Its facts stay, and so does their evidence: people may have corrected them. Raises UnknownDocument.
    """
    found = record(connection, document.id)
    document = replace(document, evidence=_still_standing(connection, document))
    replace_contents(connection, document, passages, references)
    keep_recognition(connection, document.id, recognition)
    name = name_of(found.facts, found.file_name)
    audit.append(connection, Deed(actor, Action.REREAD, document.id, name))
    if not is_trashed(connection, document.id):
        raise_count(connection, "generation")


def _still_standing(connection: Connection, document: Document) -> tuple[Evidence, ...]:
    """The evidence of the facts; where the text reads otherwise now, without the places in it."""
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    same = digest == sealed(connection, document.id)
    kept = evidence_of(connection, document.id)
    return kept if same else tuple(replace(one, span=None) for one in kept)
