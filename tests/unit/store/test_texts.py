"""Corrected lines in the store: the new text in the place of the old one, told, and nothing lost."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kb.document import Document, Span
from kb.errors import Conflict, UnknownDocument
from kb.passage import Passage
from kb.reference import Reference
from kb.store.corrections import LineChange, changed_lines, differences
from kb.store.documents import Store
from kb.store.texts import LineCorrection, TextCorrection
from kb.symbol import Symbol
from tests.unit.store.conftest import HEADING_END, TEXT, Shelf

OLD = "Điều 1. Thực hiện Nghị quyết 36-NQ/TW và 57-KL/TW."
NEW = "Điều 1. Thực hiện ngay Nghị quyết 37-NQ/TW và 57-KL/TW."
LINE = LineCorrection(2, 1, OLD, NEW)
CHANGE = LineChange(2, 1, OLD, NEW)


def moved(document: Document, text: str) -> Document:
    """The document with this text, whose last line and division end where it ends."""
    first, last = document.lines
    front, article = document.divisions
    return replace(
        document,
        text=text,
        lines=(first, replace(last, span=Span(HEADING_END, len(text) - 1), corrected=True)),
        divisions=(front, replace(article, span=Span(HEADING_END, len(text)))),
    )


def corrected(given: Shelf, **told: object) -> TextCorrection:
    """The second line says NEW: of its two mentions the first becomes another, both move."""
    text = TEXT.replace(OLD, NEW)
    front, article = given.passages
    span = Span(HEADING_END, len(text))
    passages = (
        front,
        replace(article, span=span, text=span.of(text), corrected=(2,)),
    )
    symbols = (Symbol("57", "KL", "TW"), Symbol("37", "NQ", "TW"), Symbol("57", "KL", "TW"))
    starts = (text.index("57-KL/TW"), text.index("37-NQ/TW"), text.rindex("57-KL/TW"))
    references = [
        Reference(Span(start, start + 8), symbol, type="Kết luận")
        for start, symbol in zip(starts, symbols, strict=True)
    ]
    correction = TextCorrection(moved(given.document, text), passages, references, [LINE], [CHANGE])
    return replace(correction, **told)  # type: ignore[arg-type]


@pytest.fixture
def given(store: Store, shelf: Callable[..., Shelf]) -> Shelf:
    """A held document."""
    found = shelf()
    found.into(store)
    return found


def correct(store: Store, correction: TextCorrection) -> int:
    custody, document_id = store.custody, correction.document.id
    return custody.correct_text(correction, custody.facts_version(document_id), "lan")


def held(store: Store, document_id: str) -> list[tuple[int, Passage]]:
    return store.passages_of_document(document_id)


def test_the_document_its_passages_and_mentions_are_the_corrected_ones(
    store: Store, given: Shelf
) -> None:
    correction = corrected(given)

    correct(store, correction)

    assert store.document(given.document.id) == correction.document
    assert [passage for _, passage in held(store, given.document.id)] == [*correction.passages]
    stored = store.references_of_document(given.document.id)
    assert [one.reference for one in stored] == [*correction.references]
    assert store.custody.line_corrections(given.document.id) == (LINE,)


def test_a_passage_that_says_the_same_keeps_its_row_and_the_other_gets_one_never_used(
    store: Store, given: Shelf
) -> None:
    (front, _), (article, _) = held(store, given.document.id)

    correct(store, corrected(given))

    (kept, _), (new, _) = held(store, given.document.id)
    assert kept == front
    assert new > article
    homes = [one.passage_row_id for one in store.references_of_document(given.document.id)]
    assert homes == [front, new, new]


def test_a_passage_that_only_moves_keeps_its_row_and_its_order(store: Store, given: Shelf) -> None:
    """The first line gets longer, so that the second stands two characters on."""
    text = "A " + TEXT
    front, article = given.passages
    passages = tuple(
        replace(one, span=span, text=span.of(text))
        for one, span in (
            (front, Span(0, HEADING_END + 2)),
            (article, Span(HEADING_END + 2, len(text))),
        )
    )
    references = [
        replace(one, span=Span(one.span.start + 2, one.span.end + 2)) for one in given.references
    ]
    rows = [row for row, _ in held(store, given.document.id)]
    document = replace(given.document, text=text)

    correct(store, TextCorrection(document, passages, references, [LINE], [CHANGE]))

    found = held(store, given.document.id)
    assert [passage for _, passage in found] == [*passages]
    assert found[1][0] == rows[1] < found[0][0]
    assert store.custody.stale_rows() == set()


def test_all_entries_are_made_anew_where_facts_that_the_index_holds_change(
    store: Store, given: Shelf
) -> None:
    correction = corrected(given)
    facts = replace(given.document.facts, title="Trồng rừng")

    correct(store, replace(correction, document=replace(correction.document, facts=facts)))

    rows = {row for row, _ in held(store, given.document.id)}
    assert store.custody.stale_rows() == rows


def test_a_row_whose_entry_was_stale_already_is_not_kept(store: Store, given: Shelf) -> None:
    custody, id = store.custody, given.document.id
    custody.correct(id, custody.facts_version(id), {"title": "Trồng rừng"}, "an")
    rows = {row for row, _ in held(store, id)}

    correct(store, corrected(given))

    assert not rows & {row for row, _ in held(store, id)}


def test_the_log_tells_who_changed_which_line_and_what_followed(store: Store, given: Shelf) -> None:
    text = TEXT.replace(OLD, NEW)
    document = replace(given.document, facts=replace(given.document.facts, place="Đà Lạt"))

    correct(store, replace(corrected(given), document=moved(document, text)))

    entry = store.custody.history(given.document.id)[-1]
    assert (entry.deed.actor, entry.deed.action.value) == ("lan", "correct_text")
    assert changed_lines(entry.deed) == [CHANGE]
    assert differences(entry.deed) == [
        f"trang 2, dòng 1: {OLD} → {NEW}",
        "nơi ban hành: Quảng Ngãi → Đà Lạt",
        "viện dẫn: 36-NQ/TW → 37-NQ/TW",
    ]
    assert entry.deed.before is not None and entry.deed.after is not None
    seals = (entry.deed.before["sha256"], entry.deed.after["sha256"])
    assert seals == tuple(hashlib.sha256(one.encode()).hexdigest() for one in (TEXT, text))
    assert entry.deed.after["passages"] == 1


def test_the_seal_is_that_of_the_new_text_and_still_finds_a_text_that_was_touched(
    store: Store, given: Shelf, path: Path
) -> None:
    correct(store, corrected(given))
    assert store.custody.damage_of(given.document.id) is None

    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE document SET text = replace(text, 'ngay', 'nghe')")

    assert store.custody.damage_of(given.document.id) is not None


def test_who_read_an_older_version_changes_nothing_and_hears_what_is_new(
    store: Store, given: Shelf
) -> None:
    custody, id = store.custody, given.document.id
    seen = custody.facts_version(id)
    correct(store, corrected(given))
    before = store.document(id)

    with pytest.raises(Conflict, match="lan đã đổi trang 2, dòng 1"):
        custody.correct_text(corrected(given), seen, "minh")
    with pytest.raises(Conflict, match="viện dẫn: 36-NQ/TW → 37-NQ/TW"):
        custody.correct(id, seen, {"place": "Huế"}, "minh")

    assert store.document(id) == before


def test_what_is_in_the_trash_is_not_corrected_and_comes_back_as_it_was(
    store: Store, given: Shelf
) -> None:
    custody, id = store.custody, given.document.id
    correct(store, corrected(given))
    seen = (store.document(id), held(store, id), custody.line_corrections(id))
    custody.to_trash(id, "an")

    with pytest.raises(UnknownDocument):
        correct(store, corrected(given))
    custody.from_trash(id, "an")

    assert (store.document(id), held(store, id), custody.line_corrections(id)) == seen


def test_purged_nothing_of_its_lines_is_left(
    store: Store, shelf: Callable[..., Shelf], path: Path
) -> None:
    given = shelf()
    store.add_document(
        given.document, given.passages, given.references, 1, "an", recognition=b"so nhan dang"
    )
    assert store.custody.recognition(given.document.id) == b"so nhan dang"
    correct(store, corrected(given))
    store.custody.to_trash(given.document.id, "an")

    store.custody.purge(given.document.id, "an")

    with closing(sqlite3.connect(path)) as connection:
        left = connection.execute(
            "SELECT document_id FROM recognition UNION SELECT document_id FROM line_correction"
        )
        assert left.fetchall() == []


def test_facts_corrected_before_the_text_come_back_without_their_old_places(
    store: Store, given: Shelf
) -> None:
    """The title stood at 7..28; of the corrected text nobody knows whether it does."""
    custody, id = store.custody, given.document.id
    custody.correct(id, custody.facts_version(id), {"title": "Trồng rừng"}, "an")
    named = {one.field: one for one in store.document(id).evidence}
    document = replace(corrected(given).document, evidence=tuple(named.values()))
    correct(store, replace(corrected(given), document=document))
    back = TextCorrection(
        replace(given.document, evidence=tuple(named.values())),
        given.passages,
        given.references,
        [],
        [LineChange(2, 1, NEW, OLD)],
        undone=custody.history(id)[-1].id,
    )
    correct(store, back)

    custody.undo(id, custody.facts_version(id), "an")

    found = {one.field: one.span for one in store.document(id).evidence}
    assert found == {"title": None, "term": None}
    assert store.record(id).facts.title == given.document.facts.title
