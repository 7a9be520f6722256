"""Says every trouble once: as a page in Vietnamese, or under /api as JSON of one shape.

`{"error": {"code": "unknown_document", "message": "…"}}`; the code is the error's class name in
snake case, or one of `not_found`, `method_not_allowed`, `length_required`, `range_not_satisfiable`,
`bad_request`, `invalid_parameter`, `login_needed` and `internal_error`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from kb import errors
from web import troubles
from web.dependencies import renderer_of
from web.headers import secure
from web.presenters.simple import error_view

_NOT_FOUND = (
    errors.UnknownDocument,
    errors.UnknownItem,
    errors.UnknownPlace,
    errors.UnknownJob,
    errors.UnknownAccount,
)
_OUT_OF_SERVICE = (
    errors.IndexMissing,
    errors.IndexMismatch,
    errors.IndexDamaged,
    errors.StoreFailure,
    errors.LibraryBusy,
    errors.NoPageView,
    errors.ModelMissing,
    errors.ModelFileCorrupt,
    errors.InvalidSettings,
)
"""Troubles of the installation, which the reader cannot mend by asking otherwise."""

_REFUSED: dict[type[errors.KbError], int] = {
    errors.LoginFailed: 403,
    errors.NotAllowed: 403,
    errors.Unasked: 403,
    errors.Conflict: 409,
    errors.InvalidCursor: 422,
    errors.TooLarge: 413,
    errors.UploadTooLarge: 413,
    errors.TooManyAttempts: 429,
    errors.TooManyRequests: 429,
}

_HTTP = {
    404: ("not_found", troubles.UNKNOWN_PAGE),
    411: ("length_required", troubles.UNMEASURED),
    416: ("range_not_satisfiable", troubles.NO_SUCH_PART),
    405: ("method_not_allowed", troubles.WRONG_METHOD),
}


def install(app: FastAPI) -> None:
    """Makes `app` answer every error by the handlers of this module."""
    app.exception_handler(errors.KbError)(known_trouble)
    app.exception_handler(RequestValidationError)(_bad_parameter)
    app.exception_handler(HTTPException)(_http_trouble)
    app.exception_handler(Exception)(_unexpected)


def status_of(error: errors.KbError) -> int:
    """The HTTP status of an error that kb raised on purpose."""
    if isinstance(error, _NOT_FOUND):
        return 404
    if isinstance(error, _OUT_OF_SERVICE):
        return 503
    return _REFUSED.get(type(error), 400)


def code_of(error: errors.KbError) -> str:
    """The error's name for a program: UnknownDocument → "unknown_document"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__).lower()


def is_api(request: Request) -> bool:
    """True if a program is to be answered, not a person."""
    return str(request.scope["path"]).startswith("/api/")


def error_answer(request: Request, status: int, code: str, message: str) -> Response:
    """The answer that says an error: JSON under /api, else a page."""
    if is_api(request):
        body = {"error": {"code": code, "message": message}}
        return JSONResponse(body, status_code=status)
    return renderer_of(request).page(error_view(status, message), status)


def known_trouble(request: Request, error: errors.KbError) -> Response:
    """The answer to an error that kb raised on purpose."""
    answer = error_answer(request, status_of(error), code_of(error), str(error))
    if isinstance(error, errors.TooManyAttempts | errors.TooManyRequests):
        answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _bad_parameter(request: Request, error: RequestValidationError) -> Response:
    """Names the first parameter that cannot be read; the others would wait their turn anyway."""
    first = error.errors()[0]
    return error_answer(request, 422 if is_api(request) else 400, "invalid_parameter", _said(first))


def _said(trouble: Mapping[str, Any]) -> str:
    where = [str(step) for step in trouble["loc"]]
    if trouble["type"] == "json_invalid" or len(where) == 1:
        return troubles.NOT_JSON
    name = ".".join(where[1:])
    if trouble["type"] == "missing":
        return troubles.missing_parameter(name)
    return troubles.bad_parameter(name, trouble["input"])


def _http_trouble(request: Request, error: HTTPException) -> Response:
    code, message = _HTTP.get(error.status_code, ("bad_request", troubles.BAD_REQUEST))
    if error.status_code == 404 and is_api(request):
        message = troubles.UNKNOWN_ADDRESS
    answer = error_answer(request, error.status_code, code, message)
    answer.headers.update(error.headers or {})
    return answer


def _unexpected(request: Request, error: Exception) -> Response:
    """Says that something broke and nothing of how; the server's log has the trace.

    Starlette runs this handler outside all middleware, so the headers are added here.
    """
    answer = error_answer(request, 500, "internal_error", troubles.UNEXPECTED)
    secure(answer.headers)
    return answer
