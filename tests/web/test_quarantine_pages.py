"""Administrators see the names of files with a mark of secrecy, and decide; nobody else sees one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from kb.person import Role
from kb.service.accounts import Accounts
from kb.service.knowledge_base import KnowledgeBase
from tests.unit.service.papers import written
from tests.unit.service.test_secret_files import NAME, REASON, SECRET
from tests.web.conftest import local_client, log_in, token_on
from tests.web.desk import library_in
from web.app import create_app


@pytest.fixture
def library(tmp_path: Path) -> Iterator[KnowledgeBase]:
    """A library to which an brought a file with a mark."""
    with library_in(tmp_path / "kho") as library:
        library.add([written(tmp_path, NAME, SECRET)], actor="an")
        yield library


@pytest.fixture
def administrator(library: KnowledgeBase, accounts: Accounts) -> TestClient:
    """A browser in which the administrator is logged in."""
    client = local_client(create_app(library, accounts))
    log_in(client, Role.ADMINISTRATOR)
    return client


def send(client: TestClient, path: str, **form: str) -> httpx.Response:
    return client.post(path, data={**form, "form_token": token_on(client.get(path))})


def step(library: KnowledgeBase, word: str) -> str:
    return f"/cach-ly/{library.keeper().quarantined()[0].id}/{word}"


def test_the_page_names_the_file_its_mark_and_who_brought_it_and_no_content(
    administrator: TestClient,
) -> None:
    page = administrator.get("/cach-ly").text

    assert NAME in page and "MẬT: trang 1" in page and "an, " in page
    assert "ong rừng" not in page and "/tep" not in page


def test_an_empty_quarantine_says_what_it_is_for(
    administrator: TestClient, library: KnowledgeBase
) -> None:
    library.keeper().destroy(library.keeper().quarantined()[0])

    assert "Không có tệp nào được cách ly" in administrator.get("/cach-ly").text


def test_a_file_is_released_by_its_name_and_a_reason(
    administrator: TestClient, library: KnowledgeBase
) -> None:
    path = step(library, "nap")

    answer = send(administrator, path, ten=NAME, ly_do=REASON)

    assert answer.status_code == 303
    page = administrator.get(answer.headers["location"]).text
    assert "Đã nạp tệp dù máy thấy dấu mật" in page
    assert "ong rừng" in page and REASON in page
    assert library.keeper().log.history()[-1].deed.actor == "administrator"


@pytest.mark.parametrize(
    ("name", "reason", "said"),
    [
        ("mat ong.pdf", REASON, "Tên tệp chưa đúng"),
        (NAME, "nhầm", "Lý do cần từ 10 đến 500 ký tự"),
    ],
)
def test_nothing_is_released_otherwise_and_what_was_typed_stays(
    administrator: TestClient, library: KnowledgeBase, name: str, reason: str, said: str
) -> None:
    answer = send(administrator, step(library, "nap"), ten=name, ly_do=reason)

    assert answer.status_code == 400
    assert said in answer.text
    assert f'value="{name}"' in answer.text and f'value="{reason}"' in answer.text
    assert library.documents() == ()


def test_a_file_is_destroyed_by_its_name(administrator: TestClient, library: KnowledgeBase) -> None:
    path = step(library, "huy")
    wrong = send(administrator, path, ten="khác.pdf")
    assert (wrong.status_code, len(library.keeper().quarantined())) == (400, 1)

    answer = send(administrator, path, ten=NAME)

    assert answer.headers["location"] == "/cach-ly?xong=huy"
    assert library.keeper().quarantined() == ()
    assert administrator.get(path).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_learns_the_name_or_decides(
    library: KnowledgeBase, accounts: Accounts, role: Role
) -> None:
    client = local_client(create_app(library, accounts))
    log_in(client, role)
    form = {"ten": NAME, "ly_do": REASON, "form_token": token_on(client.get("/doi-chieu"))}

    answers = [client.get("/cach-ly"), *(
        client.request(method, step(library, word), data=form)
        for word in ("nap", "huy") for method in ("GET", "POST")
    )]  # fmt: skip

    assert {answer.status_code for answer in answers} == {403}
    assert not any(NAME in answer.text for answer in answers)
    assert len(library.keeper().quarantined()) == 1


class TestPrograms:
    def test_the_list_tells_names_and_marks(self, program: TestClient) -> None:
        (item,) = program.get("/api/v1/quarantine").json()["items"]

        assert (item["name"], item["actor"]) == (NAME, "an")
        assert item["mark"].startswith("MẬT: trang 1")

    def test_a_file_is_added_by_its_name_and_a_reason(
        self, program: TestClient, library: KnowledgeBase
    ) -> None:
        item = library.keeper().quarantined()[0]
        path = f"/api/v1/quarantine/{item.id}/release"

        wrong = program.post(path, json={"name": "mat ong.pdf", "reason": REASON})
        right = program.post(path, json={"name": NAME, "reason": REASON})

        assert (wrong.status_code, wrong.json()["error"]["code"]) == (400, "invalid_release")
        assert right.json()["documents"][0]["id"] == item.id
        assert program.get("/api/v1/quarantine").json()["items"] == []

    def test_a_file_is_destroyed_by_its_name(
        self, program: TestClient, library: KnowledgeBase
    ) -> None:
        path = f"/api/v1/quarantine/{library.keeper().quarantined()[0].id}/destroy"

        assert program.post(path, json={"name": NAME}).status_code == 204
        assert program.post(path, json={"name": NAME}).status_code == 404

    @pytest.mark.parametrize("role", [Role.LIBRARIAN, Role.READER])
    def test_nobody_else_may_ask(
        self, library: KnowledgeBase, accounts: Accounts, role: Role
    ) -> None:
        client = local_client(create_app(library, accounts))
        client.headers["Authorization"] = f"Bearer {accounts.add_token(role, 'may in')}"

        assert client.get("/api/v1/quarantine").status_code == 403


@pytest.fixture
def program(library: KnowledgeBase, accounts: Accounts) -> TestClient:
    """A program with an administrator's token."""
    client = local_client(create_app(library, accounts))
    token = accounts.add_token(Role.ADMINISTRATOR, "may in")
    client.headers["Authorization"] = f"Bearer {token}"
    return client
