"""Facts that a person corrects, and the last correction taken back.

The log is what a correction is taken back from: its entry holds the facts it changed and all the
evidence as it was. The version of a document's facts is the id of the newest entry that changed them.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, cast

from sqlalchemy import Connection, delete, func, insert, select, update

from kb.document import FACT_NAMES, Confidence, Evidence, Facts, Span
from kb.errors import Conflict, NothingToUndo
from kb.store import audit, rows, schema
from kb.store.audit import Action, AuditEntry, Deed, Json
from kb.store.changes import is_trashed, name_of
from kb.store.counts import raise_count
from kb.store.lookup import evidence_of, fact_key, record, unknown
from kb.store.reviews import settle, unsettle
from kb.symbol import Symbol

FactValue: TypeAlias = "Symbol | datetime.date | str | None"
Corrected: TypeAlias = Mapping[str, FactValue]
"""The facts that are to be others, by their names in `Facts`; None empties one."""

EMPTY = "(trống)"
"""Stands for what is not there."""

BY_HAND = "người sửa"
"""How the evidence of a corrected fact begins."""

CHANGING = (Action.ADD, Action.CORRECT, Action.CORRECT_TEXT, Action.UNDO, Action.REREAD)
"""What gives a document a new version."""

INDEXED = frozenset({"symbol", "type", "title"})
"""The facts that the search index holds; the others are read from the store."""


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line of a page, both counted from 1, before and after somebody corrected it."""

    page: int
    number: int
    before: str
    after: str


def facts_version(connection: Connection, document_id: str) -> int:
    """The version of a document; 0 where nobody has changed it since an earlier release."""
    table = schema.audit
    newest = select(func.max(table.c.id)).where(
        table.c.document_id == document_id, table.c.action.in_(CHANGING)
    )
    return connection.scalar(newest) or 0


def correct(
    connection: Connection, document_id: str, based_on: int, corrected: Corrected, actor: str
) -> int:
    """Correct facts of a held document; the new version.

    Raises UnknownDocument, and Conflict where the facts are not at the version `based_on` any more.
    """
    facts, file_name = unchanged_facts(connection, document_id, based_on)
    kept = evidence_of(connection, document_id)
    changed = dataclasses.replace(facts, **corrected)  # type: ignore[arg-type]
    deed = Deed(
        actor,
        Action.CORRECT,
        document_id,
        name_of(facts, file_name),
        {"facts": facts_json(facts, corrected), "evidence": [_evidence_json(one) for one in kept]},
        {"facts": facts_json(changed, corrected)},
    )
    reason = f"{BY_HAND}: {actor}, ngày {datetime.datetime.now().astimezone():%d/%m/%Y}"
    by_hand = {
        name: Evidence(name, Confidence.SURE, None, reason)
        for name, value in corrected.items()
        if value is not None
    }
    emptied = {name for name, value in corrected.items() if value is None}
    evidence = [by_hand.pop(one.field, one) for one in kept if one.field not in emptied]
    unsettle(connection, document_id, map(fact_key, corrected))
    settle(connection, document_id, map(fact_key, emptied), actor)
    return _write(connection, deed, facts, changed, [*evidence, *by_hand.values()])


def undo(connection: Connection, document_id: str, based_on: int, actor: str) -> int:
    """Take the last correction back that was not taken back; the new version.

    Raises UnknownDocument, Conflict, and NothingToUndo where there is none.
    """
    facts, file_name = unchanged_facts(connection, document_id, based_on)
    entries = audit.entries(connection, document_id)
    last = last_correction(entries)
    if last is None:
        raise NothingToUndo(
            f"Văn bản {name_of(facts, file_name)} không có lần sửa nào để hoàn lại;"
            " hãy xem các lần sửa bằng `kb history`."
        )
    before = cast("dict[str, dict[str, Json]]", last.deed.before)
    earlier = facts_from_json(before["facts"])
    changed = dataclasses.replace(facts, **earlier)  # type: ignore[arg-type]
    deed = Deed(
        actor,
        Action.UNDO,
        document_id,
        name_of(facts, file_name),
        {"facts": facts_json(facts, earlier)},
        {"facts": facts_json(changed, earlier), "undone": last.id},
    )
    evidence = [_evidence_from(one) for one in before["evidence"]]
    if any(changed_lines(one.deed) for one in entries if one.id > last.id):
        evidence = _beside(evidence_of(connection, document_id), evidence, earlier)
    unsettle(connection, document_id, map(fact_key, earlier))
    return _write(connection, deed, facts, changed, evidence)


def _beside(
    now: Iterable[Evidence], before: Iterable[Evidence], names: Collection[str]
) -> list[Evidence]:
    """The evidence as it is now, but for the facts `names` that of before, whose places in the text
    are lost: lines were corrected since."""
    back = [dataclasses.replace(one, span=None) for one in before if one.field in names]
    return [*(one for one in now if one.field not in names), *back]


def facts_json(facts: Facts, names: Iterable[str]) -> dict[str, Json]:
    """Some facts as JSON: a symbol by its parts, a date in ISO form."""
    return {name: _value_json(getattr(facts, name)) for name in names}


def facts_from_json(told: Mapping[str, Json]) -> dict[str, FactValue]:
    """The facts that `facts_json` told."""
    return {name: _value_from(name, value) for name, value in told.items()}


def unchanged_facts(connection: Connection, document_id: str, based_on: int) -> tuple[Facts, str]:
    """The facts and the file's name of a held document that is at the version `based_on`.

    Raises UnknownDocument, and Conflict where it is not.
    """
    found = record(connection, document_id)
    if is_trashed(connection, document_id):
        raise unknown(document_id)
    if facts_version(connection, document_id) != based_on:
        entries = audit.entries(connection, document_id)
        changes = [one for one in entries if one.id > based_on and one.deed.action in CHANGING]
        raise Conflict(_conflict(name_of(found.facts, found.file_name), changes))
    return found.facts, found.file_name


def _conflict(name: str, changes: Iterable[AuditEntry]) -> str:
    told = "; ".join(
        f"{one.deed.actor} đã đổi {', '.join(differences(one.deed))}" for one in changes
    )
    return (
        f"Văn bản {name} đã đổi từ khi bạn xem: {told or 'phiên bản không đúng'};"
        " chưa sửa gì, hãy xem lại văn bản rồi sửa tiếp."
    )


def changed_facts(deed: Deed) -> list[tuple[str, str, str]]:
    """What a correction changed: the name in `Facts`, and what is shown of it before and after."""
    before = cast("dict[str, dict[str, Json]]", deed.before or {}).get("facts", {})
    after = cast("dict[str, dict[str, Json]]", deed.after or {}).get("facts", {})
    return [
        (name, _shown(name, before.get(name)), _shown(name, value)) for name, value in after.items()
    ]


def differences(deed: Deed) -> list[str]:
    """All that a correction changed as phrases: "ngày ban hành: 05/03/2024 → 06/03/2024"."""
    return [
        *(
            f"{line_name(one)}: {line_words(one.before)} → {line_words(one.after)}"
            for one in changed_lines(deed)
        ),
        *(f"{FACT_NAMES[name]}: {was} → {now}" for name, was, now in changed_facts(deed)),
        *(f"viện dẫn: {was} → {now}" for was, now in changed_mentions(deed)),
    ]


def changed_mentions(deed: Deed) -> list[tuple[str, str]]:
    """The mentions that a correction of lines made others, before and after, each once at most."""
    before, after = ((one or {}).get("mentions", []) for one in (deed.before, deed.after))
    if not (before or after):
        return []
    was, now = ("; ".join(cast("list[str]", one)) or EMPTY for one in (before, after))
    return [(was, now)]


def changed_lines(deed: Deed) -> list[LineChange]:
    """The lines that a correction changed, or that were changed back."""
    before = cast("list[tuple[int, int, str]]", (deed.before or {}).get("lines", []))
    after = cast("list[tuple[int, int, str]]", (deed.after or {}).get("lines", []))
    return [
        LineChange(page, number, was, now)
        for (page, number, was), (_, _, now) in zip(before, after, strict=True)
    ]


def line_name(change: LineChange) -> str:
    """What people call the line: "trang 3, dòng 12"."""
    return f"trang {change.page}, dòng {change.number}"


def line_words(text: str) -> str:
    """What a line says, with those typed beside it that the machine missed."""
    return text.replace("\n", " ⏎ ") or EMPTY


def _shown(name: str, value: Json) -> str:
    shown = _value_from(name, value)
    if shown is None:
        return EMPTY
    return f"{shown:%d/%m/%Y}" if isinstance(shown, datetime.date) else str(shown)


def _write(
    connection: Connection, deed: Deed, facts: Facts, changed: Facts, evidence: Iterable[Evidence]
) -> int:
    document_id = str(deed.document_id)
    write_facts(connection, document_id, changed)
    mine = schema.evidence.c.document_id == document_id
    connection.execute(delete(schema.evidence).where(mine))
    found = [
        {"document_id": document_id, "ordinal": ordinal, **rows.evidence_row(one)}
        for ordinal, one in enumerate(evidence)
    ]
    if found:
        connection.execute(insert(schema.evidence), found)
    if not INDEXED.isdisjoint(differing(facts, changed)):
        mark_stale(connection, [document_id])
    raise_count(connection, "generation")
    return audit.append(connection, deed)


def write_facts(connection: Connection, document_id: str, facts: Facts) -> None:
    """Put these facts in the place of those that a document has."""
    table = schema.document
    mine = table.c.id == document_id
    connection.execute(update(table).where(mine).values(rows.facts_values(facts)))


def differing(one: Facts, other: Facts) -> tuple[str, ...]:
    """The names of the facts in which two differ."""
    return tuple(name for name in FACT_NAMES if getattr(one, name) != getattr(other, name))


def mark_stale(connection: Connection, document_ids: Collection[str]) -> None:
    """The index's entries of these documents are to be made anew, even if that is cut off once."""
    table = schema.passage
    found = select(table.c.row_id).where(table.c.document_id.in_(document_ids))
    into = insert(schema.stale_passage).prefix_with("OR IGNORE")
    connection.execute(into.from_select(["row_id"], found))


def last_correction(entries: Iterable[AuditEntry]) -> AuditEntry | None:
    """The last one not taken back, since the document was read."""
    standing: list[AuditEntry] = []
    for entry in entries:
        if entry.deed.action in (Action.ADD, Action.REREAD):
            standing = []
        elif entry.deed.action in (Action.CORRECT, Action.CORRECT_TEXT):
            standing.append(entry)
        elif entry.deed.action is Action.UNDO:
            standing.pop()
    return standing[-1] if standing else None


def facts_by_hand(entries: Iterable[AuditEntry]) -> frozenset[str]:
    """The facts, by their names, that a person corrected since the document was added: what its text
    says of them does not count."""
    standing: dict[Json, tuple[str, ...]] = {}
    for entry in entries:
        if entry.deed.action is Action.ADD:
            standing.clear()
        elif entry.deed.action is Action.CORRECT:
            standing[entry.id] = tuple(name for name, _, _ in changed_facts(entry.deed))
        elif entry.deed.action is Action.UNDO:
            standing.pop((entry.deed.after or {}).get("undone"), None)
    return frozenset(name for names in standing.values() for name in names)


def _value_json(value: FactValue) -> Json:
    if isinstance(value, Symbol):
        return cast("dict[str, Json]", dataclasses.asdict(value))
    return value.isoformat() if isinstance(value, datetime.date) else value


def _value_from(name: str, value: Json) -> FactValue:
    if isinstance(value, dict):
        return Symbol(**value)  # type: ignore[arg-type]
    if name == "date" and value is not None:
        return datetime.date.fromisoformat(str(value))
    return None if value is None else str(value)


def _evidence_json(evidence: Evidence) -> Json:
    span = [evidence.span.start, evidence.span.end] if evidence.span else None
    return [evidence.field, evidence.confidence.value, cast(Json, span), evidence.reason]


def _evidence_from(told: Json) -> Evidence:
    field, confidence, span, reason = cast("tuple[str, str, list[int] | None, str]", told)
    return Evidence(field, Confidence(confidence), Span(*span) if span else None, reason)
