"""Words as they come out of a Word file: pieces with their look, and the notes cited between them.

Breaks are kept as characters until it is known what they mean: "\\t" a tab, "\\n" a line break,
"\\v" a new paragraph, "\\f" a new page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kb.vietnamese.normalise import normalise

RunDecoder = Callable[[str, str], str]
"""Turns the text of a stretch of words, given the name of its font, into Unicode as displayed."""

_TOKEN = re.compile(r"\s+|\S+")
_CLOSING = ",;.:)”"
_SYMBOL_FONTS = ("symbol", "wingding", "webding")
_GLYPHS = {
    "symbol": {
        0x2B: "+", 0x2D: "-", 0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB2: "″",
        0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBC: "…", 0xDE: "⇒",
    },
    "wingding": {
        0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "☐",
        0xB7: "•", 0xD8: "➢", 0xE0: "→", 0xF0: "⇒", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
}  # fmt: skip
"""What the symbol fonts show that office papers use; every other picture is dropped and named."""


def plain(text: str, font: str) -> str:
    """The decoder for documents in Unicode: NFC, look-alike letters mended, whatever the font."""
    return normalise(text)


def symbol(code: int, font: str) -> str:
    """What a character of a symbol font shows, "" if it is a picture without a meaning in text."""
    family = next((name for name in _SYMBOL_FONTS if font.lower().startswith(name)), None)
    private = 0xF000 <= code <= 0xF0FF
    if family is None and not private:
        return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    glyphs = _GLYPHS.get(family or "symbol", {})
    return glyphs.get(code - 0xF000 if private else code, "")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of one look; or, with `note`, the place where that note is cited (and no words).

    `note` counts all notes cited in the file, from 0, in the order they were met.
    """

    text: str
    bold: bool = False
    font: str = ""
    note: int | None = None


def _stronger(last: tuple[str, list[Piece]], token: str) -> str:
    """The break that counts: a page's end also if only white space follows it."""
    before, pieces = last
    blank = all(piece.note is None and not piece.text.strip() for piece in pieces)
    return before if blank and before == "\f" else token


@dataclass(frozen=True, slots=True)
class Words:
    """Pieces in reading order."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All words, white space as it stands in the file."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def bold(self) -> bool:
        """True if most letters are bold."""
        lengths = [(len(piece.text.replace(" ", "")), piece.bold) for piece in self.pieces]
        return 2 * sum(length for length, bold in lengths if bold) > sum(
            size for size, _ in lengths
        )

    @property
    def fonts(self) -> tuple[str, ...]:
        """The fonts that the words name, each once, in the order of their first use."""
        used = (piece.font for piece in self.pieces if piece.font and piece.text.strip())
        return tuple(dict.fromkeys(used))

    def cut(self, start: int, end: int) -> Words:
        """The words between two offsets; a note at an edge goes with the words before it."""
        kept: list[Piece] = []
        at = 0
        for piece in self.pieces:
            after = at + len(piece.text)
            if piece.note is not None and (start < at <= end or at == start == 0):
                kept.append(piece)
            text = piece.text[max(0, start - at) : max(0, end - at)]
            if text:
                kept.append(Piece(text, piece.bold, piece.font))
            at = after
        return Words(tuple(kept))

    def split(self, breaks: str) -> list[tuple[str, Words]]:
        """The words between any of the characters in `breaks`, each with the one that stood before it.

        Parts that show nothing are left out; their break is not forgotten if it turns the page.
        """
        parts: list[tuple[str, list[Piece]]] = [("", [])]
        pattern = re.compile(f"([{breaks}])")
        for piece in self.pieces:
            if piece.note is not None:
                parts[-1][1].append(piece)
                continue
            for token in pattern.split(piece.text):
                if token and token in breaks:
                    parts.append((_stronger(parts[-1], token), []))
                elif token:
                    parts[-1][1].append(Piece(token, piece.bold, piece.font))
        found = [(before, Words(tuple(pieces))) for before, pieces in parts]
        return [(before, words) for before, words in found if not words.is_blank]

    @property
    def is_blank(self) -> bool:
        """True if neither a word nor a note's mark is there."""
        return not self.text.strip() and all(piece.note is None for piece in self.pieces)

    def written(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        """The text with single spaces, and each note's offset in it with the note's count.

        A space that only set off a mark goes where punctuation follows: "phòng ⁵, an" has none.
        """
        parts: list[str] = []
        marks: list[tuple[int, int]] = []
        length, gap = 0, False
        for piece in self.pieces:
            if piece.note is not None:
                marks.append((length, piece.note))
            for token in _TOKEN.findall(piece.text):
                if token.isspace():
                    gap = length > 0
                    continue
                set_off = bool(marks) and marks[-1][0] == length and token[0] in _CLOSING
                parts += [" ", token] if gap and not set_off else [token]
                length += len(token) + (gap and not set_off)
                gap = False
        return "".join(parts), tuple(marks)


def joined(parts: Iterable[Words], space: str = " ") -> Words:
    """Words one after the other, with a space between them."""
    pieces: list[Piece] = []
    for part in parts:
        if pieces:
            pieces.append(Piece(space))
        pieces += part.pieces
    return Words(tuple(pieces))
