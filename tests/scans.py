"""A guideline of two pages as a machine might have read it from a scan, and a reader that gives it.

Its pages are set from the strings below, so that no test waits for a machine to read them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kb.ingest.pipeline import ingest_pages
from kb.ingest.rawpage import RawPage
from kb.ingest.reading import Ingested
from kb.ingest.recognition import Recognition, from_bytes, recognition_of, to_bytes
from kb.ingest.sources import Source, source_of
from tests.factories import LEADING, LEFT, Printed, centred, page_of, rule

QUALITY = 0.94
DATA = b"%PDF-1.7 quet"

_BODY = (
    "Căn cứ Kết luận số 957-KL/TWM, ngày 15/6/2023 của Ban Chỉ đạo về",
    "việc giữ rừng đầu nguồn{1}, Tỉnh ủy hướng dẫn các chi bộ như sau:",
    "I. MỤC ĐÍCH",
    "1. Giúp người dân hiểu vì sao phải giữ rừng và cùng nhau giữ rừng",
    "trong mùa khô; mỗi thôn cử người trực theo nhiêm vụ được giao.",
    "2. Chi bộ phân công đảng viên đến từng nhà, ghi sổ và báo cáo.",
)
_NEXT = (
    "II. CÁCH LÀM",
    "1. Họp thôn",
    "- Mỗi tháng họp một lần ở nhà văn hóa, bàn việc trực và sửa lối đi.",
    "- Việc khó thì báo chi bộ để cùng bàn với kiểm lâm.",
    "2. Ghi sổ",
    "- Người trực ghi giờ đi, giờ về và những gì đã thấy trong rừng.",
)
MISREAD = "trong mùa khô; mỗi thôn cử người trực theo nhiêm vụ được giao."
MENDED = "trong mùa khô; mỗi thôn cử người trực theo nhiệm vụ được giao."


def scanned_pages(skew: float = 0.0) -> tuple[RawPage, ...]:
    """The two pages as they were recognised; lines fall by `skew` degrees on the sheet as fed."""
    head = [
        Printed("TỈNH ỦY TRƯỜNG KHÊ", y=60),
        Printed("ĐẢNG CỘNG SẢN VIỆT NAM", x=350, y=60, bold=True),
        Printed("Số 915-HD/TUM", y=82),
        Printed("Trường Khê, ngày 05 tháng 3 năm 2024", x=300, y=82),
        centred("HƯỚNG DẪN", 130, bold=True),
        centred("giữ rừng đầu nguồn trong mùa khô", 148),
    ]
    note = Printed("{1} Rừng ở thượng nguồn suối Ngần, do bốn thôn giữ.", y=760, size=11)
    first = page_of([*head, *_set(_BODY, 190), note], rules=[rule(LEFT, 742, LEFT + 150)])
    end = [
        Printed("Nơi nhận:", y=700, size=12),
        Printed("- Các chi bộ,", y=716, size=12),
        Printed("T/M TỈNH ỦY", x=380, y=700, bold=True),
        Printed("Trần Văn Ngàn", x=375, y=780, bold=True),
    ]
    second = page_of([*_set(_NEXT, 100), *end], number=2)
    return tuple(replace(page, quality=QUALITY, skew=skew) for page in (first, second))


def _set(lines: tuple[str, ...], top: float) -> list[Printed]:
    return [Printed(line, y=top + at * LEADING) for at, line in enumerate(lines)]


class Scanner:
    """Reads every file as those pages, which `changed` may change first."""

    def __init__(
        self, changed: Callable[[tuple[RawPage, ...]], tuple[RawPage, ...]] = lambda pages: pages
    ) -> None:
        self._changed = changed

    def read(self, source: Source, progress: Callable[[int, int], None] | None = None) -> Ingested:
        """The guideline, with what was recognised of it."""
        pages = self._changed(scanned_pages())
        kept = recognition_of(pages)
        return replace(ingest_pages(source, pages), recognition=to_bytes(kept) if kept else None)


def read_scan() -> tuple[Source, Ingested, Recognition]:
    """The guideline as it is read, with its recognition in hand."""
    source = source_of(Path("quet.pdf"), DATA)
    read = Scanner().read(source)
    assert read.recognition is not None
    return source, read, from_bytes(read.recognition)
