"""Reading in a child process, so that a bomb, a loop or a crash in a parser fails its file alone.

    parent: ConfinedReader ── Source ──▶ kb.ingest.worker: IngestPipeline
                           ◀── pages read …, Ingested or KbError ──

One child reads file after file (a new interpreter takes 0.4 s, a file in a child that is there 2 ms
more than without one) and is replaced when it dies. It is no sandbox: it may do what kb may do.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import Pipe
from pathlib import Path
from threading import Lock
from typing import Self

from kb.errors import KbError, ReaderCrashed, TooHeavy, TooSlow
from kb.ingest.reading import Ingested, PagesRead, Reader
from kb.ingest.sources import Source
from kb.ingest.worker import BROKEN, OUT_OF_MEMORY, Limits

_log = logging.getLogger(__name__)

_MAIN = (
    "import sys; sys.path[:] = {path!r}; from kb.ingest.worker import serve; serve({fd}, {tmp!r})"
)
_FRUGAL = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
"""Else address space is reserved for each core (100 MB, before any work) and each thread (64 MB)."""

_ABORTED = b"Fatal Python error: Aborted"
"""How stderr begins if pdfium ran out of memory: it aborts, and unlike the C library says nothing."""


class UnforeseenError(Exception):
    """What no reader foresaw; the text is the traceback in the child."""


class ConfinedReader:
    """Reads sources as `load()` reads them, in a child process; one at a time, from any thread.

    Use it as a context: at its end, and when a read is interrupted, the child is gone with all that
    it started and wrote.
    """

    def __init__(self, load: Callable[[], Reader], limits: Limits) -> None:
        """`load` must be fit for pickling; it is called in the child, whenever there is a new one."""
        self._load, self._limits = load, limits
        self._child: _Child | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        """Starts the child, which gets ready while its user does."""
        with self._lock, suppress(_ChildDied):  # one that dies now is replaced when it is asked
            self._ready()
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._end()

    def read(self, source: Source, progress: PagesRead | None = None) -> Ingested:
        """What the reader in the child makes of the source, or raises, if it is a KbError.

        Raises TooHeavy, TooSlow or ReaderCrashed where the child came to its end over the source, and
        UnforeseenError where it met another exception.
        """
        with self._lock:
            try:
                answer = self._ready().answer(source, progress)
            except _ChildDied as death:
                status, said = self._end()
                raise self._failure(source, status, said) from death
            except BaseException:  # an interrupt, or `progress` failed: the child is in mid-work
                self._end()
                raise
        if isinstance(answer, KbError):
            raise answer
        return answer

    def _ready(self) -> _Child:
        """The child, after one that died while it had nothing to do a new one."""
        if self._child is not None and self._child.is_dead():
            self._end()
        if self._child is None:
            self._child = _Child()
            self._child.send((self._load, self._limits))
        return self._child

    def _end(self) -> tuple[int, bytes]:
        child, self._child = self._child, None
        return child.end() if child is not None else (0, b"")

    def _failure(self, source: Source, status: int, said: bytes) -> Exception:
        if status == BROKEN:
            return UnforeseenError(said.decode("utf-8", "replace"))
        name = source.path.name
        if status == -signal.SIGALRM:
            return TooSlow(
                f"Đọc tệp «{name}» quá lâu nên đã dừng (quá {self._limits.seconds:g} giây không xong "
                "thêm trang nào, hoặc quá chậm so với số trang); hãy in lại tệp thành PDF mới, "
                "tách nhỏ tệp hoặc tăng KB_PARSE_SECONDS rồi thử lại."
            )
        if status == OUT_OF_MEMORY or said.startswith(_ABORTED):
            return TooHeavy(
                f"Đọc tệp «{name}» cần hơn {self._limits.memory_mb} MB bộ nhớ nên đã dừng; hãy in lại "
                "tệp thành PDF mới, tách nhỏ tệp hoặc tăng KB_PARSE_MEMORY_MB rồi thử lại."
            )
        cause = _signal_name(status)
        _log.warning("%s over %s:\n%s", cause, name, said.decode("utf-8", "replace"))
        return ReaderCrashed(
            f"Tệp «{name}» làm chương trình đọc tệp dừng đột ngột ({cause}) nên không đọc được; tệp "
            "có thể bị hỏng: hãy mở tệp, lưu hoặc in lại thành PDF mới rồi thử lại."
        )


def _signal_name(status: int) -> str:
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"mã {status}"


class _ChildDied(Exception):
    """The connection to the child broke."""


class _Child:
    """One worker process, with a session and a folder for temporary files of its own."""

    def __init__(self) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="kb-", ignore_cleanup_errors=True)
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115  closed in `end`
        self._channel, theirs = Pipe()
        with theirs:
            code = _MAIN.format(path=sys.path, fd=theirs.fileno(), tmp=self._scratch.name)
            self._process = subprocess.Popen(  # noqa: S603  this very interpreter
                [sys.executable, "-X", "faulthandler", "-c", code],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._stderr,
                env={**os.environ, **_FRUGAL, "TMPDIR": self._scratch.name},
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        self._heard = 0  # bytes on stderr that belong to files before

    def answer(self, source: Source, progress: PagesRead | None) -> Ingested | KbError:
        """What the child makes of a source; raises _ChildDied."""
        self._heard = os.fstat(self._stderr.fileno()).st_size
        self.send(source)
        while isinstance(told := self._received(), tuple):
            if progress is not None:
                progress(*told)
        return told

    def is_dead(self) -> bool:
        """True if the child ended; to be asked when it has nothing to do, for then it says nothing."""
        return self._channel.poll()

    def end(self) -> tuple[int, bytes]:
        """Ends the child and all it started. The status with which it ended, perhaps before, negative
        for a signal; and what it wrote on stderr over its last file."""
        _kill_session(self._process.pid)
        status = self._process.wait()
        self._channel.close()
        self._scratch.cleanup()
        with self._stderr:
            self._stderr.seek(self._heard)
            return status, self._stderr.read()

    def send(self, message: object) -> None:
        """Sends something to the child; raises _ChildDied."""
        try:
            self._channel.send(message)
        except ConnectionError as error:
            raise _ChildDied from error

    def _received(self) -> tuple[int, int] | Ingested | KbError:
        try:
            received: tuple[int, int] | Ingested | KbError = self._channel.recv()
        except (EOFError, OSError) as error:
            raise _ChildDied from error
        return received


def _kill_session(leader: int) -> None:
    """Ends every process group of a session: LibreOffice is in one of its own, tesseract is not.

    The leader must not have been waited for, so that its number is still its own.
    """
    for group in (leader, *_groups_of(leader)):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def _groups_of(session: int) -> Iterator[int]:
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(ProcessLookupError):
            if os.getsid(int(entry.name)) == session:
                yield os.getpgid(int(entry.name))
