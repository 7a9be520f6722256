"""A watched folder: what appears in it, and is not written to any more, becomes a job, once.

Nothing is ever changed or deleted in it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

from kb.errors import FileVanished, KbError
from kb.service.desk import AddingDesk
from kb.service.listing import SUFFIXES, files_inside

_SETTLED_SECONDS = 5.0
"""A file of the same size and time of change for so long is whole: a copy over the network writes every
second or so."""

_LOOK_SECONDS = 2.0
_UNFINISHED = ("~$", ".")
"""How the names begin that Word and copying programs give to files of their own."""

_Shape = tuple[int, int]


class FolderWatch:
    """Watches one folder; `say` hears a trouble with the folder itself, once until it is over."""

    def __init__(
        self,
        folder: Path,
        home: Path,
        desk: AddingDesk,
        say: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """What lies in `home`, the data folder, is passed over."""
        self._folder, self._home, self._desk = folder, home.resolve(), desk
        self._holds_home = folder.resolve() in (self._home, *self._home.parents)
        self._say, self._clock, self._said = say, clock, ""
        self._seen: dict[Path, tuple[_Shape, float]] = {}
        self._done: dict[Path, _Shape] = {}

    def run(self, stop: Event) -> None:
        """Looks every few seconds until `stop` is set."""
        while not stop.is_set():
            self.look()
            stop.wait(_LOOK_SECONDS)

    def look(self) -> None:
        """Takes what has settled since the looks before."""
        said = ""
        try:
            if not self._folder.is_dir():
                said = (
                    f"Không thấy thư mục theo dõi «{self._folder}»; hãy tạo hoặc nối lại thư mục."
                )
            for path, shape in self._found():
                if self._has_settled(path, shape):
                    self._take(path, shape)
        except KbError as error:
            said = str(error)
        if said and said != self._said:
            self._say(said)
        self._said = said

    def _found(self) -> Iterator[tuple[Path, _Shape]]:
        for path in files_inside(self._folder, (*SUFFIXES, ".zip")):
            if path.name.startswith(_UNFINISHED) or self._is_ours(path):
                continue
            try:
                status = path.stat()
            except OSError:
                continue
            if path.is_file():
                yield path, (status.st_size, status.st_mtime_ns)

    def _is_ours(self, path: Path) -> bool:
        return self._holds_home and self._home in path.resolve().parents

    def _has_settled(self, path: Path, shape: _Shape) -> bool:
        if self._done.get(path) == shape:
            return False
        if self._desk.knows_watched(path, *shape):
            self._done[path] = shape
            return False
        before, since = self._seen.get(path, (None, 0.0))
        if before != shape:
            self._seen[path] = (shape, self._clock())
            return False
        return self._clock() - since >= _SETTLED_SECONDS

    def _take(self, path: Path, shape: _Shape) -> None:
        try:
            self._desk.take_watched(path, *shape)
        except FileVanished:
            return
        self._done[path] = shape
        del self._seen[path]
