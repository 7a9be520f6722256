"""The targets of the fuzzer: their seeds pass, and some hundreds of changed ones find nothing."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import environment
from tests.fuzz.targets import TARGETS

RUNS = {"package": 3000, "markup": 300, "print": 150, "legacy": 500, "file": 400}
"""Inputs tried, in two seconds or three on one core."""

NEEDS_ATHERIS = pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None,
    reason="atheris is not installed; it comes with pip install '.[fuzz]' (Linux)",
)


@pytest.mark.parametrize("name", TARGETS)
def test_every_seed_passes(name: str) -> None:
    for seed in TARGETS[name].seeds():
        TARGETS[name].run(seed)


@NEEDS_ATHERIS
@pytest.mark.parametrize("name", TARGETS)
def test_fuzzing_reaches_new_code_and_finds_nothing(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz.run", name, "inputs", "-seed=1"]

    said = subprocess.run(
        [*command, f"-runs={RUNS[name]}"],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (said.returncode, list(tmp_path.glob("crash-*"))) == (0, []), said.stderr[-3000:]
    assert len(list((tmp_path / "inputs").iterdir())) > len(list(TARGETS[name].seeds()))
