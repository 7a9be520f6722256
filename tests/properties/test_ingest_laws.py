"""Laws that hold for every document that is read: the samples, and the real ones where they are.

The real documents lie beside the project (`../shared/real`); without them those cases are skipped.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from kb.document import Division, DivisionKind
from kb.errors import NoTextLayer
from kb.ingest.ocr.scans import FilledPages, read_scans
from kb.ingest.pdf import read_pages
from kb.ingest.pipeline import Ingested, IngestPipeline
from kb.ingest.sources import read_source
from kb.ingest.split import MAX_CHARACTERS
from kb.place import chains_of, place_of
from kb.place_pattern import divisions_at
from kb.search.place_patterns import find_places
from kb.vietnamese.normalise import normalise
from tests.factories import CORPUS, REAL, ROOT

PIPELINE = IngestPipeline(max_pages=500)


def _marked(path: Path) -> object:
    return pytest.param(path, id=f"real-{path.stem}", marks=pytest.mark.real)


SAMPLES = [pytest.param(path, id=path.stem) for path in sorted(CORPUS.glob("*.pdf"))]
REAL_FILES = sorted(REAL.glob("*/*.pdf")) or [REAL / "absent.pdf"]
SCANS = [_marked(path) for path in REAL_FILES if "scan" in path.stem or not path.exists()]
TEXTUAL = [*SAMPLES, *(_marked(path) for path in REAL_FILES if "scan" not in path.stem)]


def _present(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"no real documents beside the project ({REAL.relative_to(ROOT.parent)})")
    return path


@cache
def _read(path: Path) -> Ingested:
    return PIPELINE.read(read_source(path))


@pytest.fixture(params=TEXTUAL)
def path(request: pytest.FixtureRequest) -> Path:
    """One file after another, of those that have a text layer."""
    return _present(request.param)


@pytest.fixture
def ingested(path: Path) -> Ingested:
    """The document of each file."""
    return _read(path)


def visible(texts: Iterable[str]) -> Counter[str]:
    """The characters of the texts that leave a mark, and how often."""
    return Counter(char for text in texts for char in text if not char.isspace())


def test_the_words_for_a_place_lead_back_to_it(ingested: Ingested) -> None:
    document = ingested.document
    for path, chain in chains_of(document.divisions).items():
        if not path or chain[-1].kind in (DivisionKind.FRONT, DivisionKind.CLOSING):
            continue
        (found,) = find_places(place_of(chain))
        assert chain[-1] in divisions_at(document.text, document.divisions, found.place), place_of(
            chain
        )


def test_a_passage_is_the_text_under_its_span(ingested: Ingested) -> None:
    text = ingested.document.text

    assert all(item.text == item.span.of(text) for item in ingested.passages)


def test_passages_come_in_order_and_share_no_character(ingested: Ingested) -> None:
    spans = [item.span for item in ingested.passages]

    assert all(one.end <= two.start for one, two in pairwise(spans))


def test_passages_lose_no_character_but_white_space(ingested: Ingested) -> None:
    text = ingested.document.text
    ends = [0, *(item.span.end for item in ingested.passages)]
    starts = [*(item.span.start for item in ingested.passages), len(text)]

    between = "".join(text[end:start] for end, start in zip(ends, starts, strict=True))

    assert between.strip() == ""


def test_passages_fit_the_model(ingested: Ingested) -> None:
    assert all(0 < len(item.text) <= MAX_CHARACTERS for item in ingested.passages)


def test_every_printed_character_is_in_the_text_or_named_as_dropped(
    path: Path, ingested: Ingested
) -> None:
    pages = read_pages(read_source(path), 500)
    printed = visible(normalise("".join(glyph.text for glyph in page.glyphs)) for page in pages)

    document = ingested.document
    kept = visible([document.text, *(item.text for item in document.dropped)])

    assert kept == printed


def test_no_page_with_a_sound_text_layer_is_doubted(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without tesseract whatever is doubted is told, or refused."""
    monkeypatch.setenv("PATH", "")
    source = read_source(path)
    pages = read_pages(source, 500)

    assert read_scans(source, pages) == FilledPages(pages, ())


def test_the_text_is_composed_and_clean(ingested: Ingested) -> None:
    text = ingested.document.text

    assert unicodedata.is_normalized("NFC", text)
    assert normalise(text) == text
    assert "  " not in text


def test_paths_of_divisions_are_unique(ingested: Ingested) -> None:
    keys = [division.key for division in ingested.document.divisions]

    assert len(set(keys)) == len(keys)


def test_each_division_lies_in_its_parent_which_comes_before_it(ingested: Ingested) -> None:
    seen: dict[tuple[str, ...], Division] = {}
    for division in ingested.document.divisions:
        parent = seen.get(division.path[:-1])
        assert len(division.path) == 1 or (parent and parent.span.contains(division.span))
        seen[division.path] = division


def test_siblings_come_in_order_and_do_not_overlap(ingested: Ingested) -> None:
    last: dict[tuple[str, ...], Division] = {}
    for division in ingested.document.divisions:
        before = last.get(division.path[:-1])
        assert before is None or before.span.end <= division.span.start
        last[division.path[:-1]] = division


def test_divisions_together_hold_all_the_text(ingested: Ingested) -> None:
    document = ingested.document
    roots = [division.span for division in document.divisions if len(division.path) == 1]

    assert sum(len(span.of(document.text)) for span in roots) + len(roots) - 1 == len(document.text)


def test_each_passage_lies_in_its_division(ingested: Ingested) -> None:
    spans = {division.key: division.span for division in ingested.document.divisions}

    assert all(spans[item.division].contains(item.span) for item in ingested.passages)


def test_each_division_and_passage_is_on_a_page(ingested: Ingested) -> None:
    document = ingested.document
    pages = [document.pages_of(division.span) for division in document.divisions]
    pages += [item.pages for item in ingested.passages]

    assert all(1 <= first <= last <= document.page_count for first, last in pages)


def test_lines_come_in_order_and_share_no_character(ingested: Ingested) -> None:
    spans = [line.span for line in ingested.document.lines]

    assert all(span.start < span.end for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))


def test_lines_hold_all_the_text_but_white_space(ingested: Ingested) -> None:
    document = ingested.document

    assert visible(line.span.of(document.text) for line in document.lines) == visible(
        [document.text]
    )


def test_rectangles_lie_on_the_page(ingested: Ingested) -> None:
    rects = [line.rect for line in ingested.document.lines]

    assert all(0 <= rect.left < rect.right <= 1 for rect in rects)
    assert all(0 <= rect.top < rect.bottom <= 1 for rect in rects)


def test_anchors_lie_in_the_text_just_before_their_note(ingested: Ingested) -> None:
    document = ingested.document
    anchors = [(note.anchor, note.span.start) for note in document.footnotes]

    assert all(anchor is not None and 0 < anchor < start for anchor, start in anchors)


def test_footnotes_are_numbered_upward_and_are_divisions(ingested: Ingested) -> None:
    document = ingested.document
    numbers = [int(note.number) for note in document.footnotes]
    divided = [
        (item.number, item.span)
        for item in document.divisions
        if item.kind is DivisionKind.FOOTNOTE
    ]

    assert numbers == list(range(1, len(numbers) + 1))
    assert divided == [(note.number, note.span) for note in document.footnotes]


def test_a_references_span_shows_its_symbol(ingested: Ingested) -> None:
    text = ingested.document.text
    printed = [(item.symbol, item.span.of(text)) for item in ingested.references if item.symbol]

    assert all(symbol.number in shown and symbol.issuer_code in shown for symbol, shown in printed)


def test_each_fact_that_is_known_has_its_evidence_and_no_other_has(ingested: Ingested) -> None:
    facts = ingested.document.facts
    known = [field.name for field in fields(facts) if getattr(facts, field.name) is not None]

    assert [item.field for item in ingested.document.evidence] == known


def test_evidence_stands_on_a_printed_line(ingested: Ingested) -> None:
    document = ingested.document
    spans = [item.span for item in document.evidence if item.span]

    assert spans
    assert all(document.pages_of(span) for span in spans)


def test_the_pages_of_a_text_layer_are_good_and_no_passage_is_called_scanned(
    ingested: Ingested,
) -> None:
    pages = ingested.document.pages

    assert not any(page.recognised for page in pages)
    assert all(page.quality is not None and 0.8 < page.quality <= 1 for page in pages)
    assert {item.ocr_quality for item in ingested.passages} == {None}


def test_reading_twice_gives_equal_results(path: Path, ingested: Ingested) -> None:
    assert PIPELINE.read(read_source(path)) == ingested


@pytest.mark.parametrize("scan", SCANS)
def test_without_tesseract_a_scan_is_refused_not_read_as_empty(
    scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = read_source(_present(scan))
    monkeypatch.setenv("PATH", "")

    with pytest.raises(NoTextLayer):
        PIPELINE.read(source)


@pytest.mark.real
def test_word_processor_and_browser_give_the_same_divisions() -> None:
    """The same guideline, printed by two programs: divisions and their words agree; pages do not."""
    folder = REAL / "94-hd-btgtu"
    files = [folder / "94-hd-btgtu.pdf", folder / "94-hd-btgtu-browser-print.pdf"]

    one, other = (_read(_present(file)) for file in files)

    assert one.document.text == other.document.text
    assert one.document.divisions == other.document.divisions
    assert one.document.facts == other.document.facts
