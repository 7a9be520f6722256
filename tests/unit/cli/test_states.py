"""Whether documents are in force, as the command line says it: 919 replaces 912, and 920 amends 919."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT
from tests.unit.cli.conftest import Kb

REASON = "Hết hiệu lực từ 01/7/2025: được thay thế bởi 919-QĐ/TUM"


@pytest.fixture
def related(kb: Kb) -> Kb:
    """`kb` over the three samples."""
    names = (f"{number}-qd-tum.pdf" for number in (912, 919, 920))
    assert kb("add", *(str(ROOT / "corpus" / name) for name in names)).status == 0
    return kb


def test_list_and_show_and_search_say_what_is_superseded_and_amended(related: Kb) -> None:
    listed = [line.split("\t") for line in related("list").out.splitlines()[1:]]
    assert {line[1]: line[-1] for line in listed} == {
        "912-QĐ/TUM": "Hết hiệu lực",
        "919-QĐ/TUM": "Được sửa đổi, bổ sung",
        "920-QĐ/TUM": "Chưa thấy văn bản thay thế",
    }

    shown = related("show", "912-QĐ/TUM").out
    assert f"\n{REASON}\n" in shown
    assert "919-QĐ/TUM, Điều 3, khoản 1: “1. Quy định này có hiệu lực từ ngày 01/7/2025" in shown
    assert "\nĐược thay thế bởi\n  919-QĐ/TUM (Điều 3, khoản 1)\n" in shown

    found = related("search", "912-QĐ/TUM").out
    assert f"\n  {REASON}\n" in found
    assert f"\n   {REASON}\n" in found


def test_the_day_and_the_state_narrow_a_search(related: Kb) -> None:
    before = related("search", "đăng ký hội trường", "--as-of", "2025-06-30").out
    assert "Hết hiệu lực" not in before
    assert "920-QĐ/TUM" not in before

    superseded = related("search", "đăng ký hội trường", "--state", "superseded").out
    assert "912-QĐ/TUM" in superseded
    assert "\n1. 919-QĐ/TUM" not in superseded


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--state", "mất", "không phải một trong: in_force"),
        ("--as-of", "mai", "không phải một ngày"),
    ],
)
def test_a_wrong_value_is_refused_with_the_mend(kb: Kb, option: str, value: str, said: str) -> None:
    refused = kb("search", "x", option, value)

    assert refused.status == 2
    assert said in refused.err
