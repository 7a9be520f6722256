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
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
LONGEST = 2000
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
    """The fact of that name in `Facts` that `words` say; a date as 15/01/2024 or 2024-01-15.

    Raises InvalidFacts.
    """
    if name == "date":
        return _read_date(words.strip())
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
    if not words:
        raise InvalidFacts(
            f"Giá trị mới của {FACT_NAMES[name]} trống; để bỏ trống một thông tin, "
            "hãy dùng --empty (qua API: null)."
        )
    if len(words) > LONGEST:
        raise InvalidFacts(
            f"Giá trị mới của {FACT_NAMES[name]} dài quá {LONGEST} ký tự; hãy viết gọn lại."
        )
    if name == "term" and not _TERM.fullmatch(words.upper()):
        raise InvalidFacts(f"«{words}» không phải một khóa; hãy viết bằng số La Mã, ví dụ XIII.")
    return words.upper() if name == "term" else words


def _read_date(words: str) -> date:
    try:
        if printed := _DAY.fullmatch(words):
            day, month, year = map(int, printed.groups())
            return date(year, month, day)
        return date.fromisoformat(words)
    except ValueError as error:
        raise InvalidFacts(
            f"«{words}» không phải một ngày; hãy viết ngày/tháng/năm, ví dụ 15/01/2024."
        ) from error


def _plain(words: str) -> str:
    """Without line ends and other control characters, which a line of a list cannot show."""
    clean = "".join(" " if unicodedata.category(char) == "Cc" else char for char in words)
    return " ".join(unicodedata.normalize("NFC", clean).split())
