"""Facts as a person may state them: read from words, and refused where they cannot be."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from kb.document import FACT_NAMES
from kb.errors import InvalidFacts
from kb.store.corrections import Corrected, FactValue
from kb.symbol import Symbol, parse_symbol

_TERM = re.compile(r"[IVXLC]{1,8}")
_LONGEST = 2000
"""Characters; the longest title in the sample catalogue has 215."""


def checked_facts(corrected: Corrected) -> Corrected:
    """The facts in their usual form: NFC, single spaces, a term in Roman numerals; a symbol and a date
    may be given in words.

    Raises InvalidFacts for what cannot be a fact of that name, and where there is none.
    """
    if not corrected:
        raise InvalidFacts("Chưa nêu điều gì cần sửa; hãy nêu ví dụ --date 2024-01-15.")
    return {
        name: None if value is None else _checked(name, value) for name, value in corrected.items()
    }


def read_fact(name: str, words: str) -> FactValue:
    """The fact of that name in `Facts` that `words` say. Raises InvalidFacts."""
    if name == "date":
        try:
            return date.fromisoformat(words.strip())
        except ValueError as error:
            raise InvalidFacts(
                f"«{words}» không phải một ngày; hãy viết năm-tháng-ngày, ví dụ 2024-01-15."
            ) from error
    if name == "symbol":
        symbol = parse_symbol(_plain(words))
        if symbol is None:
            raise InvalidFacts(f"«{words}» không phải số, ký hiệu; hãy viết như 57-KL/TW.")
        return symbol
    return words


def _checked(name: str, value: FactValue) -> FactValue:
    if name not in FACT_NAMES:
        raise InvalidFacts(f"Văn bản không có thông tin tên «{name}».")
    if isinstance(value, Symbol | date):
        return value
    if name in ("symbol", "date"):
        return read_fact(name, value or "")
    words = _plain(value or "")
    if not words or len(words) > _LONGEST:
        raise InvalidFacts(
            f"Giá trị mới của {FACT_NAMES[name]} trống hoặc quá dài; "
            "để bỏ trống một thông tin, hãy dùng --empty."
        )
    if name == "term" and not _TERM.fullmatch(words.upper()):
        raise InvalidFacts(f"«{words}» không phải một khóa; hãy viết bằng số La Mã, ví dụ XIII.")
    return words.upper() if name == "term" else words


def _plain(words: str) -> str:
    """Without line ends and other control characters, which a line of a list cannot show."""
    clean = "".join(" " if unicodedata.category(char) == "Cc" else char for char in words)
    return " ".join(unicodedata.normalize("NFC", clean).split())
