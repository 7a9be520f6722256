"""The command `kb`: arguments in, text out."""

from __future__ import annotations

import sys

from kb.cli.app import app
from kb.cli.output import complain
from kb.errors import KbError

__all__ = ["main"]


def main() -> None:
    """Runs the command; an error that kb knows is one sentence on stderr and exit status 1."""
    try:
        app()
    except KbError as error:
        complain(str(error))
        sys.exit(1)
