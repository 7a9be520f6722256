"""The only place that builds objects from Settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kb.ingest.pipeline import IngestPipeline
from kb.search.embedder import Embedder, load_embedder
from kb.search.model import prepare_default_model
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.store.documents import open_store

_QUERY_PROMPT, _PASSAGE_PROMPT = "query: ", "passage: "  # of the default model (its model card)


def open_knowledge_base(settings: Settings) -> KnowledgeBase:
    """The knowledge base in `settings.home`; the model is loaded when it is first needed.

    Raises StoreFailure where the store cannot be opened.
    """
    store = open_store(settings.home / "kb.db")
    pipeline = IngestPipeline(settings.max_pages)
    return KnowledgeBase(
        settings.home, store, pipeline, _embedder_loader(settings), settings.embedding_model
    )


def prepare_model(settings: Settings, progress: Callable[[str], None]) -> Path | None:
    """Puts the default model in place; None where the settings name another model."""
    if settings.embedding_model is not None:
        return None
    return prepare_default_model(_models(settings), progress)


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
