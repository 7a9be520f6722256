"""`kb duplicates`, as a pipe sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.unit.cli.conftest import Kb

SAMPLE = ROOT / "corpus" / "902-ct-tum.pdf"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The same pages in other bytes."""
    path = tmp_path / "ban-gui-lai.pdf"
    path.write_bytes(SAMPLE.read_bytes() + b"\n% sent again\n")
    return path


def test_adding_says_what_a_document_is_like_and_how_to_answer(stocked: Kb, copy: Path) -> None:
    said = stocked("add", str(copy))

    *_, line = said.out.splitlines()
    assert said.status == 0
    assert line.startswith(
        "902-CT/TUM (ban-gui-lai.pdf) giống với 902-CT/TUM (902-ct-tum.pdf): cùng số, loại, cơ quan "
        "và ngày ban hành (giống khoảng 99%); hãy quyết định bằng: kb duplicates decide "
    )
    assert stocked("duplicates").out.splitlines() == [line]
    (pair,) = json.loads(stocked("duplicates", "--json").out)["duplicates"]
    new, old = line.split()[-3:-1]
    assert (pair["new"]["id"][:12], pair["old"]["id"][:12]) == (new, old)


@pytest.mark.parametrize(
    ("answer", "told", "left"),
    [
        (["same"], "Cùng văn bản: giữ 902-ct-tum.pdf, bỏ ban-gui-lai.pdf", 1),
        (["same", "--keep-new"], "Cùng văn bản: giữ ban-gui-lai.pdf, bỏ 902-ct-tum.pdf", 1),
        (["version"], "Bản mới: ban-gui-lai.pdf thay cho 902-ct-tum.pdf", 2),
        (["both"], "Giữ cả hai", 2),
    ],
)
def test_an_answer_is_carried_out_and_asked_no_more(
    stocked: Kb, copy: Path, answer: list[str], told: str, left: int
) -> None:
    stocked("add", str(copy))

    said = stocked("duplicates", "decide", copy.name, SAMPLE.name, *answer)

    assert (said.status, said.out) == (0, f"Đã ghi: {told}.\n")
    assert stocked("duplicates").out == "Không có cặp văn bản nào chờ quyết định.\n"
    assert stocked("list").out.count("\t902-CT/TUM\t") == left
    older = stocked("show", SAMPLE.name).out if left == 2 else ""
    assert ("Bản cũ; đã có bản mới: 902-CT/TUM (ban-gui-lai.pdf)" in older) == (
        answer == ["version"]
    )


def test_another_answer_is_refused_in_words(stocked: Kb, copy: Path) -> None:
    said = stocked("duplicates", "decide", copy.name, SAMPLE.name, "drop")

    assert said.status == 2
    assert "«drop» không phải một trong: same, version, both" in said.err
