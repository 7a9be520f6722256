"""Text layers that say something else than the page, read again by the tesseract of this machine."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

import pytest

from kb.errors import GarbledText, SecretMarked
from kb.ingest.ocr.engine import Tesseract, find_tesseract
from kb.ingest.ocr.scans import FilledPages, read_scans
from kb.ingest.pdf import RawPage, read_pages
from kb.ingest.pipeline import IngestPipeline
from kb.ingest.rawpage import stream_text
from kb.ingest.sources import Source, source_of
from tests.broken_layers import (
    WORDS,
    joined,
    outlined,
    over,
    printed,
    scanned,
    unprinted,
    with_map,
    without_maps,
)

pytestmark = pytest.mark.skipif(
    not isinstance(find_tesseract(), Tesseract),
    reason="tesseract or its vie data is not installed (apt-get install tesseract-ocr-vie)",
)

GARBAGE = """
Thvc hiên Kê hoqch sd 9l5-KHIDUM ngày 29ll2l2O23 cila Ddng iry xd Su6i Ngdn, Vdn phdng Ddng riy
th6ng bdo viéc phdng, ch6ng sat lo d6t trong mùa mua ndm 2024 trên dia bdn xd nhu sau: cdc chi bQ
cdn hO ddn o gdn bo suôi rd sodt tirng nhd, bdo cdo trudc ngdy l5l3l2O24.
"""
OTHER = """
Chương trình văn nghệ quần chúng chào mừng ngày hội đại đoàn kết của thôn gồm các tiết mục hát, múa,
kể chuyện do nhân dân tự dàn dựng; mỗi tiết mục không quá bảy phút, không thu tiền người xem.
"""
STAMP = "#place(bottom + right, text(size: 8pt)[Ký bởi: Văn phòng Đảng ủy \\ Ngày ký: 15/3/2024])"
NAMES = """
= Danh sách hòa giải viên
#table(columns: 3, [Y Bhơ Niê], [Kpă Păh], [Ksor Hnhơi], [Rơ Châm Blưp], [Đinh Hrăng], [Siu Alê],
[Rmah Tuyến], [Ama Lơi], [Nay Phôn], [Kpuih Ksơr], [Rah Lan], [Êban Mlô], [Krông Búk], [Cư Kuin])
"""
PRODUCTS = """
#table(columns: 2, [Oracle Database Server], [Apache Kafka broker], [Elasticsearch cluster], [Grafana],
[Kubernetes ingress], [Prometheus exporter], [Jenkins pipeline], [Docker registry], [Ansible], [Redis],
[Terraform module], [GitLab runner], [Cisco Catalyst], [Juniper router], [PostgreSQL replica], [Nginx])
"""


def tilde_for_grave(char: str) -> str:
    return {"ò": "õ", "Ò": "Õ"}.get(char, char)


def dropped_letters(char: str) -> str:
    return "\ufffd" if char in "ảụạ" else char


def split_after_accents(char: str) -> str:
    return char if char.isascii() else f"{char} "


def private(char: str) -> str:
    return char if char.isascii() else chr(0xE000 + ord(char) % 0x100)


BROKEN = {
    "garbage over a picture": lambda: over(scanned(printed()), unprinted(printed(GARBAGE))),
    "other words under a picture": lambda: over(printed(OTHER), scanned(printed())),
    "one letter for another": lambda: with_map(printed(), tilde_for_grave),
    "letters dropped": lambda: with_map(printed(), dropped_letters),
    "words split": lambda: with_map(printed(), split_after_accents),
    "private letters": lambda: with_map(printed(), private),
    "no map": lambda: without_maps(printed()),
    "shapes and a page number": lambda: over(outlined(), printed("#place(bottom + center)[2]")),
    "a picture and a stamp": lambda: over(scanned(printed()), printed(STAMP)),
}
SOUND = {
    "the same words over a picture": lambda: over(scanned(printed(), 0.5), unprinted(printed())),
    "names of other languages": lambda: printed(NAMES),
    "a list of products": lambda: printed(PRODUCTS),
}


def source(data: bytes) -> Source:
    return source_of(Path("văn bản.pdf"), data)


@lru_cache
def broken() -> tuple[tuple[RawPage, ...], FilledPages]:
    """All broken pages in one file, as they are and as they were read."""
    file = source(joined(*(make() for make in BROKEN.values())))
    pages = read_pages(file, 100)
    return pages, read_scans(file, pages)


@pytest.mark.parametrize("kind", BROKEN)
def test_a_layer_that_the_page_contradicts_is_replaced(kind: str) -> None:
    at = list(BROKEN).index(kind)
    pages, filled = broken()
    (truth,) = read_pages(source(printed()), 1)

    said, read, shown = (
        stream_text(page.glyphs).split() for page in (pages[at], filled.pages[at], truth)
    )

    assert SequenceMatcher(None, read, shown, autojunk=False).ratio() > 0.95
    assert SequenceMatcher(None, said, shown, autojunk=False).ratio() < 0.99


def test_every_replaced_layer_is_kept_beside_the_text() -> None:
    pages, filled = broken()

    kept = {item.page: item.text for item in filled.dropped if item.reason == "replaced text layer"}

    assert kept == {page.number: stream_text(page.glyphs) for page in pages}


def test_each_reason_is_told_with_its_pages() -> None:
    heads = [warning.partition(" nên chữ của trang")[0] for warning in broken()[1].warnings]

    assert heads[:5] == [
        "Trang 3, 4, 6, 7 có chữ lạ trong lớp chữ",
        "Trang 8 có nhiều hình vẽ ngoài lớp chữ",
        "Trang 9 có ảnh lớn ngoài lớp chữ",
        "Trang 5 có từ bị tách rời trong lớp chữ",
        "Trang 1, 2 có lớp chữ ẩn sau ảnh (do chương trình khác nhận dạng)",
    ]


def test_a_layer_that_the_page_shows_is_kept_whatever_its_words() -> None:
    file = source(joined(*(make() for make in SOUND.values())))
    pages = read_pages(file, 10)

    filled = read_scans(file, pages)

    quality = filled.pages[0].quality
    assert quality is not None
    assert 0.8 < quality < 1
    assert filled.pages == (replace(pages[0], quality=quality), *pages[1:])
    assert filled.dropped == ()
    assert filled.warnings == (
        "Trang 1 có lớp chữ ẩn sau ảnh (do chương trình khác nhận dạng); máy đọc lại hình ảnh của "
        "trang thấy khớp nên giữ lớp chữ ấy; hãy đối chiếu bản gốc trước khi trích dẫn.",
    )


def test_a_document_says_which_layer_was_replaced_and_why() -> None:
    document = IngestPipeline(10).read(source(BROKEN["one letter for another"]())).document

    assert "đảng viên được phân công" in document.text
    assert "phõng" not in document.text
    said = "Trang 1 có chữ lạ trong lớp chữ nên chữ của trang"
    assert any(warning.startswith(said) for warning in document.warnings)
    assert "phõng" in document.dropped[0].text


def test_a_mark_of_secrecy_in_the_picture_alone_is_found_though_the_layer_is_kept() -> None:
    mark = '#place(top + left, dy: 1.2cm, text(weight: "bold", size: 16pt)[TUYỆT MẬT])'
    marked = over(
        scanned(printed(mark + "\n#v(2cm)" + WORDS)), unprinted(printed("#v(2cm)" + WORDS))
    )

    with pytest.raises(SecretMarked, match="TUYỆT MẬT"):
        IngestPipeline(10).read(source(marked))


def test_a_file_is_refused_by_page_if_neither_layer_nor_picture_can_be_read() -> None:
    """Print of one point and a half, whose letters have no characters, behind a good page."""
    unreadable = with_map(printed(f"#text(size: 1.5pt)[{OTHER}]"), private)

    with pytest.raises(GarbledText, match=r"có trang không đọc được \(trang 2\)"):
        IngestPipeline(10).read(source(joined(printed(), unreadable)))
