"""A librarian corrects a date, throws the document away, takes it back and reads what was done."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import served

SYMBOL = "901-HD/BTGTUM"


@pytest.fixture(scope="module")
def desk(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a copy of the library is served, which may be changed."""
    home = tmp_path_factory.mktemp("kho") / "ban-lam-viec"
    shutil.copytree(library, home)
    with served(home) as address:
        yield address


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts, desk", "no scripts, phone"])
def test_from_a_wrong_date_to_the_trash_and_back_by_keyboard(
    browser: Browser, desk: str, scripts: bool
) -> None:
    width = 1280 if scripts else 390
    visitor = browser.new_context(
        base_url=desk, viewport={"width": width, "height": 844}, java_script_enabled=scripts
    )
    page = visitor.new_page()
    page.goto("/van-ban")
    page.get_by_role("link", name=SYMBOL).first.click()

    press(page, "link", "Sửa thông tin")
    expect(page.get_by_role("textbox", name="Số, ký hiệu")).to_have_value(SYMBOL)
    fits(page, width)
    page.get_by_role("textbox", name="Ngày ban hành").fill("31/02/2024")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Ngày ban hành")).to_have_value("31/02/2024")
    expect(page.locator("#date-can-cu")).to_contain_text("không phải một ngày")
    fits(page, width)
    date = f"15/0{1 if scripts else 2}/2024"
    page.get_by_role("textbox", name="Ngày ban hành").fill(date)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Đã sửa thông tin")
    expect(page.locator(".citation-text").first).to_contain_text(date)

    press(page, "button", "Bỏ vào thùng rác")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thùng rác")
    fits(page, width)
    press(page, "button", re.compile("^Lấy lại"))

    expect(page.get_by_role("status").first).to_contain_text("Đã lấy lại")
    told = page.locator("#lich-su li > p strong").all_inner_texts()
    assert told[:3] == ["Lấy lại từ thùng rác", "Chuyển vào thùng rác", "Sửa thông tin"]
    expect(page.locator("#lich-su ins").first).to_have_text(date)
    fits(page, width)
    visitor.close()


def press(page: Page, role: str, name: str | re.Pattern[str]) -> None:
    """Chooses something as somebody without a mouse does."""
    page.get_by_role(role, name=name).first.focus()  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def fits(page: Page, width: int) -> None:
    assert page.locator("html").evaluate("page => page.scrollWidth") == width
