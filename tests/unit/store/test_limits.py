"""A document limited to groups is to everybody else as if it were not held; the log tells of limits."""

from __future__ import annotations

import sqlite3

import pytest

from kb.errors import StoreFailure, UnknownDocument
from kb.store.audit import Action
from kb.symbol import Symbol
from tests.unit.store.test_custody import answered, reads, telling

NOBODY = frozenset[str]()
OFFICE = frozenset({"van-phong"})


class TestSeeing:
    def test_no_reader_outside_the_groups_sees_anything_and_those_inside_all(self, store, shelf):
        given = telling(shelf())
        row_ids = given.into(store)
        asked = {name: read for name, read in reads(given.document.id, row_ids).items() if read}
        whole = {name: answered(read, store) for name, read in asked.items()}

        store.custody.limit(given.document.id, ["to-chuc", "van-phong"], "an")
        outside = store.seen_by(frozenset({"tuyen-giao"}))
        hidden = {name: answered(read, outside) for name, read in asked.items()}
        seen = {name: answered(read, store.seen_by(OFFICE)) for name, read in asked.items()}

        assert all(whole.values())
        assert not any(hidden.values()), {name for name, found in hidden.items() if found}
        assert seen == whole == {name: answered(read, store) for name, read in asked.items()}

    def test_the_others_are_seen_by_everybody(self, store, shelf):
        away, open_to_all = shelf("kín"), shelf("ngỏ", symbol=Symbol("95", "HD", "BTGTU"))
        away.into(store)
        row_ids = open_to_all.into(store)

        store.custody.limit(away.document.id, ["van-phong"], "an")

        seen = store.seen_by(NOBODY)
        assert seen.row_ids() == set(row_ids)
        assert seen.document(open_to_all.document.id) == open_to_all.document
        assert store.hidden_from(NOBODY) == {away.document.id}
        assert store.hidden_from(OFFICE) == set()

    def test_one_connection_serves_people_of_different_groups_one_after_the_other(
        self, store, shelf
    ):
        given = shelf()
        given.into(store)
        store.custody.limit(given.document.id, ["van-phong"], "an")

        viewers = (OFFICE, NOBODY, frozenset({"to-chuc"}), OFFICE, OFFICE)
        found = [store.seen_by(groups).holds(given.document.id) for groups in viewers]

        assert found == [True, False, False, True, True]

    def test_what_is_in_the_trash_is_not_seen_even_inside_the_group_and_stays_limited(
        self, store, shelf
    ):
        given = shelf()
        given.into(store)
        store.custody.limit(given.document.id, ["van-phong"], "an")

        store.custody.to_trash(given.document.id, "an")
        trashed = store.seen_by(OFFICE).holds(given.document.id)
        store.custody.from_trash(given.document.id, "an")

        assert not trashed
        assert store.limits() == {given.document.id: ("van-phong",)}
        assert not store.seen_by(NOBODY).holds(given.document.id)

    def test_a_viewer_sees_nothing_of_the_log_and_the_trash(self, store, shelf):
        given = shelf()
        given.into(store)
        store.custody.to_trash(given.document.id, "an")
        seen = store.seen_by(OFFICE).custody

        assert seen.history() == []
        assert (seen.told_of("94-HD/BTGTU"), seen.trashed()) == (set(), [])
        assert seen.facts_version(given.document.id) == 0

    def test_nothing_can_be_changed_by_a_viewer(self, store, shelf):
        given = shelf()
        given.into(store)

        with pytest.raises(StoreFailure, match="chỉ cho đọc"):
            store.seen_by(OFFICE).custody.limit(given.document.id, [], "an")

        with (
            store.seen_by(OFFICE)._database.reading() as connection,
            pytest.raises(sqlite3.OperationalError, match="readonly"),
        ):
            connection.connection.driver_connection.execute("DELETE FROM main.document")


class TestLimiting:
    def test_a_document_is_limited_from_its_first_moment(self, store, shelf):
        given = shelf()

        parts = given.document, given.passages, given.references
        store.add_document(*parts, 1, "an", groups=["b", "a"])

        assert store.limits() == {given.document.id: ("a", "b")}
        (entry,) = store.custody.history(given.document.id)
        assert entry.deed.after["groups"] == ["a", "b"]

    def test_the_log_tells_who_limited_it_to_whom(self, store, shelf):
        given = shelf()
        given.into(store)

        store.custody.limit(given.document.id, ["van-phong", "to-chuc"], "an")
        store.custody.limit(given.document.id, [], "bình")

        *_, first, second = (entry.deed for entry in store.custody.history(given.document.id))
        assert (first.action, first.actor) == (Action.LIMIT, "an")
        assert (first.before, first.after) == (
            {"groups": []},
            {"groups": ["to-chuc", "van-phong"]},
        )
        assert (second.actor, second.after) == ("bình", {"groups": []})
        assert store.limits() == {}

    def test_it_counts_as_a_change_of_the_library_and_the_same_once_more_does_not(
        self, store, shelf
    ):
        given = shelf()
        given.into(store)

        store.custody.limit(given.document.id, ["b", "a"], "an")
        store.custody.limit(given.document.id, ["a", "b", "a"], "an")

        assert store.generation() == 2
        assert len(store.custody.history(given.document.id)) == 2

    def test_what_is_not_held_is_not_limited(self, store, shelf):
        given = shelf()
        given.into(store)
        store.custody.to_trash(given.document.id, "an")

        for unheld in (given.document.id, "0" * 64):
            with pytest.raises(UnknownDocument):
                store.custody.limit(unheld, ["a"], "an")
