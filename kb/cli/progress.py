"""Progress bars for adding and rebuilding."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from kb.cli.output import console, print_outcome
from kb.service.results import AddOutcome


class Bars:
    """Draws how adding goes on, and a line for each file that is done; use it as a context."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            console=console(), transient=True,
        )  # fmt: skip
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Bars:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def files(self, total: int) -> None:
        """Starts the bar over all files."""
        self._tasks["files"] = self._progress.add_task("Đọc tệp", total=total)

    def pages(self, path: Path, done: int, total: int) -> None:
        """Moves the bar of the file being read."""
        task = self._task("pages", path.name, total)
        self._progress.update(task, description=path.name, completed=done, total=total)

    def outcome(self, outcome: AddOutcome) -> None:
        """Prints one file's line and moves the bar over all files."""
        self._progress.advance(self._tasks["files"])
        print_outcome(self._progress.console, outcome)

    def passages(self, done: int, total: int) -> None:
        """Moves the bar of the embedding."""
        self._progress.advance(self._task("passages", "Lập chỉ mục", total), done)

    def _task(self, name: str, description: str, total: int) -> TaskID:
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(description, total=total)
        return self._tasks[name]
