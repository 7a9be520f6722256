"""Librarians say who may see a document: on its page, and over the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kb.person import Role
from kb.service.accounts import Accounts
from kb.service.knowledge_base import KnowledgeBase
from tests.unit.service.conftest import KINH_TE_BIEN
from tests.unit.service.papers import written
from tests.web.conftest import local_client, log_in, token_on
from tests.web.desk import library_in
from web.app import create_app


@pytest.fixture
def library(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with library_in(tmp_path / "kho") as library:
        library.add([written(tmp_path / "den", "kinh-te-bien.pdf", KINH_TE_BIEN)], actor="an")
        yield library


@pytest.fixture
def document(library: KnowledgeBase) -> str:
    return library.documents()[0].id


@pytest.fixture
def desk(library: KnowledgeBase, accounts: Accounts) -> TestClient:
    """A librarian's browser, where an account is in the group "van-phong"."""
    accounts.set_groups(Role.READER, ["van-phong"])
    client = local_client(create_app(library, accounts))
    log_in(client, Role.LIBRARIAN)
    client.headers["x-form-token"] = token_on(client.get("/kiem-tra"))
    return client


def test_the_form_names_the_groups_that_there_are(desk: TestClient, document: str) -> None:
    page = desk.get(f"/van-ban/{document}/sua").text

    assert 'name="nhom" value=""' in page
    assert "Các nhóm hiện có: van-phong." in page
    assert "Chưa có tài khoản nào thuộc nhóm" not in page


def test_what_is_sent_limits_the_document_and_is_shown_and_told(
    desk: TestClient, document: str
) -> None:
    answer = desk.post(f"/van-ban/{document}/gioi-han", data={"nhom": " Van-Phong; to-chuc,"})

    assert answer.status_code == 303
    shown = desk.get(answer.headers["location"]).text
    assert "Đã ghi lại ai được xem văn bản này" in shown
    assert "Chỉ nhóm: to-chuc, van-phong. Đừng chuyển" in shown
    assert "Đặt giới hạn theo nhóm" in shown
    assert "mọi người đọc → chỉ nhóm to-chuc, van-phong" in shown
    assert "Chỉ nhóm: to-chuc, van-phong" in desk.get("/van-ban").text
    form = desk.get(f"/van-ban/{document}/sua").text
    assert 'name="nhom" value="to-chuc, van-phong"' in form
    assert "Chưa có tài khoản nào thuộc nhóm to-chuc." in form


def test_an_empty_box_lifts_the_limit(
    desk: TestClient, document: str, library: KnowledgeBase
) -> None:
    library.keeper("an").limit(document, ["van-phong"])

    desk.post(f"/van-ban/{document}/gioi-han", data={"nhom": " ", "cu-nhom": "van-phong"})

    assert library.documents()[0].groups == ()


def test_what_cannot_be_a_group_is_said_over_the_form_as_it_was_sent(
    desk: TestClient, document: str, library: KnowledgeBase
) -> None:
    answer = desk.post(f"/van-ban/{document}/gioi-han", data={"nhom": "van-phong, <tổ>"})

    assert answer.status_code == 400
    assert 'name="nhom" value="van-phong, &lt;tổ&gt;"' in answer.text
    assert "Tên nhóm «&lt;tổ&gt;» không hợp lệ" in answer.text
    assert library.documents()[0].groups == ()
    assert re.search(r'<input [^>]*id="nhom"[^>]* autofocus>', answer.text)
    assert "autofocus" not in desk.get(f"/van-ban/{document}/sua").text


def test_whoever_limits_second_sees_what_the_first_did_and_loses_nothing(
    desk: TestClient, document: str, library: KnowledgeBase
) -> None:
    library.keeper("an").limit(document, ["to-chuc"])

    answer = desk.post(f"/van-ban/{document}/gioi-han", data={"nhom": "van-phong", "cu-nhom": ""})

    assert answer.status_code == 409
    assert "vừa được người khác đổi, nay là: chỉ nhóm to-chuc được xem" in answer.text
    assert 'name="nhom" value="van-phong"' in answer.text
    assert 'name="cu-nhom" value="to-chuc"' in answer.text
    assert library.documents()[0].groups == ("to-chuc",)
    desk.post(f"/van-ban/{document}/gioi-han", data={"nhom": "van-phong", "cu-nhom": "to-chuc"})
    assert library.documents()[0].groups == ("van-phong",)


def test_a_program_may_say_what_its_limit_is_based_on(desk: TestClient, document: str) -> None:
    address = f"/api/v1/documents/{document}/limits"
    desk.put(address, json={"groups": ["van-phong"], "based_on": []})

    refused = desk.put(address, json={"groups": [], "based_on": []})

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "conflict")
    assert desk.get(f"/api/v1/documents/{document}").json()["groups"] == ["van-phong"]


def test_a_program_limits_and_lifts(desk: TestClient, document: str) -> None:
    address = f"/api/v1/documents/{document}/limits"

    limited = desk.put(address, json={"groups": ["van-phong"]})
    refused = desk.put(address, json={"groups": ["a b"]})
    groups = desk.get(f"/api/v1/documents/{document}").json()["groups"]
    lifted = desk.put(address, json={"groups": []})

    assert limited.json()["document"]["symbol"] == "902-NQ/TUM"
    assert limited.json()["groups"] == groups == ["van-phong"]
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "invalid_account")
    assert lifted.json()["groups"] == []
    assert desk.put(f"/api/v1/documents/{'0' * 64}/limits", json={"groups": []}).status_code == 404


def test_only_who_may_correct_reads_the_version_of_the_facts(
    desk: TestClient, library: KnowledgeBase, accounts: Accounts, document: str
) -> None:
    """It counts what was done with all documents, also with those that a reader may not see."""
    reader = local_client(create_app(library, accounts))
    log_in(reader, Role.READER)

    versions = [
        client.get(f"/api/v1/documents/{document}").json()["facts_version"]
        for client in (desk, reader)
    ]

    assert versions == [1, 0]
