"""What is derived from the library is made once for each state of it, whoever asks at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from kb.derived import Derived


class Library:
    """A source that changes when it is told to."""

    def __init__(self) -> None:
        self.generation = 0

    def now(self) -> int:
        return self.generation


def test_the_same_value_is_given_until_the_source_changes() -> None:
    library = Library()
    derived = Derived(library.now, lambda generation: [generation])

    first = derived.now()
    assert derived.now() is first
    library.generation = 1
    assert derived.now() == [1]


def test_many_who_ask_at_once_wait_for_the_one_who_makes_it() -> None:
    library, together = Library(), Barrier(8)
    made: list[int] = []
    done = Event()

    def make(generation: int) -> int:
        made.append(generation)
        done.wait(0.2)  # long enough for all of them to ask
        return generation

    derived = Derived(library.now, make)

    def ask(_: int) -> int:
        together.wait()
        return derived.now()

    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(ask, range(8)))

    assert answers == [0] * 8
    assert made == [0]


def test_what_could_not_be_made_is_tried_again() -> None:
    library, troubles = Library(), [OSError("đĩa lỗi")]

    def make(generation: int) -> int:
        if troubles:
            raise troubles.pop()
        return generation

    derived = Derived(library.now, make)

    with pytest.raises(OSError, match="đĩa lỗi"):
        derived.now()
    assert derived.now() == 0
