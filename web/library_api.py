"""The JSON API of the library's lists: what it holds, knows, lacks and awaits, its log and its state.

Each list comes in parts (`web.paging`); the orders are those of the pages.
"""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from kb.document import Facts
from kb.service.gaps import Gap
from kb.service.gaps_export import GapJson, gap_json, gaps_csv
from kb.service.keeping.journal import entry_json
from kb.service.reading_json import HealthJson, WaitingJson, health_json, waiting_json
from kb.service.results import DocumentCard, KnownDocument
from kb.service.serialise import known_json, listed_json
from kb.service.shapes import EntryJson, KnownJson, ListedJson
from web.api_document import binary
from web.dependencies import Asked, Keeping
from web.headers import disposition
from web.paging import Key, ListPage, Paging, Part, foreign_cursor, listed
from web.presenters.listing import mentions, order_key

router = APIRouter(tags=["Thư viện"])


@router.get("/api/v1/documents", summary="Các văn bản đang có", response_model=ListPage[ListedJson])
def documents(
    service: Asked,
    paging: Paging,
    q: str = "",
    sort: Literal["date", "symbol", "title"] = "date",
) -> JSONResponse:
    """The held documents whose facts or file name have every word of `q`: the newest first, or by
    symbol or title; those without it last."""

    def key(card: DocumentCard) -> Key:
        return *order_key(card.facts, sort), card.id

    found = (card for card in service.documents() if mentions(card.facts, q, card.file_name))
    return listed(found, f"documents {sort}", key, listed_json, paging)


@router.get("/api/v1/catalogue", summary="Danh mục văn bản", response_model=ListPage[KnownJson])
def catalogue(
    service: Asked, paging: Paging, q: str = "", held: Literal["", "yes", "no"] = ""
) -> JSONResponse:
    """The documents that kb knows by their facts, held or not, the newest first."""
    found = (
        known
        for known in service.known_documents()
        if mentions(known.facts, q) and (not held or (known.held_id is not None) == (held == "yes"))
    )
    return listed(found, "catalogue", _known_key, known_json, paging)


@router.get(
    "/api/v1/gaps",
    summary="Văn bản được viện dẫn mà chưa có",
    response_model=ListPage[GapJson],
    responses=binary("text/csv"),
)
def gaps(
    service: Asked, paging: Paging, q: str = "", format: Literal["json", "csv"] = "json"
) -> Response:
    """The documents that held ones cite and the library does not hold, most cited first; the table
    (`csv`) has all at once. What is cited more or less meanwhile may move past the cursor."""
    found = [gap for gap in service.gaps() if mentions(gap.facts, q, gap.name)]
    if format == "json":
        return listed(found, "gaps", _gap_key, gap_json, paging)
    headers = {"Content-Disposition": disposition("attachment", "van-ban-con-thieu.csv")}
    return Response(gaps_csv(found), media_type="text/csv; charset=utf-8", headers=headers)


@router.get(
    "/api/v1/waiting", summary="Tệp chờ nhận dạng chữ", response_model=ListPage[WaitingJson]
)
def waiting(service: Asked, paging: Paging) -> JSONResponse:
    """The files whose scanned pages nobody has read yet, the longest waiting first."""
    files = service.waiting.files()
    return listed(files, "waiting", lambda file: (str(file.since), file.id), waiting_json, paging)


@router.get("/api/v1/history", summary="Nhật ký thay đổi", response_model=ListPage[EntryJson])
def history(keeper: Keeping, paging: Paging) -> JSONResponse:
    """The log of all changes, the oldest first."""
    entries = keeper.log.after(_entry_before(paging), paging.limit + 1)
    return listed(entries, "history", lambda entry: (entry.id,), entry_json, paging)


@router.get("/api/v1/health", summary="Tình trạng hệ thống", response_model=HealthJson)
def health(service: Asked) -> JSONResponse:
    """The state of the installation, as `kb doctor` says it."""
    return JSONResponse(health_json(service.checks()))


def _entry_before(paging: Part) -> int:
    """The id of the last entry that was given, 0 where there was none. Raises InvalidCursor."""
    after = paging.after("history") or (0,)
    if not isinstance(after[0], int) or abs(after[0]) >= 2**63:  # SQLite counts no further
        raise foreign_cursor()
    return after[0]


def _known_key(known: KnownDocument) -> Key:
    return *order_key(known.facts, "date"), *_words_of(known.facts)


def _gap_key(gap: Gap) -> Key:
    undated, newest_first = order_key(gap.facts, "date")
    return -gap.documents, -gap.passages, undated, newest_first, gap.name, *_words_of(gap.facts)


def _words_of(facts: Facts) -> tuple[str, ...]:
    said = (facts.symbol, facts.issuer, facts.type, facts.title, facts.term)
    return tuple(str(one or "") for one in said)
