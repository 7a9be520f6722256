"""The one thing that a name means, among those that answer to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from kb.errors import AmbiguousDocument, UnknownDocument
from kb.service.results import DocumentCard, WaitingFile

_Named = TypeVar("_Named", bound=DocumentCard | WaitingFile)


def the_one(name: str, found: Sequence[_Named]) -> _Named:
    """The only one of `found`. Raises UnknownDocument or AmbiguousDocument, which names the twins."""
    if not found:
        raise unknown_name(name)
    if len(found) > 1:
        twins = "; ".join(f"{item.id[:12]} ({item.file_name})" for item in found)
        raise AmbiguousDocument(
            f"«{name}» ứng với {len(found)} văn bản: {twins}; hãy nêu mã (12 ký tự đầu)."
        )
    return found[0]


def unknown_name(name: str) -> UnknownDocument:
    """The error for a name to which nothing held answers."""
    return UnknownDocument(
        f"Không có văn bản nào ứng với «{name}» trong thư viện; "
        "hãy xem các văn bản đang giữ ở trang “Thư viện” hoặc bằng `kb list`."
    )
