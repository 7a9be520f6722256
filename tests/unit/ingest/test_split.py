"""Passages cut from divisions."""

from dataclasses import replace

from kb.document import Document, Facts, Line, Page, Rect, Span
from kb.ingest.paragraphs import ParagraphKind
from kb.ingest.split import MAX_CHARACTERS, passages_of, pieces
from kb.ingest.structure import structure_of
from kb.passage import Passage, PassageKind
from tests.factories import Text, composed


def passages(*paragraphs: str | Text, page: Page = Page("1")) -> list[Passage]:  # noqa: B008  frozen
    """The passages of a document with these paragraphs, printed as one line each on one page."""
    text, blocks = composed(*paragraphs)
    structure = structure_of(text, blocks)
    lines = tuple(Line(block.span, 1, Rect(0, 0, 1, 1)) for block in blocks)
    document = Document(
        "id", "thu.pdf", "application/pdf", (page,), Facts(), text, lines, structure.divisions
    )
    return passages_of(document, blocks, structure.owners)


def row(words: str, *, bold: bool = False) -> Text:
    """A table row."""
    return Text(words, ParagraphKind.ROW, bold=bold)


def test_a_division_that_fits_is_one_passage() -> None:
    found = passages("1. Một.", "Nói thêm về một.", "2. Hai.")

    assert [(item.division, item.text) for item in found] == [
        ("1", "1. Một.\nNói thêm về một."), ("2", "2. Hai."),
    ]  # fmt: skip


def test_a_passage_never_crosses_a_division() -> None:
    found = passages("1. Một:", "- Gạch.", "Chung cho mục một.", "2. Hai.")

    assert [(item.division, item.text) for item in found] == [
        ("1", "1. Một:"), ("1/-1", "- Gạch."), ("1", "Chung cho mục một."), ("2", "2. Hai."),
    ]  # fmt: skip


def test_long_text_is_cut_at_sentence_ends() -> None:
    sentence = "Câu này dài đúng năm mươi ký tự, tính cả dấu chấm."
    text = " ".join([sentence] * 60)

    found = [span.of(text) for span in pieces(text, Span(0, len(text)))]

    assert all(len(piece) <= MAX_CHARACTERS for piece in found)
    assert all(piece.endswith(".") and piece.startswith("Câu") for piece in found)
    assert " ".join(found) == text


def test_a_sentence_longer_than_the_limit_is_cut_at_a_space() -> None:
    text = "chữ " * 10 + "chữ"

    assert [span.of(text) for span in pieces(text, Span(0, len(text)), 20)] == [
        "chữ chữ chữ chữ chữ", "chữ chữ chữ chữ chữ", "chữ",
    ]  # fmt: skip


def test_a_word_longer_than_the_limit_is_cut_where_it_must() -> None:
    text = "x" * 50

    assert [len(span.of(text)) for span in pieces(text, Span(0, 50), 20)] == [20, 20, 10]


def test_each_table_row_is_a_passage_with_its_number_and_heads() -> None:
    found = passages(
        "I. PHÂN CÔNG", row("TT\tViệc", bold=True), row("1\tTuyên truyền"), row("2\tThi")
    )

    rows = [item for item in found if item.kind is PassageKind.TABLE_ROW]

    assert [(item.place, item.breadcrumb[-1], item.text) for item in rows] == [
        ("Phần I, hàng 1", "TT | Việc", "1\tTuyên truyền"), ("Phần I, hàng 2", "TT | Việc", "2\tThi"),
    ]  # fmt: skip


def test_a_long_row_is_cut_and_each_piece_bears_its_number() -> None:
    cell = "Câu này dài đúng năm mươi ký tự, tính cả dấu chấm. " * 40

    found = passages("1. Một", row(f"1\t{cell.strip()}"))[1:]

    assert [item.place for item in found] == ["mục 1, hàng 1", "mục 1, hàng 1"]
    assert all(len(item.text) <= MAX_CHARACTERS for item in found)


def test_rows_are_counted_anew_in_the_next_table() -> None:
    found = passages("1. Một", row("a\tb"), "2. Hai", row("c\td"))

    assert [item.place for item in found if item.kind is PassageKind.TABLE_ROW] == [
        "mục 1, hàng 1", "mục 2, hàng 1",
    ]  # fmt: skip


def test_front_closing_and_footnote_are_kinds_of_their_own() -> None:
    found = passages(
        "KẾ HOẠCH", "1. Một.", Text("Chú.", ParagraphKind.NOTE, note="1"),
        Text("Nơi nhận:", ParagraphKind.RECIPIENTS),
    )  # fmt: skip

    assert [item.kind for item in found] == [
        PassageKind.FRONT, PassageKind.BODY, PassageKind.FOOTNOTE, PassageKind.CLOSING,
    ]  # fmt: skip


def test_the_breadcrumb_holds_the_headings_above_outermost_first() -> None:
    found = passages(
        Text("I. NỘI DUNG", bold=True), Text("1. Văn bản đến", bold=True), "- Tiếp nhận."
    )

    assert found[-1].breadcrumb == ("NỘI DUNG", "Văn bản đến")


def test_a_passages_id_depends_on_document_division_and_span_alone() -> None:
    one, other = passages("1. Một.", "2. Hai.")

    assert one.id != other.id
    assert one.id == replace(one, place="nơi khác", pages=(7, 9)).id


def test_a_passage_on_a_recognised_page_says_how_surely_it_was_read() -> None:
    scanned = passages("1. Một.", page=Page("1", recognised=True, quality=0.94))

    assert [item.ocr_quality for item in scanned] == [0.94]
    assert [item.ocr_quality for item in passages("1. Một.", page=Page("1", quality=1.0))] == [None]
