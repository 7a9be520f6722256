"""`kb review`, as a pipe sees it."""

from __future__ import annotations

import json

import pytest

from tests.conftest import ROOT
from tests.unit.cli.conftest import Kb

ITEM = "  Thông tin: Không đọc được ngày ban hành; hãy xem văn bản có ghi không. [fact:date]"


@pytest.fixture
def waiting(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> Kb:
    """`kb` over a sample that prints no date, and waits for its review."""
    monkeypatch.setenv("KB_REVIEW_FIRST", "doubtful")
    said = kb("add", str(ROOT / "corpus" / "901-hd-btgtum.pdf"))
    assert said.status == 1
    assert "chờ duyệt" in said.out
    assert "Xem các văn bản chờ duyệt bằng: kb review" in said.out
    return kb


def test_the_queue_tells_what_is_to_be_seen_and_what_is_held_back(waiting: Kb) -> None:
    head, item = waiting("review").out.splitlines()

    assert head.startswith("901-HD/BTGTUM  901-hd-btgtum.pdf  ")
    assert head.endswith("  chờ duyệt, chưa tra cứu được")
    assert item == ITEM
    (one,) = json.loads(waiting("review", "--json").out)["documents"]
    assert (one["held_back"], one["items"][0]["key"]) == (True, "fact:date")


def test_accepted_and_released_it_is_found(waiting: Kb) -> None:
    hidden = waiting("list").out

    accepted = waiting("review", "accept", "901-HD/BTGTUM", "fact:date")
    released = waiting("review", "release", "901-HD/BTGTUM")

    assert "901-HD/BTGTUM" not in hidden
    assert accepted.out == "Đã ghi là đã xem, đúng: 901-HD/BTGTUM; còn 0 điều cần xem.\n"
    assert released.out == (
        "Đã đưa 901-HD/BTGTUM (901-hd-btgtum.pdf) vào thư viện; tra cứu được từ bây giờ.\n"
    )
    assert "901-HD/BTGTUM" in waiting("list").out
    assert waiting("review").out == "Không có gì cần xem.\n"


def test_what_cannot_be_done_is_said_and_is_status_1(waiting: Kb) -> None:
    wrong = waiting("review", "accept", "901-HD/BTGTUM", "page:9")
    unknown = waiting("review", "release", "57-KL/TW")

    assert (wrong.status, unknown.status) == (1, 1)
    assert "không có mục cần duyệt «page:9»" in wrong.err
    assert "57-KL/TW" in unknown.err


def test_it_is_corrected_thrown_away_and_taken_back_while_it_waits(waiting: Kb) -> None:
    corrected = waiting("correct", "901-HD/BTGTUM", "--date", "2024-03-05")
    removed = waiting("remove", "901-HD/BTGTUM", "--yes")
    gone = waiting("review").out
    restored = waiting("restore", "901-HD/BTGTUM")

    assert "ngày ban hành: (trống) → 05/03/2024" in corrected.out
    assert (removed.status, gone) == (0, "Không có gì cần xem.\n")
    assert restored.out == (
        "Đã lấy lại 901-HD/BTGTUM (901-hd-btgtum.pdf); vẫn chờ duyệt, xem kb review.\n"
    )
    assert waiting("review").out.endswith("chờ duyệt, chưa tra cứu được\n")
