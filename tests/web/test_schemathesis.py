"""Requests made from the OpenAPI document, good and bad, over a real library: no answer is a failure of
the server, and each is one that the document promises.

Twenty requests an operation; FUZZ=500 asks more. The events of jobs are left out: their stream ends
with the last open job, and nobody works here on those that are sent.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

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

EXAMPLES = int(os.environ.get("FUZZ", "20"))
PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
KEPT, DOOMED = "902-ct-tum.pdf", "918-cv-vptum.pdf"
UNDOING = ("/trash", "/restore", "/purge")


OPERATIONS = [
    (path, method)
    for path, item in document_of(create_app(None, None))["paths"].items()  # type: ignore[arg-type]
    for method in item
    if path != "/api/v1/jobs/events"
]


@dataclass(frozen=True)
class Served:
    """The schema of a served library, the headers of its administrator, its documents' ids by name, and
    a job that failed."""

    schema: schemathesis.BaseSchema
    headers: dict[str, str]
    ids: dict[str, str]
    job_id: str

    def told(self, case: schemathesis.Case) -> schemathesis.Case:
        """Half of the requests name what there is; nobody deletes the document that is read."""
        name = DOOMED if case.path.endswith(UNDOING) else KEPT
        there = {"document_id": self.ids[name], "number": 2, "job_id": self.job_id}
        for parameter, value in case.path_parameters.items():
            if len(str(value)) % 2 == 0:
                case.path_parameters[parameter] = there[parameter]
        return case


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A library of two papers."""
    home = tmp_path_factory.mktemp("kho")
    store, reader = open_store(home / "kb.db"), nullcontext(IngestPipeline(50))
    limits = DeskLimits(1 << 20, 1 << 20, 4)
    library = KnowledgeBase(home, store, lambda: reader, HashEmbedder, limits=limits)
    library.add([ROOT / "corpus" / name for name in (KEPT, DOOMED)])
    library.load_catalogue(ROOT / "corpus" / "catalogue.csv")
    accounts = accounts_in(home / "kb.db")
    accounts.add("minh", PASSWORD, Role.ADMINISTRATOR)
    headers = {"Authorization": f"Bearer {accounts.add_token('minh', 'máy')}"}
    app = create_app(library, accounts, Access(asks_per_minute=10**6))
    with library.desk.receiving() as reception:
        reception.begin("hỏng.pdf")
        reception.end()
    library.worker(lambda said: None).work_off()
    (job,) = library.desk.jobs()
    schema = schemathesis.openapi.from_dict(document_of(app))
    schema.app = app
    yield Served(schema, headers, {card.file_name: card.id for card in library.documents()}, job.id)
    accounts.close()
    library.close()


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_the_api_keeps_what_its_document_promises(served: Served, path: str, method: str) -> None:
    operation = served.schema[path][method]
    made = operation.as_strategy() | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=made)
    def ask(case: schemathesis.Case) -> None:
        served.told(case).call_and_validate(headers=served.headers, checks=PROMISES)

    ask()
