"""Progress bars for adding, rebuilding and evaluating; they are drawn on a terminal only."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.text import Text

from kb.cli.ink import is_terminal
from kb.cli.output import outcome_line
from kb.service.results import AddOutcome


class Bars:
    """Draws how adding goes on, and prints a line for each file that is done; use it as a context."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
            console=Console(), transient=True, disable=not is_terminal(),
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
        line = outcome_line(outcome)
        if is_terminal():
            self._progress.console.print(Text.from_ansi(line), soft_wrap=True)
        else:
            print(line, flush=True)

    def passages(self, done: int, total: int) -> None:
        """Moves the bar of the embedding; a full bar starts anew with the next files."""
        self._advance(self._task("passages", "Lập chỉ mục", total), done, total)

    def questions(self, done: int, total: int) -> None:
        """Moves the bar of the questions."""
        self._advance(self._task("questions", "Câu hỏi", total), done, total)

    def kept_files(self, done: int, total: int) -> None:
        """Moves the bar of the files of a backup, or of a library that is looked after."""
        self._advance(self._task("kept", "Tệp của thư viện", total), done, total)

    def _advance(self, number: TaskID, done: int, total: int) -> None:
        task = self._progress.tasks[number]
        before = 0 if task.finished else task.completed
        self._progress.update(number, completed=before + done, total=total)

    def _task(self, name: str, description: str, total: int) -> TaskID:
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(description, total=total)
        return self._tasks[name]
