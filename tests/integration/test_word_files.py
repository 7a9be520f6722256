"""Whole Word files: by python-docx, through LibreOffice, and the real ones beside their PDF."""

import io
import subprocess
from pathlib import Path

import pytest
from docx import Document as NewWordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.parser import OxmlElement

from kb.bootstrap import open_knowledge_base
from kb.document import Document
from kb.errors import DamagedFile
from kb.ingest.paragraphs import ParagraphKind
from kb.ingest.pipeline import IngestPipeline
from kb.ingest.sources import source_of
from kb.ingest.word.office import NO_OFFICE, convert_to_docx, convert_to_pdf, find_office
from kb.ingest.word.reader import WordDocument, read_docx
from kb.settings import Settings
from tests.conftest import ROOT, SHARED
from tests.fakes import HashEmbedder
from tests.word_files import cell, level, lists, paragraph, table, word_file

REAL = SHARED / "real"
GUIDELINE = REAL / "94-hd-btgtu" / "94-hd-btgtu"

needs_office = pytest.mark.skipif(find_office() is None, reason=NO_OFFICE)
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason=f"không có thư mục {REAL.name}")

TIMES = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:sz w:val="26"/>'
    "</w:rPr></w:rPrDefault></w:docDefaults>"
)
DIRECTIVE = word_file(
    table(
        [[cell("THÀNH ỦY HUẾ", "*", "Số 12-CT/TU"),
          cell("ĐẢNG CỘNG SẢN VIỆT NAM", "Huế, ngày 05 tháng 02 năm 2024")]], ruled=False,
    ),
    paragraph("CHỈ THỊ", align="center", bold=True),
    paragraph("về công tác đối ngoại{5}", align="center", bold=True),
    paragraph("Thực hiện Kết luận số 57-KL/TW, Ban Thường vụ Thành ủy yêu cầu các cấp ủy:"),
    paragraph("MỤC ĐÍCH", number=(1, 0), bold=True),
    paragraph("Nâng cao nhận thức của cán bộ, đảng viên.", number=(1, 1)),
    paragraph("Phát huy vai trò của các cơ quan{6}.", number=(1, 1)),
    paragraph("NHIỆM VỤ", number=(1, 0), bold=True),
    paragraph("Tuyên truyền, phổ biến các văn bản.", number=(1, 1)),
    table([["TT", "Việc", "Hạn"], ["1", "Tuyên truyền", "Quý I"], ["2", "Tập huấn", "Quý II"]]),
    paragraph("Chỉ thị này phổ biến đến chi bộ."),
    table(
        [[cell("Nơi nhận:", "- Ban Bí thư,", "- Lưu Văn phòng."),
          cell("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Đặng Văn Nghiệp")]], ruled=False,
    ),
    footnotes={"5": "Đối ngoại Đảng.", "6": "Cơ quan thường trực."},
    numbering=lists(level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.")),
    styles=TIMES,
)  # fmt: skip


def held(data: bytes) -> WordDocument:
    """The document in a DOCX."""
    return read_docx(data, "chi-thi.docx")


def from_pdf(data: bytes) -> Document:
    """The document in a PDF."""
    return IngestPipeline(2000).read(source_of(Path("chi-thi.pdf"), data)).document


def with_notes(document: WordDocument) -> list[str]:
    """The paragraphs, each followed by the notes it cites, as the text of a PDF has them."""
    notes = iter(document.notes)
    lines = []
    for one in document.paragraphs:
        lines.append(one.text)
        lines += [next(notes).text for marks in one.marks for _ in marks]
    return lines


def anchors(document: WordDocument) -> list[tuple[str, int]]:
    """Each note's number and its anchor in the joined text of paragraphs and notes."""
    found, at = [], 0
    notes = iter(document.notes)
    for one in document.paragraphs:
        starts = [
            at + sum(len(text) + 1 for text in one.cells[:index]) for index in range(len(one.cells))
        ]
        found += [
            (number, start + offset)
            for start, marks in zip(starts, one.marks, strict=True)
            for offset, number in marks
        ]
        at += (
            len(one.text) + 1 + sum(len(next(notes).text) + 1 for marks in one.marks for _ in marks)
        )
    return found


def test_a_file_that_python_docx_writes_is_read() -> None:
    file = NewWordFile()
    file.add_paragraph("HƯỚNG DẪN").alignment = WD_ALIGN_PARAGRAPH.CENTER
    file.add_paragraph("Nội dung", style="List Number")
    row = file.add_table(rows=1, cols=2, style="Table Grid").rows[0].cells
    row[0].text, row[1].text = "Việc", "Hạn"
    words = file.add_paragraph("Cơ quan ")
    words.add_run("Đảng").bold = True
    words.runs[0]._r.append(OxmlElement("w:noBreakHyphen"))
    saved = io.BytesIO()
    file.save(saved)

    assert [(one.kind, one.text) for one in held(saved.getvalue()).paragraphs] == [
        (ParagraphKind.TEXT, "HƯỚNG DẪN"),
        (ParagraphKind.TEXT, "1. Nội dung"),
        (ParagraphKind.ROW, "Việc\tHạn"),
        (ParagraphKind.TEXT, "Cơ quan -Đảng"),
    ]


@needs_office
def test_word_and_its_pdf_give_the_same_text_and_anchors() -> None:
    document, printed = held(DIRECTIVE), from_pdf(convert_to_pdf(DIRECTIVE, "chi-thi.docx"))

    assert with_notes(document) == printed.text.split("\n")
    assert anchors(document) == [(note.number, note.anchor) for note in printed.footnotes]


def older(data: bytes, kind: str, folder: Path) -> bytes:
    """The same document as LibreOffice saves it in an older format."""
    office = find_office()
    assert office is not None
    source = folder / "chi-thi.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(office.program), profile, "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(folder), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return source.with_suffix(f".{kind.partition(':')[0]}").read_bytes()


@needs_office
@pytest.mark.parametrize("kind", ["doc:MS Word 97", "odt", "rtf"])
def test_older_formats_give_the_same_document(kind: str, tmp_path: Path) -> None:
    file = older(DIRECTIVE, kind, tmp_path)

    assert held(convert_to_docx(file, "chi-thi")) == held(DIRECTIVE)


@needs_office
def test_a_file_that_libreoffice_cannot_open_is_damaged() -> None:
    file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + "WordDocument".encode(
        "utf-16-le"
    )

    with pytest.raises(DamagedFile, match="không chuyển được tệp «cu"):
        convert_to_docx(file.ljust(2048, b"\0"), "cu.doc", seconds=60)


@needs_office
def test_a_word_file_has_a_page_view_until_it_is_removed(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.bootstrap.load_embedder", lambda *given: HashEmbedder())
    (tmp_path / "chỉ thị.docx").write_bytes(DIRECTIVE)
    library = open_knowledge_base(Settings(home=home))
    (outcome,) = library.add([tmp_path / "chỉ thị.docx"])
    assert outcome.document is not None

    pages, id = library.pages, outcome.document.id
    view = pages.view(id)

    assert "Phát huy vai trò của các cơ quan" in from_pdf(view.read_bytes()).text
    assert view == pages.view(id) != pages.original(id)
    library.remove(id)
    assert not view.exists()
    library.close()


def test_a_pdf_is_its_own_page_view(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.bootstrap.load_embedder", lambda *given: HashEmbedder())
    library = open_knowledge_base(Settings(home=home))
    (outcome,) = library.add([ROOT / "corpus" / "907-tb-vptum.pdf"])
    assert outcome.document is not None

    assert library.pages.view(outcome.document.id) == library.pages.original(outcome.document.id)
    library.close()


@pytest.mark.real
@needs_real
def test_the_real_guideline_and_its_pdf_give_the_same_text_and_anchors() -> None:
    document = held(GUIDELINE.with_suffix(".docx").read_bytes())
    printed = from_pdf(GUIDELINE.with_suffix(".pdf").read_bytes())

    assert len(document.paragraphs) == 60
    assert [note.number for note in document.notes] == [str(count) for count in range(1, 14)]
    assert with_notes(document) == printed.text.split("\n")
    assert anchors(document) == [(note.number, note.anchor) for note in printed.footnotes]


@pytest.mark.real
@needs_real
def test_the_real_plan_has_letterhead_rows_recipients_and_signature() -> None:
    plan = REAL / "office" / "ke-hoach-thi-dua.docx"

    paragraphs = held(plan.read_bytes()).paragraphs

    assert [one.text for one in paragraphs if one.kind is ParagraphKind.LETTERHEAD] == [
        "BCH ĐOÀN XÃ PHÚC THỊNH",
        "Số: - KH/ĐTN",
        "ĐOÀN TNCS HỒ CHÍ MINH",
        "Phúc Thịnh, ngày 7 tháng 1 năm 2025",
    ]
    assert sum(one.kind is ParagraphKind.ROW for one in paragraphs) == 21
    assert [one.text for one in paragraphs if one.kind is ParagraphKind.SIGNATURE] == [
        "Người lập kế hoạch",
        "Đỗ Ngọc Nam",
    ]
