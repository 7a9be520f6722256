"""What people may be about to type: titles, headings and frequent phrases, found by any word in them.

Made anew with each version of the index. Every text is kept from each of its words on, once without
accents and once as written, in two sorted arrays; both are mapped from disk, so that opening costs
nothing and a lookup touches a few pages.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from functools import lru_cache
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kb.errors import IndexDamaged
from kb.search.key_phrases import Phrase
from kb.vietnamese.normalise import fold, normalise
from kb.vietnamese.tokens import tokens_of
from kb.vietnamese.tones import respelt

Keys = npt.NDArray[np.bytes_]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
_Key = Callable[[str], str]
"""How a word is compared: without accents, or with them (`respelt`)."""

_respelt = lru_cache(maxsize=50_000)(respelt)  # a library has some 20,000 different syllables

_WIDTH = 48
"""Bytes of a text kept from each word on: some thirty letters with accents; more is compared whole."""

_WORDS = 20  # in a heading; longer ones are sentences
_NEAREST = 64
"""Texts looked at closely: many times those shown, since some may have left the library."""

_AT_START = 2.0  # as much as standing seven times as often
_TITLE, _HEADING = 3.0, 1.0  # a title as much as a phrase that stands twenty times


class NamedKind(IntEnum):
    """What a text of the library is."""

    TITLE = 0
    HEADING = 1
    PHRASE = 2


@dataclass(frozen=True, slots=True)
class NamedText:
    """The title of a document, or a heading in it."""

    text: str
    kind: NamedKind
    document_id: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`letters` are n texts in UTF-8, text i from `begins[i]` to `begins[i + 1]`, with `kinds` `(n,)`
    and `weights` `(n,)`. `documents` `(d,)` are the ids of the library's documents, `holders` the
    places there of those with title or heading i, from `held_from[i]` to `held_from[i + 1]`; none for a
    phrase. `folded` and `written` `(k,)` are ascending, with the text of each in `folded_of` and
    `written_of`, which is negative (-1 - text) where it begins inside the text.
    """

    letters: npt.NDArray[np.uint8]
    begins: Ints
    kinds: npt.NDArray[np.uint8]
    weights: npt.NDArray[np.float32]
    documents: Keys
    holders: Ints
    held_from: Ints
    folded: Keys
    folded_of: Ints
    written: Keys
    written_of: Ints

    @classmethod
    def of(cls, named: Iterable[NamedText], phrases: Iterable[Phrase]) -> Suggestions:
        """The suggestions of a library's titles and headings, and of its phrases. A document without
        either has an empty title among `named`, so that the phrases leave with it."""
        named = list(named)
        entries = _entries(named, phrases)
        ids = sorted({one.document_id for one in named})
        places = {id: place for place, id in enumerate(ids)}
        folded, folded_of = _sorted_keys([_key(entry.text, fold) for entry in entries])
        written, written_of = _sorted_keys([_key(entry.text, _respelt) for entry in entries])
        return cls(
            np.frombuffer("".join(entry.text for entry in entries).encode(), np.uint8),
            _starts([len(entry.text.encode()) for entry in entries]),
            np.array([entry.kind for entry in entries], np.uint8),
            np.array([entry.weight for entry in entries], np.float32),
            np.array([id.encode() for id in ids], np.bytes_),
            np.array([places[id] for entry in entries for id in entry.documents], np.int64),
            _starts([len(entry.documents) for entry in entries]),
            folded,
            folded_of,
            written,
            written_of,
        )

    @classmethod
    def load(cls, directory: Path) -> Suggestions:
        """Those saved in `directory`, mapped. Raises IndexDamaged where they cannot be read."""
        try:
            arrays = (np.load(directory / f"{field.name}.npy", "r") for field in fields(cls))
            return cls(*map(np.asarray, arrays))
        except (OSError, ValueError, EOFError) as error:
            raise IndexDamaged(
                f"Không đọc được bảng gợi ý {directory}; hãy dựng lại bằng lệnh `kb rebuild`."
            ) from error

    def save(self, directory: Path) -> None:
        """Writes the arrays into `directory`, which must exist. Raises OSError."""
        for field in fields(self):
            np.save(directory / f"{field.name}.npy", getattr(self, field.name))

    def shown(self, held: Collection[str]) -> Mask:
        """`(n,)`: which texts may be shown while these documents are held. A title or heading needs
        one of its documents; a phrase may come from any, so all must still be there."""
        here = np.array([id.decode() in held for id in self.documents.tolist()], np.bool_)
        standing = np.append(0, np.cumsum(here[self.holders]))
        named = standing[self.held_from[1:]] > standing[self.held_from[:-1]]
        mask: Mask = named | (bool(here.all()) & (self.kinds == NamedKind.PHRASE))
        return mask

    def find(self, typed: str, shown: Mask, most: int) -> list[tuple[str, NamedKind]]:
        """The texts that hold what was typed from the beginning of a word on, the likeliest first.

        Those with just the accents that were typed stand before those that have others where none was
        typed; an accent that was typed is never passed over.
        """
        written = _prefix(typed, _respelt)
        exact = self._likeliest(self.written, self.written_of, written, shown)
        loose = self._likeliest(self.folded, self.folded_of, fold(written), shown)
        agreeing = (n for n in dict.fromkeys([*exact, *loose]) if self._agrees(n, written))
        return [(self._text(n), NamedKind(self.kinds[n])) for n in islice(agreeing, most)]

    def _likeliest(self, keys: Keys, owners: Ints, prefix: str, shown: Mask) -> list[int]:
        start = prefix.encode()[:_WIDTH]
        if not start:
            return []
        low = int(np.searchsorted(keys, np.array(start, keys.dtype)))
        high = int(
            np.searchsorted(keys, np.array(start.ljust(_WIDTH, b"\xff"), keys.dtype), "right")
        )
        owned = np.asarray(owners[low:high])
        texts = np.where(owned < 0, -1 - owned, owned)
        score = self.weights[texts] + np.where(owned < 0, 0.0, _AT_START)
        kept = shown[texts]
        texts, score = texts[kept], score[kept]
        if len(texts) > _NEAREST:
            best = np.argpartition(-score, _NEAREST)[:_NEAREST]
            texts, score = texts[best], score[best]
        return list(dict.fromkeys(texts[np.lexsort((texts, -score))].tolist()))

    def _agrees(self, number: int, typed: str) -> bool:
        """True if the text holds what was typed from a word on, past the width of the arrays as well,
        with every accent that was typed."""
        key = f" {_key(self._text(number), _respelt)} "
        folded, wanted = fold(key), f" {fold(typed)}"
        at = folded.find(wanted)
        while at >= 0:
            if all(
                one in (other, fold(other))
                for one, other in zip(typed, key[at + 1 :], strict=False)
            ):
                return True
            at = folded.find(wanted, at + 1)
        return False

    def _text(self, number: int) -> str:
        start, end = self.begins[number], self.begins[number + 1]
        return self.letters[start:end].tobytes().decode()


@dataclass(frozen=True, slots=True)
class _Entry:
    text: str
    kind: NamedKind
    weight: float
    documents: tuple[str, ...]


def _entries(named: Iterable[NamedText], phrases: Iterable[Phrase]) -> list[_Entry]:
    """Each text once, however it is written; the first to name it gives its kind and its letters."""
    first: dict[str, NamedText] = {}
    holders: dict[str, set[str]] = {}
    for one in sorted(named, key=lambda one: one.kind):
        text = " ".join(one.text.split()).strip(" .:;,")
        key = _key(text, _respelt)
        if key and (one.kind is NamedKind.TITLE or len(key.split()) <= _WORDS):
            first.setdefault(key, replace(one, text=text))
            holders.setdefault(key, set()).add(one.document_id)
    entries = [
        _Entry(
            one.text,
            one.kind,
            (_TITLE if one.kind is NamedKind.TITLE else _HEADING) + math.log1p(len(holders[key])),
            tuple(sorted(holders[key])),
        )
        for key, one in first.items()
    ]
    entries += [
        _Entry(one.text, NamedKind.PHRASE, math.log1p(one.count), ())
        for one in phrases
        if one.text not in first
    ]
    return entries


def _starts(lengths: Sequence[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def _sorted_keys(keys: Sequence[str]) -> tuple[Keys, Ints]:
    """Every key from each of its words on, ascending, with the number of the key, -1 - number where it
    begins inside it."""
    tails: list[bytes] = []
    owners: list[int] = []
    for number, key in enumerate(keys):
        whole = key.encode()
        starts = [0, *(at + 1 for at, byte in enumerate(whole) if byte == ord(" "))][:_WORDS]
        tails += [whole[start : start + _WIDTH] for start in starts]
        owners += [-1 - number if start else number for start in starts]
    order = np.argsort(np.array(tails, f"S{_WIDTH}"), kind="stable")
    return np.array(tails, f"S{_WIDTH}")[order], np.array(owners, np.int64)[order]


def _key(text: str, key: _Key) -> str:
    return " ".join(key(token.text) for token in tokens_of(text))


def _prefix(typed: str, key: _Key) -> str:
    """What was typed as the beginning of a key; a space at its end says that the word is whole."""
    text = normalise(typed)
    return _key(text, key) + (" " if text[-1:].isspace() else "")


NO_SUGGESTIONS = Suggestions.of((), ())
