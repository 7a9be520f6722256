"""The page and the API that check a draft."""

from __future__ import annotations

import io
import re

import docx
import httpx
import pytest
from fastapi.testclient import TestClient

from kb.document import Document, Facts, Span
from kb.drafting.check import Bearer, CheckKind, Remark, Severity
from kb.drafting.checking import CheckedCitation
from kb.drafting.cited import Cited
from kb.drafting.meaning import Meant
from kb.errors import EmptyFile, SecretMarked
from kb.service.checking import DraftPlace, DraftReport, PlacedCitation, PlacedRemark
from kb.symbol import Symbol
from tests.web.conftest import Ask
from tests.web.fakes import FakeService
from web import checking

TEXT = "Nghị quyết số 57-KL/TW"
SYMBOL = Symbol("57", "KL", "TW")
WRONG = Remark(CheckKind.TYPE, Severity.ERROR, Span(0, 10), "Danh mục có <b>khác</b>.", "Kết luận")
SHORT = Remark(CheckKind.SHORT_FORM, Severity.STYLE, Span(0, 22), "Nên dùng dạng ngắn.")
PLACE = DraftPlace("Phần II, mục 1", (3, 3), 7)
MEANT = Meant(
    Cited(SYMBOL, Span(14, 22), Span(0, 22)), SYMBOL, bearer=Bearer(Facts(symbol=SYMBOL), "abc")
)
REPORT = DraftReport(
    Document("x", "du thao.docx", "", (), Facts(), TEXT, (), (), warnings=("Đọc từ bản quét.",)),
    (PlacedRemark(WRONG, "Nghị quyết", PLACE), PlacedRemark(SHORT, TEXT, PLACE)),
    (PlacedCitation(CheckedCitation(MEANT, (WRONG,)), TEXT, PLACE),),
    (),
)
DRAFT = {"file": ("du thao.docx", b"PK", "application/octet-stream")}


def send(client: TestClient, path: str, files: object = None, **fields: str) -> httpx.Response:
    """Sends a draft by the form of the page, or as a program does."""
    address = path
    if path == "/kiem-tra":
        (address,) = re.findall(r'action="(/kiem-tra\?form_token=\w+)"', client.get(path).text)
    return client.post(address, files=files or DRAFT, data=fields)  # type: ignore[arg-type]


def test_the_form_takes_a_file_without_a_script_and_says_that_nothing_is_kept(
    client: TestClient,
) -> None:
    page = client.get("/kiem-tra").text

    assert 'method="post" enctype="multipart/form-data"' in page
    assert 'type="file"' in page
    assert "không được lưu lại" in page
    assert 'href="/kiem-tra" aria-current="page"' in page
    assert "nhận xét" not in page


def test_remarks_are_listed_by_place_with_a_box_for_each_severity(over: Ask) -> None:
    service = FakeService(report=REPORT)

    page = send(over(service), "/kiem-tra").text

    assert service.drafts == [("du thao.docx", b"PK")]
    assert "1 viện dẫn, 0 đoạn trích, 2 nhận xét." in page
    assert "<del>Nghị quyết</del> <ins>Kết luận</ins>" in page
    assert "Danh mục có &lt;b&gt;khác&lt;/b&gt;." in page
    assert "Phần II, mục 1, trang 3, đoạn 7" in page
    assert "Đọc từ bản quét." in page
    assert '<a href="/van-ban/abc">' in page
    for severity in Severity:
        assert f'id="show-{severity.value}" checked' in page


@pytest.mark.parametrize("trouble", [EmptyFile("Tệp rỗng."), SecretMarked("Tệp mang dấu MẬT.")])
def test_a_draft_that_is_refused_is_said_so_over_the_form(over: Ask, trouble: Exception) -> None:
    service = FakeService(trouble=trouble)

    page, api = send(over(service), "/kiem-tra"), send(over(service), "/api/v1/check")

    assert (page.status_code, api.status_code) == (400, 400)
    assert str(trouble) in page.text
    assert 'type="file"' in page.text
    assert api.json()["error"]["message"] == str(trouble)


def test_the_api_answers_with_the_report(over: Ask) -> None:
    made = over(FakeService(report=REPORT)).post("/api/v1/check", files=DRAFT).json()

    assert made["counts"] == {"error": 1, "likely": 0, "style": 1, "information": 0}
    assert made["warnings"] == ["Đọc từ bản quét."]
    assert made["remarks"][0]["place"] == {
        "division": "Phần II, mục 1",
        "pages": [3, 3],
        "paragraph": 7,
    }
    assert made["citations"][0]["document"] == "abc"


@pytest.mark.parametrize("path", ["/kiem-tra", "/api/v1/check"])
def test_the_drafts_own_word_file_comes_back_with_comments(over: Ask, path: str) -> None:
    written = io.BytesIO()
    word = docx.Document()
    word.add_paragraph(TEXT)
    word.save(written)
    files = {"file": ("dự thảo.docx", written.getvalue())}

    answer = send(over(FakeService(report=REPORT)), path, files, format="docx")

    assert (
        "filename*=UTF-8''d%E1%BB%B1%20th%E1%BA%A3o-ghi-chu.docx"
        in answer.headers["content-disposition"]
    )
    comments = list(docx.Document(io.BytesIO(answer.content)).comments)
    assert [one.text.split(":")[0] for one in comments] == [
        "Sai (tên loại và mã)",
        "Cách viết (dạng ngắn)",
    ]


def test_another_file_gets_no_comments_and_is_told_so(over: Ask) -> None:
    service = FakeService(report=REPORT)
    files = {"file": ("a.pdf", b"%PDF-1.7")}

    page = send(over(service), "/kiem-tra", files, format="docx")
    api = send(over(service), "/api/v1/check", files, format="docx")

    assert (page.status_code, "không phải tệp DOCX" in page.text) == (400, True)
    assert api.json()["error"]["code"] == "not_commentable"


def test_a_request_without_a_file_or_of_another_form_is_refused(over: Ask) -> None:
    client = over(FakeService(report=REPORT))

    without = client.post("/api/v1/check", files={"other": ("x", b"x")})
    empty = client.post("/api/v1/check", files={"file": ("", b"")})
    odd = client.post("/api/v1/check", files=DRAFT, data={"format": "xml"})

    assert [one.status_code for one in (without, empty, odd)] == [422, 422, 422]
    assert "file" in without.json()["error"]["message"]
    assert "xml" in odd.json()["error"]["message"]


def test_an_upload_too_large_is_refused_before_it_is_read(
    over: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "LARGEST", 1 << 20)
    service = FakeService(report=REPORT)

    answer = over(service).post("/api/v1/check", files={"file": ("a.pdf", b"x" * (2 << 20))})

    assert (answer.status_code, service.drafts) == (400, [])
    assert "lớn hơn 1 MB" in answer.json()["error"]["message"]


def test_an_upload_without_a_length_is_refused(over: Ask) -> None:
    def chunks() -> object:
        yield b"x"

    answer = over(FakeService(report=REPORT)).post("/api/v1/check", content=chunks())  # type: ignore[arg-type]

    assert answer.status_code == 413


def test_a_page_of_another_site_cannot_send_a_draft_for_its_visitor(over: Ask) -> None:
    service = FakeService(report=REPORT)
    foreign = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}

    answer = over(service).post("/api/v1/check", files=DRAFT, headers=foreign)

    assert (answer.status_code, service.drafts) == (403, [])
