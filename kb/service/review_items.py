"""What needs somebody's eyes in one document, found from what is stored of how it was read.

An item is raised where a person who looks at the page can settle something that kb cannot; a document
that was read well raises none. To raise another kind of item: a member of `ItemKind`, its name in
`KIND_NAMES`, and a finder in `FINDERS`, or in `kb.service.reviewing.LIBRARY_FINDERS` where one document
alone does not show it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kb.document import FACT_NAMES, Confidence, Dropped, Span
from kb.ingest.ocr.phrases import ONLY_RECOGNISED, UNREAD
from kb.store.lookup import fact_key
from kb.store.reviews import Accepted
from kb.store.signs import Signs

GOOD_PAGE = 0.93
"""The quality of a recognised page from which it needs no eyes. Measured on two pages of the samples,
drawn as scans: 0.94 and more where 97 to 98 % of the words were right (110 to 200 dpi, some blurred and
noisy), 0.91 and 0.92 where 93 % were (95 dpi and noise), 0.88 and less where hardly any was. The ten
pages of the real scans have 0.937 to 0.954."""

_NEEDED = ("symbol", "type", "date", "issuer", "title")
"""The facts that Hướng dẫn 36-HD/VPTW and Nghị định 30/2020/NĐ-CP ask of every document, but for the
title of a công văn."""

_IN_DIGITS = ("symbol", "date")
"""Facts whose misreading no dictionary notices, and which a citation stands on: from a scan, where one
place alone says them, they need eyes."""

_LETTER = "Công văn"

_LONG_PAGES, _LONG_PASSAGES = 4, 30
"""From how many pages, or passages of a Word file, a document without any division is suspect: the
sample and real documents have divisions from 1 page on, 7 to 13 passages to a page."""

_LEFT_OUT = {
    "embedded file": "một tệp nhúng",
    "merged cell": "chữ trong ô bảng bị gộp",
    "outside the page": "chữ nằm ngoài khổ giấy",
    "hidden text": "chữ ẩn",
    "symbol": "ký hiệu đặc biệt",
}
"""Text that was left out and may be content, by why it was (`Dropped.reason`); page numbers, stamps and
ornaments are none, and text that cannot be seen has its own remark."""

_NOT_COMPARED = "nạp từ bản kb trước"
"""Said of every passage of a document that an earlier release read (migration 0003): reading it again
mends that, no look at it does."""

_LONGEST = 80  # characters of a quotation in a sentence
_PAGE = re.compile(r"\btrang (\d+)", re.IGNORECASE)


class ItemKind(StrEnum):
    """Why eyes are needed."""

    FACT = "fact"
    OCR_PAGE = "ocr_page"
    STRUCTURE = "structure"
    MISMATCH = "mismatch"
    REFERENCE = "reference"
    DUPLICATE = "duplicate"


KIND_NAMES = {
    ItemKind.FACT: "Thông tin",
    ItemKind.OCR_PAGE: "Trang quét",
    ItemKind.STRUCTURE: "Lớp chữ, bố cục",
    ItemKind.MISMATCH: "Đoạn không khớp",
    ItemKind.REFERENCE: "Viện dẫn",
    ItemKind.DUPLICATE: "Có thể trùng",
}
"""What people call the kinds."""


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """Something to be looked at: `says` is a sentence in Vietnamese.

    `key` names it in its document and stays the same while nothing about it changes. `field` is the
    fact that it is about; `page` (from 1) and `span` say where to look, None where that is not known.
    `accepted` says who found it right.
    """

    key: str
    kind: ItemKind
    says: str
    field: str | None = None
    page: int | None = None
    span: Span | None = None
    accepted: Accepted | None = None

    @property
    def is_question(self) -> bool:
        """True where looking is not enough: somebody has to say what two documents are."""
        return self.kind is ItemKind.DUPLICATE


def items_of(signs: Signs) -> tuple[ReviewItem, ...]:
    """The items of one document by itself, in the order of the kinds."""
    return tuple(item for finder in FINDERS for item in finder(signs))


def _facts(signs: Signs) -> Iterator[ReviewItem]:
    known = {one.field: one for one in signs.evidence}
    for name, called in FACT_NAMES.items():
        evidence = known.get(name)
        if getattr(signs.record.facts, name) is None:
            if name in _needed(signs):
                yield _fact(name, f"Không đọc được {called}; hãy xem văn bản có ghi không.")
        elif evidence is not None and evidence.confidence is Confidence.DOUBTFUL:
            says = f"Chưa chắc {called}: {evidence.reason}."
            yield _fact(name, says, evidence.span)
        elif evidence is not None and name in _IN_DIGITS and signs.scans:
            says = f"Hãy đối chiếu từng chữ số của {called}: {evidence.reason}."
            yield _fact(name, says, evidence.span)


def _needed(signs: Signs) -> tuple[str, ...]:
    is_letter = signs.record.facts.type == _LETTER
    return tuple(name for name in _NEEDED if not (is_letter and name == "title"))


def _fact(name: str, says: str, span: Span | None = None) -> ReviewItem:
    return ReviewItem(fact_key(name), ItemKind.FACT, says, name, span=span)


def _pages(signs: Signs) -> Iterator[ReviewItem]:
    for number, page in signs.scans:
        if page.quality is None or page.quality < GOOD_PAGE:
            how = "không rõ độ tin cậy" if page.quality is None else f"tin cậy {page.quality:.0%}"
            says = f"Máy đọc trang {number} chưa chắc ({how}); hãy đối chiếu chữ với hình trang."
            yield ReviewItem(f"page:{number}", ItemKind.OCR_PAGE, says, page=number)
    for warning in signs.record.warnings:
        if UNREAD in warning:
            yield _remark(warning, ItemKind.OCR_PAGE)


def _structure(signs: Signs) -> Iterator[ReviewItem]:
    for warning in signs.record.warnings:
        if not any(phrase in warning for phrase in (*ONLY_RECOGNISED, UNREAD)):
            yield _remark(warning, ItemKind.STRUCTURE)
    for dropped in signs.dropped:
        if dropped.reason in _LEFT_OUT:
            yield _left_out(dropped)
    if not signs.is_divided and _is_long(signs):
        says = "Văn bản dài mà không nhận ra phần, mục, điều nào; hãy xem bố cục của văn bản."
        yield ReviewItem("undivided", ItemKind.STRUCTURE, says, page=_first_page(signs))


def _remark(warning: str, kind: ItemKind) -> ReviewItem:
    """A sentence that was said of how the file was read; the first page that it names."""
    page = _PAGE.search(warning)
    return ReviewItem(f"remark:{_digest(warning)}", kind, warning, page=page and int(page[1]))


def _left_out(dropped: Dropped) -> ReviewItem:
    text = " ".join(dropped.text.split())
    quoted = f" (“{text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}”)" if text else ""
    what = _LEFT_OUT[dropped.reason]
    where = f" ở trang {dropped.page}" if dropped.page else ""
    says = f"Có {what}{where} không được đưa vào văn bản{quoted}; hãy xem có phải nội dung không."
    key = f"dropped:{_digest(f'{dropped.page} {dropped.reason} {dropped.text}')}"
    return ReviewItem(key, ItemKind.STRUCTURE, says, page=dropped.page or None)


def _is_long(signs: Signs) -> bool:
    pages = signs.record.page_count
    return pages >= _LONG_PAGES if pages else signs.passages >= _LONG_PASSAGES


def _first_page(signs: Signs) -> int | None:
    return 1 if signs.record.page_count else None


def _mismatches(signs: Signs) -> Iterator[ReviewItem]:
    """One item for all passages of which the same is said, at the first of them."""
    for one in signs.mismatches:
        if _NOT_COMPARED not in one.reason:
            much = "Một đoạn" if one.passages == 1 else f"{one.passages} đoạn"
            says = (
                f"{much} không khớp với trang của nó: {one.reason}; hãy đối chiếu với hình trang."
            )
            key = f"passage:{one.passage_id}"
            yield ReviewItem(key, ItemKind.MISMATCH, says, page=one.page, span=one.span)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


FINDERS: tuple[Callable[[Signs], Iterator[ReviewItem]], ...] = (
    _facts,
    _pages,
    _structure,
    _mismatches,
)
"""What finds items in one document, in the order in which a reviewer meets them."""
