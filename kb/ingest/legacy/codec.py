"""Text in TCVN3, VNI and VISCII read as Unicode, and Unicode written in them.

Stands between the readers of files (glyphs of a PDF, runs of a Word file) and everything that
compares text; it works on what the reader found, before `normalise`, which would take the soft
hyphen (ư in TCVN3) for nothing and Ð for Đ. Whether a text is in such an encoding at all is for
`legacy_detect` to say. The file's bytes stay as they are: only what is read from them changes.

TCVN3 has no codes for the 60 capitals with a tone (À Ả Ã Á Ạ … Ỵ); it has Ă Â Ê Ô Ơ Ư Đ. Typists
wrote the lower-case code in a font of capitals (.VnTimeH), so `encode` writes that code and `decode`
gives the capital back where the font is one of capitals, or where the rest of the word, or of the
line around a short word, is in capitals: "CéNG HOµ" → "CỘNG HOÀ". A lone capital at the head of a
word ("ñy ban" for "Ủy ban") is not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from kb.ingest.legacy.tables import CODE_OF, LETTER_OF, LETTERS, Encoding
from kb.vietnamese.syllables import is_spelt

_SYMBOL_FONT = {0xF000 + byte: byte for byte in range(0x20, 0x100)}
# A symbol font, as many .Vn fonts are, has its byte b at U+F000 + b (OpenType cmap, platform 3)
_HYPHENS = "-\u2010\u2011\u2212"  # what a PDF shows for byte AD, ư in TCVN3 and a hyphen in WinAnsi
_LONE_WORDS = {  # letters that stand alone: "châu á", "ô tô", "5.000đ"; "ở", "hai ổ"
    Encoding.TCVN3: frozenset("áàảạôđĐÔ"),
    Encoding.VISCII: frozenset("ởổồừ"),
}
_NO_BREAK = "\u00a0"  # Õ in VISCII
_EDGE_MARKS = "‘’“”–—…•"  # quotation marks in Windows-1252, capitals in VISCII
_RAISED = frozenset(letter.lower() for letter in LETTERS if letter not in CODE_OF[Encoding.TCVN3])


@dataclass(frozen=True, slots=True)
class Piece:
    """`source[start:end]` was `raw` and reads as `text`; pieces cover their source in order."""

    start: int
    end: int
    raw: str
    text: str


def encode(text: str, encoding: Encoding) -> str:
    """`text` as a program that knows nothing of `encoding` would show it: "Việt" → "ViÖt".

    Characters without a code stay as they are; in TCVN3 a capital with a tone gets its lower-case
    code (see the module's docstring).
    """
    codes = CODE_OF[encoding]
    letters = unicodedata.normalize("NFC", text)
    return "".join(codes.get(char) or codes.get(char.lower(), char) for char in letters)


def decode(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    """`text` read in `encoding`: "ViÖt" → "Việt"; ASCII and what is no code stay as they are.

    `capitals` says that the font shows every letter as a capital (.VnTimeH). Decoding text that is
    not in `encoding` makes nonsense of it: ask `detect` first.
    """
    return "".join(piece.text for piece in pieces(text, encoding, lambda _: capitals))


def is_raised(char: str) -> bool:
    """True for one of the 60 capitals that TCVN3 writes with its lower-case code: "Ủ", not "Đ"."""
    return char.isupper() and char.lower() in _RAISED


def pieces(
    text: str, encoding: Encoding, in_capitals: Callable[[int], bool] = lambda _: False
) -> list[Piece]:
    """How each part of `text` reads; `in_capitals(offset)` tells a character set in capitals."""
    found = list(_matches(text.translate(_SYMBOL_FONT), encoding))
    if encoding is Encoding.TCVN3:
        found = _with_case(list(_with_horns(found)))
    elif encoding is Encoding.VISCII:
        words = [piece for word in _quoted_words(list(_spaced(found))) for piece in _unquoted(word)]
        found = [piece for run in _letter_runs(words) for piece in _without_symbols(run, encoding)]
    return [
        replace(piece, text=piece.text.upper()) if in_capitals(piece.start) else piece
        for piece in found
    ]


@lru_cache(maxsize=len(Encoding))
def _pattern(encoding: Encoding) -> re.Pattern[str]:
    codes = sorted(LETTER_OF[encoding], key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, codes), "."]), re.DOTALL)


def _matches(text: str, encoding: Encoding) -> Iterator[Piece]:
    """The longest code at each place, or the character itself."""
    letter_of = LETTER_OF[encoding]
    for match in _pattern(encoding).finditer(text):
        raw = match[0]
        yield Piece(match.start(), match.end(), raw, letter_of.get(raw, raw))


def _tokens(found: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Words and the white space between them, each as its pieces."""
    for _, token in groupby(found, key=lambda piece: piece.text.isspace()):
        yield list(token)


def _text(found: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in found)


# ---- TCVN3: hyphens that are ư, symbols that are no letters, capitals without a code


def _with_horns(found: Sequence[Piece]) -> Iterator[Piece]:
    at_start = True
    for token in _tokens(found):
        plain = [replace(piece, text=_symbol(piece)) for piece in token]
        for index, piece in enumerate(plain):
            if piece.raw in _HYPHENS and _is_u_horn(plain, index, at_start):
                plain[index] = replace(piece, text="ư")
        yield from (
            piece for run in _letter_runs(plain) for piece in _without_symbols(run, Encoding.TCVN3)
        )
        at_start = plain[-1].text == "\n" or (at_start and plain[-1].text.isspace())


def _symbol(piece: Piece) -> str:
    return piece.raw if piece.raw in _HYPHENS else piece.text


def _is_u_horn(token: Sequence[Piece], index: int, at_start: bool) -> bool:
    """True for a hyphen that completes a syllable: "tr-êng" → "trường"; not "Mác-Lênin", "T-54"."""
    before, after = _text(token[:index]), _text(token[index + 1 :])
    left = re.split(r"[\W\d_]", before)[-1]
    right = re.split(r"[\W\d_]", after)[0]
    if (not left and before[-1:].isalnum()) or (not right and after[:1].isalnum()):
        return False
    word = f"{left}ư{right}"
    if not is_spelt(word) or not word[1:].islower():
        return False
    if not right and len(left) == 1 and (at_start or (left.isupper() and left != "T")):
        return False  # the label of a paragraph: "c- Tăng cường", "phần V- Phí"
    if not left:  # a dash before a word, unless the word is none without it: "-u tiên", "-íc"
        return right == "u" or (right != "" and not is_spelt(right))
    return not is_spelt(left)


def _letter_runs(token: Sequence[Piece]) -> Iterator[list[Piece]]:
    for _, run in groupby(token, key=lambda piece: piece.text.isalpha()):
        yield list(run)


def _without_symbols(run: list[Piece], encoding: Encoding) -> list[Piece]:
    """Bullets, leaders and signs as printed: "· Mục 1", "3 × 4", "····"; not "x·" or "ch©u ¸"."""
    raws = {piece.raw for piece in run}
    symbols = len(raws) == 1 and not next(iter(raws)).isalpha()
    if not symbols or (len(run) == 1 and run[0].text in _LONE_WORDS[encoding]):
        return run
    return [replace(piece, text=piece.raw) if piece.raw not in _HYPHENS else piece for piece in run]


def _with_case(found: list[Piece]) -> list[Piece]:
    """The pieces with the capitals that TCVN3 has no codes for, line by line."""
    mended: list[Piece] = []
    for _, line in groupby(found, key=lambda piece: piece.text in "\n\t"):
        words = [list(word) for _, word in groupby(line, key=lambda piece: piece.text.isalpha())]
        cases = [_case(word) for word in words]
        cases = [case if not _is_code(words, at) else None for at, case in enumerate(cases)]
        for index, word in enumerate(words):
            case = cases[index] if cases[index] is not None else _case_around(cases, index)
            mended += [_raised(piece) for piece in word] if case else word
    return mended


def _case(word: Sequence[Piece]) -> bool | None:
    """True for a word in capitals, False for one that is not, None where it cannot be told.

    Only letters that TCVN3 has in both cases tell. An abbreviation tells nothing of its neighbours.
    """
    text = _text(word)
    if not text[:1].isalpha():
        return None
    telling = [(place, char) for place, char in enumerate(text) if char not in _RAISED]
    if any(char.islower() for _, char in telling):
        return False
    if not any(place > 0 for place, _ in telling):
        return None
    return True if is_spelt(text) else None


def _is_code(words: Sequence[Sequence[Piece]], index: int) -> bool:
    """True for letters of a symbol, which tell nothing of the words around: the TU of "57-KL/TU"."""
    before = _text(words[index - 1])[-1:] if index else ""
    after = _text(words[index + 1])[:1] if index + 1 < len(words) else ""
    return any(char.isdigit() or char in "-/&" for char in (before, after) if char)


def _case_around(cases: Sequence[bool | None], index: int) -> bool:
    """Whether the nearest words that tell, on both sides of the line, are in capitals."""
    before = next((case for case in reversed(cases[:index]) if case is not None), None)
    after = next((case for case in cases[index + 1 :] if case is not None), None)
    return {before, after} - {None} == {True}


def _raised(piece: Piece) -> Piece:
    return replace(piece, text=piece.text.upper()) if piece.text in _RAISED else piece


# ---- VISCII: spaces and quotation marks of another font beside codes that look like them


def _spaced(found: Sequence[Piece]) -> Iterator[Piece]:
    """A no-break space is Õ in a word that is none without it: "V\\xa0" is "VÕ", not "các\\xa0cấp"."""
    for _, group in groupby(found, key=lambda piece: piece.text.isalpha()):
        run = list(group)
        letter = _is_word(_text(run))
        yield from (
            replace(piece, text=piece.raw) if piece.raw == _NO_BREAK and not letter else piece
            for piece in run
        )


def _quoted_words(found: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Words with the marks that touch them, and what stands between."""
    for _, word in groupby(found, key=lambda p: p.text.isalpha() or p.raw in _EDGE_MARKS):
        yield list(word)


def _unquoted(token: list[Piece]) -> list[Piece]:
    """Quotation marks around a word stay marks unless it is none without them.

    "“Công”" keeps both; "B“" is "BỘ" and "B“”" is "BỘ”".
    """
    inner = [index for index, piece in enumerate(token) if not _is_outer(piece)]
    if not inner:
        return [*map(_as_printed, token)]
    first, last = inner[0], inner[-1] + 1
    for start, end in _widened(token, first, last):
        if _is_word(_text(token[start:end])):
            return _with_edges(token, start, end)
    return _with_edges(token, first, last)


def _is_outer(piece: Piece) -> bool:
    return piece.raw in _EDGE_MARKS or not piece.text.isalpha()


def _widened(token: Sequence[Piece], first: int, last: int) -> list[tuple[int, int]]:
    """The word and what stands next to it on both sides, the smallest stretch first."""
    spans = [(start, end) for start in range(first + 1) for end in range(last, len(token) + 1)]
    return sorted(spans, key=lambda span: span[1] - span[0])


def _with_edges(token: Sequence[Piece], start: int, end: int) -> list[Piece]:
    """The token read between `start` and `end`, and as printed outside."""
    return [*map(_as_printed, token[:start]), *token[start:end], *map(_as_printed, token[end:])]


def _as_printed(piece: Piece) -> Piece:
    return replace(piece, text=piece.raw) if piece.raw in _EDGE_MARKS else piece


def _is_word(text: str) -> bool:
    return (text.isupper() or text.islower() or text[1:].islower()) and is_spelt(text)
