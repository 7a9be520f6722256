"""The worker of `kb serve`: a process of its own, started anew when it dies, gone with the server."""

from __future__ import annotations

import subprocess
import sys
import time
from threading import Event, Thread
from typing import Self

_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 1.0, 60.0
_SETTLED_SECONDS = 60.0  # a worker that lived so long did not die of how it was started
_PATIENCE_SECONDS = 10.0  # for taking back what is half done; what does not end then is killed


class WorkerProcess:
    """Runs `kb work` beside this program, started as this program was; use it as a context."""

    def __init__(self) -> None:
        own = len(sys.argv) - 1
        program = sys.orig_argv[1 : len(sys.orig_argv) - own]
        self._command = [sys.executable, *program, "work", "--attached"]
        self._stop = Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = Thread(target=self._keep_running, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        process = self._process
        if process is not None and process.stdin is not None:
            process.stdin.close()
        self._thread.join(_PATIENCE_SECONDS)
        if process is not None and process.poll() is None:
            process.kill()
            process.wait()

    def _keep_running(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while not self._stop.is_set():
            began = time.monotonic()
            self._run()
            if time.monotonic() - began > _SETTLED_SECONDS:
                pause = _FIRST_PAUSE_SECONDS
            self._stop.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def _run(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603  this very program
            self._command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        self._process.wait()
