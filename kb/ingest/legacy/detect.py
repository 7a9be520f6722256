"""Whether a text is in an encoding from before Unicode, told by its words.

A word speaks for an encoding if it is a Vietnamese syllable only after decoding ("ViÖt" → "Việt"), and
against it if only before ("các" → "cỏc"). Font names are a hint and no more: files name `.VnTime`
over Unicode text. Unsure is None, and the text stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from kb.ingest.legacy.codec import decode
from kb.ingest.legacy.tables import LETTERS, Encoding
from kb.vietnamese.syllables import is_spelt

_WORD = re.compile(r"[^ \t\r\n]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_OUTER = " .,;:!?()[]{}\"'/\\-+=*“”‘’–—…•"  # stands around words in any encoding
_MIN_GAIN = 4  # words that only the decoding makes Vietnamese
_MIN_GAIN_HINTED = 2  # the same where a font's name says so too
_MAX_LOSS = 0.25  # of the gain: more means a mixed text, to be decided line by line
_MIN_VALID = 0.6  # of the changed words after decoding; true readings lie above 0.8
_MODERN = frozenset(letter for letter in LETTERS if ord(letter) > 0xFF)
_FONT_OF = {  # after the subset prefix "ABCDEF+"
    Encoding.TCVN3: re.compile(r"^(?:\.V[nN]|V[nN](?!I))[A-Z]"),  # .VnTime, VnArialH; not VNI-Times
    Encoding.VNI: re.compile(r"^vni", re.I),
    Encoding.VISCII: re.compile(r"viscii|^vi[ -]", re.I),
}
_CAPITAL_FONT = re.compile(r"^\.?V[nN](?!I)[A-Z][\w ]*H(?:[ ,-]|Bold|Italic|$)")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of the words that a decoding changes: how many it makes Vietnamese, and how many it spoils.

    `modern` counts Vietnamese words with letters that no old encoding shows: "Kết luận", not "các".
    """

    changed: int
    valid: int
    gain: int
    loss: int
    modern: int

    @property
    def against(self) -> int:
        """Words that say the text is Unicode already."""
        return self.loss + self.modern

    @property
    def net(self) -> int:
        """Positive where the decoding mends more words than speak against it."""
        return self.gain - self.against


def detect(text: str, font_names: Iterable[str] = ()) -> Encoding | None:
    """The encoding of `text`, or None for Unicode, for too few words to tell, and for a mixture.

    `font_names` lowers how many words are asked for, never how well they must agree.
    """
    words = _words(text)
    hinted = {encoding for name in font_names if (encoding := encoding_of_font(name))}
    found = {encoding: _evidence(words, encoding) for encoding in Encoding}
    best = max(found, key=lambda encoding: found[encoding].net)
    return best if _is_convincing(found[best], best, best in hinted) else None


@lru_cache(maxsize=1000)
def encoding_of_font(name: str) -> Encoding | None:
    """What a font's name promises: ".VnTime" TCVN3, "VNI-Times" VNI; None for other fonts."""
    plain = name.partition("+")[2] or name
    return next((enc for enc, pattern in _FONT_OF.items() if pattern.search(plain)), None)


@lru_cache(maxsize=1000)
def is_capital_font(name: str) -> bool:
    """True for a TCVN3 font that shows every letter as a capital: ".VnTimeH", not ".VnTime"."""
    return _CAPITAL_FONT.search(name.partition("+")[2] or name) is not None


def evidence_of(text: str, encoding: Encoding) -> Evidence:
    """What the words of `text` say about `encoding`."""
    return _evidence(_words(text), encoding)


def legacy_spans(text: str, encoding: Encoding) -> list[tuple[int, int]]:
    """The half-open spans of `text` that are in `encoding`; the rest is Unicode already.

    Decided line by line where `encoding` is the document's: a line is Unicode if decoding spoils more
    than it mends, and a line where it does both is decided word by word.
    """
    spans: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        spans += _spans_of_line(line[0], line.start(), encoding)
    return spans


def _spans_of_line(line: str, offset: int, encoding: Encoding) -> Iterator[tuple[int, int]]:
    found = evidence_of(line, encoding)
    if found.gain and found.against:
        yield from _spans_by_word(line, offset, encoding)
    elif found.net >= 0:
        yield offset, offset + len(line)


def _spans_by_word(line: str, offset: int, encoding: Encoding) -> Iterator[tuple[int, int]]:
    """Neighbouring words of one kind are one span; a word that tells nothing goes with the last."""
    words = list(_WORD.finditer(line))
    verdicts = [_evidence(_words(word[0]), encoding).net for word in words]
    current = next((verdict > 0 for verdict in verdicts if verdict), True)
    decided = []
    for word, verdict in zip(words, verdicts, strict=True):
        current = verdict > 0 if verdict else current
        decided.append((current, word))
    for legacy, group in groupby(decided, key=lambda item: item[0]):
        members = [word for _, word in group]
        if legacy:
            yield offset + members[0].start(), offset + members[-1].end()


def _words(text: str) -> Counter[str]:
    """The words with a letter outside ASCII; the others say nothing."""
    return Counter(word for word in _WORD.findall(text) if not word.isascii())


def _evidence(words: Counter[str], encoding: Encoding) -> Evidence:
    tally: Counter[str] = Counter()
    for word, count in words.items():
        for kind in _votes(word, encoding):
            tally[kind] += count
    return Evidence(
        **{name: tally[name] for name in ("changed", "valid", "gain", "loss", "modern")}
    )


@lru_cache(maxsize=100_000)  # a long document has some 10,000 different words
def _votes(word: str, encoding: Encoding) -> tuple[str, ...]:
    """Which counts of the Evidence a word adds to."""
    decoded = decode(word, encoding)
    before, after = _is_vietnamese(word), _is_vietnamese(decoded)
    modern = before and not _MODERN.isdisjoint(word)
    if decoded == word:
        return ("modern",) if modern else ()
    kinds = {"valid": after, "gain": after and not before, "loss": before and not after}
    return ("changed", *(kind for kind, holds in kinds.items() if holds))


@lru_cache(maxsize=100_000)
def _is_vietnamese(word: str) -> bool:
    core = word.strip(_OUTER)
    runs = _LETTERS.findall(core)
    strange = any(not char.isascii() and not char.isalpha() and char not in _OUTER for char in core)
    return not strange and bool(runs) and all(map(_is_regular, runs))


def _is_regular(run: str) -> bool:
    cased = run.islower() or run.isupper() or (run[0].isupper() and run[1:].islower())
    return cased and (run.isascii() or is_spelt(run))


def _is_convincing(found: Evidence, encoding: Encoding, hinted: bool) -> bool:
    enough = _MIN_GAIN_HINTED if hinted or encoding is Encoding.UTF8 else _MIN_GAIN
    tolerated = 0.0 if encoding is Encoding.UTF8 else _MAX_LOSS * found.gain
    return (
        found.gain >= enough
        and found.against <= tolerated
        and found.valid >= _MIN_VALID * found.changed
    )
