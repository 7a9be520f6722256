"""Numbers as Word writes them in lists and on notes: 4, IV, iv, D, d, tư.

Source of the names of the formats: ECMA-376 Part 1, 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ROMAN_LIMIT = 3999
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_LETTER_ROUNDS = 30  # Word stops at 780 letters
_COUNTING = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_CHICAGO = "*†‡§"


def numeral(number: int, style: str) -> str:
    """A number in one of Word's formats; a format that is not known counts in decimals.

    "none" is ""; letters after z are doubled, as Word does: 27 is "aa", 28 is "bb".
    """
    match style:
        case "none":
            return ""
        case "upperRoman":
            return _roman(number)
        case "lowerRoman":
            return _roman(number).lower()
        case "upperLetter":
            return _letters(number).upper()
        case "lowerLetter":
            return _letters(number)
        case "decimalZero":
            return f"{number:02}"
        case "vietnameseCounting" if 1 <= number <= len(_COUNTING):
            return _COUNTING[number - 1]
        case "chicago" if number >= 1:
            rounds, at = divmod(number - 1, len(_CHICAGO))
            return _CHICAGO[at] * min(rounds + 1, _LETTER_ROUNDS)
    return str(number)


def _roman(number: int) -> str:
    if not 1 <= number <= _ROMAN_LIMIT:
        return str(number)
    written = ""
    for worth, letters in _ROMAN:
        times, number = divmod(number, worth)
        written += letters * times
    return written


def _letters(number: int) -> str:
    if not 1 <= number <= len(_ALPHABET) * _LETTER_ROUNDS:
        return str(number)
    rounds, at = divmod(number - 1, len(_ALPHABET))
    return _ALPHABET[at] * (rounds + 1)
