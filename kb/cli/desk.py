"""The commands of the adding desk: the worker, a watched folder, the list of jobs."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from kb.cli.ink import complain
from kb.settings import Settings, load_settings

_NICENESS = 19
"""The least that a process can claim: a question on the same cores goes first."""


def jobs(given: Namespace) -> int:
    """Prints the jobs that are open, failed or wait, and those of the last 24 hours."""
    from kb.bootstrap import open_knowledge_base
    from kb.cli.tables import print_jobs, print_jobs_json

    knowledge = open_knowledge_base(load_settings())
    try:
        found = knowledge.desk.jobs()
    finally:
        knowledge.close()
    (print_jobs_json if given.json else print_jobs)(found)
    return 0


def work(given: Namespace) -> int:
    """Does the jobs until it is interrupted, and watches the folder that the settings name."""
    settings = load_settings()
    return _work(settings, settings.watch, attached=given.attached)


def watch(given: Namespace) -> int:
    """Does the jobs, and watches this folder."""
    folder = Path(given.folder)
    if not folder.is_dir():
        complain(f"«{given.folder}» không phải thư mục; hãy nêu thư mục cần theo dõi.")
        return 1
    return _work(load_settings(), folder, attached=False)


def _work(settings: Settings, folder: Path | None, *, attached: bool) -> int:
    _give_way()
    from kb.bootstrap import open_knowledge_base

    knowledge = open_knowledge_base(settings.model_copy(update={"threads": 1}))
    stop = Event()
    try:
        if attached:
            _start(_end_with_parent)
        else:
            print("kb đang nạp các tệp được gửi đến (Ctrl+C để dừng)", flush=True)
        if folder is not None:
            found = knowledge.folder_watch(folder.absolute(), complain)
            _start(lambda: found.run(stop))
        knowledge.worker(complain).run(stop)
    except KeyboardInterrupt:
        pass
    finally:
        stop.set()
        knowledge.close()
    return 0


def _give_way() -> None:
    """Lets everything else on the machine go first, before any library starts threads; SIGTERM ends
    the work as Ctrl+C does, so that nothing is left half done."""
    import subprocess

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.environ["OMP_NUM_THREADS"] = "1"
    if sys.platform != "win32":
        os.nice(_NICENESS)
    if sys.platform == "linux":  # niceness counts within a session only, where autogroups are on
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    ionice = shutil.which("ionice")
    if ionice:
        idle = [ionice, "-c", "3", "-p", str(os.getpid())]
        subprocess.run(idle, check=False, capture_output=True)  # noqa: S603  a courtesy, no more


def _end_with_parent() -> None:
    """Interrupts this process when the one that started it is gone, in whatever way: its end of stdin
    is closed then."""
    os.read(sys.stdin.fileno(), 1)  # not sys.stdin.read: its lock would be held when Python ends
    os.kill(os.getpid(), signal.SIGTERM)


def _start(run: Callable[[], None]) -> None:
    Thread(target=run, daemon=True).start()
