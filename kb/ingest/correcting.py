"""Lines of recognised pages as a person reads them, in the place of what the machine read.

The document is made again from the corrected glyphs by the same steps as before, so that nothing in it
has to be moved by hand: text, divisions, passages, mentions and facts all follow from the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from kb.document import Rect
from kb.ingest.missed_lines import Place, Room, Row, base_of, typed_lines
from kb.ingest.placing import Placed, as_displayed, normalised
from kb.ingest.rawpage import Glyph, RawPage, has_space
from kb.ingest.recognition import Recognition
from kb.vietnamese.normalise import normalise

_RAISED, _SMALL = 0.15, 0.9  # as in `lines.Segment.is_raised`
_RISE, _MARK_SIZE = 0.33, 0.6  # of the font size; as Word sets a mark
_WIDEST_SPACE = 0.3  # of the font size, where a word between two others is deleted
_NARROWEST = 0.1  # of the font size; 1/4 of a letter, and still four steps of `kb.edges`
_SPACE_SHARE = 0.5  # of a letter's width; a space in Times is that

_MARKS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

Texts = Mapping[tuple[int, int], str]
"""What lines say, by page and number there, both from 1."""


@dataclass(frozen=True, slots=True)
class _Char:
    """A character of a line, where it stands, and a glyph that looks as it does."""

    text: str
    left: float
    right: float
    like: Glyph


def line_text(glyphs: Sequence[Glyph]) -> str:
    """What a line says, with the marks of footnotes as raised digits: "đầu nguồn¹, rừng trồng²"."""
    return "".join(char.text for char in _chars(glyphs))


def line_rect(glyphs: Sequence[Glyph], page: RawPage) -> Rect:
    """What a line takes up on the page as displayed: from an em above its baseline to a quarter."""
    row = Row.of(glyphs)
    top, bottom = row.y - row.size, row.y + 0.25 * row.size
    return as_displayed(Rect(row.left, top, row.right, bottom), page)


def cleaned(text: str) -> str:
    """A line as somebody typed it, as lines are kept: NFC, words one space apart; more than one line
    where some beside it had been missed."""
    words = (" ".join(line.split()) for line in normalise(text).split("\n"))
    return "\n".join(filter(None, words))


def corrected_pages(recognition: Recognition, texts: Texts) -> tuple[RawPage, ...]:
    """The pages with these lines reading as `texts` say; a line without words leaves its page.

    Raises NotCorrectable where a line that had been missed has no room beside the one it is typed with.
    """
    by_page: dict[int, dict[int, str]] = {}
    for (page, number), text in texts.items():
        by_page.setdefault(page, {})[number] = text
    return tuple(
        _corrected(page, recognition, by_page[page.number]) if page.number in by_page else page
        for page in recognition.pages
    )


def _corrected(page: RawPage, recognition: Recognition, texts: Mapping[int, str]) -> RawPage:
    """The page with the new characters of a line where its first one stood in the stream."""
    lines, gone = recognition.lines[page.number - 1], set[int]()
    seen = {at: recognition.line(page.number, at) for at in range(1, len(lines) + 1)}
    typed = {at: typed_lines(cleaned(text), line_text(seen[at])) for at, text in texts.items()}
    rows = {at: Row.of(glyphs) for at, glyphs in seen.items()}
    room = Room(page.number, page.height, rows, typed)
    anew: dict[int, tuple[Glyph, ...]] = {}
    for number, said in typed.items():
        places, old = lines[number - 1], seen[number]
        gone.update(places)
        anew[min(places)] = (
            *_missed(old, said.above, room.above(number)),
            *_laid(old, said.own),
            *_missed(old, said.below, room.below(number)),
        )
    glyphs = [
        glyph
        for at, kept in enumerate(page.glyphs)
        for glyph in anew.get(at, () if at in gone else (kept,))
    ]
    return replace(page, glyphs=tuple(glyphs))


def _laid(glyphs: Sequence[Glyph], text: str) -> Iterator[Glyph]:
    """The glyphs of a line that says `text`: what it said before stays where it stood."""
    yield from _glyphs(_rewritten(_chars(glyphs), text), base_of(glyphs))


def _missed(
    glyphs: Sequence[Glyph], texts: Sequence[str], places: Sequence[Place]
) -> Iterator[Glyph]:
    """The glyphs of lines that were missed beside a line, in letters as wide as its own."""
    base, chars = base_of(glyphs), _chars(glyphs)
    width = sum(char.right - char.left for char in chars) / len(chars)
    for text, place in zip(texts, places, strict=True):
        like = replace(base, y=place.y)
        end = place.end(width * len(text))
        laid = _evenly(text, [_Char("", place.left, end, like)])
        yield from _glyphs(laid, like)


def _glyphs(chars: Sequence[_Char], base: Glyph) -> Iterator[Glyph]:
    for before, char in pairwise([None, *chars]):
        if char is None or char.text.isspace():
            continue
        spaced = before is not None and before.text.isspace()
        yield _glyph(char, base, spaced)


def _glyph(char: _Char, base: Glyph, spaced: bool) -> Glyph:
    """A character as a glyph; a raised digit is set small and high, whatever stood there."""
    digit = char.text.translate(_DIGITS)
    is_mark, was_mark = digit != char.text, _is_mark(char.like, base)
    y, size = char.like.y, char.like.size
    if is_mark and not was_mark:
        y, size = base.y - _RISE * base.size, _MARK_SIZE * base.size
    elif was_mark and not is_mark:
        y, size = base.y, base.size
    like = replace(char.like, text=digit, left=char.left, right=char.right, y=y, size=size)
    return replace(like, space_before=spaced, corrected=True)


def _rewritten(old: Sequence[_Char], text: str) -> list[_Char]:
    """The characters of `text` along the line: those it shares with the old ones keep their places,
    the others stand evenly where those stood that they replace; all do where there is no room."""
    was = "".join(char.text for char in old)
    found: list[_Char] = []
    for kind, i1, i2, j1, j2 in _changes(was, text):
        if kind == "equal":
            found += old[i1:i2]
            continue
        stood, words = list(old[i1:i2]), text[j1:j2]
        if kind == "insert" or (kind == "delete" and i1 > 0 and i2 < len(old)):
            taken = _word_end(found)
            words = "".join(char.text for char in taken) + words
            stood = [*taken, *stood]
        laid = _evenly(words, stood) if words else []
        if any(char.right - char.left < _NARROWEST * char.like.size for char in laid):
            return _evenly(text, old)
        found += laid
    return found


def _changes(was: str, text: str) -> Iterator[tuple[str, int, int, int, int]]:
    """What `difflib` makes of a change; words put before all others take the place of the first letter
    with it, for there is none before them to make room."""
    found = SequenceMatcher(None, was, text, autojunk=False).get_opcodes()
    if len(found) > 1 and found[0][0] == "insert":
        (_, _, _, _, end), (_, _, i2, _, j2), *rest = found
        yield ("replace", 0, 1, 0, end + 1)
        yield ("equal", 1, i2, end + 1, j2)
        yield from rest
    else:
        yield from found


def _word_end(found: list[_Char]) -> list[_Char]:
    """Takes the last characters off, back to the last that is no space: they make room for others."""
    taken: list[_Char] = []
    while found and (not taken or taken[0].text.isspace()):
        taken.insert(0, found.pop())
    return taken


def _evenly(words: str, stood: Sequence[_Char]) -> list[_Char]:
    """Characters side by side from where the first of `stood` begins to where the last ends."""
    left, right = stood[0].left, max(char.right for char in stood)
    like = stood[0].like
    shares = [_SPACE_SHARE if char.isspace() else 1.0 for char in words]
    letter = (right - left) / sum(shares)
    space = min(_SPACE_SHARE * letter, _WIDEST_SPACE * like.size)
    letters = sum(not char.isspace() for char in words)
    letter = (right - left - space * (len(words) - letters)) / max(letters, 1)
    found: list[_Char] = []
    for char in words:
        end = left + (space if char.isspace() else letter)
        found.append(_Char(char, left, end, like))
        left = end
    return found


def _chars(glyphs: Sequence[Glyph]) -> list[_Char]:
    """The characters of a line with the spaces between its words; none before a mark or what follows
    it closely."""
    base, found = base_of(glyphs), list[_Char]()
    looks = groupby(
        enumerate(glyphs), key=lambda item: (item[1].y, item[1].size, item[1].bold, item[1].font)
    )
    for _, run in looks:
        numbered = list(run)
        like = numbered[0][1]
        raised = _is_mark(like, base)
        placed = list(normalised(list(_placed(glyphs, numbered, base, spaced=not raised))))
        for char in placed:
            text = char.text.translate(_MARKS) if raised else char.text
            found.append(_Char(text, char.left, char.right, like))
    return found


def _placed(
    glyphs: Sequence[Glyph], run: Sequence[tuple[int, Glyph]], base: Glyph, *, spaced: bool
) -> Iterator[Placed]:
    for index, glyph in run:
        before = glyphs[index - 1] if index else None
        closely = before is not None and _is_raised(before, base) and glyph.text in ",;.:)”"
        if before is not None and spaced and not closely and has_space(before, glyph):
            yield Placed(" ", before.right, glyph.left)
        yield from (Placed(char, glyph.left, glyph.right) for char in glyph.text)


def _is_raised(glyph: Glyph, base: Glyph) -> bool:
    return base.y - glyph.y > _RAISED * base.size and glyph.size < _SMALL * base.size


def _is_mark(glyph: Glyph, base: Glyph) -> bool:
    return glyph.text.isdigit() and _is_raised(glyph, base)
