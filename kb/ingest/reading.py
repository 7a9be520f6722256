"""What reading a file gives, and the form of whatever reads: the pipeline, or a process that runs it.

Apart from the pipeline, so that a program which only takes the outcome loads no parser.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kb.document import Document
from kb.ingest.sources import Source
from kb.passage import Passage
from kb.reference import Reference

PagesRead = Callable[[int, int], None]
"""Is told (pages read, pages in all)."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one file became. Every passage's text is `document.text[passage.span]`.

    `recognition` is what a machine read of its pages, from which the document is made again when a line
    is corrected (`kb.ingest.recognition`); None where every page has a text layer.
    """

    document: Document
    passages: tuple[Passage, ...]
    references: tuple[Reference, ...]
    recognition: bytes | None = None


class Reader(Protocol):
    """Makes documents of sources."""

    def read(self, source: Source, progress: PagesRead | None = None) -> Ingested:
        """The document, passages and references in one source; `progress` hears how it goes on.

        Raises UnreadableFile or SecretMarked.
        """
