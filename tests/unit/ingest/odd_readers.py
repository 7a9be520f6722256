"""A reader that does what the bytes of a source say, for tests of what becomes of the others."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kb.document import Document, Facts
from kb.errors import SecretMarked
from kb.ingest.reading import Ingested, PagesRead
from kb.ingest.sources import Source


class OddReader:
    """Reads `b"verb argument"`; whatever is no verb below becomes a document of that text."""

    def read(self, source: Source, progress: PagesRead | None = None) -> Ingested:
        """The document, after doing what the source says."""
        verb, _, argument = source.data.decode().partition(" ")
        verbs: dict[str, Callable[[str, PagesRead], None]] = {
            "pages": _pages,
            "die": _die,
            "allocate": _allocate,
            "abort": lambda *_: ctypes.CDLL(None).abort(),
            "corrupt": _corrupt,
            "loop": _loop,
            "dawdle": _dawdle,
            "start": _start,
            "refuse": _refuse,
            "break": _break,
            "warn": lambda words, _: print(words, file=sys.stderr, flush=True),
        }
        if verb in verbs:
            verbs[verb](argument, progress or (lambda *_: None))
        if verb == "modules":
            return _document(source, " ".join(sys.modules))
        return _document(source, f"{source.data.decode()} ({os.getpid()})")


def _document(source: Source, text: str) -> Ingested:
    document = Document(source.id, source.path.name, "", (), Facts(), text, (), ())
    return Ingested(document, (), ())


def _pages(total: str, progress: PagesRead) -> None:
    for done in range(1, int(total) + 1):
        progress(done, int(total))


def _die(signal: str, _: PagesRead) -> None:
    os.kill(os.getpid(), int(signal))
    time.sleep(60)


def _allocate(megabytes: str, _: PagesRead) -> None:
    bytearray(int(megabytes) * 1024 * 1024)


def _corrupt(_: str, __: PagesRead) -> None:
    """Gives memory back twice, at which the C library says so and aborts."""
    library = ctypes.CDLL(None)
    library.malloc.restype, library.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
    place = library.malloc(4096)
    library.free(place)
    library.free(place)


def _loop(_: str, __: PagesRead) -> None:
    """A loop that never lets another thread or a signal handler of Python run."""
    ctypes.PyDLL(None).sleep(600)


def _dawdle(total: str, progress: PagesRead) -> None:
    """A page each tenth of a second, of so many in all, without end."""
    done = 0
    while True:
        time.sleep(0.1)
        done += 1
        progress(done, int(total))


def _start(note: str, progress: PagesRead) -> None:
    """Starts programs as tesseract and LibreOffice are started, notes their numbers, and waits."""
    plain = subprocess.Popen(["sleep", "600"])  # noqa: S607
    grouped = subprocess.Popen(["sleep", "600"], process_group=0)  # noqa: S607
    folder = tempfile.mkdtemp()
    Path(note).write_text(f"{os.getpid()} {plain.pid} {grouped.pid} {folder}")
    progress(1, 1)
    time.sleep(600)


def _refuse(level: str, _: PagesRead) -> None:
    raise SecretMarked(f"mang dấu {level}")


def _break(what: str, _: PagesRead) -> None:
    raise ZeroDivisionError(what)
