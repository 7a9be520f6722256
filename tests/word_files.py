"""DOCX files made from strings of WordprocessingML, so that a test shows the markup it is about.

`word_file` packs blocks into a file that Word and LibreOffice open, too. The builders below write
the markup of paragraphs, runs, tables and lists; `{5}` in a paragraph's text cites footnote 5.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
_MARK = re.compile(r"\{(\w+)\}")


def word_file(
    *blocks: str,
    footnotes: Mapping[str, str] | None = None,
    endnotes: Mapping[str, str] | None = None,
    numbering: str = "",
    styles: str = "",
    settings: str = "",
    headers: Mapping[str, str] | None = None,
    section: str = "",
) -> bytes:
    """A DOCX. Notes are words by id, headers paragraphs by relation id, the rest inner markup."""
    body = "".join(blocks)
    parts = {"document": f"<w:body>{body}<w:sectPr>{section}</w:sectPr></w:body>"}
    parts |= {"footnotes": _notes("footnote", footnotes)} if footnotes else {}
    parts |= {"endnotes": _notes("endnote", endnotes)} if endnotes else {}
    named = {"numbering": numbering, "styles": styles, "settings": settings}
    parts |= {name: inner for name, inner in named.items() if inner}
    return packed(parts, headers or {})


def packed(parts: Mapping[str, str], headers: Mapping[str, str] | None = None) -> bytes:
    """A DOCX of these parts by name ("document", "styles" …)."""
    heads = headers or {}
    everything = {name: (name, inner) for name, inner in parts.items()}
    everything |= {name: ("hdr", inner) for name, inner in heads.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _content_types(parts, heads))
        package.writestr("_rels/.rels", _pointers({"officeDocument": "word/document.xml"}))
        package.writestr("word/_rels/document.xml.rels", _document_pointers(parts, heads))
        for name, (tag, inner) in everything.items():
            markup = f"<w:{tag} {_NAMESPACES}>{inner}</w:{tag}>"
            package.writestr(f"word/{name}.xml", f'<?xml version="1.0" encoding="UTF-8"?>{markup}')
    return file.getvalue()


def paragraph(
    text: str = "",
    *,
    align: str = "",
    style: str = "",
    number: tuple[int, int] | None = None,
    bold: bool = False,
    more: str = "",
) -> str:
    """A paragraph of one look; `number` is (list, level), `more` markup for its properties."""
    numbered = ""
    if number is not None:
        numbered = f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += numbered + (f'<w:jc w:val="{align}"/>' if align else "") + more
    look = "<w:b/>" if bold else ""
    return of_runs(*_runs(text, look), properties=properties)


def of_runs(*runs: str, properties: str = "") -> str:
    """A paragraph of ready runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def run(text: str = "", look: str = "", inner: str = "") -> str:
    """A run: words ("\\t" a tab, "\\n" a line break), its properties, more markup behind the words."""
    words = "".join(_words(part) for part in re.split(r"([\t\n])", text) if part)
    return f"<w:r><w:rPr>{look}</w:rPr>{words}{inner}</w:r>"


def cited(note: str, kind: str = "footnote", own_mark: str = "") -> str:
    """A run that cites a note, with the writer's own mark if one is given."""
    custom = ' w:customMarkFollows="1"' if own_mark else ""
    mark = f"<w:t>{own_mark}</w:t>" if own_mark else ""
    return f'<w:r>{_RAISED}<w:{kind}Reference{custom} w:id="{note}"/>{mark}</w:r>'


def field(instruction: str, *result: str) -> str:
    """The runs of a field with its result."""
    begin, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>' for step in ("begin", "separate", "end")
    )
    told = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return begin + told + middle + "".join(result) + end


def table(rows: Sequence[Sequence[str]], *, ruled: bool = True, head: bool = False) -> str:
    """A table of cells, each ready cell markup (`cell`) or plain words."""
    line = "single" if ruled else "nil"
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="{line}" w:sz="4"/>' for side in sides)
    grid = "<w:gridCol/>" * max(map(len, rows))
    made = []
    for index, row in enumerate(rows):
        cells = "".join(one if one.startswith("<w:tc>") else cell(one) for one in row)
        made.append(
            f"<w:tr><w:trPr>{'<w:tblHeader/>' if head and not index else ''}</w:trPr>{cells}</w:tr>"
        )
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"
    )


def cell(*texts: str, span: int = 1, merge: str = "") -> str:
    """A cell of paragraphs, ready or plain words; `merge` is "restart" or "continue" downwards."""
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    blocks = "".join(one if one.startswith("<w:") else paragraph(one) for one in texts)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def level(at: int, format_: str, pattern: str, *, start: int = 1, more: str = "") -> str:
    """One level of a list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{format_}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def lists(*definitions: str, overrides: Mapping[int, tuple[int, str]] | None = None) -> str:
    """A numbering part: list n has the n-th definition; `overrides` adds lists (definition, markup)."""
    numbers = {at: (at, "") for at in range(1, len(definitions) + 1)} | dict(overrides or {})
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">'
        f'<w:multiLevelType w:val="multilevel"/>{inner}</w:abstractNum>'
        for at, inner in enumerate(definitions, start=1)
    )
    return abstract + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{at}"/>{override}</w:num>'
        for number, (at, override) in numbers.items()
    )


def text_box(*paragraphs: str) -> str:
    """A run with a text box as Word writes it: once for new programs, once again for old ones."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    drawing = (
        "<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
        f"{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    old = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def _runs(text: str, look: str) -> list[str]:
    parts = _MARK.split(text)
    return [
        cited(part) if index % 2 else run(part, look) for index, part in enumerate(parts) if part
    ]


def _words(part: str) -> str:
    if part in "\t\n":
        return "<w:tab/>" if part == "\t" else "<w:br/>"
    return f'<w:t xml:space="preserve">{part}</w:t>'


def _notes(kind: str, notes: Mapping[str, str]) -> str:
    separator = (
        f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    )
    number = f"<w:r>{_RAISED}<w:{kind}Ref/></w:r>"
    small = '<w:sz w:val="20"/>'
    return separator + "".join(
        f'<w:{kind} w:id="{note}">{of_runs(number, run(f" {words}", small))}</w:{kind}>'
        for note, words in notes.items()
    )


def _content_types(parts: Mapping[str, str], headers: Mapping[str, str]) -> str:
    kinds = {name: "document.main" if name == "document" else name for name in parts}
    kinds |= dict.fromkeys(headers, "header")
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_CONTENT}{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _pointers(targets: Mapping[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{kind}" Type="{_RELATIONS}{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}relationships">{inner}</Relationships>'


def _document_pointers(parts: Mapping[str, str], headers: Mapping[str, str]) -> str:
    usual = _pointers({name: f"{name}.xml" for name in parts if name != "document"})
    heads = "".join(
        f'<Relationship Id="{name}" Type="{_RELATIONS}header" Target="{name}.xml"/>'
        for name in headers
    )
    return usual.replace("</Relationships>", f"{heads}</Relationships>")
