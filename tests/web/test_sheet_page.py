"""The view of a page: marks over its picture, its text, the ways to its neighbours, and its picture."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kb.document import Span
from kb.errors import UnknownDocument, UnknownPlace
from kb.query import Filters
from kb.service.page_sheet import Marks, PageSheet
from tests.web import samples
from tests.web.conftest import Ask
from tests.web.fakes import FakeService
from tests.web.test_pages import hrefs

ADDRESS = f"/van-ban/{samples.GUIDE_ID}/trang/4"


def over_sheet(over: Ask, sheet: PageSheet) -> str:
    return over(FakeService(sheet=sheet)).get(ADDRESS, params={"tu": 100, "den": 125}).text


def test_the_passage_and_the_words_lie_over_the_picture_as_rectangles(client: TestClient) -> None:
    """Of a square of 1000: the passage at 0.2 to 0.8, the words at 0.5 to 0.6 of the width."""
    page = client.get(ADDRESS, params={"tu": 100, "den": 125}).text

    assert f'<img src="{ADDRESS}/hinh" alt="Hình trang 4' in page
    rects = re.findall(
        r'<rect.*? class="([\w-]+)" x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"', page
    )
    assert rects == [
        ("mark-passage", "200.0", "300.0", "600.0", "25.0"),
        ("mark-word", "500.0", "300.0", "100.0", "25.0"),
    ]
    assert page.count('id="danh-dau"') == 1


def test_the_text_of_the_page_stands_beside_it_with_the_same_marks(client: TestClient) -> None:
    page = client.get(ADDRESS).text

    assert "2. Thông tin đối ngoại\n" in page
    assert '<span class="chosen">Gồm Kết luận số </span><mark>57-KL/TW</mark>' in page


def test_what_is_to_be_marked_is_what_the_address_says(
    client: TestClient, service: FakeService
) -> None:
    """The first hit of the sample answer stands at 100, the second at 200; their words lie in them."""
    client.get(ADDRESS, params={"tu": 100, "den": 125})
    client.get(ADDRESS, params={"d": "II/1", "q": "số liệu"})

    assert service.marked[0] == (samples.GUIDE_ID, 4, Marks(Span(100, 125)))
    _, _, marks = service.marked[1]
    guide = [hit for hit in samples.HITS if hit.document.id == samples.GUIDE_ID]
    assert marks.division == "II/1"
    assert marks.words == tuple(
        Span(100 * hit.rank + start, 100 * hit.rank + end)
        for hit in guide
        for start, end in hit.highlights
    )


def test_words_of_a_document_beyond_the_first_hits_are_found_in_it_alone(over: Ask) -> None:
    service = FakeService(answer=samples.answer("x", samples.HITS[2:]))

    over(service).get(ADDRESS, params={"q": "x"})

    assert service.asked == [
        ("x", Filters(), 10), ("x", Filters(document=samples.GUIDE_ID), 10)
    ]  # fmt: skip


def test_half_a_stretch_of_text_marks_nothing(client: TestClient, service: FakeService) -> None:
    client.get(ADDRESS, params={"tu": 100})
    client.get(ADDRESS, params={"tu": 100, "den": 90})

    assert [marks for _, _, marks in service.marked] == [Marks(), Marks()]


def test_the_neighbours_of_a_page_keep_place_search_and_zoom(client: TestClient) -> None:
    page = client.get(ADDRESS, params={"d": "II/1", "q": "liệu", "phong": "150"}).text

    kept = "d=II%2F1&q=li%E1%BB%87u&limit=10&phong=150#danh-dau"
    addresses = hrefs(page)
    assert f"{ADDRESS[:-1]}3?{kept}" in addresses
    assert f"{ADDRESS[:-1]}5?{kept}" in addresses
    assert 'data-key="ArrowLeft" rel="prev"' in page
    assert 'data-key="ArrowRight" rel="next"' in page
    assert 'class="sheet-paper zoom-150"' in page
    assert f"/van-ban/{samples.GUIDE_ID}/tep#page=4" in addresses


@pytest.mark.parametrize(("number", "absent"), [(1, "ArrowLeft"), (7, "ArrowRight")])
def test_before_the_first_page_and_after_the_last_there_is_none(
    over: Ask, number: int, absent: str
) -> None:
    page = over_sheet(over, replace(samples.SHEET, number=number))

    assert f'data-key="{absent}"' not in page
    assert page.count("data-key=") == 1


def test_the_neighbours_of_a_hit_are_those_of_the_same_question(client: TestClient) -> None:
    """The second of three hits: before it one of the guideline on page 4, after it a regulation's."""
    second = samples.HITS[1]
    assert second.span is not None
    page = client.get(
        ADDRESS, params={"tu": second.span.start, "den": second.span.end, "q": "liệu"}
    ).text

    ways = dict(re.findall(r'href="([^"]+)" data-key="Shift\+(\w+)"', page))
    before = next(url for url, key in ways.items() if key == "ArrowLeft")
    after = next(url for url, key in ways.items() if key == "ArrowRight")
    assert before.startswith(f"/van-ban/{samples.GUIDE_ID}/trang/4?tu=100&amp;den=")
    assert after.startswith(f"/van-ban/{samples.RULE_ID}/trang/5?tu=300&amp;den=")
    assert "Kết quả tìm kiếm" in page


def test_without_a_question_there_are_no_hits_beside_it(
    client: TestClient, service: FakeService
) -> None:
    page = client.get(ADDRESS).text

    assert "Shift+" not in page
    assert service.asked == []


def test_what_the_page_does_not_say_is_no_quotation_with_the_reason(over: Ask) -> None:
    page = over_sheet(over, replace(samples.SHEET, mismatch="đọc được “khác” ở trang 4"))

    assert "Không phải trích nguyên văn: đọc được “khác” ở trang 4." in page


def test_marks_of_whole_lines_absent_passages_and_word_files_are_told(over: Ask) -> None:
    lines = over_sheet(over, replace(samples.SHEET, exact=False))
    elsewhere = over_sheet(over, replace(samples.SHEET, passage=(), chosen=()))
    word = replace(samples.GUIDE, file_name="mau.docx", page_count=0)
    set_anew = over_sheet(over, PageSheet(word, 1, 2))

    assert "chỉ đánh dấu được trọn dòng" in lines
    assert "không nằm trên trang này" in elsewhere
    assert "Bản in do LibreOffice dàn trang" in set_anew
    assert "sheet-text" not in set_anew
    assert f"/van-ban/{samples.GUIDE_ID}/pdf#page=1" in hrefs(set_anew)


def test_a_hit_leads_to_the_view_of_each_of_its_pages(client: TestClient) -> None:
    page = client.get("/", params={"q": "thông tin", "limit": "20", "year": "2024"}).text

    links = [url for url in hrefs(page) if "/trang/" in url]
    asked = "q=th%C3%B4ng+tin&year=2024&limit=20#danh-dau"
    second = samples.HITS[1]
    assert second.span is not None
    place = f"tu={second.span.start}&den={second.span.end}"
    assert f"/van-ban/{samples.GUIDE_ID}/trang/3?{place}&{asked}" in links
    assert f"/van-ban/{samples.GUIDE_ID}/trang/4?{place}&{asked}" in links
    assert "Xem trang 3" in page


def test_a_hit_that_its_page_belies_is_not_set_as_a_quotation(over: Ask) -> None:
    hit = replace(samples.HITS[0], mismatch="đọc được “khác” ở trang 4")
    sound = samples.HITS[1]
    page = over(FakeService(answer=samples.answer("x", (hit, sound)))).get("/?q=x").text

    assert page.count("<blockquote") == page.count("</blockquote>") == 1
    assert page.count('<div class="passage unquoted">') == 1
    assert "Không phải trích nguyên văn: đọc được “khác” ở trang 4." in page


def test_a_browser_keeps_the_picture_and_asks_each_time(client: TestClient, original: Path) -> None:
    first = client.get(f"{ADDRESS}/hinh")
    again = client.get(f"{ADDRESS}/hinh", headers={"If-None-Match": first.headers["etag"]})

    assert first.content == original.read_bytes()
    assert first.headers["content-type"] == "image/jpeg"
    assert first.headers["cache-control"] == "private, no-cache"
    assert (again.status_code, again.content) == (304, b"")


def test_of_a_removed_document_not_even_the_kept_picture_is_shown(
    client: TestClient, service: FakeService
) -> None:
    tag = client.get(f"{ADDRESS}/hinh").headers["etag"]
    service.cards = ()

    assert client.get(f"{ADDRESS}/hinh", headers={"If-None-Match": tag}).status_code == 404


@pytest.mark.parametrize("error", [UnknownDocument, UnknownPlace])
def test_a_page_that_is_not_there_is_not_found(over: Ask, error: type[Exception]) -> None:
    without = FakeService(trouble=error("Văn bản này có 7 trang, không có trang 99."))

    answer = over(without).get(f"/van-ban/{samples.GUIDE_ID}/trang/99")

    assert answer.status_code == 404
    assert "không có trang 99" in answer.text
