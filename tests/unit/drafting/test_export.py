"""Quotations as other programs read them."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import bibtexparser
import docx
import pypdfium2
import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from pylatexenc.latex2text import LatexNodes2Text

from kb.document import Facts
from kb.drafting.export import Quoted, as_bibtex, as_csl, as_ris, as_text
from kb.drafting.render import cite
from kb.drafting.word_export import as_docx, footnote_of
from kb.symbol import Symbol

FACTS = Facts(
    symbol=Symbol("57", "KL", "TWM"),
    type="Kết luận",
    date=date(2023, 6, 15),
    issuer="Ban Thường vụ",
    title="về dân vận & 100% chi_bộ {mới}",
)
WHOLE = Quoted(
    "Gần dân; chi 5% & {dự phòng} <10>.\nTrọng dân.",
    FACTS,
    cite(FACTS, "Phần II, mục 2", (3, 4)),
    (3, 4),
)
_BARE = Facts(type="Kế hoạch")
BARE = Quoted("Hiểu dân.", _BARE, cite(_BARE, "mục 1"), None, recognised=True)


def test_plain_text_has_each_quotation_with_its_citation_and_what_to_check() -> None:
    assert as_text([replace(WHOLE, text="Gần dân."), BARE]) == (
        "“Gần dân.” (mục 2, phần II Kết luận số 57-KL/TWM, tr. 3-4)\n\n"
        "“Hiểu dân.” (mục 1 Kế hoạch)\n"
        "[Văn bản không ghi: số, ký hiệu, ngày ban hành, cơ quan ban hành, trích yếu.]\n"
        "[Chữ do máy nhận dạng từ bản quét; hãy đối chiếu bản gốc.]"
    )


def test_bibtex_is_read_back_with_every_sign() -> None:
    library = bibtexparser.parse_string(as_bibtex([WHOLE, BARE]))

    assert library.failed_blocks == []
    first, second = library.entries
    read = LatexNodes2Text(math_mode="verbatim").latex_to_text
    fields = {name: read(field.value) for name, field in first.fields_dict.items()}
    assert (first.entry_type, first.key) == ("misc", "57-kl-twm-1")
    assert fields["author"] == "Ban Thường vụ"
    assert fields["title"] == FACTS.title
    assert fields["abstract"] == "Gần dân; chi 5% & {dự phòng} <10>. Trọng dân."
    assert (fields["year"], fields["month"], fields["day"]) == ("2023", "6", "15")
    assert (fields["number"], fields["type"]) == ("57-KL/TWM", "Kết luận")
    assert first.fields_dict["pages"].value == "3--4"
    assert {"year", "number", "author", "pages"}.isdisjoint(second.fields_dict)
    assert "Văn bản không ghi: số, ký hiệu" in second.fields_dict["note"].value


def test_ris_is_read_back() -> None:
    first, second = rispy.loads(as_ris([WHOLE, BARE]))

    assert first["type_of_reference"] == "GOVDOC"
    assert first["authors"] == ["Ban Thường vụ"]
    assert first["title"] == FACTS.title
    assert (first["year"], first["start_page"], first["end_page"]) == ("2023", "3", "4")
    assert (first["number"], first["type_of_work"]) == ("57-KL/TWM", "Kết luận")
    assert first["abstract"] == "Gần dân; chi 5% & {dự phòng} <10>. Trọng dân."
    assert second["title"] == "Kế hoạch"
    assert {"authors", "year", "number"}.isdisjoint(second)


def test_csl_json_has_its_fields_and_none_that_is_unknown() -> None:
    first, second = json.loads(as_csl([WHOLE, BARE]))

    assert first == {
        "id": "57-kl-twm-1",
        "type": "report",
        "title": FACTS.title,
        "author": [{"literal": "Ban Thường vụ"}],
        "genre": "Kết luận",
        "number": "57-KL/TWM",
        "issued": {"date-parts": [[2023, 6, 15]]},
        "page": "3-4",
        "note": "mục 2, phần II Kết luận số 57-KL/TWM, tr. 3-4.",
        "abstract": WHOLE.text,
        "language": "vi-VN",
    }
    assert {"author", "number", "issued", "page"}.isdisjoint(second)


def test_csl_json_is_read_by_a_processor_that_warns_of_unknown_fields() -> None:
    first, second = CiteProcJSON(json.loads(as_csl([WHOLE, BARE]))).values()

    assert (str(first["number"]), str(first["page"])) == ("57-KL/TWM", "3-4")
    assert (first["issued"].year, first["issued"].month, first["issued"].day) == (2023, 6, 15)
    assert second.type == "report"


def test_only_the_first_footnote_of_a_document_names_it_whole() -> None:
    passage = "mục 2, phần II Kết luận số 57-KL/TWM, tr. 3-4."

    assert footnote_of(WHOLE, first=True) == f"{passage} Văn bản: {WHOLE.citation.full}."
    assert footnote_of(WHOLE, first=False) == passage


def test_a_word_document_has_the_quotations_and_a_footnote_for_each() -> None:
    written = as_docx([WHOLE, WHOLE, replace(BARE, text="Hiểu\x0b dân\tta")])

    paragraphs = [paragraph.text for paragraph in docx.Document(io.BytesIO(written)).paragraphs]
    assert paragraphs == [f"“{WHOLE.text}”", f"“{WHOLE.text}”", "“Hiểu dân\tta”"]
    notes = ZipFile(io.BytesIO(written)).read("word/footnotes.xml").decode()
    assert [f'w:id="{number}"' in notes for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert notes.count("Văn bản: Kết luận số 57-KL/TWM") == 1


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_prints_the_footnotes_at_the_foot_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "trich.docx").write_bytes(as_docx([WHOLE, BARE]))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, str(tmp_path / "trich.docx")], check=True, capture_output=True, timeout=120
    )

    pdf = pypdfium2.PdfDocument(tmp_path / "trich.pdf")
    text = " ".join(pdf[0].get_textpage().get_text_bounded().split())
    pdf.close()

    assert "“Gần dân; chi 5% & {dự phòng} <10>." in text
    assert text.index("“Hiểu dân.”") < text.index("mục 2, phần II Kết luận số 57-KL/TWM, tr. 3-4.")
    assert "Chữ do máy nhận dạng" in text
