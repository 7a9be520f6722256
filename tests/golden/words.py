"""What a person read on a scanned page, kept as digests, and how far a machine's reading is from it.

The text of a real document stays out of the project. A transcription, kept elsewhere, has the lines as
printed under the names of their zones ("[letterhead]", "[body]", "[stamp]" …) and becomes a file of
digests, one for each word and sign, by

    python -m tests.golden.words transcription.txt > tests/golden/NAME.words

Each digest is six hexadecimal digits and the length; # marks a token with a digit, ' a sign:
"3fa2b1.5#".
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import chain
from pathlib import Path

NOT_TEXT = ("stamp", "page number")
"""Zones that belong to the page but not to the text of its document."""

_TOKEN = re.compile(r" ?(?:[^\W_]+|[\W_])")
_PER_LINE = 10


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign with the space before it, if there is one; `length` counts that, too."""

    digest: str
    length: int
    numeral: bool
    word: bool = True


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a reading is from the transcription, by zones.

    `errors` bound the edit distance in characters from above: what does not agree counts as wrong in
    whole. `numerals` counts the tokens with digits that were not read, `surplus` the words that the
    reading has beyond those of the zone.
    """

    lengths: Counter[str]
    errors: Counter[str]
    numerals: Counter[str]
    surplus: Counter[str]

    def share(self, zone: str) -> float:
        """The most that can be wrong of a zone's characters, in [0, …)."""
        return self.errors[zone] / self.lengths[zone]


def tokens_of(text: str) -> list[Token]:
    """The words and signs of a text; its white space counts as single spaces."""
    found = _TOKEN.findall(" " + " ".join(text.split()))
    return [
        Token(
            sha256(f"kb:{token}".encode()).hexdigest()[:6],
            len(token),
            any(char.isdigit() for char in token),
            any(char.isalnum() for char in token),
        )
        for token in found
    ]


def distance(zones: dict[str, list[Token]], text: str) -> Distance:
    """How far `text` is from the zones that are text, which it has in their order."""
    names = [name for name, tokens in zones.items() if name not in NOT_TEXT for _ in tokens]
    wanted = [token for name, tokens in zones.items() if name not in NOT_TEXT for token in tokens]
    found = tokens_of(text)
    result = Distance(Counter(), Counter(), Counter(), Counter())
    for name, token in zip(names, wanted, strict=True):
        result.lengths[name] += token.length
    matcher = SequenceMatcher(None, _digests(wanted), _digests(found), autojunk=False)
    for kind, start, stop, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        lost, instead = wanted[start:stop], found[first:last]
        wrong = max(sum(token.length for token in tokens) for tokens in (lost, instead))
        surplus = sum(token.word for token in instead) - sum(token.word for token in lost)
        for name in set(names[start:stop]) or {names[max(0, start - 1)]}:
            result.errors[name] += wrong
            result.surplus[name] += max(0, surplus)
        for name, token in zip(names[start:stop], lost, strict=True):
            result.numerals[name] += token.numeral
    return result


def read_zones(path: Path) -> dict[str, list[Token]]:
    """The zones of a file of digests."""
    parts = re.split(r"\[(.+)\]\n", path.read_text(encoding="utf-8"))
    return {
        name: [_token(word) for word in words.split()]
        for name, words in zip(parts[1::2], parts[2::2], strict=True)
    }


def written(transcription: str) -> Iterator[str]:
    """The lines of the file of digests for a transcription; its lines that begin with # are notes."""
    lines = (line for line in transcription.splitlines() if not line.startswith("#"))
    parts = re.split(r"\[(.+)\]\n", "\n".join(lines))
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        yield f"[{name}]"
        words = [_word(token) for token in tokens_of(text)]
        yield from (" ".join(words[at : at + _PER_LINE]) for at in range(0, len(words), _PER_LINE))


def _digests(tokens: Sequence[Token]) -> list[str]:
    return [token.digest for token in tokens]


def _word(token: Token) -> str:
    mark = "#" if token.numeral else "" if token.word else "'"
    return f"{token.digest}.{token.length}{mark}"


def _token(word: str) -> Token:
    digest, length = word.rstrip("#'").split(".")
    return Token(digest, int(length), word.endswith("#"), not word.endswith("'"))


if __name__ == "__main__":
    print(
        "\n".join(
            chain.from_iterable(written(Path(name).read_text("utf-8")) for name in sys.argv[1:])
        )
    )
