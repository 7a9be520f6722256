"""Footnotes and endnotes: the number that Word shows, where it stood, and the note's words."""

from kb.ingest.word.reader import NoteKind, WordDocument, WordNote, read_docx
from tests.word_files import cited, level, lists, of_runs, paragraph, run, table, word_file

FOOT, END = NoteKind.FOOTNOTE, NoteKind.ENDNOTE
NOTES = {"11": "Bốn không.", "12": "Cây tre.", "13": "Biển, đảo."}


def read(*blocks: str, settings: str = "", section: str = "") -> WordDocument:
    """The document with these blocks over NOTES."""
    data = word_file(*blocks, footnotes=NOTES, settings=settings, section=section)
    return read_docx(data, "a.docx")


def numbers(document: WordDocument) -> list[str]:
    """The numbers of the notes."""
    return [note.number for note in document.notes]


def test_notes_are_numbered_in_the_order_of_citing_not_by_id() -> None:
    document = read(paragraph("Quốc phòng{13} và đối ngoại{11}."))

    assert document.notes == (WordNote("1", "Biển, đảo.", FOOT), WordNote("2", "Bốn không.", FOOT))
    assert document.paragraphs[0].cells == ("Quốc phòng và đối ngoại.",)
    assert document.paragraphs[0].marks == (((10, "1"), (23, "2")),)


def test_a_space_that_set_off_a_mark_goes_before_punctuation() -> None:
    document = read(paragraph("Quốc phòng {11}, an ninh {12} và"))

    assert document.paragraphs[0].text == "Quốc phòng, an ninh và"
    assert document.paragraphs[0].marks == (((10, "1"), (19, "2")),)


def test_marks_behind_a_generated_number_count_it_in() -> None:
    data = word_file(
        paragraph("Về nội dung{11}", number=(1, 0)),
        footnotes=NOTES, numbering=lists(level(0, "decimal", "%1.")),
    )  # fmt: skip

    assert read_docx(data, "a.docx").paragraphs[0].marks == (((14, "1"),),)


def test_marks_in_a_table_are_given_by_cell() -> None:
    rows = [["Việc", cell_with_mark()], ["a", "b"]]

    assert read(table(rows)).paragraphs[0].marks == ((), ((3, "1"),))


def cell_with_mark() -> str:
    """A cell whose words cite a note."""
    return f"<w:tc><w:tcPr/>{paragraph('Hạn{12}')}</w:tc>"


def test_a_mark_of_the_writers_own_is_kept_and_not_counted() -> None:
    document = read(of_runs(run("Một"), cited("11", own_mark="*"), run(" hai"), cited("12")))

    assert document.paragraphs[0].text == "Một hai"
    assert document.paragraphs[0].marks == (((3, "*"), (7, "1")),)
    assert numbers(document) == ["*", "1"]


def test_numbers_may_begin_elsewhere_and_look_otherwise() -> None:
    settings = '<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numStart w:val="3"/></w:footnotePr>'

    assert numbers(read(paragraph("a{11} b{12}"), settings=settings)) == ["c", "d"]


def test_numbers_restart_in_each_section_where_the_document_wants_it() -> None:
    settings = '<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>'
    ends = of_runs(run("b"), cited("12"), properties="<w:sectPr/>")

    document = read(paragraph("a{11}"), ends, paragraph("c{13}"), settings=settings)

    assert numbers(document) == ["1", "2", "1"]
    assert [note.text for note in document.notes] == ["Bốn không.", "Cây tre.", "Biển, đảo."]


def test_numbers_restart_on_each_page_where_word_recorded_one() -> None:
    section = '<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>'
    page = run(inner="<w:lastRenderedPageBreak/>")

    document = read(paragraph("a{11}"), of_runs(page, run("b"), cited("12")), section=section)

    assert numbers(document) == ["1", "1"]


def test_endnotes_count_by_themselves_in_small_romans() -> None:
    words = of_runs(run("a"), cited("1", "endnote"), cited("11"), cited("2", "endnote"))

    document = read_docx(
        word_file(words, footnotes=NOTES, endnotes={"1": "Cuối một.", "2": "Cuối hai."}), "a.docx"
    )

    assert document.notes == (
        WordNote("i", "Cuối một.", END),
        WordNote("1", "Bốn không.", FOOT),
        WordNote("ii", "Cuối hai.", END),
    )


def test_notes_cited_in_deleted_or_hidden_text_do_not_count() -> None:
    hidden = cited("12").replace("<w:rPr>", "<w:rPr><w:vanish/>")

    document = read(of_runs(run("a"), f"<w:del>{cited('11')}</w:del>", hidden, cited("13")))

    assert document.notes == (WordNote("1", "Biển, đảo.", FOOT),)


def test_a_note_that_begins_with_a_number_of_its_own_keeps_it() -> None:
    data = word_file(paragraph("a{7}"), footnotes={"7": "1 năm có bốn quý."})

    assert read_docx(data, "a.docx").notes == (WordNote("1", "1 năm có bốn quý.", FOOT),)
