"""Two real documents beside the project, looked at for what is hardest in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.document import Division, DivisionKind, Document
from kb.ingest.lines import lines_of
from kb.ingest.pdf import read_pages
from kb.ingest.pipeline import IngestPipeline
from kb.ingest.sources import read_source
from kb.place_pattern import divisions_at
from kb.search.place_patterns import find_places
from tests.factories import REAL

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not beside the project"),
]

REGULATION = REAL / "294-qd-tw/294-qd-tw.pdf"
PLAN = REAL / "office/ke-hoach-xuan-tinh-nguyen.pdf"
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,2})\.?\s")  # one has no dot
_DASHED = re.compile(r"[-+]\s")


def read(path: Path) -> Document:
    return IngestPipeline(500).read(read_source(path)).document


def printed(path: Path) -> list[str]:
    """The printed lines as they stand on the pages, each column by itself."""
    pages = read_pages(read_source(path), 500)
    return [part.text for page in pages for line in lines_of(page) for part in line.segments]


def head(text: str) -> str:
    """Enough of its first line to know it again."""
    return text.split("\n")[0][:30]


def under(document: Document, *kinds: DivisionKind) -> list[Division]:
    return [division for division in document.divisions if division.kind in kinds]


def test_every_numbered_paragraph_of_a_long_regulation_is_reached_as_khoan_or_diem() -> None:
    document = read(REGULATION)
    marks = [match[1] for line in printed(REGULATION) if (match := _NUMBERED.match(line))]

    assert len(marks) == 252
    for number in marks:
        for level in ("khoản", "điểm"):
            (found,) = find_places(f"{level} {number}")
            (division,) = divisions_at(document.text, document.divisions, found.place)
            assert division.number == number


def test_a_long_regulation_tells_its_seven_facts() -> None:
    facts = read(REGULATION).facts

    assert str(facts.symbol) == "294-QĐ/TW"
    assert facts.type == "Quy định"  # not Quyết định, which has the same code
    assert facts.date is not None
    assert facts.date.isoformat() == "2025-05-26"
    assert facts.issuer == "Ban Chấp hành Trung ương"  # not the Bộ Chính trị, which /TW covers too
    assert (facts.place, facts.title) == ("Hà Nội", "THI HÀNH ĐIỀU LỆ ĐẢNG")
    assert facts.signatory == "Tô Lâm"


def test_the_columns_of_an_office_letterhead_are_read_one_after_the_other() -> None:
    document = read(PLAN)
    front = under(document, DivisionKind.FRONT)[0].span.of(document.text).split("\n")
    left = next(index for index, line in enumerate(front) if line.startswith("Số"))
    right = next(index for index, line in enumerate(front) if "ngày" in line)

    assert left < right
    assert not any("ĐOÀN" in line and "ngày" in line for line in front)
    assert not any("Số" in line and "ngày" in line for line in front)


def test_a_number_left_blank_stays_blank() -> None:
    assert read(PLAN).facts.symbol is None


def test_every_dash_and_plus_of_an_office_plan_is_a_division() -> None:
    document = read(PLAN)
    closing = under(document, DivisionKind.CLOSING)[0].span.of(document.text)
    marked = [head(line) for line in printed(PLAN) if _DASHED.match(line) and line not in closing]

    divisions = under(document, DivisionKind.DASH, DivisionKind.PLUS)
    assert [head(division.span.of(document.text)) for division in divisions] == marked
    assert len(marked) > 10
