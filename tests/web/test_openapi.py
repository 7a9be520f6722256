"""The OpenAPI document: all of the API is in it, with what can go wrong, in words that people read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from kb.person import Role
from kb.service.accounts import Accounts
from tests.web.conftest import Visit
from web.api_document import ADDRESS, PREFIX
from web.app import ROUTERS
from web.permissions import RULES, Cost

ROUTES = {
    (route.path, method.lower()): route
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and route.path.startswith(PREFIX)
    for method in route.methods
}
ERROR = {"$ref": "#/components/schemas/Error"}


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get(ADDRESS).json()
    return found


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (path, method): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }


def test_every_route_of_the_api_is_in_the_document_and_no_page(document: dict[str, Any]) -> None:
    assert set(operations(document)) == set(ROUTES)


def test_every_operation_has_a_name_of_its_own_a_summary_and_a_tag(
    document: dict[str, Any],
) -> None:
    found = operations(document)

    assert len({one["operationId"] for one in found.values()}) == len(found)
    for at, operation in found.items():
        assert ROUTES[at].summary, f"{at} has the summary that FastAPI makes of the function's name"
        assert len(operation["tags"]) == 1


def test_every_operation_says_what_can_go_wrong_in_the_one_shape(document: dict[str, Any]) -> None:
    for (path, method), operation in operations(document).items():
        answers = operation["responses"]
        expected = {"401", "403", "500", "503"}
        expected |= {"404"} if "{" in path else set()
        expected |= {"422"} if operation.keys() & {"parameters", "requestBody"} else set()
        expected |= {"429"} if RULES[path].cost is not Cost.SMALL else set()
        expected |= {"400", "413"} if method != "get" else set()
        assert expected <= set(answers), (path, method)
        for status, answer in answers.items():
            if int(status) >= 400 and status != "409":
                assert answer["content"]["application/json"]["schema"] == ERROR
            assert not re.search("[Ss]uccessful|Error", answer["description"])


def test_every_answer_with_content_has_a_schema(document: dict[str, Any]) -> None:
    for at, operation in operations(document).items():
        good = [code for code in operation["responses"] if code.startswith("2")]
        assert good, at
        for code in good:
            for kind, content in operation["responses"][code].get("content", {}).items():
                assert content.get("schema") or "json" not in kind or at[0].endswith("/export"), at


def test_every_schema_that_is_named_is_there_and_none_besides(document: dict[str, Any]) -> None:
    named = set(re.findall(r"#/components/schemas/([\w.-]+)'", repr(document)))

    assert named == set(document["components"]["schemas"])


def test_a_program_and_a_browser_may_both_come_in(document: dict[str, Any]) -> None:
    schemes = document["components"]["securitySchemes"]

    assert {name: scheme["type"] for name, scheme in schemes.items()} == {
        "token": "http",
        "session": "apiKey",
    }
    assert document["security"] == [{"token": []}, {"session": []}]


def test_the_document_is_for_those_who_may_read(visit: Visit, accounts: Accounts) -> None:
    token = accounts.add_token(Role.READER, "máy")

    assert visit().get(ADDRESS).status_code == 401
    answer = visit().get(ADDRESS, headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["openapi"].startswith("3.1")


@pytest.mark.parametrize(
    "address", ["/api/search?q=a", "/api/v1/khong-co", "/api/v1/", "/api/v2/jobs"]
)
def test_an_address_that_there_is_not_is_an_error_of_the_api(
    client: TestClient, address: str
) -> None:
    answer = client.get(address)

    assert answer.status_code == 404
    assert answer.json() == {
        "error": {
            "code": "not_found",
            "message": "API không có địa chỉ này; hãy xem /api/v1/openapi.json.",
        }
    }


def test_a_page_lists_every_route_with_the_least_role_that_may(
    client: TestClient, document: dict[str, Any]
) -> None:
    page = client.get("/api").text

    for path, method in operations(document):
        assert f"<code>{method.upper()} {path}</code>" in page
    purge = page[page.index("/purge</code>") :]
    assert purge[: purge.index("</tr>")].endswith("<td>từ người quản trị</td>\n        ")
    assert f'href="{ADDRESS}"' in page
