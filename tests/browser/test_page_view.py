"""From a question to the words on the page: marked where they are printed, and copied as they are."""

from __future__ import annotations

import io
import shutil
from math import cos, radians, sin
from urllib.parse import quote

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from kb.document import Rect
from tests.browser.conftest import SAMPLE, TILT, shortcut

WORDS = "ngoại giao Nhà nước"  # on one line of the sample's first page
QUESTION = f'"{WORDS}"'
MARKED = (246, 201, 79)  # white paper under `.mark-word`
_NEAR = 0.008  # of the page: how far a mark may reach over the ink, or miss it

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="tesseract is not installed"
)


def ask(page: Page, question: str) -> None:
    page.goto("/")
    page.keyboard.type(question)
    page.keyboard.press("Enter")
    expect(page.locator(".hits")).to_be_visible()


def hit_of(page: Page, *, scanned: bool) -> Locator:
    place = page.locator(".place-scan")
    hits = page.locator(".hit")
    return hits.filter(has=place).first if scanned else hits.filter(has_not=place).first


def ink_of_words(tilt: float) -> Rect:
    """The box round the words as pdfium finds them in the file itself, on a page turned by `tilt`."""
    with pdfium.PdfDocument(SAMPLE) as pdf:
        sheet = pdf[0]
        width, height = sheet.get_size()
        text = sheet.get_textpage()
        first, count = text.search(WORDS).get_next()
        boxes = [text.get_charbox(at) for at in range(first, first + count)]
    corners = [
        turned(x - width / 2, height / 2 - y, tilt)
        for left, bottom, right, top in boxes
        for x in (left, right)
        for y in (bottom, top)
    ]
    xs = [x / width + 0.5 for x, _ in corners]
    ys = [y / height + 0.5 for _, y in corners]
    return Rect(min(xs), min(ys), max(xs), max(ys))


def turned(x: float, y: float, degrees: float) -> tuple[float, float]:
    angle = radians(degrees)
    return x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)


def pixels_of(sheet: Locator) -> npt.NDArray[np.int16]:
    return np.asarray(Image.open(io.BytesIO(sheet.screenshot())).convert("RGB")).astype(np.int16)


def marked_on(pixels: npt.NDArray[np.int16]) -> Rect:
    """The box round all pixels in the colour of a marked word, in fractions of the picture."""
    rows, columns = np.nonzero((np.abs(pixels - np.array(MARKED)) <= 8).all(axis=2))
    height, width, _ = pixels.shape
    return Rect(
        columns.min() / width, rows.min() / height, columns.max() / width, rows.max() / height
    )


@pytest.mark.parametrize(
    ("scanned", "tilt"), [(False, 0.0), pytest.param(True, TILT, marks=needs_tesseract)]
)
def test_the_mark_lies_over_the_words_that_were_asked_for(
    page: Page, scanned: bool, tilt: float
) -> None:
    ask(page, QUESTION)

    hit_of(page, scanned=scanned).get_by_role("link", name="Xem trang 1").click()
    sheet = page.locator(".sheet-paper")
    expect(sheet.locator("img")).to_have_js_property("complete", True)
    seen = pixels_of(sheet)
    mark, ink = marked_on(seen), ink_of_words(tilt)

    assert mark.left == pytest.approx(ink.left, abs=_NEAR)
    assert mark.right == pytest.approx(ink.right, abs=_NEAR)
    assert mark.top <= ink.top + _NEAR / 2
    assert mark.bottom >= ink.bottom - _NEAR / 2
    assert mark.bottom - mark.top < 2.5 * (ink.bottom - ink.top)
    assert is_inked(seen, ink)


def is_inked(pixels: npt.NDArray[np.int16], rect: Rect) -> bool:
    """True if letters are to be seen there: a fifth of the pixels is dark, more is a smear."""
    height, width, _ = pixels.shape
    part = pixels[
        round(rect.top * height) : round(rect.bottom * height),
        round(rect.left * width) : round(rect.right * width),
    ]
    return bool(0.08 < (part.sum(axis=2) < 300).mean() < 0.5)


@pytest.mark.parametrize("scanned", [False, pytest.param(True, marks=needs_tesseract)])
def test_the_quotation_is_copied_with_its_citation(page: Page, scanned: bool) -> None:
    ask(page, QUESTION)
    hit = hit_of(page, scanned=scanned)
    hit.get_by_text("Dạng trích dẫn khác").click()

    hit.get_by_role("button", name="Chép trích dẫn, Nguyên văn kèm trích dẫn").click()

    expect(page.locator("#copy-status")).to_contain_text("Đã chép")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert WORDS in copied
    assert "Hướng dẫn số 901-HD/BTGTUM" in copied
    assert "tr. 1" in copied


def test_the_way_back_leads_to_the_same_results(page: Page) -> None:
    ask(page, QUESTION)
    before = page.locator(".hit-name").all_inner_texts()
    page.get_by_role("link", name="Xem trang 1").first.click()
    expect(page.locator(".sheet-paper")).to_be_visible()

    shortcut(page, "ArrowRight")
    expect(page.locator(".sheet-head h1")).to_contain_text("Trang 2")
    page.go_back()
    page.go_back()

    assert page.locator(".hit-name").all_inner_texts() == before
    expect(page.get_by_role("combobox")).to_have_value(QUESTION)


def test_a_suggestion_is_chosen_with_the_keys_alone(page: Page) -> None:
    ask(page, QUESTION)

    shortcut(page, "/")
    page.keyboard.type("901")
    expect(page.get_by_role("option").first).to_contain_text("901-HD/BTGTUM")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_role("combobox")).to_have_value("901-HD/BTGTUM")


@pytest.mark.parametrize("path", ["/", f"/?q={quote(QUESTION)}", "/van-ban", "/doi-chieu"])
def test_a_page_fits_a_telephone(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})

    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_everything_is_reached_without_scripts(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address, java_script_enabled=False)
    page.goto("/")

    page.get_by_role("searchbox").fill(QUESTION)
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Xem trang 1").first.click()

    expect(page.locator(".sheet-marks rect.mark-word").first).to_be_visible()
    expect(page.get_by_role("button", name="Chép")).to_have_count(0)
