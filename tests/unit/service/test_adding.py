"""Adding: one outcome per file, the batch goes on, and store and index always agree afterwards."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kb.errors import IndexMismatch, ModelMissing, StoreFailure
from kb.ingest.pipeline import Ingested
from kb.ingest.sources import Source, source_of
from kb.search.embedder import Matrix, PassagesDone
from kb.search.index_set import current_manifest, indexed_rows
from kb.service.knowledge_base import KnowledgeBase
from kb.service.results import AddOutcome, AddStatus
from kb.store.documents import open_store
from tests.fakes import HashEmbedder
from tests.unit.service.conftest import DAN_VAN, KIEM_TRA, KINH_TE_BIEN, OpenLibrary
from tests.unit.service.papers import PaperPipeline, paper, written


def fates(outcomes: Sequence[AddOutcome]) -> list[tuple[str, str, int]]:
    """What became of each file: its name, its status, its passages."""
    return [(Path(item.path).name, item.status.value, item.passages) for item in outcomes]


def found(library: KnowledgeBase, typed: str) -> list[str]:
    """The symbols of the documents found, best first, each once."""
    hits = library.search(typed, limit=20).hits
    return list(dict.fromkeys(hit.document.heading for hit in hits))


def agree(home: Path) -> bool:
    """True if the index holds what the store holds, but for bare headings."""
    store = open_store(home / "kb.db")
    try:
        manifest = current_manifest(home)
        wanted = {row for row, passage in store.iterate_passages() if passage.kind != "heading"}
        current = manifest is not None and manifest.generation == store.generation()
        return current and indexed_rows(home) == wanted
    finally:
        store.close()


class TestOutcomes:
    def test_a_folder_gives_one_outcome_per_pdf_file_in_order(
        self, library: KnowledgeBase, inbox: Path, home: Path
    ) -> None:
        (inbox / "ghi-chu.txt").write_text("không phải PDF")

        outcomes = library.add([inbox])

        assert fates(outcomes) == [
            ("dan-van.pdf", "added", 4),
            ("kiem-tra.pdf", "added", 2),
            ("kinh-te-bien.pdf", "added", 3),
        ]
        assert agree(home)

    def test_folders_inside_folders_are_read_and_links_that_turn_in_circles_are_not_followed_twice(
        self, library: KnowledgeBase, inbox: Path
    ) -> None:
        written(inbox / "2025" / "thang-1", "moi.PDF", paper("Điều 1. Mới", "Một điều mới."))
        (inbox / "2025" / "lai").symlink_to(inbox)

        outcomes = library.add([inbox])

        assert [name for name, _, _ in fates(outcomes)] == [
            "moi.PDF",
            "dan-van.pdf",
            "kiem-tra.pdf",
            "kinh-te-bien.pdf",
        ]

    def test_the_same_file_again_is_unchanged_under_any_name(
        self, library: KnowledgeBase, inbox: Path, tmp_path: Path
    ) -> None:
        library.add([inbox / "dan-van.pdf"])
        copy = written(tmp_path, "ban-sao.pdf", DAN_VAN)

        outcomes = library.add([inbox / "dan-van.pdf", copy])

        assert fates(outcomes) == [("dan-van.pdf", "unchanged", 0), ("ban-sao.pdf", "unchanged", 0)]
        assert [card.file_name for card in library.documents()] == ["dan-van.pdf"]

    def test_the_same_bytes_twice_in_one_batch_are_added_once(
        self, library: KnowledgeBase, inbox: Path
    ) -> None:
        written(inbox, "a-ban-sao.pdf", DAN_VAN)

        outcomes = library.add([inbox])

        assert fates(outcomes)[:2] == [
            ("a-ban-sao.pdf", "added", 4),
            ("dan-van.pdf", "unchanged", 0),
        ]

    def test_a_bad_file_says_why_and_the_batch_goes_on(
        self, library: KnowledgeBase, inbox: Path
    ) -> None:
        written(inbox, "a-hong.pdf", paper("[HỎNG]"))

        outcomes = library.add([inbox])

        assert [status for _, status, _ in fates(outcomes)] == ["failed", "added", "added", "added"]
        assert outcomes[0].reason == "Tệp «a-hong.pdf» hỏng; hãy lấy lại bản gốc."

    def test_a_reader_that_breaks_ends_one_file_and_not_the_batch(
        self, library: KnowledgeBase, inbox: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        written(inbox, "a-la.pdf", paper("[NỔ]"))

        outcomes = library.add([inbox])

        assert [status for _, status, _ in fates(outcomes)] == ["failed", "added", "added", "added"]
        assert outcomes[0].reason == (
            "Tệp «a-la.pdf» gây lỗi ngoài dự kiến khi đọc và không được nạp; "
            "hãy gửi tệp này kèm nhật ký cho người quản trị."
        )
        assert "the reader broke" in caplog.text

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            (
                "trong",
                "Thư mục «trong» không có tệp PDF hay Word nào; hãy kiểm tra lại đường dẫn.",
            ),
            (
                "ong-dan",
                "«ong-dan» là thiết bị hoặc ống dẫn, không phải tệp; hãy nêu một tệp PDF hay Word.",
            ),
            (
                "khong-co.pdf",
                "Không còn thấy tệp «khong-co.pdf»; "
                "hãy kiểm tra xem tệp đã bị chuyển hay đổi tên chưa.",
            ),
        ],
    )
    def test_what_is_no_file_is_named_with_its_mend(
        self, library: KnowledgeBase, tmp_path: Path, name: str, reason: str
    ) -> None:
        (tmp_path / "trong").mkdir()
        os.mkfifo(tmp_path / "ong-dan")

        (outcome,) = library.add([tmp_path / name])

        assert (outcome.status, outcome.reason) == (AddStatus.FAILED, reason)

    def test_a_file_name_that_is_not_utf8_is_kept_readable(
        self, library: KnowledgeBase, tmp_path: Path
    ) -> None:
        path = tmp_path / os.fsdecode(b"v\xe2n-ban.pdf")
        path.write_text(DAN_VAN, encoding="utf-8")

        library.add([path])

        assert [card.file_name for card in library.documents()] == ["v�n-ban.pdf"]

    def test_an_original_that_was_lost_is_kept_again(
        self, library: KnowledgeBase, inbox: Path
    ) -> None:
        (outcome,) = library.add([inbox / "dan-van.pdf"])
        assert outcome.document is not None
        kept = library.pages.original(outcome.document.id)
        kept.unlink()

        library.add([inbox / "dan-van.pdf"])

        assert kept.read_text(encoding="utf-8") == DAN_VAN


class Listener:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def files(self, total: int) -> None:
        self.told.append(("files", total))

    def pages(self, path: Path, done: int, total: int) -> None:
        self.told.append(("pages", path.name, done, total))

    def outcome(self, outcome: AddOutcome) -> None:
        self.told.append((Path(outcome.path).name, outcome.status.value))

    def passages(self, done: int, total: int) -> None:
        self.told.append(("passages", done, total))


def test_a_file_is_reported_as_added_after_its_passages_are_indexed(
    library: KnowledgeBase, inbox: Path
) -> None:
    listener = Listener()
    library.add([], listener)
    listener.told.clear()

    library.add([inbox / "dan-van.pdf"], listener)

    assert listener.told == [
        ("files", 1),
        ("pages", "dan-van.pdf", 0, 0),
        ("pages", "dan-van.pdf", 1, 1),
        ("passages", 3, 3),  # four passages, one of them a bare heading
        ("dan-van.pdf", "added"),
    ]


class Failing(HashEmbedder):
    """An embedder that calls `trouble` where a text holds `at`."""

    def __init__(self, at: str, trouble: Callable[[], BaseException]) -> None:
        super().__init__()
        self._at = at
        self._trouble = trouble

    def embed_passages(self, texts: Sequence[str], progress: PassagesDone | None = None) -> Matrix:
        if any(self._at in text for text in texts):
            raise self._trouble()
        return super().embed_passages(texts, progress)


def disk_full() -> StoreFailure:
    return StoreFailure("Ổ đĩa đã đầy; hãy giải phóng chỗ trống.")


class TestIndexThatCannotBeWritten:
    def test_the_files_fail_with_that_reason_and_nothing_of_them_stays(
        self, open_library: OpenLibrary, inbox: Path, home: Path
    ) -> None:
        open_library().add([inbox / "kiem-tra.pdf"])
        library = open_library(Failing("hải sản", disk_full))

        outcomes = library.add([inbox / "dan-van.pdf", inbox / "kinh-te-bien.pdf"])

        assert [item.reason for item in outcomes] == ["Ổ đĩa đã đầy; hãy giải phóng chỗ trống."] * 2
        assert [card.heading for card in library.documents()] == ["903-KH/UBKTTUM"]
        assert len([path for path in (home / "files").rglob("*") if path.is_file()]) == 1
        assert agree(home)

    def test_what_was_held_is_still_found(self, open_library: OpenLibrary, inbox: Path) -> None:
        open_library().add([inbox / "kiem-tra.pdf"])

        open_library(Failing("hải sản", disk_full)).add([inbox / "kinh-te-bien.pdf"])

        assert found(open_library(), "quản lý đất đai") == ["903-KH/UBKTTUM"]

    def test_an_unchanged_twin_in_the_same_few_files_fails_with_them(
        self, open_library: OpenLibrary, inbox: Path
    ) -> None:
        twin = written(inbox, "z.pdf", KINH_TE_BIEN)
        library = open_library(Failing("hải sản", disk_full))

        outcomes = library.add([inbox / "kinh-te-bien.pdf", twin])

        assert [item.status for item in outcomes] == [AddStatus.FAILED, AddStatus.FAILED]


class TestDiskThatIsNearlyFull:
    def test_nothing_is_written_and_the_sentence_says_how_much_is_wanted(
        self, library: KnowledgeBase, inbox: Path, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """8 MB to spare, and for a small paper not one more: rounded up, 9."""
        free = shutil.disk_usage(home)._replace(free=8 * 1024 * 1024 + 100)
        monkeypatch.setattr("kb.service.room.shutil.disk_usage", lambda path: free)

        (outcome,) = library.add([inbox / "dan-van.pdf"])

        assert outcome.reason == (
            f"Ổ đĩa chứa {home} chỉ còn 8 MB trống, cần 9 MB để ghi an toàn; "
            "hãy giải phóng chỗ trống rồi làm lại."
        )
        assert library.documents() == ()
        assert not (home / "files").exists()


class TestInterrupt:
    def test_during_indexing_it_leaves_the_library_as_it_was(
        self, open_library: OpenLibrary, inbox: Path, home: Path
    ) -> None:
        open_library().add([inbox / "kiem-tra.pdf"])
        library = open_library(Failing("hải sản", KeyboardInterrupt))

        with pytest.raises(KeyboardInterrupt):
            library.add([inbox])

        assert agree(home)
        assert found(open_library(), "giám sát chuyên đề") == ["903-KH/UBKTTUM"]

    def test_during_reading_it_keeps_what_was_indexed_before(
        self, open_library: OpenLibrary, inbox: Path, home: Path
    ) -> None:
        many = [f"Đoạn thứ {number} về dân vận." for number in range(300)]
        written(inbox, "a-dai.pdf", paper(*many, symbol="904-HD/BDVTUM"))
        library = open_library(pipeline=Stopping("kiem-tra.pdf"))

        with pytest.raises(KeyboardInterrupt):
            library.add([inbox])

        assert agree(home)
        assert [card.heading for card in open_library().documents()] == ["904-HD/BDVTUM"]

    def test_what_was_interrupted_is_added_by_the_same_command_again(
        self, open_library: OpenLibrary, inbox: Path
    ) -> None:
        with pytest.raises(KeyboardInterrupt):
            open_library(pipeline=Stopping("kinh-te-bien.pdf")).add([inbox])

        outcomes = open_library().add([inbox])

        assert [item.status for item in outcomes] == [AddStatus.ADDED] * 3


class Stopping(PaperPipeline):
    """A pipeline at which somebody presses Ctrl+C when a certain file comes."""

    def __init__(self, name: str) -> None:
        self._name = name

    def read(self, source: Source, progress: Callable[[int, int], None] | None = None) -> Ingested:
        if source.path.name == self._name:
            raise KeyboardInterrupt
        return super().read(source, progress)


class TestCrashBetweenStoreAndIndex:
    def test_documents_that_never_reached_the_index_get_in_at_the_next_add(
        self, open_library: OpenLibrary, inbox: Path, home: Path
    ) -> None:
        open_library().add([inbox / "kiem-tra.pdf"])
        crash_after_storing(home, inbox / "dan-van.pdf")

        open_library().add([inbox / "kinh-te-bien.pdf"])

        assert agree(home)
        assert found(open_library(), "mô hình dân vận khéo")[0] == "901-HD/BDVTUM"

    def test_removed_documents_get_out_of_the_index_at_the_next_add(
        self, open_library: OpenLibrary, inbox: Path, home: Path
    ) -> None:
        library = open_library()
        library.add([inbox])
        store = open_store(home / "kb.db")
        store.remove_document(library.find("902-NQ/TUM").id)
        store.close()

        library.add([])

        assert agree(home)
        assert found(open_library(), "khai thác hải sản") == []

    def test_until_then_the_search_refuses_and_names_the_mend(
        self, open_library: OpenLibrary, inbox: Path, home: Path
    ) -> None:
        open_library().add([inbox / "kiem-tra.pdf"])
        crash_after_storing(home, inbox / "dan-van.pdf")

        with pytest.raises(IndexMismatch, match="kb rebuild"):
            open_library().search("dân vận")

    def test_a_server_that_runs_on_refuses_too(
        self, open_library: OpenLibrary, inbox: Path, home: Path
    ) -> None:
        server = open_library()
        server.add([inbox / "kiem-tra.pdf"])
        server.search("giám sát")

        crash_after_storing(home, inbox / "dan-van.pdf")

        with pytest.raises(IndexMismatch, match="kb rebuild"):
            server.search("giám sát")

    def test_rebuilding_mends_it(self, open_library: OpenLibrary, inbox: Path, home: Path) -> None:
        open_library().add([inbox / "kiem-tra.pdf"])
        crash_after_storing(home, inbox / "dan-van.pdf")

        open_library().maintenance().rebuild()

        assert agree(home)


def crash_after_storing(home: Path, path: Path) -> None:
    """Stores a paper as a program does that is killed before it writes the index."""
    data = path.read_bytes()
    read = PaperPipeline().read(source_of(path, data))
    store = open_store(home / "kb.db")
    store.add_document(read.document, read.passages, read.references, len(data))
    store.close()


class TestBeforeAnythingIsAdded:
    def test_an_index_of_another_model_is_refused_and_nothing_is_stored(
        self, open_library: OpenLibrary, inbox: Path
    ) -> None:
        open_library().add([inbox / "kiem-tra.pdf"])
        library = open_library(HashEmbedder(model="khac"))

        with pytest.raises(IndexMismatch, match=r"mô hình “hash”.+“khac”.+`kb rebuild`"):
            library.add([inbox])

        assert [card.heading for card in library.documents()] == ["903-KH/UBKTTUM"]

    def test_without_a_model_nothing_is_stored(
        self, open_library: OpenLibrary, inbox: Path
    ) -> None:
        library = open_library(no_model)

        with pytest.raises(ModelMissing, match="kb model"):
            library.add([inbox])

        assert library.documents() == ()


def no_model() -> HashEmbedder:
    raise ModelMissing("Chưa có mô hình; hãy chạy `kb model`.")


def test_a_rebuilt_index_gives_the_same_hits(library: KnowledgeBase, inbox: Path) -> None:
    library.add([inbox])
    asked = ["dân vận khéo", "khai thac hai san", "57-KL/TW", "Ủy ban Kiểm tra"]
    before = [library.search(typed).hits for typed in asked]

    library.maintenance().rebuild()

    assert [library.search(typed).hits for typed in asked] == before
    assert all(before)


def test_documents_added_one_by_one_are_found_as_those_added_together(
    open_library: OpenLibrary, inbox: Path, home: Path
) -> None:
    one_by_one = open_library()
    for name in ("kinh-te-bien.pdf", "dan-van.pdf", "kiem-tra.pdf"):
        one_by_one.add([inbox / name])

    assert agree(home)
    assert found(one_by_one, "mô hình dân vận khéo")[0] == "901-HD/BDVTUM"
    assert {KIEM_TRA, DAN_VAN, KINH_TE_BIEN} == {
        one_by_one.pages.original(card.id).read_text(encoding="utf-8")
        for card in one_by_one.documents()
    }
