"""The page and the API that verify a quotation."""

from __future__ import annotations

from fastapi.testclient import TestClient

from kb.drafting.differences import Difference, DifferenceKind
from kb.drafting.pieces import Piece, PieceKind
from kb.drafting.verify import Verdict
from kb.errors import InvalidQuotation
from kb.service.verifying import Match, QuotedPlace, Verification
from tests.web import samples
from tests.web.conftest import Ask
from tests.web.fakes import FakeService

PLACE = QuotedPlace("dieu-6/2", "Điều 6, khoản 2", (5, 5), samples.RULE_CITATION, "/van-ban/x", 0.9)
MATCH = Match(
    Verdict.DIFFERS,
    samples.RULE,
    (PLACE,),
    (
        Difference(DifferenceKind.WORDING, "<b>xa</b>", "gần"),
        Difference(DifferenceKind.TONE, "hòa", "hoà"),
    ),
    (
        Piece(PieceKind.BOTH, "phải"),
        Piece(PieceKind.BOTH, " "),
        Piece(PieceKind.QUOTED, "<b>xa</b>"),
        Piece(PieceKind.PRINTED, "gần"),
        Piece(PieceKind.BOTH, " dân hoà"),
    ),
    0.75,
)
DIFFERS = Verification("phải xa dân hòa", Verdict.DIFFERS, (MATCH,), took_ms=3.21)


def test_the_form_is_shown_before_anything_is_asked(client: TestClient) -> None:
    page = client.get("/doi-chieu").text

    assert 'name="text"' in page
    assert "verdict" not in page


def test_what_differs_is_marked_both_ways_and_escaped(over: Ask) -> None:
    service = FakeService(verification=DIFFERS)

    page = over(service).get("/doi-chieu", params={"text": "phải xa dân", "document": " 905 "}).text

    assert service.verified == [("phải xa dân", "905")]
    assert "phải <del>&lt;b&gt;xa&lt;/b&gt;</del><ins>gần</ins> dân hoà" in page
    assert "Khác nguyên văn." in page
    assert "Khác chữ: đoạn trích viết “&lt;b&gt;xa&lt;/b&gt;”, văn bản in “gần”" in page
    assert "Khác chỗ đặt dấu thanh" in page
    assert "Điều 6, khoản 2" in page
    assert "bản quét, tin cậy 90%" in page


def test_where_it_stands_elsewhere_is_said_apart(over: Ask) -> None:
    answer = Verification("x", Verdict.NOT_FOUND, (), (samples.GUIDE,), (MATCH,))

    page = over(FakeService(verification=answer)).get("/doi-chieu?text=x&document=901").text

    assert "Không tìm thấy đoạn này." in page
    assert "Có đúng nguyên văn ở văn bản khác" in page


def test_a_trouble_is_said_beside_the_form_which_keeps_what_was_typed(over: Ask) -> None:
    service = FakeService(trouble=InvalidQuotation("Chưa có chữ nào để đối chiếu."))

    answer = over(service).get("/doi-chieu?text=%22%22%E2%80%A6")

    assert answer.status_code == 200
    assert "Chưa có chữ nào để đối chiếu." in answer.text
    assert "&#34;&#34;…</textarea>" in answer.text


def test_the_api_gives_the_promised_shape(over: Ask) -> None:
    body = over(FakeService(verification=DIFFERS)).get("/api/v1/verify?text=x").json()

    assert set(body) == {"quotation", "verdict", "matches", "documents", "elsewhere", "took_ms"}
    (match,) = body["matches"]
    assert match["places"] == [
        {
            "division": "Điều 6, khoản 2",
            "pages": [5, 5],
            "citation": match["places"][0]["citation"],
            "url": "/van-ban/x",
            "ocr_quality": 0.9,
            "corrected": [],
        }
    ]
    assert [(one["kind"], one["formal"]) for one in match["differences"]] == [
        ("wording", False),
        ("tone", True),
    ]
    assert body["took_ms"] == 3.2


def test_the_api_says_what_cannot_be_verified(over: Ask) -> None:
    service = FakeService(trouble=InvalidQuotation("Chưa có chữ nào để đối chiếu."))

    answer = over(service).get("/api/v1/verify")

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_quotation"
