"""What is held back is seen by nobody but who reviews it; what was found right is kept and told."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from kb.document import Confidence, Dropped, Evidence, Page, Span
from kb.errors import UnknownDocument
from kb.store.audit import Action
from kb.store.signs import Mismatch
from tests.unit.store.test_custody import answered, reads, telling


def held_back(given, store, hold_back=lambda signs: True):
    return store.add_document(
        given.document, given.passages, given.references, 1234, "an", hold_back=hold_back
    )


class TestHoldingBack:
    def test_no_reader_sees_it_and_all_see_it_once_it_is_released(self, store, shelf):
        given = telling(shelf())
        row_ids = held_back(given, store)
        asked = {name: read for name, read in reads(given.document.id, row_ids).items() if read}

        hidden = {name: answered(read, store) for name, read in asked.items()}
        came = store.custody.release(given.document.id, "bình")

        assert not any(hidden.values()), {name for name, found in hidden.items() if found}
        assert came == row_ids
        assert all(answered(read, store) for read in asked.values())
        assert store.document(given.document.id) == given.document

    def test_who_reviews_sees_it_whole_beside_what_is_held(self, store, shelf):
        stays, waits = shelf("ở lại"), shelf("chờ")
        stays.into(store)
        held_back(waits, store)

        seen = store.with_held_back()

        assert seen.document(waits.document.id) == waits.document
        assert [one.held_since is not None for one in seen.signs()] == [False, True]
        assert [one.record.id for one in store.signs()] == [stays.document.id]

    def test_it_is_asked_of_the_signs_of_the_document(self, store, shelf):
        asked = []
        held_back(shelf(), store, lambda signs: asked.append(signs) or False)

        assert store.signs() == asked
        assert not store.custody.is_held_back(asked[0].record.id)

    def test_a_document_in_the_trash_comes_back_held_back_as_it_was(self, store, shelf):
        given = shelf()
        held_back(given, store)

        store.custody.to_trash(given.document.id, "an")
        with pytest.raises(UnknownDocument):
            store.custody.release(given.document.id, "an")
        in_trash = store.with_held_back().holds(given.document.id)
        store.custody.from_trash(given.document.id, "an")

        assert not in_trash
        assert store.custody.is_held_back(given.document.id)
        assert not store.holds(given.document.id)

    def test_what_is_not_held_back_cannot_be_released(self, store, shelf):
        given = shelf()
        given.into(store)

        with pytest.raises(UnknownDocument, match="không chờ duyệt"):
            store.custody.release(given.document.id, "an")

        assert store.generation() == 1

    def test_each_step_is_told(self, store, shelf):
        given = shelf()
        held_back(given, store)
        store.custody.release(given.document.id, "bình")

        added, released = store.custody.history(given.document.id)

        assert added.deed.after["held_back"] is True
        assert (released.deed.action, released.deed.actor) == (Action.RELEASE, "bình")
        assert store.generation() == 2


class TestSigns:
    def test_they_are_what_is_not_sure_of_each_document(self, store, shelf):
        given = shelf()
        doubtful = Evidence("date", Confidence.DOUBTFUL, Span(0, 3), "trái với câu mở đầu")
        first, second = given.passages
        wrong = (replace(first, mismatch="khác"), replace(second, mismatch="khác"))
        document = replace(given.document, evidence=(*given.document.evidence, doubtful))
        replace(given, document=document, passages=wrong).into(store)

        (found,) = store.signs()

        assert [item.field for item in found.evidence] == ["term", "date"]
        assert found.scans == ((2, Page("1", recognised=True, quality=0.94)),)
        assert found.dropped == (Dropped(2, "2", "page number"),)
        assert found.mismatches == (Mismatch(first.id, first.span, 1, "khác", 2),)
        assert (found.passages, found.is_divided, found.held_since) == (2, True, None)

    def test_a_document_of_front_matter_alone_is_not_divided(self, store, shelf):
        given = shelf()
        document = replace(given.document, divisions=given.document.divisions[:1])
        replace(given, document=document).into(store)

        assert [one.is_divided for one in store.signs()] == [False]

    def test_a_place_is_on_the_page_of_its_line(self, store, shelf):
        id = shelf().document.id
        shelf().into(store)

        assert store.pages_at([(id, 0), (id, 27), (id, 29), (id, 10_000)]) == {
            (id, 0): 1,
            (id, 27): 1,
            (id, 29): 2,
        }


class TestAccepting:
    @pytest.fixture
    def held(self, store, shelf):
        given = shelf()
        given.into(store)
        return given.document.id

    def keys(self, store, document_id):
        return set(store.custody.accepted(document_id).get(document_id, {}))

    def test_who_found_what_right_is_kept_and_told_and_leaves_the_index_alone(self, store, held):
        store.custody.accept(held, ["fact:date", "page:2"], "an")

        right = store.custody.accepted()[held]
        told = store.custody.history(held)[-1].deed
        assert {key: one.actor for key, one in right.items()} == {"fact:date": "an", "page:2": "an"}
        assert (told.action, told.after) == (Action.ACCEPT, {"items": ["fact:date", "page:2"]})
        assert store.generation() == 1

    def test_a_contradicted_fact_that_was_found_right_is_not_doubtful_any_more(self, store, shelf):
        given = telling(shelf())
        given.into(store)
        id = given.document.id

        store.custody.accept(id, ["fact:title"], "an")

        assert store.doubtful_facts([id]) == {id: frozenset({"term"})}
        assert store.document(id) == given.document

    def test_it_is_taken_back(self, store, held):
        store.custody.accept(held, ["fact:date", "page:2"], "an")

        store.custody.reopen(held, ["page:2"], "bình")

        told = store.custody.history(held)[-1].deed
        assert self.keys(store, held) == {"fact:date"}
        assert (told.actor, told.action) == ("bình", Action.REOPEN)

    def test_an_unknown_document_has_nothing_to_accept(self, store):
        with pytest.raises(UnknownDocument):
            store.custody.accept("ab" * 32, ["fact:date"], "an")

        assert store.custody.history() == []

    def test_a_fact_that_is_emptied_by_hand_needs_no_eyes_until_that_is_undone(self, store, held):
        version = store.custody.facts_version(held)

        version = store.custody.correct(held, version, {"date": None, "title": "Tên"}, "an")
        emptied = self.keys(store, held)
        store.custody.undo(held, version, "an")

        assert emptied == {"fact:date"}
        assert self.keys(store, held) == set()
        assert store.record(held).facts.date == datetime.date(2024, 3, 5)
