"""Requests made from the OpenAPI document, good and bad, over a real library: no answer is a failure
of the server, and each is one that the document promises. FUZZ=500 asks more than twenty of each."""

from __future__ import annotations

import os
from collections.abc import Iterator

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

from tests.web.served import OPERATIONS, Served, served_library
from web.api_document import document_of

EXAMPLES = int(os.environ.get("FUZZ", "20"))
PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served_library(tmp_path_factory.mktemp("kho")) as served:
        yield served


@pytest.fixture(scope="module")
def schema(served: Served) -> schemathesis.BaseSchema:
    schema = schemathesis.openapi.from_dict(document_of(served.app))
    schema.app = served.app
    return schema


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_the_api_keeps_what_its_document_promises(
    served: Served, schema: schemathesis.BaseSchema, path: str, method: str
) -> None:
    """Half of the requests name a document, a page and a job that there are."""
    operation = schema[path][method]
    made = operation.as_strategy() | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    there = served.there(path)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=made)
    def ask(case: schemathesis.Case) -> None:
        for name, value in case.path_parameters.items():
            if len(str(value)) % 2 == 0:
                case.path_parameters[name] = there[name]
        case.call_and_validate(headers=served.headers, checks=PROMISES)

    ask()
