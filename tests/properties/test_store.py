"""Whatever valid values go into the store come out equal, over all of Unicode."""

from __future__ import annotations

import datetime
import itertools
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.document import (
    FACT_NAMES,
    Confidence,
    Division,
    DivisionKind,
    Document,
    Dropped,
    Evidence,
    Facts,
    Footnote,
    Line,
    Page,
    Rect,
    Span,
)
from kb.passage import Passage, PassageKind
from kb.reference import Reference
from kb.relation import Relation, StatedRelation
from kb.store.documents import Store, open_store
from kb.store.records import KnownRecord
from kb.symbol import Symbol, SymbolPattern

characters = st.characters(exclude_categories=["Cs"]) | st.sampled_from("ĐđƯươ\0\n😀𠀀\u0301")
words = st.text(characters, max_size=12)
maybe_words = st.none() | words
fractions = st.floats(0, 1)
qualities = st.none() | fractions
pages = st.integers(1, 5000)
codes = st.sampled_from(["NQ", "KL", "QĐ", "QĐi", "CTr", ""])
symbols = st.builds(
    Symbol,
    number=st.from_regex(r"[0-9]{1,5}[A-Za-z]?", fullmatch=True),
    type_code=codes,
    issuer_code=st.sampled_from(["TW", "T.Ư", "TU", "BTGTU", "QH15", "NĐ-CP"]),
    year=st.none() | st.from_regex(r"[0-9]{4}", fullmatch=True),
    state=st.booleans(),
)
facts = st.builds(
    Facts,
    symbol=st.none() | symbols,
    type=maybe_words,
    date=st.none() | st.dates(),
    issuer=maybe_words,
    place=maybe_words,
    title=maybe_words,
    signatory=maybe_words,
    circulation=maybe_words,
    urgency=maybe_words,
    term=maybe_words,
)
rects = st.builds(
    lambda xs, ys: Rect(min(xs), min(ys), max(xs), max(ys)),
    st.tuples(fractions, fractions),
    st.tuples(fractions, fractions),
)


def spans_within(text: str) -> st.SearchStrategy[Span]:
    offsets = st.integers(0, len(text))
    return st.tuples(offsets, offsets).map(lambda pair: Span(min(pair), max(pair)))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(st.text(characters, max_size=200))
    spans = spans_within(text)
    edges = st.none() | st.binary(max_size=9)
    lines = st.lists(st.builds(Line, spans, pages, rects, edges), max_size=5).map(tuple)
    paths = st.lists(words, min_size=1, max_size=4).map(tuple)
    divisions = st.builds(Division, paths, st.sampled_from(DivisionKind), words, words, spans)
    evidence = st.builds(Evidence, words, st.sampled_from(Confidence), st.none() | spans, words)
    footnotes = st.builds(Footnote, words, spans, st.none() | st.integers(0, len(text)))
    return Document(
        id=draw(st.binary(min_size=32, max_size=32)).hex(),
        file_name=draw(words),
        media_type=draw(words),
        pages=draw(
            st.lists(
                st.builds(Page, words, st.booleans(), qualities, st.integers(0, 3), fractions),
                max_size=4,
            ).map(tuple)
        ),
        facts=draw(facts),
        text=text,
        lines=draw(lines),
        divisions=draw(st.lists(divisions, max_size=4).map(tuple)),
        footnotes=draw(st.lists(footnotes, max_size=3).map(tuple)),
        dropped=draw(st.lists(st.builds(Dropped, pages, words, words), max_size=3).map(tuple)),
        evidence=draw(st.lists(evidence, max_size=3).map(tuple)),
    )


@st.composite
def passages_of(draw: st.DrawFn, document: Document) -> list[Passage]:
    """Passages that cover the text without a gap, cut at any place."""
    cuts = draw(st.sets(st.integers(0, len(document.text)), max_size=6))
    bounds = itertools.pairwise(sorted({0, len(document.text), *cuts}))
    return [
        Passage(
            document_id=document.id,
            division=draw(words),
            place=draw(words),
            breadcrumb=tuple(draw(st.lists(words, max_size=3))),
            span=Span(start, end),
            text=document.text[start:end],
            pages=(draw(pages), draw(pages)),
            kind=draw(st.sampled_from(PassageKind)),
            ocr_quality=draw(qualities),
            mismatch=draw(maybe_words),
        )
        for start, end in bounds
    ]


def references_in(document: Document) -> st.SearchStrategy[list[Reference]]:
    proof = spans_within(document.text)
    stated = st.builds(StatedRelation, st.sampled_from(Relation), proof, st.none() | st.dates())
    mention = st.builds(
        Reference,
        spans_within(document.text),
        st.none() | symbols,
        maybe_words,
        st.none() | st.dates(),
        maybe_words,
        st.none() | st.integers(1, 15),
        maybe_words,
        st.none() | stated,
    )
    return st.lists(mention, max_size=5)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        opened = open_store(Path(folder) / "kb.sqlite")
        yield opened
        opened.close()


SHARED_STORE = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)


@SHARED_STORE
@given(data=st.data())
def test_a_document_with_its_passages_and_references_comes_back_equal(
    store: Store, data: st.DataObject
) -> None:
    document = data.draw(documents())
    passages = data.draw(passages_of(document))
    references = data.draw(references_in(document))

    row_ids = store.add_document(document, passages, references, byte_size=len(document.text))
    try:
        assert store.document(document.id) == document
        assert store.record(document.id).facts == document.facts
        expected = list(zip(row_ids, passages, strict=True))
        assert store.passages_of_document(document.id) == expected
        assert store.passages(row_ids) == dict(expected)
        assert list(store.iterate_passages(row_ids)) == expected
        stored = store.references_of_document(document.id)
        assert [item.reference for item in stored] == references
    finally:
        assert store.remove_document(document.id) == row_ids
    assert store.row_ids().isdisjoint(row_ids)


@SHARED_STORE
@given(data=st.data())
def test_a_mention_is_owned_by_the_one_passage_that_holds_its_start(
    store: Store, data: st.DataObject
) -> None:
    document = data.draw(documents())
    passages = data.draw(passages_of(document))
    references = data.draw(references_in(document))

    row_ids = store.add_document(document, passages, references, byte_size=0)
    try:
        for stored in store.references_of_document(document.id):
            start = stored.reference.span.start
            owners = [
                row_id
                for row_id, passage in zip(row_ids, passages, strict=True)
                if passage.span.start <= start < passage.span.end
            ]
            assert owners == [stored.passage_row_id] or (not owners and not stored.passage_row_id)
            if (symbol := stored.reference.symbol) is None:
                continue
            if stored.passage_row_id:
                found = store.symbol_keys_by_passage([stored.passage_row_id])
                assert symbol.key in found[stored.passage_row_id]
            mentions = store.mentions_of(symbol.key)
            assert stored.reference in [item.reference for item in mentions]
    finally:
        store.remove_document(document.id)


@SHARED_STORE
@given(
    known=st.lists(
        st.builds(
            KnownRecord,
            symbols,
            maybe_words,
            st.none() | st.dates(min_value=datetime.date(1930, 2, 3)),
            maybe_words,
            maybe_words,
            maybe_words,
            maybe_words,
        ),
        max_size=8,
    ),
    asked=st.builds(
        SymbolPattern,
        number=st.from_regex(r"0?[0-9]{1,3}", fullmatch=True),
        type_code=st.none() | codes,
        issuer_code=st.none() | st.sampled_from(["tw", "TU"]),
        raw=st.just(""),
    ),
)
def test_the_catalogue_answers_a_pattern_as_a_scan_of_it_would(
    store: Store, known: list[KnownRecord], asked: SymbolPattern
) -> None:
    store.replace_catalogue(known)

    assert store.catalogue() == known
    assert store.find_known(asked) == [item for item in known if asked.matches(item.symbol)]
    for item in known:
        assert store.known(item.symbol.key) == [
            other for other in known if other.symbol.key == item.symbol.key
        ]
        exact = SymbolPattern(item.symbol.number, None, None, "")
        assert item in store.find_known(exact)


@SHARED_STORE
@given(st.data(), documents(), facts)
def test_whatever_is_corrected_and_taken_back_thrown_away_and_restored_is_as_it_was(
    store: Store, data: st.DataObject, document: Document, others: Facts
) -> None:
    passages = data.draw(passages_of(document))
    references = data.draw(references_in(document))
    names = data.draw(st.sets(st.sampled_from(sorted(FACT_NAMES)), min_size=1))
    custody, id = store.custody, document.id
    row_ids = store.add_document(document, passages, references, 1)
    before = store.passages(row_ids), store.references_of_document(id), store.record(id)

    corrected = {name: getattr(others, name) for name in names}
    version = custody.correct(id, custody.facts_version(id), corrected, "an")
    facts_then = store.record(id).facts
    custody.undo(id, version, "an")
    custody.to_trash(id, "an")
    hidden = store.holds(id)
    custody.from_trash(id, "an")

    try:
        assert facts_then == replace(document.facts, **corrected)
        assert not hidden
        assert store.document(id) == document
        assert (
            store.passages(row_ids),
            store.references_of_document(id),
            store.record(id),
        ) == before
    finally:
        store.remove_document(id)
