"""Numbers as documents write them: Roman numerals, and ordinals in Vietnamese words."""

from __future__ import annotations

_FIRST = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_TENS = ("", "mười", "hai mươi", "ba mươi", "bốn mươi", "năm mươi")
_ONES = ("", "một", "hai", "ba", "bốn", "lăm", "sáu", "bảy", "tám", "chín")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def ordinal(number: int) -> str:
    """The ordinal in words: 1 → "thứ nhất", 4 → "thứ tư", 21 → "thứ hai mươi mốt"."""
    if number <= len(_FIRST):
        return f"thứ {_FIRST[number - 1]}"
    tens, ones = divmod(number, 10)
    if tens >= len(_TENS):
        return f"thứ {number}"
    word = "mốt" if ones == 1 and tens > 1 else _ONES[ones]
    return f"thứ {_TENS[tens]} {word}".rstrip()


_VALUES = {ordinal(number).removeprefix("thứ "): number for number in range(1, 60)} | {
    "một": 1,
    "bốn": 4,
}


def ordinal_value(words: str) -> int | None:
    """The number that words in small letters say, with or without "thứ": "nhất" → 1; else None."""
    return _VALUES.get(words.removeprefix("thứ "))


def roman(number: str) -> int:
    """The value of a Roman numeral in capitals, 0 for letters that are none: "XIV" → 14."""
    values = [_ROMAN_DIGITS.get(char, 0) for char in number]
    return sum(
        -value if value < max(values[index + 1 :], default=0) else value
        for index, value in enumerate(values)
    )
