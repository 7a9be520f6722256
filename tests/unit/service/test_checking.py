"""A draft is read, checked against held documents and catalogue, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.drafting.check import Severity
from kb.drafting.verify import Verdict
from kb.errors import EmptyFile, NotCommentable, SecretMarked, TooHeavy, UnsupportedFile
from kb.ingest.pipeline import IngestPipeline
from kb.ingest.reading import Ingested, PagesRead
from kb.ingest.sources import PDF, Source
from kb.service import drafts
from kb.service.check_json import report_json
from kb.service.checking import DraftReport, commented
from kb.service.knowledge_base import KnowledgeBase
from tests.unit.service.papers import PaperPipeline, paper

CATALOGUE = """symbol,type,date,issuer,term,plenum,title
57-KL/TW,Kết luận,2023-06-15,Bộ Chính trị,XIII,,Công tác thông tin đối ngoại
"""
REST = "Các cấp ủy, tổ chức đảng căn cứ tình hình của mình mà thực hiện và báo cáo hằng quý.\n"


class BothReader(PaperPipeline):
    """Reads the papers of the tests, and Word files in earnest."""

    def read(self, source: Source, progress: PagesRead | None = None) -> Ingested:
        """What either reader makes of it."""
        if source.media_type == PDF:
            return super().read(source, progress)
        return IngestPipeline(10).read(source, progress)


@pytest.fixture
def held(open_library: Callable[..., KnowledgeBase], inbox: Path, tmp_path: Path) -> KnowledgeBase:
    """The library with three papers and a catalogue of one."""
    library = open_library(pipeline=BothReader())
    library.add([inbox])
    (tmp_path / "danh-muc.csv").write_text(CATALOGUE, encoding="utf-8")
    library.maintenance().load_catalogue(tmp_path / "danh-muc.csv")
    return library


def check(library: KnowledgeBase, *lines: str) -> DraftReport:
    """The report on a text draft of these lines."""
    return library.check("du-thao.txt", ("\n".join(lines) + "\n" + REST).encode())


def remarks(report: DraftReport) -> list[tuple[str, str, str | None]]:
    """Letter, words and correction of each remark."""
    return [(one.remark.kind.value, one.printed, one.remark.correction) for one in report.remarks]


def test_held_documents_and_the_catalogue_are_the_evidence(held: KnowledgeBase) -> None:
    report = check(
        held,
        "Căn cứ Kết luận số 57-KL/TW, ngày 15/6/2023 của Ban Bí thư;",
        "Thực hiện Hướng dẫn số 901-HD/BDVTUM, ngày 06/3/2024 của Ban Dân vận.",
    )

    assert remarks(report) == [
        ("f", "Ban Bí thư", "Bộ Chính trị"),
        ("d", "06/3/2024", "05/3/2024"),
    ]
    assert report.counts[Severity.ERROR] == 2
    assert [one.place.paragraph for one in report.citations] == [1, 2]


def test_a_quotation_of_a_held_document_is_verified_word_for_word(held: KnowledgeBase) -> None:
    source = "Hướng dẫn số 901-HD/BDVTUM, ngày 05/3/2024"
    report = check(
        held,
        f"“phải gần dân, lắng nghe ý kiến của nhân dân” ({source}).",
        f"“phải gần dân, lắng nghe ý chí của nhân dân” ({source}).",
        f"“không khởi công mới khi chưa có mặt bằng” ({source}).",
    )

    verdicts = [one.checked.verdict for one in report.quotations]
    assert verdicts == [Verdict.EXACT, Verdict.DIFFERS, Verdict.NOT_FOUND]
    differs, missing = (one.remark for one in report.remarks if one.remark.kind == "p")
    assert differs.severity is Severity.ERROR
    assert differs.correction == "phải gần dân, lắng nghe ý kiến của nhân dân"
    assert "đoạn trích viết “chí”, văn bản in “kiến”" in differs.says
    assert missing.severity is Severity.LIKELY
    assert "có trong thư viện nhưng không có đoạn này" in missing.says


def test_a_quotation_that_cites_nothing_is_looked_for_everywhere(held: KnowledgeBase) -> None:
    report = check(
        held,
        "Nhấn mạnh “Cán bộ phải gần dân, lắng nghe ý kiến của nhân dân” và",
        "“Cán bộ phải xa dân, lắng nghe ý kiến của nhân dân” cùng với",
        "“trồng rừng ngập mặn ven bờ để giữ đất cho con cháu”.",
    )

    told = [one.remark and one.remark.severity for one in (q.checked for q in report.quotations)]
    assert told == [None, Severity.LIKELY, Severity.INFORMATION]


def test_a_draft_that_is_held_itself_is_no_evidence_for_itself(held: KnowledgeBase) -> None:
    text = paper(
        "Nêu rõ “đất trồng lúa được giữ đến đời con cháu mai sau”.",
        symbol="950-KH/TUM",
        type="Kế hoạch",
        date="2024-06-01",
    )

    before = held.check("x.pdf", text.encode())
    after = held.check("x.pdf", text.encode())

    assert before.quotations[0].checked.verdict is Verdict.NOT_FOUND
    assert report_json(before) == report_json(after)


def test_nothing_of_a_draft_is_kept(held: KnowledgeBase, home: Path) -> None:
    def kept() -> dict[str, int]:
        return {str(one): one.stat().st_size for one in home.rglob("*") if one.is_file()}

    before = kept()
    check(held, "Căn cứ Kết luận số 57-KL/TW, ngày 15/6/2023; bí danh thử nghiệm.")

    assert kept() == before
    assert len(held.documents()) == 3


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.txt", b"", EmptyFile),
        ("a.txt", b" \n ", EmptyFile),
        ("a.txt", "Căn cứ".encode("utf-16"), UnsupportedFile),
        ("a.txt", b"a\x01b", UnsupportedFile),
        ("a.png", b"\x89PNG", UnsupportedFile),
    ],
)
def test_what_is_no_draft_is_refused_by_name(
    held: KnowledgeBase, name: str, data: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error, match=name):
        held.check(f"../{name}", data)


def test_a_draft_too_large_is_refused(held: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "LARGEST", 1 << 20)

    with pytest.raises(TooHeavy, match="lớn hơn 1 MB"):
        held.check("a.pdf", b"x" * ((1 << 20) + 1))


def test_a_draft_with_a_mark_of_secrecy_is_refused(held: KnowledgeBase) -> None:
    with pytest.raises(
        SecretMarked, match=r"^Dự thảo .* không được kiểm tra và không được giữ lại"
    ):
        check(held, "TỐI MẬT", "KẾ HOẠCH", "về một việc")


def test_comments_are_for_word_files_alone(held: KnowledgeBase) -> None:
    report = check(held, "Căn cứ Kết luận số 57-KL/TW.")

    with pytest.raises(NotCommentable, match=r"du-thao\.txt"):
        commented(REST.encode(), report)


def test_the_json_says_place_evidence_and_correction(held: KnowledgeBase) -> None:
    made = report_json(check(held, "Căn cứ Kết luận số 57-KL/TW, ngày 16/6/2023 của Bộ Chính trị."))

    (one,) = made["remarks"]
    assert one == {
        "check": "d",
        "name": "ngày ban hành",
        "severity": "error",
        "confidence": "sure",
        "printed": "16/6/2023",
        "span": [34, 43],
        "place": {"division": one["place"]["division"], "pages": None, "paragraph": 1},
        "says": "Danh mục ghi Kết luận số 57-KL/TW, ngày 15/6/2023; trong cùng khóa hoặc cùng năm, "
        "một số chỉ cấp cho một văn bản.",
        "correction": "15/6/2023",
    }
    assert made["citations"][0]["severity"] == "error"
    assert made["counts"] == {"error": 1, "likely": 0, "style": 0, "information": 0}


SUCCEEDED = """symbol,type,date,issuer,term,plenum,title,replaced_by,replaced_on
50-QĐ/TW,Quy định,2021-12-27,Bộ Chính trị,XIII,,,377-QĐ/TW,{}
377-QĐ/TW,Quy định,2025-10-08,Bộ Chính trị,XIII,,,,
"""


@pytest.mark.parametrize(("day", "is_told"), [("2025-10-08", True), ("2999-01-01", False)])
def test_a_replaced_document_is_told_from_its_day_on(
    held: KnowledgeBase, tmp_path: Path, day: str, is_told: bool
) -> None:
    (tmp_path / "moi.csv").write_text(SUCCEEDED.format(day), encoding="utf-8")
    held.maintenance().load_catalogue(tmp_path / "moi.csv")

    report = check(held, "Căn cứ Quy định số 50-QĐ/TW, ngày 27/12/2021 của Bộ Chính trị.")

    says = [one.remark.says for one in report.remarks if one.remark.kind.value == "k"]
    assert says == is_told * [
        "Văn bản này đã được thay bằng Quy định số 377-QĐ/TW, ngày 08/10/2025 "
        "(theo danh mục, từ ngày 08/10/2025)."
    ]
