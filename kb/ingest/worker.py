"""The child process of `kb.ingest.confined`: reads one file after the other, within limits.

The limits are the system's own, so that they hold whatever a parser does: an address space that
cannot grow, and an alarm that ends the process. What goes wrong in a way that no reader foresees
ends it too, by the status or signal that `kb.ingest.confined` tells people about.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import time
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from kb.errors import KbError
from kb.ingest.reading import Ingested, Reader
from kb.ingest.sources import Source
from kb.vietnamese.sentences import load_splitter

BROKEN, OUT_OF_MEMORY = 1, 3
"""How a worker exits that met an error nobody foresaw (its traceback is on stderr), or whose file
wanted more memory than there is room for."""

_SHARE_PER_PAGE = 0.1  # of the seconds; 30 s a page by default, where tesseract takes 1 to 2


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take.

    `memory_mb` is address space in MiB: for the worker beside what it held before the file, and for
    each program that it starts. `seconds` may pass without a page read; in all a file has as many,
    and a tenth of them for each of its pages.
    """

    memory_mb: int
    seconds: float


def load_pipeline(max_pages: int) -> Reader:
    """The pipeline, with the parsers that only a worker needs."""
    from kb.ingest.pipeline import IngestPipeline

    return IngestPipeline(max_pages)


def serve(descriptor: int, scratch: str) -> None:
    """Answers each source that comes by a connection until its other end is closed.

    The first thing to come is (what gives the reader, the limits). An answer is an Ingested or a
    KbError, after any number of (pages read, pages in all). Removes the folder `scratch` at the end.
    """
    os.set_inheritable(descriptor, False)
    channel = Connection(descriptor)
    try:
        load, limits = channel.recv()
        reader: Reader = load()
        load_splitter()  # nearly every document needs it; no file is charged with its memory
        while (source := _next_source(channel)) is not None:
            channel.send(_answer(reader, source, limits, channel))
    except ConnectionError:  # whoever asked is gone
        pass
    except BaseException as error:
        traceback.print_exc()
        os._exit(OUT_OF_MEMORY if isinstance(error, MemoryError) else BROKEN)
    shutil.rmtree(scratch, ignore_errors=True)


def _next_source(channel: Connection) -> Source | None:
    try:
        source: Source = channel.recv()
    except EOFError:
        return None
    return source


def _answer(
    reader: Reader, source: Source, limits: Limits, channel: Connection
) -> Ingested | KbError:
    alarm = _Alarm(limits.seconds)

    def told(done: int, total: int) -> None:
        alarm.put_off(total)
        channel.send((done, total))

    _leave_room(limits.memory_mb * 1024 * 1024)
    try:
        return reader.read(source, told)
    except KbError as error:
        return error
    finally:
        _leave_room(None)
        alarm.stop()


class _Alarm:
    """Ends the process by SIGALRM when a file takes too long, even inside of a parser's loop."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._began, self._pages = seconds, time.monotonic(), 0
        self.put_off(0)

    def put_off(self, pages: int) -> None:
        """Begins to wait anew, for a file of at least so many pages."""
        self._pages = max(self._pages, pages)
        in_all = self._seconds * (1 + _SHARE_PER_PAGE * self._pages)
        left = self._began + in_all - time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, max(min(self._seconds, left), 0.001))

    def stop(self) -> None:
        """Calls it off."""
        signal.setitimer(signal.ITIMER_REAL, 0)


def _leave_room(size: int | None) -> None:
    """Lets the address space grow by so many bytes and no further; None lifts the limit.

    Only Linux keeps this limit; there alone /proc tells what is held already.
    """
    held = Path("/proc/self/statm")
    if not held.exists():
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = hard
    if size is not None:
        soft = int(held.read_text().split()[0]) * resource.getpagesize() + size
        soft = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
