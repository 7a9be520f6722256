"""What the command line prints for people, in Vietnamese, and the JSON for programs."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from kb.cli.ink import clean, folded, ink
from kb.document import FACT_NAMES, Confidence, Facts
from kb.drafting.render import format_date
from kb.place import label_of
from kb.query import Filters
from kb.service.results import (
    AddOutcome,
    AddStatus,
    Check,
    DocumentCard,
    DocumentView,
    Hit,
    KnownDocument,
    NumberAnswer,
    ReferenceLink,
    SearchAnswer,
)
from kb.service.scan_words import scan_words
from kb.service.serialise import answer_json
from kb.service.state_words import (
    RELATION_NAMES,
    REVERSE_NAMES,
    STATE_NAMES,
    by_relation,
    doubt,
    older,
    reason,
    unrelated,
)
from kb.state import DocumentState, State

if TYPE_CHECKING:
    from kb.service.keeping.inspection import Fault

_DOUBTS = {Confidence.LIKELY: "Nên đối chiếu", Confidence.DOUBTFUL: "Phải đối chiếu"}

_STATUS = {
    AddStatus.ADDED: ("green", "đã nạp"),
    AddStatus.UNCHANGED: ("dim", "không đổi"),
    AddStatus.FAILED: ("red", "lỗi"),
    AddStatus.QUARANTINED: ("red", "cách ly"),
    AddStatus.WAITING: ("yellow", "chờ"),
    AddStatus.HELD_BACK: ("yellow", "chờ duyệt"),
    AddStatus.TRASHED: ("yellow", "đã bỏ"),
}


def print_json(answer: SearchAnswer) -> None:
    """One object, as `GET /api/v1/search` returns it."""
    print(json.dumps(answer_json(answer), ensure_ascii=False, indent=2))


def print_answer(answer: SearchAnswer) -> None:
    """The answer for reading: numbers first, then the hits with their marks and citations."""
    if answer.notice:
        _print(answer.notice, colour="yellow")
    if answer.searched_as:
        _print(f"Tìm theo: {answer.searched_as}", colour="bold")
        command = f"kb search {shlex.quote(answer.query)} --verbatim"
        _print(f"Tìm đúng như đã gõ: {command}", colour="dim")
    if answer.readings:
        words = "; ".join(f"“{reading.words}”" for reading in answer.readings)
        _print(f"Hiểu là bộ lọc: {words} (bỏ bằng --no-words)", colour="bold")
    for number in answer.numbers:
        _print(_number_line(number), colour="bold")
        for card in number.held:
            _print_held(card, alone=len(number.held) == 1)
        for link in number.citing:
            _print(_citing_line(link), "  ", colour="dim")
    if answer.abstained:
        _print_absence(answer)
    for hit in answer.hits:
        _print_hit(hit)
    if not answer.hits and not answer.notice:
        _print("Không tìm thấy đoạn nào phù hợp; hãy thử từ khóa khác hoặc bớt bộ lọc.")
    found = f"{len(answer.hits)} đoạn; có {answer.documents} văn bản phù hợp"
    _print(f"{found}; {answer.took_ms:.0f} ms", colour="dim")


def _print_held(card: DocumentCard, *, alone: bool) -> None:
    """What became of a document that bears the number; of several, which one it is said of."""
    if not alone:
        _print(f"{_named(card)} ({card.file_name})", "  ")
    _print_state(card.state, "  " if alone else "    ")


def _print(text: str, indent: str = "", colour: str = "") -> None:
    for line in folded(text, indent):
        print(ink(line, colour) if colour else line)


def _print_absence(answer: SearchAnswer) -> None:
    filtered = answer.filters != Filters()
    where = "Trong các văn bản đã lọc không có" if filtered else "Thư viện không có"
    _print(f"{where} đoạn nào trả lời câu hỏi này.", colour="bold")
    documents = {hit.document.id: hit.document for hit in answer.hits}
    _print_part("Văn bản gần chủ đề nhất", [_named(card) for card in documents.values()])
    _print("Các đoạn gần nhất, không phải câu trả lời:", colour="bold")


def _print_hit(hit: Hit) -> None:
    if hit.folded_under is not None:
        place = f"{hit.rank}. (cùng văn bản với {hit.folded_under}) {hit.place}"
        _print(f"{place}, {pages_text(hit.pages)}{_scan(hit)}", colour="cyan")
        return
    print()
    _print(f"{hit.rank}. {_named(hit.document)}", colour="bold")
    _print(f"{hit.place}, {pages_text(hit.pages)}{_scan(hit)}", "   ", "cyan")
    _print_state(hit.document.state, "   ")
    print("\n".join(folded(hit.text, "   ", hit.highlights)))
    _print(f"Trích dẫn: {hit.citation.passage}", "   ", "dim")
    for other in hit.why.others:
        _print(other, "   ", "dim")
    if hit.mismatch:
        _print(f"Không phải trích nguyên văn: {hit.mismatch}", "   ", "yellow")
    for warning in hit.document.warnings:
        _print(warning, "   ", "yellow")


def _print_state(state: DocumentState | None, indent: str) -> None:
    """Whether a document is in force: in a quiet line where nothing speaks against it."""
    if state is None:
        return
    if state.newer:
        _print(older(state), indent, "yellow")
    if state.state is State.IN_FORCE:
        _print(STATE_NAMES[state.state], indent, "dim")
    else:
        _print(reason(state), indent, "yellow")
    if state.possible:
        _print(doubt(state), indent, "yellow")


def _named(card: DocumentCard) -> str:
    about = _about(card.facts)
    return card.heading + (f": {about}" if about else "")


def pages_text(pages: tuple[int, int] | None) -> str:
    """ "trang 4", "trang 4-5"; a Word file has no pages."""
    if pages is None:
        return "không chia trang"
    first, last = pages
    return f"trang {first}" if first == last else f"trang {first}-{last}"


def _scan(hit: Hit) -> str:
    """How surely a hit's pages were recognised; "" for pages with a text layer."""
    said = scan_words(hit.ocr_quality, hit.corrected)
    return said and f", {said}"


def _about(facts: Facts) -> str:
    day = f"ngày {format_date(facts.date)}" if facts.date else None
    return ", ".join(part for part in (facts.type, facts.title, facts.issuer, day) if part)


def _number_line(number: NumberAnswer) -> str:
    cited = f"; được viện dẫn ở {number.cited_by} đoạn" if number.cited_by else ""
    if number.held:
        return f"{number.asked}: thư viện đang giữ {len(number.held)} văn bản mang số này{cited}."
    if number.known:
        facts = "; ".join(_about(known.facts) + _ended(known.state) for known in number.known)
        return f"{number.asked}: chưa có trong thư viện; theo danh mục: {facts}{cited}."
    near = f" Ý bạn là {', '.join(number.near)}?" if number.near else ""
    return f"{number.asked}: không có trong thư viện và trong danh mục{cited}.{near}"


def _ended(state: DocumentState | None) -> str:
    """What has changed a document of the catalogue, in brackets; "" where nothing has."""
    return f" ({reason(state)})" if state and state.changes else ""


def _citing_line(link: ReferenceLink) -> str:
    """Who mentions a document, and where: "901-HD/BTGTUM, Phần I, mục 1, trang 2"."""
    page = f", trang {link.page}" if link.page else ""
    return f"{link.card.heading if link.card else '—'}, {link.place}{page}"


def outcome_line(outcome: AddOutcome) -> str:
    """One line for one file: what became of it, and why."""
    colour, word = _STATUS[outcome.status]
    detail = clean(outcome.reason or _added_detail(outcome))
    return f"{ink(f'{word:>9}', colour)}  {clean(outcome.path)}  {ink(detail, 'dim')}".rstrip()


def _added_detail(outcome: AddOutcome) -> str:
    if outcome.document is None:
        return ""
    passages = f", {outcome.passages} đoạn" if outcome.passages else ""
    said = [f"{outcome.document.heading}{passages}", *outcome.warnings]
    return ". ".join(sentence.removesuffix(".") for sentence in said)


def print_document(view: DocumentView) -> None:
    """One document: its facts, its outline, what it cites and what cites it."""
    from kb.store.corrections import BY_HAND

    _print(view.citation.full, colour="bold")
    _print(f"Mã: {view.card.id}")
    length = f"{view.card.page_count} trang" if view.card.page_count else "không chia trang"
    added = format_date(date.fromisoformat(view.added_at))
    _print(f"Tệp: {view.card.file_name}, {length}, nạp ngày {added}")
    _print_state(view.card.state, "")
    for change in view.card.state.changes if view.card.state else ():
        proof = f": “{change.proof}”" if change.proof else ""
        _print(f"{change.heading}, {change.place}{proof}", "  ", "dim")
    if view.card.limited:
        _print(view.card.limited, colour="yellow")
    if view.unrelated:
        _print(unrelated(view.unrelated), colour="yellow")
    if view.facts_version:
        _print(f"Phiên bản thông tin: {view.facts_version}")
    if view.citation.older:
        _print(f"{view.citation.older}.", colour="yellow")
    if view.citation.missing:
        _print(f"Văn bản không ghi: {', '.join(view.citation.missing)}", colour="yellow")
    for source in view.sources:
        if source.confidence in _DOUBTS:
            doubt = f"{_DOUBTS[source.confidence]} {FACT_NAMES[source.field]}: {source.reason}"
            _print(doubt, colour="yellow")
        elif source.reason.startswith(BY_HAND):
            _print(f"{FACT_NAMES[source.field].capitalize()} do {source.reason}", colour="dim")
    outline = [
        "  " * (len(division.path) - 1) + f"{label_of(division)}. {division.title}".rstrip(". ")
        for division in view.outline
    ]
    _print_part("Mục lục", outline)
    for relation, links in by_relation(view.cites):
        _print_part(RELATION_NAMES[relation], [_link_line(link) for link in links])
    for relation, links in by_relation(view.cited_by):
        citing = [f"{link.card.heading if link.card else '—'} ({link.place})" for link in links]
        _print_part(REVERSE_NAMES[relation], citing)


def _link_line(link: ReferenceLink) -> str:
    day = f", ngày {format_date(link.date)}" if link.date else ""
    name = link.symbol or f"{link.type} {link.name}"
    held = "" if link.card else ", chưa có trong thư viện"
    if link.uncertain:
        held = f"; có thể là: {'; '.join(map(_candidate, link.uncertain))}"
    return f"{name}{day} ({link.place}){held}"


def _candidate(known: KnownDocument) -> str:
    """A document that may be meant: "36-NQ/TW, Nghị quyết, về kinh tế biển, ngày 22/10/2018"."""
    held = " (có trong thư viện)" if known.held_id else ""
    return f"{known.facts.symbol}, {_about(known.facts)}{held}"


def _print_part(title: str, lines: list[str]) -> None:
    if lines:
        _print(title, colour="bold")
    for line in lines:
        _print(line, "  ")


def print_checks(checks: Iterable[Check]) -> bool:
    """The checks, each with its mend; true if all is well."""
    well = True
    for check in checks:
        well = well and check.ok
        mark = ink("✓", "green") if check.ok else ink("✗", "red")
        first, *others = folded(f"{check.name}: {check.detail}", "  ")
        print(f"{mark} {first[2:]}")
        for line in others:
            print(line)
        if check.remedy:
            _print(f"cách khắc phục: {check.remedy}", "  ")
    return well


def print_faults(faults: Iterable[Fault]) -> None:
    """What is wrong with the library, each with its mend, or that it is mended."""
    found = list(faults)
    for fault in found:
        mark = ink("✓", "green") if fault.repaired else ink("✗", "red")
        first, *others = folded(fault.what, "  ")
        print("\n".join((f"{mark} {first[2:]}", *others)))
        _print("đã sửa" if fault.repaired else f"cách khắc phục: {fault.mend}", "  ")
    left = sum(not fault.repaired for fault in found)
    if not found:
        print("Thư viện nguyên vẹn: mọi tệp, mọi đoạn và chỉ mục đều đúng.")
    else:
        print(f"{len(found)} chỗ sai, đã sửa {len(found) - left}, còn {left}.")


def print_faults_json(faults: Iterable[Fault]) -> None:
    """A list of objects; `path` and `document_id` are null where the fault is about none."""
    told = [
        {
            "kind": fault.kind.value,
            "what": fault.what,
            "mend": fault.mend,
            "path": fault.path and str(fault.path),
            "document_id": fault.document_id,
            "repaired": fault.repaired,
        }
        for fault in faults
    ]
    print(json.dumps(told, ensure_ascii=False, indent=2))
