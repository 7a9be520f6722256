"""The default model's tokenizer, in plain Python.

Building its 96,000 pieces into the trie of the package tokenizers takes 0.3 s of every start; a
dictionary takes 0.05 s and cuts the same (a property test compares the two).
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from math import inf
from pathlib import Path
from unicodedata import normalize

from kb.errors import ModelFileCorrupt

_DROPPED = [*range(0x01, 0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0x8F, 0x9F]
_SPACES = [0x09, 0x0A, 0x0C, 0x0D, 0x1680, *range(0x200B, 0x2010)]
_SPACES += [0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD]
_NMT = dict.fromkeys(_DROPPED, "") | dict.fromkeys(_SPACES, " ")
"""What the normaliser Nmt of sentencepiece drops and what it reads as a space."""


def damaged(path: Path, error: Exception) -> ModelFileCorrupt:
    """The error that a runtime file at `path` cannot be read, with the mend."""
    return ModelFileCorrupt(
        f"Không đọc được tệp mô hình {path} ({error}). "
        f"Hãy xoá thư mục {path.parent.parent} rồi chạy `kb model` để tạo lại."
    )


class UnigramTokenizer:
    """Cuts text into the ids of the pruned vocabulary, as the package tokenizers does.

    Unigram language model (Kudo 2018, https://arxiv.org/abs/1804.10959): each word gets the cut whose
    pieces have the highest sum of log-probabilities, found by the Viterbi algorithm. Words repeat,
    so their cuts are remembered.
    """

    def __init__(self, path: Path) -> None:
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            pieces: list[str] = content["pieces"]
            scores: list[float] = content["scores"]
            self._bos, self._eos, self._unk = (int(content[name]) for name in ("bos", "eos", "unk"))
            self.max_tokens = int(content["max_tokens"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise damaged(path, error) from error
        self._ids = {piece: number for number, piece in enumerate(pieces)}
        for special in (self._bos, self._eos, self._unk, int(content["pad"])):
            del self._ids[pieces[special]]  # "</s>" written in a text is not the end of it
        self._scores = scores
        self._unk_score = min(scores) - 10
        self._longest = max(map(len, pieces))
        self._cut = lru_cache(maxsize=1 << 16)(self._best_cut)

    def encode(self, text: str) -> list[int]:
        """All ids of `text`, however many, with the special ones around them."""
        return [self._bos, *self._word_ids(text), self._eos]

    def truncated(self, text: str) -> list[int]:
        """The ids of `text`, `max_tokens` at most with the special ones around them."""
        return [self._bos, *islice(self._word_ids(text), self.max_tokens - 2), self._eos]

    def _word_ids(self, text: str) -> Iterator[int]:
        for word in normalize("NFKC", text.translate(_NMT)).split(" "):
            if word:
                yield from self._cut(f"▁{word}")

    def _best_cut(self, word: str) -> tuple[int, ...]:
        """The ids of the likeliest cut of one word; a run of unknown characters is one unknown."""
        best = [0.0] + [-inf] * len(word)
        steps = [(0, self._unk)] * (len(word) + 1)  # where the piece ending here starts, its id
        for start in range(len(word)):
            for end in range(start + 1, min(start + self._longest, len(word)) + 1):
                number = self._ids.get(word[start:end], self._unk)
                if number == self._unk and end > start + 1:
                    continue
                known = number != self._unk
                score = best[start] + (self._scores[number] if known else self._unk_score)
                if score > best[end]:
                    best[end], steps[end] = score, (start, number)
        return tuple(self._walk_back(steps))

    def _walk_back(self, steps: list[tuple[int, int]]) -> list[int]:
        ids: list[int] = []
        end = len(steps) - 1
        while end > 0:
            end, number = steps[end]
            if number != self._unk or ids[-1:] != [self._unk]:
                ids.append(number)
        return ids[::-1]
