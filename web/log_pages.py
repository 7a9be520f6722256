"""The log of all changes, for administrators: looked through on a page, or taken along as a table."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BeforeValidator, Field

from kb.service.keeping.journal import entries_csv
from kb.store.audit import Action
from web.dependencies import Day, Keeping, Rendering, Text, blank_as_none
from web.headers import disposition
from web.presenters.log import ROWS, LogTerms, log_view

router = APIRouter()

_Done = Annotated[Action | None, BeforeValidator(blank_as_none)]


def terms_of(
    nguoi: Text = None,
    viec: _Done = None,
    van_ban: Text = None,
    tu: Day = None,
    den: Day = None,
    trang: Annotated[int, Query(), Field(ge=1, le=1_000_000)] = 1,
) -> LogTerms:
    """The terms in the address."""
    return LogTerms(nguoi, viec, van_ban and van_ban.strip(), tu, den, trang)


Looked = Annotated[LogTerms, Depends(terms_of)]


@router.get("/nhat-ky")
def log_page(keeper: Keeping, renderer: Rendering, terms: Looked) -> HTMLResponse:
    """A page of the log."""
    part = keeper.log.part(terms.wanted(), ROWS, (terms.number - 1) * ROWS)
    return renderer.page(log_view(part, terms, keeper.log.actors()))


@router.get("/nhat-ky/csv")
def log_table(keeper: Keeping, terms: Looked) -> Response:
    """All that the page would show, on one page or several, oldest first as `kb history --csv`."""
    entries = reversed(keeper.log.part(terms.wanted()).entries)
    headers = {"Content-Disposition": disposition("attachment", "nhat-ky.csv")}
    return Response(entries_csv(entries), media_type="text/csv; charset=utf-8", headers=headers)
