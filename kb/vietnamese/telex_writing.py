"""Vietnamese as the keys that a Telex typist presses: what is left where no input method ran."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_MARKS = {"\u0306": "w", "\u031b": "w"}  # ă; ơ and ư. The circumflex and đ double the letter.
_CIRCUMFLEX = "\u0302"
_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}


def telex_keys(text: str) -> str:
    """The keys of `text`: each mark right after its letter, the tone at the end of the syllable.

    "Đối ngoại" → "Ddoois ngoaij", "ĐƯỢC" → "DDUWOWCJ". Text without accents stays as it is.
    """
    return _WORD.sub(lambda word: _typed(word.group()), unicodedata.normalize("NFC", text))


def _typed(word: str) -> str:
    keys = "".join(map(_letter_keys, word)) + "".join(map(_tone_key, word))
    return keys.upper() if word.isupper() and len(word) > 1 else keys


def _letter_keys(letter: str) -> str:
    if letter in "đĐ":
        return "dd" if letter == "đ" else "Dd"
    decomposed = unicodedata.normalize("NFD", letter)
    base, marks = decomposed[0], decomposed[1:]
    added = (base.lower() if mark == _CIRCUMFLEX else _MARKS.get(mark, "") for mark in marks)
    return base + "".join(added)


def _tone_key(letter: str) -> str:
    return "".join(_TONES.get(mark, "") for mark in unicodedata.normalize("NFD", letter))
