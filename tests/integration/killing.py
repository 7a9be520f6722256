"""A day's work on a library, done by a program that is killed at a moment of its own.

A moment is a place between two strokes on the disk: just before, or just after, a call that opens,
writes, renames or removes a file, or speaks to SQLite, tantivy or FAISS. Run as a program it takes the
library, a file for what it has done, and the moment at which to kill itself (-1: never; it then
prints how many there were).
"""

from __future__ import annotations

import datetime
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from kb.service.knowledge_base import KnowledgeBase
from kb.store.documents import open_store
from tests.conftest import environment
from tests.fakes import HashEmbedder
from tests.unit.service.conftest import DAN_VAN, KIEM_TRA, KINH_TE_BIEN
from tests.unit.service.papers import Unrecognising, paper, written

QUESTIONS = ("dân vận khéo", "khai thác hải sản", "rong sụn", "giám sát chuyên đề")

_STROKES = frozenset(
    {"open", "write", "flush", "fsync", "close", "replace", "rename", "link", "remove", "unlink"}
    | {"mkdir", "rmdir", "chmod", "execute", "executemany", "commit", "reload", "write_index"}
)


def opened(home: Path) -> KnowledgeBase:
    """The library, after what a killed program left was finished, as at every start."""
    library = KnowledgeBase(
        home, open_store(home / "kb.db"), lambda: nullcontext(Unrecognising()), HashEmbedder
    )
    library.recover()
    return library


Step = Callable[[KnowledgeBase], object]


def day(inbox: Path) -> list[tuple[str, Step]]:
    """What is done, in order; each step by its name."""

    def adding(name: str) -> Step:
        return lambda kb: kb.add([inbox / name])

    def corrected(kb: KnowledgeBase) -> None:
        keeper, id = kb.keeper(), kb.find("902-NQ/TUM").id
        facts = {"title": "Nuôi rong sụn", "date": datetime.date(2022, 1, 2)}
        keeper.correct(id, facts, keeper.facts_version(id))

    def undone(kb: KnowledgeBase) -> None:
        keeper, id = kb.keeper(), kb.find("902-NQ/TUM").id
        keeper.undo(id, keeper.facts_version(id))

    def trashed(kb: KnowledgeBase) -> None:
        kb.remove(kb.find("901-HD/BDVTUM").id)

    def restored(kb: KnowledgeBase) -> None:
        kb.keeper().restore(kb.keeper().find_trashed("901-HD/BDVTUM").id)

    def purged(kb: KnowledgeBase) -> None:
        kb.keeper().purge(kb.keeper().find_trashed("903-KH/UBKTTUM").id)

    return [
        ("nạp", adding("moi.pdf")),
        ("bỏ", trashed),
        ("chờ", adding("quet.pdf")),
        ("sửa", corrected),
        ("lấy lại", restored),
        ("xóa hẳn", purged),
        ("cách ly", adding("kin.pdf")),
        ("hoàn lại", undone),
        ("dựng lại", lambda kb: kb.maintenance().rebuild()),
    ]


def morning(folder: Path) -> Path:
    """A library in `folder/kho` before the day's work, with what is to be added beside it."""
    inbox = folder / "den"
    for name, text in (("a.pdf", DAN_VAN), ("b.pdf", KINH_TE_BIEN), ("c.pdf", KIEM_TRA)):
        written(inbox / "cu", name, text)
    written(inbox, "moi.pdf", paper("Điều 1. Rong sụn", "Nuôi rong sụn ven bờ.", symbol="9-CV/TU"))
    written(inbox, "quet.pdf", paper("[QUÉT]"))
    written(inbox, "kin.pdf", paper("[MẬT]"))
    library = opened(folder / "kho")
    library.add([inbox / "cu"])
    library.remove(library.find("903-KH/UBKTTUM").id)
    library.close()
    return folder / "kho"


def picture(library: KnowledgeBase, home: Path) -> object:
    """All that can be seen of a library, from outside and on the disk; times and scores left out."""
    found = [
        [(hit.text, hit.document) for hit in library.search(question, limit=20).hits]
        for question in QUESTIONS
    ]
    files = {
        str(path.relative_to(home))
        for name in ("files", "waiting", "quarantine")
        for path in (home / name).rglob("*")
        if path.is_file()
    }
    told = [entry.deed.action.value for entry in library.keeper().log.history()]
    listed = {card.id: card for card in library.documents()}
    trash = {item.card.id: item.card for item in library.keeper().trashed()}
    waiting = [item.file_name for item in library.waiting.files()]
    return sorted(map(sorted_hits, found)), listed, trash, waiting, files, told


def sorted_hits(hits: list[tuple[str, object]]) -> list[str]:
    """In no order: equal scores may stand either way."""
    return sorted(map(repr, hits))


@dataclass(frozen=True)
class Outcome:
    """What became of a library: the step that was cut off, and what is wrong; "" if nothing is."""

    moment: int
    step: str
    wrong: str


def work(home: Path, done: Path, moment: int) -> subprocess.CompletedProcess[str]:
    """Runs the day's work in a program of its own."""
    return subprocess.run(
        [sys.executable, "-m", "tests.integration.killing", home, done, str(moment)],
        env=environment(home),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


class Days:
    """The same day, worked in many copies of one library."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._morning = morning(folder)
        self.pictures = self._undisturbed()
        counted = work(self._copy("dem"), folder / "dem.txt", -1)
        assert counted.returncode == 0, counted.stderr
        self.moments = int(counted.stdout)

    def killed(self, seed: int) -> Outcome:
        """A program killed at a moment drawn from `seed`, and what the next one finds."""
        moment = random.Random(seed).randrange(self.moments)  # noqa: S311
        home, done = self._copy(str(seed)), self._folder / f"{seed}.txt"
        died = work(home, done, moment)
        assert died.returncode == -signal.SIGKILL, died.stderr
        acknowledged = len(done.read_text()) if done.exists() else 0
        names = [name for name, _ in day(self._folder / "den")]
        wrong = self._wrong(home, acknowledged)
        shutil.rmtree(home)
        return Outcome(moment, names[acknowledged], wrong)

    def _wrong(self, home: Path, acknowledged: int) -> str:
        """The next program must find a whole library, with all that was acknowledged, and of the step
        that was cut off all or nothing."""
        library = opened(home)
        try:
            faults = [
                fault.what for fault in library.maintenance().verify(lambda done, total: None)
            ]
            seen = picture(library, home)
        finally:
            library.close()
        allowed = self.pictures[acknowledged : acknowledged + 2]
        return "; ".join(faults) or ("" if seen in allowed else "neither before nor after the step")

    def _undisturbed(self) -> list[object]:
        home = self._copy("yen")
        library = opened(home)
        pictures = [picture(library, home)]
        for _, step in day(self._folder / "den"):
            step(library)
            pictures.append(picture(library, home))
        library.close()
        return pictures

    def _copy(self, name: str) -> Path:
        return Path(shutil.copytree(self._morning, self._folder / name))


def _main(home: Path, done: Path, moment: int) -> None:
    strokes = 0

    def stroke(frame: FrameType, event: str, called: object) -> None:
        nonlocal strokes
        if event in ("c_call", "c_return") and getattr(called, "__name__", "") in _STROKES:
            if strokes == moment:
                os.kill(os.getpid(), signal.SIGKILL)
            strokes += 1

    library = opened(home)
    with done.open("ab", buffering=0) as acknowledged:
        for _, step in day(home.parent / "den"):
            sys.setprofile(stroke)
            step(library)
            sys.setprofile(None)
            acknowledged.write(b".")
    print(strokes)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
