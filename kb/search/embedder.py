"""Turns questions and passages into vectors, by the default model or by one the settings name.

Stands between `model`, which puts the default model in place, and the vector index, which keeps
the vectors with the `Fingerprint` of the embedder that made them. The default path imports neither
torch nor transformers: onnxruntime runs the graph, and the tokenizer below is plain Python, because
building the 96,000 pieces into the trie of the package tokenizers alone takes 0.3 s of every start.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from kb.errors import ModelFileCorrupt, ModelMissing
from kb.search.model import DEFAULT_SOURCE, Fingerprint, InstalledModel, find_model
from kb.search.torch_embedder import SentenceEncoder

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

__all__ = [
    "Embedder",
    "Fingerprint",
    "Matrix",
    "OnnxEmbedder",
    "PassagesDone",
    "SentenceTransformerEmbedder",
    "Vector",
    "load_embedder",
]

Vector = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float32]
PassagesDone = Callable[[int], None]

_BATCH = 32

_DROPPED = [*range(0x01, 0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0x8F, 0x9F]
_SPACES = [0x09, 0x0A, 0x0C, 0x0D, 0x1680, *range(0x200B, 0x2010)]
_SPACES += [0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD]
_NMT = dict.fromkeys(_DROPPED, "") | dict.fromkeys(_SPACES, " ")
"""What the normaliser Nmt of sentencepiece drops and what it reads as a space."""


class Embedder(Protocol):
    """What the indexer and the retriever ask of a model; safe to call from several threads."""

    @property
    def fingerprint(self) -> Fingerprint:
        """What decides the vectors."""
        ...

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read; what lies beyond does not reach the vector."""
        ...

    def count_tokens(self, text: str) -> int:
        """The tokens of `text` as a passage, prompt and special tokens included.

        A passage over `max_tokens` is cut off there in silence when it is embedded: whoever cuts
        passages compares first.
        """
        ...

    def embed_query(self, text: str) -> Vector:
        """`(d,)` float32 of unit length."""
        ...

    def embed_passages(self, texts: Sequence[str], progress: PassagesDone | None = None) -> Matrix:
        """`(n, d)` float32, rows of unit length, in the order of `texts`; `(0, d)` for none.

        A text over `max_tokens` is truncated. `progress` gets the number done since its last call.
        """
        ...


def load_embedder(
    models_dir: Path, model: str | None, query_prompt: str, passage_prompt: str, threads: int
) -> Embedder:
    """The embedder of the default model, or of the sentence-transformers `model` (folder or hub id).

    Raises `ModelMissing` when the model is not on this machine, `ModelFileCorrupt` when the files of
    the default model cannot be read.
    """
    if model is not None:
        return SentenceTransformerEmbedder(model, query_prompt, passage_prompt, threads)
    installed = find_model(models_dir, DEFAULT_SOURCE)
    if installed is None:
        raise ModelMissing(
            f"Chưa có mô hình {DEFAULT_SOURCE.name} trong {models_dir}. Hãy chạy `kb model` để tạo."
        )
    return OnnxEmbedder(installed, query_prompt, passage_prompt, threads)


class OnnxEmbedder:
    """Runs the int8 form of an installed model under onnxruntime on `threads` threads.

    Texts go through one at a time: on two cores that is 15 % faster than padded batches of eight
    (41 against 34 articles a second), and a passage's vector does not depend on its companions.
    """

    def __init__(
        self, installed: InstalledModel, query_prompt: str, passage_prompt: str, threads: int
    ) -> None:
        self._session = _open_session(installed.graph, threads)
        self._tokenizer = _UnigramTokenizer(installed.vocabulary)
        self._fingerprint = Fingerprint(
            model=installed.source.name,
            revision=installed.source.revision,
            query_prompt=query_prompt,
            passage_prompt=passage_prompt,
            dimension=installed.dimension,
            precision="int8",
        )

    @property
    def fingerprint(self) -> Fingerprint:
        """What decides the vectors."""
        return self._fingerprint

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read."""
        return self._tokenizer.max_tokens

    def count_tokens(self, text: str) -> int:
        """The tokens of `text` as a passage, prompt and special tokens included."""
        return len(self._tokenizer.encode(self._fingerprint.passage_prompt + text))

    def embed_query(self, text: str) -> Vector:
        """`(d,)` float32 of unit length."""
        return self._embed(self._fingerprint.query_prompt + text)

    def embed_passages(self, texts: Sequence[str], progress: PassagesDone | None = None) -> Matrix:
        """`(n, d)` float32, rows of unit length; `progress` is called every 32 passages."""
        vectors = np.empty((len(texts), self._fingerprint.dimension), np.float32)
        for batch in _batches(range(len(texts))):
            for number in batch:
                vectors[number] = self._embed(self._fingerprint.passage_prompt + texts[number])
            if progress is not None:
                progress(len(batch))
        return vectors

    def _embed(self, text: str) -> Vector:
        ids = np.asarray([self._tokenizer.truncated(text)], np.int64)
        vectors: Matrix = self._session.run(["vectors"], {"ids": ids})[0]
        return vectors.reshape(-1)


class SentenceTransformerEmbedder:
    """Runs any sentence-transformers model on this machine, with the prompts given here.

    `model` is a folder or a hub id. Raises `ModelMissing` when it cannot be loaded.
    """

    def __init__(self, model: str, query_prompt: str, passage_prompt: str, threads: int) -> None:
        self._encoder = SentenceEncoder(model, threads)
        self._fingerprint = Fingerprint(
            model=Path(model).name if Path(model).is_dir() else model,
            revision=self._encoder.revision,
            query_prompt=query_prompt,
            passage_prompt=passage_prompt,
            dimension=self._encoder.dimension,
            precision="float32",
        )

    @property
    def fingerprint(self) -> Fingerprint:
        """What decides the vectors."""
        return self._fingerprint

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read."""
        return self._encoder.max_tokens

    def count_tokens(self, text: str) -> int:
        """The tokens of `text` as a passage, prompt and special tokens included."""
        return self._encoder.count_tokens(self._fingerprint.passage_prompt + text)

    def embed_query(self, text: str) -> Vector:
        """`(d,)` float32 of unit length."""
        vectors = self._encoder.encode([text], self._fingerprint.query_prompt)
        return vectors.reshape(-1)

    def embed_passages(self, texts: Sequence[str], progress: PassagesDone | None = None) -> Matrix:
        """`(n, d)` float32, rows of unit length; batches of 32 are padded to like lengths."""
        vectors = np.empty((len(texts), self._fingerprint.dimension), np.float32)
        by_length = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        for batch in _batches(by_length):
            passages = [texts[number] for number in batch]
            vectors[batch] = self._encoder.encode(passages, self._fingerprint.passage_prompt)
            if progress is not None:
                progress(len(batch))
        return vectors


def _batches(numbers: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), _BATCH):
        yield list(numbers[start : start + _BATCH])


def _damaged(path: Path, error: Exception) -> ModelFileCorrupt:
    return ModelFileCorrupt(
        f"Không đọc được tệp mô hình {path} ({error}). "
        f"Hãy xoá thư mục {path.parent.parent} rồi chạy `kb model` để tạo lại."
    )


def _open_session(path: Path, threads: int) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3  # its warnings are about devices that are not here
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    try:
        return onnxruntime.InferenceSession(str(path), options, ["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no root
        raise _damaged(path, error) from error


class _UnigramTokenizer:
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
            raise _damaged(path, error) from error
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
