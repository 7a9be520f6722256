"""Laws of the list of missing documents, over any library."""

from __future__ import annotations

import datetime
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kb.document import Facts, Span
from kb.reference import Reference
from kb.service.missing import missing_documents
from kb.service.resolving import ReadShelf, meaning_of
from kb.store.records import DocumentRecord, KnownRecord, StoredMention
from kb.symbol import Symbol

SYMBOLS = st.builds(
    Symbol, st.sampled_from(["1", "2"]), st.sampled_from(["KL", "NQ"]), st.just("TWM")
)
TYPES = st.sampled_from([None, "Kết luận", "Nghị quyết"])
DATES = st.sampled_from([None, date(2018, 2, 1), date(2023, 6, 15)])
TERMS = st.sampled_from([None, "XII", "XIII"])
FACTS = st.builds(Facts, symbol=SYMBOLS, type=TYPES, date=DATES, term=TERMS)
ROWS = st.lists(st.builds(KnownRecord, SYMBOLS, TYPES, DATES, term=TERMS), max_size=4)
BY_SYMBOL = st.builds(Reference, st.just(Span(0, 1)), SYMBOLS, TYPES, DATES, term=TERMS)
BY_PLENUM = st.builds(
    Reference, st.just(Span(0, 1)), st.none(), TYPES, plenum=st.just(8), term=TERMS
)
MENTIONS = st.lists(BY_SYMBOL | BY_PLENUM, max_size=6)


def record(at: int, facts: Facts) -> DocumentRecord:
    added = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
    return DocumentRecord(f"d{at}", f"{at}.pdf", "application/pdf", 1, 1, added, facts)


RECORDS = st.lists(FACTS, min_size=1, max_size=4).map(
    lambda held: [record(at, facts) for at, facts in enumerate(held)]
)


def of_one(by: DocumentRecord, said: list[Reference]) -> list[StoredMention]:
    return [StoredMention(by, mention, at) for at, mention in enumerate(said)]


@given(RECORDS, ROWS, MENTIONS)
def test_each_mention_counts_for_one_missing_document_at_most_and_each_of_these_is_cited(
    records: list[DocumentRecord], rows: list[KnownRecord], said: list[Reference]
) -> None:
    found = missing_documents(records, rows, of_one(records[0], said))

    counted = [item.passage_row_id for one in found for item in one.mentions]
    assert len(counted) == len(set(counted))
    assert all(one.mentions for one in found)


@given(RECORDS, ROWS, MENTIONS)
def test_no_held_document_is_missing(
    records: list[DocumentRecord], rows: list[KnownRecord], said: list[Reference]
) -> None:
    shelf = ReadShelf(records, rows)

    for one in missing_documents(records, rows, of_one(records[0], said)):
        assert one.meaning.held_id is None
        for item in one.mentions:
            assert meaning_of(shelf, item.reference).held_id is None


@given(RECORDS, ROWS, MENTIONS)
def test_a_library_that_holds_all_it_cites_lacks_nothing_with_a_number(
    records: list[DocumentRecord], rows: list[KnownRecord], said: list[Reference]
) -> None:
    cited = [
        record(at, Facts(symbol=mention.symbol, type=mention.type, date=mention.date))
        for at, mention in enumerate(said, start=len(records))
        if mention.symbol
    ]

    found = missing_documents([*records, *cited], [], of_one(records[0], said))

    assert all(one.mentions[0].reference.symbol is None for one in found)
