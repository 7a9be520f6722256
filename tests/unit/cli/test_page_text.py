"""`kb correct-text` lists the lines of a scanned page, and mends one."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.scans import DATA, MENDED, MISREAD, Scanner
from tests.unit.cli.conftest import Kb

NAME = "915-HD/TUM"


@pytest.fixture
def scanned(kb: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kb:
    """`kb` over the scanned guideline."""

    monkeypatch.setattr("kb.bootstrap._reader", lambda settings: nullcontext(Scanner()))
    (tmp_path / "quet.pdf").write_bytes(DATA)
    assert kb("add", "quet.pdf").status == 0
    return kb


def test_the_lines_of_a_page_are_numbered_and_doubts_are_named(scanned: Kb) -> None:
    said = scanned("correct-text", NAME, "--page", "1")

    assert said.status == 0
    assert said.out.startswith("Trang 1/2 của 915-HD/TUM: 13 dòng, bản quét, tin cậy 94%\n")
    assert f"\n  11  {MISREAD}\n      không phải âm tiết tiếng Việt: nhiêm\n" in said.out


def test_a_line_is_mended_and_what_follows_is_said_and_undone(scanned: Kb) -> None:
    said = scanned("correct-text", NAME, "--line", "11", "--text", MENDED)

    assert said.status == 0
    before_and_after = f"trang 1, dòng 11: {MISREAD} → {MENDED}\n1 đoạn trích đổi theo\n"
    assert said.out.startswith(before_and_after)
    listed = scanned("correct-text", NAME).out
    assert f"\n  11  {MENDED}\n      máy đọc: {MISREAD}\n" in listed
    assert "chữ do người quản lý thư viện sửa (trang 1)" in scanned("search", "nhiệm vụ").out
    assert (
        "chữ do người quản lý thư viện sửa (trang 1)"
        in scanned("verify", "trực theo nhiệm vụ được giao").out
    )
    assert f"dòng 11: {MENDED} → {MISREAD}" in scanned("undo", NAME).out
    assert "sửa chữ máy nhận dạng sai 915-HD/TUM" in scanned("history", NAME).out
    assert scanned("verify-library").status == 0


@pytest.mark.parametrize("given", [("--line", "1"), ("--text", "gì đó")])
def test_a_line_and_its_text_are_given_together(scanned: Kb, given: tuple[str, ...]) -> None:
    said = scanned("correct-text", NAME, *given)

    assert said.status == 2
    assert "--line và --text" in said.err


def test_a_page_with_a_text_layer_is_refused_in_one_sentence(stocked: Kb) -> None:
    said = stocked("correct-text", "902-CT/TUM")

    assert (said.status, said.out) == (1, "")
    assert "có sẵn trong tệp, không phải do máy nhận dạng" in said.err
