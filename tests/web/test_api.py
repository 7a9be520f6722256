"""The JSON API: exact shapes, and the same shape for every error."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fastapi.testclient import TestClient

from kb.query import Filters, Reading, ReadingKind, Sort
from kb.service.results import FacetCount, Facets, SearchAnswer, Suggestion
from kb.service.serialise import answer_json
from tests.web import samples
from tests.web.conftest import Ask
from tests.web.fakes import FakeService

NO_FILTER = dict.fromkeys(
    ("type", "issuer", "year", "term", "circulation", "document", "from", "to", "state", "as_of")
)
FACTS = {"symbol", "type", "issuer", "date", "title", "term"}


def test_a_hit_has_exactly_the_promised_shape(over: Ask) -> None:
    hit = samples.hit(1, "Gồm Kết luận số 57-KL/TW.", ((16, 24),), document=samples.RULE)
    why = replace(hit.why, words=("57-KL/TW",), others=("KL = kết luận",), restored=True)
    hit = replace(hit, ocr_quality=0.94, why=why)
    june = Filters(since=date(2023, 6, 1), until=date(2023, 6, 30))
    answer = replace(
        samples.answer("kết luận 57", (hit,)),
        filters=Filters(year=2023, since=date(2023, 1, 9)),
        sort=Sort.DATE,
        documents=1,
        readings=(Reading(ReadingKind.DATE, june, "tháng 6 năm 2023", 9, 25),),
        phrases=("kết luận",),
        facets=Facets(
            types=(FacetCount("Quy định", 1),),
            documents=(FacetCount(samples.RULE_ID, 1, "905-QĐ/TUM"),),
        ),
    )

    body = over(FakeService(answer=answer)).get("/api/v1/search?q=x").json()

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
                    "state": None,
                },
                "division": "Phần II, mục 1, chú thích 2",
                "pages": [4, 4],
                "text": "Gồm Kết luận số 57-KL/TW.",
                "highlights": [[16, 24]],
                "excerpt": [0, 25],
                "citation": {
                    "full": samples.CITATION.full,
                    "short": samples.CITATION.short,
                    "passage": samples.CITATION.passage,
                    "missing": ["ngày ban hành"],
                    "uncertain": [],
                    "older": None,
                },
                "why": {
                    "dense": 0.64,
                    "lexical": 0.82,
                    "number": True,
                    "place": False,
                    "words": ["57-KL/TW"],
                    "others": ["KL = kết luận"],
                    "restored": True,
                },
                "url": f"/van-ban/{samples.RULE_ID}#II/1/-1/fn2",
                "ocr_quality": 0.94,
                "folded_under": None,
                "mismatch": None,
                "corrected": [],
                "warnings": [],
            }
        ],
        "numbers": [],
        "notice": None,
        "searched_as": None,
        "abstained": False,
        "documents": 1,
        "sort": "date",
        "filters": {**NO_FILTER, "year": 2023, "from": "2023-01-09"},
        "understood": [
            {
                "kind": "date",
                "words": "tháng 6 năm 2023",
                "filters": {**NO_FILTER, "from": "2023-06-01", "to": "2023-06-30"},
            }
        ],
        "let_go": [],
        "phrases": ["kết luận"],
        "facets": {
            "type": [{"value": "Quy định", "count": 1, "label": None}],
            "issuer": [],
            "year": [],
            "term": [],
            "circulation": [],
            "document": [{"value": samples.RULE_ID, "count": 1, "label": "905-QĐ/TUM"}],
            "state": [],
        },
    }


def test_the_api_answers_what_the_command_line_prints(client: TestClient) -> None:
    body = client.get("/api/v1/search", params={"q": "thông tin"}).json()

    assert body == answer_json(samples.answer("thông tin"))


def test_what_is_known_of_a_number_is_told(client: TestClient) -> None:
    (number,) = client.get("/api/v1/search", params={"q": "57-KL/TW"}).json()["numbers"]

    assert set(number) == {"asked", "held", "known", "cited_by", "citing", "near"}
    assert set(number["known"][0]) == FACTS | {"held_id", "state"}
    assert number["known"][0]["date"] == "2023-06-15"


def test_filters_and_limit_reach_the_service(client: TestClient, service: FakeService) -> None:
    client.get("/api/v1/search", params={"q": "a", "issuer": "Bộ Chính trị", "limit": "25"})

    assert service.asked == [("a", Filters(issuer="Bộ Chính trị"), 25)]


def test_every_choice_in_the_address_reaches_the_service(
    client: TestClient, service: FakeService
) -> None:
    address = {
        "q": "a",
        "term": "XIII",
        "circulation": "Lưu hành nội bộ",
        "document": samples.RULE_ID,
        "from": "2023-01-09",
        "to": "2023-06-15",
        "sort": "date",
        "declined": "type,date,khác",
    }

    client.get("/api/v1/search", params=address)

    ((_, filters, _),) = service.asked
    assert filters == Filters(
        term="XIII",
        circulation="Lưu hành nội bộ",
        document=samples.RULE_ID,
        since=date(2023, 1, 9),
        until=date(2023, 6, 15),
    )
    assert service.chosen == [(Sort.DATE, frozenset({ReadingKind.TYPE, ReadingKind.DATE}))]


def test_a_day_that_is_none_is_named(client: TestClient) -> None:
    answer = client.get("/api/v1/search", params={"q": "a", "from": "2023-02-30"})

    assert answer.status_code == 422
    assert answer.json()["error"]["message"].startswith("Tham số “from” có giá trị không hợp lệ")


def test_a_text_with_astral_letters_keeps_code_point_offsets(over: Ask) -> None:
    text = "𝐀 điều"
    answer: SearchAnswer = samples.answer("điều", (samples.hit(1, text, ((2, 6),)),))

    (hit,) = over(FakeService(answer=answer)).get("/api/v1/search?q=x").json()["hits"]

    ((start, end),) = hit["highlights"]
    assert hit["text"][start:end] == "điều"


def test_documents_are_listed(client: TestClient) -> None:
    listed = client.get("/api/v1/documents").json()["items"]

    assert [item["id"] for item in listed] == [samples.RULE_ID, samples.PLAN_ID, samples.GUIDE_ID]
    assert set(listed[0]) == FACTS | {"id", "state", "file_name", "page_count"}
    assert listed[2]["date"] is None


def test_a_document_is_told_whole(client: TestClient) -> None:
    body = client.get(f"/api/v1/documents/{samples.GUIDE_ID}").json()

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


def test_suggestions_name_their_kind_and_what_else_helps_to_choose(client: TestClient) -> None:
    assert client.get("/api/v1/suggest", params={"q": "thông tin"}).json() == {
        "query": "thông tin",
        "suggestions": [
            {
                "text": "Hướng dẫn công tác thông tin đối ngoại năm 2024",
                "kind": "title",
                "detail": None,
            },
            {"text": "thông tin đối ngoại", "kind": "phrase", "detail": None},
        ],
    }
    assert client.get("/api/v1/suggest", params={"q": "901"}).json()["suggestions"] == [
        {
            "text": "901-HD/BTGTUM",
            "kind": "symbol",
            "detail": "Hướng dẫn công tác thông tin đối ngoại",
        }
    ]


def test_without_a_query_nothing_is_suggested(over: Ask) -> None:
    class Strict(FakeService):
        def suggest(self, typed: str) -> tuple[Suggestion, ...]:
            assert typed == ""
            return ()

    assert over(Strict()).get("/api/v1/suggest").json() == {"query": "", "suggestions": []}


def test_the_hits_of_a_search_are_exported_in_the_form_asked_for(client: TestClient) -> None:
    answer = client.get("/api/v1/export?q=dân vận&format=bibtex&limit=3")

    assert answer.headers["content-type"].startswith("application/x-bibtex")
    assert 'filename="trich-dan.bib"' in answer.headers["content-disposition"]
    assert answer.text.count("@misc{") == len(samples.HITS)


def test_only_the_chosen_ranks_are_exported(client: TestClient) -> None:
    entries = client.get("/api/v1/export?q=dân vận&format=csl&ranks=1,%203").json()

    assert [entry["number"] for entry in entries] == ["901-HD/BTGTUM", "905-QĐ/TUM"]


def test_an_export_needs_a_question_and_a_known_form(client: TestClient) -> None:
    assert client.get("/api/v1/export?format=ris").status_code == 422
    assert client.get("/api/v1/export?q=x&format=odt").status_code == 422
