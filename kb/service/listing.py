"""The files that a command names: themselves, or what lies inside the folders named."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from kb.errors import UnreadableFile

SUFFIXES = (".pdf", ".docx", ".doc", ".odt", ".rtf")


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files named, and the PDF and Word files inside the folders named, each once, in order.

    A folder that holds none, or that may not be opened, stands for itself: whoever reads it says so.
    """
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(files_inside(path)) if path.is_dir() else [path]
        found |= dict.fromkeys(inside or [path])
    return list(found)


def files_inside(folder: Path, suffixes: tuple[str, ...] = SUFFIXES) -> Iterator[Path]:
    """The files under a folder with these suffixes (lower case), PDF and Word files by default, and
    the folders that refuse; loops of links end."""
    refused: list[Path] = []
    seen: set[str] = set()
    walk = os.walk(
        folder, onerror=lambda error: refused.append(Path(error.filename)), followlinks=True
    )
    for parent, folders, names in walk:
        seen.add(os.path.realpath(parent))
        folders[:] = [name for name in folders if os.path.realpath(Path(parent, name)) not in seen]
        yield from (Path(parent, name) for name in names if name.lower().endswith(suffixes))
    yield from refused


def readable_name(name: str) -> str:
    """A file name whose bytes are not UTF-8, with the character � for each byte that cannot be read:
    neither a database of text nor a page takes another."""
    return os.fsencode(name).decode("utf-8", "replace")


def require_file(path: Path) -> None:
    """Raises UnreadableFile for a folder, and for what can be opened but never read to its end."""
    name = path.name or str(path)
    if path.is_dir():
        if not os.access(path, os.R_OK | os.X_OK):
            raise UnreadableFile(f"Không được phép mở thư mục «{name}»; hãy cấp quyền đọc.")
        raise UnreadableFile(
            f"Thư mục «{name}» không có tệp PDF hay Word nào; hãy kiểm tra lại đường dẫn."
        )
    if path.exists() and not path.is_file():
        raise UnreadableFile(
            f"«{name}» là thiết bị hoặc ống dẫn, không phải tệp; hãy nêu một tệp PDF hay Word."
        )
