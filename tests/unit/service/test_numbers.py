"""Document numbers in a query: held, known to the catalogue, cited, or nothing of these."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kb.errors import AmbiguousDocument, InvalidCatalogue, UnknownDocument
from kb.service.knowledge_base import KnowledgeBase
from kb.service.results import NumberAnswer
from tests.unit.service.papers import paper, written

HEADER = "symbol,type,date,issuer,term,plenum,title"
CATALOGUE = f"""{HEADER}
57-KL/TW,Kết luận,2023-06-15,Bộ Chính trị,XIII,,Về thông tin đối ngoại
36-NQ/TW,Nghị quyết,2018-10-22,Ban Chấp hành Trung ương,XII,8,Về kinh tế biển
36-NQ/TW,Nghị quyết,2023-01-30,Bộ Chính trị,XIII,,Về công nghệ sinh học
901-HD/BDVTUM,Hướng dẫn,2024-03-05,Ban Dân vận,,,Công tác dân vận năm 2024
902-NQ/TUM,Nghị quyết,2001-01-01,Tỉnh ủy,,,Một văn bản khác mang số này
"""


@pytest.fixture
def stocked(library: KnowledgeBase, inbox: Path, tmp_path: Path) -> KnowledgeBase:
    """The three papers and a catalogue."""
    library.add([inbox])
    library.maintenance().load_catalogue(catalogue(tmp_path, CATALOGUE))
    return library


def catalogue(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "danh-muc.csv"
    path.write_bytes(text.encode(encoding))
    return path


def number(library: KnowledgeBase, typed: str) -> NumberAnswer:
    """What is said of the one number in a query."""
    (found,) = library.search(typed).numbers
    return found


class TestNumbers:
    def test_a_held_document_is_named(self, stocked: KnowledgeBase) -> None:
        found = number(stocked, "901-HD/BDVTUM")

        assert found.asked == "901-HD/BDVTUM"
        assert [card.file_name for card in found.held] == ["dan-van.pdf"]
        assert found.cited_by == 1

    def test_a_known_document_that_is_not_held_says_who_cites_it(
        self, stocked: KnowledgeBase
    ) -> None:
        found = number(stocked, "kl57")

        assert found.asked == "57-KL/TW"
        assert found.held == ()
        assert [(row.facts.date, row.held_id) for row in found.known] == [(date(2023, 6, 15), None)]
        assert found.cited_by == 1
        (link,) = found.citing
        assert link.card is not None
        assert (link.card.heading, link.place, link.page) == ("901-HD/BDVTUM", "phần mở đầu", 1)

    def test_an_unknown_number_is_unknown(self, stocked: KnowledgeBase) -> None:
        assert number(stocked, "999-CT/TW") == NumberAnswer("999-CT/TW", (), (), 0)

    @pytest.mark.parametrize(
        ("typed", "near"), [("57-KH/TW", "57-KL/TW"), ("910-HD/BDVTUM", "901-HD/BDVTUM")]
    )
    def test_the_nearest_symbols_are_offered_and_not_put_in_its_place(
        self, stocked: KnowledgeBase, typed: str, near: str
    ) -> None:
        answer = stocked.search(typed)

        assert [(one.asked, one.near) for one in answer.numbers] == [(typed, (near,))]
        assert answer.hits == ()

    def test_nothing_is_offered_beside_a_number_that_is_known(self, stocked: KnowledgeBase) -> None:
        assert number(stocked, "57-KL/TW").near == ()

    def test_a_number_that_only_a_paper_cites_is_counted_there(
        self, library: KnowledgeBase, tmp_path: Path
    ) -> None:
        text = paper("Thực hiện Kế hoạch số 254-KH/TU của Tỉnh ủy.", symbol="905-BC/TUM")
        library.add([written(tmp_path, "bao-cao.pdf", text)])

        for typed in ("254-KH/TU", "kh 254"):
            found = number(library, typed)
            assert (found.asked, found.held, found.known, found.cited_by) == (
                "254-KH/TU",
                (),
                (),
                1,
            )
            assert [link.card.heading for link in found.citing if link.card] == ["905-BC/TUM"]

    def test_twins_in_the_catalogue_stand_side_by_side(self, stocked: KnowledgeBase) -> None:
        found = number(stocked, "36-NQ/TW")

        assert [row.facts.date for row in found.known] == [date(2018, 10, 22), date(2023, 1, 30)]

    @pytest.mark.parametrize(
        ("beside", "day"),
        [
            ("khóa XIII", date(2023, 1, 30)),
            ("ngày 22/10/2018", date(2018, 10, 22)),
            ("năm 2023", date(2023, 1, 30)),
        ],
    )
    def test_a_date_year_or_term_beside_the_number_tells_the_twins_apart(
        self, stocked: KnowledgeBase, beside: str, day: date
    ) -> None:
        found = number(stocked, f"36-NQ/TW {beside}")

        assert [row.facts.date for row in found.known] == [day]

    def test_a_term_that_no_twin_has_leaves_them_all(self, stocked: KnowledgeBase) -> None:
        assert len(number(stocked, "36-NQ/TW khóa IX").known) == 2

    def test_a_mention_of_another_date_does_not_count_for_the_twin_that_is_asked_for(
        self, stocked: KnowledgeBase, tmp_path: Path
    ) -> None:
        text = paper("Theo Nghị quyết số 36-NQ/TW ngày 22/10/2018.", symbol="905-BC/TUM")
        stocked.add([written(tmp_path, "bao-cao.pdf", text)])

        other, same = (number(stocked, f"36-NQ/TW khóa {term}") for term in ("XIII", "XII"))

        assert (other.cited_by, same.cited_by) == (0, 1)
        assert [link.date for link in other.citing] == [date(2018, 10, 22)]

    def test_a_mention_with_a_slip_in_its_code_is_found_by_the_type_before_it(
        self, library: KnowledgeBase, tmp_path: Path
    ) -> None:
        text = paper("Theo Nghị quyết số 36-QĐ/TW về kinh tế biển.", symbol="905-BC/TUM")
        library.add([written(tmp_path, "bao-cao.pdf", text)])

        for typed in ("36-NQ/TW", "36-QĐ/TW"):
            answer = library.search(typed)
            assert [hit.why.number for hit in answer.hits] == [True]
            assert [link.symbol for link in answer.numbers[0].citing] == ["36-QĐ/TW"]
        assert not library.search("36-KL/TW").hits

    def test_asked_if_a_document_is_in_force_kb_says_how_far_it_knows(
        self, stocked: KnowledgeBase
    ) -> None:
        notice = stocked.search("57-KL/TW còn hiệu lực không").notice

        assert notice is not None
        assert "chỉ theo danh mục và lời văn của những văn bản có trong thư viện" in notice
        assert stocked.search("57-KL/TW").notice is None

    def test_held_twins_stand_side_by_side(self, library: KnowledgeBase, tmp_path: Path) -> None:
        for name, day in (("bien.pdf", "2018-10-22"), ("sinh-hoc.pdf", "2023-01-30")):
            text = paper(f"Về {name}.", symbol="36-NQ/TW", type="Nghị quyết", date=day)
            library.add([written(tmp_path, name, text)])

        found = number(library, "NQ 36")

        assert [card.file_name for card in found.held] == ["bien.pdf", "sinh-hoc.pdf"]

    def test_a_row_of_the_catalogue_is_a_held_document_only_where_the_dates_agree(
        self, stocked: KnowledgeBase
    ) -> None:
        held = {str(row.facts.symbol): row.held_id for row in stocked.known_documents()}

        assert held["901-HD/BDVTUM"] == stocked.find("901-HD/BDVTUM").id
        assert held["902-NQ/TUM"] is None

    def test_an_empty_library_still_knows_its_catalogue(
        self, library: KnowledgeBase, tmp_path: Path
    ) -> None:
        library.maintenance().load_catalogue(catalogue(tmp_path, CATALOGUE))

        assert [row.facts.title for row in number(library, "57-KL/TW").known] == [
            "Về thông tin đối ngoại"
        ]


class TestFinding:
    @pytest.mark.parametrize("name", ["901-HD/BDVTUM", "901 - hd / bdvtum", "dan-van.pdf"])
    def test_a_document_answers_to_its_number_and_its_file_name(
        self, stocked: KnowledgeBase, name: str
    ) -> None:
        assert stocked.find(name).heading == "901-HD/BDVTUM"

    def test_a_document_answers_to_the_beginning_of_its_id(self, stocked: KnowledgeBase) -> None:
        wanted = stocked.find("dan-van.pdf")

        assert stocked.find(wanted.id[:12]) == wanted

    def test_twins_are_named_so_that_one_can_choose(
        self, library: KnowledgeBase, tmp_path: Path
    ) -> None:
        for name in ("mot.pdf", "hai.pdf"):
            library.add([written(tmp_path, name, paper(name, symbol="36-NQ/TW"))])
        ids = {card.file_name: card.id[:12] for card in library.documents()}

        with pytest.raises(AmbiguousDocument) as caught:
            library.find("36-NQ/TW")

        assert str(caught.value) == (
            f"«36-NQ/TW» ứng với 2 văn bản: {ids['mot.pdf']} (mot.pdf); "
            f"{ids['hai.pdf']} (hai.pdf); hãy nêu mã (12 ký tự đầu)."
        )

    @pytest.mark.parametrize("name", ["999-CT/TW", "", "khong-co.pdf", "ffffffffffff"])
    def test_a_name_that_nothing_bears_is_unknown(self, stocked: KnowledgeBase, name: str) -> None:
        with pytest.raises(UnknownDocument, match="kb list"):
            stocked.find(name)


class TestCatalogueFile:
    def test_the_new_catalogue_takes_the_place_of_the_old(
        self, stocked: KnowledgeBase, tmp_path: Path
    ) -> None:
        rows = stocked.maintenance().load_catalogue(
            catalogue(tmp_path, f"{HEADER}\n12-CT/TW,,,,,,\n")
        )

        assert rows == 1
        assert [str(row.facts.symbol) for row in stocked.known_documents()] == ["12-CT/TW"]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("số,tên\n1,a\n", "Tệp danh mục «danh-muc.csv» thiếu cột: symbol, type"),
            (
                f"{HEADER}\nkhông số,,,,,,\n",
                "«danh-muc.csv», dòng 2: «không số» không phải số hiệu",
            ),
            (f"{HEADER}\n12-CT/TW,,15/6/2023,,,,\n", "dòng 2: ngày «15/6/2023» không có dạng"),
            (f"{HEADER}\n12-CT/TW\n", "dòng 2 có 1 cột, cần 7"),
            (f"{HEADER}\n12-CT/TW,,,,,,,thừa\n", "dòng 2 có 8 cột, cần 7"),
            ("", "thiếu cột"),
        ],
    )
    def test_a_wrong_file_names_the_line_and_changes_nothing(
        self, stocked: KnowledgeBase, tmp_path: Path, text: str, said: str
    ) -> None:
        with pytest.raises(InvalidCatalogue, match=said):
            stocked.maintenance().load_catalogue(catalogue(tmp_path, text))

        assert len(stocked.known_documents()) == 5

    def test_a_file_in_another_encoding_is_refused(
        self, stocked: KnowledgeBase, tmp_path: Path
    ) -> None:
        with pytest.raises(InvalidCatalogue, match="không phải CSV mã hóa UTF-8"):
            stocked.maintenance().load_catalogue(catalogue(tmp_path, CATALOGUE, "utf-16"))

    def test_a_file_that_is_not_there_is_named(
        self, stocked: KnowledgeBase, tmp_path: Path
    ) -> None:
        with pytest.raises(InvalidCatalogue, match=r"«khong-co\.csv»"):
            stocked.maintenance().load_catalogue(tmp_path / "khong-co.csv")
