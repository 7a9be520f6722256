"""Which documents answer a question, however many."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.search.lexical_index import LexicalIndex, Scope, Share
from kb.search.lexical_schema import Field, LexicalPassage
from kb.search.matching import matching_documents, tells
from kb.search.understanding import parse_query
from kb.symbol import parse_symbol

TEXTS = {
    "bien": "Phát triển kinh tế biển bền vững.",
    "rung": "Bảo vệ rừng, phát triển kinh tế lâm nghiệp.",
    "tau": "Tàu cá ra biển theo Kết luận số 57-KL/TW.",
    "trong": "Hội nghị tổng kết.",
}


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    made = LexicalIndex.create(tmp_path)
    mentioned = {"tau": (parse_symbol("57-KL/TW"),)}
    made.change(
        LexicalPassage(row, id, False, text, "", None, tuple(filter(None, mentioned.get(id, ()))))
        for row, (id, text) in enumerate(TEXTS.items())
    )
    return made


def found(index: LexicalIndex, typed: str) -> set[str]:
    query = parse_query(typed)
    return set(matching_documents(index, query, filter(None, [query.rest])))


def test_a_document_answers_with_six_tenths_of_the_words_in_one_passage(
    index: LexicalIndex,
) -> None:
    assert found(index, "kinh tế biển") == {"bien", "rung"}  # 3, 2 and 1 of 3 words
    assert found(index, "biển") == {"bien", "tau"}


def test_without_accents_words_are_compared_without(index: LexicalIndex) -> None:
    assert found(index, "kinh te bien") == {"bien", "rung"}
    assert found(index, "tàu ca") == {"tau"}


def test_words_that_nobody_has_are_not_asked_for(index: LexicalIndex) -> None:
    assert found(index, "biển xyz uvw qrs") == {"bien", "tau"}
    assert found(index, "xyz uvw") == set()


def test_grammar_alone_answers_nothing(index: LexicalIndex) -> None:
    assert found(index, "theo của") == set()
    assert not tells("theo của các")
    assert tells("theo biển")


def test_who_mentions_a_number_answers(index: LexicalIndex) -> None:
    assert found(index, "57-KL/TW") == {"tau"}


def test_of_phrases_only_their_holders_answer(index: LexicalIndex) -> None:
    assert found(index, '"kinh tế biển" rừng') == {"bien"}
    assert matching_documents(index, replace(parse_query("x"), phrases=("tế biển",)), []) == {
        "bien"
    }


def test_all_documents_of_a_share_are_listed_not_the_best(tmp_path: Path) -> None:
    many = LexicalIndex.create(tmp_path)
    many.change(
        LexicalPassage(row, f"d{row // 2}", False, "đất đai", "", None, ()) for row in range(600)
    )

    assert len(many.documents(Share(Field.BODY, ("đât\u0301", "đai"), 2))) == 300
    assert many.documents(Scope(phrases=("đất đai",))) == {f"d{at}" for at in range(300)}
