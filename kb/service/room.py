"""Room on the disk: looked at before anything is written, since a full disk cannot even be tidied."""

from __future__ import annotations

import shutil
from pathlib import Path

from kb.errors import StoreFailure

_MEGABYTE = 1 << 20
_SPARE_BYTES = 8 * _MEGABYTE
"""For SQLite's log, and for taking a document out again."""

_TEXT_COPIES = 16
"""A text becomes lines, passages, divisions and the log of them all: about 8 times its bytes in the
store, measured on the sample documents, and as much again in the log."""


def require_room(home: Path, file_bytes: int, text_bytes: int) -> None:
    """Raises StoreFailure unless one more document surely fits beside a new version of the index; of 0
    bytes, unless a change of what is there does."""
    index = sum(path.stat().st_size for path in (home / "index").rglob("*") if path.is_file())
    needed = _SPARE_BYTES + file_bytes + _TEXT_COPIES * text_bytes + index
    free = shutil.disk_usage(home).free
    if free < needed:
        raise StoreFailure(
            f"Ổ đĩa chứa {home} chỉ còn {free // _MEGABYTE} MB trống, cần {-(-needed // _MEGABYTE)} MB "
            "để ghi an toàn; hãy giải phóng chỗ trống rồi làm lại."
        )
