"""The small parts of the view-models, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.citation import Citation
from kb.document import Division, DivisionKind, Facts, Span
from kb.service.results import KnownDocument, NumberAnswer, Why
from kb.symbol import Symbol
from tests.web import samples
from web import labels
from web.headers import disposition
from web.presenters.citation import citation_view
from web.presenters.listing import order_key, plain
from web.presenters.marks import FoldedText, Piece, folded_text
from web.presenters.numbers import number_box
from web.presenters.outline import outline_of
from web.presenters.search import why_words


@pytest.mark.parametrize(
    ("highlights", "pieces"),
    [
        ((), [("Điều 6", False)]),
        (((0, 4),), [("Điều", True), (" 6", False)]),
        (((5, 6),), [("Điều ", False), ("6", True)]),
        (((0, 6),), [("Điều 6", True)]),
        (((0, 4), (4, 6)), [("Điều", True), (" 6", True)]),
        (((5, 99),), [("Điều ", False), ("6", True)]),
        (((2, 2),), [("Điều 6", False)]),
    ],
)
def test_a_text_is_cut_at_its_highlights(
    highlights: tuple[tuple[int, int], ...], pieces: list[tuple[str, bool]]
) -> None:
    folded = folded_text("Điều 6", highlights, (0, 6))

    assert folded.lead == tuple(Piece(text, marked) for text, marked in pieces)
    assert folded == FoldedText(folded.lead)


def test_an_empty_text_has_no_piece() -> None:
    assert folded_text("", ((0, 3),), (0, 0)).lead == ()


def test_a_part_of_a_text_says_where_it_leaves_out_and_keeps_the_whole() -> None:
    folded = folded_text("Một. Hai ba. Bốn.", ((5, 8), (13, 16)), (5, 12))

    assert folded.lead == (Piece("Hai", True), Piece(" ba.", False))
    assert "".join(piece.text for piece in folded.whole) == "Một. Hai ba. Bốn."
    assert [piece.text for piece in folded.whole if piece.marked] == ["Hai", "Bốn"]
    assert (folded.before, folded.after) == (True, True)


def test_dates_take_a_zero_as_offices_write_them() -> None:
    dates = (date(2023, 6, 15), date(2023, 12, 5), date(2024, 1, 9), date(2024, 2, 18))

    assert [labels.day(item) for item in dates] == [
        "15/6/2023",
        "05/12/2023",
        "09/01/2024",
        "18/02/2024",
    ]


@pytest.mark.parametrize(
    ("milliseconds", "said"), [(0.2, "1 ms"), (41.6, "42 ms"), (1234.0, "1,2 giây")]
)
def test_times_are_said_in_vietnamese(milliseconds: float, said: str) -> None:
    assert labels.milliseconds(milliseconds) == said


def test_thousands_are_set_off_by_points() -> None:
    assert labels.count(12345) == "12.345"


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (Why(0.9, 0.8, True), ("trùng số hiệu", "khớp từ", "gần nghĩa")),
        (Why(0.9, 0.1, False), ("gần nghĩa",)),
        (Why(0.1, 0.2, False), ("khớp từ",)),
        (Why(0.0, 0.0, True), ("trùng số hiệu",)),
        (
            Why(
                0.9, 0.8, False, words=("TTĐN", "năm"), others=("TTĐN = thông tin",), restored=True
            ),
            ("khớp từ: TTĐN, năm", "gần nghĩa", "TTĐN = thông tin", "đã thêm dấu hoặc sửa lỗi gõ"),
        ),
        (Why(0.0, 0.8, False, words=tuple("abcde")), ("khớp từ: a, b, c, d…",)),
    ],
)
def test_only_telling_reasons_are_named(why: Why, words: tuple[str, ...]) -> None:
    assert why_words(why) == words


def test_an_unknown_number_is_said_to_be_unknown() -> None:
    box = number_box(NumberAnswer("999-KL/TW", (), (), 3), shown_hits=1)

    assert box.state == "unknown"
    assert box.sentence.startswith(
        "Số 999-KL/TW không có trong thư viện, cũng không có trong danh mục; "
        "được viện dẫn ở 3 đoạn trong thư viện."
    )


def test_an_unknown_number_offers_the_nearest_and_names_who_mentions_it() -> None:
    link = samples.CITED_BY[0]
    answer = NumberAnswer("57-KH/TW", (), (), 1, (link,), ("57-KL/TW", "57-NQ/TW"))

    box = number_box(answer, shown_hits=1)

    assert "Hãy kiểm tra lại" not in box.sentence
    assert [(one.label, one.url) for one in box.near] == [
        ("57-KL/TW", "/?q=57-KL%2FTW"),
        ("57-NQ/TW", "/?q=57-NQ%2FTW"),
    ]
    assert [place.url for one in box.citing for place in one.places] == [
        f"/van-ban/{samples.PLAN_ID}#1"
    ]


def test_a_mention_that_prints_another_symbol_shows_how_it_names_the_document() -> None:
    link = replace(
        samples.CITED_BY[0], symbol="36-QĐ/TW", type="Nghị quyết", date=date(2018, 10, 22)
    )

    box = number_box(NumberAnswer("36-NQ/TW", (), (), 0, (link,)), shown_hits=1)

    assert "thư viện chỉ nhắc đến văn bản khác cùng số này" in box.sentence
    ((place,),) = (one.places for one in box.citing)
    assert place.label.endswith("(ghi “Nghị quyết số 36-QĐ/TW ngày 22/10/2018”)")


def test_a_held_number_with_twins_in_the_catalogue_warns() -> None:
    rows = (samples.HELD_ROW, KnownDocument(samples.GUIDE.facts, None))

    box = number_box(NumberAnswer("901-HD/BTGTUM", (samples.GUIDE,), rows, 0), shown_hits=0)

    assert box.state == "held"
    assert len(box.others) == 1
    assert box.others_sentence.startswith("Danh mục còn ghi 1 văn bản cùng số")


def test_a_row_of_the_date_of_a_held_document_is_no_twin() -> None:
    row = KnownDocument(samples.RULE.facts, None)

    box = number_box(NumberAnswer("905-QĐ/TUM", (samples.RULE,) * 2, (row,), 0), shown_hits=0)

    assert box.others == ()


def test_several_held_documents_of_one_number_are_told_apart_by_their_files() -> None:
    twins = (samples.RULE, replace(samples.RULE, file_name="ban-quet.pdf"))

    alone = number_box(NumberAnswer("905-QĐ/TUM", twins[:1], (), 0), shown_hits=0)
    both = number_box(NumberAnswer("905-QĐ/TUM", twins, (), 0), shown_hits=0)

    assert [card.file_name for card in alone.held] == [""]
    assert [card.file_name for card in both.held] == ["905-qd-tum.pdf", "ban-quet.pdf"]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("2025-11-20", "20/11/2025"), ("2025-02-03T08:15:00", "03/02/2025"), ("hôm qua", "hôm qua")],
)
def test_the_day_of_adding_is_shown_as_offices_write_it(stored: str, shown: str) -> None:
    assert labels.day_added(stored) == shown


def test_a_citation_form_that_repeats_another_is_shown_once() -> None:
    view = citation_view(samples.GUIDE_VIEW.citation, "document")

    assert view.first.name == "Dạng đầy đủ"
    assert [form.name for form in view.others] == ["Dạng rút gọn"]


def test_a_hit_shows_the_citation_of_its_place_first() -> None:
    citation = Citation(
        "Kết luận số 1-KL/TWM của X", "Kết luận số 1-KL/TWM", "mục 2 Kết luận, tr. 3"
    )

    view = citation_view(citation, "hit-1")

    assert view.first.text == "mục 2 Kết luận, tr. 3"
    assert [form.key for form in view.others] == ["hit-1-full", "hit-1-short"]


def test_the_outline_names_levels_as_they_are_printed() -> None:
    def division(path: tuple[str, ...], kind: DivisionKind, number: str, title: str) -> Division:
        return Division(path, kind, number, title, Span(0, 0))

    nodes = outline_of(
        (
            division(("c1",), DivisionKind.CHAPTER, "I", "QUY ĐỊNH CHUNG"),
            division(("c1", "muc-1"), DivisionKind.SECTION, "1", "TIÊU CHUẨN"),
            division(("c1", "muc-1", "d5"), DivisionKind.ARTICLE, "5", "Nguyên tắc"),
            division(("c1", "muc-1", "d5", "1"), DivisionKind.CLAUSE, "1", ""),
            division(("II",), DivisionKind.PART, "II", "NỘI DUNG"),
            division(("pl",), DivisionKind.APPENDIX, "", ""),
        )
    )

    assert [(node.label, node.title, len(node.children)) for node in nodes] == [
        ("Chương I.", "QUY ĐỊNH CHUNG", 1),
        ("II.", "NỘI DUNG", 0),
        ("Phụ lục", "", 0),
    ]
    (section,) = nodes[0].children
    assert (section.label, section.children[0].label) == ("Mục 1.", "Điều 5.")


def test_numbers_sort_as_numbers_and_unknown_ones_last() -> None:
    facts = [
        Facts(),
        Facts(symbol=Symbol("57", "KL", "TW")),
        Facts(symbol=Symbol("9", "KL", "TW")),
        Facts(symbol=Symbol("103", "", "QH15", "2023", state=True)),
    ]

    ordered = sorted(facts, key=lambda item: order_key(item, "symbol"))

    assert [str(item.symbol) for item in ordered] == [
        "103/2023/QH15",
        "9-KL/TW",
        "57-KL/TW",
        "None",
    ]


def test_plain_text_has_no_accents() -> None:
    assert plain("ĐỀ ÁN Tuyên Giáo") == "de an tuyen giao"


@pytest.mark.parametrize("name", ['a"b\r\nSet-Cookie: x.pdf', "../../etc/passwd", "a;b\u202e.pdf"])
def test_a_file_name_cannot_leave_its_header(name: str) -> None:
    header = disposition("inline", name)

    assert header.isascii()
    assert header.count('"') == 2
    assert not set("\r\n/\\") & set(header)
