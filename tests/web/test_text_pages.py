"""The page on which the lines of a scan are compared with its picture, over a real library."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from kb.person import Role
from kb.service.accounts import Accounts
from kb.service.knowledge_base import KnowledgeBase
from kb.store.documents import open_store
from tests.fakes import HashEmbedder
from tests.scans import DATA, MENDED, MISREAD, Scanner
from tests.web.conftest import Ask, local_client, log_in, token_on
from web.app import create_app


@pytest.fixture
def library(tmp_path: Path) -> Iterator[KnowledgeBase]:
    """The scanned guideline."""
    home = tmp_path / "kho"
    library = KnowledgeBase(
        home, open_store(home / "kb.db"), lambda: nullcontext(Scanner()), HashEmbedder
    )
    (tmp_path / "quet.pdf").write_bytes(DATA)
    library.add([tmp_path / "quet.pdf"], actor="an")
    yield library
    library.close()


@pytest.fixture
def document(library: KnowledgeBase) -> str:
    return library.find("915-HD/TUM").id


@pytest.fixture
def desk(library: KnowledgeBase, over: Ask) -> TestClient:
    """A browser on the machine itself; its forms carry their token."""
    client = over(library)
    client.headers["x-form-token"] = token_on(client.get("/kiem-tra"))
    return client


def page_of(document: str, number: int = 1) -> str:
    return f"/van-ban/{document}/trang/{number}/chu"


def boxes_of(page: httpx.Response) -> dict[str, str]:
    """What the form would send as it stands."""
    form = page.text[page.text.index("data-lines") :]
    form = form[: form.index("</form>")]
    named = re.findall(r'<input[^>]*? name="([\w-]+)" value="([^"]*)"', form)
    named += re.findall(r'<textarea[^>]*? name="([\w-]+)"[^>]*>([^<]*)<', form)
    return {name: html.unescape(value) for name, value in named}


def sent(client: TestClient, page: httpx.Response, **typed: str) -> httpx.Response:
    """The form sent with other words in some lines: `l11` is line 11."""
    lines = {f"dong-{name[1:]}": text for name, text in typed.items()}
    return client.post(page.url.path, data=boxes_of(page) | lines)


class TestForm:
    def test_each_line_has_a_box_and_a_mark_on_the_picture(
        self, desk: TestClient, document: str
    ) -> None:
        page = desk.get(page_of(document))

        boxes = boxes_of(page)
        assert boxes["dong-11"] == MISREAD
        assert json.loads(boxes["cu"])["11"] == MISREAD
        marks = re.findall(r'data-line="(\d+)"', page.text)
        assert marks == [str(number) for number in range(1, 14)]
        assert f'src="/van-ban/{document}/trang/1/hinh"' in page.text
        assert "Ngờ: <strong>nhiêm</strong>" in page.text
        assert page.text.count('class="page-line doubtful"') == 1
        assert "Hoàn tác" not in page.text

    def test_it_is_reached_from_the_page_and_from_its_neighbours(
        self, desk: TestClient, document: str
    ) -> None:
        assert page_of(document) in desk.get(f"/van-ban/{document}/trang/1").text
        assert f'href="{page_of(document, 2)}"' in desk.get(page_of(document)).text
        assert f'href="{page_of(document, 1)}"' in desk.get(page_of(document, 2)).text

    def test_a_page_that_cannot_be_corrected_says_why(
        self, desk: TestClient, document: str
    ) -> None:
        answer = desk.get(page_of(document, 3))

        assert answer.status_code == 404
        assert "không có trang 3" in answer.text

    def test_readers_see_no_way_to_it_and_are_refused(
        self, library: KnowledgeBase, accounts: Accounts, document: str
    ) -> None:
        reader, program = (local_client(create_app(library, accounts)) for _ in range(2))
        log_in(reader)
        program.headers["Authorization"] = f"Bearer {accounts.add_token(Role.READER, 'máy')}"

        assert "Sửa chữ của trang này" not in reader.get(f"/van-ban/{document}/trang/1").text
        assert reader.get(page_of(document)).status_code == 403
        path = f"/api/v1/documents/{document}/pages/1/text"
        assert program.get(path).status_code == 403
        assert program.put(path, json={"version": 1, "lines": []}).status_code == 403


class TestSaving:
    def test_a_missed_line_is_typed_below_another_and_told_as_such(
        self, desk: TestClient, library: KnowledgeBase, document: str
    ) -> None:
        page = desk.get(page_of(document))

        note = boxes_of(page)["dong-13"]

        answer = sent(desk, page, l13=f"{note}\r\n² Do chi bộ cử.")

        assert answer.status_code == 303
        assert "Do chi bộ cử." in library._store.text_of(document)
        shown = desk.get(answer.headers["location"])
        assert boxes_of(shown)["dong-13"] == f"{note}\n² Do chi bộ cử."
        assert f"<ins>{note} ⏎ ² Do chi bộ cử.</ins>" in shown.text

    def test_a_line_pressed_on_where_there_is_no_room_is_refused_with_what_was_typed(
        self, desk: TestClient, document: str
    ) -> None:
        typed = "\n".join([MISREAD, "một", "hai", "ba"])

        answer = sent(desk, desk.get(page_of(document)), l11=typed)

        assert answer.status_code == 400
        assert "không có chỗ cho 3 dòng nữa" in answer.text
        assert boxes_of(answer)["dong-11"] == typed

    def test_what_is_typed_is_what_the_line_says_and_what_changed_is_told(
        self, desk: TestClient, library: KnowledgeBase, document: str
    ) -> None:
        page = desk.get(page_of(document))

        answer = sent(desk, page, l11=MENDED, l4="Trường Khê, ngày 15 tháng 3 năm 2024")

        assert answer.status_code == 303
        assert answer.headers["location"] == f"{page_of(document)}?xong=sua"
        assert MENDED.split("; ")[1] in library._store.text_of(document)
        shown = desk.get(answer.headers["location"])
        assert boxes_of(shown)["dong-11"] == MENDED
        assert f"<del>{MISREAD}</del>" in shown.text
        assert "<ins>15/03/2024</ins>" in shown.text
        assert "2 đoạn trích đổi theo" in shown.text
        assert f"Máy đọc: {MISREAD}" in shown.text
        history = desk.get(f"/van-ban/{document}").text
        assert "Trang 1, dòng 11" in history
        told = "chữ do người quản lý thư viện sửa (trang 1)"
        assert told in desk.get(f"/van-ban/{document}/trang/1").text
        assert told in desk.get("/", params={"q": "nhiệm vụ được giao"}).text

    def test_a_form_sent_as_it_was_changes_nothing(
        self, desk: TestClient, library: KnowledgeBase, document: str
    ) -> None:
        answer = sent(desk, desk.get(page_of(document)), l11=f"  {MISREAD}")

        assert answer.status_code == 400
        assert "chưa sửa gì" in answer.text
        assert len(library.keeper().log.history_of(document)) == 1

    def test_what_cannot_be_is_said_and_all_that_was_typed_is_kept(
        self, desk: TestClient, document: str
    ) -> None:
        answer = sent(desk, desk.get(page_of(document)), l1="TUYỆT MẬT", l11="chữ <của> tôi")

        assert answer.status_code == 400
        assert "mang dấu mật" in answer.text
        boxes = boxes_of(answer)
        assert (boxes["dong-1"], boxes["dong-11"]) == ("TUYỆT MẬT", "chữ <của> tôi")

    def test_of_two_at_once_the_second_sees_both_and_then_loses_neither(
        self, desk: TestClient, library: KnowledgeBase, document: str
    ) -> None:
        page, lan = desk.get(page_of(document)), library.keeper("lan")
        lan.correct_text(document, {(1, 11): MENDED}, lan.facts_version(document))

        answer = sent(desk, page, l9="I. MỤC TIÊU")

        assert answer.status_code == 409
        assert f"lan đã đổi trang 1, dòng 11: {MISREAD} → {MENDED}" in answer.text
        boxes = boxes_of(answer)
        assert (boxes["dong-9"], boxes["dong-11"]) == ("I. MỤC TIÊU", MENDED)
        assert "MỤC TIÊU" not in library._store.text_of(document)

        assert sent(desk, answer).status_code == 303
        text = library._store.text_of(document)
        assert "I. MỤC TIÊU" in text and "nhiệm vụ" in text

    @pytest.mark.parametrize("form", [{}, {"phien_ban": "1", "cu": "[1]"}, {"phien_ban": "x"}])
    def test_a_form_that_kb_did_not_make_is_refused(
        self, desk: TestClient, document: str, form: dict[str, str]
    ) -> None:
        assert desk.post(page_of(document), data=form).status_code == 400

    def test_undone_the_page_is_as_it_was(
        self, desk: TestClient, library: KnowledgeBase, document: str
    ) -> None:
        before = library._store.document(document)
        page = desk.get(sent(desk, desk.get(page_of(document)), l11=MENDED).headers["location"])
        undo = f"{page_of(document)}/hoan-tac"
        assert f'action="{undo}"' in page.text
        version = {"phien_ban": boxes_of(page)["phien_ban"]}

        answer = desk.post(undo, data=version)

        assert answer.headers["location"] == f"{page_of(document)}?xong=hoan-tac"
        assert library._store.document(document) == before
        assert "Đã hoàn tác" in desk.get(answer.headers["location"]).text
        again = desk.post(undo, data=version)
        assert again.status_code == 409
        assert "chưa sửa gì" in again.text


class TestApi:
    @pytest.fixture
    def program(self, library: KnowledgeBase, accounts: Accounts) -> TestClient:
        client = local_client(create_app(library, accounts))
        client.headers["Authorization"] = f"Bearer {accounts.add_token(Role.LIBRARIAN, 'máy')}"
        return client

    def test_lines_are_read_and_corrected_on_the_version_that_was_read(
        self, program: TestClient, document: str
    ) -> None:
        path = f"/api/v1/documents/{document}/pages/1/text"
        page = program.get(path).json()
        assert (page["number"], page["page_count"], page["correction"]) == (1, 2, None)
        line = {"number": 11, "text": MISREAD, "raw": MISREAD, "doubtful": ["nhiêm"]}
        assert page["lines"][10] == line
        sent = {"version": page["version"], "lines": [{"number": 11, "text": MENDED}]}

        answer = program.put(path, json=sent)

        assert answer.status_code == 200
        told = answer.json()
        assert told["lines"][10] == {**line, "text": MENDED, "doubtful": []}
        assert told["version"] == told["correction"]["id"] > page["version"]
        assert told["correction"]["before"]["lines"] == [[1, 11, MISREAD]]
        (hit, *_) = program.get("/api/v1/search", params={"q": "nhiệm vụ được giao"}).json()["hits"]
        assert hit["corrected"] == [1]
        late = program.put(path, json=sent)
        assert late.status_code == 409
        assert late.json()["error"]["changes"][0]["actor"] == "librarian"

    def test_what_cannot_be_corrected_is_an_error_with_its_code(
        self, program: TestClient, document: str
    ) -> None:
        path = f"/api/v1/documents/{document}/pages"
        version = program.get(f"{path}/1/text").json()["version"]
        lines = [{"number": 99, "text": "dòng nào?"}]

        unknown = program.put(f"{path}/1/text", json={"version": version, "lines": lines})
        nothing = program.put(f"{path}/1/text", json={"version": version, "lines": []})

        assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "unknown_place")
        assert (nothing.status_code, nothing.json()["error"]["code"]) == (400, "not_correctable")
