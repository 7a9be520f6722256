"""The JSON API: exact shapes, and the same shape for every error."""

from __future__ import annotations

from dataclasses import replace

from fastapi.testclient import TestClient

from kb.query import Filters
from kb.service.results import SearchAnswer
from kb.service.serialise import answer_json
from tests.web import samples
from tests.web.conftest import Ask
from tests.web.fakes import FakeService

FACTS = {"symbol", "type", "issuer", "date", "title", "term"}


def test_a_hit_has_exactly_the_promised_shape(over: Ask) -> None:
    hit = samples.hit(1, "Gồm Kết luận số 57-KL/TW.", ((16, 24),), document=samples.RULE)
    hit = replace(hit, ocr_quality=0.94)
    answer = samples.answer("kết luận 57", (hit,))

    body = over(FakeService(answer=answer)).get("/api/search?q=x").json()

    assert body == {
        "query": "kết luận 57",
        "took_ms": 41.6,
        "hits": [
            {
                "rank": 1,
                "score": 1.0,
                "document": {
                    "id": samples.RULE_ID,
                    "symbol": "905-QĐ/TUM",
                    "type": "Quy định",
                    "issuer": "Ban Thường vụ Tỉnh ủy Trường Khê",
                    "date": "2023-02-09",
                    "title": samples.RULE.facts.title,
                    "term": None,
                },
                "division": "Phần II, mục 1, chú thích 2",
                "pages": [4, 4],
                "text": "Gồm Kết luận số 57-KL/TW.",
                "highlights": [[16, 24]],
                "citation": {
                    "full": samples.CITATION.full,
                    "short": samples.CITATION.short,
                    "passage": samples.CITATION.passage,
                },
                "why": {"dense": 0.64, "lexical": 0.82, "number": True, "place": False},
                "url": f"/van-ban/{samples.RULE_ID}#II/1/-1/fn2",
                "ocr_quality": 0.94,
                "warnings": [],
            }
        ],
        "numbers": [],
        "notice": None,
        "searched_as": None,
    }


def test_the_api_answers_what_the_command_line_prints(client: TestClient) -> None:
    body = client.get("/api/search", params={"q": "thông tin"}).json()

    assert body == answer_json(samples.answer("thông tin"))


def test_what_is_known_of_a_number_is_told(client: TestClient) -> None:
    (number,) = client.get("/api/search", params={"q": "57-KL/TW"}).json()["numbers"]

    assert set(number) == {"asked", "held", "known", "cited_by"}
    assert set(number["known"][0]) == FACTS | {"held_id"}
    assert number["known"][0]["date"] == "2023-06-15"


def test_filters_and_limit_reach_the_service(client: TestClient, service: FakeService) -> None:
    client.get("/api/search", params={"q": "a", "issuer": "Bộ Chính trị", "limit": "25"})

    assert service.asked == [("a", Filters(issuer="Bộ Chính trị"), 25)]


def test_a_text_with_astral_letters_keeps_code_point_offsets(over: Ask) -> None:
    text = "𝐀 điều"
    answer: SearchAnswer = samples.answer("điều", (samples.hit(1, text, ((2, 6),)),))

    (hit,) = over(FakeService(answer=answer)).get("/api/search?q=x").json()["hits"]

    ((start, end),) = hit["highlights"]
    assert hit["text"][start:end] == "điều"


def test_documents_are_listed(client: TestClient) -> None:
    listed = client.get("/api/documents").json()["documents"]

    assert [item["id"] for item in listed] == [card.id for card in samples.CARDS]
    assert set(listed[0]) == FACTS | {"id", "file_name", "page_count"}
    assert listed[2]["date"] is None


def test_a_document_is_told_whole(client: TestClient) -> None:
    body = client.get(f"/api/documents/{samples.GUIDE_ID}").json()

    assert body["document"]["id"] == samples.GUIDE_ID
    assert body["missing"] == ["ngày ban hành"]
    assert body["pages"][3] == {"label": "4", "recognised": True, "quality": 0.937}
    assert body["evidence"][1] == {
        "field": "issuer",
        "confidence": "likely",
        "reason": "theo câu mở đầu",
        "printed": "Ban Tuyên giáo Tỉnh ủy",
        "page": 1,
    }
    assert [block["text"] for block in body["blocks"]] == [b.text for b in samples.BLOCKS]
    assert body["outline"][1] == {
        "key": "I",
        "kind": "part",
        "label": "Phần I",
        "title": "MỤC ĐÍCH, YÊU CẦU",
    }
    assert [item["document_id"] for item in body["cites"]] == [None, None, samples.RULE_ID, None]


def test_the_process_says_that_it_lives(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
