"""The app over the fake service, asked through a client that raises no server error."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from kb.person import Role
from kb.service.accounts import Accounts
from kb.service.desk import AddingDesk, DeskLimits
from kb.store.documents import open_store
from tests.people import PASSWORD, Clock, accounts_in
from tests.web.fakes import FakeService
from web.app import create_app
from web.visitor import Access

Ask = Callable[[FakeService], TestClient]
Visit = Callable[..., TestClient]

OFFICE = "10.0.0.7"


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A small file that passes for the kept PDF."""
    path = tmp_path / "kept.pdf"
    path.write_bytes(b"%PDF-1.7 mau")
    return path


@pytest.fixture(scope="session")
def empty_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AddingDesk]:
    """A desk to which nothing was sent yet."""
    home = tmp_path_factory.mktemp("kho")
    store = open_store(home / "kb.db")
    yield AddingDesk(home, store.jobs, DeskLimits(1 << 20, 1 << 20, 4))
    store.close()


@pytest.fixture
def service(original: Path, empty_desk: AddingDesk) -> FakeService:
    """The sample library."""
    return FakeService(file=original, desk=empty_desk)


def local_client(app: FastAPI, address: str = "127.0.0.1") -> TestClient:
    """A client that follows no redirect, as a browser on the machine with that address."""
    return TestClient(
        app,
        base_url="http://127.0.0.1",
        client=(address, 50_000),
        raise_server_exceptions=False,
        follow_redirects=False,
    )


@pytest.fixture(scope="session")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    """A library without accounts."""
    return accounts_in(tmp_path_factory.mktemp("kho") / "kb.db")


@pytest.fixture
def over(nobody: Accounts) -> Ask:
    """A client, on the machine itself, of the app over a given service without accounts."""
    return lambda service: local_client(create_app(service, nobody))


@pytest.fixture
def client(service: FakeService, over: Ask) -> TestClient:
    """A client of the app over the sample library."""
    return over(service)


@pytest.fixture(scope="session")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with an account for each role, called by it."""
    path = tmp_path_factory.mktemp("kho") / "kb.db"
    accounts = accounts_in(path)
    for role in Role:
        accounts.add(role, PASSWORD, role, f"Đồng chí {role}")
    accounts.close()
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(people: Path, tmp_path: Path, clock: Clock) -> Accounts:
    shutil.copy(people, tmp_path / "kb.db")
    return accounts_in(tmp_path / "kb.db", clock)


@pytest.fixture
def visit(service: FakeService, accounts: Accounts) -> Visit:
    """A new browser from an address of the office, under rules of access."""

    def client(access: Access | None = None, address: str = OFFICE) -> TestClient:
        return local_client(create_app(service, accounts, access or Access()), address)

    return client


def token_on(page: httpx.Response) -> str:
    """The token of the forms on a page: a hidden field's, or an upload's address's."""
    found = re.search(r'form_token(?:" value="|=)([0-9a-f]{64})"', page.text)
    assert found is not None
    return found[1]


def log_in(
    client: TestClient, name: str = "reader", password: str = PASSWORD, wanted: str = "/"
) -> httpx.Response:
    form_token = token_on(client.get("/dang-nhap"))
    form = {"ten": name, "mat_khau": password, "tiep": wanted, "form_token": form_token}
    return client.post("/dang-nhap", data=form)
