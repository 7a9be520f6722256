"""Letterhead, body, recipients and signature of a Word file, and the rows of its tables."""

import pytest

from kb.ingest.paragraphs import ParagraphKind
from kb.ingest.word.reader import WordDocument, read_docx
from tests.word_files import cell, of_runs, paragraph, run, table, text_box, word_file

LETTERHEAD, TEXT, ROW = ParagraphKind.LETTERHEAD, ParagraphKind.TEXT, ParagraphKind.ROW
RECIPIENTS, SIGNATURE = ParagraphKind.RECIPIENTS, ParagraphKind.SIGNATURE

ISSUER = ("TỈNH ỦY QUẢNG NGÃI", "*", "Số 94-HD/TU")
NATION = ("ĐẢNG CỘNG SẢN VIỆT NAM", "Quảng Ngãi, ngày 05 tháng 02 năm 2024")
TYPE = paragraph("HƯỚNG DẪN", align="center", bold=True)
BODY = paragraph("Thực hiện Kết luận số 57-KL/TW, Tỉnh ủy hướng dẫn như sau:")
HEAD_TABLE = table([[cell(*ISSUER), cell(*NATION)]], ruled=False)
READ_HEAD = [
    (LETTERHEAD, "TỈNH ỦY QUẢNG NGÃI"),
    (LETTERHEAD, "Số 94-HD/TU"),
    (LETTERHEAD, "ĐẢNG CỘNG SẢN VIỆT NAM"),
    (LETTERHEAD, "Quảng Ngãi, ngày 05 tháng 02 năm 2024"),
]
CLOSING = [
    (RECIPIENTS, "Nơi nhận:"),
    (RECIPIENTS, "- Ban Bí thư;"),
    (SIGNATURE, "T/M BAN THƯỜNG VỤ"),
    (SIGNATURE, "BÍ THƯ"),
    (SIGNATURE, "Đặng Văn Nghiệp"),
]


def document_of(*blocks: str) -> WordDocument:
    """The document made of these blocks."""
    return read_docx(word_file(*blocks), "a.docx")


def read(*blocks: str) -> list[tuple[ParagraphKind, str]]:
    """Kind and text of each paragraph."""
    return [(one.kind, one.text) for one in document_of(*blocks).paragraphs]


def test_a_letterhead_in_a_table_is_read_column_by_column() -> None:
    assert read(HEAD_TABLE, TYPE, BODY)[:5] == [*READ_HEAD, (TEXT, "HƯỚNG DẪN")]


def test_a_letterhead_of_two_rows_is_read_column_by_column() -> None:
    rows = [[cell(ISSUER[0]), cell(NATION[0])], [cell(ISSUER[2]), cell(NATION[1])]]

    assert read(table(rows, ruled=False), TYPE, BODY)[:4] == READ_HEAD


def test_a_letterhead_with_tabs_is_read_column_by_column() -> None:
    lines = [f"{ISSUER[0]}\t{NATION[0]}", "*", f"{ISSUER[2]}\t\t{NATION[1]}"]

    assert read(*map(paragraph, lines), TYPE, BODY)[:4] == READ_HEAD


def test_a_letterhead_with_spaces_is_read_column_by_column() -> None:
    lines = [f"{ISSUER[0]}{' ' * 12}{NATION[0]}", f"{ISSUER[2]}{' ' * 9}{NATION[1]}"]

    assert read(*map(paragraph, lines), TYPE, BODY)[:4] == READ_HEAD


def test_a_letterhead_of_single_lines_keeps_their_order() -> None:
    lines = [paragraph(NATION[0], align="center"), paragraph(ISSUER[0]), paragraph(ISSUER[2])]

    assert read(*lines, TYPE, BODY)[:3] == [READ_HEAD[2], READ_HEAD[0], READ_HEAD[1]]


def test_blanks_to_be_filled_in_are_no_columns() -> None:
    line = f"Số{' ' * 8}-KH/ĐTN{' ' * 10}Hà Nội, ngày{' ' * 6}tháng 02 năm 2024"

    assert read(paragraph(line), TYPE, BODY)[:2] == [
        (LETTERHEAD, "Số -KH/ĐTN"), (LETTERHEAD, "Hà Nội, ngày tháng 02 năm 2024"),
    ]  # fmt: skip


def test_a_letter_has_its_letterhead_up_to_number_and_date() -> None:
    letter = [paragraph("Kính gửi: Ban Tổ chức"), paragraph("BÁO CÁO"), paragraph("Nội dung.")]

    assert [kind for kind, _ in read(HEAD_TABLE, *letter)] == [LETTERHEAD] * 4 + [TEXT] * 3


def test_a_type_line_in_the_letterheads_table_begins_the_body() -> None:
    title = [cell(paragraph("HƯỚNG DẪN", align="center"), "Công tác đối ngoại", span=2)]
    rows = [[cell(*ISSUER), cell(*NATION)], title]

    assert read(table(rows, ruled=False), BODY)[4:6] == [
        (TEXT, "HƯỚNG DẪN"), (TEXT, "Công tác đối ngoại"),
    ]  # fmt: skip


def test_a_text_box_in_the_letterhead_belongs_to_it() -> None:
    number = of_runs(run(ISSUER[2]), text_box(paragraph("MẬT")))

    assert read(number, TYPE, BODY)[:2] == [(LETTERHEAD, "Số 94-HD/TU"), (LETTERHEAD, "MẬT")]


def test_a_file_without_a_letterhead_is_all_body() -> None:
    assert [kind for kind, _ in read(paragraph("Tham luận"), BODY)] == [TEXT, TEXT]


def test_recipients_and_signature_in_a_table_are_read_one_after_the_other() -> None:
    signer = cell("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "", "Đặng Văn Nghiệp")
    closing = table([[cell("Nơi nhận:", "- Ban Bí thư;"), signer]], ruled=False)

    assert read(HEAD_TABLE, TYPE, BODY, closing)[6:] == CLOSING


def test_recipients_come_first_also_from_the_right_column() -> None:
    signer = cell("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Đặng Văn Nghiệp")
    closing = table([[signer, cell("Nơi nhận:", "- Ban Bí thư;")]], ruled=False)

    assert read(TYPE, BODY, closing)[2:] == CLOSING


def test_a_signature_without_its_usual_words_is_known_beside_recipients() -> None:
    closing = table(
        [[cell("Nơi nhận:", "- Lưu VP."), cell("Người lập kế hoạch", "Đỗ Ngọc Nam")]], ruled=False
    )

    assert read(TYPE, BODY, closing)[4:] == [
        (SIGNATURE, "Người lập kế hoạch"), (SIGNATURE, "Đỗ Ngọc Nam"),
    ]  # fmt: skip


def test_a_table_that_ends_with_title_and_name_is_a_signature() -> None:
    signer = cell("CHỦ TỊCH", "", "Nguyễn Thị Hoa")

    assert read(TYPE, BODY, table([[cell(""), signer]], ruled=False))[2:] == [
        (SIGNATURE, "CHỦ TỊCH"), (SIGNATURE, "Nguyễn Thị Hoa"),
    ]  # fmt: skip


def test_recipients_and_signature_one_under_the_other() -> None:
    lines = ["Nơi nhận:", "- Ban Bí thư;", "T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Đặng Văn Nghiệp"]

    assert read(TYPE, BODY, *map(paragraph, lines))[2:] == CLOSING


def test_recipients_and_signature_with_tabs() -> None:
    lines = ["Nơi nhận:\tT/M BAN THƯỜNG VỤ", "- Ban Bí thư;\t\tBÍ THƯ", "\t\t\tĐặng Văn Nghiệp"]

    assert read(TYPE, BODY, *map(paragraph, lines))[2:] == CLOSING


@pytest.mark.parametrize(
    "after",
    [
        paragraph("PHỤ LỤC 1", align="center"),
        paragraph("QUY CHẾ", align="center"),
        paragraph("Danh sách kèm theo", more="<w:pageBreakBefore/>"),
    ],
)
def test_the_body_goes_on_with_an_appendix_an_attached_document_or_a_new_page(after: str) -> None:
    signed = [paragraph("T/M BAN THƯỜNG VỤ"), paragraph("Đặng Văn Nghiệp")]

    kinds = [kind for kind, _ in read(TYPE, BODY, *signed, after, paragraph("1. Xã Bình Minh"))]

    assert kinds == [TEXT, TEXT, SIGNATURE, SIGNATURE, TEXT, TEXT]


def test_running_text_after_a_form_with_recipients_is_body() -> None:
    form = [paragraph("Nơi nhận:"), paragraph("- Như trên.")]

    kinds = [kind for kind, _ in read(TYPE, BODY, *form, paragraph("II. TỔ CHỨC"), paragraph("a"))]

    assert kinds == [TEXT, TEXT, RECIPIENTS, RECIPIENTS, TEXT, TEXT]


def test_a_paragraph_that_speaks_of_a_day_is_no_letterhead() -> None:
    opening = paragraph("Tại Hà Nội, ngày 5 tháng 2 năm 2024, Ban Bí thư đã họp.")

    assert [kind for kind, _ in read(HEAD_TABLE, opening)][4:] == [TEXT]


def test_a_section_that_begins_a_page_ends_the_signature() -> None:
    last = of_runs(run("Đặng Văn Nghiệp"), properties="<w:sectPr/>")

    assert read(TYPE, BODY, paragraph("T/M BAN THƯỜNG VỤ"), last, paragraph("Danh sách"))[2:] == [
        (SIGNATURE, "T/M BAN THƯỜNG VỤ"), (SIGNATURE, "Đặng Văn Nghiệp"), (TEXT, "Danh sách"),
    ]  # fmt: skip


def test_a_table_with_lines_gives_rows_with_a_bold_head() -> None:
    head = [cell(paragraph(word, bold=True)) for word in ("TT", "Nội dung")]

    rows = document_of(TYPE, BODY, table([head, ["1", "Tuyên truyền"]])).paragraphs[2:]

    assert [(row.kind, row.cells, row.bold) for row in rows] == [
        (ROW, ("TT", "Nội dung"), True),
        (ROW, ("1", "Tuyên truyền"), False),
    ]


def test_a_row_that_word_repeats_is_a_head_whatever_its_weight() -> None:
    rows = document_of(TYPE, BODY, table([["TT", "Việc"], ["1", "a"]], head=True)).paragraphs[2:]

    assert [row.bold for row in rows] == [True, False]


def test_a_head_row_bold_by_the_tables_style_is_bold() -> None:
    style = (
        '<w:style w:type="table" w:styleId="L"><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>'
        "</w:tblStylePr></w:style>"
    )
    styled = table([["TT", "Việc"], ["1", "a"]]).replace(
        "<w:tblPr>", '<w:tblPr><w:tblStyle w:val="L"/><w:tblLook w:firstRow="1"/>'
    )

    document = read_docx(word_file(BODY, styled, styles=style), "a.docx")

    assert [row.bold for row in document.paragraphs[1:]] == [True, False]


def test_merged_cells_give_their_text_once_and_keep_the_columns() -> None:
    rows = [
        [cell("Việc", span=2), cell("Hạn")],
        [cell("a", merge="restart"), cell("b"), cell("c")],
        [cell(merge="continue"), cell("d"), cell("e")],
    ]

    assert [one.cells for one in document_of(BODY, table(rows)).paragraphs[1:]] == [
        ("Việc", "", "Hạn"), ("a", "b", "c"), ("", "d", "e"),
    ]  # fmt: skip


def test_deleted_rows_and_empty_rows_are_left_out() -> None:
    made = table([["1", "a"], ["2", "b"], ["", ""]])
    deleted = made.replace("<w:trPr></w:trPr>", "<w:trPr><w:del/></w:trPr>", 1)

    assert read(BODY, deleted)[1:] == [(ROW, "2\tb")]


def test_a_frame_around_text_is_text() -> None:
    assert read(BODY, table([[cell("Ghi chú:", "- Một.")]]))[1:] == [
        (TEXT, "Ghi chú:"), (TEXT, "- Một."),
    ]  # fmt: skip


def test_the_letterhead_of_an_attached_document_is_body_by_columns() -> None:
    assert read(TYPE, BODY, HEAD_TABLE)[2:] == [(TEXT, text) for _, text in READ_HEAD]


def test_a_table_with_lines_that_has_a_column_for_recipients_is_no_closing() -> None:
    assert read(BODY, table([["TT", "Nơi nhận"], ["1", "Ban Bí thư"]]))[1:] == [
        (ROW, "TT\tNơi nhận"), (ROW, "1\tBan Bí thư"),
    ]  # fmt: skip
