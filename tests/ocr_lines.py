"""Lines as tesseract would read them, for tests of what comes after it."""

from __future__ import annotations

from dataclasses import replace

from kb.ingest.ocr.hocr import Box, ReadChar, ReadLine, ReadWord

STEP = 10.0
"""Pixels from one character to the next."""


def line_of(
    text: str, top: float = 100, foot: float = 120, *, left: float = 0, confidence: float = 90
) -> ReadLine:
    """One line of characters ten pixels apart, words parted by spaces; all stand on `foot`."""
    words: list[ReadWord] = []
    at = 0
    for word in text.split(" "):
        lefts = [left + STEP * (at + index) for index in range(len(word))]
        boxes = [Box(x, top, x + STEP - 1, foot) for x in lefts]
        words.append(ReadWord(tuple(map(ReadChar, word, boxes)), confidence))
        at += len(word) + 1
    box = Box(left, top, left + STEP * at, foot)
    return ReadLine(tuple(word for word in words if word.chars), box, 0.0, foot, foot - top)


def doubtful(line: ReadLine, confidence: float, *texts: str) -> ReadLine:
    """The line with these of its words (all, if none is named) read with that confidence."""
    return replace(
        line,
        words=tuple(
            replace(word, confidence=confidence) if word.text in texts or not texts else word
            for word in line.words
        ),
    )


def weighed(line: ReadLine, letter: str, *others: tuple[str, float]) -> ReadLine:
    """The line with what else each such letter may be."""
    words = (
        replace(
            word,
            chars=tuple(
                replace(char, others=others) if char.text == letter else char for char in word.chars
            ),
        )
        for word in line.words
    )
    return replace(line, words=tuple(words))


def text_of(line: ReadLine) -> str:
    """The words of a line with a space between them."""
    return " ".join(word.text for word in line.words)
