"""Somebody drops files on the page of the adding desk and sees them come into the library."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import TO_ADD
from tests.conftest import ROOT

CORPUS = ROOT / "corpus"
DROPPED = ("902-ct-tum.pdf", "903-kl-twm.pdf", "907-tb-vptum.pdf")

DROP = """async (names) => {
  const data = new DataTransfer();
  for (const [name, bytes] of names) {
    data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name));
  }
  const form = document.querySelector("[data-drop]");
  form.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def test_three_dropped_files_are_watched_into_the_library(page: Page) -> None:
    page.goto("/them")
    files = [(name, base64_of(CORPUS / name)) for name in DROPPED]

    page.evaluate(DROP, files)

    rows = page.locator("[data-job]")
    for name in DROPPED:
        expect(rows.filter(has_text=name)).to_have_attribute("data-state", "added", timeout=TO_ADD)
    expect(page.locator("[data-summary]")).to_contain_text("3 tệp đã ở trong thư viện")
    rows.filter(has_text=DROPPED[0]).get_by_role("link", name="Xem văn bản").click()
    expect(page.locator("h1")).to_contain_text("902-CT/TUM")


def test_a_file_that_is_none_says_what_to_do_and_is_dismissed(page: Page) -> None:
    page.goto("/them")

    page.set_input_files(
        "#files", {"name": "bảng.pdf", "mimeType": "application/pdf", "buffer": b"a;b"}
    )

    row = page.locator("[data-job]").filter(has_text="bảng.pdf")
    expect(row).to_have_attribute("data-state", "failed", timeout=TO_ADD)
    expect(row).to_contain_text("không phải PDF hay tệp Word (theo nội dung tệp)")
    row.get_by_role("button", name="Bỏ khỏi danh sách").click()
    expect(page.locator("[data-job]").filter(has_text="bảng.pdf")).to_have_count(0)


def test_without_scripts_a_file_is_sent_by_the_form(browser: Browser, address: str) -> None:
    visitor = browser.new_context(base_url=address, java_script_enabled=False)
    page = visitor.new_page()
    page.goto("/them")

    page.set_input_files("#files", str(CORPUS / "913-hd-vptum.pdf"))
    page.get_by_role("button", name="Gửi").click()

    row = page.locator("[data-job]").filter(has_text="913-hd-vptum.pdf")
    expect(row).to_have_count(1)
    expect(row.get_by_role("link", name="Xem văn bản")).to_be_visible(timeout=TO_ADD)
    visitor.close()


def base64_of(path: Path) -> str:
    """The bytes of a file, as a script takes them."""
    return b64encode(path.read_bytes()).decode()
