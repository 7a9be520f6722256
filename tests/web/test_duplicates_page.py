"""Documents that are alike, on the page, at the adding desk and over the API, over a real library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kb.job import JobState
from kb.person import Role
from kb.service.accounts import Accounts
from kb.service.knowledge_base import KnowledgeBase
from kb.service.working import Worker
from tests.unit.service.papers import paper, written
from tests.unit.service.test_duplicates import NUMBER, PARAGRAPHS, changed
from tests.web.conftest import Ask, local_client, log_in, token_on
from tests.web.desk import library_in
from web.app import create_app

OLD = paper(*PARAGRAPHS, **NUMBER)
NEW = paper(*changed("mười", "ba mươi"), **(NUMBER | {"date": "-"}))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[KnowledgeBase]:
    """Two papers of one number, of which the later prints no date, and other words in a place."""
    with library_in(tmp_path / "kho") as library:
        for name, text in (("cu.pdf", OLD), ("moi.pdf", NEW)):
            library.add([written(tmp_path / "den", name, text)], actor="an")
        yield library


@pytest.fixture
def desk(library: KnowledgeBase, over: Ask) -> TestClient:
    """A browser on the machine itself; its forms carry their token."""
    client = over(library)
    client.headers["x-form-token"] = token_on(client.get("/kiem-tra"))
    return client


@pytest.fixture
def ids(library: KnowledgeBase) -> tuple[str, str]:
    """The newer and the older one's."""
    return library.find("moi.pdf").id, library.find("cu.pdf").id


def held(library: KnowledgeBase) -> set[str]:
    return {card.file_name for card in library.documents()}


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


class TestThePage:
    def test_it_shows_the_two_side_by_side_and_the_words_that_differ(
        self, desk: TestClient, ids: tuple[str, str]
    ) -> None:
        page = desk.get("/trung-lap").text

        assert "1 cặp văn bản giống nhau đang chờ quyết định." in page
        assert "Cùng số, loại, cơ quan; thiếu ngày ban hành để so" in page
        assert "Ngày ban hành không ghi 05/3/2024" in words(page)
        assert "<del>mười</del> <ins>ba mươi</ins> ngày làm việc;" in page
        assert all(f'href="/van-ban/{id}"' in page for id in ids)

    def test_a_fact_that_differs_is_marked_and_one_that_is_missing_is_not(
        self, desk: TestClient, library: KnowledgeBase, ids: tuple[str, str]
    ) -> None:
        assert 'class="differs"' not in desk.get("/trung-lap").text
        keeper = library.keeper()
        keeper.correct(ids[0], {"place": "Trường Khê"}, keeper.facts_version(ids[0]))
        keeper.correct(ids[1], {"place": "Cồn Vạc"}, keeper.facts_version(ids[1]))

        page = desk.get("/trung-lap").text

        assert page.count('class="differs"') == 1
        assert "khác nhau Trường Khê Cồn Vạc" in words(page)

    @pytest.mark.parametrize(
        ("form", "kept"),
        [
            ({"decision": "same"}, {"cu.pdf"}),
            ({"decision": "same", "keep_newer": "true"}, {"moi.pdf"}),
            ({"decision": "version"}, {"cu.pdf", "moi.pdf"}),
            ({"decision": "both"}, {"cu.pdf", "moi.pdf"}),
        ],
    )
    def test_an_answer_is_carried_out_and_said_and_can_be_given_anew(
        self,
        desk: TestClient,
        library: KnowledgeBase,
        ids: tuple[str, str],
        form: dict[str, str],
        kept: set[str],
    ) -> None:
        answer = desk.post("/trung-lap/{}/{}".format(*ids), data=form, follow_redirects=False)

        assert answer.status_code == 303
        assert held(library) == kept
        page = desk.get(answer.headers["location"]).text
        assert 'role="status">Đã ghi' in page
        assert "Không có cặp văn bản nào chờ quyết định." in page
        again = re.findall(r'<a href="([^"]+)">Quyết định lại</a>', page)
        assert "Đã quyết định: " in desk.get(again[0]).text

    def test_an_answer_that_there_is_not_is_refused(
        self, desk: TestClient, library: KnowledgeBase, ids: tuple[str, str]
    ) -> None:
        answer = desk.post("/trung-lap/{}/{}".format(*ids), data={"decision": "drop"})

        assert answer.status_code == 400
        assert held(library) == {"cu.pdf", "moi.pdf"}

    def test_what_is_in_the_trash_can_be_taken_out_from_here(
        self, desk: TestClient, library: KnowledgeBase, ids: tuple[str, str]
    ) -> None:
        library.remove(ids[1])

        page = desk.get("/trung-lap").text

        assert "đang ở trong thùng rác" in page
        assert f'action="/thung-rac/{ids[1]}/lay-lai"' in page
        assert f'href="/van-ban/{ids[1]}"' not in page


class TestElsewhere:
    def test_the_document_asks_while_the_question_is_open(
        self, desk: TestClient, ids: tuple[str, str]
    ) -> None:
        for one, other in (("moi", "cu"), ("cu", "moi")):
            page = desk.get(f"/van-ban/{ids[one == 'cu']}").text
            assert f"Giống 931-QC/TUM ({other}.pdf): cùng số, loại, cơ quan" in page
            assert f'href="/trung-lap?van_ban={ids[0]}"' in page

        desk.post("/trung-lap/{}/{}".format(*ids), data={"decision": "version"})

        old, new = desk.get(f"/van-ban/{ids[1]}").text, desk.get(f"/van-ban/{ids[0]}").text
        assert "So sánh và quyết định" not in old + new
        assert f'<a href="/van-ban/{ids[0]}">Bản cũ; đã có bản mới: 931-QC/TUM (moi.pdf)</a>' in old
        assert f'Bản cũ còn giữ: <a href="/van-ban/{ids[1]}">931-QC/TUM (cu.pdf)</a>' in new
        assert "Bản cũ; đã có bản mới" in desk.get("/?q=mượn+hồ+sơ").text
        assert "Bản cũ; đã có bản mới" in desk.get("/van-ban").text

    def test_the_adding_desk_asks_beside_the_job_and_takes_the_answer(
        self, desk: TestClient, library: KnowledgeBase, tmp_path: Path
    ) -> None:
        third = paper(*changed("mười", "hai mươi"), **NUMBER)
        desk.post("/api/v1/jobs", files={"files": ("ba.pdf", third.encode())})
        worker = Worker(tmp_path / "kho", library._store, library.add, library.desk.limits)
        worker.step()
        (job,) = library.desk.jobs()
        assert job.state is JobState.ADDED

        page = desk.get("/them").text
        assert "Giống 931-QC/TUM (cu.pdf): cùng số, loại, cơ quan và ngày ban hành" in page
        events = desk.get("/api/v1/jobs/events").text
        (action,) = re.findall(r'"decide_url": "([^"]+)"', events)
        assert f'action="{action}"' in page
        answer = desk.post(action, data={"decision": "both", "ve": "them"}, follow_redirects=False)

        assert answer.headers["location"] == "/them"
        assert "Giống 931-QC/TUM (cu.pdf)" not in desk.get("/them").text

    def test_readers_see_no_question_and_may_not_answer(
        self, library: KnowledgeBase, ids: tuple[str, str], accounts: Accounts
    ) -> None:
        client = local_client(create_app(library, accounts))
        log_in(client, Role.READER)

        page = client.get(f"/van-ban/{ids[0]}").text

        assert "So sánh và quyết định" not in page
        assert "/trung-lap" not in client.get("/van-ban").text
        assert client.get("/trung-lap").status_code == 403


class TestTheApi:
    def test_it_lists_the_open_pairs_and_takes_answers(
        self, desk: TestClient, ids: tuple[str, str]
    ) -> None:
        (pair,) = desk.get("/api/v1/duplicates").json()["items"]
        assert (pair["new"]["id"], pair["old"]["id"]) == ids
        assert (pair["kind"], pair["decision"], pair["open"]) == ("maybe_same_number", None, True)

        answer = desk.post("/api/v1/duplicates/{}/{}".format(*ids), json={"decision": "version"})

        said = answer.json()
        assert (said["decision"], said["chosen"], said["open"]) == ("version", ids[0], False)
        assert desk.get("/api/v1/duplicates").json() == {"items": [], "next": None}
        listed = desk.get(f"/api/v1/duplicates?state=all&document={ids[1]}").json()
        assert listed["items"] == [said]
        hits = desk.get("/api/v1/search?q=mượn hồ sơ").json()["hits"]
        hit = next(one for one in hits if one["document"]["id"] == ids[1])
        newer = {"id": ids[0], "file_name": "moi.pdf", "url": f"/van-ban/{ids[0]}"}
        assert hit["document"]["state"]["newer"] == newer
        assert hit["citation"]["older"] == "Bản cũ; đã có bản mới: 931-QC/TUM (moi.pdf)"

    def test_what_cannot_be_is_an_error_with_a_code(
        self, desk: TestClient, ids: tuple[str, str]
    ) -> None:
        one = f"/api/v1/duplicates/{ids[0]}/{ids[0]}"
        answer = desk.post(one, json={"decision": "version"})

        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "invalid_decision"
        unknown = f"/api/v1/duplicates/{ids[0]}/{'0' * 64}"
        assert desk.post(unknown, json={"decision": "both"}).status_code == 404
