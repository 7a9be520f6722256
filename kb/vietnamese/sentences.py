"""Where sentences end, by underthesea; the only module that imports it.

underthesea knows that "v.v.," and "TP. Hồ Chí Minh" end nothing. It imports torch and transformers
when they are installed (seconds, hundreds of megabytes) for pipelines that kb never uses; both are
hidden while it is imported.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock

_HIDDEN = ("torch", "transformers")
_import_lock = Lock()


def sentence_ends(text: str) -> list[int]:
    """The offsets just after each sentence of `text`, ascending; a line's end ends a sentence too."""
    ends: list[int] = []
    start = 0
    for line in text.splitlines(keepends=True):
        ends += _ends_in(line, start)
        start += len(line)
    return ends


def load_splitter() -> None:
    """Imports underthesea now (0.2 to 0.4 s, 70 MB of addresses), so that no text waits for it."""
    _splitter()


def _ends_in(line: str, start: int) -> Iterator[int]:
    at = 0
    for sentence in _splitter()(line) if line.strip() else ():
        found = line.find(sentence, at)
        if found >= 0:  # it gives sentences as they are written, but promises it nowhere
            at = found + len(sentence)
            yield start + at


@cache
def _splitter() -> Callable[[str], list[str]]:
    with _import_lock, _hidden_modules():
        from underthesea import sent_tokenize
    split: Callable[[str], list[str]] = sent_tokenize
    return split


@contextmanager
def _hidden_modules() -> Iterator[None]:
    kept = {name: sys.modules[name] for name in _HIDDEN if name in sys.modules}
    hidden: dict[str, None] = dict.fromkeys(_HIDDEN)
    sys.modules.update(hidden)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in _HIDDEN:
            del sys.modules[name]
        sys.modules.update(kept)
