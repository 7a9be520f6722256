"""The use case: one evaluation of a library, of a folder of samples, or of a benchmark."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from kb.ingest.reading import Reader
from kb.search.cached_embedder import CachedEmbedder
from kb.search.cross_encoder import PairScorer
from kb.search.embedder import Embedder
from kb.service.evaluation.running import Evaluation, Plan, run_trial
from kb.service.evaluation.trials import Trial, benchmark_trial, library_trial, samples_trial
from kb.service.watching import EvaluationWatcher
from kb.store.documents import Store


class Evaluator:
    """Evaluates the search as it is installed in `home`; nothing in the library changes.

    Vectors are kept in `home/cache`, so that a second run of a benchmark takes seconds. All methods
    raise InvalidEvaluation where the questions cannot be read or none can be put.
    """

    def __init__(
        self,
        home: Path,
        store: Store,
        open_reader: Callable[[], AbstractContextManager[Reader]],
        embedder: Embedder,
        watcher: EvaluationWatcher,
        scorer: PairScorer | None = None,
    ) -> None:
        self._home = home
        self._store = store
        self._open_reader = open_reader
        self._embedder = embedder
        self._cached = CachedEmbedder(embedder, home / "cache" / "vectors.db")
        self._watcher = watcher
        self._scorer = scorer

    def library(self, questions: Path, plan: Plan) -> Evaluation:
        """The gold questions in the file `questions`, put to the library.

        Raises IndexMissing, IndexMismatch or IndexDamaged as searching does.
        """
        return self._run(self._library(questions), plan)

    def samples(self, folder: Path, plan: Plan) -> Evaluation:
        """The gold questions in `folder`, put to a temporary library of the documents there."""
        with (
            self._open_reader() as reader,
            samples_trial(folder, reader, self._cached, self._watcher, self._scorer) as trial,
        ):
            return self._run(trial, plan)

    def benchmark(self, folder: Path, plan: Plan) -> Evaluation:
        """The questions of a benchmark folder, put to an index of its articles."""
        with benchmark_trial(folder, self._cached, self._watcher) as trial:
            return self._run(trial, plan)

    def _library(self, questions: Path) -> Trial:
        return library_trial(questions.stem, self._home, self._store, questions, self._scorer)

    def _run(self, trial: Trial, plan: Plan) -> Evaluation:
        return run_trial(trial, plan, self._embedder, self._cached, self._watcher)
