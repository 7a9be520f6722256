"""What programs of librarians do over a real library, with a token of the account."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kb.person import Role
from kb.service.accounts import Accounts
from kb.service.knowledge_base import KnowledgeBase
from tests.unit.service.conftest import KINH_TE_BIEN
from tests.unit.service.papers import written
from tests.web.conftest import local_client
from tests.web.desk import library_in
from web.app import create_app


@pytest.fixture
def library(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with library_in(tmp_path / "kho") as library:
        library.add([written(tmp_path / "den", "kinh-te-bien.pdf", KINH_TE_BIEN)], actor="an")
        yield library


@pytest.fixture
def document(library: KnowledgeBase) -> str:
    """The address of the one document."""
    return f"/api/v1/documents/{library.documents()[0].id}"


def program(library: KnowledgeBase, accounts: Accounts, role: Role) -> TestClient:
    client = local_client(create_app(library, accounts))
    client.headers["Authorization"] = f"Bearer {accounts.add_token(role, 'máy')}"
    return client


@pytest.fixture
def client(library: KnowledgeBase, accounts: Accounts) -> TestClient:
    return program(library, accounts, Role.LIBRARIAN)


def test_facts_are_corrected_on_the_version_that_was_read_and_told(
    client: TestClient, document: str
) -> None:
    version = client.get(document).json()["facts_version"]
    sent = {"version": version, "facts": {"date": "2022-01-15", "issuer": None}}

    answer = client.patch(f"{document}/facts", json=sent)

    assert answer.status_code == 200
    assert answer.json()["document"]["date"] == "2022-01-15"
    assert answer.json()["document"]["issuer"] is None
    told = client.get(f"{document}/history").json()["items"]
    assert [(entry["action"], entry["actor"]) for entry in told] == [
        ("add", "an"),
        ("correct", "librarian"),
    ]
    assert told[1]["after"] == {"facts": {"date": "2022-01-15", "issuer": None}}
    assert told[1]["id"] == answer.json()["facts_version"] > version


def test_an_older_version_is_answered_with_what_others_changed(
    client: TestClient, library: KnowledgeBase, document: str
) -> None:
    version = client.get(document).json()["facts_version"]
    newer = library.keeper("an").correct(library.documents()[0].id, {"term": "XIII"}, version)

    for answer in (
        client.patch(f"{document}/facts", json={"version": version, "facts": {"title": "Khác"}}),
        client.post(f"{document}/undo", json={"version": version}),
    ):
        assert answer.status_code == 409
        error = answer.json()["error"]
        assert (error["code"], error["version"]) == ("conflict", newer)
        assert "an đã đổi khóa: (trống) → XIII" in error["message"]
        assert [change["after"] for change in error["changes"]] == [{"facts": {"term": "XIII"}}]
    assert (
        client.post(f"{document}/undo", json={"version": newer}).json()["document"]["term"] is None
    )


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"facts": {"title": "Khác"}}, "invalid_parameter"),
        ({"version": 1}, "invalid_parameter"),
        ({"version": 1, "facts": {"title": 7}}, "invalid_parameter"),
        ([], "invalid_parameter"),
        ({"version": 1, "facts": {}}, "invalid_facts"),
        ({"version": 1, "facts": {"màu": "đỏ"}}, "invalid_facts"),
        ({"version": 1, "facts": {"date": "hôm qua"}}, "invalid_facts"),
        ({"version": 1, "facts": {"title": ""}}, "invalid_facts"),
        ({"version": -(10**30), "facts": {"title": "Khác"}}, "invalid_parameter"),
        ({"version": 2**63, "facts": {"title": "Khác"}}, "invalid_parameter"),
    ],
)
def test_what_cannot_be_read_is_refused_in_the_shape_of_every_error(
    client: TestClient, document: str, sent: object, code: str
) -> None:
    error = client.patch(f"{document}/facts", json=sent).json()["error"]

    assert error["code"] == code
    assert error["message"]


def test_to_the_trash_back_and_for_ever(
    client: TestClient, library: KnowledgeBase, accounts: Accounts, document: str
) -> None:
    gone = client.post(f"{document}/trash").json()["documents"]
    (kept,) = client.get("/api/v1/trash").json()["items"]
    assert [one["symbol"] for one in gone] == ["902-NQ/TUM"]
    assert (kept["file_name"], kept["actor"]) == ("kinh-te-bien.pdf", "librarian")
    assert client.get(document).status_code == 404
    assert client.post(f"{document}/restore").json()["documents"] == gone

    administrator = program(library, accounts, Role.ADMINISTRATOR)
    assert administrator.post(f"{document}/purge").json()["error"]["code"] == "unknown_document"
    client.post(f"{document}/trash")
    assert client.post(f"{document}/purge").json()["error"]["code"] == "not_allowed"
    assert administrator.post(f"{document}/purge").json() == {"documents": []}
    actions = [entry["action"] for entry in client.get(f"{document}/history").json()["items"]]
    assert actions == ["add", "trash", "restore", "trash", "purge"]
    assert client.post(f"{document}/restore").status_code == 404


def test_a_reader_neither_changes_nor_sees_the_history(
    library: KnowledgeBase, accounts: Accounts, document: str
) -> None:
    reader = program(library, accounts, Role.READER)

    for step in ("trash", "restore", "purge", "undo"):
        assert reader.post(f"{document}/{step}", json={"version": 1}).status_code == 403
    assert reader.patch(f"{document}/facts", json={}).status_code == 403
    assert reader.get(f"{document}/history").status_code == 403
    assert len(library.documents()) == 1
