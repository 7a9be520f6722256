"""Deny by default: no route answers a stranger, each answers the roles it is for, and no others."""

from __future__ import annotations

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import Mount
from starlette.websockets import WebSocketDisconnect

from kb.person import PERMISSIONS, Role
from kb.service.accounts import Accounts
from tests.people import PASSWORD, accounts_in
from tests.web import samples
from tests.web.conftest import Visit, local_client, log_in
from tests.web.fakes import FakeService
from web.app import ROUTERS, create_app
from web.permissions import RULES
from web.visitor import Access, hosts_of

OPEN = {"/dang-nhap", "/healthz"}
ROUTES = [
    (method, route.path)
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods)
]


def filled(path: str) -> str:
    """An address of that route that would answer something, if it may."""
    path = path.replace("{document_id}", samples.GUIDE_ID).replace("{number}", "1")
    return f"{path}?q=901" if path.startswith("/api") else path


def bearer(accounts: Accounts, role: Role) -> dict[str, str]:
    return {"Authorization": f"Bearer {accounts.add_token(role, 'máy')}"}


def test_the_walk_below_walks_every_route_of_the_app(
    service: FakeService, nobody: Accounts
) -> None:
    app = create_app(service, nobody)
    documented = {
        (method.upper(), path) for path, item in app.openapi()["paths"].items() for method in item
    }

    assert documented == set(ROUTES)
    assert [route.path for route in app.routes if isinstance(route, Mount)] == ["/static"]
    assert all(route.include_in_schema for router in ROUTERS for route in router.routes)  # type: ignore[attr-defined]
    assert set(RULES) == {path for _, path in ROUTES}


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_no_route_answers_a_stranger_but_the_login_and_the_sign_of_life(
    visit: Visit, method: str, path: str, service: FakeService
) -> None:
    answer = visit().request(method, filled(path))

    if path in OPEN:
        assert answer.status_code in (200, 403)  # the login sent without its form
    elif path.startswith("/api/"):
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "login_needed"
        assert answer.headers["www-authenticate"] == "Bearer"
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/dang-nhap")
    assert (service.asked, service.marked, service.verified) == ([], [], [])


@pytest.mark.parametrize(
    "address", ["/khong-co", "/api/khong-co", "/van-ban/x/y/z", "/tai-khoan/", "/docs", "//van-ban"]
)
def test_a_stranger_does_not_even_learn_which_addresses_there_are(
    visit: Visit, address: str
) -> None:
    assert visit().get(address).status_code in (303, 401)


@pytest.mark.parametrize("address", ["/dang-nhap", "/healthz", "/static/kb.css"])
def test_what_the_login_needs_is_open(visit: Visit, address: str) -> None:
    assert visit().get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/static/../van-ban", "/static/%2e%2e/van-ban", "/dang-nhap/../van-ban", "/healthz/x"],
)
def test_no_open_address_leads_elsewhere(visit: Visit, address: str) -> None:
    answer = visit().get(address)

    assert answer.status_code in (303, 404)
    assert "905-QĐ/TUM" not in answer.text


def test_a_websocket_is_closed_to_everybody(visit: Visit) -> None:
    client = visit()
    log_in(client, Role.ADMINISTRATOR)

    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/"):
        pass


def test_a_stranger_sees_nothing_of_the_library_on_the_login(visit: Visit) -> None:
    page = visit().get("/dang-nhap").text

    assert "/van-ban" not in page
    assert "/tinh-trang" not in page


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("method", "path"), [route for route in ROUTES if route[0] == "GET" and route[1] not in OPEN]
)
def test_a_route_answers_exactly_the_roles_that_may(
    visit: Visit, role: Role, method: str, path: str
) -> None:
    client = visit()
    log_in(client, role)
    needed = RULES[path].permission
    assert needed is not None

    answer = client.request(method, filled(path))

    assert (answer.status_code == 403) == (needed not in PERMISSIONS[role])


def test_a_route_that_says_nothing_of_who_may_use_it_answers_nobody(
    service: FakeService, accounts: Accounts
) -> None:
    app = create_app(service, accounts)
    app.add_api_route("/moi", lambda: "bí mật", methods=["GET"])
    client = local_client(app)
    log_in(client, Role.ADMINISTRATOR)

    answer = client.get("/moi")

    assert answer.status_code == 403
    assert "bí mật" not in answer.text


def test_a_reader_sees_no_way_to_what_is_not_for_readers(visit: Visit, accounts: Accounts) -> None:
    client = visit()
    log_in(client, Role.READER)
    page = client.get("/?q=a").text

    assert "/tinh-trang" not in page
    assert "/api/v1/export" not in page
    accounts.set_role("reader", Role.LIBRARIAN)
    page = client.get("/?q=a").text
    assert "/tinh-trang" in page
    assert "/api/v1/export" in page


def test_the_files_that_wait_are_named_to_those_who_look_after_them_alone(
    visit: Visit, service: FakeService
) -> None:
    service.files_waiting = samples.WAITING
    for role, named in zip(Role, (False, False, True, True), strict=True):
        client = visit()
        log_in(client, role)

        assert (samples.WAITING[0].file_name in client.get("/van-ban").text) is named


class TestTokens:
    def test_a_token_opens_the_api_and_no_page(self, visit: Visit, accounts: Accounts) -> None:
        headers = bearer(accounts, Role.READER)

        assert visit().get("/api/v1/search?q=a", headers=headers).status_code == 200
        assert visit().get("/van-ban", headers=headers).status_code == 303
        assert visit().get("/tai-khoan", headers=headers).status_code == 303

    def test_a_token_may_what_its_account_may(self, visit: Visit, accounts: Accounts) -> None:
        refused = visit().get("/api/v1/export?q=a", headers=bearer(accounts, Role.READER))
        allowed = visit().get("/api/v1/export?q=a", headers=bearer(accounts, Role.DRAFTER))

        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not_allowed")
        assert allowed.status_code == 200

    @pytest.mark.parametrize(
        "header", ["Bearer ", "Bearer kb_x", "Basic cmVhZGVyOng=", "kb_x", "Bearer \xff"]
    )
    def test_what_is_no_token_opens_nothing(self, visit: Visit, header: str) -> None:
        answer = visit().get(
            "/api/v1/search?q=a", headers={"Authorization": header.encode("latin-1")}
        )

        assert answer.status_code == 401
        assert set(answer.json()["error"]) == {"code", "message"}

    def test_a_wrong_token_is_not_made_good_by_a_cookie(self, visit: Visit) -> None:
        client = visit()
        log_in(client)

        answer = client.get("/api/v1/search?q=a", headers={"Authorization": "Bearer kb_x"})

        assert answer.status_code == 401


class TestRates:
    def test_beyond_the_limit_one_person_waits_and_another_does_not(
        self, visit: Visit, accounts: Accounts
    ) -> None:
        client = visit(Access(asks_per_minute=5))
        reader, drafter = bearer(accounts, Role.READER), bearer(accounts, Role.DRAFTER)
        for _ in range(5):
            assert client.get("/api/v1/search?q=a", headers=reader).status_code == 200

        over = client.get("/api/v1/verify?text=a", headers=reader)

        assert (over.status_code, over.json()["error"]["code"]) == (429, "too_many_requests")
        assert 1 <= int(over.headers["retry-after"]) <= 12
        assert "quá nhiều yêu cầu" in over.json()["error"]["message"]
        assert client.get("/api/v1/search?q=a", headers=drafter).status_code == 200
        assert client.get("/api/v1/documents", headers=reader).status_code == 200
        assert client.get("/api/v1/suggest?q=ab", headers=reader).status_code == 200

    def test_without_accounts_nobody_is_counted(
        self, service: FakeService, nobody: Accounts
    ) -> None:
        client = local_client(create_app(service, nobody, Access(asks_per_minute=1)))

        assert {client.get("/api/v1/search?q=a").status_code for _ in range(5)} == {200}


class TestWithoutAccounts:
    def test_nobody_is_asked_and_nobody_named(self, client: TestClient) -> None:
        page = client.get("/")

        assert page.status_code == 200
        assert "Đăng xuất" not in page.text
        assert client.get("/dang-nhap").headers["location"] == "/"
        assert "kb user add" in client.get("/tai-khoan").text

    @pytest.mark.parametrize("address", ["10.0.0.7", "2001:db8::1", "testclient"])
    def test_another_machine_is_not_let_in(
        self, service: FakeService, nobody: Accounts, address: str
    ) -> None:
        client = local_client(create_app(service, nobody), address)

        answer = client.get("/van-ban")

        assert answer.status_code == 403
        assert "kb user add" in answer.text
        assert "905-QĐ/TUM" not in answer.text
        assert client.get("/api/v1/documents").json()["error"]["code"] == "not_allowed"

    @pytest.mark.parametrize(
        ("host", "status"),
        [
            ("127.0.0.1:8000", 200), ("localhost", 200), ("[::1]:8000", 200), ("evil.example", 403),
            ("127.0.0.1.evil.example", 403), ("", 403), ("[", 403),
        ],
    )  # fmt: skip
    def test_a_foreign_name_that_points_here_is_not_let_in(
        self, client: TestClient, host: str, status: int
    ) -> None:
        assert client.get("/van-ban", headers={"Host": host}).status_code == status

    def test_the_first_account_closes_the_library_without_a_restart(
        self, service: FakeService, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        accounts = accounts_in(tmp_path_factory.mktemp("kho") / "kb.db")
        client = local_client(create_app(service, accounts))
        assert client.get("/van-ban").status_code == 200

        accounts.add("minh", PASSWORD, Role.READER)

        assert client.get("/van-ban").status_code == 303


class TestHosts:
    def test_with_names_set_only_they_and_this_machine_are_served(self, visit: Visit) -> None:
        client = visit(Access(hosts=hosts_of(" Kho.example , 10.0.0.5")))
        statuses = {
            host: client.get("/dang-nhap", headers={"Host": host}).status_code
            for host in ("kho.example", "KHO.example:8000", "10.0.0.5", "localhost", "evil.example")
        }

        assert statuses == {
            "kho.example": 200, "KHO.example:8000": 200, "10.0.0.5": 200, "localhost": 200,
            "evil.example": 403,
        }  # fmt: skip


class TestOriginals:
    def test_a_part_of_an_original_can_be_asked_for(self, visit: Visit) -> None:
        client = visit()
        log_in(client)

        answer = client.get(f"/van-ban/{samples.GUIDE_ID}/tep", headers={"Range": "bytes=0-3"})

        assert (answer.status_code, answer.content) == (206, b"%PDF")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-disposition"].startswith("inline; filename=")

    @pytest.mark.parametrize(
        "name", ["..%2F..%2Fkb.db", "%2e%2e", "..%5Ckb.db", "kb.db%00", "a" * 500, "%F0%9F%92%A9"]
    )
    def test_no_name_in_an_address_becomes_a_path(self, visit: Visit, name: str) -> None:
        client = visit()
        log_in(client)

        for page in ("tep", "pdf", "trang/1/hinh"):
            assert client.get(f"/van-ban/{name}/{page}").status_code == 404
