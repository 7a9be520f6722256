"""Every trouble has its status, its words, its one JSON shape, and the headers of any answer."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from kb import errors
from tests.web import samples
from tests.web.conftest import Ask
from tests.web.fakes import FakeService, trouble

STATUSES = [
    (errors.UnknownDocument, 404, "unknown_document"),
    (errors.IndexMissing, 503, "index_missing"),
    (errors.IndexMismatch, 503, "index_mismatch"),
    (errors.IndexDamaged, 503, "index_damaged"),
    (errors.StoreFailure, 503, "store_failure"),
    (errors.LibraryBusy, 503, "library_busy"),
    (errors.NoPageView, 503, "no_page_view"),
    (errors.ModelMissing, 503, "model_missing"),
    (errors.ModelFileCorrupt, 503, "model_file_corrupt"),
    (errors.AmbiguousDocument, 400, "ambiguous_document"),
    (errors.KbError, 400, "kb_error"),
]


@pytest.mark.parametrize(("kind", "status", "code"), STATUSES)
def test_a_trouble_of_kb_is_json_under_api(
    over: Ask, kind: type[errors.KbError], status: int, code: str
) -> None:
    response = over(trouble(kind)).get("/api/v1/search?q=a")

    assert response.status_code == status
    message = "Chưa có chỉ mục. Hãy chạy lệnh kb reindex."
    assert response.json() == {"error": {"code": code, "message": message}}


@pytest.mark.parametrize(("kind", "status", "code"), STATUSES)
def test_a_trouble_of_kb_is_a_page_elsewhere(
    over: Ask, kind: type[errors.KbError], status: int, code: str
) -> None:
    response = over(trouble(kind)).get("/?q=a")

    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "Hãy chạy lệnh kb reindex." in response.text


def test_the_message_of_an_error_is_escaped(over: Ask) -> None:
    client = over(FakeService(trouble=errors.KbError("Không đọc được <b>x</b>.")))

    assert "<b>x</b>" not in client.get("/?q=a").text


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/khong-co", 404, "not_found"),
        ("/api/v1/documents/abc", 404, "unknown_document"),
        ("/api/v1/search", 422, "invalid_parameter"),
        ("/api/v1/search?q=%20", 422, "invalid_parameter"),
        ("/api/v1/search?q=a&limit=abc", 422, "invalid_parameter"),
        ("/api/v1/search?q=a&limit=0", 422, "invalid_parameter"),
        ("/api/v1/search?q=a&limit=101", 422, "invalid_parameter"),
        ("/api/v1/search?q=a&year=xyz", 422, "invalid_parameter"),
    ],
)
def test_errors_under_api_have_one_shape(
    client: TestClient, address: str, status: int, code: str
) -> None:
    response = client.get(address)

    assert response.status_code == status
    assert set(response.json()) == {"error"}
    assert set(response.json()["error"]) == {"code", "message"}
    assert response.json()["error"]["code"] == code


def test_another_method_is_refused_in_the_same_shape(client: TestClient) -> None:
    response = client.post("/api/v1/search")

    assert response.status_code == 405
    assert response.json()["error"]["code"] == "method_not_allowed"
    assert response.headers["allow"] == "GET"


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/khong-co", 404, "Không có trang này."),
        ("/van-ban/abc", 404, "Thư viện không có văn bản"),
        ("/van-ban/abc/tep", 404, "Thư viện không có văn bản này."),
        ("/van-ban/abc/pdf", 404, "Thư viện không có văn bản này."),
        ("/van-ban/..%2F..%2Fkb.db/pdf", 404, "Không có trang này."),
        ("/?q=a&year=abc", 400, "Tham số “year” có giá trị không hợp lệ: “abc”."),
        ("/van-ban?sort=size", 400, "Tham số “sort”"),
        ("/danh-muc?held=maybe", 400, "Tham số “held”"),
        ("/static/khong-co.css", 404, "Không có trang này."),
    ],
)
def test_errors_elsewhere_are_pages(
    client: TestClient, address: str, status: int, said: str
) -> None:
    response = client.get(address)

    assert response.status_code == status
    assert said in response.text


def test_an_unexpected_error_shows_nothing_of_itself(over: Ask) -> None:
    client = over(FakeService(trouble=RuntimeError("secret detail")))

    page, body = client.get("/?q=a"), client.get("/api/v1/search?q=a")

    assert (page.status_code, body.status_code) == (500, 500)
    assert body.json()["error"]["code"] == "internal_error"
    assert "secret" not in page.text + body.text
    assert "Traceback" not in page.text + body.text


def test_a_vanished_original_is_said(over: Ask) -> None:
    response = over(FakeService()).get(f"/van-ban/{samples.GUIDE_ID}/tep")

    assert response.status_code == 503
    assert "kb doctor" in response.text


def test_without_a_page_view_the_page_says_what_to_do(over: Ask) -> None:
    missing = errors.NoPageView("Máy chủ chưa cài LibreOffice; hãy báo người quản trị.")

    response = over(FakeService(trouble=missing)).get(f"/van-ban/{samples.PLAN_ID}/pdf")

    assert response.status_code == 503
    assert "Máy chủ chưa cài LibreOffice; hãy báo người quản trị." in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?q=a",
        "/api/v1/search?q=a",
        "/khong-co",
        "/api/khong-co",
        "/static/kb.css",
        "/healthz",
    ],
)
def test_every_answer_has_the_security_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers

    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_even_an_unexpected_error_has_the_security_headers(over: Ask) -> None:
    headers = over(FakeService(trouble=RuntimeError("x"))).get("/?q=a").headers

    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("file", ["tep", "pdf"])
def test_a_pdf_may_draw_itself_but_not_be_framed(client: TestClient, file: str) -> None:
    headers = client.get(f"/van-ban/{samples.GUIDE_ID}/{file}").headers

    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
