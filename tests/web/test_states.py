"""Whether a document is in force, on every page that shows it, in the address and in the API."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from fastapi.testclient import TestClient

from kb.query import Filters, Reading, ReadingKind
from kb.service.results import DocumentCard, FacetCount, Facets, KnownDocument, NumberAnswer
from kb.state import State
from tests.web import samples
from tests.web.conftest import Ask
from tests.web.fakes import FakeService

SUPERSEDED = samples.in_state(State.SUPERSEDED, samples.REPLACEMENT)
REASON = "Hết hiệu lực từ 01/3/2024: được thay thế bởi 901-HD/BTGTUM"
PROOF_URL = f"/van-ban/{samples.GUIDE_ID}#9"


def found(card: DocumentCard) -> FakeService:
    hit = replace(samples.HITS[0], document=card)
    return FakeService(answer=samples.answer("tiếp dân", (hit,)))


def page(over: Ask, service: FakeService, url: str = "/?q=x") -> str:
    return over(service).get(url).text


def test_a_superseded_hit_says_so_and_leads_to_the_proof(over: Ask) -> None:
    shown = page(over, found(SUPERSEDED))

    assert f'<p class="state state-superseded"><a href="{PROOF_URL}">{REASON}</a>.' in shown


def test_a_hit_of_which_nothing_bad_is_known_says_that_quietly(over: Ask) -> None:
    shown = page(over, found(samples.in_state(State.IN_FORCE)))

    assert "chưa thấy văn bản thay thế</span>" in shown
    assert 'class="state' not in shown


def test_what_is_only_possible_is_said_to_be_so(over: Ask) -> None:
    card = samples.in_state(State.IN_FORCE, possible=(samples.REPLACEMENT,))

    shown = page(over, found(card))

    assert "Có thể được thay thế bởi 901-HD/BTGTUM; chưa chắc" in shown
    assert "Hết hiệu lực từ" not in shown


def test_the_number_box_says_it_of_held_and_of_known_documents(over: Ask) -> None:
    known = KnownDocument(samples.CONCLUSION.facts, None, SUPERSEDED.state)
    for number in (
        NumberAnswer("905-QĐ/TUM", (SUPERSEDED,), (), 0),
        NumberAnswer("57-KL/TW", (), (known,), 0),
        NumberAnswer("36-NQ/TW", (), (known, replace(known, facts=samples.TWINS[0].facts)), 0),
    ):
        shown = page(over, FakeService(answer=samples.answer("x", (), numbers=(number,))))

        assert f">{REASON}</a>." in shown


def test_the_library_marks_it_too(over: Ask) -> None:
    assert f">{REASON}</a>." in page(over, FakeService(cards=(SUPERSEDED,)), "/van-ban")


def test_the_document_page_shows_the_sentence_that_proves_it(over: Ask) -> None:
    view = replace(samples.GUIDE_VIEW, card=SUPERSEDED, unrelated=3)

    shown = page(over, FakeService(views=(view,)), f"/van-ban/{samples.RULE_ID}")

    assert "“Quy định này thay thế Quy định số 905-QĐ/TUM &amp; mọi bản &lt;trước&gt;.”" in shown
    assert f'Được thay thế bởi 901-HD/BTGTUM: <a href="{PROOF_URL}">Điều 9, trang 7</a>' in shown
    assert "3 văn bản được nạp từ bản kb trước chưa được đọc quan hệ" in shown


def test_states_are_offered_with_counts_and_the_day_stays_in_every_link(over: Ask) -> None:
    states = tuple(FacetCount(state, 2) for state in ("in_force", "superseded"))
    chosen = Filters(state=State.SUPERSEDED, as_of=date(2024, 6, 1))
    answer = samples.answer("tiếp dân", filters=chosen)
    service = FakeService(answer=replace(answer, facets=Facets(states=states)))

    shown = page(over, service)

    assert "<span>Chưa thấy văn bản thay thế</span>" in shown
    assert "state=in_force&amp;as_of=2024-06-01" in shown
    assert 'type="date" name="as_of" value="2024-06-01"' in shown
    assert '<span class="chip-name">Hiệu lực:</span> Hết hiệu lực' in shown
    assert '<span class="chip-name">Tính đến ngày:</span> 01/6/2024' in shown


def test_words_about_force_are_a_filter_that_can_be_taken_off(over: Ask) -> None:
    reading = Reading(ReadingKind.STATE, Filters(state=State.IN_FORCE), "còn hiệu lực", 8, 20)
    answer = replace(samples.answer("quy định còn hiệu lực", samples.HITS), readings=(reading,))

    shown = page(over, FakeService(answer=answer))

    assert '<span class="chip-name">Hiệu lực:</span> Chưa thấy văn bản thay thế' in shown
    assert "declined=state" in shown


@pytest.mark.parametrize("path", ["/", "/api/v1/search"])
def test_state_and_day_are_read_from_the_address(over: Ask, path: str) -> None:
    service = FakeService()

    over(service).get(f"{path}?q=x&state=amended&as_of=2024-06-01")

    assert [filters for _, filters, _ in service.asked] == [
        Filters(state=State.AMENDED, as_of=date(2024, 6, 1))
    ]


@pytest.mark.parametrize("said", ["state=gone", "as_of=hom-qua"])
def test_what_is_no_state_or_day_is_refused(client: TestClient, said: str) -> None:
    assert client.get(f"/?q=x&{said}").status_code == 400


def test_the_api_gives_state_reason_proof_and_place(over: Ask) -> None:
    body = over(found(SUPERSEDED)).get("/api/v1/search?q=x").json()

    assert body["hits"][0]["document"]["state"] == {
        "state": "superseded",
        "as_of": "2024-06-01",
        "reason": REASON,
        "by": [
            {
                "relation": "replaces",
                "id": samples.GUIDE_ID,
                "symbol": "901-HD/BTGTUM",
                "from": "2024-03-01",
                "place": "Điều 9",
                "pages": [7, 7],
                "proof": samples.REPLACEMENT.proof,
                "url": PROOF_URL,
            }
        ],
        "possible": [],
        "newer": None,
    }
