"""The OpenAPI document of `/api/v1`, made from the routes and from what `web.permissions` says of them.

The answers themselves are built by typed functions and not checked against the document when they are
sent; the tests compare the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.routing import APIRouter

from web import labels
from web.dependencies import Rendering
from web.permissions import RULES, SAFE_METHODS, Cost
from web.presenters.api import api_view
from web.troubles import ERROR_HEADINGS

PREFIX = "/api/v1/"
ADDRESS = f"{PREFIX}openapi.json"

router = APIRouter()

_DESCRIPTION = (
    "Mọi việc làm được trên trang web, dành cho chương trình. Chương trình gửi mã truy cập "
    "trong tiêu đề Authorization: Bearer. Mọi lỗi có dạng {error: {code, message}}. Danh sách được "
    "trả từng phần: gửi lại giá trị “next” trong tham số cursor để đọc tiếp. Đăng nhập và đăng xuất "
    "chỉ có trên trang web."
)
_ERROR = {
    "type": "object",
    "description": "`code` is for programs, `message` a sentence in Vietnamese for people.",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
        }
    },
}
_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "Mã truy cập của một tài khoản."},
    "session": {"type": "apiKey", "in": "cookie", "name": "kb_session"},
}
_ALWAYS = (401, 403, 500, 503)

Responses = dict[int | str, dict[str, Any]]


def described(request: Request) -> dict[str, Any]:
    """The document of the app that answers, made when it is first asked for."""
    app: FastAPI = request.app
    if app.state.api_document is None:
        app.state.api_document = document_of(app)
    found: dict[str, Any] = app.state.api_document
    return found


Described = Annotated[dict[str, Any], Depends(described)]


def refusals(*statuses: int) -> Responses:
    """Errors of a route beside those that its address, its method and its cost let one expect."""
    return {status: {"description": ERROR_HEADINGS[status]} for status in statuses}


def binary(*media_types: str, parts: bool = False) -> Responses:
    """An answer that is a file of one of these types; with `parts`, a range of it can be asked for."""
    content = {}
    for kind in media_types:
        schema = {} if kind.endswith("json") else {"type": "string", "format": "binary"}
        content[kind.split(";")[0]] = {"schema": schema}
    answers: Responses = {200: {"description": "Tệp.", "content": content}}
    if parts:
        answers[206] = {"description": "Một phần của tệp.", "content": content}
        answers |= refusals(416)
    return answers


def form(**fields: Mapping[str, Any]) -> dict[str, Any]:
    """A form (multipart/form-data) that a route reads itself; a field without a default is needed."""
    needed = [name for name, field in fields.items() if "default" not in field]
    schema = {"type": "object", "properties": fields, "required": needed}
    content = {"multipart/form-data": {"schema": schema}}
    return {"requestBody": {"required": True, "content": content}}


@router.get(ADDRESS, tags=["API"], summary="Tài liệu OpenAPI này", response_model=dict[str, Any])
def api_document(document: Described) -> JSONResponse:
    """This document."""
    return JSONResponse(document)


@router.get("/api")
def api_page(document: Described, renderer: Rendering) -> HTMLResponse:
    """The routes in a table, for whoever writes a program."""
    needed = {path: rule.permission for path, rule in RULES.items()}
    return renderer.page(api_view(document, needed, ADDRESS))


def document_of(app: FastAPI) -> dict[str, Any]:
    """The document of the app's routes under `/api/v1`."""
    document = get_openapi(
        title=labels.PRODUCT, version=app.version, description=_DESCRIPTION, routes=app.routes
    )
    paths = {path: item for path, item in document["paths"].items() if path.startswith(PREFIX)}
    for path, item in paths.items():
        for method, operation in item.items():
            operation["responses"] |= dict(_errors_of(path, method.upper(), operation))
            for answer in operation["responses"].values():
                if answer["description"] == "Successful Response":
                    answer["description"] = "Thành công."
    schemas = document["components"]["schemas"] | {"Error": _ERROR}
    kept = _reached(paths, schemas)
    document["paths"] = paths
    document["components"] = {
        "schemas": {name: schemas[name] for name in sorted(kept)},
        "securitySchemes": _SCHEMES,
    }
    document["security"] = [{name: []} for name in _SCHEMES]
    return document


def _errors_of(
    path: str, method: str, operation: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    told: Mapping[str, dict[str, Any]] = operation["responses"]
    own = {int(status) for status in told if int(status) >= 400}
    for status in sorted(own | set(_expected(path, method, operation))):
        answer = told.get(str(status), {})
        if "content" in answer and status != 422:  # a shape of its own, as that of a conflict
            continue
        reference = {"$ref": "#/components/schemas/Error"}
        content = {"application/json": {"schema": reference}}
        yield str(status), {"description": ERROR_HEADINGS[status], "content": content}


def _expected(path: str, method: str, operation: Mapping[str, Any]) -> Iterator[int]:
    """The errors that a route can give for what it is."""
    yield from _ALWAYS
    if "{" in path:
        yield 404
    if "parameters" in operation or "requestBody" in operation:
        yield 422
    if RULES[path].cost is not Cost.SMALL:
        yield 429
    if method not in SAFE_METHODS:
        yield from (400, 413)


def _reached(part: object, schemas: Mapping[str, Any]) -> set[str]:
    """The names of the schemas that a part of the document refers to, be it through others."""
    found: set[str] = set()
    waiting = [part]
    while waiting:
        for name in _named(waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(schemas[name])
    return found


def _named(part: object) -> Iterable[str]:
    return re.findall(r"#/components/schemas/([\w.-]+)", repr(part))
