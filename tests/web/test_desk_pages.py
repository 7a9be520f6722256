"""What librarians do on the pages, over a real library: it is done, told, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kb.person import Role
from kb.service.accounts import Accounts
from kb.service.knowledge_base import KnowledgeBase
from kb.service.write_lock import write_lock
from tests.unit.service.conftest import DAN_VAN, KINH_TE_BIEN
from tests.unit.service.papers import written
from tests.web.conftest import Ask, local_client, log_in, token_on
from tests.web.desk import boxes_of, library_in, sent
from web.app import create_app


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "kho"


@pytest.fixture
def library(home: Path, tmp_path: Path) -> Iterator[KnowledgeBase]:
    """Two papers: dân vận, kinh tế biển."""
    with library_in(home) as library:
        written(tmp_path / "den", "dan-van.pdf", DAN_VAN)
        written(tmp_path / "den", "kinh-te-bien.pdf", KINH_TE_BIEN)
        library.add([tmp_path / "den"], actor="an")
        yield library


@pytest.fixture
def desk(library: KnowledgeBase, over: Ask) -> TestClient:
    """A browser on the machine itself; its forms carry their token."""
    return with_token(over(library))


def with_token(client: TestClient) -> TestClient:
    client.headers["x-form-token"] = token_on(client.get("/kiem-tra"))
    return client


def id_of(library: KnowledgeBase, name: str = "902-NQ/TUM") -> str:
    return library.find(name).id


class TestCorrecting:
    def test_the_boxes_hold_the_facts_and_say_where_they_were_read(
        self, desk: TestClient, library: KnowledgeBase
    ) -> None:
        page = desk.get(f"/van-ban/{id_of(library)}/sua")

        boxes = boxes_of(page)
        assert (boxes["symbol"], boxes["date"]) == ("902-NQ/TUM", "10/05/2023")
        assert (boxes["title"], boxes["term"]) == ("Phát triển kinh tế biển", "")
        assert "Không thấy ghi trong văn bản" in page.text
        assert "Hoàn tác" not in page.text

    def test_what_is_typed_becomes_the_fact_and_what_is_emptied_is_none(
        self, desk: TestClient, library: KnowledgeBase
    ) -> None:
        page = desk.get(f"/van-ban/{id_of(library)}/sua")

        answer = sent(desk, page, date="15/1/2022", title=" Nuôi\r\nrong sụn ", issuer="")

        assert answer.status_code == 303
        facts = library.find("902-NQ/TUM").facts
        assert (str(facts.date), facts.title, facts.issuer) == ("2022-01-15", "Nuôi rong sụn", None)
        shown = desk.get(answer.headers["location"])
        assert "Đã sửa thông tin" in shown.text
        assert "<del>10/05/2023</del>" in shown.text
        assert "<ins>15/01/2022</ins>" in shown.text

    def test_what_cannot_be_is_said_beside_its_box_and_all_words_are_kept(
        self, desk: TestClient, library: KnowledgeBase
    ) -> None:
        page = desk.get(f"/van-ban/{id_of(library)}/sua")

        answer = sent(desk, page, date="31/02/2024", term="mười <ba>", title="Rong sụn")

        assert answer.status_code == 400
        boxes = boxes_of(answer)
        assert (boxes["date"], boxes["term"]) == ("31/02/2024", "mười &lt;ba&gt;")
        assert boxes["title"] == "Rong sụn"
        assert answer.text.count('aria-invalid="true"') == 2
        assert "«31/02/2024» không phải một ngày" in answer.text
        assert library.find("902-NQ/TUM").facts.title == "Phát triển kinh tế biển"

    def test_a_form_sent_as_it_was_changes_nothing(
        self, desk: TestClient, library: KnowledgeBase
    ) -> None:
        answer = sent(desk, desk.get(f"/van-ban/{id_of(library)}/sua"))

        assert answer.status_code == 400
        assert "chưa sửa gì" in answer.text
        assert [e.deed.action.value for e in library.keeper().log.history_of(id_of(library))] == [
            "add"
        ]

    def test_of_two_at_once_the_second_sees_both_and_then_loses_neither(
        self, desk: TestClient, library: KnowledgeBase
    ) -> None:
        document, an = id_of(library), library.keeper("an")
        page = desk.get(f"/van-ban/{document}/sua")
        theirs = {"issuer": "Thành ủy", "title": "Đất <liền>", "term": "XIII"}
        an.correct(document, theirs, an.facts_version(document))

        answer = sent(desk, page, title="Rong sụn", date="15/01/2022")

        assert answer.status_code == 409
        boxes = boxes_of(answer)
        assert (boxes["title"], boxes["date"]) == ("Rong sụn", "15/01/2022")
        assert (boxes["issuer"], boxes["term"]) == ("Thành ủy", "XIII")
        assert "an đã đổi: Phát triển kinh tế biển → Đất &lt;liền&gt;" in answer.text
        assert "an đã đổi: (trống) → XIII" in answer.text
        assert library.find("902-NQ/TUM").facts.title == "Đất <liền>"

        assert sent(desk, answer).status_code == 303
        facts = library.find("902-NQ/TUM").facts
        assert (facts.title, facts.issuer, facts.term) == ("Rong sụn", "Thành ủy", "XIII")
        assert str(facts.date) == "2022-01-15"

    def test_while_the_library_is_written_to_what_was_typed_is_kept(
        self, desk: TestClient, library: KnowledgeBase, home: Path
    ) -> None:
        page = desk.get(f"/van-ban/{id_of(library)}/sua")

        with write_lock(home):
            answer = sent(desk, page, title="Rong sụn")

        assert answer.status_code == 503
        assert boxes_of(answer)["title"] == "Rong sụn"
        assert sent(desk, answer).status_code == 303

    def test_the_last_correction_is_shown_and_taken_back(
        self, desk: TestClient, library: KnowledgeBase
    ) -> None:
        document = id_of(library)
        sent(desk, desk.get(f"/van-ban/{document}/sua"), title="Rong sụn")
        page = desk.get(f"/van-ban/{document}/sua")
        assert "<ins>Rong sụn</ins>" in page.text
        version = {"phien_ban": boxes_of(page)["phien_ban"]}

        answer = desk.post(f"/van-ban/{document}/hoan-tac", data=version)
        late = desk.post(f"/van-ban/{document}/hoan-tac", data=version)

        assert answer.status_code == 303
        assert "Đã hoàn tác" in desk.get(answer.headers["location"]).text
        assert library.find("902-NQ/TUM").facts.title == "Phát triển kinh tế biển"
        assert late.status_code == 409
        assert "đã đổi từ khi bạn xem" in late.text

    def test_a_form_without_its_version_is_not_taken(
        self, desk: TestClient, library: KnowledgeBase
    ) -> None:
        answer = desk.post(f"/van-ban/{id_of(library)}/sua", data={"title": "Khác"})

        assert answer.status_code == 400
        assert "phien_ban" in answer.text


class TestTrash:
    def test_a_document_goes_and_comes_back(self, desk: TestClient, library: KnowledgeBase) -> None:
        document = id_of(library)

        gone = desk.post(f"/van-ban/{document}/bo")
        trash = desk.get(gone.headers["location"])

        assert "Đã bỏ văn bản vào thùng rác" in trash.text
        assert "kinh-te-bien.pdf" in trash.text
        followed = desk.get(f"/van-ban/{document}")
        assert followed.status_code == 404
        assert "Văn bản của liên kết này đang ở thùng rác" in followed.text
        assert "kinh-te-bien.pdf" in followed.text
        back = desk.post(f"/thung-rac/{document}/lay-lai")
        assert "Đã lấy lại" in desk.get(back.headers["location"]).text

    def test_who_comes_second_is_told_where_the_document_is(
        self, desk: TestClient, library: KnowledgeBase
    ) -> None:
        document = id_of(library)

        desk.post(f"/van-ban/{document}/bo")
        thrown_again = desk.post(f"/van-ban/{document}/bo")
        desk.post(f"/thung-rac/{document}/lay-lai")
        taken_again = desk.post(f"/thung-rac/{document}/lay-lai")

        assert (thrown_again.status_code, taken_again.status_code) == (404, 404)
        assert "có thể đã được bỏ vào thùng rác" in thrown_again.text
        assert "có thể đã được lấy lại hoặc xóa hẳn" in taken_again.text

    def test_an_empty_trash_says_what_it_is_for(self, desk: TestClient) -> None:
        page = desk.get("/thung-rac").text

        assert "Thùng rác không có văn bản nào" in page
        assert "<table" not in page

    def test_only_the_right_code_deletes_for_ever(
        self, desk: TestClient, library: KnowledgeBase
    ) -> None:
        document, original = id_of(library), library.pages.original(id_of(library))
        address = f"/thung-rac/{document}/xoa"
        assert desk.get(address).status_code == 404
        desk.post(f"/van-ban/{document}/bo")
        assert document[:6] in desk.get(address).text

        wrong = desk.post(address, data={"ma": "<b>"})
        assert wrong.status_code == 400
        assert 'value="&lt;b&gt;"' in wrong.text
        assert original.exists()

        answer = desk.post(address, data={"ma": f" {document[:6].upper()} "})
        assert "Đã xóa hẳn" in desk.get(answer.headers["location"]).text
        assert not original.exists()


class TestWho:
    @pytest.fixture
    def logged_in(self, library: KnowledgeBase, accounts: Accounts) -> dict[Role, TestClient]:
        clients = {}
        for role in Role:
            client = clients[role] = local_client(create_app(library, accounts))
            log_in(client, role)
            client.headers["x-form-token"] = token_on(client.get("/"))
        return clients

    def test_each_role_sees_the_buttons_that_it_may_press_and_no_others(
        self, logged_in: dict[Role, TestClient], library: KnowledgeBase
    ) -> None:
        for role, client in logged_in.items():
            keeps = role in (Role.LIBRARIAN, Role.ADMINISTRATOR)
            page = client.get(f"/van-ban/{id_of(library)}").text

            for words in ("Sửa thông tin", "Bỏ vào thùng rác", "Lịch sử"):
                assert (words in page) is keeps
            assert ("/thung-rac" in client.get("/van-ban").text) is keeps

    def test_who_may_not_take_it_out_is_not_told_of_the_trash(
        self, logged_in: dict[Role, TestClient], library: KnowledgeBase
    ) -> None:
        document = id_of(library)
        logged_in[Role.LIBRARIAN].post(f"/van-ban/{document}/bo")

        answer = logged_in[Role.READER].get(f"/van-ban/{document}")

        assert answer.status_code == 404
        assert "thùng rác" not in answer.text

    def test_the_log_names_the_account(
        self, logged_in: dict[Role, TestClient], library: KnowledgeBase
    ) -> None:
        document, client = id_of(library), logged_in[Role.LIBRARIAN]

        sent(client, client.get(f"/van-ban/{document}/sua"), title="Rong sụn")
        client.post(f"/van-ban/{document}/bo")
        client.post(f"/thung-rac/{document}/lay-lai")

        told = [(e.deed.action.value, e.deed.actor) for e in library.keeper().log.history(document)]
        assert told == [("add", "an")] + [
            (action, "librarian") for action in ("correct", "trash", "restore")
        ]

    def test_a_librarian_cannot_delete_for_ever(
        self, logged_in: dict[Role, TestClient], library: KnowledgeBase
    ) -> None:
        document, client = id_of(library), logged_in[Role.LIBRARIAN]
        client.post(f"/van-ban/{document}/bo")

        answer = client.post(f"/thung-rac/{document}/xoa", data={"ma": document[:6]})

        assert answer.status_code == 403
        assert "Xóa hẳn" not in client.get("/thung-rac").text
        assert "Xóa hẳn" in logged_in[Role.ADMINISTRATOR].get("/thung-rac").text

    @pytest.mark.parametrize("role", [Role.READER, Role.DRAFTER])
    def test_readers_change_nothing(
        self, logged_in: dict[Role, TestClient], library: KnowledgeBase, role: Role
    ) -> None:
        page, client = f"/van-ban/{id_of(library)}", logged_in[role]

        for address in (f"{page}/bo", f"{page}/sua", f"{page}/hoan-tac"):
            assert client.post(address, data={"phien_ban": "1"}).status_code == 403
        assert len(library.documents()) == 2
