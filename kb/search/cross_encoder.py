"""A cross-encoder that the settings name: reads question and passage together, within a time budget.

sentence-transformers is imported when the first question comes; without the setting nothing is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from kb.errors import ModelMissing

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

FloatArray = npt.NDArray[np.float64]

_BATCH = 4
"""Pairs read at one stroke, which nothing interrupts: the budget is overrun by less than a batch."""


class PairScorer(Protocol):
    """What the search asks of a cross-encoder; safe to call from several threads."""

    @property
    def name(self) -> str:
        """What the settings call it."""
        ...

    @property
    def budget_ms(self) -> int:
        """How long one question may take it, in milliseconds."""
        ...

    def load(self) -> None:
        """Loads the model now, where it is not loaded yet. Raises ModelMissing."""
        ...

    def scores(self, question: str, texts: Sequence[str]) -> FloatArray | None:
        """How well each text answers, `(n,)`, higher is better; None where the time was up.

        Loading counts for nothing. Raises ModelMissing.
        """
        ...


class CrossEncoderScorer:
    """A sentence-transformers CrossEncoder from a folder, or by its id where it is on this machine."""

    def __init__(
        self,
        name: str,
        budget_ms: int,
        threads: int,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.name = name
        self.budget_ms = budget_ms
        self._threads = threads
        self._clock = clock
        self._lock = Lock()  # the tokenizer's truncation state is not thread-safe
        self._model: CrossEncoder | None = None

    def load(self) -> None:
        """Loads the model now, where it is not loaded yet. Raises ModelMissing."""
        with self._lock:
            self._loaded()

    def scores(self, question: str, texts: Sequence[str]) -> FloatArray | None:
        """How well each text answers, `(n,)`, or None where the time was up. Raises ModelMissing."""
        with self._lock:
            model = self._loaded()
            began = self._clock()
            found: list[FloatArray] = []
            for start in range(0, len(texts), _BATCH):
                pairs = [(question, text) for text in texts[start : start + _BATCH]]
                found.append(np.asarray(model.predict(pairs, show_progress_bar=False), np.float64))
                if (self._clock() - began) * 1000 > self.budget_ms:
                    return None
        return np.concatenate(found) if found else np.zeros(0)

    def _loaded(self) -> CrossEncoder:
        if self._model is None:
            self._model = _load(self.name, self._threads)
        return self._model


def _load(name: str, threads: int) -> CrossEncoder:
    try:
        import torch
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        torch.set_num_threads(threads)
        model = CrossEncoder(name, device="cpu", local_files_only=True)
    except Exception as error:  # the libraries share no root error, and all mean the same here
        raise _missing(name, f"không mở được ({error})") from error
    if model.num_labels != 1:
        raise _missing(name, f"cho {model.num_labels} điểm thay vì một điểm cho mỗi cặp")
    found: CrossEncoder = model
    return found


def _missing(name: str, why: str) -> ModelMissing:
    return ModelMissing(
        f"Mô hình xếp hạng lại «{name}» {why}. Hãy đặt KB_RERANKER_MODEL là thư mục một mô hình"
        " CrossEncoder của sentence-transformers trên máy này, hoặc bỏ KB_RERANKER_MODEL."
    )
