"""Words of general Vietnamese: what a library of a few documents cannot know.

The list is Hồ Ngọc Đức's, as underthesea carries it; it is read where it is installed, without
importing underthesea (which takes half a second), and nothing of it is part of kb.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from kb.errors import WordListMissing

_LIST = Path("corpus", "data", "Viet22K.txt")


@cache
def dictionary_words() -> tuple[str, ...]:
    """Some 22,000 words and phrases, "đối ngoại". Raises WordListMissing."""
    package = find_spec("underthesea")
    folders = package.submodule_search_locations if package else None
    try:
        text = (Path(next(iter(folders or ()), "")) / _LIST).read_text(encoding="utf-8")
    except OSError as error:
        raise WordListMissing(
            f"Gói underthesea đã cài không có bảng từ {_LIST}; hãy cài lại kb bằng `make run`."
        ) from error
    return tuple(text.splitlines())
