"""The trash hides a document from every reader and gives it back whole; the log keeps what was done."""

from __future__ import annotations

import datetime
import inspect
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from kb.document import Confidence
from kb.errors import Conflict, InTrash, NothingToUndo, UnknownDocument
from kb.relation import Relation, StatedRelation
from kb.store.audit import Action, Deed
from kb.store.documents import Store
from kb.symbol import Symbol, SymbolPattern

SYMBOL = Symbol("94", "HD", "BTGTU")
ASKED = SymbolPattern("94", "HD", None, "94-HD")
MENTIONED = SymbolPattern("57", "KL", None, "57-KL")
FIRST = "2024-03-05"


def reads(document_id, row_ids):
    """What each public reader of `Store` is asked; None for those that are not about documents."""
    return {
        "catalogue": None,
        "catalogue_size": None,
        "close": None,
        "doubtful_facts": lambda store: store.doubtful_facts([document_id])[document_id],
        "document": lambda store: store.document(document_id),
        "find_documents": lambda store: store.find_documents(document_id),
        "find_held": lambda store: store.find_held(ASKED),
        "find_known": None,
        "find_mentioned": lambda store: store.find_mentioned(MENTIONED),
        "generation": None,
        "hidden_from": None,
        "headings": lambda store: store.headings(),
        "holds": lambda store: store.holds(document_id),
        "identity": None,
        "iterate_passages": lambda store: list(store.iterate_passages()),
        "known": None,
        "known_of_plenum": None,
        "limits": None,
        "mentions": lambda store: store.mentions(),
        "mentions_of": lambda store: store.mentions_of("57|kl|tw"),
        "mentions_with": lambda store: store.mentions_with([Relation.REPLACES]),
        "outline_of": lambda store: store.outline_of(document_id),
        "passage_count": lambda store: store.passage_count(),
        "pages_at": lambda store: store.pages_at([(document_id, 0)]),
        "passages": lambda store: store.passages(row_ids),
        "passages_of_document": lambda store: store.passages_of_document(document_id),
        "printed_page": lambda store: store.printed_page(document_id, 1),
        "record": lambda store: store.record(document_id),
        "records": lambda store: store.records(),
        "records_of": lambda store: store.records_of([document_id]),
        "references_of_document": lambda store: store.references_of_document(document_id),
        "revision": None,
        "row_ids": lambda store: store.row_ids(),
        "seals": lambda store: store.seals([document_id]),
        "seen_by": None,
        "signs": lambda store: store.signs(),
        "symbol_keys_by_passage": lambda store: store.symbol_keys_by_passage(row_ids),
        "text_and_notes": lambda store: store.text_and_notes(document_id),
        "text_of": lambda store: store.text_of(document_id),
        "unrelated": lambda store: store.unrelated(),
        "with_held_back": None,
    }


WRITERS = {"add_document", "relate", "remove_document", "replace_catalogue"}


def answered(read, store):
    try:
        return read(store)
    except UnknownDocument:
        return None


def telling(given):
    """The same document with a fact that it contradicts and a relation to another one, so that all that
    ask for such have an answer."""
    evidence = tuple(
        replace(item, confidence=Confidence.DOUBTFUL) for item in given.document.evidence
    )
    first, *others = given.references
    stated = StatedRelation(Relation.REPLACES, first.span)
    references = (replace(first, stated=stated), *others)
    document = replace(given.document, evidence=evidence)
    return replace(given, document=document, references=references)


class TestTrash:
    def test_every_reader_is_asked(self):
        public = {
            name
            for name, _ in inspect.getmembers(Store, inspect.isfunction)
            if not name.startswith("_")
        }

        assert public - WRITERS == set(reads("", []))

    def test_no_reader_sees_what_is_in_the_trash_and_all_see_it_again_as_it_was(self, store, shelf):
        given = telling(shelf())
        row_ids = given.into(store)
        asked = {name: read for name, read in reads(given.document.id, row_ids).items() if read}
        before = {name: answered(read, store) for name, read in asked.items()}

        left = store.custody.to_trash(given.document.id, "an")
        hidden = {name: answered(read, store) for name, read in asked.items()}
        came = store.custody.from_trash(given.document.id, "bình")

        assert left == came == row_ids
        assert all(before.values())
        assert not any(hidden.values()), {name for name, found in hidden.items() if found}
        assert {name: answered(read, store) for name, read in asked.items()} == before

    def test_the_others_are_seen_as_before(self, store, shelf):
        gone, stays = shelf("đi"), shelf("ở lại", symbol=Symbol("95", "HD", "BTGTU"))
        gone.into(store)
        row_ids = stays.into(store)
        asked = reads(stays.document.id, row_ids)

        store.custody.to_trash(gone.document.id, "an")

        assert store.row_ids() == set(row_ids)
        assert asked["document"](store) == stays.document
        assert [item.id for item in store.records()] == [stays.document.id]

    def test_it_lists_who_put_what_there_the_latest_first(self, store, shelf):
        for name, actor in (("một", "an"), ("hai", "bình")):
            shelf(name).into(store)
            store.custody.to_trash(shelf(name).document.id, actor)

        listed = [(item.record.file_name, item.actor) for item in store.custody.trashed()]

        assert listed == [("hai.pdf", "bình"), ("một.pdf", "an")]
        assert store.custody.find_trashed("94-HD/BTGTU") == [
            item.record for item in reversed(store.custody.trashed())
        ]

    def test_each_way_counts_as_a_change_of_the_library(self, store, shelf):
        given = shelf()
        given.into(store)

        store.custody.to_trash(given.document.id, "an")
        store.custody.from_trash(given.document.id, "an")

        assert store.generation() == 3

    def test_a_purge_does_not_for_no_reader_sees_it(self, store, shelf):
        given = shelf()
        given.into(store)
        store.custody.to_trash(given.document.id, "an")

        store.custody.purge(given.document.id, "an")

        assert store.generation() == 2

    def test_what_is_purged_is_gone_from_every_table_but_the_log(self, store, path, shelf):
        given = shelf()
        given.into(store)
        store.custody.to_trash(given.document.id, "an")

        store.custody.purge(given.document.id, "an")

        with closing(sqlite3.connect(path)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            rows = {
                name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
                for (name,) in tables.fetchall()
            }
        kept = {"alembic_version": 1, "meta": 3, "audit": 3, "pending_original": 1}
        assert {name: count for name, count in rows.items() if count} == kept | {
            "sqlite_sequence": rows["sqlite_sequence"]
        }

    def test_no_word_of_what_is_purged_is_left_in_the_files_of_the_database(
        self, store, path, shelf
    ):
        given = shelf()
        given.into(store)
        store.custody.to_trash(given.document.id, "an")
        files = list(path.parent.iterdir())
        words = given.document.text.strip().encode()[-40:]
        before = any(words in file.read_bytes() for file in files)

        store.custody.purge(given.document.id, "an")

        assert before
        assert not any(words in file.read_bytes() for file in files)

    @pytest.mark.parametrize("way", ["from_trash", "purge"])
    def test_a_held_document_is_neither_restored_nor_purged(self, store, shelf, way):
        given = shelf()
        given.into(store)

        with pytest.raises(UnknownDocument):
            getattr(store.custody, way)(given.document.id, "an")

        assert store.holds(given.document.id)
        assert store.generation() == 1

    def test_a_document_is_not_put_there_twice(self, store, shelf):
        given = shelf()
        given.into(store)
        store.custody.to_trash(given.document.id, "an")

        with pytest.raises(UnknownDocument):
            store.custody.to_trash(given.document.id, "an")

    def test_the_same_document_is_not_added_beside_itself(self, store, shelf):
        given = shelf()
        row_ids = given.into(store)
        store.custody.to_trash(given.document.id, "an")

        with pytest.raises(InTrash, match=rf"94-HD/BTGTU.*kb restore {given.document.id[:12]}\."):
            store.custody.refuse_trashed(given.document.id)

        assert given.into(store) == row_ids
        assert store.records() == []


class TestCorrections:
    @pytest.fixture
    def held(self, store, shelf):
        given = shelf()
        given.into(store)
        return given.document

    def corrected(self, store, document, **facts):
        version = store.custody.facts_version(document.id)
        return store.custody.correct(document.id, version, facts, "an")

    def test_the_facts_and_their_evidence_are_the_persons(self, store, held):
        self.corrected(store, held, title="Tên đúng", symbol=Symbol("95", "KL", "TU"))

        found = store.document(held.id)
        assert (found.facts.title, found.facts.symbol) == ("Tên đúng", Symbol("95", "KL", "TU"))
        by_hand = {item.field: item for item in found.evidence}
        today = f"{datetime.datetime.now().astimezone():%d/%m/%Y}"
        for name in ("title", "symbol"):
            assert by_hand[name].confidence is Confidence.SURE
            assert by_hand[name].span is None
            assert by_hand[name].reason == f"người sửa: an, ngày {today}"
        assert by_hand["term"] == held.evidence[1]
        assert store.find_documents("95-KL/TU") == [store.record(held.id)]

    def test_an_emptied_fact_has_no_evidence(self, store, held):
        self.corrected(store, held, term=None)

        found = store.document(held.id)
        assert found.facts.term is None
        assert [item.field for item in found.evidence] == ["title"]

    def test_corrections_are_taken_back_one_by_one_until_all_is_as_it_was_read(self, store, held):
        self.corrected(store, held, title="Một", date=datetime.date(2024, 3, 6))
        once = store.document(held.id)
        self.corrected(store, held, title=None)

        store.custody.undo(held.id, store.custody.facts_version(held.id), "bình")
        assert store.document(held.id) == once
        store.custody.undo(held.id, store.custody.facts_version(held.id), "bình")

        assert store.document(held.id) == held
        with pytest.raises(NothingToUndo, match="94-HD/BTGTU không có lần sửa nào"):
            store.custody.undo(held.id, store.custody.facts_version(held.id), "bình")

    def test_the_second_of_two_sees_what_the_first_changed_and_loses_nothing(self, store, held):
        seen = store.custody.facts_version(held.id)
        store.custody.correct(held.id, seen, {"date": datetime.date(2024, 3, 6)}, "an")

        with pytest.raises(Conflict) as caught:
            store.custody.correct(held.id, seen, {"date": datetime.date(2024, 3, 7)}, "bình")

        assert "an đã đổi ngày ban hành: 05/03/2024 → 06/03/2024" in str(caught.value)
        assert store.record(held.id).facts.date == datetime.date(2024, 3, 6)

    @pytest.mark.parametrize(
        ("facts", "stale"),
        [({"title": "Khác"}, True), ({"date": None}, False), ({"issuer": "Khác"}, False)],
    )
    def test_only_what_the_index_tells_is_to_be_indexed_anew(self, store, held, facts, stale):
        self.corrected(store, held, **facts)

        rows = store.row_ids() if stale else set()
        assert store.custody.stale_rows() == rows
        store.custody.settle_rows(rows)
        assert store.custody.stale_rows() == set()

    def test_a_document_in_the_trash_is_not_corrected(self, store, held):
        store.custody.to_trash(held.id, "an")

        with pytest.raises(UnknownDocument):
            self.corrected(store, held, title="Khác")


class TestLog:
    def test_each_change_is_told_with_who_and_what(self, store, shelf):
        given = shelf()
        store.add_document(given.document, given.passages, given.references, 1, "an")
        custody, id = store.custody, given.document.id
        custody.correct(id, custody.facts_version(id), {"date": None}, "bình")
        custody.undo(id, custody.facts_version(id), "chi")
        custody.to_trash(id, "an")
        custody.from_trash(id, "bình")
        store.replace_catalogue([], "chi")

        told = [(item.deed.action.value, item.deed.actor) for item in custody.history()]
        correction = custody.history(id)[1].deed

        assert told == [
            ("add", "an"), ("correct", "bình"), ("undo", "chi"), ("trash", "an"),
            ("restore", "bình"), ("catalogue", "chi"),
        ]  # fmt: skip
        assert correction.before["facts"] == {"date": FIRST}
        assert correction.after == {"facts": {"date": None}}
        assert all(item.deed.name == "94-HD/BTGTU" for item in custody.history(id))
        age = datetime.datetime.now(datetime.UTC) - custody.history()[0].at
        assert datetime.timedelta(0) <= age < datetime.timedelta(minutes=5)

    @pytest.mark.parametrize(
        "attempt",
        [
            "UPDATE audit SET actor = 'khác'",
            "DELETE FROM audit",
            "INSERT OR REPLACE INTO audit VALUES (1, '', 'khác', 'add', NULL, NULL, NULL, NULL)",
        ],
    )
    def test_no_entry_is_changed_or_deleted(self, store, path, attempt):
        store.custody.tell(Deed("an", Action.REBUILD))

        with (
            closing(sqlite3.connect(path, isolation_level=None)) as connection,
            pytest.raises(sqlite3.IntegrityError, match="append-only"),
        ):
            connection.execute(attempt)

        assert [item.deed.actor for item in store.custody.history()] == ["an"]

    def test_a_change_that_fails_is_not_told(self, store, shelf):
        given = shelf()
        given.into(store)

        with pytest.raises(AttributeError):
            store.custody.correct(given.document.id, 1, {"symbol": "no symbol"}, "an")

        assert [item.deed.action for item in store.custody.history()] == [Action.ADD]

    def test_a_document_that_is_gone_is_still_known_by_its_name(self, store, shelf):
        given = shelf()
        given.into(store)
        store.custody.to_trash(given.document.id, "an")
        store.custody.purge(given.document.id, "an")

        assert store.custody.told_of("94-hd/btgtu") == {given.document.id}
        assert store.custody.told_of(given.document.id[:8]) == {given.document.id}
        assert store.custody.told_of("khác") == set()
