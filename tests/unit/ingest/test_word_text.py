"""What Word displays is what is read: no more, no less, and once."""

import pytest

from kb.ingest.word.reader import WordDocument, WordDropped, read_docx
from tests.word_files import (
    field,
    level,
    lists,
    of_runs,
    paragraph,
    run,
    table,
    text_box,
    word_file,
)

BODY = "- Phát huy vai trò của các cấp ủy."


def read(*blocks: str, **parts: str) -> WordDocument:
    """The document made of these blocks."""
    return read_docx(word_file(*blocks, **parts), "ke-hoach.docx")  # type: ignore[arg-type]


def texts(*blocks: str, **parts: str) -> list[str]:
    """The paragraphs' texts."""
    return [one.text for one in read(*blocks, **parts).paragraphs]


def test_runs_of_different_looks_are_one_text() -> None:
    assert texts(of_runs(run("Công tác "), run("đối ngoại", "<w:i/>"), run(" năm 2024"))) == [
        "Công tác đối ngoại năm 2024"
    ]


def test_spaces_and_tabs_become_one_space() -> None:
    assert texts(of_runs(run("  1.\tMục   đích "))) == ["1. Mục đích"]


def test_text_is_nfc() -> None:
    assert texts(paragraph("To\u0302\u0309 chu\u031b\u0301c")) == ["Tổ chức"]


def test_a_no_break_hyphen_is_a_hyphen_and_a_soft_one_is_nothing() -> None:
    runs = [
        run("94"),
        run(inner="<w:noBreakHyphen/>"),
        run("HD và tuyên"),
        run(inner="<w:softHyphen/>"),
    ]

    assert texts(of_runs(*runs, run("truyền"))) == ["94-HD và tuyêntruyền"]


def test_capitals_by_format_are_capitals() -> None:
    assert texts(of_runs(run("Kế hoạch tỉnh ủy", "<w:caps/>"))) == ["KẾ HOẠCH TỈNH ỦY"]


def test_capitals_by_style_are_capitals_unless_the_run_says_no() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:rPr><w:caps/></w:rPr></w:style>'
    runs = [run("Kế hoạch "), run("năm", '<w:caps w:val="0"/>')]

    assert texts(of_runs(*runs, properties='<w:pStyle w:val="T"/>'), styles=styles) == [
        "KẾ HOẠCH năm"
    ]


def test_inserted_text_stays_and_deleted_text_goes_and_is_named() -> None:
    inserted = f"<w:ins>{run('ba')}</w:ins>"
    deleted = "<w:del><w:r><w:delText>hai</w:delText></w:r></w:del>"

    document = read(of_runs(run("Có "), deleted, inserted, run(" điểm")))

    assert document.paragraphs[0].text == "Có ba điểm"
    assert document.dropped == (WordDropped("hai", "deleted text"),)


def test_a_paragraph_whose_mark_is_deleted_goes_on_in_the_next() -> None:
    gone = of_runs(run("Tăng cường "), properties="<w:rPr><w:del/></w:rPr>")

    assert texts(gone, paragraph("lãnh đạo")) == ["Tăng cường lãnh đạo"]


def test_hidden_text_goes_and_is_named() -> None:
    document = read(of_runs(run("Điều 1."), run("ghi chú nội bộ", "<w:vanish/>")))

    assert document.paragraphs[0].text == "Điều 1."
    assert document.dropped == (WordDropped("ghi chú nội bộ", "hidden text"),)


def test_a_field_shows_its_result_and_not_its_instruction() -> None:
    inner = field(" PAGEREF x ", run("7"))

    assert texts(of_runs(run("Trang "), field(" IF ", inner, run("/9")), run("."))) == [
        "Trang 7/9."
    ]


def test_an_instruction_that_never_ends_does_not_eat_the_next_paragraph() -> None:
    broken = of_runs(run("Một "), '<w:r><w:fldChar w:fldCharType="begin"/></w:r>')

    assert texts(broken, paragraph("Hai")) == ["Một", "Hai"]


def test_hyperlinks_smart_tags_and_content_controls_are_read_through() -> None:
    link = f'<w:hyperlink r:id="x">{run("Cổng")}</w:hyperlink>'
    tag = f"<w:smartTag>{run(' tin')}</w:smartTag>"
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run(' tỉnh')}</w:sdtContent></w:sdt>"

    assert texts(of_runs(link, tag, control)) == ["Cổng tin tỉnh"]


def test_paragraphs_in_a_content_control_are_read() -> None:
    assert texts(f"<w:sdt><w:sdtContent>{paragraph('Mục lục')}</w:sdtContent></w:sdt>") == [
        "Mục lục"
    ]


def test_a_text_box_is_read_once_and_after_its_paragraph() -> None:
    assert texts(of_runs(run("Kính gửi:"), text_box(paragraph("KHẨN"))), paragraph("Thân bài")) == [
        "Kính gửi:", "KHẨN", "Thân bài",
    ]  # fmt: skip


def test_symbols_that_mean_something_are_read_and_others_named() -> None:
    arrow = run(inner='<w:sym w:font="Wingdings" w:char="F0E0"/>')
    phone = run(inner='<w:sym w:font="Wingdings" w:char="F028"/>')

    document = read(of_runs(run("a "), arrow, run(" b"), phone))

    assert document.paragraphs[0].text == "a → b"
    assert document.dropped == (WordDropped("Wingdings F028", "symbol"),)


def test_typed_raised_digits_stay_text() -> None:
    assert texts(of_runs(run("2.140 m"), run("2", '<w:vertAlign w:val="superscript"/>'))) == [
        "2.140 m2"
    ]


def test_ruby_shows_the_base_once() -> None:
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('x')}</w:rt><w:rubyBase>{run('chữ')}</w:rubyBase></w:ruby></w:r>"
    )

    assert texts(of_runs(ruby)) == ["chữ"]


@pytest.mark.parametrize(
    ("text", "align", "expected"),
    [
        ("Công tác\nđối ngoại", "center", ["Công tác đối ngoại"]),
        ("HƯỚNG DẪN\nCông tác đối ngoại", "center", ["HƯỚNG DẪN", "Công tác đối ngoại"]),
        ("Chương II\nQUY ĐỊNH CỤ THỂ", "center", ["Chương II", "QUY ĐỊNH CỤ THỂ"]),
        ("Kết luận số\n57-KL/TW", "both", ["Kết luận số 57-KL/TW"]),
        ("- Báo cáo tỉnh;\n- Lưu văn phòng", "both", ["- Báo cáo tỉnh;", "- Lưu văn phòng"]),
        ("- Báo cáo tỉnh\n- Lưu văn phòng", "both", ["- Báo cáo tỉnh", "- Lưu văn phòng"]),
    ],
)
def test_a_line_break_parts_paragraphs_only_where_one_ends(
    text: str, align: str, expected: list[str]
) -> None:
    assert texts(paragraph(text, align=align)) == expected


def test_a_page_break_parts_paragraphs() -> None:
    broken = of_runs(run("Nơi gửi"), run(inner='<w:br w:type="page"/>'), run("PHỤ LỤC 1"))

    assert texts(broken) == ["Nơi gửi", "PHỤ LỤC 1"]


def test_weight_and_place_follow_from_styles_and_runs() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Nen"><w:pPr><w:jc w:val="center"/></w:pPr>'
        '<w:rPr><w:b/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Tieu">'
        '<w:basedOn w:val="Nen"/></w:style>'
    )

    document = read(
        paragraph("Chương I", style="Tieu"),
        paragraph("a", style="Tieu", align="left"),
        styles=styles,
    )

    assert [(one.bold, one.centred) for one in document.paragraphs] == [(True, True), (True, False)]


def test_bold_in_a_bold_style_is_a_toggle_between_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="C"><w:rPr><w:b/></w:rPr></w:style>'
    )
    words = of_runs(run("nhẹ", '<w:rStyle w:val="C"/>'), properties='<w:pStyle w:val="P"/>')

    assert read(words, styles=styles).paragraphs[0].bold is False


def test_styles_that_run_in_a_ring_do_no_harm() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )

    assert texts(paragraph("x", style="A"), styles=styles) == ["x"]


def test_the_decoder_gets_each_stretch_with_its_font_before_anything_is_changed() -> None:
    """Soft hyphens are letters in .VnTime (ư), so that no one may drop them first."""
    seen = []

    def decode(text: str, font: str) -> str:
        seen.append((text, font))
        return text.replace("\u00ad", "ư") if font == ".VnTime" else text

    old = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    data = word_file(of_runs(run("C¸c ch\u00ad", old), run("¬ng", old), run(" (new)")))

    document = read_docx(data, "cu.docx", decode=decode)

    assert seen == [("C¸c ch\u00ad¬ng", ".VnTime"), (" (new)", "")]
    assert document.paragraphs[0].text == "C¸c chư¬ng (new)"
    assert document.paragraphs[0].fonts == (".VnTime",)


def test_symbols_in_an_old_vietnamese_font_reach_the_decoder_as_its_bytes() -> None:
    data = word_file(of_runs(run(inner='<w:sym w:font=".VnTime" w:char="F0E0"/>')))

    document = read_docx(data, "cu.docx", decode=lambda text, font: f"{font}:{ord(text):02x}")

    assert document.paragraphs[0].text == ".VnTime:e0"


def test_running_heads_are_given_apart_without_page_numbers() -> None:
    heads = {"h1": paragraph("TỈNH ỦY QUẢNG NGÃI"), "h2": of_runs(field("PAGE", run("2")))}
    section = "".join(
        f'<w:{tag}Reference w:type="default" r:id="{head}"/>'
        for tag, head in (("header", "h1"), ("footer", "h2"))
    )

    document = read_docx(word_file(paragraph(BODY), headers=heads, section=section), "a.docx")

    assert document.headers == ("TỈNH ỦY QUẢNG NGÃI",)


def test_a_head_for_the_first_page_counts_only_if_it_is_switched_on() -> None:
    pointer = '<w:headerReference w:type="first" r:id="h1"/>'

    shown, unseen = (
        read_docx(
            word_file(paragraph(BODY), headers={"h1": paragraph("MẬT")}, section=section), "a.docx"
        )
        for section in (f"{pointer}<w:titlePg/>", pointer)
    )

    assert (shown.headers, unseen.headers) == (("MẬT",), ())


def test_rows_of_stars_and_dashes_are_named_not_kept() -> None:
    document = read(paragraph(BODY), paragraph("* * *"))

    assert [one.text for one in document.paragraphs] == [BODY]
    assert document.dropped == (WordDropped("* * *", "ornament"),)


def test_an_embedded_file_is_named() -> None:
    assert read(paragraph(BODY), '<w:altChunk r:id="x"/>').dropped == (
        WordDropped("", "embedded file"),
    )  # fmt: skip


def test_numbers_stand_before_words_with_the_weight_of_the_words() -> None:
    numbering = lists(level(0, "upperRoman", "%1."))

    document = read(paragraph("MỤC ĐÍCH", number=(1, 0), bold=True), numbering=numbering)

    assert (document.paragraphs[0].text, document.paragraphs[0].bold) == ("I. MỤC ĐÍCH", True)


def test_a_table_in_a_cell_is_read_with_the_cell() -> None:
    inner = f"<w:tc><w:tcPr/>{table([['a', 'b']])}{paragraph('c')}</w:tc>"

    assert texts(table([[inner, "d"]])) == ["a b c\td"]
