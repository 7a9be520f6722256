"""A librarian mends lines of a scan: all that the library shows and finds follows, and can go back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import Conflict, NotCorrectable, UnknownDocument, UnknownPlace
from kb.ingest.rawpage import RawPage
from kb.search.index_set import indexed_rows
from kb.service.keeping.unpacking import restore_library
from kb.service.knowledge_base import KnowledgeBase
from kb.service.page_sheet import NOTHING
from kb.store.corrections import changed_facts, differences
from kb.store.documents import open_store
from tests.fakes import HashEmbedder
from tests.scans import DATA, MENDED, MISREAD, QUALITY, Scanner, scanned_pages
from tests.unit.service.conftest import OpenLibrary
from tests.unit.service.test_adding import agree

DATE_LINE, BASIS_LINE, MISREAD_LINE = 4, 7, 11


def done(*_: int) -> None:
    """Hears how far something is."""


@pytest.fixture
def library(open_library: OpenLibrary, tmp_path: Path) -> KnowledgeBase:
    """A library with the scanned guideline."""
    found = open_library(pipeline=Scanner())
    (tmp_path / "quet.pdf").write_bytes(DATA)
    found.add([tmp_path / "quet.pdf"], actor="an")
    return found


@pytest.fixture
def document(library: KnowledgeBase) -> str:
    return library.find("915-HD/TUM").id


def correct(
    library: KnowledgeBase, document: str, texts: dict[int, str], page: int = 1, actor: str = "lan"
) -> int:
    keeper = library.keeper(actor)
    lines = {(page, number): text for number, text in texts.items()}
    return keeper.correct_text(document, lines, keeper.facts_version(document))


def seen(library: KnowledgeBase, document: str) -> list[object]:
    """All that is seen of the document, but for its version."""
    view = replace(library.document_view(document), facts_version=0)
    hits = [
        (hit.text, hit.citation, hit.pages, hit.highlights, hit.corrected, hit.mismatch)
        for hit in library.search("nhiệm vụ trực rừng", limit=20).hits
    ]
    stored = library._store.document(document)
    sheets = [library.pages.sheet(document, number, NOTHING) for number in (1, 2)]
    mentions = [one.reference for one in library._store.references_of_document(document)]
    return [view, hits, stored, sheets, mentions]


class TestLines:
    def test_a_page_has_its_lines_with_what_is_hardly_right(
        self, library: KnowledgeBase, document: str
    ) -> None:
        page = library.keeper().page_text(document, 1)

        assert (page.number, page.page_count, page.quality) == (1, 2, QUALITY)
        assert [line.number for line in page.lines] == list(range(1, 14))
        line = page.lines[MISREAD_LINE - 1]
        assert (line.text, line.raw, line.corrected) == (MISREAD, MISREAD, False)
        assert line.doubtful == ("nhiêm",)
        assert sum(bool(line.doubtful) for line in page.lines) == 1

    def test_a_corrected_line_says_both(self, library: KnowledgeBase, document: str) -> None:
        correct(library, document, {MISREAD_LINE: f" {MENDED}  "})

        line = library.keeper().page_text(document, 1).lines[MISREAD_LINE - 1]
        assert (line.text, line.raw, line.corrected, line.doubtful) == (MENDED, MISREAD, True, ())

    @pytest.mark.parametrize(
        ("number", "error", "said"),
        [(0, UnknownPlace, "có 2 trang"), (3, UnknownPlace, "không có trang 3")],
    )
    def test_a_page_that_there_is_not_is_named(
        self,
        library: KnowledgeBase,
        document: str,
        number: int,
        error: type[Exception],
        said: str,
    ) -> None:
        with pytest.raises(error, match=said):
            library.keeper().page_text(document, number)

    def test_a_page_with_a_text_layer_is_what_its_file_says(
        self, open_library: OpenLibrary, tmp_path: Path
    ) -> None:
        def half(pages: tuple[RawPage, ...]) -> tuple[RawPage, ...]:
            return pages[0], replace(pages[1], quality=None)

        library = open_library(pipeline=Scanner(half))
        (tmp_path / "mot-nua.pdf").write_bytes(DATA)
        library.add([tmp_path / "mot-nua.pdf"])
        document = library.documents()[0].id

        assert len(library.keeper().page_text(document, 1).lines) == 13
        with pytest.raises(NotCorrectable, match="trang 2 là chữ có sẵn trong tệp"):
            library.keeper().page_text(document, 2)

    def test_of_a_document_of_an_earlier_release_it_is_said_what_to_do(
        self, library: KnowledgeBase, document: str, home: Path
    ) -> None:
        with closing(sqlite3.connect(home / "kb.db")) as connection, connection:
            connection.execute("DELETE FROM recognition")

        keeper = library.keeper("an")
        keeper.correct(document, {"title": "Giữ rừng"}, keeper.facts_version(document))
        with pytest.raises(NotCorrectable, match=f"kb correct-text {document[:12]} --reread"):
            keeper.page_text(document, 1)

        keeper.reread(document)

        assert len(keeper.page_text(document, 1).lines) == 13
        assert library.find("915-HD/TUM").facts.title == "Giữ rừng"
        assert agree(home)


class TestCorrecting:
    def test_text_answers_and_sheet_follow_and_say_that_a_person_mended_them(
        self, library: KnowledgeBase, document: str, home: Path
    ) -> None:
        rows = indexed_rows(home)

        correct(library, document, {MISREAD_LINE: MENDED})

        hit = library.search("nhiệm vụ được giao", limit=3).hits[0]
        assert "trực theo nhiệm vụ được giao" in hit.text
        assert (hit.corrected, hit.mismatch, hit.ocr_quality) == ((1,), None, QUALITY)
        assert library.search("nhiêm", limit=3).hits == () or "nhiêm" not in repr(
            library.search("nhiêm", limit=3).hits
        )
        assert library.pages.sheet(document, 1, NOTHING).corrected == (1,)
        assert library.pages.sheet(document, 2, NOTHING).corrected == ()
        assert library.verify("trực theo nhiệm vụ được giao").matches[0].places[0].corrected == (1,)
        assert agree(home)
        assert len(rows ^ indexed_rows(home)) == 2  # one left, one came

    def test_what_is_read_from_the_line_follows_and_is_told(
        self, library: KnowledgeBase, document: str
    ) -> None:
        correct(
            library,
            document,
            {
                DATE_LINE: "Trường Khê, ngày 15 tháng 3 năm 2024",
                BASIS_LINE: "Căn cứ Kết luận số 951-KL/TWM, ngày 15/6/2023 của Ban Chỉ đạo về",
            },
        )

        assert str(library.find("915-HD/TUM").facts.date) == "2024-03-15"
        assert "15/3/2024" in library.document_view(document).citation.full
        deed = library.keeper().log.history_of(document)[-1].deed
        assert changed_facts(deed) == [("date", "05/03/2024", "15/03/2024")]
        assert deed.before is not None and deed.after is not None
        mentions = (deed.before["mentions"], deed.after["mentions"])
        assert mentions == (["957-KL/TWM"], ["951-KL/TWM"])

    def test_a_fact_that_a_person_corrected_stays(
        self, library: KnowledgeBase, document: str
    ) -> None:
        keeper = library.keeper("hoa")
        facts = {"date": "2024-03-06", "place": None}
        keeper.correct(document, facts, keeper.facts_version(document))

        correct(library, document, {DATE_LINE: "Suối Ngần, ngày 15 tháng 3 năm 2024"})

        found = library.find("915-HD/TUM").facts
        assert (str(found.date), found.place) == ("2024-03-06", None)
        evidence = {one.field: one for one in library._store.document(document).evidence}
        assert evidence["date"].reason.startswith("người sửa: hoa")
        assert "place" not in evidence

    def test_the_evidence_of_every_fact_stands_where_it_is_read_now(
        self, library: KnowledgeBase, document: str
    ) -> None:
        correct(library, document, {1: "TỈNH ỦY TRƯỜNG KHÊ ANH HÙNG"})

        stored = library._store.document(document)
        found = {one.field: one.span.of(stored.text) for one in stored.evidence if one.span}
        assert found["symbol"] == "915-HD/TUM"
        assert found["signatory"] == "Trần Văn Ngàn"

    def test_nothing_is_changed_by_what_is_said_already(
        self, library: KnowledgeBase, document: str
    ) -> None:
        with pytest.raises(NotCorrectable, match="chưa sửa gì"):
            correct(library, document, {MISREAD_LINE: f"{MISREAD} "})

        assert len(library.keeper().log.history_of(document)) == 1

    @pytest.mark.parametrize(
        ("texts", "error", "said"),
        [
            ({99: "dòng nào?"}, UnknownPlace, "Trang 1 có 13 dòng, không có dòng 99"),
            ({0: "dòng nào?"}, UnknownPlace, "không có dòng 0"),
            ({1: "a" * 401}, NotCorrectable, "dài quá 400 ký tự"),
            ({1: "TUYỆT MẬT"}, NotCorrectable, "mang dấu mật"),
        ],
    )
    def test_what_cannot_be_is_refused_and_not_told(
        self,
        library: KnowledgeBase,
        document: str,
        texts: dict[int, str],
        error: type[Exception],
        said: str,
    ) -> None:
        before = seen(library, document)

        with pytest.raises(error, match=said):
            correct(library, document, texts)

        assert seen(library, document) == before
        assert len(library.keeper().log.history_of(document)) == 1

    def test_an_unknown_document_is_named(self, library: KnowledgeBase) -> None:
        with pytest.raises(UnknownDocument):
            correct(library, "0" * 64, {1: "gì đó"})

    def test_two_at_once_lose_nothing(self, library: KnowledgeBase, document: str) -> None:
        version = library.keeper().facts_version(document)
        correct(library, document, {MISREAD_LINE: MENDED})

        with pytest.raises(Conflict, match=f"lan đã đổi trang 1, dòng 11: {MISREAD} → {MENDED}"):
            library.keeper("minh").correct_text(document, {(1, 12): "2. Khác"}, version)

        assert "2. Khác" not in library._store.text_of(document)

    def test_abbreviations_that_the_text_explains_now_are_found_at_once(
        self, library: KnowledgeBase, document: str
    ) -> None:
        """The words of the other passages stay, but what they mean has changed."""
        line = "1. Giúp người dân hiểu vì sao phải giữ rừng đầu nguồn (sau đây"
        search = library.search
        search("rừng", limit=5)
        correct(library, document, {10: line, MISREAD_LINE: "gọi tắt là RĐN) trong mùa khô."})

        assert library._store.custody.stale_rows() == set()
        assert any("rừng đầu nguồn" in hit.text for hit in search("RĐN", limit=5).hits)


class TestUndoing:
    def test_undone_all_is_as_it_was(self, library: KnowledgeBase, document: str) -> None:
        before = seen(library, document)
        correct(library, document, {MISREAD_LINE: MENDED, 9: "MỤC ĐÍCH", DATE_LINE: "Trường Khê"})
        assert seen(library, document) != before

        keeper = library.keeper("an")
        keeper.undo(document, keeper.facts_version(document))

        assert seen(library, document) == before
        assert library._store.custody.line_corrections(document) == ()

    def test_the_last_is_undone_first_be_it_of_facts_or_of_lines(
        self, library: KnowledgeBase, document: str
    ) -> None:
        def said() -> tuple[str, object]:
            return library._store.text_of(document), library.find("915-HD/TUM").facts

        before, keeper = seen(library, document), library.keeper("an")
        steps = [said()]
        correct(library, document, {MISREAD_LINE: MENDED})
        steps.append(said())
        keeper.correct(document, {"title": "Giữ rừng"}, keeper.facts_version(document))
        steps.append(said())
        correct(library, document, {6: "giữ rừng và suối đầu nguồn"})

        for step in reversed(steps):
            keeper.undo(document, keeper.facts_version(document))
            assert said() == step

        assert seen(library, document) == before
        assert keeper.log.standing_correction(document) is None

    def test_a_line_that_was_empty_is_empty_again(
        self, library: KnowledgeBase, document: str
    ) -> None:
        correct(library, document, {12: ""})
        without = library._store.text_of(document)
        assert "2. Chi bộ phân công" not in without
        correct(library, document, {12: "2. Khác"})
        keeper = library.keeper("an")

        keeper.undo(document, keeper.facts_version(document))

        assert library._store.text_of(document) == without
        assert keeper.page_text(document, 1).lines[11].text == ""
        entry = keeper.log.history_of(document)[-1]
        assert differences(entry.deed)[0] == "trang 1, dòng 12: 2. Khác → (trống)"

    def test_typed_back_by_hand_it_is_as_it_was_too(
        self, library: KnowledgeBase, document: str
    ) -> None:
        before = seen(library, document)
        correct(library, document, {MISREAD_LINE: MENDED})

        correct(library, document, {MISREAD_LINE: MISREAD})

        assert seen(library, document) == before
        assert library._store.custody.line_corrections(document) == ()


class TestKeeping:
    def test_the_library_is_whole_after_a_correction_and_a_rebuild_keeps_it(
        self, library: KnowledgeBase, document: str
    ) -> None:
        correct(library, document, {MISREAD_LINE: MENDED})
        assert library.maintenance().verify(done) == ()
        after = seen(library, document)

        library.maintenance().rebuild()

        assert seen(library, document) == after
        assert library.maintenance().verify(done) == ()

    def test_a_text_that_was_touched_is_found_and_read_anew_with_its_corrections(
        self, library: KnowledgeBase, document: str, home: Path
    ) -> None:
        correct(library, document, {MISREAD_LINE: MENDED})
        after = seen(library, document)
        spoil(home)

        (fault,) = library.maintenance().verify(done, repair=True)

        assert fault.repaired
        assert seen(library, document) == after
        assert library.maintenance().verify(done) == ()

    def test_where_the_machine_reads_otherwise_now_the_text_stays_and_that_is_said(
        self, library: KnowledgeBase, document: str, home: Path, open_library: OpenLibrary
    ) -> None:
        correct(library, document, {MISREAD_LINE: MENDED})
        spoil(home)
        text = library._store.text_of(document)

        def changed(pages: tuple[RawPage, ...]) -> tuple[RawPage, ...]:
            last = replace(pages[0].glyphs[-1], text="!")
            mended = [replace(g, text="ệ") if g.text == "ê" else g for g in pages[0].glyphs[:-1]]
            return replace(pages[0], glyphs=(*mended, last)), pages[1]

        other = open_library(pipeline=Scanner(changed))
        (fault,) = other.maintenance().verify(done, repair=True)

        assert not fault.repaired
        assert "dòng 11 trang 1 khác với lần trước" in fault.mend
        assert other._store.text_of(document) == text
        assert other._store.custody.line_corrections(document) != ()

    def test_a_backup_brings_corrections_back_and_they_can_be_undone_there(
        self, library: KnowledgeBase, document: str, tmp_path: Path
    ) -> None:
        before = library._store.text_of(document)
        correct(library, document, {MISREAD_LINE: MENDED})
        library.maintenance().backup(tmp_path / "sao.zip", {}, done)
        restore_library(tmp_path / "sao.zip", tmp_path / "lai", done)

        there = KnowledgeBase(
            tmp_path / "lai",
            open_store(tmp_path / "lai" / "kb.db"),
            library._open_reader,
            HashEmbedder,
        )
        there.maintenance().rebuild()
        keeper = there.keeper()
        assert MENDED.split("; ")[1] in there._store.text_of(document)
        keeper.undo(document, keeper.facts_version(document))
        assert there._store.text_of(document) == before
        there.close()

    def test_what_comes_back_from_the_trash_can_be_undone(
        self, library: KnowledgeBase, document: str
    ) -> None:
        before = seen(library, document)
        correct(library, document, {MISREAD_LINE: MENDED})
        keeper = library.keeper()

        keeper.to_trash(document)
        keeper.restore(document)
        keeper.undo(document, keeper.facts_version(document))

        assert seen(library, document) == before

    def test_a_page_that_is_not_a_scan_at_all_is_what_its_file_says(
        self, open_library: OpenLibrary, tmp_path: Path
    ) -> None:
        born = open_library(pipeline=Scanner(lambda pages: (replace(pages[0], quality=None),)))
        (tmp_path / "so.pdf").write_bytes(DATA)
        born.add([tmp_path / "so.pdf"])
        document = born.documents()[0].id

        with pytest.raises(NotCorrectable, match="có sẵn trong tệp"):
            correct(born, document, {1: "gì đó"})
        assert born._store.custody.recognition(document) is None


def spoil(home: Path) -> None:
    """Somebody writes into the database."""
    with closing(sqlite3.connect(home / "kb.db")) as connection, connection:
        connection.execute("UPDATE document SET text = replace(text, 'kiểm lâm', 'kiểm tra')")


def test_the_sample_is_read_as_a_scan() -> None:
    assert [page.quality for page in scanned_pages()] == [QUALITY, QUALITY]
