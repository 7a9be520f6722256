"""Is this a Vietnamese word of two syllables? By the word list that underthesea carries.

Only the file is read (Viet74K, 48,700 such words): to import underthesea takes seconds.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_LIST = Path("corpus", "data", "Viet74K.txt")


def is_word(first: str, second: str) -> bool:
    """True if the two syllables (any case, NFC) make a word: "bổ sung", "Tổ chức"; not "bồ sung".

    Raises ModuleNotFoundError or FileNotFoundError where underthesea or its list is missing.
    """
    return f"{first} {second}".lower() in _words()


@cache
def _words() -> frozenset[str]:
    spec = find_spec("underthesea")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("underthesea")
    text = (Path(spec.origin).parent / _LIST).read_text(encoding="utf-8")
    lines = unicodedata.normalize("NFC", text).lower().splitlines()
    return frozenset(line for line in map(str.strip, lines) if line.count(" ") == 1)
