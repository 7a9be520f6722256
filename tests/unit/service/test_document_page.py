"""The page of one document: its text whole, what it cites and what cites it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kb.cli.output import print_document
from kb.document import Footnote, Span
from kb.errors import UnknownDocument
from kb.ingest.sources import source_of
from kb.passage import PassageKind
from kb.relation import Relation
from kb.service.document_page import blocks_of
from kb.service.knowledge_base import KnowledgeBase
from kb.service.results import DocumentView, ReferenceLink
from kb.service.serialise import document_json
from tests.unit.service.papers import PaperPipeline, paper, written


@pytest.fixture
def stocked(library: KnowledgeBase, inbox: Path) -> KnowledgeBase:
    """The three papers."""
    library.add([inbox])
    return library


def view(library: KnowledgeBase, name: str) -> DocumentView:
    return library.document_view(library.find(name).id)


class TestText:
    def test_the_blocks_are_the_lines_of_the_text_with_page_and_division(
        self, stocked: KnowledgeBase
    ) -> None:
        blocks = view(stocked, "901-HD/BDVTUM").blocks

        assert [(block.page, block.division, block.kind, block.starts) for block in blocks] == [
            (1, "front", PassageKind.FRONT, True),
            (1, "dieu-1", PassageKind.HEADING, True),
            (1, "dieu-1", PassageKind.BODY, False),
            (2, "dieu-1", PassageKind.BODY, False),
        ]
        assert blocks[3].text == "Mỗi chi bộ xây dựng một mô hình dân vận khéo."

    def test_the_outline_holds_the_titled_divisions(self, stocked: KnowledgeBase) -> None:
        outline = view(stocked, "901-HD/BDVTUM").outline

        assert [(item.key, item.title) for item in outline] == [("dieu-1", "Dân vận khéo")]

    def test_the_cells_of_a_table_row_are_kept_apart(
        self, library: KnowledgeBase, tmp_path: Path
    ) -> None:
        library.add([written(tmp_path, "bang.pdf", paper("Biểu", "TT\tNội dung\tSố lượng"))])

        blocks = view(library, "bang.pdf").blocks

        assert blocks[1].cells == ("TT", "Nội dung", "Số lượng")
        assert blocks[1].kind is PassageKind.FRONT
        assert blocks[0].cells == ()

    def test_marks_stand_in_the_block_that_cites_the_footnote(self, tmp_path: Path) -> None:
        """ "Một. Hai." then "Ba bốn." then the note: its mark is after "Ba", 3 characters in."""
        path = written(tmp_path, "chu-thich.pdf", paper("Một. Hai.", "Ba bốn.", "1 Chú thích."))
        read = PaperPipeline().read(source_of(path, path.read_bytes()))
        noted = replace(read.document, footnotes=(Footnote("1", Span(18, 30), 12),))

        blocks = list(blocks_of(noted, read.passages))

        assert [block.marks for block in blocks] == [(), ((2, "1"),), ()]
        assert [block.footnote for block in blocks] == [None, None, "1"]

    def test_an_id_that_nothing_bears_is_unknown(self, stocked: KnowledgeBase) -> None:
        with pytest.raises(UnknownDocument, match="danh sách văn bản"):
            stocked.document_view("0" * 64)


def citing(library: KnowledgeBase, folder: Path, *lines: str) -> DocumentView:
    """The view of a paper with these lines, 990-BC/TUM."""
    library.add([written(folder, "bao-cao.pdf", paper(*lines, symbol="990-BC/TUM"))])
    return view(library, "990-BC/TUM")


def cited(seen: DocumentView) -> list[tuple[str, date | None, str | None]]:
    """What a document cites: number, date, the held file."""
    return [
        (link.symbol, link.date, link.card.file_name if link.card else None) for link in seen.cites
    ]


class TestCites:
    def test_a_held_document_is_linked_where_date_and_number_agree(
        self, stocked: KnowledgeBase, tmp_path: Path
    ) -> None:
        seen = citing(stocked, tmp_path, "Theo Hướng dẫn số 901-HD/BDVTUM, ngày 05/3/2024.")

        assert cited(seen) == [("901-HD/BDVTUM", date(2024, 3, 5), "dan-van.pdf")]

    def test_another_date_is_another_document(self, stocked: KnowledgeBase, tmp_path: Path) -> None:
        seen = citing(stocked, tmp_path, "Theo Hướng dẫn số 901-HD/BDVTUM, ngày 06/3/2020.")

        assert cited(seen) == [("901-HD/BDVTUM", date(2020, 3, 6), None)]

    def test_mentions_of_one_document_are_one_link_at_the_first_with_the_date_that_any_says(
        self, stocked: KnowledgeBase, tmp_path: Path
    ) -> None:
        seen = citing(
            stocked,
            tmp_path,
            "Theo Kết luận số 57-KL/TW.",
            "\fKết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị; Kết luận 57-KL/TW.",
        )

        assert cited(seen) == [("57-KL/TW", date(2023, 6, 15), None)]
        assert seen.cites[0].page == 1

    def test_twins_are_two_links_and_a_mention_without_a_date_is_neither(
        self, stocked: KnowledgeBase, tmp_path: Path
    ) -> None:
        seen = citing(
            stocked,
            tmp_path,
            "Nghị quyết số 36-NQ/TW, ngày 22/10/2018.",
            "Nghị quyết số 36-NQ/TW, ngày 30/01/2023.",
            "Nghị quyết số 36-NQ/TW.",
        )

        assert [day for _, day, _ in cited(seen)] == [
            date(2018, 10, 22),
            date(2023, 1, 30),
            None,
        ]

    def test_a_document_stands_under_each_thing_said_of_it_and_as_cited_only_if_that_is_all(
        self, stocked: KnowledgeBase, tmp_path: Path
    ) -> None:
        seen = citing(
            stocked,
            tmp_path,
            "Căn cứ Quy định số 12-QĐ/TUM, ngày 02/4/2019.",
            "Thực hiện Quy định số 12-QĐ/TUM và Kết luận số 57-KL/TW.",
            "Theo Quy định số 12-QĐ/TUM và Chỉ thị số 3-CT/TW.",
        )

        assert [(link.symbol, link.relation, link.proof[:9]) for link in seen.cites] == [
            ("12-QĐ/TUM", Relation.BASIS, "Căn cứ Qu"),
            ("12-QĐ/TUM", Relation.CARRIES_OUT, "Thực hiện"),
            ("57-KL/TW", Relation.CARRIES_OUT, "Thực hiện"),
            ("3-CT/TW", Relation.CITES, "Theo Quy "),
        ]

    def test_a_document_does_not_cite_itself(self, stocked: KnowledgeBase, tmp_path: Path) -> None:
        seen = citing(stocked, tmp_path, "Báo cáo số 990-BC/TUM này thay Kết luận số 57-KL/TW.")

        assert [symbol for symbol, _, _ in cited(seen)] == ["57-KL/TW"]

    def test_a_document_of_the_catalogue_is_known(
        self, stocked: KnowledgeBase, tmp_path: Path
    ) -> None:
        rows = tmp_path / "danh-muc.csv"
        rows.write_text(
            "symbol,type,date,issuer,term,plenum,title\n"
            "57-KL/TW,Kết luận,2023-06-15,Bộ Chính trị,XIII,,Về thông tin đối ngoại\n",
            encoding="utf-8",
        )
        stocked.maintenance().load_catalogue(rows)

        (link,) = view(stocked, "901-HD/BDVTUM").cites

        assert link.card is None
        assert link.known is not None
        assert link.known.facts.title == "Về thông tin đối ngoại"


CATALOGUE = (
    "symbol,type,date,issuer,term,plenum,title\n"
    "36-NQ/TW,Nghị quyết,2023-01-30,Bộ Chính trị,XIII,,Về công nghệ sinh học\n"
    "36-NQ/TW,Nghị quyết,2018-10-22,Ban Chấp hành Trung ương,XII,8,Về kinh tế biển\n"
    "901-HD/BDVTUM,Hướng dẫn,2024-03-05,Tỉnh ủy,,,Về dân vận khéo\n"
    "901-HD/BDVTUM,Hướng dẫn,2019-03-05,Tỉnh ủy,,,Về công tác dân vận\n"
    "42-NQ/TW,Nghị quyết,2023-11-24,Ban Chấp hành Trung ương,XIII,8,Về chính sách xã hội\n"
    "43-NQ/TW,Nghị quyết,2023-11-24,Ban Chấp hành Trung ương,XIII,8,Về đại đoàn kết\n"
)


@pytest.fixture
def catalogued(stocked: KnowledgeBase, tmp_path: Path) -> KnowledgeBase:
    """The three papers, and a catalogue with twins."""
    rows = tmp_path / "danh-muc.csv"
    rows.write_text(CATALOGUE, encoding="utf-8")
    stocked.maintenance().load_catalogue(rows)
    return stocked


def may_mean(link: ReferenceLink) -> list[tuple[str, date | None, bool]]:
    """The documents that a mention may mean: symbol, date, whether it is held."""
    return [
        (str(item.facts.symbol), item.facts.date, item.held_id is not None)
        for item in link.uncertain
    ]


class TestUncertainCites:
    def test_a_number_with_twins_in_the_catalogue_may_mean_each(
        self, catalogued: KnowledgeBase, tmp_path: Path
    ) -> None:
        (link,) = citing(catalogued, tmp_path, "Theo Nghị quyết số 36-NQ/TW.").cites

        assert link.known is None
        assert may_mean(link) == [
            ("36-NQ/TW", date(2018, 10, 22), False),
            ("36-NQ/TW", date(2023, 1, 30), False),
        ]

    def test_a_held_document_is_not_linked_where_its_twin_may_be_meant(
        self, catalogued: KnowledgeBase, tmp_path: Path
    ) -> None:
        seen = citing(catalogued, tmp_path, "Theo Hướng dẫn số 901-HD/BDVTUM.")

        assert cited(seen) == [("901-HD/BDVTUM", None, None)]
        assert may_mean(seen.cites[0]) == [
            ("901-HD/BDVTUM", date(2019, 3, 5), False),
            ("901-HD/BDVTUM", date(2024, 3, 5), True),
        ]
        found = view(catalogued, "901-HD/BDVTUM").cited_by
        assert "990-BC/TUM" not in [link.card.heading for link in found if link.card]

    def test_a_date_said_once_in_the_document_is_meant_in_all_of_it_and_counts_as_citing(
        self, catalogued: KnowledgeBase, tmp_path: Path
    ) -> None:
        seen = citing(
            catalogued,
            tmp_path,
            "Theo Hướng dẫn số 901-HD/BDVTUM.",
            "Hướng dẫn số 901-HD/BDVTUM, ngày 05/3/2024.",
        )

        assert cited(seen) == [("901-HD/BDVTUM", date(2024, 3, 5), "dan-van.pdf")]
        found = view(catalogued, "901-HD/BDVTUM").cited_by
        citers = [link for link in found if link.card and link.card.heading == "990-BC/TUM"]
        assert len(citers) == 2

    def test_a_term_tells_twins_apart(self, catalogued: KnowledgeBase, tmp_path: Path) -> None:
        (link,) = citing(catalogued, tmp_path, "Theo Nghị quyết số 36-NQ/TW khóa XII.").cites

        assert link.known is not None
        assert link.known.facts.title == "Về kinh tế biển"
        assert link.uncertain == ()

    def test_a_plenum_form_may_mean_all_that_the_plenum_is_known_to_have_adopted(
        self, catalogued: KnowledgeBase, tmp_path: Path
    ) -> None:
        line = "Nghị quyết Hội nghị lần thứ tám Ban Chấp hành Trung ương khóa XIII."
        (link,) = citing(catalogued, tmp_path, line).cites

        assert (link.symbol, link.type) == (None, "Nghị quyết")
        assert link.name == "Hội nghị lần thứ tám Ban Chấp hành Trung ương khóa XIII"
        assert [number for number, _, _ in may_mean(link)] == ["42-NQ/TW", "43-NQ/TW"]

    def test_a_plenum_form_is_not_certain_though_one_document_of_the_plenum_is_known(
        self, catalogued: KnowledgeBase, tmp_path: Path
    ) -> None:
        seen = citing(catalogued, tmp_path, "Nghị quyết Trung ương 7, 8 khóa XII.")

        assert [link.name for link in seen.cites] == [
            "Trung ương 7 khóa XII",
            "Trung ương 8 khóa XII",
        ]
        assert [may_mean(link) for link in seen.cites] == [
            [],
            [("36-NQ/TW", date(2018, 10, 22), False)],
        ]

    def test_the_json_names_every_candidate(
        self, catalogued: KnowledgeBase, tmp_path: Path
    ) -> None:
        seen = citing(catalogued, tmp_path, "Theo Hướng dẫn số 901-HD/BDVTUM.")

        (mention,) = document_json(seen)["cites"]

        assert mention["document_id"] is None
        assert [(item["id"] is None, item["date"]) for item in mention["candidates"]] == [
            (True, "2019-03-05"),
            (False, "2024-03-05"),
        ]
        assert mention["candidates"][0]["title"] == "Về công tác dân vận"

    def test_the_command_line_names_every_candidate(
        self, catalogued: KnowledgeBase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        print_document(citing(catalogued, tmp_path, "Nghị quyết Trung ương 8 khóa XIII."))

        printed = " ".join(capsys.readouterr().out.split())
        assert "Nghị quyết Trung ương 8 khóa XIII (phần mở đầu); có thể là: 42-NQ/TW," in printed
        assert "ngày 24/11/2023; 43-NQ/TW, Nghị quyết, Về đại đoàn kết" in printed


class TestCitedBy:
    def test_the_passage_that_cites_is_linked_once(
        self, stocked: KnowledgeBase, tmp_path: Path
    ) -> None:
        citing(
            stocked,
            tmp_path,
            "Hướng dẫn số 901-HD/BDVTUM, ngày 05/3/2024 và Hướng dẫn số 901-HD/BDVTUM.",
        )

        found = view(stocked, "901-HD/BDVTUM").cited_by

        assert [(link.card.heading if link.card else "", link.place) for link in found] == [
            ("902-NQ/TUM", "Điều 1"),
            ("990-BC/TUM", "phần mở đầu"),
        ]

    def test_a_mention_with_another_date_is_not_counted(
        self, stocked: KnowledgeBase, tmp_path: Path
    ) -> None:
        citing(stocked, tmp_path, "Theo Hướng dẫn số 901-HD/BDVTUM, ngày 06/3/2020.")

        found = view(stocked, "901-HD/BDVTUM").cited_by

        assert [link.card.heading for link in found if link.card] == ["902-NQ/TUM"]


class TestRemoving:
    def test_a_removed_document_is_gone_everywhere_and_the_others_are_as_before(
        self, stocked: KnowledgeBase
    ) -> None:
        gone = stocked.find("901-HD/BDVTUM")
        original = stocked.pages.original(gone.id)
        other = view(stocked, "903-KH/UBKTTUM")

        card = stocked.remove(gone.id)

        assert card == gone
        assert original.exists()
        hits = stocked.search("mô hình dân vận khéo", limit=50).hits
        assert gone.id not in {hit.document.id for hit in hits}
        assert {item.heading for item in stocked.documents()} == {"902-NQ/TUM", "903-KH/UBKTTUM"}
        assert view(stocked, "903-KH/UBKTTUM") == other

    def test_links_to_it_become_unresolved(self, stocked: KnowledgeBase) -> None:
        before = view(stocked, "902-NQ/TUM").cites[0].card

        stocked.remove(stocked.find("901-HD/BDVTUM").id)

        assert before is not None
        assert view(stocked, "902-NQ/TUM").cites[0].card is None

    def test_links_from_it_are_gone(self, stocked: KnowledgeBase) -> None:
        stocked.remove(stocked.find("902-NQ/TUM").id)

        assert view(stocked, "901-HD/BDVTUM").cited_by == ()

    def test_purged_and_added_again_it_is_found_as_before(
        self, stocked: KnowledgeBase, inbox: Path
    ) -> None:
        before = [hit.text for hit in stocked.search("dân vận khéo").hits]

        gone = stocked.remove(stocked.find("901-HD/BDVTUM").id)
        stocked.keeper().purge(gone.id)
        stocked.add([inbox])

        assert [hit.text for hit in stocked.search("dân vận khéo").hits] == before

    def test_an_unknown_document_removes_nothing(self, stocked: KnowledgeBase) -> None:
        with pytest.raises(UnknownDocument):
            stocked.remove("0" * 64)

        assert len(stocked.documents()) == 3


def test_documents_are_listed_newest_first_and_undated_last(
    stocked: KnowledgeBase, tmp_path: Path
) -> None:
    stocked.add([written(tmp_path, "khong-ngay.pdf", paper("Không ghi ngày."))])

    names = [card.file_name for card in stocked.documents()]

    assert names == ["dan-van.pdf", "kiem-tra.pdf", "kinh-te-bien.pdf", "khong-ngay.pdf"]


def test_who_cites_says_in_which_sentence_and_a_passage_counts_for_the_most_that_it_says(
    stocked: KnowledgeBase, tmp_path: Path
) -> None:
    told = "Theo Hướng dẫn số 901-HD/BDVTUM. Thực hiện Hướng dẫn số 901-HD/BDVTUM, ngày 05/3/2024."
    citing(stocked, tmp_path, told)

    links = view(stocked, "901-HD/BDVTUM").cited_by

    assert [(link.relation, link.proof) for link in links] == [
        (Relation.CARRIES_OUT, "Thực hiện Hướng dẫn số 901-HD/BDVTUM, ngày 05/3/2024."),
        (Relation.CARRIES_OUT, "Thực hiện Hướng dẫn số 901-HD/BDVTUM, ngày 05/3/2024."),
    ]
