"""What tests of several rooms share: the default model in place, and `kb` run as a program."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.search.model import prepare_default_model

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

RunKb = Callable[..., "subprocess.CompletedProcess[str]"]

_FAKE_MODEL = """
import sys
import kb.bootstrap
from kb.cli import main
from tests.fakes import HashEmbedder
kb.bootstrap.load_embedder = lambda *given: HashEmbedder()
sys.exit(main())
"""
FAKE_MODEL_COMMAND = (sys.executable, "-c", _FAKE_MODEL)
"""`kb` with the embedder of the tests in the place of the model."""


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with the default model in place, made once for a run, or once for many where
    TEST_MODEL_CACHE names a folder."""
    cache = os.environ.get("TEST_MODEL_CACHE")
    folder = Path(cache) / "models" if cache else tmp_path_factory.mktemp("models")
    prepare_default_model(folder)
    return folder


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The tests read no setting of whoever runs them."""
    for name in os.environ:
        if name.upper().startswith("KB_"):
            monkeypatch.delenv(name)
    yield


def environment(home: Path, **settings: str) -> dict[str, str]:
    """The variables for a `kb` of its own, at home in `home`, where no other program is installed."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
    kept["PATH"] = str(Path(sys.executable).parent)
    return {**kept, "KB_HOME": str(home), "PYTHONPATH": str(ROOT), **settings}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the library of a test lives; nothing is there yet."""
    return tmp_path / "kho"


@pytest.fixture
def run_kb(home: Path, tmp_path: Path) -> RunKb:
    """Runs `kb` with the tests' embedder in a process of its own, piped, in `tmp_path`."""

    def run(*arguments: str | bytes, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*FAKE_MODEL_COMMAND, *arguments],
            capture_output=True,
            encoding="utf-8",
            env=environment(home, **settings),
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )

    return run
