"""The default model, unpacked once for a run, or once for many where KB_TEST_CACHE names a folder."""

import os
from pathlib import Path

import pytest

from kb.search.model import prepare_default_model


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with the default model in place."""
    cache = os.environ.get("KB_TEST_CACHE")
    folder = Path(cache) / "models" if cache else tmp_path_factory.mktemp("models")
    prepare_default_model(folder)
    return folder
