"""A library served by a process of its own, and a headless Chromium that walks through it."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.broken_layers import scanned
from tests.conftest import FAKE_MODEL_COMMAND, environment
from tests.factories import CORPUS

SAMPLE = CORPUS / "901-hd-btgtum.pdf"
TILT = 0.4  # degrees by which the scanned sheet was fed crookedly
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_PATIENCE = 20_000  # ms for whatever is waited for
TO_ADD = 120_000  # ms: the desk works where nobody else wants to, and other tests do


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A KB_HOME that holds a sample and, where tesseract is installed, a scan of its first page."""
    home = tmp_path_factory.mktemp("kho")
    files = [SAMPLE]
    if shutil.which("tesseract"):
        files.append(tmp_path_factory.mktemp("quét") / "quét.pdf")
        files[-1].write_bytes(scanned(SAMPLE.read_bytes(), TILT))
    run = [*FAKE_MODEL_COMMAND, "add", *map(str, files)]
    subprocess.run(run, env=environment_of(home), check=True, capture_output=True)
    return home


@pytest.fixture(scope="session")
def address(library: Path) -> Iterator[str]:
    """Where that library is served."""
    with served(library) as where:
        yield where


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address of a server over the library in `home`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*FAKE_MODEL_COMMAND, "serve", "--port", str(port)]
    with subprocess.Popen(
        command, env=environment_of(home), stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            assert "đang chạy" in server.stdout.readline()
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking"]
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A visitor of their own, who lets the page write to the clipboard."""
    visitor = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    visitor.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.set_default_timeout(_PATIENCE)
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """An empty tab; the test fails where a script did, or the content policy stopped something."""
    tab = context.new_page()
    failures: list[str] = []
    tab.on("pageerror", lambda error: failures.append(str(error)))
    tab.on("console", lambda said: failures.append(said.text) if said.type == "error" else None)
    yield tab
    assert failures == []


def shortcut(page: Page, key: str) -> None:
    """Presses a key that a script of the page answers, once the script is there."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def environment_of(home: Path) -> dict[str, str]:
    """The variables for a `kb` of its own that finds tesseract where there is one."""
    programs = shutil.which("tesseract")
    variables = environment(home)
    if programs:
        variables["PATH"] += f":{Path(programs).parent}"
    return variables
