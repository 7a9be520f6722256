"""What is printed is exact wherever it stands; with one word less, moved or other it never is.

Stretches are drawn by a fixed seed from the samples, and from the real documents where they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import pytest

from kb.document import Document
from kb.drafting.quotation import read_quotation
from kb.drafting.verify import Finding, Source, Verdict
from kb.drafting.words import Word, words_of
from kb.ingest.pipeline import IngestPipeline
from kb.ingest.sources import read_source
from kb.vietnamese.normalise import split_tone
from kb.vietnamese.tones import with_tone
from tests.factories import CORPUS, REAL

NAMES = ("901-hd-btgtum.pdf", "904-nq-twm.pdf", "905-qd-tum.pdf")
FILES = [
    *(pytest.param(CORPUS / name, id=name) for name in NAMES),
    pytest.param(
        REAL / "94-hd-btgtu" / "94-hd-btgtu.pdf", id="real-94-hd-btgtu", marks=pytest.mark.real
    ),
]
DRAWN = 60
HOOK, ACUTE = "\u0309", "\u0301"


@dataclass(frozen=True)
class Paper:
    """A document, read for verifying, and its words."""

    document: Document
    source: Source
    words: list[Word]

    def verified(self, text: str) -> Finding | None:
        """The first place word for word, else the nearest."""
        quotation = read_quotation(text)
        exact = self.source.exact(quotation, 1)
        return exact[0] if exact else self.source.nearest(quotation)

    def sentences(self) -> list[tuple[list[Word], int]]:
        """Stretches of 8 to 24 letter words, and a place inside each whose word no neighbour is."""
        random = Random(5)  # noqa: S311
        found: list[tuple[list[Word], int]] = []
        while len(found) < DRAWN:
            length = random.randint(8, 24)
            start = random.randrange(len(self.words) - length)
            stretch, at = self.words[start : start + length], random.randint(2, length - 3)
            near = {word.key for word in stretch[at - 2 : at + 3]}
            if len(near) == 5 and all(word.raw.isalpha() for word in stretch):
                found.append((stretch, at))
        return found


@cache
def _read(path: Path) -> Paper:
    document = IngestPipeline(max_pages=500).read(read_source(path)).document
    source = Source(document.text, document.footnotes)
    return Paper(document, source, words_of(document.text))


@pytest.fixture(params=FILES)
def paper(request: pytest.FixtureRequest) -> Paper:
    """Each document in turn."""
    if not request.param.exists():
        pytest.skip("no real documents beside the project")
    return _read(request.param)


def _written(words: list[Word]) -> str:
    return "".join(word.gap + word.raw if at else word.raw for at, word in enumerate(words))


def _named(finding: Finding | None) -> list[tuple[str, str]]:
    assert finding is not None
    assert finding.verdict is Verdict.DIFFERS
    return [(one.quoted, one.printed) for one in finding.differences if not one.kind.is_formal]


def test_what_is_printed_is_exact_wherever_it_stands(paper: Paper) -> None:
    random = Random(5)  # noqa: S311
    for _ in range(4 * DRAWN):
        length = random.randint(3, 60)
        start = random.randrange(len(paper.words) - length)
        stretch = paper.words[start : start + length]
        text = paper.document.text[stretch[0].start : stretch[-1].end]

        finding = paper.verified(text)

        assert finding is not None, text
        assert (finding.verdict, finding.differences) == (Verdict.EXACT, ()), text


def test_a_word_left_out_is_named(paper: Paper) -> None:
    for stretch, at in paper.sentences():
        text = _written(stretch[:at] + stretch[at + 1 :])

        assert _named(paper.verified(text)) == [("", stretch[at].raw)], text


def test_a_word_changed_is_named_with_what_is_printed(paper: Paper) -> None:
    for stretch, at in paper.sentences():
        text = _written([*stretch[:at], stretch[at]._replace(raw="quạnh"), *stretch[at + 1 :]])

        assert _named(paper.verified(text)) == [("quạnh", stretch[at].raw)], text


def test_one_accent_changed_is_named(paper: Paper) -> None:
    for stretch, at in paper.sentences():
        word = stretch[at]
        letters, tone = split_tone(word.raw)
        other = with_tone(letters, ACUTE if tone == HOOK else HOOK)
        if split_tone(other) == (letters, tone):  # a word without a vowel has no tone
            continue
        text = _written([*stretch[:at], word._replace(raw=other), *stretch[at + 1 :]])

        assert _named(paper.verified(text)) == [(other, word.raw)], text


def test_of_two_words_that_changed_places_one_is_named(paper: Paper) -> None:
    for stretch, at in paper.sentences():
        one, other = stretch[at], stretch[at + 1]
        swapped = [one._replace(raw=other.raw), other._replace(raw=one.raw)]
        text = _written([*stretch[:at], *swapped, *stretch[at + 2 :]])

        named = sorted(_named(paper.verified(text)))

        assert named in [sorted([("", word.raw), (word.raw, "")]) for word in (one, other)], text
