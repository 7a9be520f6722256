"""The pages: what each shows, that it escapes everything, and that links keep the search."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from kb.query import Filters, Reading, ReadingKind, Sort
from kb.service.results import FacetCount, Facets, NumberAnswer
from tests.web import samples
from tests.web.conftest import Ask
from tests.web.fakes import FakeService
from web.presenters.facets import chips_of

EVIL = '<script>alert("x")</script>'


def hrefs(page: str) -> list[str]:
    """The addresses that a page links to, in order."""
    return [unescape(part.split('"', 1)[0]) for part in page.split('href="')[1:]]


def test_the_welcome_page_offers_three_queries_and_the_size_of_the_library(
    client: TestClient, service: FakeService
) -> None:
    page = client.get("/").text

    assert page.count('class="example-typed"') == 3
    assert "<dt>văn bản trong thư viện</dt><dd>3</dd>" in page
    assert "<dt>trang đã đọc</dt><dd>22</dd>" in page
    assert "autofocus" in page
    assert service.asked == []


def test_a_query_of_spaces_is_no_query(client: TestClient, service: FakeService) -> None:
    page = client.get("/", params={"q": "  "}).text

    assert "Thử tìm" in page
    assert service.asked == []


def test_the_service_is_asked_with_the_filters_of_the_address(
    client: TestClient, service: FakeService
) -> None:
    client.get("/", params={"q": " đối thoại ", "type": "Quy định", "issuer": "", "year": "2023"})

    assert service.asked == [("đối thoại", Filters("Quy định", None, 2023), 10)]


def test_a_hit_shows_number_title_issuer_date_place_and_page(client: TestClient) -> None:
    page = client.get("/", params={"q": "đối thoại"}).text

    for said in (
        "Quy định số 905-QĐ/TUM",
        "Trách nhiệm của người đứng đầu cấp ủy",
        "Ban Thường vụ Tỉnh ủy Trường Khê",
        "ngày 09/02/2023",
        "Điều 6, khoản 2",
        "trang 5",
        "trang 3–4",
        "chưa rõ ngày ban hành",
        "Văn bản không ghi: ngày ban hành",
        samples.CITATION.full,
        samples.RULE_CITATION.passage,
    ):
        assert said in page
    assert f"/van-ban/{samples.GUIDE_ID}#II/1/-1/fn2" in hrefs(page)
    assert f"/van-ban/{samples.GUIDE_ID}/tep#page=4" in hrefs(page)


def test_the_search_box_is_a_plain_form_beside_an_empty_list_of_suggestions(
    client: TestClient,
) -> None:
    for address in ("/", "/?q=x", "/khong-co"):
        page = client.get(address).text

        assert 'data-suggestions="q-suggestions"' in page
        assert re.search(
            r'<ul class="suggestions" id="q-suggestions" role="listbox"[^>]* hidden', page
        )
        assert "combobox" not in page  # said by the script that makes it one
        assert '<form class="search" action="/" method="get"' in page


def test_highlights_are_marked_and_nothing_else(client: TestClient) -> None:
    page = client.get("/", params={"q": "thông tin"}).text

    assert "Gồm Kết luận số <mark>57-KL/TW</mark> ngày 15/6/2023" in page


@pytest.mark.parametrize("place", ["title", "text", "query"])
def test_what_documents_and_users_write_is_escaped(over: Ask, place: str) -> None:
    facts = replace(samples.GUIDE.facts, title=EVIL if place == "title" else "Mẫu")
    card = replace(samples.GUIDE, facts=facts, file_name=EVIL)
    text = EVIL if place == "text" else "Mẫu"
    hit = samples.hit(1, text, ((0, 3),), document=card)
    query = EVIL if place == "query" else "mẫu"
    client = over(FakeService(cards=(card,), answer=samples.answer(query, (hit,))))

    pages = [client.get(address).text for address in ("/?q=a", "/", "/van-ban")]

    assert not any("<script>" in page for page in pages)
    assert any("alert(" in page for page in pages)


def test_filters_are_links_that_keep_the_query_and_the_other_filters(client: TestClient) -> None:
    page = client.get("/", params={"q": "đối thoại & dân", "year": "2023"}).text

    kept = {"q": ["đối thoại & dân"], "type": ["Quy định"], "year": ["2023"]}
    assert kept in [parse_qs(urlsplit(link).query) for link in hrefs(page)]


def test_a_hit_on_a_scanned_page_says_so_and_no_other_does(over: Ask) -> None:
    scanned = replace(samples.hit(1, "Chữ."), ocr_quality=0.9371)
    answer = samples.answer("chữ", (scanned, samples.hit(2, "Chữ.")))

    page = over(FakeService(answer=answer)).get("/?q=ch%E1%BB%AF").text

    assert page.count('<span class="place-scan">bản quét, tin cậy 94%</span>') == 1


def test_a_filter_in_force_can_be_taken_off_alone(client: TestClient) -> None:
    page = client.get("/", params={"q": "dân", "year": "2023", "type": "Quy định"}).text

    queries = [parse_qs(urlsplit(link).query) for link in hrefs(page)]
    assert {"q": ["dân"], "year": ["2023"]} in queries
    assert {"q": ["dân"], "type": ["Quy định"]} in queries
    assert '<input type="hidden" name="year" value="2023">' in page


def links_of(page: str) -> list[dict[str, list[str]]]:
    return [parse_qs(urlsplit(link).query) for link in hrefs(page)]


def test_a_filter_understood_from_words_is_shown_so_and_can_be_declined(over: Ask) -> None:
    reading = Reading(ReadingKind.DATE, Filters(year=2023), "năm 2023", 10, 18)
    answer = replace(samples.answer("nghị quyết năm 2023"), readings=(reading,))

    page = over(FakeService(answer=answer)).get("/?q=x").text

    assert "(hiểu từ câu hỏi)" in page
    assert {"q": ["nghị quyết năm 2023"], "declined": ["date"]} in links_of(page)


@pytest.mark.parametrize(
    ("limits", "shown"),
    [
        (Filters(year=2023), "2023"),
        (
            Filters(since=date(2023, 6, 1), until=date(2023, 6, 30)),
            "từ 01/6/2023 đến 30/6/2023",
        ),
        (Filters(since=date(2023, 6, 15), until=date(2023, 6, 15)), "ngày 15/6/2023"),
        (Filters(until=date(2019, 12, 31)), "đến 31/12/2019"),
    ],
)
def test_a_time_understood_is_written_as_offices_write_it(limits: Filters, shown: str) -> None:
    reading = Reading(ReadingKind.DATE, limits, "", 0, 0)

    (chip,) = chips_of(replace(samples.answer("x"), readings=(reading,)))

    assert (chip.value, chip.understood) == (shown, True)


def test_every_link_of_the_results_keeps_the_order_and_what_was_declined(over: Ask) -> None:
    answer = replace(
        samples.answer("dân", filters=Filters(type="Quy định")),
        sort=Sort.DATE,
        declined=frozenset({ReadingKind.DATE}),
    )

    page = over(FakeService(answer=answer)).get("/?q=x").text

    kept = {"q": ["dân"], "sort": ["date"], "declined": ["date"]}
    queries = links_of(page)
    assert kept in queries  # the type taken off
    assert {**kept, "type": ["Hướng dẫn"]} in queries
    assert {"q": ["dân"], "type": ["Quy định"], "declined": ["date"]} in queries  # by relevance


def test_the_range_of_dates_is_a_form_that_keeps_the_rest(over: Ask) -> None:
    filters = Filters(type="Quy định", since=date(2023, 6, 15))
    answer = samples.answer("dân", filters=filters)

    page = over(FakeService(answer=answer)).get("/?q=x").text

    form = page[page.index('class="facet dates"') :]
    form = form[: form.index("</form>")]
    assert '<input type="date" name="from" value="2023-06-15">' in form
    assert '<input type="date" name="to" value="">' in form
    assert re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form) == [
        ("q", "dân"),
        ("type", "Quy định"),
    ]


def test_a_document_is_offered_by_its_name_and_shown_by_it(over: Ask) -> None:
    offered = Facets(documents=(FacetCount(samples.RULE_ID, 1, "905-QĐ/TUM – Đối thoại"),))
    answer = replace(
        samples.answer("dân", filters=Filters(document=samples.RULE_ID)), facets=offered
    )

    page = over(FakeService(answer=answer)).get("/?q=x").text

    assert page.count("905-QĐ/TUM – Đối thoại") == 3  # chip, and the filter beside and above
    assert {"q": ["dân"]} in links_of(page)


def test_the_spelling_can_be_declined_and_accepted_again(over: Ask) -> None:
    answer = samples.answer("kinh te bien", searched_as="kinh tế biển")
    verbatim = replace(answer, searched_as=None, declined=frozenset({ReadingKind.SPELLING}))

    page = over(FakeService(answer=answer)).get("/?q=x").text
    declined = over(FakeService(answer=verbatim)).get("/?q=x").text

    assert {"q": ["kinh te bien"], "declined": ["spelling"]} in links_of(page)
    assert "đúng như đã gõ" in declined
    assert {"q": ["kinh te bien"]} in links_of(declined)


def test_more_hits_are_offered_only_where_the_limit_was_met(client: TestClient) -> None:
    few = client.get("/", params={"q": "dân"}).text
    full = client.get("/", params={"q": "dân", "limit": "3"}).text

    assert "Xem thêm kết quả" not in few
    assert "/?q=d%C3%A2n&limit=13" in hrefs(full)


def test_a_known_document_that_is_not_held_is_said(client: TestClient) -> None:
    page = client.get("/", params={"q": "57-KL/TW"}).text

    assert (
        "Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị có trong danh mục, chưa có trong "
        "thư viện; được viện dẫn ở 1 đoạn dưới đây."
    ) in page


def test_twins_are_shown_side_by_side_with_their_dates(client: TestClient) -> None:
    page = client.get("/", params={"q": "36-NQ/TW"}).text

    assert "Danh mục ghi 2 văn bản cùng mang số 36-NQ/TW" in page
    assert "ngày 22/10/2018" in page
    assert "ngày 30/01/2023" in page
    assert "(khóa XII)" in page


def test_an_unknown_number_offers_links_to_the_nearest(over: Ask) -> None:
    number = NumberAnswer("57-KH/TW", (), (), 0, near=("57-KL/TW", "57-NQ/TW"))
    client = over(FakeService(answer=samples.answer("57-KH/TW", (), numbers=(number,))))

    page = client.get("/?q=57-KH/TW").text

    assert "Số 57-KH/TW không có trong thư viện" in page
    assert {"/?q=57-KL%2FTW", "/?q=57-NQ%2FTW"} <= set(hrefs(page))


def test_a_held_number_leads_to_its_document(client: TestClient) -> None:
    page = client.get("/", params={"q": "901-HD/BTGTUM"}).text

    assert "Văn bản số 901-HD/BTGTUM có trong thư viện." in page
    assert "Danh mục còn ghi" not in page


def test_no_hit_is_said_with_what_to_try(client: TestClient) -> None:
    page = client.get("/", params={"q": "xyz", "year": "2024"}).text

    assert "Không tìm thấy đoạn nào" in page
    assert "/?q=xyz" in hrefs(page)


def test_the_notice_of_the_service_is_shown(over: Ask) -> None:
    noticed = samples.answer("a", notice="Câu hỏi quá dài; chỉ dùng 300 chữ đầu.")

    page = over(FakeService(answer=noticed)).get("/?q=a").text

    assert "Câu hỏi quá dài; chỉ dùng 300 chữ đầu." in page


def test_where_nothing_answers_the_nearest_titles_stand_first_and_passages_are_folded(
    over: Ask,
) -> None:
    declined = replace(samples.answer("giá vàng"), abstained=True)

    page = over(FakeService(answer=declined)).get("/?q=giá vàng").text

    absence, nearest, passages = (
        page.index(said)
        for said in (
            "Thư viện không có đoạn nào trả lời câu hỏi này",
            "không phải câu trả lời",
            '<details class="nearest">',
        )
    )
    assert absence < nearest < passages < page.index('class="hits"') < page.rindex("</details>")
    assert page[nearest:passages].count("<li>") == 2  # two documents in three hits


def test_under_filters_the_absence_is_of_what_they_admit(over: Ask) -> None:
    declined = replace(samples.answer("giá vàng", filters=Filters(year=2024)), abstained=True)

    page = over(FakeService(answer=declined)).get("/?q=giá vàng&year=2024").text

    assert "Trong các văn bản đã lọc không có đoạn nào trả lời câu hỏi này" in page
    assert "Tìm trong tất cả văn bản" in page
    assert 'class="facets' in page


def test_copies_of_a_document_are_named_once_among_the_nearest(over: Ask) -> None:
    first, second, other = samples.HITS
    copy = replace(first, document=replace(first.document, id="c" * 64))
    declined = replace(samples.answer("giá vàng", (first, second, copy, other)), abstained=True)

    page = over(FakeService(answer=declined)).get("/?q=giá vàng").text

    listed = page[page.index("không phải câu trả lời") : page.index('<details class="nearest">')]
    assert listed.index(first.document.id) < listed.index(other.document.id)
    assert listed.count("<li>") == 2


def test_without_filters_there_is_nothing_to_narrow_where_nothing_answers(over: Ask) -> None:
    declined = replace(samples.answer("giá vàng"), abstained=True)

    page = over(FakeService(answer=declined)).get("/?q=giá vàng").text

    assert 'class="facets' not in page
    assert "Tìm trong tất cả văn bản" not in page


def test_an_answer_says_nothing_of_absence(client: TestClient) -> None:
    page = client.get("/?q=thông tin").text

    assert "trả lời câu hỏi này" not in page
    assert 'class="nearest"' not in page


def test_further_hits_of_a_document_fold_under_it_with_place_text_and_citation(over: Ask) -> None:
    first, second, other = samples.HITS
    folded = samples.hit(4, "Đoạn gập lại.", place="Phần III, mục 2")
    crowded = samples.answer("a", (first, second, other, replace(folded, folded_under=2)))

    page = over(FakeService(answer=crowded)).get("/?q=a").text

    start = page.index("Còn 1 đoạn nữa trong văn bản này")
    fold = page[start : page.index("</article>", start)]
    assert "Phần III, mục 2" in fold
    assert "Đoạn gập lại." in fold
    assert 'id="hit-4"' in fold
    assert page.index('id="hit-2"') < start < page.index('id="hit-3"')
    assert "4 đoạn trong 2 văn bản" in page


def test_what_was_searched_is_shown_with_the_way_to_what_was_typed(over: Ask) -> None:
    meant = samples.answer("chinh sach", filters=Filters(year=2024), searched_as="chính sách")

    page = over(FakeService(answer=meant)).get("/?q=chinh+sach&year=2024").text

    assert "Tìm theo: <strong>chính sách</strong>" in page
    assert 'href="/?q=chinh+sach&amp;year=2024&amp;declined=spelling"' in page


def test_what_was_typed_and_searched_alike_has_no_line_of_its_own(client: TestClient) -> None:
    page = client.get("/?q=thông tin").text

    assert "Tìm theo" not in page
    assert "Tìm đúng như đã gõ" not in page


def test_a_query_of_ten_thousand_characters_is_answered(
    client: TestClient, service: FakeService
) -> None:
    typed = "đối thoại " * 1000

    response = client.get("/", params={"q": typed})

    assert response.status_code == 200
    assert service.asked[0][0] == typed.strip()
    assert len(response.text.split("<title>")[1].split("</title>")[0]) < 120


def test_an_empty_library_says_how_to_fill_it(over: Ask) -> None:
    client = over(FakeService(cards=(), known=()))

    for address in ("/", "/van-ban"):
        assert "Thư viện chưa có văn bản nào." in client.get(address).text
    assert client.get("/danh-muc").status_code == 200


def test_the_library_groups_by_type_and_narrows_without_accents(client: TestClient) -> None:
    whole = client.get("/van-ban").text
    narrowed = client.get("/van-ban", params={"q": "doi thoai", "sort": "title"}).text

    assert whole.count('class="type-group"') == 3
    assert "905-QĐ/TUM" in narrowed
    assert "901-HD/BTGTUM" not in narrowed
    assert "/van-ban?q=doi+thoai&sort=symbol" in hrefs(narrowed)


def test_documents_that_look_alike_in_the_library_are_told_apart_by_their_files(over: Ask) -> None:
    twin = replace(samples.RULE, id="f" * 64, file_name="ban-quet.pdf")
    client = over(FakeService(cards=(*samples.CARDS, twin)))

    page = client.get("/van-ban").text

    named = re.findall(r'<span class="file-name">(.+?)</span>', page)
    assert sorted(named) == sorted([samples.RULE.file_name, "ban-quet.pdf"])


def test_files_that_wait_are_listed_by_name_and_narrowed_with_the_library(over: Ask) -> None:
    client = over(FakeService(cards=(), files_waiting=samples.WAITING))

    whole = client.get("/van-ban").text
    narrowed = client.get("/van-ban", params={"q": "cong van"}).text

    rows = re.findall(r'class="file-name">(.+?)</th><td>(.+?)</td><td>(.+?)</td>', whole)
    assert rows == [
        ("Công văn đến 12.pdf", "48 KB", "từ ngày 02/02/2025"),
        ("&lt;b&gt;.pdf", "1,3 MB", "từ ngày 15/6/2025"),
    ]
    assert "kb add --waiting" in whole
    assert "Công văn đến 12.pdf" in narrowed
    assert "&lt;b&gt;.pdf" not in narrowed


def test_where_no_file_waits_nothing_is_said_of_waiting(client: TestClient) -> None:
    assert "nhận dạng" not in client.get("/van-ban").text


def test_the_catalogue_says_what_is_held(client: TestClient) -> None:
    missing = client.get("/danh-muc", params={"held": "no"}).text
    held = client.get("/danh-muc", params={"held": "yes"}).text

    assert "57-KL/TW" in missing
    assert "901-HD/BTGTUM" not in missing
    assert f"/van-ban/{samples.GUIDE_ID}" in hrefs(held)


def test_the_health_page_says_what_to_do(client: TestClient) -> None:
    page = client.get("/tinh-trang").text

    assert "Có 1 mục cần xử lý." in page
    assert "Chạy lệnh kb reindex." in page


def test_every_page_has_language_landmarks_and_a_skip_link(client: TestClient) -> None:
    document = f"/van-ban/{samples.GUIDE_ID}"
    for address in ("/", "/?q=a", "/van-ban", document, "/danh-muc", "/tinh-trang", "/khong-co"):
        page = client.get(address).text
        assert '<html lang="vi">' in page
        assert '<a class="skip" href="#noi-dung">' in page
        assert '<main id="noi-dung"' in page
        assert page.count("<h1") == 1


def test_an_uncertain_fact_of_a_citation_is_said_beside_it(over: Ask) -> None:
    citation = replace(samples.CITATION, uncertain=("ngày ban hành",))
    answer = samples.answer("x", (samples.hit(1, "gần dân", citation=citation),))

    page = over(FakeService(answer=answer)).get("/?q=x").text

    assert "Chưa chắc: ngày ban hành. Văn bản ghi khác nhau; hãy đối chiếu bản gốc." in page


def test_a_hit_can_be_copied_with_its_citation_and_the_hits_exported(client: TestClient) -> None:
    page = client.get("/?q=dân vận&year=2024").text

    assert "Nguyên văn kèm trích dẫn" in page
    assert f"“{samples.DASH_TEXT}” (" in page
    assert (
        'href="/api/v1/export?q=d%C3%A2n+v%E1%BA%ADn&amp;year=2024&amp;limit=10&amp;format=docx"'
        in page
    )
