"""A document that is like another is asked about; an answer holds, is told, and can be unsaid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import InvalidDecision, UnknownDocument, UnknownItem
from kb.service.keeping.duplicate_words import decided_words, likeness_words, named
from kb.service.keeping.duplicates import Duplicate
from kb.service.keeping.journal import remarks
from kb.service.knowledge_base import KnowledgeBase
from kb.service.likening import MOST
from kb.service.results import AddStatus
from kb.service.review_items import ItemKind
from kb.store.records import Decision, LikenessKind
from tests.unit.service.papers import paper, written
from tests.unit.service.test_adding import agree

PARAGRAPHS = (
    "Điều 1. Phạm vi",
    "Quy chế này nêu trách nhiệm của các chi bộ trong việc giữ gìn hồ sơ, tài liệu tại nhà văn hóa xã.",
    "Bí thư chi bộ phân công một đồng chí trông coi tủ hồ sơ, ghi sổ mượn trả và báo cáo hằng quý.",
    "Điều 2. Thời hạn",
    "Hồ sơ mượn phải trả trong mười ngày làm việc; quá hạn thì người mượn giải trình bằng văn bản.",
    "Tài liệu cũ nát được sao chụp trước khi cho mượn, bản gốc cất trong hộp kín và khô ráo.",
)
OTHER = (
    "Điều 1. Đối tượng",
    "Đoàn viên từ đủ mười sáu tuổi tham gia trồng rừng phòng hộ ven biển vào sáng thứ bảy hằng tuần.",
    "Mỗi tổ nhận năm trăm cây phi lao, cuốc xẻng và nước uống tại trụ sở đoàn xã trước sáu giờ.",
    "Tổ trưởng chấm công, chụp ảnh và nộp danh sách người tham gia cho ban chấp hành.",
)
NUMBER = {
    "symbol": "931-QC/TUM",
    "type": "Quy chế",
    "date": "2024-03-05",
    "issuer": "Tỉnh ủy Trường Khê",
}
Add = Callable[..., str]


@pytest.fixture
def add(library: KnowledgeBase, tmp_path: Path) -> Add:
    """Adds a paper under a file name; its id."""

    def add_it(name: str, *lines: str, **facts: str) -> str:
        (outcome,) = library.add([written(tmp_path, name, paper(*lines, **facts))], actor="an")
        assert outcome.status is AddStatus.ADDED
        assert outcome.document is not None
        return outcome.document.id

    return add_it


@pytest.fixture
def two(add: Add) -> tuple[str, str]:
    """A newer and an older paper of one number, which differ in a word; their ids."""
    older = add("cu.pdf", *PARAGRAPHS, **NUMBER)
    return add("moi.pdf", *changed("mười", "ba mươi"), **NUMBER), older


def changed(old: str, new: str) -> tuple[str, ...]:
    return tuple(line.replace(old, new) for line in PARAGRAPHS)


def asked(library: KnowledgeBase) -> list[Duplicate]:
    return [pair for pair in library.keeper().duplicates() if pair.is_open]


def held(library: KnowledgeBase) -> set[str]:
    return {card.file_name for card in library.documents()}


def older_of(library: KnowledgeBase) -> dict[str, str]:
    """The file of each older version with that of the newest one."""
    return {
        card.file_name: card.state.newer.file_name
        for card in library.documents()
        if card.state and card.state.newer
    }


class TestAsking:
    def test_the_same_number_is_asked_about_whatever_the_text(
        self, library: KnowledgeBase, add: Add
    ) -> None:
        old = add("cu.pdf", "Điều 1. Một", **NUMBER)
        new = add("moi.pdf", *OTHER, **NUMBER)

        (pair,) = asked(library)

        assert (pair.new.card.id, pair.old.card.id) == (new, old)
        assert (pair.kind, pair.score) == (LikenessKind.SAME_NUMBER, None)  # one text is too short

    def test_nearly_the_same_text_is_asked_about_with_the_words_that_differ(
        self, library: KnowledgeBase, add: Add
    ) -> None:
        add("cu.pdf", *PARAGRAPHS)
        add("quet.pdf", *changed("mười ngày", "mười ngầy"), **NUMBER)

        (pair,) = asked(library)

        assert pair.kind is LikenessKind.NEAR_TEXT
        assert pair.score is not None
        assert likeness_words(pair) == "lời văn gần như nhau (giống khoảng 99%)"
        (stretch,) = library.keeper().compared(pair).shown
        assert (stretch.one, stretch.other) == ("ngầy", "ngày")

    def test_other_documents_are_not(self, library: KnowledgeBase, add: Add) -> None:
        add("cu.pdf", *PARAGRAPHS, **NUMBER)
        add("khac.pdf", *OTHER, **(NUMBER | {"symbol": "932-QC/TUM"}))

        assert asked(library) == []

    def test_of_many_alike_the_likest_few_are_asked_about(
        self, library: KnowledgeBase, add: Add
    ) -> None:
        for number in range(MOST + 1):
            add(f"{number}.pdf", *PARAGRAPHS, f"Nơi nhận thứ {number} trong danh sách gửi kèm.")
        last = add("cuoi.pdf", *PARAGRAPHS, "Nơi nhận thứ 3 trong danh sách gửi kèm. Hết.")

        mine = [pair for pair in asked(library) if pair.new.card.id == last]

        assert len(mine) == MOST
        assert "3.pdf" in {pair.old.card.file_name for pair in mine}

    def test_a_document_in_the_trash_counts_and_is_said_to_be_there(
        self, library: KnowledgeBase, add: Add
    ) -> None:
        old = add("cu.pdf", *PARAGRAPHS, **NUMBER)
        library.remove(old)
        new = add("moi.pdf", *changed("mười", "ba mươi"), **NUMBER)

        (pair,) = asked(library)
        assert named(pair.old) == "931-QC/TUM (cu.pdf, đang ở trong thùng rác)"
        library.keeper().decide(new, old, Decision.SAME)
        assert held(library) == {"cu.pdf"}  # one of the two stays held, whichever was in the trash

    def test_a_question_about_a_document_in_the_trash_waits_until_it_comes_back(
        self, library: KnowledgeBase, two: tuple[str, str]
    ) -> None:
        library.remove(two[0])
        assert asked(library) == []

        library.keeper().restore(two[0])

        assert len(asked(library)) == 1

    def test_a_corrected_number_is_looked_at_again(self, library: KnowledgeBase, add: Add) -> None:
        old = add("cu.pdf", *PARAGRAPHS, **NUMBER)
        add("quet.pdf", *OTHER, **(NUMBER | {"symbol": "981-QC/TUM"}))
        assert asked(library) == []

        keeper = library.keeper()
        keeper.correct(old, {"symbol": "981-QC/TUM"}, keeper.facts_version(old))

        (pair,) = asked(library)
        assert (pair.new.card.file_name, pair.old.card.file_name) == ("quet.pdf", "cu.pdf")
        keeper.undo(old, keeper.facts_version(old))
        assert len(asked(library)) == 1

    def test_a_library_of_an_earlier_release_is_looked_at_when_it_is_rebuilt(
        self, library: KnowledgeBase, two: tuple[str, str]
    ) -> None:
        with library._store._database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM likeness")
            connection.exec_driver_sql("DELETE FROM signature")
        assert asked(library) == []

        library.maintenance().rebuild()

        (pair,) = asked(library)
        assert (pair.new.card.id, pair.old.card.id) == two

    def test_what_cannot_be_indexed_leaves_no_question(
        self, library: KnowledgeBase, add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from kb.errors import IndexDamaged
        from kb.service import adding

        add("cu.pdf", *PARAGRAPHS, **NUMBER)
        real, calls = adding.refresh_index, []

        def once_broken(*given: object) -> None:
            calls.append(given)
            if len(calls) == 1:
                raise IndexDamaged("Chỉ mục hỏng; hãy chạy `kb rebuild`.")
            real(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(adding, "refresh_index", once_broken)
        path = written(tmp_path, "moi.pdf", paper(*PARAGRAPHS, **NUMBER, title="Hồ sơ"))
        (outcome,) = library.add([path])

        assert outcome.status is AddStatus.FAILED
        assert library.keeper().duplicates() == ()


class TestDeciding:
    def test_of_the_same_the_newly_added_goes_to_the_trash(
        self, library: KnowledgeBase, two: tuple[str, str], home: Path
    ) -> None:
        library.keeper("binh").decide(*two, Decision.SAME)

        assert held(library) == {"cu.pdf"}
        assert asked(library) == []
        assert agree(home)
        told = library.keeper().log.history_of(two[0])
        assert [(one.deed.actor, one.deed.action.value) for one in told] == [
            ("an", "add"),
            ("binh", "trash"),
            ("binh", "decide"),
        ]
        assert remarks(told[-1].deed) == ["cùng văn bản với 931-QC/TUM (cu.pdf); giữ bản kia"]
        (other,) = library.keeper().log.history_of(two[1])[1:]
        assert remarks(other.deed) == ["cùng văn bản với 931-QC/TUM (moi.pdf); giữ bản này"]

    def test_or_the_other_one_where_the_new_is_kept(
        self, library: KnowledgeBase, two: tuple[str, str]
    ) -> None:
        library.keeper().decide(*two, Decision.SAME, keep_newer=True)

        assert held(library) == {"moi.pdf"}
        (pair,) = library.keeper().duplicates()
        assert decided_words(pair) == "Cùng văn bản: giữ moi.pdf, bỏ cu.pdf"

    def test_deciding_anew_brings_back_what_the_answer_before_threw_away(
        self, library: KnowledgeBase, two: tuple[str, str]
    ) -> None:
        keeper = library.keeper()
        keeper.decide(*two, Decision.SAME)
        keeper.decide(*two, Decision.SAME, keep_newer=True)
        assert held(library) == {"moi.pdf"}

        keeper.decide(*two, Decision.BOTH)

        assert held(library) == {"cu.pdf", "moi.pdf"}
        assert asked(library) == []

    def test_two_that_are_the_same_are_asked_about_again_when_both_are_held(
        self, library: KnowledgeBase, two: tuple[str, str]
    ) -> None:
        library.keeper().decide(*two, Decision.SAME)
        library.keeper().restore(two[0])

        assert len(asked(library)) == 1

    def test_both_are_never_asked_about_again(
        self, library: KnowledgeBase, two: tuple[str, str]
    ) -> None:
        library.keeper().decide(*two, Decision.BOTH)
        keeper = library.keeper()
        keeper.correct(two[0], {"title": "Trông coi hồ sơ"}, keeper.facts_version(two[0]))
        library.maintenance().rebuild()

        assert asked(library) == []
        assert held(library) == {"cu.pdf", "moi.pdf"}
        assert older_of(library) == {}

    def test_a_pair_that_was_not_found_can_be_named(self, library: KnowledgeBase, add: Add) -> None:
        old, new = add("cu.pdf", *PARAGRAPHS), add("moi.pdf", *OTHER)

        library.keeper().decide(new, old, Decision.VERSION)

        assert older_of(library) == {"cu.pdf": "moi.pdf"}

    def test_nothing_is_decided_of_a_document_that_is_not_there_or_of_one_with_itself(
        self, library: KnowledgeBase, two: tuple[str, str]
    ) -> None:
        keeper = library.keeper()
        with pytest.raises(UnknownDocument):
            keeper.decide(two[0], "0" * 64, Decision.BOTH)
        with pytest.raises(InvalidDecision, match="chính nó"):
            keeper.decide(two[0], two[0], Decision.SAME)

        assert held(library) == {"cu.pdf", "moi.pdf"}
        assert len(asked(library)) == 1


class TestVersions:
    def test_the_older_stays_and_says_everywhere_that_there_is_a_newer(
        self, library: KnowledgeBase, two: tuple[str, str]
    ) -> None:
        library.keeper().decide(*two, Decision.VERSION)
        said = "Bản cũ; đã có bản mới: 931-QC/TUM (moi.pdf)"

        older = library.document_view(two[1])
        assert older.citation.older == said
        assert older.card.state is not None
        assert older.card.state.newer is not None
        assert older.card.state.newer.id == two[0]
        newer = library.document_view(two[0])
        assert newer.citation.older == ""
        assert [card.file_name for card in newer.older] == ["cu.pdf"]
        answer = library.search("giữ gìn hồ sơ nhà văn hóa 931-QC/TUM")
        assert [card.file_name for card in answer.numbers[0].held] == ["moi.pdf", "cu.pdf"]
        marked = {hit.document.file_name: hit.citation.older for hit in answer.hits}
        assert marked == {"moi.pdf": "", "cu.pdf": said}
        (match, *_) = library.verify("mười ngày làm việc", two[1]).matches
        assert match.places[0].citation.older == said

    def test_the_newer_comes_first_and_no_document_or_count_is_lost(
        self, library: KnowledgeBase, two: tuple[str, str]
    ) -> None:
        question = "hồ sơ mượn phải trả trong mười ngày làm việc"  # the older one's very words
        before = library.search(question)
        assert before.hits[0].document.file_name == "cu.pdf"

        library.keeper().decide(*two, Decision.VERSION)

        after = library.search(question)
        assert after.hits[0].document.file_name == "moi.pdf"
        assert sorted(hit.text for hit in after.hits) == sorted(hit.text for hit in before.hits)
        assert after.documents == before.documents
        assert replace(after.facets, documents=()) == replace(before.facets, documents=())
        assert set(after.facets.documents) == set(before.facets.documents)  # in order of rank
        scores = [hit.score for hit in after.hits]
        assert scores == sorted(scores, reverse=True)

    def test_what_cites_the_number_leads_to_the_newest(
        self, library: KnowledgeBase, two: tuple[str, str], add: Add
    ) -> None:
        citing = add("thi-hanh.pdf", "Thực hiện Quy chế số 931-QC/TUM, ngày 05/3/2024.")
        (link,) = library.document_view(citing).cites
        assert link.card is None  # either may be meant

        library.keeper().decide(*two, Decision.VERSION)

        (link,) = library.document_view(citing).cites
        assert link.card is not None
        assert link.card.file_name == "moi.pdf"
        cited_by = [library.document_view(id).cited_by for id in two]
        assert [len(links) for links in cited_by] == [1, 0]

    def test_the_earlier_added_may_be_the_newer(
        self, library: KnowledgeBase, two: tuple[str, str]
    ) -> None:
        keeper = library.keeper()
        keeper.decide(*two, Decision.VERSION)
        keeper.decide(two[1], two[0], Decision.VERSION)

        assert older_of(library) == {"moi.pdf": "cu.pdf"}
        (pair,) = keeper.duplicates()
        assert decided_words(pair) == "Bản mới: cu.pdf thay cho moi.pdf"

    def test_in_a_chain_all_lead_to_the_newest(
        self, library: KnowledgeBase, two: tuple[str, str], add: Add
    ) -> None:
        third = add("moi-nua.pdf", *changed("quý", "tháng"), **NUMBER)
        keeper = library.keeper()
        keeper.decide(*two, Decision.VERSION)
        keeper.decide(third, two[0], Decision.VERSION)

        assert older_of(library) == {"cu.pdf": "moi-nua.pdf", "moi.pdf": "moi-nua.pdf"}
        with pytest.raises(InvalidDecision, match="bản mới hơn"):
            keeper.decide(two[1], third, Decision.VERSION)
        library.remove(third)
        assert older_of(library) == {"cu.pdf": "moi.pdf"}
        library.remove(two[0])
        assert older_of(library) == {}
        keeper.restore(third)
        assert older_of(library) == {"cu.pdf": "moi-nua.pdf"}  # over the one in the trash
        keeper.purge(two[0])
        assert older_of(library) == {"cu.pdf": "moi-nua.pdf"}
        library.remove(third)
        keeper.purge(third)
        assert older_of(library) == {}
        assert keeper.duplicates() == ()

    def test_what_a_copy_replaced_stays_replaced_when_the_other_copy_is_kept(
        self, library: KnowledgeBase, two: tuple[str, str], add: Add
    ) -> None:
        keeper = library.keeper()
        keeper.decide(*two, Decision.VERSION)
        scan = add("quet.pdf", *changed("mười", "ba mươi"), "Hết.", **NUMBER)
        keeper.decide(scan, two[0], Decision.SAME, keep_newer=True)

        assert older_of(library) == {"cu.pdf": "quet.pdf"}
        keeper.purge(two[0])
        assert older_of(library) == {"cu.pdf": "quet.pdf"}

    def test_answers_that_go_round_mark_nothing_and_lose_no_hit(
        self, library: KnowledgeBase, two: tuple[str, str], add: Add
    ) -> None:
        third = add("ba.pdf", *changed("quý", "tháng"), **NUMBER)
        keeper = library.keeper()
        keeper.decide(*two, Decision.VERSION)
        keeper.decide(third, two[0], Decision.VERSION)
        keeper.decide(third, two[1], Decision.SAME)  # though it replaced what replaced that

        assert older_of(library) == {}
        hits = library.search("giữ gìn hồ sơ tài liệu").hits
        assert {hit.document.file_name for hit in hits} == {"cu.pdf", "moi.pdf"}

    def test_the_words_of_an_answer_can_be_unsaid(
        self, library: KnowledgeBase, two: tuple[str, str]
    ) -> None:
        library.keeper().decide(*two, Decision.VERSION)
        library.keeper().decide(*two, Decision.BOTH)

        assert older_of(library) == {}
        told = [remarks(one.deed) for one in library.keeper().log.history_of(two[1])]
        assert told == [
            [],
            ["bản cũ của 931-QC/TUM (moi.pdf)"],
            ["khác văn bản với 931-QC/TUM (moi.pdf); giữ cả hai"],
        ]


class TestOnTheReviewDesk:
    def test_a_question_stands_in_the_queue_until_it_is_answered(
        self, library: KnowledgeBase, two: tuple[str, str]
    ) -> None:
        (reviewed,) = library.review.queue(ItemKind.DUPLICATE)

        (item,) = [one for one in reviewed.items if one.kind is ItemKind.DUPLICATE]
        assert (reviewed.card.id, item.key) == (two[0], f"duplicate:{two[1]}")
        assert item.says == (
            "Giống 931-QC/TUM (cu.pdf): cùng số, loại, cơ quan và ngày ban hành (giống khoảng 92%); "
            "hãy trả lời là cùng văn bản, bản mới hay hai văn bản khác nhau."
        )
        library.keeper().decide(*two, Decision.BOTH)
        assert library.review.queue(ItemKind.DUPLICATE) == ()

    def test_it_is_not_accepted_by_looking(
        self, library: KnowledgeBase, two: tuple[str, str]
    ) -> None:
        library.review.accept(two[0], None, "an")
        with pytest.raises(UnknownItem):
            library.review.accept(two[0], [f"duplicate:{two[1]}"], "an")

        assert library.review.queue(ItemKind.DUPLICATE) != ()
