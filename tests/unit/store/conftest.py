"""A store in a temporary folder, and small documents worked out by hand."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kb.document import (
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
from kb.store.documents import Store, open_store
from kb.symbol import Symbol

TEXT = "Căn cứ Kết luận số 57-KL/TW.\nĐiều 1. Thực hiện Nghị quyết 36-NQ/TW và 57-KL/TW.\n"
HEADING_END = 29  # after the first line's break


@dataclass(frozen=True)
class Shelf:
    """What one call of `add_document` takes."""

    document: Document
    passages: tuple[Passage, ...]
    references: tuple[Reference, ...]
    byte_size: int = 1234

    def into(self, store: Store) -> tuple[int, ...]:
        return store.add_document(self.document, self.passages, self.references, self.byte_size)


def _document(name: str, symbol: Symbol | None, file_name: str | None) -> Document:
    return Document(
        id=hashlib.sha256(name.encode()).hexdigest(),
        file_name=file_name or f"{name}.pdf",
        media_type="application/pdf",
        pages=(Page("i", quality=1.0), Page("1", recognised=True, quality=0.94)),
        facts=Facts(
            symbol=symbol,
            type="Hướng dẫn",
            date=datetime.date(2024, 3, 5),
            issuer="Ban Tuyên giáo Tỉnh ủy Quảng Ngãi",
            place="Quảng Ngãi",
            title="Công tác thông tin đối ngoại năm 2024",
            term="XIII",
        ),
        text=TEXT,
        lines=(
            Line(Span(0, 28), 1, Rect(0.1, 0.2, 0.9, 0.225)),
            Line(Span(29, len(TEXT) - 1), 2, Rect(0.1, 0.1, 0.8, 0.125)),
        ),
        divisions=(
            Division(("front",), DivisionKind.FRONT, "", "", Span(0, 29)),
            Division(("dieu-1",), DivisionKind.ARTICLE, "1", "Thực hiện", Span(29, len(TEXT))),
        ),
        footnotes=(Footnote("1", Span(37, 46), 28), Footnote("2", Span(46, 50), None)),
        dropped=(Dropped(2, "2", "page number"),),
        evidence=(
            Evidence("title", Confidence.SURE, Span(7, 28), "theo các dòng dưới tên loại văn bản"),
            Evidence("term", Confidence.LIKELY, None, "suy từ ngày ban hành"),
        ),
    )


def _passage(document: Document, division: str, start: int, end: int, kind: PassageKind) -> Passage:
    span = Span(start, end)
    return Passage(
        document_id=document.id,
        division=division,
        place="phần mở đầu" if division == "front" else "Điều 1",
        breadcrumb=() if division == "front" else ("Điều 1. Thực hiện",),
        span=span,
        text=span.of(document.text),
        pages=(1, 1) if division == "front" else (2, 2),
        kind=kind,
        ocr_quality=None if division == "front" else 0.94,
    )


def _reference(symbol: Symbol, nth: int = 0) -> Reference:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(str(symbol), start + 1)
    return Reference(Span(start, start + len(str(symbol))), symbol, type="Kết luận")


KL57 = Symbol("57", "KL", "TW")
NQ36 = Symbol("36", "NQ", "TW")


@pytest.fixture
def shelf() -> Callable[..., Shelf]:
    """Builds a document of two passages that mentions 57-KL/TW in both and 36-NQ/TW in the second."""

    def build(
        name: str = "94-hd-btgtu",
        *,
        symbol: Symbol | None = Symbol("94", "HD", "BTGTU"),  # noqa: B008 - a frozen value
        file_name: str | None = None,
        date: datetime.date | None = datetime.date(2024, 3, 5),
    ) -> Shelf:
        document = _document(name, symbol, file_name)
        document = replace(document, facts=replace(document.facts, date=date))
        passages = (
            _passage(document, "front", 0, HEADING_END, PassageKind.FRONT),
            _passage(document, "dieu-1", HEADING_END, len(TEXT), PassageKind.BODY),
        )
        references = (_reference(KL57), _reference(NQ36), _reference(KL57, 1))
        return Shelf(document, passages, references)

    return build


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kho" / "kb.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = open_store(path)
    yield opened
    opened.close()
