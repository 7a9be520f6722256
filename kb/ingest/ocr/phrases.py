"""What remarks on pages are told apart by, for whoever reads them in a stored document."""

from __future__ import annotations

SCANNED = "do máy nhận dạng từ bản quét"
REPLACED = "nên chữ của trang do máy nhận dạng lại từ hình ảnh"
AGREES = "máy đọc lại hình ảnh của trang thấy khớp nên giữ lớp chữ ấy"
CHOSEN = "và đã chọn theo từ điển hoặc theo nét mực"
UNREAD = "có dấu, ảnh hoặc chữ mà máy không đọc được"

ONLY_RECOGNISED = (SCANNED, REPLACED, AGREES, CHOSEN)
"""Remarks that say how a page was read and leave nothing open: how well is its quality's to say."""
