"""Words of general Vietnamese: what a library of a few documents cannot know.

The lists are Hồ Ngọc Đức's, as underthesea carries them; they are read where it is installed, without
importing underthesea (which takes half a second), and nothing of them is part of kb.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from kb.errors import WordListMissing

_LIST = Path("corpus", "data", "Viet22K.txt")
_LONG_LIST = Path("corpus", "data", "Viet74K.txt")


@cache
def dictionary_words() -> tuple[str, ...]:
    """Some 22,000 words and phrases, "đối ngoại". Raises WordListMissing."""
    return tuple(_text(_LIST).splitlines())


def is_word(first: str, second: str) -> bool:
    """True if two syllables (any case, NFC) make a word: "bổ sung", "Tổ chức"; not "bồ sung".

    By a longer list, with 48,700 words of two syllables. Raises WordListMissing.
    """
    return f"{first} {second}".lower() in _pairs()


@cache
def _pairs() -> frozenset[str]:
    lines = unicodedata.normalize("NFC", _text(_LONG_LIST)).lower().splitlines()
    return frozenset(line for line in map(str.strip, lines) if line.count(" ") == 1)


def _text(list_: Path) -> str:
    package = find_spec("underthesea")
    folders = package.submodule_search_locations if package else None
    try:
        return (Path(next(iter(folders or ()), "")) / list_).read_text(encoding="utf-8")
    except OSError as error:
        raise WordListMissing(
            f"Gói underthesea đã cài không có bảng từ {list_}; hãy cài lại kb bằng `make run`."
        ) from error
