"""The documents that are cited and not held, over invented papers."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from kb.document import Facts
from kb.service.gaps import Gap
from kb.service.gaps_export import COLUMNS, gaps_csv, gaps_json, told_by
from kb.service.knowledge_base import KnowledgeBase
from kb.state import State
from tests.unit.service.papers import paper, written

HEADER = "symbol,type,date,issuer,term,plenum,title,replaced_by,replaced_on\n"
DATED = "Căn cứ Kết luận số 57-KL/TWM, ngày 15/6/2023 của Bộ Chính trị."
BARE = "Thực hiện Kết luận số 57-KL/TWM."


class Shelf:
    """A library into which papers of lines are put."""

    def __init__(self, library: KnowledgeBase, folder: Path) -> None:
        self.library, self._folder = library, folder

    def put(self, name: str, *lines: str, **facts: str) -> str:
        path = written(self._folder, f"{name}.pdf", paper(*lines, **facts))
        (outcome,) = self.library.add([path])
        assert outcome.document is not None
        return outcome.document.id

    def know(self, *rows: str) -> None:
        path = self._folder / "danh-muc.csv"
        path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        self.library.maintenance().load_catalogue(path)

    def names(self) -> list[str]:
        return [gap.name for gap in self.library.gaps()]

    def only(self) -> Gap:
        (gap,) = self.library.gaps()
        return gap


@pytest.fixture
def shelf(library: KnowledgeBase, tmp_path: Path) -> Shelf:
    folder = tmp_path / "den"
    folder.mkdir()
    return Shelf(library, folder)


def test_an_empty_library_and_one_without_citations_lack_nothing(shelf: Shelf) -> None:
    assert shelf.names() == []

    shelf.put("mot", "Cán bộ phải gần dân.")

    assert shelf.names() == []


def test_one_document_in_several_forms_is_one_gap_with_all_that_cites_it(shelf: Shelf) -> None:
    first = shelf.put("mot", "Điều 1. Căn cứ", DATED, BARE)
    second = shelf.put("hai", BARE)

    gap = shelf.only()

    assert gap.name == "Kết luận số 57-KL/TWM, ngày 15/6/2023 của Bộ Chính trị"
    assert (gap.documents, gap.passages, gap.known) == (2, 3, None)
    assert gap.from_mentions == ("symbol", "type", "date", "issuer")
    places = [(link.card.id, link.place) for link in gap.places if link.card]
    assert places == [(first, "Điều 1"), (second, "phần mở đầu")]


def test_most_cited_come_first_then_those_in_more_passages_then_the_newest(shelf: Shelf) -> None:
    old, new = "Quy định số 1-QĐ/TWM, ngày 03/4/2018.", "Quy định số 2-QĐ/TWM, ngày 03/4/2022."
    twice = "Quy định số 3-QĐ/TWM, ngày 03/4/2010."
    shelf.put("mot", BARE, old, new, twice, f"Theo {twice}")
    shelf.put("hai", BARE)

    assert [str(gap.facts.symbol) for gap in shelf.library.gaps()] == [
        "57-KL/TWM",
        "3-QĐ/TWM",
        "2-QĐ/TWM",
        "1-QĐ/TWM",
    ]


def test_a_document_that_comes_is_no_gap_any_more_and_in_the_trash_is_one_again(
    shelf: Shelf,
) -> None:
    shelf.put("mot", DATED)
    held = shelf.put("hai", "Nội dung.", symbol="57-KL/TWM", type="Kết luận", date="2023-06-15")
    assert shelf.names() == []

    shelf.library.remove(held)

    assert len(shelf.names()) == 1


def test_what_a_document_in_the_trash_cites_does_not_count(shelf: Shelf) -> None:
    shelf.put("mot", DATED)
    citing = shelf.put("hai", DATED, "Theo Quy định số 1-QĐ/TWM.")

    shelf.library.remove(citing)

    gap = shelf.only()
    assert (str(gap.facts.symbol), gap.documents) == ("57-KL/TWM", 1)


def test_a_document_does_not_lack_itself(shelf: Shelf) -> None:
    shelf.put("mot", "Số 9-HD/TUM.", "Hướng dẫn số 9-HD/TUM này.", symbol="9-HD/TUM")

    assert shelf.names() == []


def test_the_catalogue_gives_the_facts_and_is_told_from_the_mentions(shelf: Shelf) -> None:
    shelf.put("mot", BARE.replace("57-KL/TWM", "57-KL/TWM của Bộ Chính trị"))
    shelf.know("57-KL/TWM,Kết luận,2023-06-15,,XIII,,Về đối ngoại,,")

    gap = shelf.only()

    assert gap.known is not None
    assert (gap.facts.date, gap.facts.title) == (date(2023, 6, 15), "Về đối ngoại")
    assert gap.facts.issuer == "Bộ Chính trị"
    assert told_by(gap) == "danh mục; cơ quan ban hành: theo lời viện dẫn"


def test_a_number_that_only_the_catalogue_has_is_not_listed(shelf: Shelf) -> None:
    shelf.put("mot", "Không viện dẫn gì.")
    shelf.know("57-KL/TWM,Kết luận,2023-06-15,Bộ Chính trị,XIII,,Về đối ngoại,,")

    assert shelf.names() == []


def test_twins_stay_apart_and_a_bare_number_says_which_ones_it_may_mean(shelf: Shelf) -> None:
    twin = "Kết luận số 57-KL/TWM, ngày 01/02/2018."
    shelf.put("mot", DATED)
    shelf.put("hai", twin)
    shelf.put("ba", BARE)

    gaps = shelf.library.gaps()

    assert [(gap.facts.date, len(gap.candidates)) for gap in gaps] == [
        (date(2023, 6, 15), 0),
        (date(2018, 2, 1), 0),
        (None, 2),
    ]
    assert gaps[2].state is None


def test_twins_of_the_catalogue_are_named_with_the_one_that_is_held(shelf: Shelf) -> None:
    held = shelf.put("mot", "Nội dung.", symbol="57-KL/TWM", type="Kết luận", date="2018-02-01")
    shelf.put("hai", BARE)
    shelf.know(
        "57-KL/TWM,Kết luận,2018-02-01,,XII,,Một,,", "57-KL/TWM,Kết luận,2023-06-15,,XIII,,Hai,,"
    )

    gap = shelf.only()

    assert [one.held_id for one in gap.candidates] == [held, None]
    assert gap.known is None


def test_a_number_that_can_only_mean_held_twins_is_no_gap(shelf: Shelf) -> None:
    for name, day in (("mot", "2018-02-01"), ("hai", "2023-06-15")):
        shelf.put(name, name, symbol="57-KL/TWM", type="Kết luận", date=day)
    shelf.put("ba", BARE)

    assert shelf.names() == []


@pytest.mark.parametrize("wrong", ["Kết luận số 57-NQ/TWM", "Nghị quyết số 57-KL/TWM"])
def test_a_wrong_type_code_or_word_hides_no_document_where_the_date_agrees(
    shelf: Shelf, wrong: str
) -> None:
    shelf.put("mot", DATED)
    shelf.put("hai", f"Theo {wrong}, ngày 15/6/2023.")

    gap = shelf.only()

    assert (gap.documents, str(gap.facts.symbol), gap.facts.type) == (2, "57-KL/TWM", "Kết luận")


def test_a_held_document_cited_with_a_wrong_type_is_no_gap(shelf: Shelf) -> None:
    shelf.put("mot", "Nội dung.", symbol="57-KL/TWM", type="Kết luận", date="2023-06-15")
    shelf.put("hai", "Theo Nghị quyết số 57-KL/TWM, ngày 15/6/2023.")

    assert shelf.names() == []


def test_a_number_with_another_date_than_the_held_one_is_another_document(shelf: Shelf) -> None:
    shelf.put("mot", "Nội dung.", symbol="57-KL/TWM", type="Kết luận", date="2018-02-01")
    shelf.put("hai", DATED)

    gap = shelf.only()
    assert gap.facts.date == date(2023, 6, 15)
    assert [one.facts.date for one in gap.namesakes] == [date(2018, 2, 1)]


def test_one_that_the_catalogue_has_needs_no_namesakes(shelf: Shelf) -> None:
    shelf.put("mot", "Nội dung.", symbol="57-KL/TWM", type="Kết luận", date="2018-02-01")
    shelf.put("hai", DATED)
    shelf.know("57-KL/TWM,Kết luận,2023-06-15,,XIII,,Hai,,")

    assert shelf.only().namesakes == ()


def test_a_plenum_is_listed_by_its_name_until_one_of_its_documents_is_held(shelf: Shelf) -> None:
    shelf.put("mot", "Thực hiện Nghị quyết Trung ương 8 khóa XII.")
    shelf.know("36-NQ/TWM,Nghị quyết,2018-10-22,,XII,8,Kinh tế biển,,")

    gap = shelf.only()
    assert (gap.name, len(gap.candidates)) == ("Nghị quyết Trung ương 8 khóa XII", 1)

    shelf.put("hai", "Nội dung.", symbol="36-NQ/TWM", type="Nghị quyết", date="2018-10-22")
    assert shelf.names() == []


def test_a_gap_that_a_held_document_replaced_says_so(shelf: Shelf) -> None:
    replacing = "Quy định này thay thế Quy định số 12-QĐ/TUM, ngày 02/4/2019."
    shelf.put(
        "moi",
        "Điều 2. Hiệu lực thi hành",
        replacing,
        symbol="30-QĐ/TUM",
        type="Quy định",
        date="2024-03-01",
    )

    state = shelf.only().state

    assert state is not None
    assert (state.state, state.changes[0].proof) == (State.SUPERSEDED, replacing)


def test_a_gap_that_the_catalogue_says_was_replaced_says_so(shelf: Shelf) -> None:
    shelf.put("mot", DATED)
    shelf.know("57-KL/TWM,Kết luận,2023-06-15,,XIII,,Về đối ngoại,60-KL/TWM,2024-01-01")

    state = shelf.only().state

    assert state is not None
    assert state.state is State.SUPERSEDED


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_table_is_a_formula(sign: str) -> None:
    facts = Facts(type="Kết luận", title=f"{sign}1+1", issuer=f"{sign}2")

    table = gaps_csv([Gap(facts, documents=1, passages=1, places=())])

    (row,) = csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    assert (row["Trích yếu"], row["Cơ quan ban hành"]) == (f"'{sign}1+1", f"'{sign}2")


def test_the_table_begins_with_the_mark_of_utf_8_and_names_its_columns() -> None:
    table = gaps_csv([])

    assert table.startswith(b"\xef\xbb\xbf")
    assert next(csv.reader(io.StringIO(table.decode("utf-8-sig")))) == list(COLUMNS)


def test_json_tells_where_a_gap_is_cited(shelf: Shelf) -> None:
    citing = shelf.put("mot", "Điều 1. Căn cứ", DATED, symbol="9-HD/TUM")

    (told,) = gaps_json(shelf.library.gaps())["gaps"]

    assert (told["symbol"], told["date"], told["known"]) == ("57-KL/TWM", "2023-06-15", False)
    assert told["places"] == [
        {
            "document_id": citing,
            "document": "9-HD/TUM",
            "division": "Điều 1",
            "page": 1,
            "url": f"/van-ban/{citing}#dieu-1",
        }
    ]
