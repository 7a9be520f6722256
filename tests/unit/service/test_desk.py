"""The adding desk: what is received is safe, and every job ends in a state that people understand."""

from __future__ import annotations

import errno
import io
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from kb.errors import InvalidUpload, StoreFailure, UploadTooLarge
from kb.ingest.reading import Ingested
from kb.ingest.sources import Source
from kb.search.embedder import Matrix, PassagesDone
from kb.service.admission import Admission
from kb.service.desk import AddingDesk, DeskLimits, Reception
from kb.service.knowledge_base import KnowledgeBase
from kb.service.reviewing import ReviewFirst
from kb.service.watch_folder import FolderWatch
from kb.service.write_lock import WORK_LOCK, lock, write_lock
from kb.store.spool import Spool
from tests.fakes import HashEmbedder
from tests.unit.service.conftest import DAN_VAN, KIEM_TRA, KINH_TE_BIEN, OpenLibrary
from tests.unit.service.papers import PaperPipeline, Unrecognising, paper

SAMPLES = {"dan-van.pdf": DAN_VAN, "kinh-te-bien.pdf": KINH_TE_BIEN, "kiem-tra.pdf": KIEM_TRA}


def send(library: KnowledgeBase, **papers: str) -> None:
    """Sends papers in one go; a name is given without its suffix."""
    with library.desk.receiving() as reception:
        for name, text in papers.items():
            receive(reception, f"{name}.pdf", text.encode())


def receive(reception: Reception, name: str, data: bytes) -> None:
    """One whole file."""
    reception.begin(name)
    reception.write(data)
    reception.end()


def work(library: KnowledgeBase) -> list[str]:
    """Works until nothing is left; what was said of the library itself."""
    said: list[str] = []
    worker = library.worker(said.append)
    while not worker.step():
        pass
    return said


def fates(library: KnowledgeBase) -> list[tuple[str, str, str]]:
    """The jobs by arrival: name, state in words, detail."""
    return [(job.name, job.label, job.detail) for job in reversed(library.desk.jobs())]


def spooled(home: Path) -> int:
    """The number of files in the spool."""
    return len(list((home / "spool").iterdir()))


def zipped(**papers: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in papers.items():
            archive.writestr(f"{name}.pdf", text)
    return out.getvalue()


class TestReceiving:
    def test_what_was_received_is_on_the_disk_and_in_the_queue(
        self, library: KnowledgeBase, home: Path
    ) -> None:
        send(library, a="một", b="hai")

        assert fates(library) == [
            ("a.pdf", "đã nhận, đang chờ đến lượt", ""),
            ("b.pdf", "đã nhận, đang chờ đến lượt", ""),
        ]
        kept = [(home / "spool" / job.id).read_text() for job in library.desk.jobs()]
        assert kept == ["hai", "một"]

    @pytest.mark.parametrize("at", range(4))
    def test_a_sender_who_breaks_off_leaves_nothing(
        self, library: KnowledgeBase, home: Path, at: int
    ) -> None:
        with suppress(ConnectionError), library.desk.receiving() as reception:
            receive(reception, "a.pdf", b"abc")
            steps: list[Callable[[], None]] = [
                lambda: reception.begin("b.pdf"),
                lambda: reception.write(b"abc"),
                lambda: reception.end(),
            ]
            for step in steps[:at]:
                step()
            raise ConnectionError

        assert fates(library) == []
        assert spooled(home) == 0

    def test_nothing_sent_is_an_error(self, library: KnowledgeBase) -> None:
        with pytest.raises(InvalidUpload, match="Chưa có tệp nào"), library.desk.receiving():
            pass

    @pytest.mark.parametrize(
        ("sizes", "said"),
        [((11,), "Tệp «0.pdf» lớn hơn 0 MB"), ((10, 10, 6), "Các tệp gửi cùng lúc lớn hơn 0 MB")],
    )
    def test_a_byte_over_the_limit_is_too_much_and_then_nothing_is_kept(
        self, home: Path, library: KnowledgeBase, sizes: tuple[int, ...], said: str
    ) -> None:
        desk = AddingDesk(home, library._store.jobs, DeskLimits(10, 25))

        with pytest.raises(UploadTooLarge, match=said), desk.receiving() as reception:
            for number, size in enumerate(sizes):
                receive(reception, f"{number}.pdf", bytes(size))

        assert fates(library) == []
        assert spooled(home) == 0

    def test_what_is_announced_over_the_limit_or_without_room_is_refused_at_once(
        self, library: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with pytest.raises(UploadTooLarge), library.desk.receiving(1001 << 20):
            pass
        monkeypatch.setattr("shutil.disk_usage", lambda path: type("D", (), {"free": 66 << 20}))
        with (
            pytest.raises(StoreFailure, match="chỉ còn 2 MB trống, không đủ để nhận 3 MB"),
            library.desk.receiving(3 << 20),
        ):
            pass

    def test_a_disk_that_fills_up_says_so_and_keeps_nothing(
        self, library: KnowledgeBase, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(descriptor: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(StoreFailure, match="ổ đĩa đã đầy"):
            send(library, a="một")

        monkeypatch.undo()
        assert fates(library) == []
        assert spooled(home) == 0


class TestWorking:
    def test_each_file_becomes_a_document_under_the_name_that_its_sender_gave(
        self, library: KnowledgeBase, home: Path
    ) -> None:
        with library.desk.receiving() as reception:
            for name, text in SAMPLES.items():
                receive(reception, f"thư mục/{name}", text.encode())

        work(library)

        assert fates(library) == [
            ("dan-van.pdf", "đã vào thư viện", "901-HD/BDVTUM"),
            ("kinh-te-bien.pdf", "đã vào thư viện", "902-NQ/TUM"),
            ("kiem-tra.pdf", "đã vào thư viện", "903-KH/UBKTTUM"),
        ]
        held = {card.id: card.file_name for card in library.documents()}
        assert sorted(held.values()) == sorted(SAMPLES)
        assert {job.document_id for job in library.desk.jobs()} == set(held)
        assert all(library.pages.original(id).suffix == ".pdf" for id in held)
        assert spooled(home) == 0

    def test_every_other_end_says_what_it_is_and_keeps_what_may_be_tried_again(
        self, open_library: OpenLibrary, home: Path
    ) -> None:
        library = open_library(pipeline=Unrecognising())
        send(library, a=DAN_VAN)
        work(library)
        send(
            library,
            b=DAN_VAN,
            c=paper("[MẬT]"),
            d=paper("[HỎNG]"),
            e=paper("[QUÉT]"),
            f="không phải PDF",
        )

        work(library)

        assert fates(library)[1:] == [
            ("b.pdf", "đã có sẵn trong thư viện", "901-HD/BDVTUM"),
            ("c.pdf", "cách ly", "Tệp «c.pdf» mang dấu MẬT."),
            ("d.pdf", "lỗi", "Tệp «d.pdf» hỏng; hãy lấy lại bản gốc."),
            (
                "e.pdf",
                "chờ nhận dạng chữ",
                "Tệp «e.pdf» cần tesseract; hãy cài tesseract, rồi chạy: kb add --waiting. "
                "Tệp được giữ lại để chờ, chưa tra cứu được.",
            ),
            (
                "f.pdf",
                "lỗi",
                "Tệp «f.pdf» không phải PDF hay tệp Word (theo nội dung tệp); "
                "hãy lưu văn bản dưới dạng PDF hoặc DOCX rồi thử lại.",
            ),
        ]
        assert [job.can_retry for job in reversed(library.desk.jobs())] == [
            *[False] * 3,
            *[True] * 3,
        ]
        assert spooled(home) == 3
        assert [file.file_name for file in library.waiting.files()] == ["e.pdf"]

    def test_a_scan_that_waited_is_added_when_it_is_tried_again(
        self, open_library: OpenLibrary, home: Path
    ) -> None:
        library = open_library(pipeline=Unrecognising())
        send(library, e=paper("[QUÉT]", "Điều 1. Mới", "Một điều."))
        work(library)

        able = open_library()
        able.desk.retry(able.desk.jobs()[0].id)
        work(able)

        assert [label for _, label, _ in fates(able)] == ["đã vào thư viện"]
        assert able.waiting.files() == ()
        assert spooled(home) == 0

    def test_a_dismissed_job_leaves_with_its_bytes(
        self, library: KnowledgeBase, home: Path
    ) -> None:
        send(library, d=paper("[HỎNG]"))
        work(library)

        library.desk.dismiss(library.desk.jobs()[0].id)

        assert fates(library) == []
        assert spooled(home) == 0

    def test_pages_and_indexing_are_told_as_they_go(self, open_library: OpenLibrary) -> None:
        labels: list[str] = []

        def note() -> None:
            labels.extend(job.label for job in reversed(library.desk.jobs()))

        class Telling(PaperPipeline):
            def read(self, source: Source, progress: Callable[[int, int], None]) -> Ingested:
                note()
                return super().read(source, progress)

        class Embedding(HashEmbedder):
            def embed_passages(self, texts: Sequence[str], progress: PassagesDone) -> Matrix:
                found = super().embed_passages(texts, progress)
                if texts:
                    note()
                return found

        library = open_library(Embedding(), Telling())
        send(library, a=DAN_VAN, b=KIEM_TRA)

        work(library)

        assert labels == [
            *["đang đọc", "đã nhận, đang chờ đến lượt"],
            *["đang lập chỉ mục", "đang đọc"],
            *["đang lập chỉ mục"] * 2,
        ]

    def test_what_has_ended_is_not_said_to_go_on_when_the_next_file_is_read(
        self, open_library: OpenLibrary, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        labels: list[str] = []

        class Telling(PaperPipeline):
            def read(self, source: Source, progress: Callable[[int, int], None]) -> Ingested:
                labels.extend(job.label for job in reversed(library.desk.jobs()))
                return super().read(source, progress)

        monkeypatch.setattr("kb.service.adding._ENOUGH_PASSAGES", 1)
        library = open_library(pipeline=Telling())
        send(library, a=DAN_VAN, b=KIEM_TRA)

        work(library)

        assert labels[2:] == ["đã vào thư viện", "đang đọc"]

    def test_while_another_program_writes_jobs_wait_and_say_why(
        self, library: KnowledgeBase, home: Path
    ) -> None:
        send(library, a=DAN_VAN)

        with write_lock(home):
            work(library)

        ((_, label, detail),) = fates(library)
        assert label == "đã nhận, đang chờ đến lượt"
        assert detail.startswith("Một chương trình khác đang ghi vào thư viện")
        assert library.desk.jobs()[0].attempts == 0

    def test_a_trouble_of_the_library_is_shown_in_the_jobs_and_said_once(
        self, open_library: OpenLibrary
    ) -> None:
        def missing() -> HashEmbedder:
            raise StoreFailure("Chưa có mô hình; hãy chạy kb model.")

        library = open_library(missing)
        send(library, a=DAN_VAN)
        said: list[str] = []
        worker = library.worker(said.append)

        assert (worker.step(), worker.step()) == (10.0, 10.0)

        assert fates(library)[0][2] == "Chưa có mô hình; hãy chạy kb model."
        assert said == ["Chưa có mô hình; hãy chạy kb model."]


def test_what_waited_for_its_review_and_was_thrown_away_waits_no_more(
    open_library: OpenLibrary,
) -> None:
    library = open_library(admission=Admission((), ReviewFirst.ALL))
    send(library, a=DAN_VAN)
    work(library)
    (job,) = library.desk.jobs()
    assert job.label == "chờ duyệt"
    assert job.document_id is not None

    library.keeper().to_trash(job.document_id)

    assert library.desk.jobs() == ()
    assert library.desk.counts() == {}
    library.keeper().restore(job.document_id)
    assert library.desk.jobs() == (job,)


class TestArchives:
    def test_the_log_names_whoever_sent_a_file_also_in_an_archive(
        self, library: KnowledgeBase
    ) -> None:
        for sender, name, data in (
            ("an", "một.pdf", DAN_VAN.encode()),
            ("bình", "hai.pdf", KIEM_TRA.encode()),
            ("cúc", "tập.zip", zipped(ba=KINH_TE_BIEN)),
        ):
            with library.desk.receiving(actor=sender) as reception:
                receive(reception, name, data)

        work(library)

        told = [(entry.deed.actor, entry.deed.after) for entry in library.keeper().log.history()]
        assert [(actor, after["file_name"]) for actor, after in told if after] == [
            ("an", "một.pdf"),
            ("bình", "hai.pdf"),
            ("cúc", "ba.pdf"),
        ]

    def test_each_file_of_an_archive_is_a_job_and_the_archive_says_how_many(
        self, library: KnowledgeBase, home: Path
    ) -> None:
        with library.desk.receiving() as reception:
            receive(reception, "tập.pdf", zipped(a=DAN_VAN, b=paper("[HỎNG]")))

        work(library)

        assert [(name, label) for name, label, _ in fates(library)] == [
            ("tập.pdf", "đã mở tệp nén"),
            ("a.pdf", "đã vào thư viện"),
            ("b.pdf", "lỗi"),
        ]
        assert [job.archive for job in library.desk.jobs()] == ["tập.pdf", "tập.pdf", None]
        assert spooled(home) == 1

    def test_an_archive_in_an_archive_is_not_opened(self, library: KnowledgeBase) -> None:
        inner = zipped(a=DAN_VAN)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("trong.zip", inner)
        with library.desk.receiving() as reception:
            receive(reception, "ngoài.zip", out.getvalue())

        work(library)

        assert fates(library)[1] == (
            "trong.zip",
            "lỗi",
            "«trong.zip» là tệp ZIP nằm trong tệp ZIP «ngoài.zip» nên không được mở; "
            "hãy gửi riêng tệp này.",
        )

    def test_an_archive_that_breaks_half_way_leaves_none_of_its_files(
        self, library: KnowledgeBase, home: Path
    ) -> None:
        data = bytearray(zipped(a=DAN_VAN, b=KIEM_TRA))
        at = data.index(b"b.pdf") + 20
        data[at : at + 8] = bytes(8)
        with library.desk.receiving() as reception:
            receive(reception, "tập.zip", bytes(data))

        work(library)

        ((_, label, detail),) = fates(library)
        assert (label, "bị hỏng" in detail) == ("lỗi", True)
        assert spooled(home) == 1


class TestInterruptions:
    def test_an_interrupted_job_is_taken_up_again_and_is_not_to_blame(
        self, open_library: OpenLibrary, home: Path
    ) -> None:
        class Stopping(PaperPipeline):
            def read(self, source: Source, progress: Callable[[int, int], None]) -> Ingested:
                if source.path.name == "kiem-tra.pdf":
                    raise KeyboardInterrupt
                return super().read(source, progress)

        library = open_library(pipeline=Stopping())
        send(library, **{name.removesuffix(".pdf"): text for name, text in SAMPLES.items()})
        with pytest.raises(KeyboardInterrupt):
            work(library)
        assert [job.attempts for job in library.desk.jobs()] == [0, 0, 0]

        again = open_library()
        work(again)

        assert [label for _, label, _ in fates(again)] == ["đã vào thư viện"] * 3
        assert len(again.documents()) == 3

    def test_a_file_that_ends_the_program_again_and_again_fails_alone(
        self, open_library: OpenLibrary
    ) -> None:
        library = open_library()
        send(library, a=DAN_VAN, b=KIEM_TRA)
        worst, other = reversed(library.desk.jobs())
        library._store.jobs.take_up([worst.id, other.id])
        library._store.jobs.take_up([worst.id])
        library._store.jobs.take_up([worst.id])

        work(library)

        assert [label for _, label, _ in fates(library)] == ["lỗi", "đã vào thư viện"]
        assert "đã dừng giữa chừng 3 lần khi đọc «a.pdf»" in fates(library)[0][2]

    def test_a_document_added_just_before_the_end_is_said_to_be_added(
        self, library: KnowledgeBase, home: Path
    ) -> None:
        send(library, a=DAN_VAN)
        (job,) = library.desk.jobs()
        library._store.jobs.take_up([job.id])
        library.add([Spool(home / "spool").path_of(job.id)])

        work(library)

        assert fates(library) == [("a.pdf", "đã vào thư viện", "901-HD/BDVTUM")]

    def test_bytes_that_belong_to_no_job_are_deleted_when_work_begins(
        self, library: KnowledgeBase, home: Path
    ) -> None:
        send(library, d=paper("[HỎNG]"))
        (home / "spool" / ("0" * 32)).touch()
        (home / "spool" / ".ab.part").touch()

        work(library)

        assert spooled(home) == 1

    def test_bytes_that_are_just_coming_in_are_not(
        self, library: KnowledgeBase, home: Path
    ) -> None:
        with library.desk.receiving() as reception:
            receive(reception, "a.pdf", DAN_VAN.encode())
            work(library)
            assert spooled(home) == 1

        work(library)
        assert [label for _, label, _ in fates(library)] == ["đã vào thư viện"]

    def test_two_workers_do_not_work_at_once(self, library: KnowledgeBase, home: Path) -> None:
        stop, said = Event(), list[str]()

        def say(line: str) -> None:
            said.append(line)
            stop.set()

        send(library, a=DAN_VAN)
        with lock(home / WORK_LOCK):
            thread = Thread(target=lambda: library.worker(say).run(stop))
            thread.start()
            thread.join()

        assert said == ["Một chương trình nạp khác đang chạy; sẽ làm tiếp khi nó dừng."]
        assert [label for _, label, _ in fates(library)] == ["đã nhận, đang chờ đến lượt"]


class Watched:
    """A watched folder whose clock is turned by hand."""

    def __init__(self, folder: Path, home: Path, library: KnowledgeBase) -> None:
        self.now, self.said, self.folder = 0.0, list[str](), folder
        self.library = library
        self._watch = FolderWatch(
            folder, home, library.desk, self.said.append, clock=lambda: self.now
        )

    def look(self, seconds: float = 6.0) -> list[str]:
        """Looks, and again after some seconds; the names of all jobs by arrival."""
        self._watch.look()
        self.now += seconds
        self._watch.look()
        return [name for name, _, _ in fates(self.library)]


@pytest.fixture
def watched(inbox: Path, home: Path, library: KnowledgeBase) -> Watched:
    return Watched(inbox, home, library)


class TestWatchedFolder:
    def test_what_has_settled_is_taken_once_and_left_where_it_is(
        self, watched: Watched, inbox: Path
    ) -> None:
        (inbox / "~$an-van.pdf").write_text("x")
        (inbox / "ghi-chú.txt").write_text("x")

        assert sorted(watched.look()) == ["dan-van.pdf", "kiem-tra.pdf", "kinh-te-bien.pdf"]
        assert len(watched.look()) == 3
        assert (inbox / "dan-van.pdf").read_text() == DAN_VAN

    def test_a_file_that_is_still_written_waits(self, watched: Watched, inbox: Path) -> None:
        assert watched.look(seconds=4.0) == []
        (inbox / "dan-van.pdf").write_text(DAN_VAN + "\nthêm")

        assert len(watched.look(seconds=2.0)) == 2
        assert len(watched.look()) == 3

    def test_another_program_knows_what_was_taken(
        self, watched: Watched, inbox: Path, home: Path, open_library: OpenLibrary
    ) -> None:
        watched.look()
        (inbox / "dan-van.pdf").touch()  # another time, the same bytes

        assert len(Watched(inbox, home, open_library()).look()) == 3

    def test_what_cannot_be_read_is_told_once(self, watched: Watched, inbox: Path) -> None:
        watched.library.desk.limits = DeskLimits(file_bytes=10)

        watched.look()
        watched.look()

        failed = [(name, label) for name, label, _ in fates(watched.library)]
        assert sorted(failed) == [(name, "lỗi") for name in sorted(SAMPLES)]

    def test_a_folder_that_is_gone_is_told_once_until_it_is_back(
        self, watched: Watched, inbox: Path
    ) -> None:
        away = inbox.rename(inbox.with_name("vắng"))
        watched.look()
        away.rename(inbox)
        watched.look()

        assert watched.said == [
            f"Không thấy thư mục theo dõi «{inbox}»; hãy tạo hoặc nối lại thư mục."
        ]

    def test_the_data_folder_inside_it_is_passed_over(
        self, library: KnowledgeBase, inbox: Path, home: Path
    ) -> None:
        library.add([inbox])

        assert Watched(home, home, library).look() == []
