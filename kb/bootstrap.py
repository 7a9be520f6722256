"""The only place that builds objects from Settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import InvalidAccount, InvalidSettings
from kb.person import valid_groups
from kb.search.cross_encoder import CrossEncoderScorer, PairScorer
from kb.search.embedder import Embedder, load_embedder
from kb.search.model import prepare_default_model
from kb.service.admission import Admission
from kb.service.desk import DeskLimits
from kb.service.knowledge_base import KnowledgeBase
from kb.service.reviewing import ReviewFirst
from kb.settings import Settings
from kb.store.documents import open_store

if TYPE_CHECKING:
    from kb.ingest.reading import Reader
    from kb.service.accounts import Accounts

_QUERY_PROMPT, _PASSAGE_PROMPT = "query: ", "passage: "  # of the default model (its model card)


def open_knowledge_base(settings: Settings) -> KnowledgeBase:
    """The knowledge base in `settings.home`; the model is loaded when it is first needed. What a
    program that was killed left undone is finished first.

    Raises InvalidSettings where `settings.home` is no folder that can be written or a group cannot be
    called so, StoreFailure where the store in the folder cannot be opened.
    """
    home = _prepared(settings.home)
    knowledge = KnowledgeBase(
        home,
        open_store(home / "kb.db"),
        lambda: _reader(settings),
        _embedder_loader(settings),
        settings.embedding_model,
        _scorer(settings),
        DeskLimits(settings.upload_mb << 20, settings.request_mb << 20),
        Admission(_internal_groups(settings), ReviewFirst(settings.review_first)),
    )
    knowledge.recover()
    return knowledge


def _internal_groups(settings: Settings) -> tuple[str, ...]:
    try:
        return valid_groups(filter(str.strip, settings.internal_groups.split(",")))
    except InvalidAccount as error:
        raise InvalidSettings(f"Thiết lập KB_INTERNAL_GROUPS sai: {error}") from error


def embedder_of(settings: Settings) -> Embedder:
    """The embedder of a library with these settings. Raises ModelMissing or ModelFileCorrupt."""
    return _embedder_loader(settings)()


def settings_kept(settings: Settings) -> dict[str, str | int | None]:
    """The settings that a library was made under, by their variables: not where it is, nor who may
    reach it."""
    told = settings.model_dump(exclude={"home", "host", "port"})
    return {f"KB_{name.upper()}": value for name, value in told.items()}


def open_people(settings: Settings) -> Accounts:
    """The accounts of the library in `settings.home`. Errors as for `open_knowledge_base`."""
    from kb.service.accounts import Accounts
    from kb.service.passwords import Passwords
    from kb.store.accounts import open_accounts

    store = open_accounts(_prepared(settings.home) / "kb.db")
    return Accounts(store, Passwords(), timedelta(minutes=settings.idle_minutes))


def prepare_model(settings: Settings, progress: Callable[[str], None]) -> Path | None:
    """Puts the default model in place; None where the settings name another model."""
    if settings.embedding_model is not None:
        return None
    _prepared(settings.home)
    return prepare_default_model(_models(settings), progress)


def _prepared(home: Path) -> Path:
    """The data folder, made if need be. Raises InvalidSettings where it cannot be had."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise InvalidSettings(
            f"KB_HOME = «{home}» là tệp hoặc nằm trong một tệp; hãy đặt KB_HOME là một thư mục."
        ) from error
    except OSError as error:
        raise InvalidSettings(
            f"Không tạo được thư mục KB_HOME = «{home}» ({error.strerror}); "
            "hãy chọn nơi khác hoặc cấp quyền ghi."
        ) from error
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        raise InvalidSettings(
            f"Không ghi được vào thư mục KB_HOME = «{home}»; hãy chọn nơi khác hoặc cấp quyền ghi."
        )
    return home


def _reader(settings: Settings) -> AbstractContextManager[Reader]:
    """Windows has neither the limits nor the sessions that a worker is held by."""
    if sys.platform == "win32":
        from kb.ingest.pipeline import IngestPipeline

        return nullcontext(IngestPipeline(settings.max_pages))
    from kb.ingest.confined import ConfinedReader
    from kb.ingest.worker import Limits, load_pipeline

    limits = Limits(settings.parse_memory_mb, settings.parse_seconds)
    return ConfinedReader(partial(load_pipeline, settings.max_pages), limits)


def _scorer(settings: Settings) -> PairScorer | None:
    if settings.reranker_model is None:
        return None
    return CrossEncoderScorer(settings.reranker_model, settings.reranker_ms, settings.threads)


def _models(settings: Settings) -> Path:
    return settings.home / "models"


def _embedder_loader(settings: Settings) -> Callable[[], Embedder]:
    own = settings.embedding_model is None
    query = settings.query_prompt if settings.query_prompt is not None else _QUERY_PROMPT * own
    passage = settings.passage_prompt
    passage = passage if passage is not None else _PASSAGE_PROMPT * own
    return lambda: load_embedder(
        _models(settings), settings.embedding_model, query, passage, settings.threads
    )
