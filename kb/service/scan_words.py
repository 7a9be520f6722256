"""How far the words of a recognised page can be trusted, in words."""

from __future__ import annotations

from collections.abc import Sequence


def scan_words(quality: float | None, corrected: Sequence[int] = ()) -> str:
    """ "bản quét, tin cậy 94%, chữ do người quản lý thư viện sửa (trang 3)"; "" for a text layer.

    `quality` is in [0, 1]; `corrected` are the pages on which a person mended a line.
    """
    if quality is None:
        return ""
    read = f"bản quét, tin cậy {quality:.0%}"
    if not corrected:
        return read
    pages = ", ".join(map(str, corrected))
    return f"{read}, chữ do người quản lý thư viện sửa (trang {pages})"
