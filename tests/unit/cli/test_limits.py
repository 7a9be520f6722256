"""`kb limit`, and where the command line says a limit."""

from __future__ import annotations

import pytest

from tests.unit.cli.conftest import Kb

ONE = "902-CT/TUM"


def test_a_limit_is_set_shown_and_told(stocked: Kb) -> None:
    said = stocked("limit", ONE, "--group", "van-phong", "--group", "To-Chuc")

    assert (said.status, said.out) == (
        0, f"{ONE} (902-ct-tum.pdf): Chỉ nhóm: to-chuc, van-phong.\n"
    )  # fmt: skip
    assert "\nChỉ nhóm: to-chuc, van-phong\n" in stocked("show", ONE).out
    assert "mọi người đọc → chỉ nhóm to-chuc, van-phong" in stocked("history", ONE).out


def test_the_list_has_a_column_more_where_something_is_limited(stocked: Kb) -> None:
    before = stocked("list").out
    stocked("limit", ONE, "--group", "van-phong")

    header, *rows = stocked("list").out.splitlines()

    assert "Chỉ nhóm" not in before
    assert header.endswith("\tChỉ nhóm")
    assert {row.split("\t")[1]: row.split("\t")[-1] for row in rows} == {
        ONE: "van-phong", "903-KL/TWM": "—", "907-TB/VPTUM": "—",
    }  # fmt: skip


def test_a_limit_is_lifted_and_whoever_sits_at_the_machine_sees_all(stocked: Kb) -> None:
    stocked("limit", ONE, "--group", "van-phong")

    assert ONE in stocked("search", ONE).out
    assert stocked("limit", ONE, "--none").out.endswith(": mọi người đọc đều xem được.\n")
    assert "Chỉ nhóm" not in stocked("show", ONE).out


@pytest.mark.parametrize("options", [(), ("--none", "--group", "a1"), ("--group", "văn phòng")])
def test_what_is_unclear_changes_nothing(stocked: Kb, options: tuple[str, ...]) -> None:
    assert stocked("limit", ONE, *options).status != 0
    assert "Chỉ nhóm" not in stocked("show", ONE).out


def test_groups_in_the_settings_are_checked_at_the_start(
    stocked: Kb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_INTERNAL_GROUPS", "van-phong, tổ chức")

    said = stocked("list")

    assert said.status == 1
    assert "KB_INTERNAL_GROUPS sai: Tên nhóm «tổ chức» không hợp lệ" in " ".join(said.err.split())
