"""Whether a PDF came whole, or bytes of it were lost or changed on the way.

pdfium mends what it can and leaves the rest out without a word: a page whose content breaks off, a
font that lost its table of letters. So the file is looked at once more, beside what was read of it:
each packed stream must unpack to its end and agree with its checksum, what shows text must belong to a
page, and what a page needs must be there. That takes 2 s of the 48 that 1,015 pages take.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as c
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    StreamObject,
)

from kb.errors import DamagedFile
from kb.ingest.parts import Part, State, is_object_at, is_well_formed, parts_of
from kb.ingest.pdf import pdfium_lock
from kb.ingest.sources import Source

_COMPOSITE = "/Type0"
_SIMPLE = ("/Type1", "/MMType1", "/TrueType", "/Type3")
_SHAPES = ("/FontFile", "/FontFile2", "/FontFile3")
"""Names of ISO 32000-1, tables 110, 122 and 126."""

_SUBSET = re.compile(r"/[A-Z]{6}\+")  # before the name of a font that came with some of its letters


def damage_of(source: Source, pages: int) -> tuple[str, ...]:
    """What to say of a PDF that was damaged, nothing of a sound one; `pages` were read of it.

    Raises DamagedFile where some of it is lost for certain: a stream that breaks off, a missing page.
    """
    data = _unlocked(source.data)
    parts = list(parts_of(data))
    if any(part.state is State.BROKEN for part in parts):
        raise _damaged(source, "có phần không giải nén được trọn vẹn")
    walk = _Walk({part.number: part for part in parts})
    walk.all_pages(data)
    if pages < walk.pages:
        raise _damaged(source, f"chỉ đọc được {pages} trong {walk.pages} trang")
    reasons = list(_reasons(source, parts, walk))
    if not reasons:
        return ()
    return (
        f"Tệp bị hỏng ({'; '.join(reasons)}) nên chữ có thể thiếu hoặc sai; "
        "hãy lấy lại bản gốc, hoặc đối chiếu trước khi trích dẫn.",
    )


def _reasons(source: Source, parts: Sequence[Part], walk: _Walk) -> Iterator[str]:
    if any(part.state is State.CHANGED for part in parts):
        yield "có phần không khớp mã kiểm tra của nó"
    strays = [part for part in parts if part.number not in walk.reached]
    if any(part.shows_text or part.maps_letters for part in strays):
        yield "có chữ hoặc bảng chữ không thuộc trang nào"
    if walk.lacks:
        yield "có trang thiếu nội dung hoặc phông chữ"
    if not is_well_formed(source.data):
        yield "có chỗ sai cú pháp"
    if not _has_right_table(source.data):
        yield "bảng đối tượng bị cắt hoặc sai"


def _damaged(source: Source, what: str) -> DamagedFile:
    return DamagedFile(f"Tệp «{source.path.name}» hỏng: {what}; hãy lấy lại bản gốc.")


def _unlocked(data: bytes) -> bytes:
    """The file as it is; one that is locked against changes as pdfium writes it without the lock."""
    if b"/Encrypt" not in data:
        return data
    with pdfium_lock:
        pdf = pdfium.PdfDocument(data)
        try:
            unlocked = io.BytesIO()
            pdf.save(unlocked, flags=c.FPDF_REMOVE_SECURITY)
        finally:
            pdf.close()
    return unlocked.getvalue()


def _has_right_table(data: bytes) -> bool:
    """True if the file ends as it should, with a table that tells of each object where it stands.

    The catch is broad: a strict reader raises whatever the bytes lead to.
    """
    begun = data[max(0, data.find(b"%PDF-")) :]
    try:
        table = pypdf.PdfReader(io.BytesIO(begun), strict=True).xref
    except Exception:
        return False
    places = (entry for entries in table.values() for entry in entries.items())
    return all(is_object_at(begun, number, place) for number, place in places if place)


class _Walk:
    """Goes from the pages of a file, by the file's own pointers, to all that shows text on them."""

    def __init__(self, parts: Mapping[int, Part]) -> None:
        self.pages = 0
        self.reached: set[int] = set()
        self.lacks = False
        """True if a page has no content, or its text needs what is not there."""
        self._parts = parts
        self._seen: set[int] = set()

    def all_pages(self, data: bytes) -> None:
        """Takes in every page. The catch is broad: a damaged file makes pypdf raise whatever its bytes
        lead to, and whatever it is, something that a page needs cannot be had."""
        try:
            for page in pypdf.PdfReader(io.BytesIO(data), strict=False).pages:
                self.pages += 1
                self._page(page)
        except MemoryError:
            raise
        except Exception:
            self.lacks = True

    def _page(self, page: DictionaryObject) -> None:
        """Takes in one page, with the stamps and signatures set upon it."""
        contents = self._streams(_raw(page, "/Contents"))
        self.lacks |= not contents
        self._show(contents, _dictionary(_raw(page, "/Resources")))
        for note in _values(_raw(page, "/Annots")):
            for look in _values(_raw(_dictionary(note), "/AP")):
                self._show_forms(look, DictionaryObject())

    def _show(self, contents: Iterable[int], resources: DictionaryObject) -> None:
        fonts = _dictionary(_raw(resources, "/Font"))
        used = {name for number in contents for name in self._parts[number].fonts_used}
        self.lacks |= any(name not in fonts for name in used)
        for font in fonts.values():
            self._take_font(font)
        self._show_forms(_raw(resources, "/XObject"), resources)

    def _show_forms(self, holder: object, resources: DictionaryObject) -> None:
        """Takes in the streams of `holder`; a form without resources of its own has its page's."""
        for number, form in self._streams(holder).items():
            if number not in self._seen:
                self._seen.add(number)
                self._show([number], _dictionary(_raw(form, "/Resources")) or resources)

    def _take_font(self, pointer: object) -> None:
        if isinstance(pointer, IndirectObject):
            if pointer.idnum in self._seen:
                return
            self._seen.add(pointer.idnum)
        font = _dictionary(pointer)
        kind = _resolved(_raw(font, "/Subtype"))
        letters = _raw(font, "/ToUnicode")
        if letters is not None and not isinstance(_resolved(letters), NameObject):
            tables = self._streams(letters)
            self.lacks |= not any(self._parts[number].maps_letters for number in tables)
        if kind == _COMPOSITE:
            made_of = _values(_raw(font, "/DescendantFonts"))
            is_whole = "/Encoding" in font and any(self._has_shapes(one) for one in made_of)
        else:
            is_subset = _SUBSET.match(str(_resolved(_raw(font, "/BaseFont"))))
            is_whole = kind in _SIMPLE and (not is_subset or self._has_shapes(font))
        self.lacks |= not is_whole

    def _has_shapes(self, font: object) -> bool:
        """True for a font that comes with its shapes; without them pdfium leaves out letters that the
        font it takes in its place has not."""
        descriptor = _dictionary(_raw(_dictionary(font), "/FontDescriptor"))
        return any(self._streams(_raw(descriptor, key)) for key in _SHAPES)

    def _streams(self, holder: object) -> dict[int, StreamObject]:
        """The streams that an object is, or holds as a list or by name, by their numbers.

        One that has lost its bytes, or the name of what packed them, is noted as lacking.
        """
        held = _resolved(holder)
        pointers = [holder] if isinstance(held, StreamObject) else _values(holder)
        found: dict[int, StreamObject] = {}
        for pointer in pointers:
            stream = _resolved(pointer)
            if isinstance(pointer, IndirectObject) and isinstance(stream, StreamObject):
                part = self._parts.get(pointer.idnum)
                self.lacks |= part is None or (part.is_packed and "/Filter" not in stream)
                if part is not None:
                    found[pointer.idnum] = stream
        self.reached.update(found)
        return found


def _raw(entries: DictionaryObject, key: str) -> object:
    """What a dictionary says under a key, not followed if it is a pointer; None without it."""
    return entries.raw_get(key) if key in entries else None


def _resolved(value: object) -> object:
    """What a pointer points to (None if nothing), or the value itself."""
    target = value.get_object() if isinstance(value, PdfObject) else value
    return None if isinstance(target, NullObject) else target


def _dictionary(value: object) -> DictionaryObject:
    """The dictionary that a value is or points to, an empty one where it is none."""
    target = _resolved(value)
    return target if isinstance(target, DictionaryObject) else DictionaryObject()


def _values(value: object) -> list[object]:
    """What a list or a dictionary holds, pointers not followed."""
    target = _resolved(value)
    if isinstance(target, ArrayObject):
        return list(target)
    return list(target.values()) if isinstance(target, DictionaryObject) else []
