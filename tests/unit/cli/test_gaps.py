"""`kb gaps`: the documents that the samples cite and the library does not hold."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.unit.cli.conftest import Kb

ENERGY = "Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị (khóa XIII)"
"""Cited by two of the three samples, in the catalogue, not held."""


def test_the_most_cited_comes_first_with_where_it_is_cited(stocked: Kb) -> None:
    said = stocked("gaps")

    lines = said.out.splitlines()
    assert said.status == 0
    assert lines[0].startswith("Văn bản còn thiếu: ")
    assert f". {ENERGY}" in said.out
    at = next(number for number, line in enumerate(lines) if line.endswith(ENERGY))
    assert lines[at + 2] == (
        "   2 văn bản viện dẫn, ở 2 đoạn: 902-CT/TUM, mục 4; 903-KL/TWM, mục 2"
    )
    assert lines[at + 3] == "   Thông tin theo danh mục"


def test_json_and_csv_tell_the_same(stocked: Kb, tmp_path: Path) -> None:
    told = json.loads(stocked("gaps", "--json").out)["gaps"]

    written = stocked("gaps", "--csv", "thieu.csv").out

    with (tmp_path / "thieu.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert written == f"Đã ghi {len(told)} văn bản còn thiếu vào thieu.csv.\n"
    assert [row["Văn bản"] for row in rows] == [gap["name"] for gap in told]
    assert ENERGY in {row["Văn bản"] for row in rows}


def test_a_file_that_cannot_be_written_is_said(stocked: Kb) -> None:
    said = stocked("gaps", "--csv", "không-có/thieu.csv")

    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("Không ghi được tệp không-có/thieu.csv")


def test_an_empty_library_lacks_nothing(kb: Kb) -> None:
    assert kb("gaps").out == ("Không thiếu văn bản nào: thư viện có mọi văn bản mà nó viện dẫn.\n")
