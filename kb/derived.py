"""What is derived from the library and kept until the library changes."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Source = TypeVar("Source")
Value = TypeVar("Value")


class Derived(Generic[Source, Value]):
    """A value that is made anew only when its source has changed; thread-safe.

    One thread makes it while the others wait: a library that changes while thirty people search would
    else be read by all of them at once.
    """

    def __init__(self, source: Callable[[], Source], make: Callable[[Source], Value]) -> None:
        """`source` is asked each time, so it is quick; `make` is given what it answered."""
        self._source = source
        self._make = make
        self._lock = Lock()
        self._made: tuple[Source, Value] | None = None

    def now(self) -> Value:
        """The value for the source as it is now; raises what `source` and `make` do."""
        source, made = self._source(), self._made
        if made is not None and made[0] == source:
            return made[1]
        with self._lock:
            return self._made_now()

    def _made_now(self) -> Value:
        """Looks again: who waited for the lock may find it made."""
        source = self._source()
        if self._made is None or self._made[0] != source:
            self._made = (source, self._make(source))
        return self._made[1]
