"""The library's words as written, and which follow which: what a query may have meant.

The source of everything is the stream: every indexed passage as word numbers. The counts are drawn
from it anew at each change (half a second for ten million words), so that nothing of a removed
passage is left behind and nothing drifts. On disk each array is a file of its own, mapped and not
read: it opens in two milliseconds whatever its size.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kb.errors import IndexDamaged
from kb.search.lexical_tokens import neighbours
from kb.vietnamese.dictionary import dictionary_words
from kb.vietnamese.normalise import fold
from kb.vietnamese.tokens import tokens_of
from kb.vietnamese.tones import respelt

Words = npt.NDArray[np.bytes_]
Numbers = npt.NDArray[np.int64]
Pairs = npt.NDArray[np.uint64]
Stream = npt.NDArray[np.uint32]

BREAK, OTHER = 0, 1
"""Word numbers: the beginning of a sentence or line, and any token that is no word ("57", "QH15")."""

_BREAK, _OTHER = b"", b"#"
_LONGEST, _WIDTH = 20, 48
"""Letters in a word, and bytes of its entry: longer ones are no words ("infographic" has 11)."""

COUNTS = np.dtype(
    [
        ("standing", np.uint32),
        ("followed", np.uint32),
        ("followers", np.uint32),
        ("preceders", np.uint32),
        ("general_followers", np.uint32),
        ("general_preceders", np.uint32),
    ]
)
"""Of one word: how often it stands, how often another word follows, how many different words follow
and precede it in the library, and in the dictionary."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words in the order of their letters, then of their accents; a word's number is its place.

    `words` `(v,)` bytes, "chinh chính": folded and respelt, in UTF-8, with `counts` `(v,)`. `pairs`
    `(p,)` ascending, first word << 32 | second, with `pair_counts` `(p,)`; `general` are the pairs of
    the dictionary. `rows` `(n,)` are the passages, `lengths` `(n,)` their words in `stream`.
    """

    words: Words
    counts: npt.NDArray[np.void]
    pairs: Pairs
    pair_counts: Numbers
    general: Pairs
    rows: Numbers
    lengths: Numbers
    stream: Stream

    @classmethod
    def of_phrases(cls, phrases: Iterable[str]) -> Vocabulary:
        """The vocabulary of no passages, with the words and pairs of a dictionary's `phrases`."""
        said = [[entry_of(token.text) for token in tokens_of(phrase)] for phrase in phrases]
        known = {_BREAK, _OTHER, *(word for phrase in said for word in phrase)}
        words = np.array(sorted(known), f"S{_WIDTH}")
        together = np.array([pair for phrase in said for pair in pairwise(phrase)], words.dtype)
        places = np.searchsorted(words, together.reshape(-1, 2))
        none = np.zeros(0, np.int64)
        return _counted(words, np.unique(joined(*places.T)), none, none, none.astype(np.uint32))

    @classmethod
    def load(cls, directory: Path) -> Vocabulary:
        """The vocabulary saved in `directory`, mapped. Raises IndexDamaged where it cannot be read."""
        try:
            arrays = (np.load(directory / f"{name}.npy", "r") for name in _names())
            return cls(*map(np.asarray, arrays))._checked()
        except (OSError, ValueError, EOFError) as error:
            raise IndexDamaged(
                f"Không đọc được bảng từ {directory}; hãy dựng lại bằng lệnh `kb rebuild`."
            ) from error

    def _checked(self) -> Vocabulary:
        """The same. Raises ValueError where arrays that go together have not the same length."""
        together = ("words", "counts"), ("pairs", "pair_counts"), ("rows", "lengths")
        if any(len(getattr(self, one)) != len(getattr(self, other)) for one, other in together):
            raise ValueError("arrays of different lengths")
        return self

    def save(self, directory: Path) -> None:
        """Writes the arrays into `directory`, which must exist. Raises OSError."""
        for name in _names():
            np.save(directory / f"{name}.npy", getattr(self, name))

    def __len__(self) -> int:
        """How many passages of the library were counted."""
        return int(np.count_nonzero(self.rows >= 0))

    @property
    def taught(self) -> Numbers:
        """The passages whose words are counted, `(n,)`; of the others only that they are there."""
        return self.rows[(self.lengths > 0) & (self.rows >= 0)]

    def changed(self, added: Mapping[int, str], removed: Collection[int]) -> Vocabulary:
        """The vocabulary without the rows `removed`, then with the texts `added` by row."""
        kept = ~np.isin(self.rows, np.fromiter(removed, np.int64, len(removed)))
        stream = self.stream[np.repeat(kept, self.lengths)]
        numbers: dict[bytes, int] = {}  # ten million words are too many to hold as bytes
        fresh = [_numbered(text, numbers) for text in added.values()]
        words, places = self._merged(stream, np.array(list(numbers), self.words.dtype))
        old, new = places[: len(self.words)], places[len(self.words) :]
        return _counted(
            words,
            joined(*(old[part] for part in halves(self.general))),
            np.concatenate([self.rows[kept], np.fromiter(added, np.int64, len(added))]),
            np.concatenate([self.lengths[kept], np.array([len(text) for text in fresh], np.int64)]),
            np.concatenate([old[stream], *(new[text] for text in fresh)]),
        )

    def _merged(self, stream: Stream, added: Words) -> tuple[Words, Stream]:
        """The words that are used, and those added, in order; the place there of each of `self.words`
        (where it is used), then of each added."""
        used = np.bincount(stream, minlength=len(self.words)) > 0
        used[[BREAK, OTHER]] = True
        for part in halves(self.general):
            used[part] = True
        merged = np.union1d(self.words[used], added)
        places = np.searchsorted(merged, np.concatenate([self.words, added]))
        return merged, places.astype(np.uint32)

    def forms(self) -> list[str]:
        """The words as they are written, in the order of their numbers; "" for what is no word."""
        return [_form(entry) for entry in self.words.tolist()]

    def text_of(self, numbers: npt.NDArray[np.integer]) -> str:
        """The words with these numbers, as they are written."""
        return " ".join(_form(entry) for entry in self.words[numbers].tolist())

    def held(self, folded: Iterable[str]) -> list[str]:
        """Of these words without accents, those that some word here is with accents, or as it is."""
        asked = [f"{word} ".encode() for word in folded]
        at = np.searchsorted(self.words, np.array(asked, self.words.dtype))
        found = self.words[np.minimum(at, len(self.words) - 1)].tolist()
        pairs = zip(asked, found, strict=True)
        return [start[:-1].decode() for start, entry in pairs if entry.startswith(start)]

    def alike(self, folded: Sequence[str]) -> list[dict[str, int]]:
        """For each word without accents, the words that are it with accents, with their numbers."""
        first, last = (np.array([word + end for word in folded], self.words.dtype) for end in " !")
        begin, behind = np.searchsorted(self.words, first), np.searchsorted(self.words, last)
        return [
            {_form(entry): start + n for n, entry in enumerate(self.words[start:end].tolist())}
            for start, end in zip(begin.tolist(), behind.tolist(), strict=True)
        ]  # "!" comes next after the space


@cache
def fresh_vocabulary() -> Vocabulary:
    """The vocabulary of a library without documents: a dictionary, and what questions are made of.

    Each phrase of questions counts as if it stood five times in a passage: accents put back rightly
    on the questions of alqac2025 98.0 % without them, 98.6 % once, 98.8 % five times.
    """
    lines = files("kb.search").joinpath("questions.txt").read_text(encoding="utf-8").splitlines()
    questions = "\n".join(5 * [line for line in lines if not line.startswith("#")])
    return Vocabulary.of_phrases(dictionary_words()).changed({_QUESTIONS: questions}, ())


_QUESTIONS = -1
"""A row that the store never gives."""


def _form(entry: bytes) -> str:
    return entry.decode().partition(" ")[2]


def halves(pairs: Pairs) -> tuple[Numbers, Numbers]:
    """The numbers of the first words, and of the second."""
    return (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(
        np.int64
    )


def joined(first: npt.NDArray[np.integer], second: npt.NDArray[np.integer]) -> Pairs:
    """The pairs of the words with these numbers."""
    return first.astype(np.uint64) << np.uint64(32) | second.astype(np.uint64)


def _names() -> Iterator[str]:
    return (field.name for field in fields(Vocabulary))


def _counted(
    words: Words, general: Pairs, rows: Numbers, lengths: Numbers, stream: Stream
) -> Vocabulary:
    left, right = stream[:-1], stream[1:]
    together = right != BREAK
    pairs, pair_counts = np.unique(joined(left[together], right[together]), return_counts=True)
    counts = np.zeros(len(words), COUNTS)
    for name, numbers in (
        ("standing", stream),
        ("followed", left[together]),
        *zip(("followers", "preceders"), halves(pairs), strict=True),
        *zip(("general_followers", "general_preceders"), halves(general), strict=True),
    ):
        counts[name] = np.bincount(numbers, minlength=len(words))
    return Vocabulary(words, counts, pairs, pair_counts, general, rows, lengths, stream)


def _numbered(text: str, numbers: dict[bytes, int]) -> Stream:
    """The words of a passage by the numbers in `numbers`, which grows by those it lacks."""
    return np.array(
        [numbers.setdefault(entry, len(numbers)) for entry in _entries_of(text)], np.uint32
    )


def _entries_of(text: str) -> Iterator[bytes]:
    tokens = tokens_of(text)
    following = {right.start for _, right in neighbours(text, tokens)}
    for token in tokens:
        if token.start not in following:
            yield _BREAK
        yield entry_of(token.text)


_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=100_000)
def entry_of(token: str) -> bytes:
    """The entry of a token among the words: "Hoà" → "hoa hòa"; "#" for what is no word."""
    folded = fold(token)
    if not (_WORD.fullmatch(token) and folded.isascii() and len(folded) <= _LONGEST):
        return _OTHER
    entry = f"{folded} {respelt(token)}".encode()
    return entry if len(entry) <= _WIDTH else _OTHER


def form_of(token: str) -> str:
    """The token as the vocabulary writes it: "Hoà" → "hòa"; "" for what is no word."""
    return _form(entry_of(token))
