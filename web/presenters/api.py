"""The routes of the API for whoever writes a program: a table for each tag of the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kb.person import PERMISSIONS, ROLE_NAMES, Permission
from web import labels
from web.presenters.page import Page, page_of


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One operation; `parameters` are those of the address, `role` the least that may use it."""

    method: str
    path: str
    summary: str
    parameters: str
    role: str


@dataclass(frozen=True, slots=True)
class RouteGroup:
    """The operations of one tag."""

    name: str
    rows: tuple[RouteRow, ...]


@dataclass(frozen=True, slots=True)
class ApiView:
    """The page of the API (`api.html`); `document_url` is the address of its OpenAPI document."""

    page: Page
    groups: tuple[RouteGroup, ...]
    document_url: str


def api_view(
    document: Mapping[str, Any], needed: Mapping[str, Permission | None], document_url: str
) -> ApiView:
    """The page of an OpenAPI document; `needed` says by path who may."""
    groups: dict[str, list[RouteRow]] = {}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            row = _row(path, method, operation, needed[path])
            groups.setdefault(operation["tags"][0], []).append(row)
    told = tuple(RouteGroup(name, tuple(rows)) for name, rows in groups.items())
    return ApiView(page_of(labels.PAGE_TITLES["api"], "account"), told, document_url)


def _row(
    path: str, method: str, operation: Mapping[str, Any], needed: Permission | None
) -> RouteRow:
    named = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]
    return RouteRow(
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        parameters=", ".join(named),
        role=_least_role(needed),
    )


def _least_role(needed: Permission | None) -> str:
    able = (role for role, allowed in PERMISSIONS.items() if needed is None or needed in allowed)
    return ROLE_NAMES[next(able)]
