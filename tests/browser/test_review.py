"""A librarian reviews by keys alone: corrects, accepts, releases; then the document is found."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import SAMPLE, environment_of, served, shortcut
from tests.browser.test_keeping import fits
from tests.conftest import FAKE_MODEL_COMMAND

HELD_BACK = ("901-hd-btgtum.pdf", "khong-so-kh-dum.pdf")
"""A guideline that prints no date and a plan that prints no number."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a library is served that holds new documents back."""
    home = tmp_path_factory.mktemp("kho")
    variables = environment_of(home) | {"KB_REVIEW_FIRST": "doubtful"}
    files = [str(SAMPLE.with_name(name)) for name in HELD_BACK]
    added = subprocess.run([*FAKE_MODEL_COMMAND, "add", *files], env=variables, capture_output=True)
    assert added.returncode == 1
    with served(home) as address:
        yield address


def test_a_document_is_corrected_accepted_and_released_by_keys(browser: Browser, desk: str) -> None:
    visitor = browser.new_context(base_url=desk, viewport={"width": 1280, "height": 900})
    page = visitor.new_page()
    page.goto("/duyet")
    page.get_by_role("link", name="901-HD/BTGTUM").click()
    expect(page.get_by_text("Không đọc được ngày ban hành").first).to_be_visible()
    fits(page, 1280)

    shortcut(page, "e")
    expect(page.get_by_role("textbox", name="Ngày ban hành")).to_be_focused()
    page.keyboard.type("05/03/2024")
    shortcut(page, "Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("Đã sửa thông tin")
    expect(page.get_by_role("button", name="Xong: đưa vào thư viện")).to_be_visible()
    shortcut(page, "Enter")

    expect(page.get_by_role("status").first).to_contain_text("Đã đưa văn bản vào thư viện")
    expect(page.get_by_text("Không đọc được số, ký hiệu").first).to_be_visible()
    shortcut(page, "Enter")
    expect(page.get_by_role("status").first).to_contain_text("Đã ghi: đã xem, đúng")
    shortcut(page, "?")
    expect(page.get_by_text("văn bản sau", exact=True)).to_be_visible()
    shortcut(page, "Enter")
    expect(page.get_by_text("Không có gì cần xem.")).to_be_visible()

    for found in ("901-HD/BTGTUM", "đại hội chi bộ"):
        page.goto(f"/?q={found}")
        expect(page.locator(".hit").first).to_be_visible()
    visitor.close()


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
def test_on_a_phone_the_evidence_of_each_item_stands_above_it(
    browser: Browser, address: str
) -> None:
    visitor = browser.new_context(base_url=address, viewport={"width": 390, "height": 844})
    page = visitor.new_page()
    page.goto("/duyet")
    page.get_by_role("row").filter(has_text="quét.pdf").get_by_role("link").click()

    current = page.locator(".review-items [aria-current]")
    expect(current).to_contain_text("Hãy đối chiếu từng chữ số của số, ký hiệu")
    fits(page, 390)
    picture, work = (page.locator(name).bounding_box() for name in (".review-page", ".review-work"))
    assert picture is not None
    assert work is not None
    assert picture["y"] + picture["height"] <= work["y"]
    assert page.locator("#danh-dau").count() == 1
    shortcut(page, "j")
    expect(current).to_contain_text("Không đọc được ngày ban hành")
    shortcut(page, "ArrowUp")
    expect(current).to_contain_text("Hãy đối chiếu từng chữ số của số, ký hiệu")
    visitor.close()
