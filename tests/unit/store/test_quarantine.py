"""Files with a mark of secrecy are kept where others cannot read them."""

import stat
from pathlib import Path

import pytest

from kb.errors import StoreFailure
from kb.store.quarantine import Quarantine


def test_a_file_is_kept_byte_for_byte_and_for_its_owner_alone(tmp_path: Path) -> None:
    source = tmp_path / "báo cáo.pdf"
    source.write_bytes(b"%PDF-1.7 ...")

    kept = Quarantine(tmp_path / "quarantine").keep(source)

    assert kept.read_bytes() == b"%PDF-1.7 ..."
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "quarantine").stat().st_mode) == 0o700


def test_the_name_of_the_copy_tells_nothing(tmp_path: Path) -> None:
    source = tmp_path / "ke-hoach-tac-chien.pdf"
    source.write_bytes(b"%PDF-1.7 ...")

    kept = Quarantine(tmp_path / "quarantine").keep(source)

    assert "ke-hoach" not in str(kept.relative_to(tmp_path))


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreFailure, match=r"«mất\.pdf»"):
        Quarantine(tmp_path / "quarantine").keep(tmp_path / "mất.pdf")
