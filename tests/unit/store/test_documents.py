"""What the store holds comes back whole, and leaves whole."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from kb.document import Confidence, Evidence, Span
from kb.errors import StoreFailure, UnknownDocument
from kb.reference import Reference
from kb.store.documents import Store, open_store
from kb.store.records import DocumentRecord, StoredReference
from kb.symbol import Symbol


def test_a_document_comes_back_equal_to_the_one_added(store, shelf):
    given = shelf()

    given.into(store)

    assert store.document(given.document.id) == given.document


def test_a_document_is_there_after_the_store_is_closed_and_opened_again(store, shelf, path):
    given = shelf()
    row_ids = given.into(store)
    store.close()

    again = open_store(path)

    assert again.document(given.document.id) == given.document
    assert again.row_ids() == set(row_ids)
    again.close()


def test_a_record_tells_the_size_the_facts_and_the_moment_of_adding(store, shelf):
    given = shelf()
    before = datetime.datetime.now(datetime.UTC)

    given.into(store)

    record = store.record(given.document.id)
    assert record == DocumentRecord(
        id=given.document.id,
        file_name="94-hd-btgtu.pdf",
        media_type="application/pdf",
        byte_size=1234,
        page_count=2,
        added_at=record.added_at,
        facts=given.document.facts,
    )
    assert before <= record.added_at <= datetime.datetime.now(datetime.UTC)


def test_adding_the_same_document_again_changes_nothing_and_gives_the_same_row_ids(store, shelf):
    first = shelf().into(store)

    second = shelf().into(store)

    assert second == first
    assert store.generation() == 1
    assert store.passage_count() == 2


def test_the_generation_rises_by_one_with_each_change_of_the_library(store, shelf):
    seen = [store.generation()]
    one, two = shelf("một"), shelf("hai")

    for change in (
        lambda: one.into(store),
        lambda: two.into(store),
        lambda: store.remove_document(one.document.id),
        lambda: one.into(store),
    ):
        change()
        seen.append(store.generation())

    assert seen == [0, 1, 2, 3, 4]


def test_two_stores_have_different_identities_and_each_keeps_its_own(store, path, tmp_path):
    other = open_store(tmp_path / "other.sqlite")
    again = open_store(path)

    assert store.identity() == again.identity() != other.identity()
    other.close()
    again.close()


def test_removing_a_document_takes_all_its_parts_and_names_the_row_ids(store, shelf):
    gone, stays = shelf("một"), shelf("hai")
    gone_ids, stays_ids = gone.into(store), stays.into(store)

    left = store.remove_document(gone.document.id)

    assert left == gone_ids
    assert store.row_ids() == set(stays_ids)
    assert store.passages(gone_ids) == {}
    assert store.symbol_keys_by_passage(gone_ids) == {}
    assert [item.document.id for item in store.mentions_of("36|nq|tw")] == [stays.document.id]
    assert store.document(stays.document.id) == stays.document


def test_removing_a_document_leaves_no_row_of_it_in_any_table(store, shelf):
    given = shelf()
    given.into(store)

    store.remove_document(given.document.id)

    with store._database.reading() as connection:
        counts = {
            table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()  # noqa: S608
            for table in (
                "document",
                "line",
                "division",
                "footnote",
                "dropped",
                "passage",
                "reference",
            )
        }
    assert set(counts.values()) == {0}


def test_row_ids_are_never_given_again_after_removal(store, shelf):
    given = shelf()
    first = given.into(store)
    store.remove_document(given.document.id)

    second = given.into(store)

    assert min(second) > max(first)


def test_row_ids_are_never_given_again_even_when_the_store_was_closed_between(store, shelf, path):
    given = shelf()
    first = given.into(store)
    store.remove_document(given.document.id)
    store.close()

    again = open_store(path)
    second = given.into(again)

    assert min(second) > max(first)
    again.close()


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.document("0" * 64),
        lambda store: store.record("0" * 64),
        lambda store: store.records_of(["0" * 64]),
        lambda store: store.remove_document("0" * 64),
        lambda store: store.passages_of_document("0" * 64),
        lambda store: store.references_of_document("0" * 64),
    ],
)
def test_a_document_not_held_is_unknown_and_the_error_names_it(store, ask):
    with pytest.raises(UnknownDocument, match=r"0{64}"):
        ask(store)


def test_removing_an_unknown_document_does_not_raise_the_generation(store):
    with pytest.raises(UnknownDocument):
        store.remove_document("0" * 64)

    assert store.generation() == 0


def test_records_come_in_the_order_they_were_added(store, shelf):
    names = ["c", "a", "b"]
    for name in names:
        shelf(name).into(store)

    assert [record.file_name for record in store.records()] == ["c.pdf", "a.pdf", "b.pdf"]


def test_records_of_keeps_the_order_asked(store, shelf):
    ids = [shelf(name).document.id for name in ("a", "b", "c")]
    for name in ("a", "b", "c"):
        shelf(name).into(store)

    found = store.records_of([ids[2], ids[0], ids[2]])

    assert list(found) == [ids[2], ids[0]]


def test_passages_come_back_with_their_text_by_row_id(store, shelf):
    given = shelf()
    front, article = given.into(store)

    found = store.passages([article, front, 999_999])

    assert found == {front: given.passages[0], article: given.passages[1]}
    assert found[front].text == "Căn cứ Kết luận số 57-KL/TW.\n"


def test_passages_of_a_document_keep_their_order(store, shelf):
    given = shelf()
    row_ids = given.into(store)

    assert store.passages_of_document(given.document.id) == list(
        zip(row_ids, given.passages, strict=True)
    )


def test_more_row_ids_than_fit_one_statement_are_all_answered(store, shelf):
    row_ids = shelf().into(store)

    found = store.passages(range(40_000))

    assert set(found) == set(row_ids)


def test_iterating_gives_every_passage_once_by_ascending_row_id(store, shelf):
    expected = []
    for name in ("a", "b", "c"):
        given = shelf(name)
        expected += list(zip(given.into(store), given.passages, strict=True))

    assert list(store.iterate_passages()) == expected
    assert list(store.iterate_passages([expected[4][0], expected[1][0]])) == [
        expected[1],
        expected[4],
    ]


def test_the_store_can_be_written_while_its_passages_are_iterated(store, shelf):
    shelf("a").into(store)
    stream = store.iterate_passages()
    next(stream)

    store.remove_document(shelf("a").document.id)

    assert len(list(stream)) <= 1


def test_a_passage_that_is_no_slice_of_its_document_is_refused(store, shelf):
    given = shelf()
    bad = replace(given.passages[0], text="khác")

    with pytest.raises(ValueError, match="not a slice"):
        store.add_document(given.document, [bad], [], 1)

    assert not store.holds(given.document.id)


def test_a_passage_given_twice_is_refused(store, shelf):
    given = shelf()

    with pytest.raises(ValueError, match="given twice"):
        store.add_document(given.document, given.passages * 2, [], 1)


def test_half_of_a_surrogate_pair_is_a_store_failure_and_changes_nothing(store, shelf):
    given = shelf()
    broken = replace(given.document, text="\ud83d")

    with pytest.raises(StoreFailure, match="Unicode"):
        store.add_document(broken, [], [], 1)

    assert store.generation() == 0


def test_a_mention_belongs_to_the_passage_that_holds_its_first_character(store, shelf):
    given = shelf()
    front, article = given.into(store)

    found = store.references_of_document(given.document.id)

    kl57, nq36, kl57_again = given.references
    assert found == [
        StoredReference(kl57, front),
        StoredReference(nq36, article),
        StoredReference(kl57_again, article),
    ]


def test_a_mention_outside_all_passages_has_no_passage(store, shelf):
    given = shelf()

    (front,) = store.add_document(given.document, given.passages[:1], given.references, 1)

    homes = [item.passage_row_id for item in store.references_of_document(given.document.id)]
    assert homes == [front, None, None]


def test_of_nested_passages_the_inner_one_owns_the_mention(store, shelf):
    given = shelf()
    whole = replace(given.passages[1], span=Span(0, 80), text=given.document.text[:80])

    row_ids = store.add_document(
        given.document, [whole, given.passages[1]], given.references, byte_size=1
    )

    homes = [item.passage_row_id for item in store.references_of_document(given.document.id)]
    assert homes == [row_ids[0], row_ids[1], row_ids[1]]


def test_symbols_of_a_passage_come_once_each_in_text_order(store, shelf):
    given = shelf()
    repeated = (*given.references, given.references[2])

    front, article = store.add_document(given.document, given.passages, repeated, byte_size=1)

    assert store.symbol_keys_by_passage([front, article, 999]) == {
        front: ("57|kl|tw",),
        article: ("36|nq|tw", "57|kl|tw"),
    }


def test_mentions_of_a_symbol_come_from_every_document_that_mentions_it(store, shelf):
    one, two = shelf("một"), shelf("hai")
    one_ids, two_ids = one.into(store), two.into(store)

    found = store.mentions_of(Symbol("057", "KL", "TW").key)

    assert [(item.document.file_name, item.passage_row_id) for item in found] == [
        ("một.pdf", one_ids[0]),
        ("một.pdf", one_ids[1]),
        ("hai.pdf", two_ids[0]),
        ("hai.pdf", two_ids[1]),
    ]
    assert found[0].reference == Reference(Span(19, 27), Symbol("57", "KL", "TW"), "Kết luận")


def test_a_new_store_is_empty(store: Store):
    assert store.records() == []
    assert store.row_ids() == set()
    assert store.passage_count() == 0
    assert list(store.iterate_passages()) == []
    assert store.generation() == 0
    assert store.catalogue_size() == 0


def test_a_store_makes_the_folder_it_lives_in(tmp_path: Path):
    opened = open_store(tmp_path / "thư mục mới" / "a?b#c%20.sqlite")

    opened.close()

    assert (tmp_path / "thư mục mới" / "a?b#c%20.sqlite").is_file()


def test_only_the_facts_that_the_document_contradicts_are_doubtful(store, shelf):
    given = shelf()
    doubt = Evidence("date", Confidence.DOUBTFUL, None, "hai nơi ghi khác nhau")
    document = replace(given.document, evidence=(*given.document.evidence, doubt))
    replace(given, document=document).into(store)

    assert store.doubtful_facts([document.id, "absent"]) == {
        document.id: frozenset({"date"}),
        "absent": frozenset(),
    }


def test_the_text_comes_with_its_footnotes(store, shelf):
    given = shelf()
    given.into(store)

    held = store.text_and_notes(given.document.id)

    assert held == (given.document.text, given.document.footnotes)
    with pytest.raises(UnknownDocument):
        store.text_and_notes("absent")
