"""Addresses of kb's own pages; every link in a page is made here (or by the service, for a hit)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import quote, urlencode

from kb.query import Filters, Sort

Terms = Mapping[str, str | int | None]
"""Parameters of an address; what is None is left out."""

FILTER_PARAMETERS = {"since": "from", "until": "to"}
"""Filters whose name in an address is another than their field's."""


def search_url(
    typed: str,
    filters: Filters,
    limit: int | None = None,
    *,
    sort: Sort = Sort.RELEVANCE,
    declined: Collection[str] = (),
) -> str:
    """The page of results for a query under filters; what is not set is left out."""
    chosen = dict(search_terms(filters, sort, declined))
    return _with("/", {"q": typed, **chosen, "limit": limit})


def export_url(
    typed: str,
    filters: Filters,
    limit: int,
    form: str,
    *,
    sort: Sort = Sort.RELEVANCE,
    declined: Collection[str] = (),
) -> str:
    """The hits of the same search as a file of citations."""
    chosen = dict(search_terms(filters, sort, declined))
    return _with("/api/v1/export", {"q": typed, **chosen, "limit": limit, "format": form})


def search_terms(
    filters: Filters, sort: Sort = Sort.RELEVANCE, declined: Collection[str] = ()
) -> tuple[tuple[str, str], ...]:
    """What is chosen beside the words, as parameters of an address."""
    chosen = [
        (FILTER_PARAMETERS.get(name, name), value) for name, value in filters.in_force().items()
    ]
    order = [("sort", sort.value)] if sort is not Sort.RELEVANCE else []
    return (*chosen, *order, *([("declined", ",".join(sorted(declined)))] if declined else []))


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


MARK = "danh-dau"
"""The anchor of what is marked on a page."""


def sheet_url(document_id: str, number: int, terms: Terms) -> str:
    """The view of a page (from 1); `terms` say what is marked on it and by which search."""
    page = _with(f"/van-ban/{quote(document_id, safe='')}/trang/{number}", terms)
    marked = any(terms.get(name) is not None for name in ("tu", "d"))
    return f"{page}#{MARK}" if marked else page


def sheet_image_url(document_id: str, number: int) -> str:
    """The picture of a page."""
    return f"/van-ban/{quote(document_id, safe='')}/trang/{number}/hinh"


def queue_url(kind: str = "") -> str:
    """The queue of what needs eyes, narrowed to a kind of item where one is given."""
    return _with("/duyet", {"loai": kind or None})


def review_url(document_id: str, item: str = "", page: int | None = None, *, done: str = "") -> str:
    """The screen on which a document is reviewed, at an item and a page, with what was just done."""
    screen = f"/duyet/{quote(document_id, safe='')}"
    return _with(screen, {"muc": item or None, "trang": page, "xong": done or None})


def review_image_url(document_id: str, number: int) -> str:
    """The picture of a page for those who review."""
    return f"{review_url(document_id)}/trang/{number}/hinh"


def page_text_url(document_id: str, number: int) -> str:
    """The form that corrects the lines of a recognised page."""
    return f"{sheet_url(document_id, number, {})}/chu"


def page_text_undo_url(document_id: str, number: int) -> str:
    """Where the last correction is taken back, from that form."""
    return f"{page_text_url(document_id, number)}/hoan-tac"


def correction_url(document_id: str) -> str:
    """The form that corrects the facts of a document."""
    return f"{document_url(document_id)}/sua"


def undo_url(document_id: str) -> str:
    """Where its last correction is taken back."""
    return f"{document_url(document_id)}/hoan-tac"


def limit_url(document_id: str) -> str:
    """Where it is said who may see it."""
    return f"{document_url(document_id)}/gioi-han"


def throw_url(document_id: str) -> str:
    """Where a document is put into the trash."""
    return f"{document_url(document_id)}/bo"


def trash_url(document_id: str = "", step: str = "") -> str:
    """The trash, or a step with a document in it."""
    return f"/thung-rac/{quote(document_id, safe='')}/{step}" if document_id else "/thung-rac"


def restore_url(document_id: str) -> str:
    """Where a document is taken out of the trash."""
    return trash_url(document_id, "lay-lai")


def purge_url(document_id: str) -> str:
    """Where a document in the trash is deleted for ever."""
    return trash_url(document_id, "xoa")


def duplicates_url(document_id: str = "", number: int = 1) -> str:
    """The documents that are alike, or those that are like one; page `number` of them."""
    terms = {"van_ban": document_id or None, "trang": number if number > 1 else None}
    return _with("/trung-lap", terms)


def decide_url(newer_id: str, older_id: str) -> str:
    """Where it is said what two documents are to each other."""
    return f"/trung-lap/{quote(newer_id, safe='')}/{quote(older_id, safe='')}"


def done_url(page: str, done: str) -> str:
    """A page with what was just done."""
    return _with(page, {"xong": done})


def login_url(wanted: str) -> str:
    """The login, and from there the page that was wanted."""
    return _with("/dang-nhap", {"tiep": wanted if wanted != "/" else None})


def account_url(done: str = "") -> str:
    """The page of one's own account, with what was just done to it."""
    return _with("/tai-khoan", {"xong": done or None})


def quarantine_url(document_id: str = "", step: str = "") -> str:
    """The files in quarantine, or a step with one of them."""
    return f"/cach-ly/{quote(document_id, safe='')}/{step}" if document_id else "/cach-ly"


def log_url(terms: Terms) -> str:
    """The log of changes, narrowed by `terms`."""
    return _with("/nhat-ky", terms)


def log_csv_url(terms: Terms) -> str:
    """The same as a table for spreadsheets."""
    return _with("/nhat-ky/csv", terms)


def person_url(name: str) -> str:
    """The page on which administrators look after an account."""
    return f"/nguoi-dung/{quote(name, safe='')}"


def library_url(typed: str, sort: str) -> str:
    """The library, narrowed by `typed` and ordered by `sort`."""
    return _with("/van-ban", {"q": typed or None, "sort": sort})


def catalogue_url(typed: str, held: str) -> str:
    """The catalogue, narrowed by `typed` and to held or not held documents."""
    return _with("/danh-muc", {"q": typed or None, "held": held or None})


def _with(path: str, terms: Terms) -> str:
    said = {name: value for name, value in terms.items() if value is not None}
    return f"{path}?{urlencode(said)}" if said else path
