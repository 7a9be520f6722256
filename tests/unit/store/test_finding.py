"""A document is found by id, symbol or file name; the catalogue by whole or partial symbols."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from kb.document import Span
from kb.relation import Relation, StatedRelation
from kb.store.records import KnownRecord
from kb.symbol import Symbol, SymbolPattern

NQ36 = Symbol("36", "NQ", "TW")
KNOWN = [
    KnownRecord(NQ36, "Nghị quyết", datetime.date(2018, 10, 22), "Ban Chấp hành TW", "XII", "8"),
    KnownRecord(
        NQ36, "Nghị quyết", datetime.date(2023, 1, 30), "Bộ Chính trị", "XIII", title="CNSH"
    ),
    KnownRecord(Symbol("036", "HD", "VPTW"), "Hướng dẫn"),
    KnownRecord(Symbol("103", "", "QH15", "2023", state=True), "Nghị quyết"),
]


def names(records):
    return [record.file_name for record in records]


def test_a_document_is_found_by_its_whole_id_and_by_its_first_six_digits(store, shelf):
    given = shelf()
    given.into(store)
    whole = given.document.id

    for name in (whole, whole[:6], whole[:20].upper(), f" {whole} "):
        assert names(store.find_documents(name)) == ["94-hd-btgtu.pdf"]


def test_five_digits_of_an_id_are_too_few(store, shelf):
    given = shelf()
    given.into(store)

    assert store.find_documents(given.document.id[:5]) == []


@pytest.mark.parametrize(
    "name",
    ["905-QĐ/TU", "905 - QĐ / TU", "905–QĐ/TU", "905-qđ/tu", "905-QD/TU", "0905  -  qd/tu"],
)
def test_a_document_is_found_by_its_symbol_in_any_spacing_case_and_accents(store, shelf, name):
    shelf(symbol=Symbol("905", "QĐ", "TU")).into(store)
    shelf("other", symbol=Symbol("905", "QĐ", "TW")).into(store)

    assert names(store.find_documents(name)) == ["94-hd-btgtu.pdf"]


def test_a_symbol_shared_by_two_documents_finds_both_oldest_first(store, shelf):
    shelf("b", symbol=NQ36, date=datetime.date(2023, 1, 30)).into(store)
    shelf("a", symbol=NQ36, date=datetime.date(2018, 10, 22)).into(store)

    assert names(store.find_documents("36-NQ/TW")) == ["b.pdf", "a.pdf"]


def test_the_year_in_a_state_symbol_must_agree(store, shelf):
    for year in ("2020", "2023"):
        shelf(year, symbol=Symbol("103", "", "QH15", year, state=True)).into(store)

    assert names(store.find_documents("103/2023/QH15")) == ["2023.pdf"]


@pytest.mark.parametrize("name", ["Hướng dẫn 94.PDF", "hướng dẫn 94.pdf", "Hướng dẫn 94.PDF"])
def test_a_document_is_found_by_its_file_name_case_and_composition_aside(store, shelf, name):
    shelf(file_name="Hướng dẫn 94.PDF").into(store)

    assert names(store.find_documents(name)) == ["Hướng dẫn 94.PDF"]


@pytest.mark.parametrize("name", ["", " ", "94", "%", "không có", "\ud83d", "a\0b"])
def test_a_name_that_says_nothing_finds_nothing(store, shelf, name):
    shelf().into(store)

    assert store.find_documents(name) == []


def test_a_document_without_a_symbol_is_held_and_not_found_by_symbols(store, shelf):
    given = shelf(symbol=None)
    given.into(store)

    assert store.record(given.document.id).facts.symbol is None
    assert store.find_held(SymbolPattern("94", None, None, "94")) == []


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (SymbolPattern("36", None, None, "số 36"), [0, 1, 2]),
        (SymbolPattern("036", "NQ", None, "nq 36"), [0, 1]),
        (SymbolPattern("36", "hd", "vptw", "36-hd/vptw"), [2]),
        (SymbolPattern("103", None, "QH15", "103/QH15"), [3]),
        (SymbolPattern("3", None, None, "3"), []),
        (SymbolPattern("360", None, None, "360"), []),
    ],
)
def test_a_partial_symbol_finds_every_known_and_held_document_that_agrees(
    store, shelf, pattern, expected
):
    store.replace_catalogue(KNOWN)
    for place, known in enumerate(KNOWN):
        shelf(str(place), symbol=known.symbol).into(store)

    assert store.find_known(pattern) == [KNOWN[place] for place in expected]
    assert names(store.find_held(pattern)) == [f"{place}.pdf" for place in expected]


def test_a_partial_symbol_finds_the_symbols_mentioned_each_once(store, shelf):
    shelf().into(store)
    shelf("another").into(store)

    assert store.find_mentioned(SymbolPattern("057", "KL", None, "kl 57")) == [
        Symbol("57", "KL", "TW")
    ]
    assert store.find_mentioned(SymbolPattern("57", "NQ", None, "nq 57")) == []


def test_the_catalogue_comes_back_in_its_order_and_replaces_the_one_before(store):
    store.replace_catalogue(KNOWN)
    assert store.catalogue() == KNOWN
    assert store.catalogue_size() == 4

    store.replace_catalogue(KNOWN[2:])
    assert store.catalogue() == KNOWN[2:]

    store.replace_catalogue([])
    assert store.catalogue() == []


def test_a_plenum_finds_the_known_documents_that_it_adopted(store):
    store.replace_catalogue(KNOWN)

    assert store.known_of_plenum(8) == KNOWN[:1]
    assert store.known_of_plenum(7) == []


def test_a_symbol_finds_all_known_documents_that_bear_it(store):
    store.replace_catalogue(KNOWN)

    assert store.known("36|nq|tw") == KNOWN[:2]
    assert store.known("1|nq|tw") == []


def test_the_catalogue_does_not_change_the_generation(store):
    store.replace_catalogue(KNOWN)

    assert store.generation() == 0


def test_the_revision_changes_with_the_library_and_with_the_catalogue(store, shelf):
    assert store.revision() == (0, 0)

    shelf().into(store)
    store.replace_catalogue(KNOWN)
    store.replace_catalogue(KNOWN)

    assert store.revision() == (1, 2)


def test_mentions_are_found_by_their_relation_and_documents_without_any_are_counted(store, shelf):
    one, other = shelf("một"), shelf("hai")
    basis, doing, citing = other.references
    proof, day = Span(0, 28), datetime.date(2024, 7, 1)
    stated = StatedRelation(Relation.REPLACES, proof, day)
    related = (
        replace(basis, stated=StatedRelation(Relation.BASIS, proof)),
        replace(doing, stated=stated),
        replace(citing, stated=StatedRelation(Relation.CITES, proof)),
    )
    one.into(store)
    replace(other, references=related).into(store)

    (found,) = store.mentions_with([Relation.REPLACES, Relation.REPEALS])

    assert found.document.file_name == "hai.pdf"
    assert found.reference == related[1]
    assert store.unrelated() == [one.document.id]

    store.relate(one.document.id, related)

    assert [item.reference for item in store.references_of_document(one.document.id)] == list(
        related
    )
    assert store.unrelated() == []
    assert store.generation() == 3
