"""The states of held and known documents, from what the held ones say of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from kb.query import Filters
from kb.service.knowledge_base import KnowledgeBase
from kb.service.results import DocumentCard, SearchAnswer
from kb.service.serialise import answer_json
from kb.service.state_words import doubt, reason
from kb.state import DocumentState, State
from tests.unit.service.papers import paper, written

OLD = {"symbol": "12-QĐ/TUM", "type": "Quy định", "date": "2019-04-02"}
NEW = {"symbol": "30-QĐ/TUM", "type": "Quy định", "date": "2024-03-01"}
ABOUT = "Luân chuyển cán bộ giữa các huyện."
REPLACING = "Quy định này thay thế Quy định số 12-QĐ/TUM, ngày 02/4/2019."
CATALOGUE = "symbol,type,date,issuer,term,plenum,title\n"


def put(library: KnowledgeBase, folder: Path, name: str, *lines: str, **facts: str) -> str:
    """Adds a paper; its id."""
    path = written(folder, f"{name}.pdf", paper(*lines, **facts))
    (outcome,) = library.add([path])
    assert outcome.document is not None
    return outcome.document.id


def listed(library: KnowledgeBase) -> dict[str, DocumentCard]:
    return {card.file_name.removesuffix(".pdf"): card for card in library.documents()}


def state(library: KnowledgeBase, name: str) -> DocumentState:
    found = listed(library)[name].state
    assert found is not None
    return found


def hits(answer: SearchAnswer) -> dict[str, State]:
    cards = [hit.document for hit in answer.hits]
    return {card.file_name: card.state.state for card in cards if card.state}


@pytest.fixture
def pair(library: KnowledgeBase, tmp_path: Path) -> KnowledgeBase:
    """A regulation and the one that replaces it."""
    put(library, tmp_path, "cu", ABOUT, **OLD)
    put(library, tmp_path, "moi", ABOUT, "Điều 2. Hiệu lực thi hành", REPLACING, **NEW)
    return library


def test_a_replaced_document_says_by_what_from_when_and_where_that_stands(
    pair: KnowledgeBase,
) -> None:
    found = state(pair, "cu")

    (change,) = found.changes
    assert found.state is State.SUPERSEDED
    assert reason(found) == "Hết hiệu lực từ 01/3/2024: được thay thế bởi 30-QĐ/TUM"
    assert (change.proof, change.place, change.pages) == (REPLACING, "Điều 2", (1, 1))
    assert state(pair, "moi").state is State.IN_FORCE


def test_it_comes_back_when_the_one_that_replaced_it_leaves(
    pair: KnowledgeBase, tmp_path: Path
) -> None:
    pair.remove(listed(pair)["moi"].id)

    assert state(pair, "cu").state is State.IN_FORCE


def test_a_mention_that_may_mean_two_documents_changes_neither(
    library: KnowledgeBase, tmp_path: Path
) -> None:
    put(library, tmp_path, "xii", "Một.", **{**OLD, "date": "2016-04-02"})
    put(library, tmp_path, "xiii", "Hai.", **{**OLD, "date": "2021-04-02"})
    put(library, tmp_path, "moi", "Quy định này thay thế Quy định số 12-QĐ/TUM.", **NEW)

    for name in ("xii", "xiii"):
        found = state(library, name)
        assert (found.state, len(found.possible)) == (State.IN_FORCE, 1)
        assert doubt(found).startswith("Có thể được thay thế bởi 30-QĐ/TUM;")


def test_a_twin_that_only_the_catalogue_knows_makes_a_mention_ambiguous(
    library: KnowledgeBase, tmp_path: Path
) -> None:
    put(library, tmp_path, "cu", "Một.", **OLD)
    put(library, tmp_path, "moi", "Quy định này thay thế Quy định số 12-QĐ/TUM.", **NEW)
    assert state(library, "cu").state is State.SUPERSEDED

    twin = written(tmp_path, "danh-muc.csv", f"{CATALOGUE}12-QĐ/TUM,Quy định,2012-01-05,,,,\n")
    library.maintenance().load_catalogue(twin)

    assert state(library, "cu").state is State.IN_FORCE
    assert {row.state.state for row in library.known_documents() if row.state} == {State.IN_FORCE}


def test_copies_of_one_document_are_one(library: KnowledgeBase, tmp_path: Path) -> None:
    put(library, tmp_path, "ban-ky", "Một.", **OLD)
    put(library, tmp_path, "ban-quet", "Một. (quét)", **OLD)
    put(library, tmp_path, "moi", "Quy định này thay thế Quy định số 12-QĐ/TUM.", **NEW)

    assert state(library, "ban-ky").state is state(library, "ban-quet").state is State.SUPERSEDED


def test_a_later_document_with_the_number_cannot_be_the_one_that_was_replaced(
    library: KnowledgeBase, tmp_path: Path
) -> None:
    put(library, tmp_path, "khoa-sau", "Một.", **{**OLD, "date": "2025-08-01"})
    put(library, tmp_path, "moi", "Quy định này thay thế Quy định số 12-QĐ/TUM.", **NEW)

    assert state(library, "khoa-sau").state is State.IN_FORCE


def test_a_document_does_not_replace_itself_and_a_circle_does_no_harm(
    library: KnowledgeBase, tmp_path: Path
) -> None:
    put(library, tmp_path, "tu-no", "Quy định này thay thế Quy định số 12-QĐ/TUM.", **OLD)
    assert state(library, "tu-no").state is State.IN_FORCE

    undated = {"symbol": "13-QĐ/TUM", "type": "Quy định"}
    put(library, tmp_path, "a", "Quy định này thay thế Quy định số 14-QĐ/TUM.", **undated)
    put(library, tmp_path, "b", "Quy định này thay thế Quy định số 13-QĐ/TUM.",
        **{**undated, "symbol": "14-QĐ/TUM"})  # fmt: skip

    assert state(library, "a").state is state(library, "b").state is State.SUPERSEDED
    assert reason(state(library, "a")) == (
        "Hết hiệu lực (chưa rõ từ ngày nào): được thay thế bởi 14-QĐ/TUM"
    )


def test_a_document_of_the_catalogue_has_a_state_too(
    library: KnowledgeBase, tmp_path: Path
) -> None:
    row = f"{CATALOGUE}12-QĐ/TUM,Quy định,2019-04-02,Tỉnh ủy,,,\n"
    library.maintenance().load_catalogue(written(tmp_path, "danh-muc.csv", row))
    put(library, tmp_path, "moi", REPLACING, **NEW)

    (known,) = library.search("12-QĐ/TUM").numbers[0].known

    assert known.held_id is None
    assert known.state is not None
    assert known.state.state is State.SUPERSEDED


def test_what_an_earlier_release_did_not_read_is_told_and_read_on_rebuilding(
    pair: KnowledgeBase, home: Path
) -> None:
    with closing(sqlite3.connect(home / "kb.db")) as database, database:
        database.execute("UPDATE reference SET relation = NULL")
        database.execute("UPDATE meta SET value = value + 1 WHERE key = 'catalogue'")
    old = listed(pair)["cu"].id
    assert state(pair, "cu").state is State.IN_FORCE
    assert pair.document_view(old).unrelated == 1

    pair.maintenance().rebuild()

    assert state(pair, "cu").state is State.SUPERSEDED
    assert pair.document_view(old).unrelated == 0
    assert hits(pair.search("luân chuyển"))["cu.pdf"] is State.SUPERSEDED


class TestSearching:
    def test_hits_bear_the_state_of_their_documents(self, pair: KnowledgeBase) -> None:
        answer = pair.search("luân chuyển cán bộ")

        assert hits(answer) == {"cu.pdf": State.SUPERSEDED, "moi.pdf": State.IN_FORCE}
        found = [one["document"] for one in answer_json(answer)["hits"]]
        old = {one["symbol"]: one["state"] for one in found}["12-QĐ/TUM"]
        assert old is not None
        (by,) = old["by"]
        assert (old["state"], by["symbol"], by["from"], by["proof"]) == (
            "superseded", "30-QĐ/TUM", "2024-03-01", REPLACING,
        )  # fmt: skip

    def test_a_day_before_the_replacement_gives_the_library_of_that_day(
        self, pair: KnowledgeBase
    ) -> None:
        day = date(2024, 2, 29)

        answer = pair.search("luân chuyển cán bộ", filters=Filters(as_of=day))

        assert hits(answer) == {"cu.pdf": State.IN_FORCE}
        (held,) = pair.search("30-QĐ/TUM", filters=Filters(as_of=day)).numbers[0].held
        assert held.state is not None
        assert held.state.state is State.NOT_ISSUED

    def test_states_are_counted_as_they_are_found_when_chosen(
        self, pair: KnowledgeBase, tmp_path: Path
    ) -> None:
        amending = "Quy định này sửa đổi Điều 1 Quy định số 30-QĐ/TUM, ngày 01/3/2024."
        put(pair, tmp_path, "sua", ABOUT, "Điều 2. Hiệu lực thi hành", amending,
            symbol="41-QĐ/TUM", type="Quy định", date="2025-01-10")  # fmt: skip

        counts = {one.value: one.count for one in pair.search("luân chuyển").facets.states}

        assert counts == {"in_force": 2, "amended": 1, "superseded": 1}
        for value, count in counts.items():
            chosen = pair.search("luân chuyển", filters=Filters(state=State(value)))
            assert chosen.documents == count
            assert {one.value: one.count for one in chosen.facets.states} == counts
        in_force = pair.search("luân chuyển", filters=Filters(state=State.IN_FORCE))
        assert hits(in_force) == {"moi.pdf": State.AMENDED, "sua.pdf": State.IN_FORCE}


SUCCESSORS = CATALOGUE.replace("title\n", "title,replaced_by,replaced_on\n")
REPLACED = "12-QĐ/TUM,Quy định,2019-04-02,,,,,30-QĐ/TUM,2024-03-01\n"


def test_the_catalogue_says_what_replaced_a_document_that_is_held_or_not(
    library: KnowledgeBase, tmp_path: Path
) -> None:
    put(library, tmp_path, "cu", ABOUT, **OLD)
    rows = SUCCESSORS + REPLACED + REPLACED.replace("12-QĐ/TUM", "13-QĐ/TUM")
    library.maintenance().load_catalogue(written(tmp_path, "danh-muc.csv", rows))

    (change,) = state(library, "cu").changes
    (number,) = library.search("13-QĐ/TUM").numbers

    assert (change.by, change.place, change.proof) == (None, "danh mục", "")
    assert reason(state(library, "cu")).endswith("từ 01/3/2024: được thay thế bởi 30-QĐ/TUM")
    assert [known.state and known.state.state for known in number.known] == [State.SUPERSEDED]


def test_of_what_a_document_and_the_catalogue_say_alike_the_one_with_the_proof_counts(
    pair: KnowledgeBase, tmp_path: Path
) -> None:
    pair.maintenance().load_catalogue(written(tmp_path, "danh-muc.csv", SUCCESSORS + REPLACED))

    (change,) = state(pair, "cu").changes
    assert change.proof == REPLACING
