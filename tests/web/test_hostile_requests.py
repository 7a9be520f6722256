"""What no honest program sends: every parameter and every body with values that break programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import local_client
from tests.web.served import OPERATIONS, Served, served_library
from web.api_document import document_of

VALUES = [
    "%00", "a%00b", "%ED%A0%80", "%FF%FE", "%F0%9F%92%A9", "9" * 30, "9" * 5000, "-9223372036854775809",
    "1e400", "NaN", "0000-00-00", "0001-01-01", "9999-12-31", "%27%22%3B--", "..%2F..%2Fkb.db",
    "%22" * 300, "W10", "W1siXV0", "W" * 4000, "%E2%80%AE%CC%81%CC%81",
]  # fmt: skip
BODIES = [
    b"", b"{", b"null", b"[]", b"7", b'"\\ud800"', b"\xff\xfe", b"\x00", b"[" * 100_000,
    b'{"version": 1e999, "facts": {}}', b'{"version": NaN, "facts": {}}',
    b'{"version": ' + b"9" * 5000 + b', "facts": {}}',
    b'{"version": 1, "facts": {"title": "\\ud800"}}', b'{"version": 1, "facts": {"\\ud800": "x"}}',
    b'{"version": 1, "facts": {"title": "\\u0000"}}', b'{"version": 1, "facts": {"date": "0000-1-1"}}',
    b'{"version": 1, "facts": {"date": "1/1/0001"}}', b'{"version": 1, "facts": {"symbol": "\\u0000"}}',
    b'{"old": "\\ud800", "new": "\\ud800"}', b'{"old": "\\u0000", "new": "\\u0000 12345678901234"}',
    b'{"name": "\\ud800"}', b'{"name": "\\u0000"}', b'{"name": "' + b"x" * 70_000 + b'"}',
]  # fmt: skip
FORM = "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\nx\r\n--x--\r\n'
FORMS = [
    b"", b"--x", b"--x--", b"\x00" * 100, b"--x\r\n\r\n\r\n--x--\r\n", PART % (b"file", b"\x00"),
    PART % (b"file", b"\xff\xfe"), PART % (b"files", b"\xed\xa0\x80.pdf"), PART % (b"files", b"../x"),
    PART % (b"file", b"a" * 10_000), PART % (b"\xff", b"x"),
    b'--x\r\nContent-Disposition: form-data; name="format"\r\n\r\n\xff\xed\xa0\x80\r\n--x--\r\n',
]  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served_library(tmp_path_factory.mktemp("kho")) as served:
        yield served


@pytest.fixture
def client(served: Served) -> TestClient:
    client = local_client(served.app)
    client.headers.update(served.headers)
    return client


def operation_of(served: Served, path: str, method: str) -> dict[str, Any]:
    found: dict[str, Any] = document_of(served.app)["paths"][path][method]
    return found


def require_an_answer(answer: httpx.Response, promised: dict[str, Any]) -> None:
    assert str(answer.status_code) in promised, answer.text
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert set(answer.json()) == {"error"}
        assert set(answer.json()["error"]) >= {"code", "message"}


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_value_of_a_parameter_breaks_the_server(
    served: Served, client: TestClient, path: str, method: str
) -> None:
    operation = operation_of(served, path, method)
    for parameter in operation.get("parameters", []):
        for value in VALUES:
            there = served.there(path)
            terms = "q=dân" if path.endswith(("/search", "/export")) else ""
            if parameter["in"] == "path":
                there[parameter["name"]] = value
            else:
                terms += f"&{parameter['name']}={value}"
            answer = client.request(method, f"{path.format(**there)}?{terms}")
            if answer.status_code != 307:  # a document without a name is the list of all
                require_an_answer(answer, operation["responses"])


@pytest.mark.parametrize(
    ("path", "method"), [one for one in OPERATIONS if one[1] in ("post", "patch")]
)
def test_no_body_breaks_the_server(
    served: Served, client: TestClient, path: str, method: str
) -> None:
    operation = operation_of(served, path, method)
    if "requestBody" not in operation:
        return
    form = "multipart/form-data" in operation["requestBody"]["content"]
    kind = FORM if form else "application/json"
    for body in FORMS if form else BODIES:
        address = path.format(**served.there(path))
        answer = client.request(method, address, content=body, headers={"Content-Type": kind})
        require_an_answer(answer, operation["responses"])


def test_what_cannot_be_read_is_named_in_vietnamese(served: Served, client: TestClient) -> None:
    facts = f"/api/v1/documents/{next(iter(served.ids.values()))}/facts"

    def said(body: object) -> str:
        answer = client.patch(facts, json=body)
        assert answer.status_code == 422
        return str(answer.json()["error"]["message"])

    assert said({"facts": {}}) == "Thiếu tham số “version”."
    assert said({"version": 1, "facts": {"title": 7}}).startswith(
        "Tham số “facts.title” có giá trị"
    )
    assert said([]).startswith("Nội dung gửi lên không phải JSON đúng khuôn mẫu")
