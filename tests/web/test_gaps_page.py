"""The page of the documents that are cited and not held, and its list for programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.document import Facts
from kb.relation import Relation
from kb.service.gaps import Gap
from kb.service.gaps_export import gaps_csv, gaps_json
from kb.service.results import DocumentCard, ReferenceLink
from kb.state import Change, DocumentState, State
from kb.symbol import Symbol
from tests.web import samples
from tests.web.conftest import Ask, Visit, log_in
from tests.web.fakes import FakeService
from web.presenters.gaps import MOST_ROWS

PLACE = ReferenceLink("57-KL/TW", "Kết luận", None, "Điều 3", "II/dieu-3", 4, samples.RULE)
CHANGE = Change(
    Relation.REPLACES,
    samples.RULE_ID,
    samples.RULE.facts,
    "905-QĐ/TUM",
    None,
    "Quy định này thay thế …",
    "Điều 9",
    "dieu-9",
    (3, 3),
)
KNOWN = Gap(
    samples.CONCLUSION.facts,
    documents=2,
    passages=1234,
    places=(PLACE,),
    known=samples.CONCLUSION.facts,
    state=DocumentState(State.SUPERSEDED, date(2025, 1, 31), (CHANGE,)),
)
UNCLEAR = Gap(
    Facts(symbol=Symbol("36", "NQ", "TW"), type="Nghị quyết"),
    documents=1,
    passages=1,
    places=(PLACE,),
    candidates=(samples.TWINS[0], replace(samples.TWINS[1], held_id=samples.PLAN_ID)),
)
MISSING = (KNOWN, UNCLEAR)


@pytest.fixture
def lacking(service: FakeService) -> FakeService:
    service.missing = MISSING
    return service


def test_each_gap_has_its_name_its_source_and_links_to_where_it_is_cited(
    lacking: FakeService, over: Ask
) -> None:
    page = over(lacking).get("/con-thieu").text

    assert "Kết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị (khóa XIII)" in page
    assert "theo danh mục" in page
    assert "2 văn bản viện dẫn, ở 1.234 đoạn" in page
    assert f'<a href="/van-ban/{samples.RULE_ID}#II/dieu-3">905-QĐ/TUM, Điều 3</a>' in page
    assert 'href="/?q=57-KL%2FTW"' in page
    assert "Hết hiệu lực (chưa rõ từ ngày nào): được thay thế bởi 905-QĐ/TUM" in page


def test_one_that_is_not_certain_names_those_that_it_may_be(
    lacking: FakeService, over: Ask
) -> None:
    page = over(lacking).get("/con-thieu?q=36").text

    assert "Chưa rõ là văn bản nào" in page
    assert "<li>Nghị quyết số 36-NQ/TW, ngày 22/10/2018 của" in page
    assert f'<li><a href="/van-ban/{samples.PLAN_ID}">Nghị quyết số 36-NQ/TW, ngày 30/01' in page
    assert "57-KL/TW" not in page


def test_one_whose_day_may_be_wrong_names_those_of_the_same_number(
    service: FakeService, over: Ask
) -> None:
    service.missing = (replace(UNCLEAR, candidates=(), namesakes=samples.TWINS[:1]),)

    page = over(service).get("/con-thieu").text

    assert "Ngày được viện dẫn có thể sai; cùng số, khác ngày:" in page
    assert "<li>Nghị quyết số 36-NQ/TW, ngày 22/10/2018 của" in page


def test_a_long_list_shows_its_beginning_and_says_so(service: FakeService, over: Ask) -> None:
    service.missing = (KNOWN,) * (MOST_ROWS + 1)

    page = over(service).get("/con-thieu").text

    assert page.count('<th scope="row">') == MOST_ROWS
    assert f"Trang này hiện {MOST_ROWS} văn bản đầu" in page


def test_a_filter_that_leaves_nothing_says_so(lacking: FakeService, over: Ask) -> None:
    page = over(lacking).get("/con-thieu?q=<không có>").text

    assert "Không có văn bản còn thiếu nào khớp với “&lt;không có&gt;”" in page


@pytest.mark.parametrize(
    ("held", "said"),
    [(samples.CARDS, "Không thiếu văn bản nào."), ((), "Thư viện chưa có văn bản nào")],
)
def test_without_gaps_the_page_says_why(
    service: FakeService, over: Ask, held: tuple[DocumentCard, ...], said: str
) -> None:
    service.cards = held

    page = over(service).get("/con-thieu").text

    assert said in page
    assert "<table" not in page


def test_the_library_leads_to_the_list_where_there_is_one(service: FakeService, over: Ask) -> None:
    assert "Văn bản còn thiếu" not in over(service).get("/van-ban").text

    service.missing = MISSING

    link = '<a href="/con-thieu">Văn bản còn thiếu: 2</a>'
    assert link in over(service).get("/van-ban").text


def test_programs_get_the_same_as_json_and_as_a_table(lacking: FakeService, over: Ask) -> None:
    client = over(lacking)

    table = client.get("/api/v1/gaps?format=csv")

    assert client.get("/api/v1/gaps").json()["items"] == gaps_json(MISSING)["gaps"]
    assert table.content == gaps_csv(MISSING)
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert "van-ban-con-thieu.csv" in table.headers["content-disposition"]


def test_another_format_is_refused(lacking: FakeService, over: Ask) -> None:
    answer = over(lacking).get("/api/v1/gaps?format=xml")

    assert answer.status_code == 422
    assert "format" in answer.json()["error"]["message"]


def test_where_there_are_accounts_only_who_is_logged_in_sees_the_list(
    lacking: FakeService, visit: Visit
) -> None:
    client = visit()
    assert client.get("/api/v1/gaps").status_code == 401
    assert client.get("/con-thieu").headers["location"].startswith("/dang-nhap")

    log_in(client, "reader")

    assert client.get("/con-thieu").status_code == 200
