"""Turns questions and passages into vectors, by the default model or by one the settings name.

Stands between `model`, which puts the default model in place, and the vector index, which keeps
the vectors with the `Fingerprint` of the embedder that made them. The default path imports neither
torch nor transformers: onnxruntime runs the graph, and `unigram` cuts the text.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from kb.errors import ModelMissing
from kb.search.model import DEFAULT_SOURCE, Fingerprint, InstalledModel, find_model
from kb.search.torch_embedder import SentenceEncoder
from kb.search.unigram import UnigramTokenizer, damaged

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
    """Runs the int8 form of an installed model under onnxruntime; passages on `threads` threads.

    Texts go through one at a time: on two cores that is 15 % faster than padded batches of eight
    (41 against 34 articles a second), and a passage's vector does not depend on its companions. Each
    has one thread: two on one question wait for each other, 3 to 6 ms instead of 3 on busy cores.
    """

    def __init__(
        self, installed: InstalledModel, query_prompt: str, passage_prompt: str, threads: int
    ) -> None:
        self._session = _open_session(installed.graph)
        self._threads = threads
        self._tokenizer = UnigramTokenizer(installed.vocabulary)
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
        prompt = self._fingerprint.passage_prompt
        with ThreadPoolExecutor(self._threads) as pool:
            embedded = pool.map(self._embed, (prompt + text for text in texts))
            for batch in _batches(range(len(texts))):
                vectors[batch] = list(islice(embedded, len(batch)))
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


def _open_session(path: Path) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3  # its warnings are about devices that are not here
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    try:
        return onnxruntime.InferenceSession(str(path), options, ["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no root
        raise damaged(path, error) from error
