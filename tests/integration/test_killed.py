"""Whenever a program is killed, the next one finds a whole library with all that was acknowledged."""

from __future__ import annotations

import sys

import pytest

from tests.integration.killing import Days

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Days:
    return Days(tmp_path_factory.mktemp("ngay"))


@pytest.mark.parametrize("seed", range(12))
def test_a_program_killed_at_any_moment_loses_nothing_and_leaves_nothing_half_done(
    days: Days, seed: int
) -> None:
    assert days.killed(seed).wrong == ""


def test_each_step_changes_what_can_be_seen(days: Days) -> None:
    """Else a step that was lost could not be told from one that was done."""
    assert all(one != other for one, other in zip(days.pictures, days.pictures[1:], strict=False))
