"""Addresses of kb's own pages; every link in a page is made here (or by the service, for a hit)."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from kb.query import Filters


def search_url(typed: str, filters: Filters, limit: int | None = None) -> str:
    """The page of results for a query under filters; what is None is left out."""
    terms = {
        "q": typed,
        "type": filters.type,
        "issuer": filters.issuer,
        "year": filters.year,
        "limit": limit,
    }
    return _with("/", terms)


def document_url(document_id: str, division: str = "") -> str:
    """The page of a document, at a division where one is given: `/van-ban/ab12#II/2/-1`."""
    page = f"/van-ban/{quote(document_id, safe='')}"
    return f"{page}#{quote(division, safe='/')}" if division else page


def anchor_url(anchor: str) -> str:
    """A place on the same page."""
    return f"#{quote(anchor, safe='/')}"


def original_url(document_id: str, page: int | None = None) -> str:
    """The original PDF, opened at a page (from 1) where one is given."""
    file = f"/van-ban/{quote(document_id, safe='')}/tep"
    return f"{file}#page={page}" if page else file


def page_view_url(document_id: str) -> str:
    """The pages of a document as a PDF."""
    return f"/van-ban/{quote(document_id, safe='')}/pdf"


def library_url(typed: str, sort: str) -> str:
    """The library, narrowed by `typed` and ordered by `sort`."""
    return _with("/van-ban", {"q": typed or None, "sort": sort})


def catalogue_url(typed: str, held: str) -> str:
    """The catalogue, narrowed by `typed` and to held or not held documents."""
    return _with("/danh-muc", {"q": typed or None, "held": held or None})


def _with(path: str, terms: dict[str, str | int | None]) -> str:
    said = {name: value for name, value in terms.items() if value is not None}
    return f"{path}?{urlencode(said)}" if said else path
