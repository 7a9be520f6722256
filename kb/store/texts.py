"""Lines of recognised pages that a person corrects: the document anew in the place of the old one.

What the machine read stays (`recognition`), beside it the lines that people say otherwise. The log
tells each line before and after, the facts and the mentions that changed with it, how many passages
did, and the seals of both texts.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, delete, insert, select

from kb.document import Document
from kb.passage import Passage
from kb.reference import Reference
from kb.store import audit, schema
from kb.store.audit import Action, Deed, Json, Told
from kb.store.changes import name_of, replace_contents, sealed
from kb.store.corrections import (
    INDEXED,
    LineChange,
    differing,
    facts_json,
    mark_stale,
    unchanged_facts,
    write_facts,
)
from kb.store.counts import raise_count
from kb.store.lookup import text_of, unknown
from kb.store.passages import passages_of_document
from kb.store.references import homes, references_of_document


@dataclass(frozen=True, slots=True)
class LineCorrection:
    """A line of a page, both counted from 1: what the machine read there, and what it should be."""

    page: int
    number: int
    raw: str
    text: str


@dataclass(frozen=True, slots=True)
class TextCorrection:
    """What a correction makes of a document: all of it anew, and every line that differs from what was
    recognised. `changes` are the lines that change now; `undone` is the entry of the log that is taken
    back so. `reindexed` says that no entry of the index can stay as it is.
    """

    document: Document
    passages: Sequence[Passage]
    references: Sequence[Reference]
    lines: Sequence[LineCorrection]
    changes: Sequence[LineChange]
    reindexed: bool = False
    undone: int | None = None


def recognition(connection: Connection, document_id: str) -> bytes | None:
    """What a machine read of the document's pages; None where nothing was kept of that.

    Raises UnknownDocument.
    """
    held = select(schema.document.c.id).where(schema.document.c.id == document_id)
    if connection.scalar(held) is None:
        raise unknown(document_id)
    table = schema.recognition
    return connection.scalar(select(table.c.data).where(table.c.document_id == document_id))


def line_corrections(connection: Connection, document_id: str) -> tuple[LineCorrection, ...]:
    """The lines of a document that read otherwise than the machine read them, by page and number."""
    table = schema.line_correction
    query = select(table).where(table.c.document_id == document_id)
    found = connection.execute(query.order_by(table.c.page, table.c.number))
    return tuple(LineCorrection(row.page, row.number, row.raw, row.text) for row in found)


def correct_text(
    connection: Connection, correction: TextCorrection, based_on: int, actor: str
) -> int:
    """Put the corrected document in the place of the old one; the new version. A passage whose entry
    in the index can stay keeps its row id.

    Raises UnknownDocument, and Conflict where the document is not at the version `based_on` any more.
    """
    document = correction.document
    facts, file_name = unchanged_facts(connection, document.id, based_on)
    changed, kept = differing(facts, document.facts), _kept_rows(connection, correction)
    action = Action.CORRECT_TEXT if correction.undone is None else Action.UNDO
    before: dict[str, Json] = {
        "lines": [[one.page, one.number, one.before] for one in correction.changes],
        "facts": facts_json(facts, changed),
        "mentions": _mentions(connection, document.id),
        "sha256": sealed(connection, document.id),
    }
    replace_contents(connection, document, correction.passages, correction.references, kept)
    _replace_lines(connection, document.id, correction.lines)
    write_facts(connection, document.id, document.facts)
    if correction.reindexed or not INDEXED.isdisjoint(changed):
        mark_stale(connection, [document.id])
    raise_count(connection, "generation")
    after: dict[str, Json] = {
        "lines": [[one.page, one.number, one.after] for one in correction.changes],
        "facts": facts_json(document.facts, changed),
        "mentions": _mentions(connection, document.id),
        "sha256": sealed(connection, document.id),
        "passages": kept.count(None),
        "undone": correction.undone,
    }
    told = _told(before, after)
    return audit.append(
        connection, Deed(actor, action, document.id, name_of(facts, file_name), *told)
    )


def _mentions(connection: Connection, document_id: str) -> list[Json]:
    """The mentions of a document as they are printed."""
    text = text_of(connection, document_id)
    found = references_of_document(connection, document_id)
    return [stored.reference.span.of(text) for stored in found]


def _told(before: dict[str, Json], after: dict[str, Json]) -> tuple[Told, Told]:
    """Both without the mentions that stayed and what is None."""
    was, now = (Counter(cast("list[str]", one["mentions"])) for one in (before, after))
    before |= {"mentions": [*sorted((was - now).elements())]}
    after |= {"mentions": [*sorted((now - was).elements())]}
    return before, {name: value for name, value in after.items() if value is not None}


def _replace_lines(
    connection: Connection, document_id: str, lines: Iterable[LineCorrection]
) -> None:
    table = schema.line_correction
    connection.execute(delete(table).where(table.c.document_id == document_id))
    rows = [
        {
            "document_id": document_id,
            "page": line.page,
            "number": line.number,
            "raw": line.raw,
            "text": line.text,
        }
        for line in lines
    ]
    if rows:
        connection.execute(insert(table), rows)


def _kept_rows(connection: Connection, correction: TextCorrection) -> list[int | None]:
    """For each passage the row id of one whose entry in the index says the same; else None."""
    document_id = correction.document.id
    table = schema.stale_passage
    stale = set(connection.scalars(select(table.c.row_id)))
    mentioned: dict[int | None, list[Hashable]] = {}
    for stored in references_of_document(connection, document_id):
        mentioned.setdefault(stored.passage_row_id, []).append(stored.reference.symbols)
    held: dict[Hashable, deque[int]] = {}
    for row_id, passage in passages_of_document(connection, document_id):
        if row_id not in stale:
            key = _indexed_as(passage, mentioned.get(row_id, ()))
            held.setdefault(key, deque()).append(row_id)
    places = range(len(correction.passages))
    homed: dict[int | None, list[Hashable]] = {}
    found = homes(correction.references, correction.passages, places)
    for reference, home in zip(correction.references, found, strict=True):
        homed.setdefault(home, []).append(reference.symbols)
    keys = (
        _indexed_as(passage, homed.get(at, ())) for at, passage in enumerate(correction.passages)
    )
    return [held[key].popleft() if held.get(key) else None for key in keys]


def _indexed_as(passage: Passage, mentioned: Collection[Hashable]) -> Hashable:
    """What the index holds of a passage that is its own and not its document's."""
    read = passage.ocr_quality is not None
    return passage.text, passage.breadcrumb, passage.kind, read, tuple(mentioned)
