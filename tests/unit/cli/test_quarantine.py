"""`kb quarantine`: listed by name, released or destroyed only by whoever types it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from kb.cli.quarantine import COMMANDS
from tests.conftest import ROOT
from tests.unit.cli.conftest import Kb
from tests.unit.cli.test_commands import ENGLISH

NAME = "[MẬT] thông báo.pdf"
REASON = "Tên tệp đặt nhầm; đã xem bản giấy"


@pytest.fixture
def marked(kb: Kb, tmp_path: Path) -> Kb:
    """`kb` over a library that set a sample aside for its file's name."""
    (tmp_path / NAME).write_bytes((ROOT / "corpus" / "907-tb-vptum.pdf").read_bytes())
    assert kb("add", NAME).status == 1
    return kb


def code(kb: Kb) -> str:
    return kb("quarantine", "list").out.splitlines()[1].split("\t")[0]


def typed(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{line}\n"))


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_has_help_in_vietnamese_with_an_example(kb: Kb, name: str) -> None:
    said = kb("quarantine", name, "--help")

    assert said.out.startswith(f"Cách dùng: kb quarantine {name}")
    assert ENGLISH.findall(said.out) == []


def test_the_list_names_the_file_and_its_mark(marked: Kb) -> None:
    header, row = marked("quarantine", "list").out.splitlines()

    assert header == "Mã\tTệp\tDấu\tDung lượng\tAi đưa vào\tLúc"
    assert row.split("\t")[1] == NAME
    assert row.split("\t")[2].startswith("MẬT: ")


def test_an_empty_list_says_so(kb: Kb) -> None:
    assert kb("quarantine", "list").out == "Không có tệp nào được cách ly.\n"


def test_a_file_is_released_by_its_name_and_the_reason_is_in_the_log(
    marked: Kb, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, NAME)

    said = marked("quarantine", "release", code(marked), "--reason", REASON)

    assert (said.status, "Đã nạp 907-TB/VPTUM" in said.out) == (0, True)
    assert "907-TB/VPTUM" in marked("list").out
    assert REASON in marked("history").out


@pytest.mark.parametrize("command", [("release", "--reason", REASON), ("destroy",)])
def test_another_name_does_nothing(
    marked: Kb, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    typed(monkeypatch, "thông báo.pdf")
    first, *rest = command

    said = marked("quarantine", first, code(marked), *rest)

    assert (said.status, "tệp vẫn được cách ly" in said.err) == (1, True)
    assert len(marked("quarantine", "list").out.splitlines()) == 2


def test_a_file_is_destroyed_and_its_name_is_in_no_log(
    marked: Kb, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, NAME)

    assert marked("quarantine", "destroy", code(marked)).status == 0

    assert marked("quarantine", "list").out == "Không có tệp nào được cách ly.\n"
    assert "MẬT" not in marked("history", "--json").out
