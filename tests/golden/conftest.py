"""The switch that rewrites the golden files: `pytest tests/golden --update-golden`."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the switch; without it the files are only compared."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite tests/golden/*.json; then review the diff",
    )


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """True if the files are to be rewritten in this run."""
    return bool(request.config.getoption("--update-golden", default=False))
