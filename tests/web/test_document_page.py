"""The document page: facts, outline, anchors, notes, tables, pages and mentions."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient

from kb.passage import PassageKind
from kb.service.results import ReferenceLink
from tests.web import samples
from tests.web.conftest import Ask
from tests.web.fakes import FakeService

ADDRESS = f"/van-ban/{samples.GUIDE_ID}"


@pytest.fixture
def page(client: TestClient) -> str:
    """The page of the sample guideline."""
    return client.get(ADDRESS).text


def ids(page: str) -> list[str]:
    """The ids on a page."""
    return [unescape(found) for found in re.findall(r'\sid="([^"]+)"', page)]


def test_an_absent_fact_is_said(page: str) -> None:
    row = '<th scope="row">Ngày ban hành</th><td class="absent">không ghi trong văn bản</td>'

    assert row in page


def row_of(page: str, name: str) -> str:
    """The table row of a fact."""
    return page.split(f'<th scope="row">{name}</th>')[1].split("</tr>")[0]


def test_a_fact_tells_why_it_is_so_and_where_it_was_read(page: str) -> None:
    row = row_of(page, "Số, ký hiệu")

    assert row.startswith("<td>901-HD/BTGTUM")
    assert "<details" in row
    assert 'class="visually-hidden">Số, ký hiệu: </span>vì sao</summary>' in row
    assert f'“901-HD/BTGTUM” (<a href="{ADDRESS}/tep#page=1">trang 1</a>)' in row


def test_only_facts_that_are_not_sure_are_marked(page: str) -> None:
    marked = {
        name: re.findall(r'<strong class="doubt">([^<]+)</strong>', row_of(page, name))
        for name in ("Số, ký hiệu", "Cơ quan ban hành", "Loại văn bản", "Trích yếu")
    }

    assert marked == {
        "Số, ký hiệu": [],
        "Cơ quan ban hành": ["nên đối chiếu"],
        "Loại văn bản": ["chưa chắc, cần đối chiếu bản gốc"],
        "Trích yếu": [],
    }


def test_an_inferred_fact_quotes_nothing(page: str) -> None:
    assert "<p>theo dòng tên loại, trái với ký hiệu</p>" in row_of(page, "Loại văn bản")


def test_a_fact_without_evidence_explains_nothing(page: str) -> None:
    assert "<details" not in row_of(page, "Trích yếu")


def test_the_term_is_a_row_only_where_it_is_known(page: str, over: Ask) -> None:
    facts = replace(samples.GUIDE.facts, term="XIII")
    view = replace(samples.GUIDE_VIEW, card=replace(samples.GUIDE, facts=facts))

    with_term = over(FakeService(views=(view,))).get(ADDRESS).text

    assert '<th scope="row">Khóa</th>' not in page
    assert row_of(with_term, "Khóa").startswith("<td>XIII")


def test_only_scanned_pages_say_how_surely_they_were_read(page: str) -> None:
    assert page.count('class="page-scan"') == 1
    assert 'Trang 4</a> <span class="page-scan">bản quét, tin cậy 94%</span>' in page


def test_ids_are_unique_and_every_link_on_the_page_has_its_place(page: str) -> None:
    places = ids(page)
    inner = [unquote(unescape(link)) for link in re.findall(r'href="#([^"]+)"', page)]

    assert len(places) == len(set(places))
    assert set(inner) <= set(places)


def test_every_division_with_text_is_a_place(page: str) -> None:
    assert {block.division for block in samples.BLOCKS} <= set(ids(page))


def test_a_parent_whose_first_text_is_its_childs_is_a_place_too(over: Ask) -> None:
    blocks = (samples.block("a) Điểm đầu tiên.", 1, "dieu-6/2/a"),)
    view = replace(samples.GUIDE_VIEW, blocks=blocks)

    page = over(FakeService(views=(view,))).get(ADDRESS).text

    assert {"dieu-6", "dieu-6/2", "dieu-6/2/a"} <= set(ids(page))


def test_the_outline_nests_and_leaves_out_dashes(page: str) -> None:
    assert page.count('<span class="outline-number">II.</span> NHIỆM VỤ TRỌNG TÂM') == 2
    assert "gạch đầu dòng thứ nhất</span>" not in page.split("Thông tin văn bản")[0]


def test_a_footnote_and_its_mark_lead_to_each_other(page: str) -> None:
    assert 'đường lối của Đảng<sup class="note-mark" id="dau-chu-thich-1">' in page
    assert '<a href="#I/1/-1/fn1" aria-label="Chú thích 1">1</a>' in page
    assert '<a href="#dau-chu-thich-1"' in page


def test_a_mark_without_a_note_is_no_link(over: Ask) -> None:
    blocks = (samples.block("Văn bản mẫu.", 1, "1", marks=((8, "9"),)),)
    view = replace(samples.GUIDE_VIEW, blocks=blocks)

    page = over(FakeService(views=(view,))).get(ADDRESS).text

    assert 'Văn bản <sup class="note-mark" id="dau-chu-thich-9">9</sup>mẫu.' in page


def test_the_second_paragraph_of_a_footnote_is_a_note_without_a_name(over: Ask) -> None:
    note = PassageKind.FOOTNOTE
    blocks = (
        samples.block("Đoạn đầu.", 1, "1/fn1", note, footnote="1"),
        samples.block("Đoạn sau.", 1, "1/fn1", note, starts=False),
    )
    view = replace(samples.GUIDE_VIEW, blocks=blocks)

    page = over(FakeService(views=(view,))).get(ADDRESS).text

    assert '<p class="note" role="note">Đoạn sau.</p>' in page
    assert page.count('class="note-name"') == 1


def test_a_heading_that_only_leads_in_a_list_is_drawn_as_text(over: Ask) -> None:
    blocks = (samples.block("2. Áp dụng đối với:", 1, "dieu-1/2", PassageKind.HEADING),)
    view = replace(samples.GUIDE_VIEW, blocks=blocks)

    page = over(FakeService(views=(view,))).get(ADDRESS).text

    assert '<p class="paragraph">2. Áp dụng đối với:</p>' in page


def test_rows_become_one_table(page: str) -> None:
    assert page.count('class="text-table"') == 1
    assert "<tr><td>2</td><td>Tập huấn báo cáo viên</td>" in page


def test_every_page_of_the_original_is_marked_once_and_linked(page: str) -> None:
    for number in range(1, 6):
        assert page.count(f'id="trang-{number}"') == 1
        assert f'href="{ADDRESS}/tep#page={number}"' in page


def test_mentions_say_what_the_library_lacks(page: str) -> None:
    cites = page.split('id="cites-name"')[1]

    assert "chưa có trong thư viện, có trong danh mục" in cites
    assert "Kế hoạch số 911-KH/BTGTUM" in cites
    assert cites.count("Kết luận số 57-KL/TW ngày 15/6/2023") == 1
    assert f'href="/van-ban/{samples.RULE_ID}"' in cites
    assert f'href="/van-ban/{samples.PLAN_ID}#1"' in cites


def test_a_mention_that_is_not_certain_lists_every_document_that_it_may_mean(over: Ask) -> None:
    held = replace(samples.CONCLUSION, held_id=samples.RULE_ID)
    link = ReferenceLink(
        None, "Nghị quyết", None, "mục 1", "I/1", 1, None, None, (samples.CONCLUSION, held), "TW 8"
    )
    view = replace(samples.GUIDE_VIEW, cites=(link,))

    page = over(FakeService(views=(view,))).get(ADDRESS).text

    cites = " ".join(page.split('id="cites-name"')[1].split('id="duoc-vien-dan')[0].split())
    name = "Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị"
    assert "Nghị quyết TW 8</p>" in cites
    assert f'có thể là: {name}; <a href="/van-ban/{samples.RULE_ID}">{name}</a></p>' in cites
    assert "chưa có trong thư viện" not in cites


def test_a_document_without_text_says_so(over: Ask) -> None:
    view = replace(samples.GUIDE_VIEW, blocks=(), outline=(), cites=(), cited_by=())

    page = over(FakeService(views=(view,))).get(ADDRESS).text

    assert "Văn bản này chưa có phần chữ." in page
    assert "Mục lục" not in page


def test_the_text_of_a_document_is_escaped(over: Ask) -> None:
    blocks = (
        samples.block("<img src=x>", 1, "1", PassageKind.HEADING),
        samples.block("a b", 1, "1", cells=("<img src=x>", "b")),
    )
    view = replace(samples.GUIDE_VIEW, blocks=blocks)

    page = over(FakeService(views=(view,))).get(ADDRESS).text

    assert "<img src=x>" not in page
    assert page.count("&lt;img src=x&gt;") == 2


def test_the_original_is_shown_inline_under_its_vietnamese_name(client: TestClient) -> None:
    response = client.get(f"{ADDRESS}/tep")

    assert response.content == b"%PDF-1.7 mau"
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"] == (
        "inline; filename=\"Huong dan 901 (ban ky).pdf\"; filename*=UTF-8''"
        "H%C6%B0%E1%BB%9Bng%20d%E1%BA%ABn%20901%20%28b%E1%BA%A3n%20k%C3%BD%29.pdf"
    )


def test_the_page_view_of_a_word_file_is_a_pdf_under_its_name(original: Path, over: Ask) -> None:
    card = replace(samples.PLAN, file_name="Kế hoạch tháng 6.docx", page_count=0)
    client = over(FakeService(cards=(card,), file=original))

    response = client.get(f"/van-ban/{samples.PLAN_ID}/pdf")

    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"] == (
        "inline; filename=\"Ke hoach thang 6.pdf\"; filename*=UTF-8''"
        "K%E1%BA%BF%20ho%E1%BA%A1ch%20th%C3%A1ng%206.pdf"
    )


def test_a_word_file_offers_its_page_view_and_its_original(over: Ask) -> None:
    card = replace(samples.GUIDE, file_name="huong-dan.docx", page_count=0)
    view = replace(samples.GUIDE_VIEW, card=card)

    page = over(FakeService(views=(view,))).get(ADDRESS).text

    assert f'<a class="button" href="{ADDRESS}/pdf">Xem bản in</a>' in page
    assert f'href="{ADDRESS}/tep">Tải bản gốc Word</a>' in page


def test_a_pdf_needs_no_page_view(page: str) -> None:
    assert f'<a class="button" href="{ADDRESS}/tep">Mở bản gốc</a>' in page
    assert f"{ADDRESS}/pdf" not in page


def test_a_part_of_the_original_can_be_asked_for(client: TestClient) -> None:
    response = client.get(f"{ADDRESS}/tep", headers={"Range": "bytes=0-3"})

    assert response.status_code == 206
    assert response.content == b"%PDF"
