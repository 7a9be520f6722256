"""Word segmentation by underthesea, the only module that imports it.

underthesea imports torch and transformers when they are installed (seconds, hundreds of megabytes)
for pipelines that kb never uses; both are hidden while it is imported.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock

from kb.symbol import find_symbols

_HIDDEN = ("torch", "transformers")
_import_lock = Lock()


def words_of(text: str) -> list[str]:
    """The words of `text`, each with its syllables joined by spaces: ["quốc phòng", "toàn dân"].

    Document symbols are kept whole ("57-KL/TW"): the segmenter alone would cut them apart.
    """
    words: list[str] = []
    done = 0
    for found in find_symbols(text):
        words += _segment(text[done : found.start])
        words.append(text[found.start : found.end])
        done = found.end
    return words + _segment(text[done:])


def _segment(text: str) -> list[str]:
    return list(_segmenter()(text)) if text.strip() else []


@cache
def _segmenter() -> Callable[[str], list[str]]:
    with _import_lock, _hidden_modules():
        from underthesea import word_tokenize
    tokenize: Callable[[str], list[str]] = word_tokenize
    return tokenize


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
