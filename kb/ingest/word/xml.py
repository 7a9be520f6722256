"""The one door to python-docx: its XML parser, and typed ways to ask an element for something.

`docx.Document` is not used to open files: it unpacks every part without a limit and refuses macro
files and the strict dialect. What it parses with (lxml, no entities) is what is used here.
"""

from __future__ import annotations

from functools import cache

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement as Element

__all__ = ["Element", "attribute", "child", "is_on", "local_name", "name_of", "parse_part", "value"]

_MORE_NAMESPACES = {
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "pr": "http://schemas.openxmlformats.org/package/2006/relationships",
}
_STRICT = {  # ISO/IEC 29500-4, the strict dialect, in the words of the usual one
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": nsmap["w"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": nsmap["r"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": _MORE_NAMESPACES["m"].encode(),
}
_DOCTYPE = "<!DOCTYPE"
_MAX_NODES = (
    6_000_000  # tags and attributes, told by "<" and "="; a thousand pages take about 1,000,000
)
_NO_MEMORY = 2  # XML_ERR_NO_MEMORY, libxml2's xmlerror.h
_OFF = frozenset({"0", "false", "off", "none"})


def parse_part(data: bytes) -> Element:
    """The root element of one XML part.

    Raises SyntaxError for XML that is broken, has a document type (which Office files never have, and
    entity bombs need) or holds more than 6 million tags and attributes; MemoryError where it does not
    fit into the memory, which lxml gives as an error of syntax.
    """
    if any(_DOCTYPE.encode(coding) in data for coding in ("ascii", "utf-16-le", "utf-16-be")):
        raise SyntaxError("document type in an Office part")
    if data.count(b"<") + data.count(b"=") > _MAX_NODES:
        raise SyntaxError("too many nodes")
    for strict, usual in _STRICT.items():
        data = data.replace(strict, usual)
    try:
        root = parse_xml(data)
    except SyntaxError as error:
        if getattr(error, "code", None) == _NO_MEMORY:
            raise MemoryError from error
        raise
    if root.getroottree().docinfo.doctype:
        raise SyntaxError("document type in an Office part")
    return root


@cache
def name_of(prefixed: str) -> str:
    """The full name of an element or attribute: "w:p" → "{http://…/main}p"."""
    prefix, name = prefixed.split(":")
    uri = _MORE_NAMESPACES.get(prefix)
    return f"{{{uri}}}{name}" if uri else str(qn(prefixed))


def local_name(element: Element) -> str:
    """The name of an element without its namespace, "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first child at the end of a path of names, None where there is none."""
    for step in path:
        if element is None:
            return None
        element = element.find(name_of(step))
    return element


def attribute(element: Element | None, prefixed: str) -> str | None:
    """The value of an attribute, None without the element or the attribute."""
    if element is None:
        return None
    found: str | None = element.get(name_of(prefixed))
    return found


def value(element: Element | None, *path: str) -> str | None:
    """The `w:val` of the child at the end of a path."""
    return attribute(child(element, *path), "w:val")


def is_on(element: Element | None, *path: str) -> bool | None:
    """What an on/off property says: `<w:b/>` is True, `<w:b w:val="0"/>` False, its absence None."""
    found = child(element, *path)
    if found is None:
        return None
    return (attribute(found, "w:val") or "1") not in _OFF
