"""Word comments stand on the words that they speak of, and nothing else of the file changes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document as WordFile
from docx.oxml.ns import qn

from kb.document import Document, Span
from kb.drafting.check import CheckKind, Remark, Severity
from kb.drafting.word_comments import with_comments
from kb.ingest.pipeline import IngestPipeline
from kb.ingest.sources import source_of
from tests.word_files import cited, of_runs, paragraph, run, word_file


def read(data: bytes) -> Document:
    """What kb reads in a DOCX."""
    return IngestPipeline(10).read(source_of(Path("du-thao.docx"), data)).document


def remark(document: Document, words: str) -> Remark:
    """A remark on the first place where these words stand."""
    start = document.text.index(words)
    span = Span(start, start + len(words))
    return Remark(CheckKind.DATE, Severity.ERROR, span, "Danh mục ghi khác.", "15/6/2023")


REST = "Các cấp ủy, tổ chức đảng căn cứ tình hình của mình mà thực hiện và báo cáo hằng quý."


def saved(word: WordFile) -> bytes:
    """The bytes of a Word file, with a paragraph more than the test needs."""
    word.add_paragraph(REST)
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def marked(data: bytes) -> Iterator[tuple[str, str]]:
    """Each comment's text with the words that it is on; "*" is the mark of a note."""
    word = docx.Document(io.BytesIO(data))
    for comment in word.comments:
        inside, words = False, ""
        for element in word.element.body.iter():
            if element.get(qn("w:id")) == str(comment.comment_id):
                inside = element.tag == qn("w:commentRangeStart") or (
                    inside and element.tag != qn("w:commentRangeEnd")
                )
            if inside and element.tag == qn("w:t"):
                words += element.text or ""
            words += "*" * (inside and element.tag == qn("w:footnoteReference"))
        yield words, comment.text


def test_a_comment_stands_on_its_words_across_runs_and_keeps_their_form() -> None:
    word = docx.Document()
    first = word.add_paragraph("Căn cứ Kết luận số 57-KL/TW, ngày ")
    first.add_run("15/6").bold = True
    first.add_run("/2022 của Bộ Chính trị.")
    data = saved(word)
    document = read(data)

    commented = with_comments(data, document, [remark(document, "15/6/2022")])

    said = "Sai (ngày ban hành): Danh mục ghi khác. Nên viết: 15/6/2023"
    assert list(marked(commented)) == [("15/6/2022", said)]
    after = docx.Document(io.BytesIO(commented))
    assert after.paragraphs[0].text == first.text
    assert [run.text for run in after.paragraphs[0].runs if run.bold] == ["15/6"]


def test_words_in_a_list_in_a_table_and_said_twice_are_found() -> None:
    word = docx.Document()
    word.add_paragraph("Thực hiện nghiêm Kết luận số 57-KL/TW.", style="List Number")
    word.add_paragraph("Thực hiện nghiêm Kết luận số 57-KL/TW.", style="List Number")
    table = word.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Việc phải làm ngay", "Kế hoạch số 5-KH/TU"
    data = saved(word)
    document = read(data)
    second = document.text.rindex("57-KL/TW")
    twice = Remark(CheckKind.DATE, Severity.ERROR, Span(second, second + 8), "hai")

    commented = with_comments(data, document, [twice, remark(document, "5-KH/TU")])

    assert [words for words, _ in marked(commented)] == ["57-KL/TW", "5-KH/TU"]
    body = docx.Document(io.BytesIO(commented)).paragraphs
    starts = [len(one._p.findall(qn("w:commentRangeStart"))) for one in body]
    assert starts == [0, 1, 0]


def test_letters_in_another_unicode_form_are_found() -> None:
    word = docx.Document()
    word.add_paragraph("Thư\u0323c hiện nghiêm của Bô\u0323 chính tri\u0323 về công tác.")
    data = saved(word)
    document = read(data)

    commented = with_comments(data, document, [remark(document, "Bộ chính trị")])

    assert [words for words, _ in marked(commented)] == ["Bô\u0323 chính tri\u0323"]


def test_a_remark_on_a_footnote_stands_at_its_mark_and_names_its_words() -> None:
    data = word_file(
        paragraph(REST),
        of_runs(run("Thực hiện các nghị quyết"), cited("2"), run(" của Đảng.")),
        footnotes={"2": "Kết luận số 57-KL/TW, ngày 15/6/2022."},
    )
    document = read(data)

    commented = with_comments(data, document, [remark(document, "15/6/2022")])

    ((words, said),) = marked(commented)
    assert words == "*"
    assert said.startswith("“15/6/2022”: Sai (ngày ban hành)")


def test_words_that_are_not_found_again_are_named_at_the_beginning() -> None:
    data = word_file(paragraph(REST), of_runs(run("Kết luận số 57-KL/TW.")))
    document = read(data)
    other = word_file(paragraph(REST), of_runs(run("Kết luận khác.")))

    commented = with_comments(other, document, [remark(document, "57-KL/TW")])

    ((words, said),) = marked(commented)
    assert words == REST
    assert said.startswith("“57-KL/TW”: Sai")
