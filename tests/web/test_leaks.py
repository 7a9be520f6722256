"""Whoever may not see a document is answered as if the library did not hold it, on every route.

Each route of the app is asked, by the OpenAPI list, with each of its parameters, by people outside the
group that half of the documents are limited to: every answer must be, byte for byte, that of a library
which never held them. A route or a parameter that the walk does not know how to ask fails it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from kb.person import Person, Role
from kb.service.accounts import Accounts
from kb.service.admission import Admission
from kb.service.knowledge_base import KnowledgeBase
from kb.store.documents import open_store
from tests.fakes import HashEmbedder
from tests.people import PASSWORD, accounts_in
from tests.unit.service.test_checking import BothReader
from tests.web.conftest import OFFICE, local_client, log_in, token_on
from tests.web.limited import GROUP, HALF, HIDDEN_SENTENCE, MARKERS, SHARED, Shelf, filled
from web.app import create_app
from web.permissions import RULES
from web.visitor import Access

UNKNOWN = "0" * 64
QUERIES = (
    "dân vận khéo", "", "201-ĐA/BNCTUM", "dan van kheo nong thon moi", "mo hinh quongf khuoom",
    "lắng nghe khuôm thượt phiễng trướn", "108-HD/BTGTUM", "quong khuom phieng", "201 da bnctum",
    "ĐA 205", "209", "Điều 1 203-CTr/TUM", "888-QC/TW", "106-HD/BTGTUM còn hiệu lực không",
    "203-CTr/TUM", "quờng khuôm", "quờng khuon dân vận", "“mô hình quờng khuôm”", "UBQKP",
    "Phiễng trướn", "phi", "công tác dân", "Ngoẳm", "kín-", "đề án Ban Nội chính Trường Khê năm 2024",
    "thuế nhập khẩu ô tô điện", "ubqkp bao cao",
)  # fmt: skip
QUOTATIONS = (
    SHARED,
    HIDDEN_SENTENCE,
    "Mô hình quờng khuôm thứ 2 do UBQKP",
    "Ngoẳm thượt dân vận khéo",
)
DRAFT = "\n".join(
    (
        "Căn cứ Đề án số 201-ĐA/BNCTUM, ngày 01/02/2024 và Hướng dẫn số 106-HD/BTGTUM, ngày 06/3/2023;",
        "căn cứ Quy chế số 888-QC/TW, ngày 01/02/2020; Hướng dẫn số 108-HD/BTGTUM;",
        f"Hướng dẫn số 104-HD/BTGTUM, ngày 04/3/2023 nêu: “{SHARED}” và “{HIDDEN_SENTENCE} lần 1”.",
        "Các cấp ủy, tổ chức đảng căn cứ tình hình của mình mà thực hiện và báo cáo hằng quý.",
    )
)


def draft() -> bytes:
    """A draft in Word that cites and quotes what is hidden."""
    made, data = docx.Document(), BytesIO()
    for line in DRAFT.splitlines():
        made.add_paragraph(line)
    made.save(data)
    return data.getvalue()


DRAFTS: list[dict[str, Any]] = [
    {"files": {"file": ("du-thao.docx", draft())}, "data": {"format": wanted}}
    for wanted in ("json", "docx")
]
POSTED = {"/kiem-tra": DRAFTS, "/api/v1/check": DRAFTS}
"""What is sent to the routes that people outside may send something to."""

OF_ONESELF = (
    *("/dang-nhap", "/dang-xuat", "/mat-khau", "/ma-truy-cap", "/thu-hoi"),
    *("/account/password", "/account/tokens"),
)
"""How routes end that change one's own login, and tell of no document."""


TELLING_NOTHING = frozenset(
    {"/healthz", "/tai-khoan", "/api", "/api/v1/openapi.json", "/api/v1/account"}
)
"""Other routes that tell of no document."""


@dataclass(frozen=True)
class World:
    """The library with its hidden half and the one that never held it, each behind an app, and the
    accounts of both."""

    whole: FastAPI
    twin: FastAPI
    accounts: Accounts
    shelf: Shelf


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("kho")
    accounts = accounts_in(folder / "people.db")
    for role in Role:
        accounts.add(role, PASSWORD, role, "Đồng chí")
    accounts.add("inside", PASSWORD, Role.DRAFTER, "Đồng chí")
    accounts.set_groups("inside", [GROUP])
    access = Access(asks_per_minute=1_000_000)
    with open_in(folder / "whole") as whole, open_in(folder / "twin") as twin:
        shelf = filled(whole, folder / "whole", folder / "whole-den", whole=True)
        filled(twin, folder / "twin", folder / "twin-den", whole=False)
        apps = [create_app(library, accounts, access) for library in (whole, twin)]
        world = World(*apps, accounts, shelf)
        cursors = tuple(cursors_of(browser(world, "inside", world.whole)))
        yield replace(world, shelf=replace(shelf, cursors=cursors))
    accounts.close()


def cursors_of(inside: TestClient) -> Iterator[str]:
    """Cursors that end at documents that are hidden from others."""
    for path in ("documents", "documents?sort=symbol", "catalogue", "gaps"):
        sign = "&" if "?" in path else "?"
        for limit in (1, HALF // 2, HALF + 1):
            answer = inside.get(f"/api/v1/{path}{sign}limit={limit}").json()
            if answer["next"]:
                yield answer["next"]


@contextmanager
def open_in(home: Path) -> Iterator[KnowledgeBase]:
    """An empty library, the internal documents of which are for the group alone."""
    library = KnowledgeBase(
        home,
        open_store(home / "kb.db"),
        lambda: nullcontext(BothReader()),
        HashEmbedder,
        admission=Admission((GROUP,)),
    )
    yield library
    library.close()


def browser(world: World, name: str, app: FastAPI) -> TestClient:
    """A browser in which that account is logged in; its forms carry their token."""
    client = local_client(app, OFFICE)
    log_in(client, name)
    client.headers["x-form-token"] = token_on(client.get("/tai-khoan"))
    return client


def beside(client: TestClient, app: FastAPI) -> TestClient:
    """The same browser with the same login, before another app."""
    other = local_client(app, OFFICE)
    other.cookies, other.headers = client.cookies, client.headers
    return other


def probes(shelf: Shelf) -> dict[str, tuple[str, ...]]:
    """What each parameter is asked with: whatever a hidden document might answer to. The first value is
    what a route is asked with beside another parameter, where it must be asked something."""
    ids = (shelf.visible[4], shelf.hidden[4], shelf.hidden[12], shelf.visible[6], UNKNOWN)
    return {
        "document_id": ids,
        "number": ("1", "2", "9"),
        "job_id": (UNKNOWN,),
        "q": QUERIES,
        "text": QUOTATIONS,
        "document": (*ids, ids[1][:12], "203-CTr/TUM", "108-HD/BTGTUM", "04-kín-.pdf"),
        "type": ("Đề án", "Hướng dẫn"),
        "issuer": ("Ban Nội chính Trường Khê",),
        "year": ("2024", "2023"),
        "term": ("XXI", "XIII"),
        "circulation": ("Lưu hành nội bộ",),
        "from": ("2024-02-01", "2023-03-05"),
        "to": ("2024-02-28", "2023-03-05"),
        "state": ("in_force", "superseded"),
        "as_of": ("2024-03-01", "2023-01-01"),
        "sort": ("date", "relevance", "symbol", "title"),
        "declined": ("spelling", "type,issuer"),
        "limit": ("100", "1"),
        "format": ("csv", "json", "text", "bibtex", "ris", "csl", "docx"),
        "ranks": ("1,3", "21"),
        "held": ("yes", "no"),
        "cursor": shelf.cursors,
        "d": ("dieu-1",),
        "division": ("dieu-1",),
        "start": ("0",),
        "end": ("40",),
        "tu": ("0",),
        "den": ("40",),
        "phong": ("150",),
        "xong": ("sua",),
        "tiep": ("/van-ban",),
        "name": ("inside",),
        "newer_id": (ids[1],),
        "older_id": (ids[0],),
        "nguoi": ("an",),
        "viec": ("limit",),
        "van_ban": (ids[1], "201-ĐA/BNCTUM"),
        "trang": ("1",),
        "loai": ("fact",),
        "muc": ("fact:date",),
        "kind": ("fact",),
    }


_ALWAYS = ("document_id", "number", "job_id", "name", "newer_id", "older_id", "q", "text")


def askings(names: Iterable[str], values: dict[str, tuple[str, ...]]) -> Iterator[dict[str, str]]:
    """The usual question, and with each parameter each of its values."""
    usual = {name: values[name][0] for name in names if name in _ALWAYS}
    yield usual
    for name in names:
        yield from (usual | {name: value} for value in values[name])


def allows(role: Role, path: str) -> bool:
    """True if people of that role may use the route."""
    permission = RULES[path].permission
    return permission is None or Person("", role).may(permission)


def walk(
    client: TestClient, world: World, role: Role, most: int
) -> Iterator[tuple[str, httpx.Response]]:
    """Every request that somebody of that role makes, with what was typed for it, and its answer; each
    parameter with `most` values."""
    values = {name: given[:most] for name, given in probes(world.shelf).items()}
    for path, item in world.whole.openapi()["paths"].items():
        allowed = allows(role, path)
        for method, operation in item.items():
            names = [one["name"] for one in operation.get("parameters", ())]
            if allowed and method != "get":
                for sent in [] if path.endswith(OF_ONESELF) else POSTED[path]:
                    yield f"{path} {DRAFT}", client.request(method.upper(), path, **sent)
                continue
            for asked in askings(names, values):
                terms = {name: value for name, value in asked.items() if f"{{{name}}}" not in path}
                answer = client.request(method.upper(), path.format(**asked), params=terms)
                yield " ".join((path, *asked.values())), answer


_TIMES = re.compile(r'"took_ms":[\d.e-]+|[\d.,]+ (?:ms|giây)')
_DATES = re.compile(rb'w:date="[^"]*"')


def told(answer: httpx.Response) -> tuple[object, ...]:
    """What an answer tells: all of it but what differs each time."""
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in ("last-modified", "content-length")
        and not (name == "etag" and "hinh" not in answer.url.path)
    }
    if answer.content.startswith(b"PK"):
        with ZipFile(BytesIO(answer.content)) as file:
            parts = {name: _DATES.sub(b"", file.read(name)) for name in file.namelist()}
        return answer.status_code, headers, parts
    if headers.get("content-type", "").startswith(("text/", "application/json")):
        return answer.status_code, headers, _TIMES.sub("", answer.text)
    return answer.status_code, headers, answer.content


def markers_in(answer: httpx.Response, typed: str) -> set[str]:
    """What only hidden documents say, but for what was typed."""
    picture = answer.headers.get("content-type", "").startswith("image/")
    said = f"{'' if picture else answer.text} {answer.headers}".lower()
    return {one for one in MARKERS if one.lower() in said and one.lower() not in typed.lower()}


@pytest.mark.parametrize(("role", "most"), [(Role.DRAFTER, 99), (Role.READER, 8)])
def test_outside_the_group_no_answer_tells_of_what_is_hidden(
    world: World, role: Role, most: int
) -> None:
    """A drafter may ask all that a reader may: of the latter, eight values of a parameter will do."""
    here = browser(world, role, world.whole)
    there = beside(here, world.twin)

    answers = zip(*(walk(client, world, role, most) for client in (here, there)), strict=True)
    for (typed, answer), (_, expected) in answers:
        assert told(answer) == told(expected), typed
        assert not markers_in(answer, typed), typed


def test_inside_the_group_every_route_that_tells_of_documents_tells_of_them(world: World) -> None:
    """So the walk above would see it, were they not hidden."""
    here = browser(world, "inside", world.whole)
    there = beside(here, world.twin)
    telling, markers = set(), set()

    few = (walk(client, world, Role.DRAFTER, most=3) for client in (here, there))
    for (typed, answer), (_, expected) in zip(*few, strict=True):
        if told(answer) != told(expected):
            telling.add(typed.split()[0])
            markers |= markers_in(answer, typed)

    paths = world.whole.openapi()["paths"]
    mine = {path for path in paths if allows(Role.DRAFTER, path) and not path.endswith(OF_ONESELF)}
    assert telling == mine - TELLING_NOTHING
    assert markers == set(MARKERS)


def test_the_page_and_the_picture_that_a_browser_has_kept_are_shown_no_more(world: World) -> None:
    here = browser(world, "inside", world.whole)
    outside = browser(world, Role.READER, world.whole)
    kept = f"/van-ban/{world.shelf.hidden[4]}/trang/1/hinh"
    unheld = f"/van-ban/{UNKNOWN}/trang/1/hinh"
    tag = here.get(kept).headers["etag"]

    for headers in ({"If-None-Match": tag}, {"Range": "bytes=0-99"}):
        answer = outside.get(kept, headers=headers)
        unknown = outside.get(unheld, headers=headers)
        assert answer.status_code == unknown.status_code == 404
        assert answer.text == unknown.text.replace(UNKNOWN, world.shelf.hidden[4])
    assert here.get(kept, headers={"If-None-Match": tag}).status_code == 304


def test_a_change_of_groups_acts_at_the_next_request(world: World) -> None:
    accounts, client = world.accounts, browser(world, Role.READER, world.whole)

    counts = [held_by(client)]
    for groups in ([GROUP], ["to-chuc"], ["to-chuc", GROUP], []):
        accounts.set_groups(Role.READER, groups)
        counts.append(held_by(client))

    assert counts == [HALF, 2 * HALF, HALF, 2 * HALF, HALF]


@pytest.mark.parametrize("role", [Role.LIBRARIAN, Role.ADMINISTRATOR])
def test_who_looks_after_the_library_sees_all(world: World, role: Role) -> None:
    client = browser(world, role, world.whole)

    assert held_by(client) == 2 * HALF
    assert "Chỉ nhóm: noi-bo" in client.get(f"/van-ban/{world.shelf.hidden[12]}").text


def test_whoever_sits_at_a_library_without_accounts_sees_all(
    world: World, nobody: Accounts
) -> None:
    client = local_client(create_app(world.shelf.library, nobody))

    assert held_by(client) == 2 * HALF


def held_by(client: TestClient) -> int:
    return len(client.get("/api/v1/documents").json()["items"])
