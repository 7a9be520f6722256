"""The adding desk on the web: what is sent is taken or refused with a sentence, and jobs are told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kb.job import Job, JobState
from kb.person import Role
from kb.service.desk import AddingDesk, DeskLimits
from kb.store.documents import Store, open_store
from kb.store.jobs import Jobs
from kb.store.spool import new_job_id
from tests.web.conftest import Ask, Visit, log_in, token_on
from tests.web.fakes import FakeService

NOW = datetime.now(UTC)
PDF = ("files", ("công văn.pdf", b"%PDF-1.7 ...", "application/pdf"))


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    opened = open_store(home / "kb.db")
    yield opened
    opened.close()


@pytest.fixture
def jobs(store: Store) -> Jobs:
    return store.jobs


@pytest.fixture
def client(home: Path, jobs: Jobs, over: Ask) -> TestClient:
    """A client of the app over a desk that takes files of 1 MB, and 3 MB at once."""
    desk = AddingDesk(home, jobs, DeskLimits(1 << 20, 3 << 20, 4))
    return over(FakeService(desk=desk))


def job(name: str, state: JobState, **values: object) -> Job:
    return replace(Job(new_job_id(), name, 12, NOW, NOW, state), **values)


def received(home: Path) -> list[bytes]:
    """What lies in the spool, by arrival."""
    return [path.read_bytes() for path in sorted((home / "spool").iterdir())]


class TestSending:
    def test_files_sent_are_kept_and_become_jobs(self, client: TestClient, home: Path) -> None:
        answer = client.post(
            "/api/v1/jobs", files=[PDF, ("files", ("a.docx", b"PK", "x/y"))], data={"note": "x"}
        )

        assert answer.status_code == 202
        found = [(one["name"], one["state"], one["bytes"]) for one in answer.json()["jobs"]]
        assert found == [("công văn.pdf", "received", 12), ("a.docx", "received", 2)]
        assert received(home) == [b"%PDF-1.7 ...", b"PK"]
        assert client.get("/api/v1/jobs").json()["items"] == answer.json()["jobs"][::-1]

    def test_the_form_of_the_page_sends_and_shows_the_page_again(self, client: TestClient) -> None:
        form_token = token_on(client.get("/them"))

        answer = client.post(f"/them?form_token={form_token}", files=[PDF])

        assert (answer.status_code, answer.headers["location"]) == (303, "/them")
        page = client.get("/them").text
        assert "công văn.pdf" in page
        assert "đã nhận, đang chờ đến lượt" in page
        assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page

    def test_a_name_from_elsewhere_names_no_path_and_no_mark_up(
        self, client: TestClient, home: Path
    ) -> None:
        name = "../../<img src=x onerror=alert(1)>.pdf"
        client.post("/api/v1/jobs", files=[("files", (name, b"x", "application/pdf"))])

        page = client.get("/them").text
        assert "&lt;img src=x onerror=alert(1)&gt;.pdf" in page
        assert [path.name for path in (home / "spool").iterdir()] == [
            one["id"] for one in client.get("/api/v1/jobs").json()["items"]
        ]

    @pytest.mark.parametrize(
        ("sizes", "status", "said"),
        [
            ((1 << 20,), 202, None),
            (((1 << 20) + 1,), 413, "Tệp «0.pdf» lớn hơn 1 MB nên không được nhận; hãy"),
            ((1 << 20,) * 3, 413, "Các tệp gửi cùng lúc lớn hơn 3 MB"),
            ((1,) * 5, 413, "Gửi cùng lúc hơn 4 tệp"),
        ],
    )
    def test_a_file_or_a_form_over_the_limit_is_refused_whole(
        self, client: TestClient, home: Path, sizes: tuple[int, ...], status: int, said: str | None
    ) -> None:
        files = [("files", (f"{n}.pdf", bytes(size))) for n, size in enumerate(sizes)]

        answer = client.post("/api/v1/jobs", files=files)

        assert answer.status_code == status
        if said:
            assert answer.json()["error"]["code"] == "upload_too_large"
            assert said in answer.json()["error"]["message"]
            assert client.get("/api/v1/jobs").json() == {"items": [], "next": None}
            assert not (home / "spool").exists() or received(home) == []

    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (b"", "multipart/form-data; boundary=x"),
            (b"%PDF", "application/pdf"),
            (b"rubbish", "multipart/form-data; boundary=x"),
            (b"--x\r\nContent-Disposition: " + b"y" * 9000, "multipart/form-data; boundary=x"),
            (
                b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.pdf"\r\n\r\n%PDF-1',
                "multipart/form-data; boundary=x",
            ),
            (
                b'--x\r\nContent-Disposition: form-data; name="f"; filename=""\r\n\r\n\r\n--x--\r\n',
                "multipart/form-data; boundary=x",
            ),
        ],
        ids=["empty", "no form", "rubbish", "long header", "broken off", "nothing chosen"],
    )
    def test_what_is_no_whole_form_with_a_file_is_refused(
        self, client: TestClient, home: Path, content: bytes, kind: str
    ) -> None:
        answer = client.post("/api/v1/jobs", content=content, headers={"Content-Type": kind})

        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "invalid_upload"
        assert not (home / "spool").exists() or received(home) == []

    @pytest.mark.parametrize(
        "headers", [{"Origin": "http://xau.example"}, {"Sec-Fetch-Site": "cross-site"}]
    )
    @pytest.mark.parametrize(
        "address", ["/them", "/api/v1/jobs", "/them/x/bo", "/api/v1/jobs/x/retry"]
    )
    def test_another_sites_page_sends_nothing(
        self, client: TestClient, headers: dict[str, str], address: str
    ) -> None:
        assert client.post(address, files=[PDF], headers=headers).status_code == 403
        assert client.get("/api/v1/jobs").json() == {"items": [], "next": None}


class TestThePage:
    def test_each_job_says_how_it_stands_and_what_can_be_done(
        self, client: TestClient, jobs: Jobs
    ) -> None:
        jobs.add(
            [
                job("a.pdf", JobState.READING, done=12, total=40),
                job("b.pdf", JobState.FAILED, detail="Tệp «b.pdf» hỏng; hãy lấy lại bản gốc."),
                job("c.pdf", JobState.RECEIVED, archive="tập.zip"),
            ]
        )

        page = client.get("/them").text.partition("<template")[0]

        assert "đang đọc trang 12/40" in page
        assert 'max="40" value="12"' in page
        assert "Tệp «b.pdf» hỏng; hãy lấy lại bản gốc." in page
        assert "tập.zip" in page
        assert "Đang làm 2 tệp; 1 tệp cần xem lại." in page
        shown = page.count('data-part="retry">'), page.count('data-part="dismiss">')
        assert shown == (1, 1)

    def test_without_jobs_it_says_so_and_does_not_load_itself_again(
        self, client: TestClient
    ) -> None:
        page = client.get("/them").text

        assert "Chưa có tệp nào được gửi trong 24 giờ qua." in page
        assert "http-equiv" not in page

    def test_a_job_is_tried_again_and_dismissed_by_a_button(
        self, client: TestClient, jobs: Jobs
    ) -> None:
        failed = job("b.pdf", JobState.FAILED)
        jobs.add([failed])

        form = {"form_token": token_on(client.get("/them"))}
        dismiss, retry = f"/them/{failed.id}/bo", f"/them/{failed.id}/thu-lai"
        assert client.post(dismiss).status_code == 403
        assert client.post(dismiss, data=form).status_code == 303
        assert client.get("/api/v1/jobs").json() == {"items": [], "next": None}
        jobs.add([failed])
        assert client.post(retry, data=form).status_code == 303
        assert jobs.job(failed.id).state is JobState.RECEIVED
        assert client.post(dismiss, data=form).status_code == 404

    def test_the_api_does_the_same(self, client: TestClient, jobs: Jobs) -> None:
        failed = job("b.pdf", JobState.WAITING)
        jobs.add([failed])

        assert client.post(f"/api/v1/jobs/{failed.id}/retry").status_code == 204
        assert client.delete(f"/api/v1/jobs/{failed.id}").status_code == 404
        jobs.end(failed.id, JobState.ADDED)
        assert client.delete(f"/api/v1/jobs/{failed.id}").status_code == 204
        assert client.delete("/api/v1/jobs/..%2fkb.db").status_code == 404


@pytest.mark.parametrize("role", [Role.LIBRARIAN, Role.ADMINISTRATOR])
def test_the_name_of_a_file_with_a_mark_of_secrecy_is_for_administrators_alone(
    visit: Visit, service: FakeService, home: Path, jobs: Jobs, role: Role
) -> None:
    secret = job("kế hoạch MẬT.pdf", JobState.QUARANTINED, detail="«kế hoạch MẬT.pdf» mang dấu MẬT")
    jobs.add([secret])
    service.desk = AddingDesk(home, jobs, DeskLimits(1, 1, 1))
    client = visit()
    log_in(client, role)

    told = [client.get(path).text for path in ("/them", "/api/v1/jobs", "/api/v1/jobs/events")]

    assert ["kế hoạch MẬT" in text for text in told] == 3 * [role is Role.ADMINISTRATOR]
    assert all("ách ly" in text for text in told)


def events(lines: Iterator[str]) -> Iterator[tuple[str, dict]]:
    """The events of a stream: name and data."""
    name = ""
    for line in lines:
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            yield name, json.loads(value)


class TestEvents:
    def test_a_stream_begins_with_everything_and_ends_when_nothing_is_open(
        self, client: TestClient, jobs: Jobs
    ) -> None:
        jobs.add([job("a.pdf", JobState.FAILED), job("b.pdf", JobState.ADDED)])

        with client.stream("GET", "/api/v1/jobs/events") as stream:
            told = list(events(stream.iter_lines()))

        assert stream.headers["content-type"].startswith("text/event-stream")
        (first, state), (last, _) = told
        assert (first, last) == ("jobs", "end")
        assert [one["name"] for one in state["jobs"]] == ["b.pdf", "a.pdf"]
        assert (state["whole"], state["gone"]) == (True, [])
        assert state["summary"] == "1 tệp đã ở trong thư viện; 1 tệp cần xem lại."

    def test_then_only_what_changed_is_told(
        self, client: TestClient, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        still, going = job("a.pdf", JobState.FAILED), job("b.pdf", JobState.RECEIVED)
        jobs.add([still, going])
        steps = iter(
            [
                lambda: jobs.tell([going.id], JobState.READING, 3, 9),
                lambda: None,
                lambda: jobs.remove(still.id),
                lambda: jobs.end(going.id, JobState.ADDED, "57-KL/TW"),
            ]
        )

        async def step(seconds: float) -> None:
            next(steps)()

        monkeypatch.setattr("web.events.asyncio.sleep", step)
        with client.stream("GET", "/api/v1/jobs/events") as stream:
            told = list(events(stream.iter_lines()))

        changes = [([one["label"] for one in data["jobs"]], data["gone"]) for _, data in told[1:-1]]
        assert changes == [
            (["đang đọc trang 3/9"], []),
            ([], [still.id]),
            (["đã vào thư viện"], []),
        ]
        assert told[-1] == ("end", {})

    def test_a_long_silence_is_broken_so_that_the_connection_is_kept(
        self, client: TestClient, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        going = job("b.pdf", JobState.RECEIVED)
        jobs.add([going])
        looks = iter(range(25))

        async def step(seconds: float) -> None:
            if next(looks) == 24:
                jobs.end(going.id, JobState.ADDED)

        monkeypatch.setattr("web.events.asyncio.sleep", step)
        with client.stream("GET", "/api/v1/jobs/events") as stream:
            lines = list(stream.iter_lines())

        assert lines.count(": still here") == 1
