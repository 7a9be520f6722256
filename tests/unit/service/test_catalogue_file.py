"""What a catalogue file may hold, and how it is refused."""

from datetime import date
from pathlib import Path

import pytest

from kb.errors import InvalidCatalogue
from kb.service.catalogue_file import read_catalogue

HEADER = "symbol,type,date,issuer,term,plenum,title"
ROW = "80-QĐ/TWM,Quy định,2022-08-18,Bộ Chính trị,XIII,,Về phân cấp"


def written(folder: Path, header: str, row: str) -> Path:
    path = folder / "danh-muc.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    return path


def test_the_successor_and_its_day_are_read(tmp_path: Path) -> None:
    file = written(tmp_path, f"{HEADER},replaced_by,replaced_on", f"{ROW},377 - QĐ/TWM,2025-10-08")

    (known,) = read_catalogue(file)

    assert (known.replaced_by, known.replaced_on) == ("377-QĐ/TWM", date(2025, 10, 8))


def test_a_catalogue_need_not_tell_of_successors(tmp_path: Path) -> None:
    (known,) = read_catalogue(written(tmp_path, HEADER, ROW))

    assert (known.replaced_by, known.replaced_on) == (None, None)
    assert known.title == "Về phân cấp"


@pytest.mark.parametrize(
    ("more", "wrong"), [("quy định mới,2025-10-08", "quy định mới"), ("377-QĐ/TWM,2025", "2025")]
)
def test_a_successor_that_is_no_symbol_or_has_no_day_is_refused_by_name(
    tmp_path: Path, more: str, wrong: str
) -> None:
    file = written(tmp_path, f"{HEADER},replaced_by,replaced_on", f"{ROW},{more}")

    with pytest.raises(InvalidCatalogue, match=f"dòng 2.*«{wrong}»"):
        read_catalogue(file)
