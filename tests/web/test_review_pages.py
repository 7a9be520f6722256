"""The review desk on pages and over the API, over a real library whose documents are held back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kb.person import Role
from kb.service.accounts import Accounts
from kb.service.knowledge_base import KnowledgeBase
from kb.service.reviewing import ReviewFirst
from tests.unit.service.conftest import DAN_VAN
from tests.unit.service.papers import paper, written
from tests.web.conftest import Ask, local_client, log_in
from tests.web.desk import boxes_of, library_in, sent
from tests.web.test_desk_pages import with_token
from web.app import create_app

BARE = paper("Điều 1. Rừng", "Mỗi thôn trồng rừng.", symbol="904-KL/TUM", type="Kết luận")
"""A paper without date, issuer and title."""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[KnowledgeBase]:
    """Two papers that wait for their review; of the second three facts are not known."""
    with library_in(tmp_path / "kho", ReviewFirst.ALL) as library:
        written(tmp_path / "den", "dan-van.pdf", DAN_VAN)
        written(tmp_path / "den", "rung.pdf", BARE)
        library.add([tmp_path / "den"], actor="an")
        yield library


@pytest.fixture(autouse=True)
def papers_have_pages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Papers are no PDF files that a picture could be made of."""
    picture = tmp_path / "trang.jpg"
    picture.write_bytes(b"hinh")
    monkeypatch.setattr("kb.service.page_images.PageImages.image_of", lambda *given: picture)


@pytest.fixture
def desk(library: KnowledgeBase, over: Ask) -> TestClient:
    """A browser on the machine itself; its forms carry their token."""
    return with_token(over(library))


@pytest.fixture
def bare(library: KnowledgeBase) -> str:
    """The address of the screen of the second paper."""
    return f"/duyet/{library.review.find('904-KL/TUM').id}"


def current(page: str) -> str:
    """The item that is looked at."""
    found = re.search(
        r'aria-current="true"><span class="review-kind">[^<]*</span> ([^<]*)</a>', page
    )
    return found[1] if found else ""


class TestQueue:
    def test_it_lists_what_waits_oldest_first_with_what_is_to_be_seen(
        self, desk: TestClient
    ) -> None:
        page = desk.get("/duyet").text

        rows = re.findall(r'<th scope="row"><a href="/duyet/[^"]+">([^<]+)</a>', page)
        assert rows == ["Hướng dẫn số 901-HD/BDVTUM", "Kết luận số 904-KL/TUM"]
        assert page.count("Chờ duyệt, chưa vào thư viện") == 2
        assert "Thông tin: 3" in page
        assert "Không có điều nào chưa chắc." in page

    def test_it_is_narrowed_to_a_kind(self, desk: TestClient) -> None:
        page = desk.get("/duyet?loai=fact").text

        assert "904-KL/TUM" in page
        assert "901-HD/BDVTUM" not in page

    def test_the_library_leads_to_it_only_where_there_is_something(
        self, desk: TestClient, library: KnowledgeBase
    ) -> None:
        led = desk.get("/van-ban").text
        for one in library.review.queue():
            library.keeper().to_trash(one.card.id)

        assert 'href="/duyet">Duyệt (2)</a>' in led
        assert "Duyệt (" not in desk.get("/van-ban").text
        assert "Không có gì cần xem." in desk.get("/duyet").text


class TestScreen:
    def test_it_begins_at_the_first_open_item_with_its_box_first(
        self, desk: TestClient, bare: str
    ) -> None:
        page = desk.get(bare)

        assert current(page.text) == "Không đọc được ngày ban hành; hãy xem văn bản có ghi không."
        boxes = list(boxes_of(page))
        assert boxes.index("date") < boxes.index("symbol")
        assert f'src="{bare}/trang/1/hinh"' in page.text

    def test_accepting_goes_on_to_the_next_item_and_can_be_taken_back(
        self, desk: TestClient, bare: str
    ) -> None:
        answer = desk.post(f"{bare}/dung", data={"muc": "fact:date"})
        page = desk.get(answer.headers["location"]).text

        assert answer.status_code == 303
        assert "Đã ghi: đã xem, đúng." in page
        assert current(page).startswith("Không đọc được cơ quan ban hành")
        back = desk.post(f"{bare}/xet-lai", data={"muc": "fact:date"})
        assert current(desk.get(back.headers["location"]).text).startswith(
            "Không đọc được ngày ban hành"
        )

    def test_a_correction_settles_its_item_and_goes_on(
        self, desk: TestClient, bare: str, library: KnowledgeBase
    ) -> None:
        page = desk.get(f"{bare}?muc=fact:issuer")

        answer = sent(desk, page, "/sua", issuer="Tỉnh ủy Trường Khê")

        assert answer.status_code == 303
        shown = desk.get(answer.headers["location"]).text
        assert "Đã sửa thông tin." in shown
        assert current(shown).startswith("Không đọc được trích yếu")
        assert library.review.find("904-KL/TUM").facts.issuer == "Tỉnh ủy Trường Khê"

    def test_what_cannot_be_is_said_and_what_was_typed_stays(
        self, desk: TestClient, bare: str
    ) -> None:
        answer = sent(desk, desk.get(bare), "/sua", date="31/02/2024")

        assert answer.status_code == 400
        assert boxes_of(answer)["date"] == "31/02/2024"
        assert 'aria-invalid="true"' in answer.text

    def test_two_who_correct_at_once_see_each_other(
        self, desk: TestClient, bare: str, library: KnowledgeBase
    ) -> None:
        page = desk.get(bare)
        id, keeper = bare.rpartition("/")[2], library.keeper("bình")
        keeper.correct(id, {"date": "2024-01-01"}, keeper.facts_version(id))

        answer = sent(desk, page, "/sua", date="02/01/2024")

        assert answer.status_code == 409
        assert "bình đã đổi: (trống) → 01/01/2024" in answer.text
        assert boxes_of(answer)["date"] == "02/01/2024"

    def test_released_it_is_in_the_library_and_the_next_document_comes(
        self, desk: TestClient, bare: str, library: KnowledgeBase
    ) -> None:
        first = f"/duyet/{library.review.find('901-HD/BDVTUM').id}"
        done = desk.get(first).text

        answer = desk.post(f"{first}/dua-vao")

        assert "Xong: đưa vào thư viện" in done
        assert answer.headers["location"] == f"{bare}?xong=dua-vao"
        assert [card.heading for card in library.documents()] == ["901-HD/BDVTUM"]

    def test_thrown_away_it_leaves_the_queue_and_taken_back_it_waits_again(
        self, desk: TestClient, bare: str, library: KnowledgeBase
    ) -> None:
        answer = desk.post(f"{bare}/bo")
        gone = desk.get(bare)
        back = desk.post(f"/thung-rac/{bare.rpartition('/')[2]}/lay-lai")

        assert answer.headers["location"].startswith("/duyet/")
        assert gone.status_code == 404
        assert back.headers["location"] == f"{bare}?xong=lay-lai"
        assert "vẫn chờ duyệt" in desk.get(back.headers["location"]).text
        assert library.documents() == ()

    def test_a_fact_that_needs_no_eyes_can_be_looked_at_too(
        self, desk: TestClient, bare: str
    ) -> None:
        page = desk.get(f"{bare}?muc=fact:symbol")

        assert current(page.text) == ""
        boxes = list(boxes_of(page))
        assert boxes.index("symbol") < boxes.index("date")

    @pytest.mark.parametrize("step", ["dung", "xet-lai"])
    def test_what_is_no_item_of_it_is_not_found(
        self, desk: TestClient, bare: str, step: str
    ) -> None:
        assert desk.post(f"{bare}/{step}", data={"muc": "page:7"}).status_code == 404


class TestDuplicates:
    def test_the_question_leads_to_where_it_is_answered_and_back(
        self, desk: TestClient, library: KnowledgeBase, tmp_path: Path
    ) -> None:
        copy = written(tmp_path / "den", "dan-van-chep.pdf", f"{DAN_VAN}\nSao y bản chính.")
        (outcome,) = library.add([copy], actor="an")
        assert outcome.document is not None
        id, other = outcome.document.id, library.review.find("dan-van.pdf").id

        screen = desk.get(f"/duyet/{id}?muc=duplicate:{other}").text
        pairs = desk.get(f"/trung-lap?van_ban={id}").text

        assert f'href="/trung-lap?van_ban={id}"' in screen
        assert "Đã xem, đúng" not in screen
        assert f'href="/duyet/{id}"' in pairs
        assert f'href="/duyet/{other}"' in pairs


class TestWhoMay:
    @pytest.fixture
    def enter(self, library: KnowledgeBase, accounts: Accounts) -> Callable[[Role], TestClient]:
        def client(role: Role) -> TestClient:
            visitor = local_client(create_app(library, accounts))
            log_in(visitor, role)
            return visitor

        return client

    @pytest.mark.parametrize("role", Role)
    def test_what_is_held_back_is_seen_at_the_desk_alone_and_by_librarians_alone(
        self, enter: Callable[[Role], TestClient], role: Role, bare: str
    ) -> None:
        client, id = enter(role), bare.rpartition("/")[2]
        reviews = role in (Role.LIBRARIAN, Role.ADMINISTRATOR)

        for address in ("/duyet", bare, f"{bare}/trang/1/hinh", f"/api/v1/review/{id}"):
            assert client.get(address).status_code == (200 if reviews else 403)
        for address in ("", "/tep", "/pdf", "/trang/1", "/trang/1/hinh"):
            assert client.get(f"/van-ban/{id}{address}").status_code == 404
        assert client.get(f"/api/v1/documents/{id}").status_code == 404
        assert client.get("/api/v1/documents").json()["items"] == []
        answer = client.get("/api/v1/search?q=904-KL/TUM").json()
        assert (answer["hits"], answer["numbers"][0]["held"]) == ([], [])

    def test_the_log_names_who_accepted_and_released(
        self, enter: Callable[[Role], TestClient], library: KnowledgeBase, bare: str
    ) -> None:
        client = with_token(enter(Role.LIBRARIAN))

        client.post(f"{bare}/dung", data={"muc": "fact:date"})
        client.post(f"{bare}/dua-vao")

        told = library.keeper().log.history_of(bare.rpartition("/")[2])
        assert [(one.deed.actor, one.deed.action.value) for one in told] == [
            ("an", "add"),
            ("librarian", "accept"),
            ("librarian", "release"),
        ]


class TestApi:
    def test_the_queue_comes_in_pages(self, desk: TestClient) -> None:
        first = desk.get("/api/v1/review?limit=1").json()
        second = desk.get(f"/api/v1/review?limit=1&cursor={first['next']}").json()

        assert second["next"] is None
        (one,) = second["items"]
        assert (one["document"]["symbol"], one["held_back"]) == ("904-KL/TUM", True)
        assert one["items"][0] == {
            "key": "fact:date",
            "kind": "fact",
            "says": "Không đọc được ngày ban hành; hãy xem văn bản có ghi không.",
            "field": "date",
            "page": None,
            "span": None,
            "accepted_by": None,
            "accepted_at": None,
        }
        narrowed = desk.get("/api/v1/review?kind=fact").json()
        assert [item["document"]["symbol"] for item in narrowed["items"]] == ["904-KL/TUM"]

    def test_items_are_accepted_by_their_keys_or_all_at_once(
        self, desk: TestClient, bare: str
    ) -> None:
        address = f"/api/v1/review/{bare.rpartition('/')[2]}/accept"

        some = desk.post(address, json={"items": ["fact:date"]}).json()
        every = desk.post(address, json={}).json()
        wrong = desk.post(address, json={"items": ["fact:urgency"]})

        assert [item["key"] for item in some["items"]] == ["fact:issuer", "fact:title"]
        assert every["items"] == []
        assert len(every["accepted"]) == 3
        assert all(item["accepted_by"] for item in every["accepted"])
        assert (wrong.status_code, wrong.json()["error"]["code"]) == (404, "unknown_item")

    def test_a_document_is_corrected_and_released(
        self, desk: TestClient, bare: str, library: KnowledgeBase
    ) -> None:
        id = bare.rpartition("/")[2]
        version = library.keeper().facts_version(id)

        corrected = desk.patch(
            f"/api/v1/documents/{id}/facts", json={"version": version, "facts": {"title": "Rừng"}}
        )
        released = desk.post(f"/api/v1/review/{id}/release")
        again = desk.post(f"/api/v1/review/{id}/release")

        assert corrected.json()["document"]["title"] == "Rừng"
        assert released.json()["documents"][0]["symbol"] == "904-KL/TUM"
        assert library.find("904-KL/TUM").id == id
        assert (again.status_code, again.json()["error"]["code"]) == (404, "unknown_document")
