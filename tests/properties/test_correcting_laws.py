"""Whatever is corrected on a scan, nothing is anchored wrongly, and corrected back all is as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.document import Document, Span
from kb.ingest.correcting import cleaned, corrected_pages, line_text
from kb.ingest.pipeline import ingest_corrected
from kb.ingest.reading import Ingested
from kb.ingest.recognition import Recognition, recognition_of
from tests.scans import read_scan, scanned_pages

SOURCE, READ, RECOGNITION = read_scan()
LINES = [
    (page, number)
    for page, lines in enumerate(RECOGNITION.lines, start=1)
    for number in range(1, len(lines) + 1)
]
INNER = [at for at in LINES if len(line_text(RECOGNITION.line(*at))) > 50]
BITS = st.sampled_from(["", "x", " ", "ệ", "¹", "²", "Điều 3. ", "II. ", "một chữ nữa", "- ", "12"])


def said(at: tuple[int, int]) -> str:
    return line_text(RECOGNITION.line(*at))


@st.composite
def changes(draw: st.DrawFn) -> dict[tuple[int, int], str]:
    """Some lines with a stretch of each replaced by something else."""
    texts: dict[tuple[int, int], str] = {}
    for at in draw(st.lists(st.sampled_from(LINES), min_size=1, max_size=4, unique=True)):
        line = said(at)
        ends = st.integers(0, len(line))
        start, end = sorted((draw(ends), draw(ends)))
        texts[at] = cleaned(line[:start] + draw(BITS) + line[end:])
    return texts


@st.composite
def misspelt(draw: st.DrawFn) -> dict[tuple[int, int], str]:
    """Some long lines with one of their inner words longer or shorter: no heading comes or goes."""
    texts: dict[tuple[int, int], str] = {}
    for at in draw(st.lists(st.sampled_from(INNER), min_size=1, max_size=3, unique=True)):
        words = said(at).split(" ")
        plain = [index for index, word in enumerate(words) if index > 4 and word.isalpha()]
        index = draw(st.sampled_from(plain))
        words[index] = draw(st.sampled_from(["a", "xa", "rừng", "nghiêng", "khoảnhkhoảnh"]))
        texts[at] = " ".join(words)
    return texts


def spans_of(read: Ingested) -> list[Span]:
    document = read.document
    return [
        *(line.span for line in document.lines),
        *(division.span for division in document.divisions),
        *(note.span for note in document.footnotes),
        *(item.span for item in document.evidence if item.span),
        *(passage.span for passage in read.passages),
        *(reference.span for reference in read.references),
    ]


def untouched(document: Document, texts: dict[tuple[int, int], str]) -> dict[str, list[str]]:
    """What stands in a document beside the changed lines, by kind and in order."""
    words = document.text

    def clean(spans: list[Span]) -> list[str]:
        free = [
            span for span in spans if not any(line.corrected for line in document.lines_of(span))
        ]
        return [span.of(words) for span in free]

    return {
        "divisions": [f"{d.key}: {d.title}" for d in document.divisions],
        "notes": clean([note.span for note in document.footnotes]),
        "evidence": clean([item.span for item in document.evidence if item.span]),
        "lines": clean([line.span for line in document.lines]),
    }


@settings(max_examples=150, deadline=None)
@given(texts=changes(), skew=st.sampled_from([0.0, 0.8]))
def test_every_span_lies_in_the_text_and_the_page_says_the_same_under_every_passage(
    texts: dict[tuple[int, int], str], skew: float
) -> None:
    recognition = recognition_of(scanned_pages(skew))
    assert recognition is not None

    now = ingest_corrected(SOURCE, recognition, texts)

    assert all(span.end <= len(now.document.text) for span in spans_of(now))
    for passage in now.passages:
        assert passage.text == passage.span.of(now.document.text)
        assert passage.mismatch is None
    for (page, _), text in texts.items():
        glyphs = corrected_pages(recognition, texts)[page - 1].glyphs
        assert not text or any(glyph.corrected for glyph in glyphs)


@settings(max_examples=60, deadline=None)
@given(texts=changes())
def test_a_line_nobody_touched_says_what_it_said_where_it_stood(
    texts: dict[tuple[int, int], str],
) -> None:
    """A mark is text again, and text a mark, where the note that answers to it goes or comes."""
    before = {
        (line.page, line.rect): (line.span.of(READ.document.text), line.edges)
        for line in READ.document.lines
    }

    now = ingest_corrected(SOURCE, RECOGNITION, texts).document

    for line in now.lines:
        if not line.corrected and "nguồn" not in (words := line.span.of(now.text)):
            assert before[line.page, line.rect] == (words, line.edges)


@settings(max_examples=60, deadline=None)
@given(texts=misspelt())
def test_a_misspelt_word_changes_its_passage_and_nothing_else(
    texts: dict[tuple[int, int], str],
) -> None:
    now = ingest_corrected(SOURCE, RECOGNITION, texts)

    old, new = READ.passages, now.passages
    assert [(p.division, p.place, p.kind, p.pages) for p in new] == [
        (p.division, p.place, p.kind, p.pages) for p in old
    ]
    same = [(a.text, b.text) for a, b in zip(old, new, strict=True) if not b.corrected]
    assert all(was == text for was, text in same)
    marked = {p.division for p in new if p.corrected}
    assert len(marked) <= len(texts)
    assert [item.span.of(now.document.text) for item in now.references] == [
        item.span.of(READ.document.text) for item in READ.references
    ]
    for kind, found in untouched(now.document, texts).items():
        assert set(found) <= set(untouched(READ.document, {})[kind])


def without(at: tuple[int, int]) -> Recognition:
    """What would have been recognised if the machine had missed a line."""
    gone = set(RECOGNITION.lines[at[0] - 1][at[1] - 1])
    pages = [
        replace(page, glyphs=tuple(one for n, one in enumerate(page.glyphs) if n not in gone))
        if page.number == at[0]
        else page
        for page in RECOGNITION.pages
    ]
    return recognition_of(pages) or pytest.fail("a scan")


BODY = [at for at in LINES if (1, 8) <= at <= (1, 11) or (2, 1) <= at <= (2, 6)]
"""The lines of the scan that stand in one column, above the notes and the signature."""


@settings(max_examples=30, deadline=None)
@given(at=st.sampled_from(BODY), above=st.booleans())
def test_a_missed_line_typed_beside_its_neighbour_gives_the_text_that_is_printed(
    at: tuple[int, int], above: bool
) -> None:
    page, number = at
    above = above and at != (2, 1)
    beside = number - 1 if above else number + 1
    lines = [said((page, beside)), said(at)] if above else [said(at), said((page, beside))]

    now = ingest_corrected(
        SOURCE, without(at), {(page, number - 1 if above else number): "\n".join(lines)}
    )

    assert now.document.text == READ.document.text
    assert [(p.division, p.text, p.mismatch) for p in now.passages] == [
        (p.division, p.text, p.mismatch) for p in READ.passages
    ]


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(changes(), min_size=1, max_size=3))
def test_the_old_words_typed_again_give_the_document_as_it_was(
    steps: list[dict[tuple[int, int], str]],
) -> None:
    """But that a person vouches for them now. Without any correction it is equal altogether."""
    standing = {at for texts in steps for at in texts}

    again = ingest_corrected(SOURCE, RECOGNITION, {at: said(at) for at in standing})

    plain = replace(
        again.document, lines=tuple(replace(line, corrected=False) for line in again.document.lines)
    )
    assert plain == READ.document
    assert [passage.id for passage in again.passages] == [passage.id for passage in READ.passages]
    assert again.references == READ.references
    assert ingest_corrected(SOURCE, RECOGNITION, {}) == READ
