"""Fields, scopes and symbols of the lexical index; its arithmetic is in tests/contracts."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import IndexDamaged
from kb.search.lexical_index import Clause, LexicalIndex, Scope
from kb.search.lexical_schema import Field, LexicalPassage, pattern_key, symbol_keys
from kb.symbol import Symbol, SymbolPattern

KL57, HD94 = Symbol("57", "KL", "TW"), Symbol("94", "HD", "BTGTU")
PASSAGES = [
    LexicalPassage(1, "a", True, "hướng dẫn công tác", "Hướng dẫn", HD94, ()),
    LexicalPassage(2, "a", False, "thực hiện kết luận", "Hướng dẫn", HD94, (KL57,)),
    LexicalPassage(3, "b", True, "kết luận về thông tin", "Kết luận", KL57, ()),
]


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    made = LexicalIndex.create(tmp_path)
    made.change(PASSAGES)
    return made


def asked(number: str, code: str | None = None, issuer: str | None = None) -> SymbolPattern:
    return SymbolPattern(number, code, issuer, "")


def test_a_symbol_is_found_by_its_leading_parts() -> None:
    assert symbol_keys(KL57) == ["57", "57|kl", "57|kl|tw", "57||tw"]
    assert symbol_keys(Symbol("103", "", "QH15", "2023", state=True)) == ["103", "103||qh15"]


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        (asked("057"), "57"),
        (asked("57", "KL"), "57|kl"),
        (asked("57", "KL", "T.Ư"), "57|kl|tw"),
        (asked("57", None, "TW"), "57||tw"),
        (asked("00"), "0"),
    ],
)
def test_a_pattern_asks_for_one_key(pattern: SymbolPattern, key: str) -> None:
    assert pattern_key(pattern) == key


def test_a_pattern_finds_exactly_the_symbols_it_matches() -> None:
    symbols = [KL57, HD94, Symbol("057", "NQ", "TW"), Symbol("57", "QĐ", "TTg", state=True)]
    patterns = [asked("57"), asked("57", "kl"), asked("57", "QD", "ttg"), asked("57", None, "TW")]

    for pattern in patterns:
        for symbol in symbols:
            assert (pattern_key(pattern) in symbol_keys(symbol)) == pattern.matches(symbol)


def rows(index: LexicalIndex, scope: Scope) -> list[int]:
    return [int(row) for row in index.rows(scope)]


def test_scopes_admit_the_passages_they_say(index: LexicalIndex) -> None:
    assert rows(index, Scope(documents=frozenset({"a"}))) == [1, 2]
    assert rows(index, Scope(documents=frozenset())) == []
    assert rows(index, Scope(own=(asked("57", "KL"),))) == [3]
    assert rows(index, Scope(mentioned=(asked("57"),))) == [2]
    assert rows(index, Scope(own=(asked("57"), asked("94")), front=True)) == [1, 3]


def test_a_scope_also_gives_passages_without_the_words(index: LexicalIndex) -> None:
    clause = Clause(Field.BODY_FOLDED, ("ket_luan",), 1.0)

    found = index.search([clause], 10, Scope(documents=frozenset({"a"})))

    assert [(row.row_id, row.score > 0) for row in found] == [(2, True), (1, False)]


def test_no_words_and_no_scope_find_nothing(index: LexicalIndex) -> None:
    assert index.search([], 10) == []
    assert index.search([Clause(Field.BODY, (), 1.0)], 10) == []


def test_the_heading_is_a_field_of_its_own(index: LexicalIndex) -> None:
    found = index.search([Clause(Field.HEADING_FOLDED, ("huong",), 1.0)], 10)

    assert [row.row_id for row in found] == [1, 2]


def test_rows_name_their_documents(index: LexicalIndex) -> None:
    assert index.documents_of([3, 1, 99]) == {3: "b", 1: "a"}
    assert index.documents_of([]) == {}


def test_a_removed_row_is_gone_and_a_replaced_one_is_new(index: LexicalIndex) -> None:
    index.change([LexicalPassage(2, "a", False, "văn bản mới", "", HD94, ())], removed=[2, 3])

    assert len(index) == 2
    assert index.search([Clause(Field.BODY_FOLDED, ("ket",), 1.0)], 10) == []
    assert rows(index, Scope(mentioned=(asked("57"),))) == []


def test_a_directory_without_an_index_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="kb rebuild"):
        LexicalIndex.open(tmp_path)
