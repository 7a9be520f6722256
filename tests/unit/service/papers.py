"""Papers: documents in a few lines of text, and a pipeline that reads them instead of PDFs.

    %PDF-giả
    901-HD/TUM | Hướng dẫn | 2024-03-05 | Tỉnh ủy Trường Khê | Công tác dân vận | - | -
    Điều 1. Dân vận khéo
    Cán bộ phải gần dân.

The second line holds the facts ("-" is None). A line "Điều n. …" begins an article, each other line
is a passage; a form feed begins a page. A line "[HỎNG]" makes the file damaged, "[NỔ]" breaks the
reader, "[QUÉT]" is a scanned page that needs OCR, on which "[MẬT]" is a mark of secrecy
unless the source is cleared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import accumulate, zip_longest
from pathlib import Path

from kb.document import Division, DivisionKind, Document, Facts, Line, Page, Rect, Span
from kb.errors import DamagedFile, NeedsOcr, SecretMarked
from kb.ingest.pipeline import Ingested
from kb.ingest.references import references_of
from kb.ingest.relations import related
from kb.ingest.sources import Source
from kb.passage import Passage, PassageKind
from kb.place import place_of
from kb.symbol import parse_symbol

MARK = "%PDF-giả"


def paper(
    *lines: str,
    symbol: str = "-",
    type: str = "-",
    date: str = "-",
    issuer: str = "-",
    title: str = "-",
    term: str = "-",
    circulation: str = "-",
) -> str:
    """The text of a paper with these facts and lines."""
    facts = " | ".join((symbol, type, date, issuer, title, term, circulation))
    return "\n".join([MARK, facts, *lines])


def written(folder: Path, name: str, text: str) -> Path:
    """The paper as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


class PaperPipeline:
    """Reads papers as `IngestPipeline` reads PDFs; `recognises` as if tesseract were installed."""

    recognises = True

    def read(self, source: Source, progress: Callable[[int, int], None] | None = None) -> Ingested:
        """The paper as a document."""
        _, facts, *lines = source.data.decode().split("\n")
        if "[QUÉT]" in lines and not self.recognises:
            raise NeedsOcr(f"Tệp «{source.path.name}» cần tesseract; hãy cài tesseract")
        if "[HỎNG]" in lines:
            raise DamagedFile(f"Tệp «{source.path.name}» hỏng; hãy lấy lại bản gốc.")
        if "[MẬT]" in lines and not source.cleared:
            raise SecretMarked(f"Tệp «{source.path.name}» mang dấu MẬT.", "MẬT: trang 1")
        if "[NỔ]" in lines:
            raise RuntimeError("the reader broke")
        if progress is not None:
            progress(1, 1)
        document = _document(source, _facts(facts), lines)
        passages = tuple(_passages(document))
        mentions = related(document, references_of(document.text, []))
        return Ingested(document, passages, mentions)


class Unrecognising(PaperPipeline):
    """The pipeline on a machine without tesseract."""

    recognises = False


def _facts(line: str) -> Facts:
    said = [None if x == "-" else x for x in line.split(" | ")]
    symbol, type, day, issuer, title, term, circulation = said
    return Facts(
        symbol=parse_symbol(symbol) if symbol else None,
        type=type,
        date=date.fromisoformat(day) if day else None,
        issuer=issuer,
        title=title,
        term=term,
        circulation=circulation,
    )


def _document(source: Source, facts: Facts, lines: list[str]) -> Document:
    pages = list(accumulate((line.startswith("\f") for line in lines), initial=1))[1:]
    texts = [line.lstrip("\f") for line in lines]
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    text = "".join(f"{line}\n" for line in texts)
    spans = [Span(start, start + len(line)) for start, line in zip(starts, texts, strict=False)]
    return Document(
        id=source.id,
        file_name=source.path.name,
        media_type=source.media_type,
        pages=tuple(Page(str(number), quality=1.0) for number in range(1, pages[-1] + 1)),
        facts=facts,
        text=text,
        lines=tuple(
            Line(span, page, Rect(0.1, 0.1, 0.9, 0.2))
            for span, page in zip(spans, pages, strict=True)
        ),
        divisions=tuple(_divisions(texts, starts, len(text))),
    )


def _divisions(texts: list[str], starts: list[int], end: int) -> Iterator[Division]:
    heads = [at for at, text in enumerate(texts) if text.startswith("Điều ")]
    first = starts[heads[0]] if heads else end
    if first:
        yield Division(("front",), DivisionKind.FRONT, "", "", Span(0, first))
    for at, following in zip_longest(heads, heads[1:]):
        number, title = texts[at].removeprefix("Điều ").split(". ", 1)
        stop = end if following is None else starts[following]
        path = (f"dieu-{number}",)
        yield Division(path, DivisionKind.ARTICLE, number, title, Span(starts[at], stop))


def _passages(document: Document) -> Iterator[Passage]:
    for line in document.lines:
        owner = next(item for item in document.divisions if line.span.start < item.span.end)
        headed = owner.kind is DivisionKind.ARTICLE
        heading = headed and line.span.start == owner.span.start
        yield Passage(
            document_id=document.id,
            division=owner.key,
            place=place_of((owner,)),
            breadcrumb=(f"Điều {owner.number}. {owner.title}",) if headed else (),
            span=line.span,
            text=line.span.of(document.text),
            pages=(line.page, line.page),
            kind=PassageKind.HEADING if heading else PassageKind.BODY,
        )
