"""What needs eyes: each kind of doubt is an item with its place, and what was read well is none."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from kb.document import Confidence, Dropped, Evidence, Facts, Page, Span
from kb.ingest.ocr.phrases import AGREES, CHOSEN, REPLACED, SCANNED, UNREAD
from kb.service.review_items import ItemKind, items_of
from kb.service.reviewing import ReviewFirst
from kb.store.records import DocumentRecord
from kb.store.signs import Mismatch, Signs
from kb.symbol import Symbol

FACTS = Facts(
    symbol=Symbol("901", "HD", "TUM"),
    type="Hướng dẫn",
    date=datetime.date(2024, 3, 5),
    issuer="Tỉnh ủy Trường Khê",
    title="Công tác dân vận",
)
ADDED = datetime.datetime(2026, 1, 2, 8, 0, tzinfo=datetime.UTC)
WELL_READ = Signs(
    record=DocumentRecord("ab" * 32, "dan-van.pdf", "application/pdf", 9, 6, ADDED, FACTS),
    evidence=(Evidence("issuer", Confidence.LIKELY, Span(0, 4), "theo câu mở đầu"),),
    scans=(),
    dropped=(Dropped(2, "2", "page number"), Dropped(1, "ĐẾN", "stamp")),
    mismatches=(),
    passages=60,
    is_divided=True,
    held_since=None,
)


def record(**changed: object) -> Signs:
    return replace(WELL_READ, record=replace(WELL_READ.record, **changed))  # type: ignore[arg-type]


def keys(signs: Signs) -> list[str]:
    return [item.key for item in items_of(signs)]


def test_a_document_that_was_read_well_has_none() -> None:
    assert items_of(WELL_READ) == ()


class TestFacts:
    @pytest.mark.parametrize("name", ["symbol", "type", "date", "issuer", "title"])
    def test_what_every_document_bears_is_missed(self, name: str) -> None:
        (item,) = items_of(record(facts=replace(FACTS, **{name: None})))  # type: ignore[arg-type]

        assert (item.key, item.kind, item.field) == (f"fact:{name}", ItemKind.FACT, name)
        assert item.says.startswith("Không đọc được ")

    @pytest.mark.parametrize("name", ["place", "signatory", "circulation", "urgency", "term"])
    def test_what_only_some_bear_is_not(self, name: str) -> None:
        assert getattr(FACTS, name) is None
        assert keys(WELL_READ) == []

    def test_a_letter_needs_no_title(self) -> None:
        assert keys(record(facts=replace(FACTS, type="Công văn", title=None))) == []

    def test_a_contradicted_one_says_why_and_where(self) -> None:
        why = Evidence("date", Confidence.DOUBTFUL, Span(40, 60), "trước ngày được viện dẫn")

        (item,) = items_of(replace(WELL_READ, evidence=(why,)))

        assert item.says == "Chưa chắc ngày ban hành: trước ngày được viện dẫn."
        assert (item.field, item.span) == ("date", Span(40, 60))

    def test_of_a_scan_the_digits_that_one_place_alone_says_are_to_be_compared(self) -> None:
        read = [
            Evidence(name, Confidence.LIKELY, Span(0, 9), "máy nhận dạng từ bản quét")
            for name in ("symbol", "type", "date", "issuer", "title")
        ]
        signs = replace(WELL_READ, evidence=tuple(read))

        assert keys(replace(signs, scans=((1, Page("1", True, 0.95)),))) == [
            "fact:symbol",
            "fact:date",
        ]
        assert keys(signs) == []


class TestPages:
    @pytest.mark.parametrize(
        ("quality", "said"), [(0.92, "tin cậy 92%"), (None, "không rõ độ tin cậy"), (0.93, "")]
    )
    def test_a_page_is_to_be_seen_if_it_was_read_worse_than_good_scans_are(
        self, quality: float | None, said: str
    ) -> None:
        items = items_of(replace(WELL_READ, scans=((3, Page("3", True, quality)),)))

        assert [(item.key, item.kind, item.page) for item in items] == (
            [("page:3", ItemKind.OCR_PAGE, 3)] if said else []
        )
        assert all(said in item.says for item in items)

    def test_what_the_machine_could_not_read_on_a_page_is_shown_there(self) -> None:
        (item,) = items_of(record(warnings=(f"Trang 4, 7 {UNREAD}.",)))

        assert (item.kind, item.page) == (ItemKind.OCR_PAGE, 4)
        assert item.says == f"Trang 4, 7 {UNREAD}."


class TestStructure:
    def test_a_remark_that_leaves_a_question_is_one(self) -> None:
        (item,) = items_of(record(warnings=("Tệp bị hỏng nên chữ có thể thiếu.",)))

        assert (item.kind, item.says, item.page) == (
            ItemKind.STRUCTURE,
            "Tệp bị hỏng nên chữ có thể thiếu.",
            None,
        )

    @pytest.mark.parametrize("phrase", [SCANNED, REPLACED, AGREES, CHOSEN])
    def test_a_remark_that_only_says_how_a_page_was_read_is_none(self, phrase: str) -> None:
        assert keys(record(warnings=(f"Chữ của trang 1 {phrase}.",))) == []

    def test_text_that_was_left_out_and_may_be_content_is_quoted_with_its_page(self) -> None:
        left_out = Dropped(2, "Ghi chú\n" + "a" * 100, "outside the page")

        (item,) = items_of(replace(WELL_READ, dropped=(left_out,)))

        assert (item.kind, item.page) == (ItemKind.STRUCTURE, 2)
        assert (
            f"chữ nằm ngoài khổ giấy ở trang 2 không được đưa vào văn bản (“Ghi chú {'a' * 72}…”)"
            in (item.says)
        )

    @pytest.mark.parametrize(
        ("pages", "passages", "suspect"),
        [(4, 5, True), (3, 99, False), (0, 30, True), (0, 29, False)],
    )
    def test_a_long_document_without_any_division_is_suspect(
        self, pages: int, passages: int, suspect: bool
    ) -> None:
        signs = replace(record(page_count=pages), is_divided=False, passages=passages)

        assert keys(signs) == (["undivided"] if suspect else [])


class TestMismatches:
    def test_passages_of_which_the_same_is_said_are_one_item_at_the_first(self) -> None:
        found = Mismatch("0a1b", Span(5, 20), 3, "đọc được “ki1h tế”", 2)

        (item,) = items_of(replace(WELL_READ, mismatches=(found,)))

        assert (item.key, item.kind, item.page) == ("passage:0a1b", ItemKind.MISMATCH, 3)
        assert item.span == Span(5, 20)
        assert item.says.startswith("2 đoạn không khớp với trang của nó: đọc được “ki1h tế”")

    def test_those_that_were_never_compared_are_none(self) -> None:
        why = "văn bản được nạp từ bản kb trước nên chưa đối chiếu với trang"

        assert keys(replace(WELL_READ, mismatches=(Mismatch("0a", Span(0, 1), 1, why, 9),))) == []


@pytest.mark.parametrize(
    ("policy", "well_read", "doubtful"),
    [
        (ReviewFirst.NONE, False, False),
        (ReviewFirst.DOUBTFUL, False, True),
        (ReviewFirst.ALL, True, True),
    ],
)
def test_what_is_held_back_is_for_the_office_to_say(
    policy: ReviewFirst, well_read: bool, doubtful: bool
) -> None:
    undated = record(facts=replace(FACTS, date=None))

    assert (policy.holds_back(WELL_READ), policy.holds_back(undated)) == (well_read, doubtful)
