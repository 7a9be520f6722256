"""The sample library with the default model, and the server over it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, environment

KB = str(Path(sys.executable).with_name("kb"))
PORT = "18432"


@pytest.fixture(scope="session")
def samples(models_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a library that holds the sample documents."""
    home = tmp_path_factory.mktemp("kho")
    (home / "models").symlink_to(models_dir)
    corpus = ROOT / "corpus"
    for command in (["add", str(corpus)], ["catalogue", str(corpus / "catalogue.csv")]):
        subprocess.run([KB, *command], env=environment(home), check=True, capture_output=True)
    return home


@pytest.fixture(scope="session")
def address(samples: Path) -> Iterator[str]:
    """The address of a server over the sample library."""
    command = [KB, "serve", "--port", PORT]
    with subprocess.Popen(
        command, env=environment(samples), stdout=subprocess.PIPE, encoding="utf-8"
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("kb đang chạy tại ")
        yield f"http://127.0.0.1:{PORT}"
        server.terminate()
