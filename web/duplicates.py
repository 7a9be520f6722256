"""Documents that are alike: the page on which somebody says what they are, and the same over the
API."""

from __future__ import annotations

from datetime import UTC
from enum import Enum
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from kb.errors import NotAllowed
from kb.person import Permission
from kb.service.keeping.duplicate_json import DuplicateJson, duplicate_json
from kb.service.keeping.duplicates import Duplicate
from kb.store.records import Decision
from web import troubles
from web.api_document import refusals
from web.bodies import Sent
from web.dependencies import Keeping, Rendering, Visiting
from web.links import done_url, duplicates_url
from web.paging import Key, ListPage, Paging, listed
from web.presenters.duplicates import duplicates_view
from web.visitor import Visitor

router = APIRouter()
_TAGS: list[str | Enum] = ["Giữ gìn thư viện"]


class Answer(Sent):
    """What is said of a pair; `keep_newer` turns round which of two that are the same stays."""

    decision: Decision
    keep_newer: bool = False


@router.get("/trung-lap")
def duplicates_page(
    keeper: Keeping,
    renderer: Rendering,
    van_ban: str = "",
    trang: Annotated[int, Query(ge=1)] = 1,
    xong: str = "",
) -> HTMLResponse:
    """The open questions, or all pairs of one document."""
    pairs = keeper.duplicates([van_ban] if van_ban else None)
    return renderer.page(duplicates_view(pairs, keeper.compared, van_ban, trang, xong))


@router.post("/trung-lap/{newer_id}/{older_id}")
def answer_from_page(
    newer_id: str,
    older_id: str,
    keeper: Keeping,
    visitor: Visiting,
    decision: Annotated[Decision, Form()],
    keep_newer: Annotated[bool, Form()] = False,
    ve: Annotated[Literal["", "them"], Form()] = "",
) -> RedirectResponse:
    """Answers, then shows the page that was answered from."""
    _require_trash(visitor, decision)
    keeper.decide(newer_id, older_id, decision, keep_newer=keep_newer)
    page = "/them" if ve else done_url(duplicates_url(), decision.value)
    return RedirectResponse(page, 303)


@router.get(
    "/api/v1/duplicates",
    summary="Văn bản giống nhau",
    tags=_TAGS,
    response_model=ListPage[DuplicateJson],
)
def duplicates(
    keeper: Keeping, paging: Paging, document: str = "", state: Literal["open", "all"] = "open"
) -> JSONResponse:
    """The pairs that wait for an answer, or all; those of one document where its id is given. The
    latest added first."""
    pairs = keeper.duplicates([document] if document else None)
    shown = [pair for pair in pairs if pair.is_open or state == "all"]
    return listed(shown, f"duplicates {state}", _key, duplicate_json, paging, downwards=True)


@router.post(
    "/api/v1/duplicates/{newer_id}/{older_id}",
    summary="Quyết định về một cặp giống nhau",
    tags=_TAGS,
    response_model=DuplicateJson,
    responses=refusals(400, 404),
)
def answer(
    newer_id: str, older_id: str, sent: Answer, keeper: Keeping, visitor: Visiting
) -> JSONResponse:
    """Answers; the pair as it is then."""
    _require_trash(visitor, sent.decision)
    keeper.decide(newer_id, older_id, sent.decision, keep_newer=sent.keep_newer)
    pair, found = {newer_id, older_id}, keeper.duplicates([newer_id])
    said = next(one for one in found if {one.new.card.id, one.old.card.id} == pair)
    return JSONResponse(duplicate_json(said))


def _key(pair: Duplicate) -> Key:
    added = pair.new.added_at.astimezone(UTC).isoformat(timespec="microseconds")
    return added, pair.new.card.id, pair.old.card.id


def _require_trash(visitor: Visitor, decision: Decision) -> None:
    """Two that are the same move through the trash."""
    allowed = visitor.person is not None and visitor.person.may(Permission.TRASH)
    if decision is Decision.SAME and not allowed:
        raise NotAllowed(troubles.NOT_ALLOWED)
