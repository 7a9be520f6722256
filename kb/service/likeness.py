"""How like two documents are: by their numbers, and by their words, whatever file they are in.

A text is compared by the set of its runs of `RUN` syllables, without accents, case, punctuation and
line breaks, of which a signature of fixed size is kept (MinHash: A. Broder, "On the resemblance and
containment of documents", 1997). The share of places at which two signatures agree estimates the share
of runs that two texts have in common (their Jaccard index), with a standard error of 0.03 at most.

datasketch has MinHash as well; what is needed of it is `signature_of` and `resemblance`, and the bytes
in the store would depend on the hashes and random numbers that its next release chooses.
"""

from __future__ import annotations

import re
from zlib import crc32

import numpy as np
import numpy.typing as npt

from kb.document import Facts
from kb.store.records import LikenessKind
from kb.vietnamese.normalise import fold, normalise

Signature = npt.NDArray[np.uint32]
"""`(PLACES,)`: for each of as many orders of all runs, the first run of the text."""

RUN = 3
"""Syllables in a run. With 5 % of its words wrong a text has 0.77 of its runs of 3 in common with
itself, 0.68 of its runs of 5; by runs of 1 two different guidelines of one kind are as like as 0.63."""

PLACES = 256
"""Numbers in a signature: 1 KB a document, and a standard error of √(J (1 - J) / 256)."""

LEAST_RUNS = 40
"""A text with fewer different runs has no signature: a letterhead and three lines are like any
other."""

NEAR = 0.55
"""From this resemblance on two texts are nearly the same (`tests/integration/test_likeness.py`)."""

NEAR_THOUGH_ANOTHER = 0.9
"""The same where their numbers differ: most documents made from one pattern are less alike, and one of
which a scan misread the number is more. Where their dates differ as well they are others, whatever
their texts."""

_SYLLABLE = re.compile(r"[^\W_]+")
_ORDERS = np.random.PCG64(1997).random_raw(PLACES)  # the raw stream never changes (NEP 19)


def signature_of(text: str) -> Signature | None:
    """The signature of a text; None where it is too short to tell it from others."""
    codes = np.fromiter((crc32(one.encode()) for one in syllables_of(text)), np.uint64)
    if len(codes) < RUN:
        return None
    runs = np.zeros(len(codes) - RUN + 1, np.uint64)
    for at in range(RUN):
        runs = _mixed(runs + codes[at : len(codes) - RUN + 1 + at])
    runs = np.unique(runs)
    if len(runs) < LEAST_RUNS:
        return None
    firsts = [_mixed(runs ^ order).min() >> np.uint64(32) for order in _ORDERS]
    return np.array(firsts, np.uint32)


def syllables_of(text: str) -> list[str]:
    """The syllables and numbers of a text as they are compared."""
    return _SYLLABLE.findall(fold(normalise(text)))


def _mixed(codes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Each number scattered over all 64 bits (the finaliser of splitmix64)."""
    codes = (codes ^ (codes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    codes = (codes ^ (codes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return codes ^ (codes >> np.uint64(31))


def resemblance(one: Signature, others: npt.NDArray[np.uint32]) -> npt.NDArray[np.float64]:
    """`(n,)`: how like a text is to each of `others`, `(n, PLACES)`; in [0, 1]."""
    return np.asarray((others == one).mean(axis=1))


def kind_of(one: Facts, other: Facts, score: float | None) -> LikenessKind | None:
    """In what two documents are alike, None if in nothing that is worth asking about; `score` is the
    resemblance of their texts, None where it is not known."""
    by_number = _by_number(one, other)
    if by_number is not None:
        return by_number
    another = bool(one.symbol and other.symbol) and not _same_number(one, other)
    if score is None or (another and one.date and other.date and one.date != other.date):
        return None
    return LikenessKind.NEAR_TEXT if score >= (NEAR_THOUGH_ANOTHER if another else NEAR) else None


def _by_number(one: Facts, other: Facts) -> LikenessKind | None:
    known = _same(one.type, other.type) and _same(one.issuer, other.issuer)
    if not (known and _same_number(one, other)):
        return None
    if one.date and other.date:
        return LikenessKind.SAME_NUMBER if one.date == other.date else None
    return LikenessKind.MAYBE_SAME_NUMBER


def _same(one: str | None, other: str | None) -> bool:
    """True if both are known and say the same, whatever their case and accents."""
    return bool(one and other) and syllables_of(one or "") == syllables_of(other or "")


def _same_number(one: Facts, other: Facts) -> bool:
    return bool(one.symbol and other.symbol and one.symbol.key == other.symbol.key)
