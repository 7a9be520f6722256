"""`kb` in this process, over a library of sample documents and the tests' embedder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kb.cli import main
from tests.conftest import ROOT
from tests.fakes import HashEmbedder

SAMPLES = ("902-ct-tum.pdf", "903-kl-twm.pdf", "907-tb-vptum.pdf")


@dataclass(frozen=True)
class Said:
    """What one command answered."""

    status: int
    out: str
    err: str


Kb = Callable[..., Said]


@pytest.fixture
def kb(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Kb:
    """Runs one command as a pipe would see it."""
    monkeypatch.setenv("KB_HOME", str(home))
    monkeypatch.setattr("kb.bootstrap.load_embedder", lambda *given: HashEmbedder())
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Said:
        try:
            status = main(arguments)
        except SystemExit as leaving:
            status = leaving.code if isinstance(leaving.code, int) else 1
        read = capsys.readouterr()
        return Said(status, read.out, read.err)

    return run


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with three samples, made once; tests get a copy."""
    shelf = tmp_path_factory.mktemp("mau") / "kho"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KB_HOME", str(shelf))
        patch.setattr("kb.bootstrap.load_embedder", lambda *given: HashEmbedder())
        assert main(["add", *(str(ROOT / "corpus" / name) for name in SAMPLES)]) == 0
        assert main(["catalogue", str(ROOT / "corpus" / "catalogue.csv")]) == 0
    return shelf


@pytest.fixture
def stocked(kb: Kb, shelf: Path, home: Path) -> Kb:
    """`kb` over three samples."""
    shutil.copytree(shelf, home)
    return kb
