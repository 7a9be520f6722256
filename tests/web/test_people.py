"""Administrators look after the accounts of others on pages and over the API, and nobody else does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from kb.errors import InvalidAccount
from kb.person import Role
from kb.service.accounts import Accounts
from kb.service.keeping.journal import remarks
from kb.store.accounts import AccountChange
from kb.store.audit import Deed, entries
from kb.store.engine import open_database
from tests.people import OTHER_PASSWORD, PASSWORD, accounts_in
from tests.web.conftest import Visit, local_client, log_in, token_on
from tests.web.fakes import FakeService
from web.app import create_app

LONG = "Nguyễn Thị " + "Hoàng-Phương-Thảo-" * 2


@pytest.fixture
def administrator(visit: Visit) -> TestClient:
    """A browser in which the administrator is logged in."""
    client = visit()
    log_in(client, Role.ADMINISTRATOR)
    return client


@pytest.fixture
def program(visit: Visit, accounts: Accounts) -> TestClient:
    """A program with a token of the administrator."""
    client = visit()
    token = accounts.add_token(Role.ADMINISTRATOR, "máy")
    client.headers["Authorization"] = f"Bearer {token}"
    return client


def send(client: TestClient, path: str, **form: str) -> httpx.Response:
    page = client.get("/nguoi-dung")
    return client.post(path, data={**form, "form_token": token_on(page)})


def told(accounts: Accounts) -> list[tuple[str, str, str | None, list[str]]]:
    """The log: who, what, which account, and what else."""
    path = accounts._store._database.path
    with open_database(path, read_only=True).reading() as connection:
        deeds: list[Deed] = [entry.deed for entry in entries(connection)]
    return [(deed.actor, deed.action.value, deed.name, remarks(deed)) for deed in deeds]


def made_on(page: httpx.Response) -> str:
    """The password that is shown once."""
    found = re.search(r'id="made">([^<]+)<', page.text)
    assert found is not None
    return found[1]


def test_the_list_names_every_account_with_its_role_and_open_session(
    administrator: TestClient, accounts: Accounts
) -> None:
    accounts.disable("reader")
    accounts.add("lan", PASSWORD, Role.READER, LONG)

    page = administrator.get("/nguoi-dung").text

    assert re.findall(r'/nguoi-dung/([a-z]+)">', page) == [
        "administrator", "drafter", "lan", "librarian", "reader"
    ]  # fmt: skip
    assert page.count("đã khóa") == 1
    assert page.count("dùng lần cuối 23/11/2026") == 1
    assert LONG in page


def test_an_account_is_made_with_a_password_typed_twice(
    administrator: TestClient, accounts: Accounts
) -> None:
    form = {"ten": "Lan", "ho_ten": "Trần Lan", "vai_tro": "drafter", "nhom": "van-phong, to-chuc"}

    answer = send(administrator, "/nguoi-dung", **form, moi=OTHER_PASSWORD, lai=OTHER_PASSWORD)

    assert answer.headers["location"] == "/nguoi-dung/lan?xong=tao"
    person = accounts.account("lan").person
    assert (person.role, person.display_name) == (Role.DRAFTER, "Trần Lan")
    assert person.groups == {"van-phong", "to-chuc"}
    assert accounts.log_in("lan", OTHER_PASSWORD, "")


def test_a_password_that_kb_makes_is_shown_once_and_opens_the_account(
    administrator: TestClient, accounts: Accounts
) -> None:
    answer = send(administrator, "/nguoi-dung", ten="lan")

    assert answer.status_code == 201
    assert accounts.log_in("lan", made_on(answer), "")
    assert made_on(answer) not in administrator.get("/nguoi-dung/lan").text


def test_a_form_that_cannot_be_comes_back_as_it_was_typed(administrator: TestClient) -> None:
    answer = send(administrator, "/nguoi-dung", ten="reader", ho_ten="Trần Lan", nhom="to-chuc")

    assert answer.status_code == 400
    assert "Đã có tài khoản «reader»" in answer.text
    assert 'value="Trần Lan"' in answer.text and 'value="to-chuc"' in answer.text


def test_role_groups_and_name_are_changed_at_once_and_told(
    administrator: TestClient, accounts: Accounts
) -> None:
    form = {"ho_ten": "Lê Minh", "vai_tro": "librarian", "nhom": "van-phong"}

    answer = send(administrator, "/nguoi-dung/reader", **form)

    assert answer.headers["location"] == "/nguoi-dung/reader?xong=sua"
    assert accounts.account("reader").person.role is Role.LIBRARIAN
    changed = (
        "họ tên: Đồng chí reader → Lê Minh; vai trò: người đọc → người quản lý thư viện; "
        "nhóm: không nhóm nào → van-phong"
    )
    assert told(accounts)[-1] == ("administrator", "change_account", "reader", [changed])


def test_what_is_saved_unchanged_is_no_entry(administrator: TestClient, accounts: Accounts) -> None:
    before = told(accounts)

    send(administrator, "/nguoi-dung/reader", ho_ten="Đồng chí reader", vai_tro="reader")

    assert told(accounts) == before


def test_disabling_ends_the_sessions_and_enabling_lets_in_again(
    administrator: TestClient, accounts: Accounts, visit: Visit
) -> None:
    reader = visit()
    log_in(reader)

    send(administrator, "/nguoi-dung/reader/khoa")

    assert reader.get("/").headers["location"].startswith("/dang-nhap")
    send(administrator, "/nguoi-dung/reader/mo")
    assert log_in(visit()).status_code == 303


def test_a_new_password_ends_the_sessions_and_is_in_no_log(
    administrator: TestClient, accounts: Accounts, visit: Visit
) -> None:
    reader = visit()
    log_in(reader)

    made = made_on(send(administrator, "/nguoi-dung/reader/mat-khau"))

    assert reader.get("/").status_code == 303
    assert accounts.log_in("reader", made, "")
    assert told(accounts)[-1] == ("administrator", "set_password", "reader", [])


def test_a_token_of_somebody_else_is_revoked(administrator: TestClient, accounts: Accounts) -> None:
    token = accounts.add_token("reader", "máy in")

    send(administrator, "/nguoi-dung/reader/ma-truy-cap/thu-hoi", ten="máy in")

    assert accounts.bearer(token) is None
    assert told(accounts)[-1] == ("administrator", "revoke_token", "reader", ["mã: máy in"])


class TestNobodyIsShutOut:
    @pytest.mark.parametrize(
        ("step", "form"), [("", {"vai_tro": "reader"}), ("/khoa", {}), ("/mat-khau", {})]
    )
    def test_one_neither_disables_nor_demotes_oneself(
        self, administrator: TestClient, accounts: Accounts, step: str, form: dict[str, str]
    ) -> None:
        accounts.add("lan", PASSWORD, Role.ADMINISTRATOR)

        answer = send(administrator, f"/nguoi-dung/administrator{step}", **form)

        assert answer.status_code == 400
        assert "chính mình" in answer.text
        assert accounts.account("administrator").person.role is Role.ADMINISTRATOR
        assert administrator.get("/").status_code == 200

    @pytest.mark.parametrize("change", [{"role": "reader"}, {"active": False}])
    def test_the_last_administrator_stays(self, accounts: Accounts, change: dict[str, Any]) -> None:
        accounts.add("lan", PASSWORD, Role.ADMINISTRATOR)
        accounts.change("lan", AccountChange(**change))
        before = accounts.account("administrator")

        with pytest.raises(InvalidAccount, match="người quản trị duy nhất còn dùng được"):
            accounts.change("administrator", AccountChange(**change))

        assert accounts.account("administrator") == before

    def test_the_first_account_made_on_a_page_is_an_administrators(
        self, service: FakeService, tmp_path: Path
    ) -> None:
        client = local_client(create_app(service, accounts_in(tmp_path / "kb.db")))
        assert 'value="reader"' not in client.get("/nguoi-dung").text

        refused = send(client, "/nguoi-dung", ten="minh", vai_tro="reader")
        made = send(client, "/nguoi-dung", ten="minh", vai_tro="administrator")

        assert (refused.status_code, made.status_code) == (400, 201)
        assert "Tài khoản đầu tiên phải là của người quản trị" in refused.text
        assert client.get("/nguoi-dung").headers["location"].startswith("/dang-nhap")


class TestPrograms:
    def test_the_list_holds_no_secret(self, program: TestClient) -> None:
        users = program.get("/api/v1/users").json()["items"]

        assert [user["name"] for user in users] == sorted(Role)
        assert users[0] == {
            "name": "administrator", "display_name": "Đồng chí administrator",
            "role": "administrator", "groups": [], "active": True,
            "created_at": "2026-11-23T08:00:00+00:00", "tokens": 1, "seen_at": None,
        }  # fmt: skip

    def test_an_account_is_made_changed_and_given_a_password(
        self, program: TestClient, accounts: Accounts
    ) -> None:
        made = program.post("/api/v1/users", json={"name": "lan", "groups": ["to-chuc"]})
        changed = program.patch("/api/v1/users/lan", json={"role": "drafter", "groups": []})
        body = {"password": OTHER_PASSWORD}
        given = program.post("/api/v1/users/lan/password", json=body)

        assert made.status_code == 201
        assert (made.json()["role"], made.json()["groups"]) == ("reader", ["to-chuc"])
        assert len(made.json()["password"]) == 19
        assert (changed.json()["role"], changed.json()["groups"]) == ("drafter", [])
        assert "password" not in given.json()
        assert accounts.log_in("lan", OTHER_PASSWORD, "")

    @pytest.mark.parametrize(
        ("method", "path", "body", "status", "code"),
        [
            ("PATCH", "/api/v1/users/khong", {"active": False}, 404, "unknown_account"),
            ("PATCH", "/api/v1/users/reader", {"rôle": "drafter"}, 422, "invalid_parameter"),
            ("PATCH", "/api/v1/users/reader", {"role": "king"}, 422, "invalid_parameter"),
            ("POST", "/api/v1/users", {"name": "x y"}, 400, "invalid_account"),
            ("POST", "/api/v1/users/reader/password", {"password": ""}, 400, "invalid_account"),
        ],
    )
    def test_what_cannot_be_is_said(
        self, program: TestClient, method: str, path: str, body: object, status: int, code: str
    ) -> None:
        answer = program.request(method, path, json=body)

        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_sees_or_changes_accounts(visit: Visit, accounts: Accounts, role: Role) -> None:
    client = visit()
    log_in(client, role)

    assert "/nguoi-dung" not in client.get("/van-ban").text
    assert client.get("/nguoi-dung").status_code == 403
    assert client.get("/api/v1/users").status_code == 403


def test_whoever_may_look_after_accounts_finds_the_page(client: TestClient) -> None:
    assert 'href="/nguoi-dung"' in client.get("/van-ban").text
