"""The lines of a recognised page for the one who compares them with its picture, and what becomes of a
document when some of them are corrected."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kb.document import Document, Rect
from kb.errors import NotCorrectable, SecretMarked, UnknownPlace
from kb.search.definitions import definitions_in
from kb.service.cards import card_of
from kb.service.results import DocumentCard
from kb.store.audit import AuditEntry
from kb.store.corrections import LineChange, changed_lines, facts_by_hand
from kb.store.documents import Store
from kb.store.records import DocumentRecord
from kb.store.texts import LineCorrection, TextCorrection
from kb.vietnamese.syllables import is_in_use

if TYPE_CHECKING:
    from kb.ingest.reading import Ingested
    from kb.ingest.recognition import Recognition

LineTexts = Mapping[tuple[int, int], str]
"""What lines are to say, by page and number there, both from 1; "" for what is no text at all. A text
of several lines is the line with those beside it that the machine missed."""

LONGEST_LINE = 400
"""Characters; a line of A4 in small print has 150."""

_NOTHING = "Không dòng nào khác với chữ đang giữ nên chưa sửa gì."
_WORD = re.compile(r"[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]{2,}")  # "v.v." is none


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page by its number from 1: what the machine read (`raw`), what it says now, and where
    it stands on the page as displayed; `doubtful` are its words that are no syllables in use."""

    number: int
    raw: str
    text: str
    rect: Rect
    doubtful: tuple[str, ...]

    @property
    def corrected(self) -> bool:
        """True if a person says otherwise than the machine."""
        return self.text != self.raw


@dataclass(frozen=True, slots=True)
class PageText:
    """The lines of page `number` of `page_count`; `version` is the document's, for a correction."""

    card: DocumentCard
    number: int
    page_count: int
    quality: float
    version: int
    lines: tuple[PageLine, ...]


def page_text(store: Store, document_id: str, number: int) -> PageText:
    """The lines of a recognised page.

    Raises UnknownDocument, UnknownPlace, and NotCorrectable for a page that no machine read, or of
    which nothing was kept.
    """
    from kb.ingest.correcting import line_rect, line_text

    version = store.custody.facts_version(
        document_id
    )  # first: what comes later is no surprise then
    record = store.record(document_id)
    _require_recognised(store, record, number)
    recognition = _recognition(store, document_id, number)
    corrected = _texts(store.custody.line_corrections(document_id))
    page, lines = recognition.pages[number - 1], []
    for at in range(1, len(recognition.lines[number - 1]) + 1):
        glyphs = recognition.line(number, at)
        raw = line_text(glyphs)
        text = corrected.get((number, at), raw)
        lines.append(PageLine(at, raw, text, line_rect(glyphs, page), _doubtful(text)))
    return PageText(
        card_of(record),
        number,
        record.page_count,
        page.quality or 0.0,
        version,
        tuple(lines),
    )


def _doubtful(text: str) -> tuple[str, ...]:
    """The words without a capital that are no Vietnamese syllables in use: most are misread."""
    found = (match[0] for match in _WORD.finditer(text))
    return tuple(word for word in found if word.islower() and not is_in_use(word))


def text_correction(store: Store, document_id: str, texts: LineTexts) -> TextCorrection:
    """What a document becomes when these lines say so; what is equal to what they say is passed over.

    Its facts are read anew, but for those that a person corrected. Raises UnknownDocument,
    UnknownPlace, and NotCorrectable where nothing would change or the document could not be kept so.
    """
    record = store.record(document_id)
    for page in sorted({page for page, _ in texts}):
        _require_recognised(store, record, page)
    recognition = _recognition(store, document_id)
    kept = {(one.page, one.number): one for one in store.custody.line_corrections(document_id)}
    asked = dict(_corrections(recognition, texts))
    before = {at: one.raw for at, one in asked.items()} | _texts(kept.values())
    changes = [
        LineChange(*at, before[at], one.text)
        for at, one in sorted(asked.items())
        if one.text != before[at]
    ]
    if not changes:
        raise NotCorrectable(_NOTHING)
    lines = [one for _, one in sorted({**kept, **asked}.items()) if one.text != one.raw]
    now = _ingested(store, record, recognition, _texts(lines))
    held = store.document(document_id)
    by_hand = facts_by_hand(store.custody.history(document_id))
    return TextCorrection(
        _with_facts(held, now.document, by_hand),
        now.passages,
        now.references,
        lines,
        changes,
        reindexed=definitions_in(held.text) != definitions_in(now.document.text),
    )


def text_undone(store: Store, document_id: str, entry: AuditEntry) -> TextCorrection:
    """What a document becomes when a correction of its lines is taken back; raises as
    `text_correction`."""
    before = {(one.page, one.number): one.before for one in changed_lines(entry.deed)}
    return replace(text_correction(store, document_id, before), undone=entry.id)


def with_corrections(store: Store, record: DocumentRecord, read: Ingested) -> Ingested:
    """What was read anew from a document's original, with the lines that people corrected.

    Raises NotCorrectable where the machine reads one of these lines otherwise than before.
    """
    from kb.ingest.recognition import from_bytes

    corrections = store.custody.line_corrections(record.id)
    if not corrections:
        return read
    if read.recognition is None:
        raise _moved(corrections[0])
    recognition = from_bytes(read.recognition)
    asked = dict(_corrections(recognition, _texts(corrections)))
    for one in corrections:
        if asked[one.page, one.number].raw != one.raw:
            raise _moved(one)
    return _ingested(store, record, recognition, _texts(corrections))


def _moved(line: LineCorrection) -> NotCorrectable:
    return NotCorrectable(
        f"máy đọc lại dòng {line.number} trang {line.page} khác với lần trước nên không đặt lại được "
        "chữ mà người quản lý thư viện đã sửa; văn bản được giữ nguyên"
    )


def _require_recognised(store: Store, record: DocumentRecord, number: int) -> None:
    """Raises UnknownPlace or NotCorrectable unless a machine read that page."""
    if not record.page_count:
        raise NotCorrectable(
            "Chữ của tệp Word là chữ có sẵn trong tệp, không phải do máy nhận dạng, "
            "nên không sửa ở đây."
        )
    found = store.printed_page(record.id, number)
    if found is None:
        raise UnknownPlace(f"Văn bản này có {record.page_count} trang, không có trang {number}.")
    if not found[0].recognised:
        raise NotCorrectable(
            f"Chữ của trang {number} là chữ có sẵn trong tệp, không phải do máy nhận dạng, "
            "nên không sửa ở đây."
        )


def _recognition(store: Store, document_id: str, only: int | None = None) -> Recognition:
    """What a machine read of a document, or of one page of it. Raises NotCorrectable."""
    from kb.ingest.recognition import from_bytes

    data = store.custody.recognition(document_id)
    if data is None:
        raise NotCorrectable(
            "Văn bản này được nạp từ bản kb trước, khi chưa giữ lại chữ máy nhận dạng của từng dòng, "
            "nên chưa sửa chữ được; hãy để máy đọc lại bản gốc một lần bằng lệnh: "
            f"kb correct-text {document_id[:12]} --reread."
        )
    return from_bytes(data, only)


def _corrections(
    recognition: Recognition, texts: LineTexts
) -> Iterator[tuple[tuple[int, int], LineCorrection]]:
    """The lines as they are to be, with what the machine read. Raises UnknownPlace, NotCorrectable."""
    from kb.ingest.correcting import cleaned, line_text

    for (page, number), words in texts.items():
        there = page <= len(recognition.lines) and len(recognition.lines[page - 1])
        if not 1 <= number <= there:
            raise UnknownPlace(f"Trang {page} có {there} dòng, không có dòng {number}.")
        text = cleaned(words)
        if any(len(line) > LONGEST_LINE for line in text.split("\n")):
            raise NotCorrectable(
                f"Dòng {number} trang {page} dài quá {LONGEST_LINE} ký tự; mỗi dòng chỉ ghi chữ in "
                "trên dòng ấy."
            )
        raw = line_text(recognition.line(page, number))
        yield (page, number), LineCorrection(page, number, raw, text)


def _texts(corrections: Iterable[LineCorrection]) -> dict[tuple[int, int], str]:
    return {(one.page, one.number): one.text for one in corrections}


def _ingested(
    store: Store, record: DocumentRecord, recognition: Recognition, texts: LineTexts
) -> Ingested:
    from kb.ingest.pipeline import ingest_corrected
    from kb.ingest.sources import Source

    cleared = store.custody.is_cleared(record.id)
    path = Path(record.file_name)
    source = Source(path, b"", record.id, record.media_type, cleared=cleared)
    try:
        return ingest_corrected(source, recognition, texts)
    except SecretMarked as error:  # says where, and would be told in no log
        raise NotCorrectable(
            "Theo chữ vừa sửa thì văn bản mang dấu mật nên chưa lưu gì; hãy bỏ và xóa hẳn văn bản khỏi "
            "thư viện rồi chuyển tệp cho người phụ trách bảo mật."
        ) from error


def _with_facts(held: Document, now: Document, by_hand: Collection[str]) -> Document:
    """The corrected document `now` with the facts that a person gave the document `held`."""
    evidence = {one.field: one for one in now.evidence if one.field not in by_hand}
    evidence |= {
        one.field: replace(one, span=None) for one in held.evidence if one.field in by_hand
    }
    return replace(
        now,
        file_name=held.file_name,
        facts=replace(now.facts, **{name: getattr(held.facts, name) for name in by_hand}),
        evidence=tuple(evidence.values()),
    )
