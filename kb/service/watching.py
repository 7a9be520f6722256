"""Whoever waits while documents are added, or questions put, is told how it goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from kb.service.results import AddOutcome


class AddWatcher(Protocol):
    """Hears how adding goes on; the command line draws bars from it."""

    def files(self, total: int) -> None:
        """The number of files to read, told once."""

    def pages(self, path: Path, done: int, total: int) -> None:
        """Pages read of the file being read; 0 of 0 when its reading begins."""

    def outcome(self, outcome: AddOutcome) -> None:
        """One file is done: it can be searched now, or it failed."""

    def passages(self, done: int, total: int) -> None:
        """Passages embedded since the last call, of the `total` read since the last outcome."""


class EvaluationWatcher(Protocol):
    """Hears how an evaluation goes on."""

    def passages(self, done: int, total: int) -> None:
        """Passages embedded since the last call, of `total`."""

    def questions(self, done: int, total: int) -> None:
        """Questions answered since the last call, of `total`."""


class Silence:
    """A watcher that says nothing."""

    def files(self, total: int) -> None:
        """Says nothing."""

    def pages(self, path: Path, done: int, total: int) -> None:
        """Says nothing."""

    def outcome(self, outcome: AddOutcome) -> None:
        """Says nothing."""

    def passages(self, done: int, total: int) -> None:
        """Says nothing."""

    def questions(self, done: int, total: int) -> None:
        """Says nothing."""
