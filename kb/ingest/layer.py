"""Whether a page's text layer says what the page shows.

The words of the layer, and what else is on the page, raise a doubt: that costs little, and every page
is asked. A reading of the page by machine settles it. A strange word that the page shows is no fault of
the layer, so pages in English, lists of foreign names and tables of codes keep theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from kb.ingest.rawpage import Picture, RawPage
from kb.ingest.words import Words, words_of

_FEW_GARBLED, _GARBLED = 3, 0.007  # words, and their share; see `words`
_FEW_IN_FILE, _GARBLED_FILE = 3, 0.001  # different words, and their share; see `words`
_FEW_SPLIT, _SPLIT = 6, 0.1  # letter-spaced headings split some words of a page, bad fonts most
_FEW_FOREIGN, _FOREIGN = 20, 0.25
_HOPELESS = 0.25  # of the words: more than a page of names from another language has
_FEW_UNSEEN = 20  # glyphs
_PICTURES = 0.2  # of the page under pictures without print over them
_BARE = 0.2  # of a page's print on an equal area, below which a picture has none over it
_PAGE_OF_PRINT = 2000  # letters
_FILLS, _FEW_LETTERS = 0.8, 200  # a picture beyond the margins, and no more text than a stamp's
_OUTLINES = 7000  # points, of a hundred letters: 714 letters of a page had 50,000

_READABLE = 0.6  # quality of a reading by machine; readable scans have 0.8 and more
_LEAST_READ = 0.5  # of the layer's glyphs: print that is too small for the machine reads as nothing
_SHOWN = 0.5  # of the strange words are on the page: they are names
_SAME = 0.9  # of the words of an unseen layer: two good readings of a scan agree on 0.95 and more
_ALIKE = 0.6  # of the words: less, and a layer says something else than the page
_ENOUGH = 20  # words, for a share of them to mean something
_LINE = 5  # Vietnamese words that make a line of running text; labels in charts have fewer
_MISSED = 30  # words of running text that a layer has not: three lines
_LABELS = 10  # words of any kind, to be told of


class Doubt(StrEnum):
    """Why a text layer may not say what the page shows; said of the page whatever the verdict is."""

    GARBLED = "có chữ lạ trong lớp chữ"
    SPLIT = "có từ bị tách rời trong lớp chữ"
    UNSEEN = "có lớp chữ ẩn sau ảnh (do chương trình khác nhận dạng)"
    PICTURE = "có ảnh lớn ngoài lớp chữ"
    OUTLINES = "có nhiều hình vẽ ngoài lớp chữ"


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A doubt about one page; `hopeless` if its layer cannot be taken as it is, come what may."""

    doubt: Doubt
    hopeless: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A doubtful page, and the same page as the machine read it."""

    page: RawPage
    suspicion: Suspicion
    read: RawPage


class Verdict(Enum):
    """What becomes of a doubtful layer once the page was read by machine."""

    KEPT = auto()  # the page shows what it says
    KEPT_WITH_PICTURES = auto()  # so it does, but pictures show more text
    KEPT_UNPROVEN = auto()  # the machine could not read the page well enough to tell
    REPLACED = auto()
    NEITHER = auto()  # the layer is hopeless, and the machine's reading bad


def suspicions_of(pages: Sequence[RawPage]) -> dict[int, Suspicion]:
    """The doubtful pages by number; a page without any glyph says nothing that could be doubted."""
    words = {page.number: words_of(page.stream) for page in pages if page.glyphs}
    garbled = sum((one.garbled for one in words.values()), Counter[str]())
    count = sum(one.all.total() for one in words.values())
    throughout = len(garbled) >= _FEW_IN_FILE and garbled.total() >= _GARBLED_FILE * count
    found = {
        page.number: _suspicion(page, words[page.number], throughout)
        for page in pages
        if page.number in words
    }
    return {number: suspicion for number, suspicion in found.items() if suspicion}


def shows_more(page: RawPage) -> bool:
    """True if there is something on a page that its layer cannot say."""
    return page.has_picture or page.outlines > _OUTLINES


def _suspicion(page: RawPage, words: Words, throughout: bool) -> Suspicion | None:
    doubt = next(_doubts(page, words, throughout), None)
    if doubt is None:
        return None
    few = len(page.glyphs) < _FEW_LETTERS
    match doubt:
        case Doubt.PICTURE:
            hopeless = few and _share_of_pictures(page) > _FILLS
        case Doubt.OUTLINES:
            hopeless = few
        case _:
            hopeless = words.broken >= _FEW_GARBLED or _is_hopeless(words)
    return Suspicion(doubt, hopeless)


def _is_hopeless(words: Words) -> bool:
    wrong = (words.garbled + words.split).total()
    return not words.english and wrong > _HOPELESS * words.all.total()


def _doubts(page: RawPage, words: Words, throughout: bool) -> Iterator[Doubt]:
    if page.unseen >= _FEW_UNSEEN:
        yield Doubt.UNSEEN
    yield from (doubt for doubt, _ in _strange_parts(words))
    if throughout and words.garbled:
        yield Doubt.GARBLED
    if page.pictures and _share_of_pictures(page) > _PICTURES:
        yield Doubt.PICTURE
    if page.outlines > _OUTLINES:
        yield Doubt.OUTLINES


def _strange_parts(words: Words) -> Iterator[tuple[Doubt, Counter[str]]]:
    """The kinds of strange words that are too many to be names and slips."""
    count = words.all.total()
    if words.split.total() >= max(_FEW_SPLIT, _SPLIT * count):
        yield Doubt.SPLIT, words.split
    if words.garbled.total() >= max(_FEW_GARBLED, _GARBLED * count) and len(words.garbled) > 1:
        yield Doubt.GARBLED, words.garbled
    if words.foreign.total() >= max(_FEW_FOREIGN, _FOREIGN * count) and not words.english:
        yield Doubt.GARBLED, words.foreign


def _share_of_pictures(page: RawPage) -> float:
    """How much of the page lies under pictures that have no print over them."""
    area = page.width * page.height
    shares = ((picture, _area(picture) / area) for picture in page.pictures)
    return min(1.0, sum(share for picture, share in shares if _is_bare(page, picture, share)))


def _area(picture: Picture) -> float:
    return (picture.right - picture.left) * (picture.bottom - picture.top)


def _is_bare(page: RawPage, picture: Picture, share: float) -> bool:
    over = sum(
        picture.left <= glyph.left <= picture.right and picture.top <= glyph.y <= picture.bottom
        for glyph in page.glyphs
    )
    return over < _BARE * share * _PAGE_OF_PRINT


def verdicts_of(readings: Sequence[Reading]) -> list[Verdict]:
    """What becomes of the layers of a file, in the order of its doubtful pages."""
    words = [(words_of(one.page.stream), words_of(one.read.stream)) for one in readings]
    garbled = sum(said.garbled.total() for said, _ in words)
    shown = sum((said.garbled & seen.all).total() for said, seen in words)
    names = shown >= _SHOWN * garbled
    return [
        _verdict(one, said, seen, names) for one, (said, seen) in zip(readings, words, strict=True)
    ]


def _verdict(one: Reading, said: Words, seen: Words, names: bool) -> Verdict:
    """`names` says that most garbled words of the file are names, which its pages show."""
    unseen = one.suspicion.doubt is Doubt.UNSEEN
    enough = len(one.read.glyphs) >= _LEAST_READ * len(one.page.glyphs)
    readable = enough and (one.read.quality or 0.0) >= _READABLE
    if _contradicted(said, seen, one.suspicion.doubt, names):
        if readable and _is_better(seen, said, unseen):
            return Verdict.REPLACED
        return Verdict.NEITHER if one.suspicion.hopeless else Verdict.KEPT_UNPROVEN
    text = one.read.stream if readable else ""
    if _missed(said, seen, text, 1 if one.suspicion.hopeless else _LINE) >= _MISSED:
        few = unseen or said.all.total() < seen.all.total() / 2
        return Verdict.REPLACED if few else Verdict.KEPT_WITH_PICTURES
    return Verdict.KEPT if _missed(said, seen, text, 1) < _LABELS else Verdict.KEPT_WITH_PICTURES


def _contradicted(said: Words, seen: Words, doubt: Doubt, names: bool) -> bool:
    """True if the page shows other words than the layer says."""
    parts = [part for _, part in _strange_parts(said)]
    if doubt is Doubt.GARBLED and said.garbled and not names:
        parts.append(said.garbled)
    if any(_share_in(part, seen) < _SHOWN for part in parts):
        return True
    least = _SAME if doubt is Doubt.UNSEEN else _ALIKE
    return said.all.total() >= _ENOUGH and _share_in(said.all, seen) < least


def _is_better(seen: Words, said: Words, unseen: bool) -> bool:
    """True if the machine's reading is to be preferred to a layer that says something else; a layer
    that is printed has the benefit of a slip or two by the machine."""
    if unseen:
        return _share_in(said.all, seen) < _ALIKE or seen.strangeness <= said.strangeness
    return 2 * (seen.strange - said.all).total() < (said.strange - seen.all).total()


def _share_in(words: Counter[str], seen: Words) -> float:
    return (words & seen.all).total() / words.total()


def _missed(said: Words, seen: Words, text: str, least: int) -> int:
    """How many words there are in lines of at least so many Vietnamese words, `text` being what was
    seen, that the layer does not say; where one is read for another, none is missed."""
    lines = (words_of(line) for line in text.split("\n"))
    found = sum((line.all for line in lines if _vietnamese(line) >= least), Counter[str]())
    return (found - said.all).total() - (said.all - seen.all).total()


def _vietnamese(line: Words) -> int:
    numbers = sum(count for word, count in line.all.items() if word.isdigit())
    return line.all.total() - line.strange.total() - numbers
