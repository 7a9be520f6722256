"""Trash, restore, purge and correct over a whole library: the answers follow at once."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import AmbiguousDocument, Conflict, InvalidFacts, ModelMissing, UnknownDocument
from kb.query import Filters
from kb.search.index_set import indexed_rows
from kb.service.actor import this_user
from kb.service.keeping.facts import read_fact
from kb.service.knowledge_base import KnowledgeBase
from kb.service.results import AddStatus, Why
from kb.store.corrections import changed_facts
from kb.store.custody import Custody
from kb.store.documents import open_store
from kb.symbol import Symbol
from tests.fakes import HashEmbedder
from tests.unit.service.conftest import DAN_VAN, OpenLibrary
from tests.unit.service.papers import Unrecognising, paper, written
from tests.unit.service.test_adding import agree, found

QUESTIONS = ("dân vận khéo", "kinh tế biển", "901-HD/BDVTUM", "giám sát chuyên đề", "nhân dân")


@pytest.fixture
def stocked(library: KnowledgeBase, inbox: Path) -> KnowledgeBase:
    """A library with the three papers."""
    library.add([inbox], actor="an")
    return library


def answers(library: KnowledgeBase, *, scored: bool = False) -> list[object]:
    """All that is seen of the library: answers but for their time, lists, pages, suggestions.

    Scores only where they are asked for: tantivy counts the words of rows that left until it merges
    their segment, which moves a score by some thousandths.
    """
    asked = [library.search(question, limit=20) for question in QUESTIONS]
    hits = [
        [
            hit if scored else replace(hit, score=0.0, why=Why(0, 0, hit.why.number))
            for hit in one.hits
        ]
        for one in asked
    ]
    others = [(one.numbers, one.facets, one.documents, one.notice) for one in asked]
    seen = list(zip(hits, others, strict=True))
    pages = [library.document_view(card.id) for card in library.documents()]
    return [*seen, library.documents(), *pages, library.suggest("dân"), library.suggest("901")]


class TestTrash:
    def test_a_document_is_gone_from_all_that_is_seen(self, stocked: KnowledgeBase) -> None:
        gone = stocked.find("901-HD/BDVTUM")

        stocked.keeper("an").to_trash(gone.id)

        shown = repr(answers(stocked)[len(QUESTIONS) :])
        hits = [hit.document.id for q in QUESTIONS for hit in stocked.search(q, limit=50).hits]
        assert gone.id not in hits
        assert gone.id not in shown
        assert stocked.suggest("901") == ()
        assert stocked.search("901-HD/BDVTUM").numbers[0].held == ()
        with pytest.raises(UnknownDocument):
            stocked.pages.original(gone.id)

    def test_restored_it_is_as_it_was_to_the_last_answer_and_row(
        self, stocked: KnowledgeBase, home: Path
    ) -> None:
        before, rows = answers(stocked), indexed_rows(home)
        scores = answers(stocked, scored=True)
        keeper = stocked.keeper("an")

        keeper.to_trash(stocked.find("901-HD/BDVTUM").id)
        without = indexed_rows(home)
        keeper.restore(keeper.find_trashed("dan-van.pdf").id)

        assert answers(stocked) == before
        assert without < rows == indexed_rows(home)
        assert agree(home)
        stocked.maintenance().rebuild()
        assert answers(stocked, scored=True) == scores

    def test_the_same_file_is_not_added_again_but_the_way_back_is_named(
        self, stocked: KnowledgeBase, tmp_path: Path
    ) -> None:
        gone = stocked.remove(stocked.find("901-HD/BDVTUM").id)

        (outcome,) = stocked.add([written(tmp_path, "tên khác.pdf", DAN_VAN)])

        assert outcome.status is AddStatus.TRASHED
        assert outcome.reason == (
            "Văn bản 901-HD/BDVTUM đang ở trong thùng rác; "
            f"hãy lấy lại bằng lệnh: kb restore {gone.id[:12]}."
        )
        assert found(stocked, "dân vận khéo")[:1] != ["901-HD/BDVTUM"]

    def test_purged_nothing_of_it_is_left_but_the_log(
        self, stocked: KnowledgeBase, home: Path, tmp_path: Path
    ) -> None:
        gone = stocked.find("901-HD/BDVTUM")
        original = stocked.pages.original(gone.id)
        keeper = stocked.keeper("an")
        keeper.to_trash(gone.id)

        keeper.purge(gone.id)

        assert not original.exists()
        assert keeper.trashed() == ()
        told = [(item.deed.action.value, item.deed.actor) for item in keeper.log.history(gone.id)]
        assert told == [("add", "an"), ("trash", "an"), ("purge", "an")]
        (again,) = stocked.add([written(tmp_path, "dan-van.pdf", DAN_VAN)])
        assert again.status is AddStatus.ADDED

    def test_twins_in_the_trash_are_told_apart(
        self, stocked: KnowledgeBase, tmp_path: Path
    ) -> None:
        stocked.add([written(tmp_path, "bản khác.pdf", f"{DAN_VAN}\nThêm một câu.")])
        for card in stocked.documents():
            stocked.remove(card.id)

        with pytest.raises(AmbiguousDocument, match=r"«901-HD/BDVTUM» ứng với 2 văn bản"):
            stocked.keeper().find_trashed("901-HD/BDVTUM")
        with pytest.raises(UnknownDocument, match="trong thùng rác; hãy xem `kb trash`"):
            stocked.keeper().find_trashed("999-KL/TW")

    def test_nothing_is_moved_where_the_index_could_not_follow(
        self, stocked: KnowledgeBase, open_library: OpenLibrary
    ) -> None:
        def missing() -> HashEmbedder:
            raise ModelMissing("Chưa có mô hình.")

        keeper = open_library(missing).keeper()

        with pytest.raises(ModelMissing):
            keeper.to_trash(stocked.find("901-HD/BDVTUM").id)

        assert len(stocked.documents()) == 3


class TestCorrecting:
    def test_citation_filters_lists_and_the_index_follow_at_once(
        self, stocked: KnowledgeBase, home: Path
    ) -> None:
        keeper, card = stocked.keeper("bình"), stocked.find("902-NQ/TUM")
        facts = {
            "date": datetime.date(2022, 1, 15),
            "symbol": Symbol("950", "CT", "TUM"),
            "title": "Nuôi trồng rong sụn",
            "issuer": "Ban Thường vụ",
        }

        keeper.correct(card.id, facts, keeper.facts_version(card.id))

        hit = stocked.search("nuôi trồng rong sụn").hits[0]
        assert hit.document.id == card.id
        assert hit.citation.full == (
            "Nghị quyết số 950-CT/TUM, ngày 15/01/2022 của Ban Thường vụ về nuôi trồng rong sụn"
        )
        assert found(stocked, "950-CT/TUM")[0] == "950-CT/TUM"
        assert stocked.search("902-NQ/TUM").numbers[0].held == ()
        ours = stocked.search("hải sản", filters=Filters(year=2022, issuer="Ban Thường vụ"))
        assert {item.document.id for item in ours.hits} == {card.id}
        assert "Nuôi trồng rong sụn" in str(stocked.suggest("rong"))
        assert agree(home)

    def test_undone_all_is_as_before(self, stocked: KnowledgeBase) -> None:
        before = answers(stocked)
        keeper, card = stocked.keeper("bình"), stocked.find("902-NQ/TUM")

        at = keeper.correct(card.id, {"title": "Khác", "date": None}, keeper.facts_version(card.id))
        between = answers(stocked)
        keeper.undo(card.id, at)

        assert between != before
        assert versionless(answers(stocked)) == versionless(before)

    def test_two_at_once_lose_nothing(self, stocked: KnowledgeBase) -> None:
        card = stocked.find("902-NQ/TUM")
        an, binh = stocked.keeper("an"), stocked.keeper("bình")
        seen = an.facts_version(card.id)
        an.correct(card.id, {"issuer": "Tỉnh ủy Trường Khê"}, seen)

        with pytest.raises(Conflict, match="an đã đổi cơ quan ban hành: Tỉnh ủy → Tỉnh ủy Trường"):
            binh.correct(card.id, {"issuer": "Thành ủy"}, seen)

        assert stocked.find("902-NQ/TUM").facts.issuer == "Tỉnh ủy Trường Khê"

    def test_words_are_kept_in_their_usual_form(self, stocked: KnowledgeBase) -> None:
        keeper, card = stocked.keeper(), stocked.find("902-NQ/TUM")
        typed = {"title": "  Phát triê\u0309n\tkinh tế ", "term": "xiii"}

        keeper.correct(card.id, typed, keeper.facts_version(card.id))

        facts = stocked.find("902-NQ/TUM").facts
        assert (facts.title, facts.term) == ("Phát triển kinh tế", "XIII")

    @pytest.mark.parametrize("words", ["05/1/2024", "5.1.2024", " 05-01-2024 ", "2024-01-05"])
    def test_a_date_is_read_day_first_as_offices_write_it(self, words: str) -> None:
        assert read_fact("date", words) == datetime.date(2024, 1, 5)

    def test_what_others_changed_and_what_can_be_taken_back_is_told(
        self, stocked: KnowledgeBase
    ) -> None:
        keeper, card = stocked.keeper("an"), stocked.find("902-NQ/TUM")
        read = keeper.facts_version(card.id)

        first = keeper.correct(card.id, {"issuer": "Thành ủy"}, read)
        second = keeper.correct(card.id, {"title": None}, first)

        assert [one.id for one in keeper.log.changes_since(card.id, first)] == [second]
        standing = keeper.log.standing_correction(card.id)
        assert standing is not None
        assert changed_facts(standing.deed) == [("title", "Phát triển kinh tế biển", "(trống)")]
        keeper.undo(card.id, keeper.undo(card.id, second))
        assert keeper.log.standing_correction(card.id) is None

    @pytest.mark.parametrize(
        ("facts", "said"),
        [
            ({}, "Chưa nêu điều gì cần sửa"),
            ({"title": " \n"}, "trích yếu trống; .*--empty"),
            ({"title": "a" * 2001}, "trích yếu dài quá 2000 ký tự"),
            ({"term": "mười"}, "«mười» không phải một khóa"),
            ({"màu": "đỏ"}, "không có thông tin tên «màu»"),
            ({"symbol": "tám"}, "«tám» không phải số, ký hiệu"),
            ({"date": "hôm qua"}, "«hôm qua» không phải một ngày"),
            ({"date": "31/02/2024"}, "«31/02/2024» không phải một ngày; .*15/01/2024"),
            ({"date": "15/01/24"}, "«15/01/24» không phải một ngày"),
        ],
    )
    def test_what_cannot_be_a_fact_is_refused(
        self, stocked: KnowledgeBase, facts: dict[str, str], said: str
    ) -> None:
        keeper, card = stocked.keeper(), stocked.find("902-NQ/TUM")

        with pytest.raises(InvalidFacts, match=said):
            keeper.correct(card.id, facts, keeper.facts_version(card.id))

        assert [item.deed.action.value for item in keeper.log.history(card.id)] == ["add"]


def versionless(seen: list[object]) -> str:
    """What is seen, without the version of the facts, which only grows."""
    return re.sub(r"facts_version=\d+", "", repr(seen))


class TestLog:
    def test_it_names_the_user_of_this_process_where_nobody_else_is_named(
        self, library: KnowledgeBase, inbox: Path
    ) -> None:
        library.add([inbox])

        assert {item.deed.actor for item in library.keeper().log.history()} == {this_user()}

    def test_every_way_of_changing_the_library_is_told(
        self, stocked: KnowledgeBase, open_library: OpenLibrary, tmp_path: Path
    ) -> None:
        folder = tmp_path / "khác"
        written(folder, "hỏng.pdf", paper("[HỎNG]"))
        poor = open_library(HashEmbedder(), Unrecognising())
        poor.add([folder, written(tmp_path, "quét.pdf", paper("[QUÉT]"))], actor="bình")
        stocked.waiting.remove(stocked.waiting.files()[0].id, actor="chi")
        stocked.maintenance("dũng").rebuild()

        told = [
            (item.deed.action.value, item.deed.actor) for item in stocked.keeper().log.history()
        ]

        assert told == [("add", "an")] * 3 + [
            ("refuse", "bình"), ("wait", "bình"), ("drop_waiting", "chi"), ("rebuild", "dũng"),
        ]  # fmt: skip
        refused = next(e for e in stocked.keeper().log.history() if e.deed.action.value == "refuse")
        assert refused.deed.name == "hỏng.pdf"
        assert refused.deed.after == {"reason": "Tệp «hỏng.pdf» hỏng; hãy lấy lại bản gốc."}

    def test_the_name_of_a_file_that_is_or_may_be_secret_is_never_written(
        self, open_library: OpenLibrary, tmp_path: Path, home: Path
    ) -> None:
        poor = open_library(HashEmbedder(), Unrecognising())
        folder = tmp_path / "kín"
        written(folder, "ke-hoach-dien-tap.pdf", paper("[MẬT]", "Một."))
        written(folder, "cong-van-chua-doc.pdf", paper("[QUÉT]"))
        written(folder, "TỐI MẬT - bao-cao-hong.pdf", paper("[HỎNG]"))

        poor.add([folder])

        actions = [item.deed.action.value for item in poor.keeper().log.history()]
        assert sorted(actions) == ["quarantine", "refuse", "wait"]
        poor.close()
        content = (home / "kb.db").read_bytes()
        for name in ("ke-hoach-dien-tap", "cong-van-chua-doc", "bao-cao-hong"):
            assert name.encode() not in content

    def test_a_document_that_could_not_be_indexed_is_told_as_withdrawn(
        self, open_library: OpenLibrary, inbox: Path
    ) -> None:
        from tests.unit.service.test_waiting import Failing, disk_full

        library = open_library(Failing("nhân dân", disk_full))

        library.add([inbox / "dan-van.pdf"])

        told = [item.deed.action.value for item in library.keeper().log.history("901-HD/BDVTUM")]
        assert told == ["add", "withdraw"]


class TestRecovery:
    """What a killed program leaves is made by hand here; `test_killed` kills programs."""

    def test_an_original_without_a_document_goes(self, stocked: KnowledgeBase, home: Path) -> None:
        id = "ab" * 32
        store = open_store(home / "kb.db")
        store.custody.expect_original(id)
        store.close()
        spare = home / "files" / "ab" / f"{id}.pdf"
        spare.parent.mkdir(exist_ok=True)
        spare.write_text("một nửa")
        (spare.parent / ".0123.part").write_text("một nửa")

        stocked.recover()

        assert list(spare.parent.iterdir()) == []

    def test_an_original_whose_document_is_there_stays(
        self, stocked: KnowledgeBase, home: Path
    ) -> None:
        card = stocked.find("901-HD/BDVTUM")
        store = open_store(home / "kb.db")
        store.custody.expect_original(card.id)

        stocked.recover()

        assert stocked.pages.original(card.id).is_file()
        assert store.custody.pending_originals() == {}
        store.close()

    def test_the_index_is_brought_to_the_store(self, stocked: KnowledgeBase, home: Path) -> None:
        store = open_store(home / "kb.db")
        store.custody.to_trash(stocked.find("901-HD/BDVTUM").id, "an")
        card = store.find_documents("902-NQ/TUM")[0]
        store.custody.correct(
            card.id, store.custody.facts_version(card.id), {"title": "Rong sụn"}, "an"
        )
        store.close()

        stocked.recover()

        assert agree(home)
        assert stocked.search("rong sụn").hits[0].document.id == card.id

    def test_nothing_is_written_where_nothing_is_left_undone(
        self, stocked: KnowledgeBase, home: Path
    ) -> None:
        before = {path: path.stat().st_mtime_ns for path in (home / "index").rglob("*")}

        stocked.recover()

        assert {path: path.stat().st_mtime_ns for path in (home / "index").rglob("*")} == before

    @pytest.mark.parametrize(
        ("mark", "action", "folder"),
        [("[QUÉT]", "wait", "waiting"), ("[MẬT]", "quarantine", "quarantine")],
    )
    def test_a_file_that_was_set_aside_is_told_though_the_program_was_killed_before(
        self, open_library: OpenLibrary, home: Path, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch, mark: str, action: str, folder: str,
    ) -> None:  # fmt: skip
        library = open_library(HashEmbedder(), Unrecognising())

        def killed(*given: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(Custody, "settle_original", killed)
            library.add([written(tmp_path, "a.pdf", paper(mark))], actor="an")
        half = home / folder / ("ab" if folder == "quarantine" else ".12.part") / ".34.part"
        half.parent.mkdir(exist_ok=True)
        half.write_text("một nửa")

        library.recover()
        library.recover()

        told = [
            (item.deed.action.value, item.deed.actor) for item in library.keeper().log.history()
        ]
        assert told == [(action, "an")]
        assert not half.exists()
