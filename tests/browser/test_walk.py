"""A librarian's morning, from the login to the history of a document, each step on its page."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import SAMPLE, TO_ADD, environment_of, served, shortcut
from tests.browser.test_desk import DROP, base64_of
from tests.browser.test_keeping import fits
from tests.conftest import FAKE_MODEL_COMMAND
from tests.people import PASSWORD

RULES = (
    "TỈNH ỦY TRƯỜNG KHÊ",
    "Số 931-QC/TUM",
    "Trường Khê, ngày 05 tháng 3 năm 2024",
    "QUY CHẾ",
    "quản lý hồ sơ tại nhà văn hóa xã",
    "Điều 1. Bí thư chi bộ phân công một đồng chí trông coi tủ hồ sơ, ghi sổ mượn trả hằng quý.",
    "Điều 2. Hồ sơ mượn phải trả trong mười ngày làm việc; quá hạn thì người mượn giải trình.",
    "Điều 3. Tài liệu cũ nát được sao chụp trước khi cho mượn, bản gốc cất trong hộp kín, khô ráo.",
)
QUESTION = "hồ sơ mượn phải trả trong bao lâu"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where an empty library is served to the one account that it has."""
    home = tmp_path_factory.mktemp("kho")
    add = ["user", "add", "lan", "--display", "Trần Thị Lan", "--role", "administrator"]
    subprocess.run(
        [*FAKE_MODEL_COMMAND, *add, "--password-stdin"], env=environment_of(home),
        input=f"{PASSWORD}\n", text=True, check=True, capture_output=True,
    )  # fmt: skip
    with served(home) as address:
        yield address


def in_word(folder: Path, name: str, *lines: str) -> Path:
    """A Word file with these paragraphs."""
    made, data = docx.Document(), BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(data)
    path = folder / name
    path.write_bytes(data.getvalue())
    return path


def drop(page: Page, *paths: Path) -> None:
    """Lets files fall on the page, and waits until each is in the library."""
    page.wait_for_load_state()  # the script that takes them is there
    page.evaluate(DROP, [(path.name, base64_of(path)) for path in paths])
    for path in paths:
        expect(job(page, path)).to_have_attribute("data-state", "added", timeout=TO_ADD)


def job(page: Page, path: Path) -> Locator:
    return page.locator("[data-job]").filter(has=page.get_by_text(path.name, exact=True))


def test_a_morning_at_the_desk(browser: Browser, office: str, tmp_path: Path) -> None:
    old = in_word(tmp_path, "quy-che-cu.docx", *RULES)
    longer = (line.replace("mười ngày", "hai mươi ngày") for line in RULES)
    new = in_word(tmp_path, "quy-che-moi.docx", *longer)
    same = in_word(tmp_path, "quy-che-chep.docx", *RULES, "Sao y bản chính")
    visitor = browser.new_context(base_url=office, viewport={"width": 1280, "height": 900})
    page = visitor.new_page()
    page.set_default_timeout(20_000)

    page.goto("/them")
    page.locator("#ten").fill("lan")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thêm văn bản")

    drop(page, SAMPLE, old, same)
    fits(page, 1280)
    expect(job(page, same)).to_contain_text("cùng số, loại, cơ quan và ngày ban hành")
    job(page, same).get_by_role("button", name="Cùng văn bản").click()
    expect(job(page, same).get_by_role("button", name="Cùng văn bản")).to_have_count(0)

    drop(page, new)
    job(page, new).get_by_role("link", name="So sánh").click()
    pair = page.get_by_role("article").filter(has_text=old.name)
    expect(pair.locator("del")).to_have_text("mười")
    expect(pair.locator("ins")).to_have_text("hai mươi")
    fits(page, 1280)
    pair.get_by_role("button", name="Bản nạp sau là bản mới").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã ghi bản mới và bản cũ")

    page.goto(f"/?q={QUESTION}")
    expect(page.locator(".hit").first).to_contain_text("hai mươi ngày")
    expect(page.get_by_text("Bản cũ; đã có bản mới").first).to_be_visible()

    page.goto("/duyet")
    page.get_by_role("link", name="901-HD/BTGTUM").click()
    page.get_by_role("textbox", name="Ngày ban hành").fill("05/03/2024")
    shortcut(page, "Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("Đã sửa thông tin")

    page.goto("/van-ban")
    page.get_by_role("link", name="901-HD/BTGTUM").first.click()
    expect(page.locator(".citation-text").first).to_contain_text("05/3/2024")
    page.get_by_role("button", name="Bỏ vào thùng rác").click()
    page.goto("/?q=901-HD/BTGTUM")
    expect(page.locator(".hit")).to_have_count(0)
    page.goto("/thung-rac")
    page.locator("li, tr").filter(has_text="901-HD/BTGTUM").get_by_role(
        "button", name="Lấy lại"
    ).click()

    told = page.locator("#lich-su li > p")
    expect(told).to_have_count(4)
    for at, deed in enumerate(
        ("Lấy lại từ thùng rác", "Chuyển vào thùng rác", "Sửa thông tin", "Nạp")
    ):
        expect(told.nth(at)).to_contain_text(deed)
        expect(told.nth(at)).to_contain_text("lan")
    page.goto("/nhat-ky")
    expect(
        page.locator(".log-rows").get_by_text("Quyết định về văn bản giống nhau").first
    ).to_be_visible()
    fits(page, 1280)
    visitor.close()
