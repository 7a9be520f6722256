"""Quotations with their citations in the forms that other programs read: plain text, BibTeX, RIS and
CSL JSON. What a document does not print is left out and named in the note."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.citation import Citation
from kb.document import Facts
from kb.vietnamese.normalise import fold


class ExportFormat(StrEnum):
    """The forms that a list of quotations can be had in."""

    TEXT = "text"
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL = "csl"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage as it is quoted; `pages` are the first and last, from 1, None in a Word file.

    `recognised` is true where its text was read from a picture.
    """

    text: str
    facts: Facts
    citation: Citation
    pages: tuple[int, int] | None
    recognised: bool = False


def quotation_of(text: str, citation: Citation) -> str:
    """A quotation with its passage form behind it: “…” (khoản 2, Điều 3 Quy định số …, tr. 2)."""
    return f"“{text.strip()}” ({citation.passage})"


def caveats(item: Quoted) -> list[str]:
    """What to check before the citation is used, a sentence each."""
    missing, uncertain = ", ".join(item.citation.missing), ", ".join(item.citation.uncertain)
    sentences = (
        f"{item.citation.older}." if item.citation.older else "",
        f"Văn bản không ghi: {missing}." if missing else "",
        f"Chưa chắc: {uncertain}." if uncertain else "",
        "Chữ do máy nhận dạng từ bản quét; hãy đối chiếu bản gốc." if item.recognised else "",
    )
    return [sentence for sentence in sentences if sentence]


def as_text(items: Sequence[Quoted]) -> str:
    """Each quotation with its citation, the caveats in brackets below it, an empty line between."""
    return "\n\n".join(
        "\n".join([quotation_of(item.text, item.citation), *(f"[{one}]" for one in caveats(item))])
        for item in items
    )


def as_bibtex(items: Sequence[Quoted]) -> str:
    """One @misc entry for each, in UTF-8; braces keep issuer and title as they are written."""
    return "\n\n".join(_bibtex(item, number) for number, item in enumerate(items, start=1))


def as_ris(items: Sequence[Quoted]) -> str:
    """One record of type GOVDOC for each; IS is the symbol, M3 the type, AB the quotation."""
    return "\n".join("\n".join([*_ris(item), "ER  - ", ""]) for item in items)


def as_csl(items: Sequence[Quoted]) -> str:
    """A CSL JSON list; `number` is the symbol, `genre` the type, `abstract` the quotation."""
    entries = [_csl(item, number) for number, item in enumerate(items, start=1)]
    return json.dumps(entries, ensure_ascii=False, indent=1)


def _key(item: Quoted, number: int) -> str:
    facts = item.facts
    name = fold(str(facts.symbol or facts.type or "van-ban"))
    return f"{re.sub(r'[^a-z0-9]+', '-', name).strip('-')}-{number}"


def _range(pages: tuple[int, int], dash: str) -> str:
    first, last = pages
    return str(first) if first == last else f"{first}{dash}{last}"


def _note(item: Quoted) -> str:
    return " ".join([f"{item.citation.passage}.", *caveats(item)])


def _one_line(text: str) -> str:
    return " ".join(text.split())


_ESCAPES = str.maketrans(
    {"\\": r"\textbackslash ", "~": r"\textasciitilde ", "^": r"\textasciicircum "}
    | {char: f"\\{char}" for char in "&%$#_{}"}
)


def _bibtex(item: Quoted, number: int) -> str:
    facts = item.facts
    fields = {
        "author": f"{{{_tex(facts.issuer)}}}" if facts.issuer else "",
        "title": f"{{{_tex(facts.title)}}}" if facts.title else "",
        "type": _tex(facts.type or ""),
        "number": _tex(str(facts.symbol or "")),
        "year": str(facts.date.year) if facts.date else "",
        "month": str(facts.date.month) if facts.date else "",
        "day": str(facts.date.day) if facts.date else "",
        "pages": _range(item.pages, "--") if item.pages else "",
        "note": _tex(_note(item)),
        "abstract": _tex(item.text),
        "language": "vietnamese",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(item, number)},", *lines, "}"])


def _tex(text: str) -> str:
    return _one_line(text).translate(_ESCAPES)


def _ris(item: Quoted) -> Iterator[str]:
    facts = item.facts
    values = (
        ("TY", "GOVDOC"),
        ("AU", facts.issuer),
        ("TI", facts.title or item.citation.short),
        ("M3", facts.type),
        ("IS", str(facts.symbol) if facts.symbol else None),
        ("PY", str(facts.date.year) if facts.date else None),
        ("DA", f"{facts.date:%Y/%m/%d}/" if facts.date else None),
        ("SP", str(item.pages[0]) if item.pages else None),
        ("EP", str(item.pages[1]) if item.pages else None),
        ("N1", _note(item)),
        ("AB", item.text),
        ("LA", "vi"),
    )
    return (f"{tag}  - {_one_line(value)}" for tag, value in values if value)


def _csl(item: Quoted, number: int) -> dict[str, object]:
    facts = item.facts
    day = facts.date
    entry: dict[str, object | None] = {
        "id": _key(item, number),
        "type": "report",
        "title": facts.title or item.citation.short,
        "author": [{"literal": facts.issuer}] if facts.issuer else None,
        "genre": facts.type,
        "number": str(facts.symbol) if facts.symbol else None,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "page": _range(item.pages, "-") if item.pages else None,
        "note": _note(item),
        "abstract": item.text,
        "language": "vi-VN",
    }
    return {name: value for name, value in entry.items() if value is not None}
