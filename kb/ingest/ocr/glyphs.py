"""Read lines and marks turned into the glyphs that the rest of the pipeline eats.

Characters of one word touch (the gaps between tesseract's boxes are not spaces), and stand in the
order read, whatever their boxes say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.ingest.ocr.hocr import Box, ReadChar, ReadLine
from kb.ingest.ocr.lines import Measured
from kb.ingest.ocr.marks import Mark
from kb.ingest.pdf import Glyph
from kb.vietnamese.syllables import is_syllable

_STEP = 0.01  # points between characters whose boxes are out of order
_DIGIT_HEIGHT = 0.676  # of the font size, in Times New Roman
_COVERED = 0.5  # of a character's width under a mark, from which it is that mark misread
_ASTRAY = 0.6  # of the font size; how far off a misread mark's box may lie
_LEVEL = 0.1  # of the font size; how much lower a misread mark's box may end than its ink
_KEPT = set(",.;:()/-–")  # what stands beside marks and is never one misread
_BARS = set("|¦[]")
_LIKE_DASH = set("~¬—–‐»›")  # what a dash at the head of a recipient's line is read as
_FLAT = 0.16  # of the font size: a dash is 0.05 high and blurred to 0.12; a tilde has 0.2


@dataclass(frozen=True, slots=True)
class SetChar:
    """One character set in its line; `foot` is its lower edge, `mark` its own box if it is a raised
    digit. Pixels."""

    text: str
    left: float
    right: float
    foot: float
    starts_word: bool
    mark: Box | None = None


def set_line(line: ReadLine, marks: Sequence[Mark], size: float) -> list[SetChar]:
    """The characters of a line with its marks in place of what they were misread as."""
    chars = [
        SetChar(char.text, char.box.left, char.box.right, char.box.bottom, index == 0)
        for word in line.words
        for index, char in enumerate(_without_doubles(word.chars))
    ]
    if line.words[0].text in _LIKE_DASH and _is_flat(line.words[0].chars[0].box, size):
        chars[0] = replace(chars[0], text="-")
    for mark in marks:
        chars = _with_mark(chars, mark, size)
    return chars


def without_bars(chars: Sequence[SetChar], bars: Sequence[float], reach: float) -> list[SetChar]:
    """The characters without each | that is a ruling line of a table; those stand at `bars` from the
    left, give or take `reach`; pixels."""
    kept: list[SetChar] = []
    starts = False
    for char in chars:
        if char.text in _BARS and any(abs(_middle(char) - bar) < reach for bar in bars):
            starts = True
        else:
            kept.append(replace(char, starts_word=True) if starts else char)
            starts = False
    return kept


def _is_flat(box: Box, size: float) -> bool:
    """True for the ink of a hyphen: flat and short, whatever it was read as."""
    return box.bottom - box.top < _FLAT * size and box.right - box.left < 0.45 * size


def _without_doubles(chars: Sequence[ReadChar]) -> Iterator[ReadChar]:
    """A word without the second of two Đ read for one: tesseract's model has Đ and Ð (Eth) and gives
    both ("TTĐÐN")."""
    for index, char in enumerate(chars):
        if not (char.text in "Ðð" and index and chars[index - 1].text in "ĐđÐð"):
            yield char


def _with_mark(chars: list[SetChar], mark: Mark, size: float) -> list[SetChar]:
    misread = _misread(chars, mark, size)
    middle = (mark.box.left + mark.box.right) / 2
    at = misread[0] if misread else sum(_middle(char) < middle for char in chars)
    after = misread[-1] + 1 if misread else at
    starts = misread[0] if misread else None
    head = at == 0 or (starts is not None and chars[starts].starts_word)
    step = (mark.box.right - mark.box.left) / len(mark.number)
    digits = [
        SetChar(
            digit,
            mark.box.left + index * step,
            mark.box.left + (index + 1) * step,
            mark.box.bottom,
            head and index == 0,
            mark.box,
        )
        for index, digit in enumerate(mark.number)
    ]
    rest = chars[after:]
    if at == 0 and rest:
        rest = [replace(rest[0], starts_word=True), *rest[1:]]
    return [*chars[:at], *digits, *rest]


def _misread(chars: Sequence[SetChar], mark: Mark, size: float) -> list[int]:
    """Indexes of the neighbouring characters that were read for the mark; empty if none was."""
    signs = [index for index, char in enumerate(chars) if _is_sign(char)]
    under = [index for index in signs if _cover(chars[index], mark.box) >= _COVERED]
    if not under:
        near = [index for index in signs if _is_astray(chars[index], mark, size)]
        under = sorted(near, key=lambda index: _distance(chars[index], mark.box))[:1]
    if not under:
        under = [
            index
            for index, char in enumerate(chars)
            if _cover(char, mark.box) >= _COVERED
            and (_floats(char, mark, size) or _spoils_syllable(chars, index))
        ]
    return _neighbours(sorted(under), chars, mark, size)


def _is_sign(char: SetChar) -> bool:
    return char.mark is None and not char.text.isalpha() and char.text not in _KEPT


def _neighbours(indexes: list[int], chars: Sequence[SetChar], mark: Mark, size: float) -> list[int]:
    """The last run of neighbouring indexes, with signs beside it until there is one for each digit."""
    run = indexes[-1:]
    for index in reversed(indexes[:-1]):
        if index == run[0] - 1:
            run.insert(0, index)
    for beside in (run[0] - 1, run[-1] + 1) if run else ():
        if len(run) == len(mark.number) or not 0 <= beside < len(chars):
            continue
        if _is_sign(chars[beside]) and _is_astray(chars[beside], mark, size):
            run = sorted([*run, beside])
    return run[-len(mark.number) :]


def _is_astray(char: SetChar, mark: Mark, size: float) -> bool:
    """True for a sign whose box lies near the mark; a digit must lie under it (the 4 of "2024¹⁰")."""
    if char.text.isdigit():
        return _cover(char, mark.box) > 0
    return _distance(char, mark.box) < _ASTRAY * size


def _floats(char: SetChar, mark: Mark, size: float) -> bool:
    """True for a letter as high above the line as the mark: the Ỷ of "mỶ", printed "m²"."""
    return char.mark is None and char.foot < mark.box.bottom + _LEVEL * size


def _spoils_syllable(chars: Sequence[SetChar], index: int) -> bool:
    """True for the Š of "phòngŠ": a last letter with which the word is no syllable."""
    start = next((at for at in range(index, -1, -1) if chars[at].starts_word), 0)
    word = "".join(char.text for char in chars[start:index])
    ends = (
        index + 1 == len(chars)
        or not chars[index + 1].text.isalpha()
        or chars[index + 1].starts_word
    )
    letter = chars[index].text.isalpha()
    return letter and ends and is_syllable(word) and not is_syllable(word + chars[index].text)


def _cover(char: SetChar, box: Box) -> float:
    shared = min(char.right, box.right) - max(char.left, box.left)
    return shared / max(1.0, min(char.right - char.left, box.right - box.left))


def _distance(char: SetChar, box: Box) -> float:
    return abs(_middle(char) - (box.left + box.right) / 2)


def _middle(char: SetChar) -> float:
    return (char.left + char.right) / 2


def glyphs_of(chars: Sequence[SetChar], by: Measured, size: float, scale: float) -> Iterator[Glyph]:
    """The glyphs of one line; `size` in points, `scale` points per pixel."""
    lefts = _ascending([char.left * scale for char in chars])
    for index, char in enumerate(chars):
        last = index + 1 == len(chars) or chars[index + 1].starts_word
        right = char.right * scale if last else lefts[index + 1]
        if index + 1 < len(chars):
            right = min(right, lefts[index + 1])
        y, own = by.baseline * scale, size
        if char.mark is not None:
            y, own = _raised_place(char.mark, by, size, scale)
        yield Glyph(
            char.text, lefts[index], max(right, lefts[index]), y, own, False, char.starts_word
        )


def _raised_place(mark: Box, by: Measured, size: float, scale: float) -> tuple[float, float]:
    """Baseline and size of a mark, so that lines.Segment.is_raised sees it whatever the pixels say."""
    own = (mark.bottom - mark.top) / _DIGIT_HEIGHT * scale
    return min(mark.bottom * scale, by.baseline * scale - 0.2 * size), min(own, 0.8 * size)


def _ascending(lefts: Sequence[float]) -> list[float]:
    placed: list[float] = []
    for left in lefts:
        placed.append(max(left, placed[-1] + _STEP) if placed else left)
    return placed
