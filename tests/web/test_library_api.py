"""What a program reads of a real library: its lists in parts, a document's parts, pages and files."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from kb.person import Role
from kb.service.accounts import Accounts
from tests.people import OTHER_PASSWORD, PASSWORD
from tests.web import samples
from tests.web.conftest import Visit, local_client
from tests.web.fakes import FakeService
from tests.web.served import DOOMED, KEPT, Served, served_library


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served_library(tmp_path_factory.mktemp("kho")) as served:
        yield served


@pytest.fixture
def program(served: Served) -> TestClient:
    client = local_client(served.app)
    client.headers.update(served.headers)
    return client


@pytest.fixture
def document(served: Served) -> str:
    """The address of a directive of two pages."""
    return f"/api/v1/documents/{served.ids[KEPT]}"


def walked(client: TestClient, address: str, limit: int = 1, **terms: str) -> list[dict[str, Any]]:
    """All items of a list, read in parts."""
    items: list[dict[str, Any]] = []
    cursor = ""
    while cursor is not None:
        part = client.get(address, params={**terms, "limit": limit, "cursor": cursor}).json()
        assert len(part["items"]) <= limit
        items, cursor = items + part["items"], part["next"]
    return items


@pytest.mark.parametrize(
    "address", ["documents", "catalogue", "gaps", "history", "jobs", "trash", "waiting"]
)
def test_a_list_read_in_parts_is_the_list(program: TestClient, address: str) -> None:
    whole = program.get(f"/api/v1/{address}?limit=500").json()

    assert whole["next"] is None
    assert walked(program, f"/api/v1/{address}", 2) == whole["items"]


def test_documents_are_found_by_their_words_and_put_in_order(
    program: TestClient, served: Served
) -> None:
    by_symbol = program.get("/api/v1/documents?sort=symbol").json()["items"]
    found = program.get("/api/v1/documents?q=chi thi 902").json()["items"]

    assert [item["file_name"] for item in by_symbol] == [KEPT, DOOMED]
    assert [item["id"] for item in found] == [served.ids[KEPT]]


def test_a_cursor_of_another_order_is_refused_in_the_shape_of_every_error(
    program: TestClient,
) -> None:
    cursor = program.get("/api/v1/documents?limit=1").json()["next"]

    answer = program.get("/api/v1/documents", params={"sort": "title", "cursor": cursor})

    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "invalid_cursor"
    assert "“cursor”" in answer.json()["error"]["message"]


def test_the_catalogue_says_what_is_held(client: TestClient) -> None:
    held = walked(client, "/api/v1/catalogue", held="yes")
    others = walked(client, "/api/v1/catalogue", held="no")

    assert [item["held_id"] for item in held] == [samples.GUIDE_ID]
    assert {item["held_id"] for item in others} == {None}
    assert len(held) + len(others) == len(samples.CATALOGUE)


def test_the_text_of_a_division_is_that_stretch_of_the_whole(
    program: TestClient, document: str
) -> None:
    whole = program.get(f"{document}/text").json()
    divisions = program.get(f"{document}/outline").json()["divisions"]

    assert whole["division"] is None
    assert whole["span"] == [0, len(whole["text"])]
    assert len(divisions) > 5
    for division in divisions:
        part = program.get(f"{document}/text", params={"division": division["key"]}).json()
        start, end = division["span"]
        assert part["text"] == whole["text"][start:end]
        assert part["division"] == division
    keys = {division["key"] for division in divisions}
    assert {division["parent"] for division in divisions} - {None} <= keys


def test_passages_are_slices_of_the_text_in_order(program: TestClient, document: str) -> None:
    text = program.get(f"{document}/text").json()["text"]
    passages = walked(program, f"{document}/passages", 7)

    assert [one["text"] for one in passages] == [text[slice(*one["span"])] for one in passages]
    assert [one["span"] for one in passages] == sorted(one["span"] for one in passages)
    assert {tuple(one["pages"]) for one in passages} >= {(1, 1), (2, 2)}


def test_a_page_says_where_a_passage_is_printed_and_where_its_picture_is(
    program: TestClient, document: str
) -> None:
    passage = walked(program, f"{document}/passages", 100)[-1]
    start, end = passage["span"]

    page = program.get(f"{document}/pages/2", params={"start": start, "end": end}).json()
    picture = program.get(page["image"])

    assert (page["number"], page["page_count"], page["exact"]) == (2, 2, True)
    said = " ".join(page["text"][first:last] for first, last in page["chosen"])
    assert said.split() == passage["text"].split()
    for left, top, right, bottom in page["passage"]:
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1
    assert Image.open(BytesIO(picture.content)).format == "JPEG"
    assert program.get(f"{document}/pages/3").json()["error"]["code"] == "unknown_place"


def test_the_words_of_a_search_are_marked_on_a_page(program: TestClient, document: str) -> None:
    word = program.get(f"{document}/pages/1").json()["text"].split()[-1].strip(".")

    page = program.get(f"{document}/pages/1", params={"q": word}).json()

    assert word in {page["text"][first:last] for first, last in page["words"]}
    assert page["marks"]


@pytest.mark.parametrize("file", ["original", "pdf"])
def test_a_file_comes_whole_or_in_parts(program: TestClient, document: str, file: str) -> None:
    whole = program.get(f"{document}/{file}")
    part = program.get(f"{document}/{file}", headers={"Range": "bytes=5-7"})

    assert whole.headers["content-type"] == "application/pdf"
    assert (part.status_code, part.content) == (206, whole.content[5:8])


@pytest.mark.parametrize("wanted", ["bytes=99999999-", "pages=1-2", "bytes=7-5", "bytes=a-b"])
def test_a_part_that_there_is_not_is_an_error_as_any_other(
    program: TestClient, document: str, wanted: str
) -> None:
    answer = program.get(f"{document}/original", headers={"Range": wanted})

    assert answer.status_code == 416
    assert answer.json()["error"]["code"] == "range_not_satisfiable"


def test_the_log_and_the_state_are_told(program: TestClient) -> None:
    log = walked(program, "/api/v1/history")
    health = program.get("/api/v1/health").json()

    of_accounts = ["add_account", "add_account", "add_token"]
    assert [entry["action"] for entry in log] == ["add", "add", "catalogue", *of_accounts]
    assert health["ok"] is all(check["ok"] for check in health["checks"])
    assert health["checks"]


@pytest.mark.parametrize("last", [[2**70, 0], [-(2**70), 0], ["add", 0], [[1], 0], {"id": 1}, None])
def test_a_cursor_of_ones_own_making_is_refused_by_the_log(
    program: TestClient, last: object
) -> None:
    cursor = urlsafe_b64encode(json.dumps(["history", last]).encode()).decode().rstrip("=")

    answer = program.get("/api/v1/history", params={"cursor": cursor})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_cursor")


def test_one_job_can_be_followed(program: TestClient, served: Served) -> None:
    job = program.get(f"/api/v1/jobs/{served.job_id}").json()

    assert (job["name"], job["state"]) == ("hỏng.pdf", "failed")


def test_files_that_wait_are_told_the_longest_first(over: Any) -> None:
    client = over(FakeService(files_waiting=samples.WAITING[::-1]))

    assert client.get("/api/v1/waiting?limit=1").json()["items"] == [
        {
            "id": "c0de" * 16,
            "file_name": "Công văn đến 12.pdf",
            "bytes": 48 * 1024 - 5,
            "since": "2025-02-02",
        }
    ]


class TestAccount:
    @pytest.fixture
    def reader(self, visit: Visit, accounts: Accounts) -> TestClient:
        client = visit()
        client.headers["Authorization"] = f"Bearer {accounts.add_token(Role.READER, 'máy')}"
        return client

    def test_a_program_learns_who_it_is(self, reader: TestClient) -> None:
        assert reader.get("/api/v1/account").json() == {
            "name": "reader",
            "display_name": "Đồng chí reader",
            "role": "reader",
            "groups": [],
            "permissions": ["read"],
        }

    def test_tokens_are_made_listed_and_revoked(self, reader: TestClient, visit: Visit) -> None:
        made = reader.post("/api/v1/account/tokens", json={"name": "máy in"})
        other = visit()
        other.headers["Authorization"] = f"Bearer {made.json()['token']}"

        assert made.status_code == 201
        assert other.get("/api/v1/account").json()["name"] == "reader"
        assert [one["name"] for one in walked(reader, "/api/v1/account/tokens")] == [
            "máy",
            "máy in",
        ]
        revoked = reader.delete("/api/v1/account/tokens", params={"name": "máy in"})
        again = reader.delete("/api/v1/account/tokens", params={"name": "máy in"})
        assert (revoked.status_code, again.status_code) == (204, 404)
        assert other.get("/api/v1/account").status_code == 401

    def test_the_password_is_changed_by_whoever_knows_the_old_one(
        self, reader: TestClient, accounts: Accounts
    ) -> None:
        def change(old: str, new: str) -> int:
            sent = {"old": old, "new": new}
            return reader.post("/api/v1/account/password", json=sent).status_code

        assert change("đoán mò thôi mà", OTHER_PASSWORD) == 403
        assert change(PASSWORD, "ngắn") == 400
        assert change(PASSWORD, OTHER_PASSWORD) == 204
        assert accounts.log_in("reader", OTHER_PASSWORD, "10.0.0.7")

    def test_without_accounts_there_is_none(self, client: TestClient) -> None:
        assert client.get("/api/v1/account").json()["error"]["code"] == "invalid_account"
