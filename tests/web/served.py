"""A small real library behind the web, for requests of all kinds by its administrator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

from kb.ingest.pipeline import IngestPipeline
from kb.person import Role
from kb.service.desk import DeskLimits
from kb.service.knowledge_base import KnowledgeBase
from kb.store.documents import open_store
from tests.conftest import ROOT
from tests.fakes import HashEmbedder
from tests.people import PASSWORD, accounts_in
from web.api_document import document_of
from web.app import create_app
from web.visitor import Access

KEPT, DOOMED = "902-ct-tum.pdf", "918-cv-vptum.pdf"
"""The first has two pages and stays; the second may be thrown away."""

OPERATIONS = [
    (path, method)
    for path, item in document_of(create_app(None, None))["paths"].items()  # type: ignore[arg-type]
    for method in item
    if path != "/api/v1/jobs/events"
]
"""All but the stream of events: it ends with the last open job, and nobody does those that are sent."""


@dataclass(frozen=True)
class Served:
    """The app, the headers of the administrator, the ids of documents by file, and of a failed job."""

    app: FastAPI
    headers: dict[str, str]
    ids: dict[str, str]
    job_id: str

    def there(self, path: str) -> dict[str, str | int]:
        """Parameters of an address that name what there is; no route deletes what others read."""
        undoing = path.endswith(("/trash", "/restore", "/purge"))
        document = self.ids[DOOMED if undoing else KEPT]
        return {
            "document_id": document,
            "number": 2,
            "job_id": self.job_id,
            "name": "khach",
            "newer_id": self.ids[KEPT],
            "older_id": self.ids[DOOMED],
        }


@contextmanager
def served_library(home: Path) -> Iterator[Served]:
    """The library at `home`, with a catalogue and a job that failed."""
    store, reader = open_store(home / "kb.db"), nullcontext(IngestPipeline(50))
    limits = DeskLimits(1 << 20, 1 << 20, 4)
    library = KnowledgeBase(home, store, lambda: reader, HashEmbedder, limits=limits)
    library.add([ROOT / "corpus" / name for name in (KEPT, DOOMED)])
    library.maintenance().load_catalogue(ROOT / "corpus" / "catalogue.csv")
    with library.desk.receiving() as reception:
        reception.begin("hỏng.pdf")
        reception.end()
    library.worker(lambda said: None).step()
    accounts = accounts_in(home / "kb.db")
    accounts.add("minh", PASSWORD, Role.ADMINISTRATOR)
    accounts.add("khach", PASSWORD, Role.READER)
    headers = {"Authorization": f"Bearer {accounts.add_token('minh', 'máy')}"}
    app = create_app(library, accounts, Access(asks_per_minute=10**6))
    ids = {card.file_name: card.id for card in library.documents()}
    yield Served(app, headers, ids, library.desk.jobs()[0].id)
    accounts.close()
    library.close()
