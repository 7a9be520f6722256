"""Numbers, accents and abbreviations: what comes first and why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.passage import PassageKind
from kb.search.index_set import IndexSet, open_current
from kb.search.indexer import IndexEntry, Indexer
from kb.search.lexical_index import Clause
from kb.search.lexical_schema import Field
from kb.search.retriever import (
    HIGHEST_SCORE,
    Candidate,
    clauses_of,
    merged,
    retrieve,
    text_weights,
)
from kb.search.understanding import parse_query
from kb.search.weights import DEFAULT_WEIGHTS, TextWeights, Weights, ablated
from kb.symbol import Symbol
from tests.fakes import HashEmbedder

EMBEDDER = HashEmbedder()
KL57, NQ36 = Symbol("57", "KL", "TW"), Symbol("36", "NQ", "TW")
FRONT, BODY = PassageKind.FRONT, PassageKind.BODY


def entry(
    row: int,
    text: str,
    kind: PassageKind = BODY,
    own: Symbol | None = None,
    mentioned: tuple[Symbol, ...] = (),
) -> IndexEntry:
    document = str(own) if own else "other"
    return IndexEntry(row, document, text, "", "", kind, own, mentioned, True)


ENTRIES = [
    entry(1, "Số 57-KL/TW, Kết luận của Bộ Chính trị", FRONT, KL57),
    entry(2, "đẩy mạnh thông tin đối ngoại", BODY, KL57),
    entry(3, "kinh phí cho công tác này", BODY, KL57),
    entry(4, "thực hiện Kết luận 57-KL/TW về thông tin", mentioned=(KL57,)),
    entry(5, "Số 36-NQ/TW, Nghị quyết về kinh tế biển", FRONT, NQ36),
    entry(6, "kinh phí thông tin đối ngoại của địa phương"),
    entry(7, "chính sách quốc phòng “bốn không”"),
    entry(8, "quý trọng nhân tài"),
    entry(9, "quỹ phòng, chống thiên tai"),
    entry(10, "nâng cao chất lượng TTĐN"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> IndexSet:
    home: Path = tmp_path_factory.mktemp("home")
    Indexer(home, EMBEDDER).rebuild(ENTRIES, 1)
    return open_current(home, EMBEDDER.fingerprint, 1)


def found(
    index: IndexSet,
    typed: str,
    allowed: list[str] | None = None,
    weights: Weights = DEFAULT_WEIGHTS,
) -> list[Candidate]:
    query = parse_query(typed)
    vector = EMBEDDER.embed_query(query.rest or query.text)
    return retrieve(index, query, vector, allowed, 100, weights)


def rows(index: IndexSet, typed: str, allowed: list[str] | None = None) -> list[int]:
    return [one.row_id for one in found(index, typed, allowed)]


@pytest.mark.parametrize("typed", ["57-KL/TW", "kl57", "57 kl tw", "Kết luận số 57-KL/TW"])
def test_a_number_alone_gives_the_front_then_a_mention_then_the_rest(
    index: IndexSet, typed: str
) -> None:
    answer = found(index, typed)

    assert [one.row_id for one in answer][:2] == [1, 4]
    assert {one.row_id for one in answer[2:4]} == {2, 3}
    assert [one.row_id for one in answer if one.number] == [one.row_id for one in answer[:4]]


def test_a_number_alone_brings_only_who_bears_or_mentions_it(index: IndexSet) -> None:
    answer = found(index, "57-KL/TW")

    assert answer
    assert all(one.number for one in answer)


def test_words_beside_a_number_rank_the_passages_inside_its_document(index: IndexSet) -> None:
    assert rows(index, "kl 57 kinh phí")[0] == 3
    assert rows(index, "kl 57 đối ngoại")[0] == 2


def test_a_number_that_no_document_has_leaves_the_words(index: IndexSet) -> None:
    assert rows(index, "ct 99 kinh tế biển")[0] == 5
    assert not any(one.number for one in found(index, "ct 99 kinh tế biển"))


def test_accents_as_written_come_first_and_others_follow(index: IndexSet) -> None:
    assert rows(index, "quý")[0] == 8
    assert rows(index, "quỹ")[:2] == [9, 8]


FILLER = "công tác tuyên truyền được triển khai ở các địa phương theo kế hoạch hằng năm của tỉnh"


@pytest.mark.parametrize("times", [1, 2, 3])
def test_accents_as_written_beat_other_accents_on_the_same_letters(
    tmp_path: Path, times: int
) -> None:
    """Even where those stand more often; in the folded text they are all one word."""
    others = "bàn hàng ở chợ " * times
    entries = [
        entry(1, f"{FILLER} {others}{FILLER}"),
        entry(2, f"{FILLER} bán hàng ở chợ {FILLER}"),
        entry(3, FILLER),
    ]
    Indexer(tmp_path, EMBEDDER).rebuild(entries, 1)

    found = rows(open_current(tmp_path, EMBEDDER.fingerprint, 1), "bán hàng")

    assert found[:2] == [2, 1]


def test_a_query_and_what_it_was_meant_to_be_are_asked_together() -> None:
    typed = [
        Clause(Field.BODY_FOLDED, ("thong", "tin"), 1.0),
        Clause(Field.HEADING_FOLDED, ("thong", "tin"), 0.05),
    ]
    meant = [
        Clause(Field.BODY, ("thông", "tin"), 1.0),
        Clause(Field.BODY_FOLDED, ("thong", "tin", "moi"), 0.5),
    ]

    assert merged([*typed, *meant]) == [
        Clause(Field.BODY_FOLDED, ("thong", "tin"), 1.0),
        Clause(Field.HEADING_FOLDED, ("thong", "tin"), 0.05),
        Clause(Field.BODY, ("thông", "tin"), 1.0),
        Clause(Field.BODY_FOLDED, ("moi",), 0.5),
    ]


def test_what_was_typed_is_found_beside_what_was_meant(index: IndexSet) -> None:
    query = replace(parse_query("quỹ nhân tài"), restored="quý nhân tài")

    found = retrieve(index, query, EMBEDDER.embed_query("quý nhân tài"), None, 100)

    assert {one.row_id for one in found if one.lexical > 0} >= {8, 9}
    assert found[0].row_id == 8


@pytest.mark.parametrize("typed", ["4 không", "4 khong", "bon khong"])
def test_the_other_form_is_found(index: IndexSet, typed: str) -> None:
    assert rows(index, typed)[0] == 7


def test_an_abbreviation_is_found_beside_its_long_form(index: IndexSet) -> None:
    assert set(rows(index, "ttdn")[:3]) == {2, 6, 10}
    said = {one.row_id: one.lexical for one in found(index, "thông tin đối ngoại")}
    assert said[2] > said[10] > 0


def test_a_number_alone_that_nothing_bears_or_mentions_finds_nothing(index: IndexSet) -> None:
    assert rows(index, "57-KH/TW") == []


def test_the_code_in_a_number_alone_is_not_asked_in_words(tmp_path: Path) -> None:
    entries = [entry(1, "nhiệm vụ", own=KL57), entry(2, "theo kết luận này", own=KL57)]
    Indexer(tmp_path, EMBEDDER).rebuild(entries, 1)

    answer = found(open_current(tmp_path, EMBEDDER.fingerprint, 1), "57-KL/TW")

    assert len(answer) == 2
    assert answer[0].lexical == answer[1].lexical  # neither says more of the number


def test_only_allowed_documents_are_searched(index: IndexSet) -> None:
    assert set(rows(index, "thông tin", [str(KL57)])) == {1, 2, 3}
    assert set(rows(index, "57-KL/TW", ["other"])) == {4}
    assert rows(index, "thông tin", []) == []


@pytest.mark.parametrize("typed", ["57-KL/TW", "kl 57 kinh phí", "thông tin", "infographic"])
def test_scores_are_in_their_range_and_in_order(index: IndexSet, typed: str) -> None:
    answer = found(index, typed)

    assert [one.score for one in answer] == sorted((one.score for one in answer), reverse=True)
    for one in answer:
        assert 0 <= one.score <= HIGHEST_SCORE
        assert 0 <= one.dense <= 1
        assert 0 <= one.lexical <= 1


def test_text_without_accents_asks_the_folded_fields_only() -> None:
    assert {clause.field for clause in clauses_of("kinh phi ttdn")} == {
        Field.BODY_FOLDED,
        Field.HEADING_FOLDED,
    }
    assert text_weights("kinh phi ttdn", DEFAULT_WEIGHTS) == DEFAULT_WEIGHTS.unaccented
    assert text_weights("kinh phí", DEFAULT_WEIGHTS) == DEFAULT_WEIGHTS.accented


def test_an_expansion_adds_what_was_not_typed_at_a_lower_weight() -> None:
    clauses = clauses_of("kinh phi ttdn")

    assert clauses[-1].tokens == ("thong_tin", "tin_doi", "doi_ngoai")
    assert clauses[-1].weight < clauses[0].weight
    assert clauses[0].tokens == ("kinh", "phi", "ttdn")
    assert clauses[1].tokens == ("kinh_phi", "phi_ttdn")


def test_pairs_weigh_a_part_of_what_their_field_weighs() -> None:
    accented = TextWeights(dense=0.5, written=1.0, folded=0.5, heading=0.25)
    clauses = clauses_of("kinh phí", Weights(accented=accented, pairs=0.5, expansion=0.0))

    assert [(clause.field, clause.weight) for clause in clauses] == [
        (Field.BODY, 1.0),
        (Field.BODY, 0.5),
        (Field.BODY_FOLDED, 0.5),
        (Field.BODY_FOLDED, 0.25),
        (Field.HEADING, 0.25),
        (Field.HEADING, 0.125),
    ]


class TestWithoutOnePart:
    """What `ablated` leaves out is really not asked."""

    WITHOUT = ablated(DEFAULT_WEIGHTS)

    @pytest.mark.parametrize("typed", ["kinh phí đối ngoại", "kinh phi doi ngoai"])
    def test_dense(self, index: IndexSet, typed: str) -> None:
        assert any(one.dense > 0 for one in found(index, typed))
        assert not any(one.dense > 0 for one in found(index, typed, weights=self.WITHOUT["dense"]))

    @pytest.mark.parametrize("typed", ["kinh phí đối ngoại", "kinh phi doi ngoai"])
    def test_lexical(self, index: IndexSet, typed: str) -> None:
        answer = found(index, typed, weights=self.WITHOUT["lexical"])

        assert [one.score for one in answer] == pytest.approx([one.dense for one in answer])

    def test_folded(self) -> None:
        assert {clause.field for clause in clauses_of("quỹ", self.WITHOUT["folded"])} == {
            Field.BODY,
            Field.HEADING,
        }

    def test_unaccented(self) -> None:
        clauses = clauses_of("quy", self.WITHOUT["unaccented"])

        assert Field.BODY in {clause.field for clause in clauses}

    @pytest.mark.parametrize("typed", ["kinh phí", "kinh phi"])
    def test_heading(self, typed: str) -> None:
        fields = {clause.field for clause in clauses_of(typed, self.WITHOUT["heading"])}

        assert fields
        assert not fields & {Field.HEADING, Field.HEADING_FOLDED}

    def test_pairs(self) -> None:
        clauses = clauses_of("kinh phí đối ngoại", self.WITHOUT["pairs"])

        assert not any("_" in token for clause in clauses for token in clause.tokens)

    def test_expansion(self, index: IndexSet) -> None:
        assert set(rows(index, "ttdn")) >= {2, 6, 10}
        lexical = [
            one.row_id
            for one in found(index, "ttdn", weights=self.WITHOUT["expansion"])
            if one.lexical > 0
        ]
        assert lexical == [10]

    def test_number(self, index: IndexSet) -> None:
        answer = found(index, "57-KL/TW", weights=self.WITHOUT["number"])

        assert all(one.score <= 1 for one in answer)
