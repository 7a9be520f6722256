"""A DOCX opened as what it is: a zip of XML parts that point at each other.

Only the parts that hold text are unpacked, up to a limit, so a zip bomb costs nothing. Every trouble
becomes an UnreadableFile here and goes no further.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import NoReturn

from kb.errors import DamagedFile, EmptyFile, PasswordProtected, UnsupportedFile
from kb.ingest.word.kinds import METHODS, WordKind, word_kind
from kb.ingest.word.xml import Element, attribute, name_of, parse_part

_MAX_BYTES = 64 * 1024 * 1024  # of XML unpacked from one file; a thousand pages take about 20 MB
_MAX_RATIO = 300  # Word's XML shrinks 10 to 60 times; deflate can do 1,032
_RATIO_MATTERS = 8 * 1024 * 1024  # bytes below which any ratio is harmless
_ENCRYPTED_ENTRY = 0x1
_MAIN = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """One part's pointer to another: its id, the last word of its type, the full part name."""

    id: str
    kind: str
    target: str


class WordPackage:
    """The XML parts of one DOCX; lives while it is read. `name` is the file's name, for messages."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises EmptyFile, UnsupportedFile, PasswordProtected or DamagedFile."""
        check_kind(data, name)
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise DamagedFile(
                f"Tệp «{name}» bị hỏng hoặc chưa tải xong nên không mở được; hãy lấy lại bản đầy đủ."
            ) from error
        self._entries = {_key(entry.filename): entry for entry in self._zip.infolist()}
        self._unpacked = 0

    def main(self) -> tuple[Element, list[Relation]]:
        """The document part and its pointers; raises DamagedFile without one."""
        roots = [part.target for part in self._relations("") if part.kind == "officeDocument"]
        for target in [*roots, _MAIN]:
            root = self.part(target)
            if root is not None:
                return root, self._relations(target)
        raise damaged(self.name, "thiếu phần nội dung")

    def part(self, target: str) -> Element | None:
        """The root element of a part, None if the file has none of that name."""
        entry = self._entries.get(_key(target))
        if entry is None:
            return None
        data = self._unpack(entry)
        try:
            return parse_part(data)
        except (SyntaxError, ValueError, LookupError) as error:
            self._damaged(f"phần «{target}» không đọc được", error)

    def needed(self, target: str) -> Element:
        """The root element of a part that another points to; raises DamagedFile without it."""
        root = self.part(target)
        if root is None:
            raise damaged(self.name, f"thiếu phần «{target}»")
        return root

    def holds(self, target: str) -> bool:
        """True if the file has a part of that name."""
        return _key(target) in self._entries

    def has_pictures(self) -> bool:
        """True if the file carries images, as a scan pasted into Word does."""
        return any("media/" in name for name in self._entries)

    def _relations(self, part: str) -> list[Relation]:
        folder, base = posixpath.split(part)
        root = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return []
        found = []
        for item in root.iterchildren(name_of("pr:Relationship")):
            target = item.get("Target") or ""
            if item.get("TargetMode") != "External" and target:
                full = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = (item.get("Type") or "").rpartition("/")[2]
                found.append(Relation(item.get("Id") or "", kind, full))
        return found

    def _unpack(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.flag_bits & _ENCRYPTED_ENTRY:
            raise _password_protected(self.name)
        if entry.compress_type not in METHODS:
            self._damaged("nén theo cách lạ")
        room = _MAX_BYTES - self._unpacked
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(room + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            RuntimeError,
        ) as error:
            self._damaged(f"phần «{entry.filename}» không giải nén được", error)
        swollen = len(data) > max(_RATIO_MATTERS, _MAX_RATIO * entry.compress_size)
        if len(data) > room or swollen:
            self._damaged("nội dung nén lớn bất thường")
        self._unpacked += len(data)
        return data

    def _damaged(self, reason: str, cause: Exception | None = None) -> NoReturn:
        raise damaged(self.name, reason) from cause


def damaged(name: str, reason: str) -> DamagedFile:
    """The error for a DOCX that does not hold what it should; `reason` is a short Vietnamese clause."""
    return DamagedFile(
        f"Tệp «{name}» bị hỏng ({reason}); hãy mở bằng Word, lưu lại thành DOCX mới rồi thử lại."
    )


def check_kind(data: bytes, name: str) -> None:
    """Raises the fitting error unless the bytes are a DOCX without a password."""
    if not data:
        raise EmptyFile(f"Tệp «{name}» rỗng (0 byte); hãy lấy lại bản đầy đủ của tệp.")
    kind = word_kind(data)
    if kind is WordKind.ENCRYPTED:
        raise _password_protected(name)
    if kind is None:
        raise UnsupportedFile(
            f"Tệp «{name}» không phải văn bản Word (theo nội dung tệp); "
            "hãy lưu văn bản dưới dạng DOCX hoặc PDF rồi thử lại."
        )
    if kind is not WordKind.DOCX:
        raise UnsupportedFile(
            f"Tệp «{name}» là dạng {kind.name}, không phải DOCX (theo nội dung tệp); "
            "hãy lưu văn bản dưới dạng DOCX hoặc PDF rồi thử lại."
        )


def _password_protected(name: str) -> PasswordProtected:
    return PasswordProtected(
        f"Tệp «{name}» được đặt mật khẩu; hãy mở bằng mật khẩu, lưu bản không có mật khẩu rồi thử lại."
    )


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def related(package: WordPackage, relations: list[Relation], kind: str) -> Element | None:
    """The part that the document points to as its `kind` ("styles", "footnotes" …), if any.

    Raises DamagedFile if the part is missing, or is there and nothing points to it: then a name got
    lost on the way, and with it notes or numbers that belong to the text.
    """
    target = next((part.target for part in relations if part.kind == kind), None)
    if target is None and package.holds(f"word/{kind}.xml"):
        raise damaged(package.name, f"phần «word/{kind}.xml» không được nối với văn bản")
    return package.needed(target) if target else None


def part_by_id(package: WordPackage, relations: list[Relation], pointer: Element) -> Element:
    """The part that an element points to by its `r:id`; raises DamagedFile without it."""
    wanted = attribute(pointer, "r:id")
    target = next((part.target for part in relations if part.id == wanted), None)
    if target is None:
        raise damaged(package.name, f"không rõ phần «{wanted}» ở đâu")
    return package.needed(target)
