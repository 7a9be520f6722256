"""`kb jobs` as a pipe sees it; the worker itself is run by tests/integration/test_worker.py."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kb.job import Job, JobState
from kb.store.documents import open_store
from kb.store.spool import new_job_id
from tests.unit.cli.conftest import Kb


def keep(home: Path, *jobs: Job) -> None:
    home.mkdir(exist_ok=True)
    store = open_store(home / "kb.db")
    store.jobs.add(jobs)
    store.close()


def job(name: str, state: JobState) -> Job:
    now = datetime.now(UTC)
    return Job(new_job_id(), name, 2048, now, now, state)


def test_jobs_are_listed_with_their_state_in_words_the_latest_first(kb: Kb, home: Path) -> None:
    reading = replace(job("a.pdf", JobState.READING), done=12, total=40)
    failed = replace(job("b\t\x1b.pdf", JobState.FAILED), detail="Tệp hỏng; hãy lấy lại bản gốc.")
    keep(home, reading, failed)

    said = kb("jobs")

    head, first, second = said.out.splitlines()
    assert head == "Nhận lúc\tTệp\tTình trạng\tChi tiết"
    assert first.split("\t")[1:] == ["b  .pdf", "lỗi", "Tệp hỏng; hãy lấy lại bản gốc."]
    assert second.split("\t")[1:] == ["a.pdf", "đang đọc trang 12/40", ""]
    assert (said.status, said.err) == (0, "")


def test_jobs_for_programs_are_what_the_api_returns(kb: Kb, home: Path) -> None:
    added = replace(job("a.pdf", JobState.UNPACKED), archive=None)
    keep(home, added)

    (found,) = json.loads(kb("jobs", "--json").out)["jobs"]

    assert (found["id"], found["state"], found["label"], found["bytes"], found["url"]) == (
        added.id,
        "unpacked",
        "đã mở tệp nén",
        2048,
        None,
    )


def test_without_jobs_it_says_so(kb: Kb) -> None:
    assert kb("jobs").out == "Không có việc nạp nào trong 24 giờ qua.\n"


def test_a_folder_that_is_none_is_not_watched(kb: Kb) -> None:
    said = kb("watch", "khong-co")

    assert said.status == 1
    assert said.err == "«khong-co» không phải thư mục; hãy nêu thư mục cần theo dõi.\n"
