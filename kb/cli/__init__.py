"""The command `kb`: arguments in, text out."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from kb.cli.app import run
from kb.cli.ink import complain
from kb.errors import KbError

__all__ = ["main"]

INTERRUPTED = 130
"""128 and the number of the signal, as shells count."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; its exit status.

    0: done; 1: a trouble that is said in one sentence on stderr, or a file that was not added; 2: the
    command line is wrong; 130: interrupted.
    """
    _accept_every_character()
    try:
        status = run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except KbError as error:
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        complain("Đã dừng theo yêu cầu; những gì đã nạp xong vẫn còn, chạy lại lệnh để làm tiếp.")
        return INTERRUPTED
    except BrokenPipeError:  # `kb list | head`: the reader has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _accept_every_character() -> None:
    """Vietnamese leaves as UTF-8 wherever it goes; what UTF-8 cannot write (a file name in another
    encoding) is shown as a question mark rather than ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
