"""Through the login and out again, with scripts and without, by keyboard, on a phone."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import environment_of, served
from tests.conftest import FAKE_MODEL_COMMAND
from tests.people import OTHER_PASSWORD, PASSWORD

PHONE = {"width": 390, "height": 844}
NAME = "Nguyễn Thị Minh Hạnh"


@pytest.fixture(scope="module")
def home(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library with one account."""
    home = tmp_path_factory.mktemp("kho") / "co-tai-khoan"
    shutil.copytree(library, home)
    add = ["user", "add", "hanh", "--display", NAME, "--role", "drafter", "--password-stdin"]
    subprocess.run(
        [*FAKE_MODEL_COMMAND, *add], env=environment_of(home), input=f"{PASSWORD}\n", text=True,
        check=True, capture_output=True,
    )  # fmt: skip
    return home


@pytest.fixture(scope="module")
def closed(home: Path) -> Iterator[str]:
    """Where it is served."""
    with served(home) as address:
        yield address


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def phone(browser: Browser, closed: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A new visitor with a phone."""
    visitor = browser.new_context(
        base_url=closed, viewport=PHONE, java_script_enabled=request.param
    )
    yield visitor.new_page()
    visitor.close()


def type_in(page: Page, password: str) -> None:
    """The login by keyboard alone: the box that wants something has the focus."""
    expect(page.locator("input:focus")).to_have_count(1)
    if page.locator("#ten").input_value() == "":
        page.keyboard.type("hanh")
        page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def let_idle(home: Path) -> None:
    """What two hours without a click leave in the store."""
    with closing(sqlite3.connect(home / "kb.db")) as store, store:
        store.execute(
            "UPDATE session SET seen_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now', '-2 hours')"
        )


def test_from_the_page_wanted_over_a_wrong_password_to_the_page_and_out(
    phone: Page, home: Path
) -> None:
    phone.goto("/van-ban?q=901")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    expect(phone.get_by_role("navigation")).to_have_count(0)

    type_in(phone, OTHER_PASSWORD)
    expect(phone.get_by_role("alert")).to_contain_text("mật khẩu không đúng")

    type_in(phone, PASSWORD)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thư viện")
    assert phone.url.endswith("/van-ban?q=901")
    expect(phone.get_by_role("link", name=NAME)).to_be_visible()
    assert phone.locator("html").evaluate("page => page.scrollWidth") == PHONE["width"]

    let_idle(home)
    phone.get_by_role("link", name="Danh mục").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    type_in(phone, PASSWORD)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Danh mục")

    phone.get_by_role("button", name="Đăng xuất").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    phone.go_back()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đăng nhập")


def test_a_link_from_another_site_finds_its_reader_logged_in(phone: Page, closed: str) -> None:
    phone.goto("/")
    type_in(phone, PASSWORD)
    expect(phone.get_by_role("link", name=NAME)).to_be_visible()

    phone.goto("data:text/html,<a href='" + closed + "/danh-muc'>sang kho</a>")
    phone.get_by_role("link").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Danh mục")


def test_a_form_of_another_site_is_not_taken(phone: Page, closed: str) -> None:
    phone.goto("/")
    type_in(phone, PASSWORD)
    expect(phone.get_by_role("link", name=NAME)).to_be_visible()

    phone.goto(
        f"data:text/html,<form method=post action='{closed}/dang-xuat'><button>x</button></form>"
    )
    phone.get_by_role("button").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Không được phép")
    phone.goto("/danh-muc")
    expect(phone.get_by_role("link", name=NAME)).to_be_visible()
