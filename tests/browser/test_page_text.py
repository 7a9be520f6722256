"""A librarian mends a line of a scan beside its picture, with the keyboard alone, and takes it back."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_page_view import QUESTION, WORDS, ask, hit_of

pytestmark = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="tesseract is not installed"
)


def open_lines(page: Page) -> None:
    """From a hit on the scan to the page of its lines."""
    ask(page, QUESTION)
    hit_of(page, scanned=True).get_by_role("link", name=re.compile("Xem trang")).first.click()
    page.get_by_role("link", name="Sửa chữ của trang này").click()
    expect(page.locator(".page-lines")).to_be_visible()
    expect(page.locator(".line-mark.present")).to_have_count(1)  # the script is there
    expect(page.locator(".sheet-paper img")).to_have_js_property("complete", True)


def marked(page: Page) -> str:
    """The number of the line that is marked on the picture, which must be one."""
    present = page.locator(".line-mark.present")
    expect(present).to_have_count(1)
    return present.get_attribute("data-line") or ""


def test_a_line_is_mended_with_the_keyboard_while_its_place_is_marked(page: Page) -> None:
    open_lines(page)
    box = next(
        one for one in page.locator(".page-line textarea").all() if WORDS in one.input_value()
    )
    number = (box.get_attribute("id") or "").removeprefix("dong-")
    said = box.input_value()
    page.locator(f"#dong-{int(number) - 1}").focus()
    assert marked(page) == str(int(number) - 1)

    page.keyboard.press("ArrowDown")
    assert marked(page) == number
    page.keyboard.press("End")
    page.keyboard.type(" xong")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("status").first).to_contain_text("Đã lưu")
    expect(page.get_by_role("status").first).to_contain_text(f"{said} xong")
    expect(page.locator(f"#dong-{number}")).to_have_value(f"{said} xong")
    page.get_by_role("button", name="Hoàn tác lần sửa này").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã hoàn tác")
    expect(page.locator(f"#dong-{number}")).to_have_value(said)


def test_a_line_that_was_missed_is_typed_under_its_neighbour(page: Page) -> None:
    open_lines(page)
    box = page.locator(".page-line textarea").nth(5)
    said, before = box.input_value(), box.bounding_box()
    box.focus()

    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("dòng máy bỏ sót")
    grown = box.bounding_box()
    assert before is not None and grown is not None and grown["height"] > 1.3 * before["height"]
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("status").first).to_contain_text(f"{said} ⏎ dòng máy bỏ sót")
    expect(box).to_have_value(f"{said}\ndòng máy bỏ sót")
    page.get_by_role("button", name="Hoàn tác lần sửa này").click()
    expect(box).to_have_value(said)


def test_a_click_on_the_picture_chooses_the_line_that_is_printed_there(page: Page) -> None:
    open_lines(page)
    wanted = page.locator(".line-mark").nth(4)
    where = wanted.bounding_box()
    assert where is not None

    page.mouse.click(where["x"] + where["width"] / 2, where["y"] + where["height"] / 2)

    assert marked(page) == wanted.get_attribute("data-line")
    expect(page.locator(f"#dong-{marked(page)}")).to_be_focused()


def test_without_scripts_the_lines_are_marked_and_saved_all_the_same(page: Page) -> None:
    open_lines(page)
    plain = page.context.browser
    assert plain is not None
    visitor = plain.new_context(java_script_enabled=False)
    tab = visitor.new_page()

    tab.goto(page.url)

    assert tab.locator(".line-mark").count() == tab.locator(".page-line").count() > 4
    expect(tab.get_by_role("button", name="Lưu")).to_be_visible()
    tab.get_by_role("button", name="Lưu").click()
    expect(tab.get_by_role("alert")).to_contain_text("chưa sửa gì")
    visitor.close()
