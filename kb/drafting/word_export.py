"""Quotations as a Word document, each with its citation in a real footnote.

The package is written by hand (ECMA-376, parts 1 and 2): python-docx makes no footnotes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kb.drafting.export import Quoted, caveats

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_UNPRINTABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIRST = 1  # the ids 0 and -1 are of the lines that separate footnotes from the text

_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
    f'<Override PartName="/word/footnotes.xml" ContentType="{_TYPES}.footnotes+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>'
)
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    '<w:sz w:val="28"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:pPr><w:spacing w:after="160"/><w:jc w:val="both"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="0"/></w:pPr>'
    '<w:rPr><w:sz w:val="20"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style></w:styles>'
)
_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
    for kind, number, mark in (
        ("separator", -1, "separator"),
        ("continuationSeparator", 0, "continuationSeparator"),
    )
)
_RAISED = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'


def as_docx(items: Sequence[Quoted]) -> bytes:
    """The document: a paragraph for each quotation, in the order given; equal items, equal bytes."""
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(
            ("footnotes", "footnotes.xml"), ("styles", "styles.xml")
        ),
        "word/document.xml": _body(items),
        "word/footnotes.xml": _footnotes(items),
        "word/styles.xml": _STYLES,
    }
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(ZipInfo(name), content)
    return written.getvalue()


def footnote_of(item: Quoted, *, first: bool) -> str:
    """The passage form; where the document is cited first, its full form as well; then the caveats."""
    whole = item.citation.full
    named = [f"Văn bản: {whole}."] if first and whole != item.citation.passage else []
    return " ".join([f"{item.citation.passage}.", *named, *caveats(item)])


def _relations(*targets: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _body(items: Sequence[Quoted]) -> str:
    paragraphs = "".join(
        f"<w:p>{_run(f'“{item.text.strip()}”')}"
        f'<w:r>{_RAISED}<w:footnoteReference w:id="{number}"/></w:r></w:p>'
        for number, item in enumerate(items, start=_FIRST)
    )
    return f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{paragraphs}</w:body></w:document>'


def _footnotes(items: Sequence[Quoted]) -> str:
    seen: set[str] = set()
    notes = []
    for number, item in enumerate(items, start=_FIRST):
        text = footnote_of(item, first=item.citation.full not in seen)
        seen.add(item.citation.full)
        notes.append(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
            f"<w:r>{_RAISED}<w:footnoteRef/></w:r>{_run(f' {text}')}</w:p></w:footnote>"
        )
    return f'{_HEAD}<w:footnotes xmlns:w="{_W}">{_SEPARATORS}{"".join(notes)}</w:footnotes>'


def _run(text: str) -> str:
    """The text as a run: a line break where it has one, a tab where it has one."""
    clean = escape(_UNPRINTABLE.sub("", text))
    inner = clean.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    inner = inner.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r><w:t xml:space="preserve">{inner}</w:t></w:r>'
