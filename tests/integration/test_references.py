"""Every mention of another document in the samples and in the real documents, against a table by hand.

`references.tsv` was written from the printed pages, in their order, by no program: what a reader finds
said of each document mentioned, "" for what is not. Its plenum forms stand as "Trung ương 5". 294-QĐ/TW
mentions no document by number or plenum. Run with `-s` to see the figures.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

import pytest

from kb.document import Span
from kb.ingest.pipeline import IngestPipeline
from kb.ingest.references import references_of
from kb.ingest.sources import read_source
from kb.reference import Reference
from kb.service.catalogue_file import read_catalogue
from kb.service.resolving import meaning_of
from kb.store.documents import Store, open_store
from tests.factories import CORPUS, read_real

FIELDS = ("symbol", "type", "date", "issuer", "term")
MEASURED = ("symbol", "date", "issuer")
GUIDE = "94-hd-btgtu"
LEAST_OF_GUIDE, LEAST_OF_SAMPLES = 0.98, 0.95
SAMPLES = sorted(path.stem for path in CORPUS.glob("*.pdf"))

Row = dict[str, str]


@lru_cache
def gold() -> dict[str, list[Row]]:
    """The mentions of each document, in the order of its text."""
    rows: dict[str, list[Row]] = defaultdict(list)
    table = Path(__file__).with_name("references.tsv")
    with table.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            rows[row["document"]].append({name: row[name] for name in FIELDS})
    return rows


def row_of(mention: Reference) -> Row:
    """A mention as the table writes it."""
    return {
        "symbol": str(mention.symbol) if mention.symbol else f"Trung ương {mention.plenum}",
        "type": mention.type or "",
        "date": mention.date.isoformat() if mention.date else "",
        "issuer": mention.issuer or "",
        "term": mention.term or "",
    }


def mentions_in(name: str) -> list[Row]:
    """What is found in a sample."""
    read = IngestPipeline(500).read(read_source(CORPUS / f"{name}.pdf"))
    return [row_of(item) for item in read.references]


@dataclass
class Tally:
    """How many values of one field were found, how many stand in the table, how many are in both."""

    found: int = 0
    printed: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.printed if self.printed else 1.0


def tallies(pairs: Iterable[tuple[Sequence[Row], Sequence[Row]]]) -> dict[str, Tally]:
    """The tally of each field over pairs of (found, printed) mentions, aligned by their symbols."""
    made = {name: Tally() for name in FIELDS}
    for found, printed in pairs:
        symbols = [[row["symbol"] for row in rows] for rows in (found, printed)]
        blocks = SequenceMatcher(None, *symbols, autojunk=False).get_matching_blocks()
        aligned = [(found[b.a + i], printed[b.b + i]) for b in blocks for i in range(b.size)]
        for name, tally in made.items():
            tally.found += sum(bool(row[name]) for row in found)
            tally.printed += sum(bool(row[name]) for row in printed)
            tally.right += sum(
                bool(one[name]) and one[name] == other[name] for one, other in aligned
            )
    return made


def require(title: str, made: dict[str, Tally], least: float) -> None:
    """Prints the table; fails where a measured field is below `least`."""
    print(f"\n{title}\n  field    printed  found  precision  recall")
    for name, tally in made.items():
        print(
            f"  {name:<8} {tally.printed:>7} {tally.found:>6}"
            f" {tally.precision:>10.3f} {tally.recall:>7.3f}"
        )
    for name in MEASURED:
        assert made[name].precision >= least, (name, "precision")
        assert made[name].recall >= least, (name, "recall")


def test_the_mentions_of_the_samples_are_found_with_date_and_issuer() -> None:
    pairs = [(mentions_in(name), gold()[name]) for name in SAMPLES]

    require(f"{len(SAMPLES)} samples", tallies(pairs), LEAST_OF_SAMPLES)


@pytest.mark.real
@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_the_mentions_of_a_real_guideline_are_found_with_date_and_issuer(suffix: str) -> None:
    found = [row_of(item) for item in read_real(f"{GUIDE}/{GUIDE}{suffix}").references]

    require(f"{GUIDE}{suffix}", tallies([(found, gold()[GUIDE])]), LEAST_OF_GUIDE)


@pytest.mark.real
def test_a_regulation_that_mentions_no_document_by_number_has_no_mention() -> None:
    assert read_real("294-qd-tw/294-qd-tw.pdf").references == ()


@pytest.fixture(scope="module")
def catalogued(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An empty library that knows the catalogue."""
    store = open_store(tmp_path_factory.mktemp("refs") / "kb.db")
    store.replace_catalogue(read_catalogue(CORPUS / "catalogue.csv"))
    yield store
    store.close()


def test_each_document_of_the_catalogue_is_meant_by_its_full_name_and_none_by_a_shared_number(
    catalogued: Store,
) -> None:
    rows = catalogued.catalogue()
    bearers = Counter((row.symbol.key, row.symbol.year) for row in rows)
    shared = 0
    for row in rows:
        bare = Reference(Span(0, 0), row.symbol, row.type)
        twins = meaning_of(catalogued, bare)
        full = meaning_of(catalogued, replace(bare, date=row.date))

        assert (full.one.facts if full.one else None) == row.facts
        assert len(twins.candidates) <= bearers[row.symbol.key, row.symbol.year]
        assert (twins.one is None) == (len(twins.candidates) > 1)
        shared += twins.one is None
    assert shared > 20


def test_a_number_of_four_documents_means_each_of_them_until_a_term_is_said(
    catalogued: Store,
) -> None:
    (bare,) = references_of("Nghị quyết số 36-NQ/TW", [])
    (termed,) = references_of("Nghị quyết số 36-NQ/TW khóa XI", [])

    dates = [item.facts.date for item in meaning_of(catalogued, bare).candidates]
    assert [day.year for day in dates if day] == [2004, 2014, 2018, 2023]
    assert [item.facts.term for item in meaning_of(catalogued, termed).candidates] == ["XI"]


def test_a_plenum_of_four_resolutions_means_each_of_them(catalogued: Store) -> None:
    (mention,) = references_of("Nghị quyết Trung ương 8 khóa XIII", [])

    meant = meaning_of(catalogued, mention)

    symbols = [str(item.facts.symbol) for item in meant.candidates]
    assert symbols == ["42-NQ/TW", "43-NQ/TW", "44-NQ/TW", "45-NQ/TW"]
    assert meant.one is None


def test_every_sample_has_its_rows() -> None:
    assert gold().keys() == {*SAMPLES, GUIDE}
