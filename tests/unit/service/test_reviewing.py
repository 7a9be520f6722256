"""The review desk over a whole library: nothing is found before its review where the office says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.document import Confidence, Evidence, Span
from kb.errors import UnknownDocument, UnknownItem
from kb.ingest.sources import source_of
from kb.search.embedder import Matrix, PassagesDone
from kb.service.admission import Admission
from kb.service.knowledge_base import KnowledgeBase
from kb.service.results import AddStatus
from kb.service.review_items import ItemKind
from kb.service.reviewing import ReviewFirst
from kb.store.documents import open_store
from kb.store.files import Originals
from tests.fakes import HashEmbedder
from tests.unit.service.conftest import DAN_VAN, KIEM_TRA, OpenLibrary
from tests.unit.service.papers import PaperPipeline, paper, written
from tests.unit.service.test_adding import agree, found
from tests.unit.service.test_desk import send, work

UNDATED = paper(
    "Điều 1. Trồng rừng ngập mặn",
    "Mỗi thôn ven biển trồng rừng ngập mặn.",
    symbol="904-KL/TUM",
    type="Kết luận",
    issuer="Tỉnh ủy",
    title="Trồng rừng",
)

Add = Callable[..., KnowledgeBase]


@pytest.fixture
def add(open_library: OpenLibrary, tmp_path: Path) -> Add:
    """A library to which a clean paper and one without a date were added under a policy."""

    def add_both(policy: ReviewFirst = ReviewFirst.ALL) -> KnowledgeBase:
        library = open_library(admission=Admission((), policy))
        written(tmp_path / "den", "dan-van.pdf", DAN_VAN)
        written(tmp_path / "den", "trong-rung.pdf", UNDATED)
        library.add([tmp_path / "den"], actor="an")
        return library

    return add_both


def queue(
    library: KnowledgeBase, kind: ItemKind | None = None
) -> list[tuple[str, list[str], bool]]:
    """The queue: name, keys of the open items, whether it is held back."""
    return [
        (one.card.heading, [item.key for item in one.items], one.held_back)
        for one in library.review.queue(kind)
    ]


class TestHoldingBack:
    @pytest.mark.parametrize(
        ("policy", "held"),
        [
            (ReviewFirst.NONE, ["901-HD/BDVTUM", "904-KL/TUM"]),
            (ReviewFirst.DOUBTFUL, ["901-HD/BDVTUM"]),
            (ReviewFirst.ALL, []),
        ],
    )
    def test_what_the_office_wants_reviewed_first_is_held_back(
        self, add: Add, policy: ReviewFirst, held: list[str]
    ) -> None:
        library = add(policy)

        assert sorted(card.heading for card in library.documents()) == held
        assert ("904-KL/TUM", ["fact:date"], policy is not ReviewFirst.NONE) in queue(library)

    def test_nobody_finds_it_in_any_way(self, add: Add, home: Path) -> None:
        library = add()
        id = library.review.find("904-KL/TUM").id

        assert found(library, "rừng ngập mặn") == []
        assert library.suggest("904") == ()
        assert library.gaps() == ()
        pages = library.pages
        for door in (library.document_view, pages.original, pages.view, library.find):
            with pytest.raises(UnknownDocument):
                door(id)
        assert agree(home)
        assert library.maintenance().verify(lambda done, total: None) == ()

    def test_its_fate_is_told_and_told_again_when_its_file_comes_again(
        self, add: Add, tmp_path: Path
    ) -> None:
        library = add()

        again = library.add([tmp_path / "den" / "trong-rung.pdf"])

        assert [one.status for one in again] == [AddStatus.HELD_BACK]
        assert again[0].reason == "904-KL/TUM chờ duyệt, chưa tra cứu được."
        assert len(queue(library)) == 2

    def test_where_the_index_cannot_be_written_nothing_of_it_is_left(
        self, open_library: OpenLibrary, tmp_path: Path, home: Path
    ) -> None:
        class Broken(HashEmbedder):
            def embed_passages(
                self, passages: list[str], progress: PassagesDone | None = None
            ) -> Matrix:
                raise KeyboardInterrupt

        path = written(tmp_path, "trong-rung.pdf", UNDATED)
        clean = written(tmp_path, "dan-van.pdf", DAN_VAN)
        library = open_library(Broken(), admission=Admission((), ReviewFirst.DOUBTFUL))

        with pytest.raises(KeyboardInterrupt):
            library.add([path, clean])

        assert queue(library) == []
        assert [path for path in (home / "files").rglob("*") if path.is_file()] == []

    def test_cut_off_just_after_it_was_stored_it_waits_and_the_index_fits(
        self, library: KnowledgeBase, inbox: Path, home: Path, tmp_path: Path
    ) -> None:
        library.add([inbox])
        path = written(tmp_path, "trong-rung.pdf", UNDATED)
        read = PaperPipeline().read(source_of(path, path.read_bytes()))
        store = open_store(home / "kb.db")
        store.custody.expect_original(read.document.id)
        Originals(home / "files").keep(path, read.document.id, ".pdf")
        hold_back = ReviewFirst.ALL.holds_back
        parts = read.document, read.passages, read.references
        store.add_document(*parts, 9, "an", hold_back=hold_back)
        store.close()

        library.recover()

        assert agree(home)
        assert queue(library) == [("904-KL/TUM", ["fact:date"], True)]
        assert library.review.pages.original(read.document.id).is_file()
        assert library.maintenance().verify(lambda done, total: None) == ()


class TestReleasing:
    def test_it_is_found_from_then_on(self, add: Add, home: Path) -> None:
        library = add()
        id = library.review.find("904-KL/TUM").id

        library.keeper("bình").release(id)

        assert found(library, "rừng ngập mặn") == ["904-KL/TUM"]
        assert library.pages.original(id).is_file()
        assert agree(home)
        assert queue(library)[1] == ("904-KL/TUM", ["fact:date"], False)

    def test_corrected_before_it_is_found_by_what_was_corrected(self, add: Add, home: Path) -> None:
        library = add()
        id, keeper = library.review.find("904-KL/TUM").id, library.keeper("an")

        keeper.correct(id, {"title": "Phủ xanh đất lầy"}, keeper.facts_version(id))
        keeper.release(id)

        assert found(library, "phủ xanh đất lầy") == ["904-KL/TUM"]
        assert library.find("904-KL/TUM").facts.title == "Phủ xanh đất lầy"
        assert agree(home)

    def test_cut_off_before_the_index_it_is_finished_by_the_next_program(
        self, add: Add, open_library: OpenLibrary, home: Path
    ) -> None:
        id = add().review.find("904-KL/TUM").id
        store = open_store(home / "kb.db")
        store.custody.release(id, "an")
        store.close()

        library = open_library()
        library.recover()

        assert agree(home)
        assert found(library, "rừng ngập mặn") == ["904-KL/TUM"]

    def test_thrown_away_it_leaves_the_queue_and_comes_back_to_it(
        self, add: Add, tmp_path: Path
    ) -> None:
        library = add()
        id, keeper = library.review.find("904-KL/TUM").id, library.keeper("an")

        keeper.to_trash(id)
        thrown = queue(library)
        (outcome,) = library.add([tmp_path / "den" / "trong-rung.pdf"])
        keeper.restore(id)

        assert [name for name, _, _ in thrown] == ["901-HD/BDVTUM"]
        assert outcome.status is AddStatus.TRASHED
        assert ("904-KL/TUM", ["fact:date"], True) in queue(library)
        assert library.documents() == ()

    def test_a_backup_holds_it_too(self, add: Add, tmp_path: Path) -> None:
        manifest = add().maintenance().backup(tmp_path / "kho.zip", {}, lambda done, total: None)

        assert (manifest.documents, manifest.doubts) == (2, ())


class TestJobs:
    def test_the_job_waits_for_the_review_and_ends_with_it(self, open_library: OpenLibrary) -> None:
        library = open_library(admission=Admission((), ReviewFirst.ALL))
        send(library, rung=UNDATED)
        work(library)
        (waiting,) = library.desk.jobs()
        assert waiting.document_id is not None

        library.keeper().release(waiting.document_id)

        (done,) = library.desk.jobs()
        assert (waiting.label, waiting.detail) == (
            "chờ duyệt",
            "904-KL/TUM chờ duyệt, chưa tra cứu được.",
        )
        assert not waiting.can_retry
        assert (done.label, done.document_id) == ("đã vào thư viện", waiting.document_id)

    def test_a_file_whose_document_is_in_the_trash_fails_alone(
        self, library: KnowledgeBase, tmp_path: Path
    ) -> None:
        library.add([written(tmp_path, "rung.pdf", UNDATED)])
        library.remove(library.find("904-KL/TUM").id)
        send(library, rung=UNDATED, kiem=KIEM_TRA)

        work(library)

        fates = {job.name: (job.label, job.detail) for job in library.desk.jobs()}
        assert fates["rung.pdf"][0] == "lỗi"
        assert "thùng rác" in fates["rung.pdf"][1]
        assert fates["kiem.pdf"][0] == "đã vào thư viện"


class TestQueue:
    def test_a_library_that_was_read_well_has_none(
        self, library: KnowledgeBase, inbox: Path
    ) -> None:
        library.add([inbox])

        assert queue(library) == []

    def test_what_is_accepted_leaves_it_and_what_is_taken_back_returns(self, add: Add) -> None:
        library = add(ReviewFirst.NONE)
        id = library.find("904-KL/TUM").id

        library.review.accept(id, ["fact:date"], "an")
        (right,) = library.review.document(id).accepted
        after = queue(library)
        library.review.reopen(id, ["fact:date"], "bình")

        assert after == []
        assert right.accepted is not None
        assert right.accepted.actor == "an"
        assert queue(library) == [("904-KL/TUM", ["fact:date"], False)]

    def test_a_fact_that_was_found_right_is_sure_and_says_who_says_so(
        self, library: KnowledgeBase, home: Path, tmp_path: Path
    ) -> None:
        path = written(tmp_path, "dan-van.pdf", DAN_VAN)
        read = PaperPipeline().read(source_of(path, path.read_bytes()))
        doubtful = Evidence("date", Confidence.DOUBTFUL, Span(0, 6), "trái với câu mở đầu")
        document = replace(read.document, evidence=(doubtful,))
        store = open_store(home / "kb.db")
        store.add_document(document, read.passages, read.references, 9)
        store.close()
        before = library.document_view(document.id).citation.uncertain

        library.review.accept(document.id, ["fact:date"], "an")

        view = library.document_view(document.id)
        assert (before, view.citation.uncertain) == (("ngày ban hành",), ())
        assert view.sources[0].confidence is Confidence.SURE
        assert "trái với câu mở đầu; an đã xem, đúng, ngày " in view.sources[0].reason

    def test_all_open_items_are_accepted_at_once(self, add: Add) -> None:
        library = add(ReviewFirst.NONE)
        id = library.find("904-KL/TUM").id

        library.review.accept(id, None, "an")

        assert library.review.document(id).items == ()

    def test_what_is_no_item_is_not_accepted(self, add: Add) -> None:
        library = add(ReviewFirst.NONE)
        id = library.find("904-KL/TUM").id

        with pytest.raises(UnknownItem, match="fact:term"):
            library.review.accept(id, ["fact:date", "fact:term"], "an")

        assert queue(library) == [("904-KL/TUM", ["fact:date"], False)]

    @pytest.mark.parametrize("date", ["2024-03-01", None], ids=["corrected", "emptied"])
    def test_a_correction_settles_the_fact(self, add: Add, date: str | None) -> None:
        library = add(ReviewFirst.NONE)
        id, keeper = library.find("904-KL/TUM").id, library.keeper("an")

        keeper.correct(id, {"date": date}, keeper.facts_version(id))

        assert queue(library) == []

    def test_it_is_narrowed_to_a_kind(self, add: Add) -> None:
        library = add()

        assert [name for name, _, _ in queue(library, ItemKind.FACT)] == ["904-KL/TUM"]
        assert queue(library, ItemKind.OCR_PAGE) == []


class TestMentions:
    @pytest.fixture
    def says(self, library: KnowledgeBase, tmp_path: Path) -> Callable[..., list[str]]:
        """The sentences of the items about mentions in a paper, in a library that knows 36-NQ/TW of two
        days and 57-KL/TW of one."""
        header = "symbol,type,date,issuer,term,plenum,title,replaced_by,replaced_on"
        rows = (
            "36-NQ/TW,Nghị quyết,2018-10-22,,XII,8,Kinh tế biển,,",
            "36-NQ/TW,Nghị quyết,2023-01-30,,XIII,,Công nghệ sinh học,,",
            "57-KL/TW,Kết luận,2023-06-15,,XIII,,Đối ngoại,,",
        )
        catalogue = written(tmp_path, "danh-muc.csv", "\n".join((header, *rows)))
        library.maintenance().load_catalogue(catalogue)

        def ask(*lines: str) -> list[str]:
            text = paper(
                "Điều 1. Căn cứ", *lines,
                symbol="9-HD/TUM", type="Hướng dẫn", date="2024-05-02", issuer="Tỉnh ủy", title="Mẫu",
            )  # fmt: skip
            library.add([written(tmp_path, "mau.pdf", text)])
            items = library.review.document(library.find("9-HD/TUM").id).items
            assert {item.kind for item in items} <= {ItemKind.REFERENCE}
            return [f"{item.page}: {item.says}" for item in items]

        return ask

    def test_one_that_may_be_several_documents_is_shown_once(
        self, says: Callable[..., list[str]]
    ) -> None:
        assert says("Nghị quyết số 36-NQ/TW.", "\fTheo Nghị quyết số 36-NQ/TW.") == [
            "1: 36-NQ/TW có thể là 2 văn bản (ngày 22/10/2018; ngày 30/01/2023); "
            "hãy xem trang có ghi ngày hoặc khóa không."
        ]

    def test_a_day_that_nobody_knows_for_a_known_number_is_shown_with_the_known_one(
        self, says: Callable[..., list[str]]
    ) -> None:
        assert says("Kết luận số 57-KL/TW, ngày 15/6/2022 của Bộ Chính trị.") == [
            "1: 57-KL/TW được nhắc với ngày 15/6/2022, còn văn bản đã biết ghi ngày 15/6/2023; "
            "hãy xem trang ghi ngày nào."
        ]

    @pytest.mark.parametrize(
        "line",
        [
            "Nghị quyết số 36-NQ/TW, ngày 22/10/2018.",
            "Kết luận số 57-KL/TW.",
            "Kết luận số 58-KL/TW, ngày 15/6/2023.",
            "Nghị quyết Trung ương 8 khóa XII.",
        ],
        ids=["certain by its day", "certain", "known to nobody", "a plenum, never certain"],
    )
    def test_what_no_look_can_settle_is_none(
        self, says: Callable[..., list[str]], line: str
    ) -> None:
        assert says(line) == []
