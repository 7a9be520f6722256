"""The word list that underthesea carries."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import WordListMissing
from kb.vietnamese import dictionary
from kb.vietnamese.dictionary import dictionary_words, is_word


def test_it_holds_words_of_general_vietnamese() -> None:
    words = dictionary_words()

    assert len(words) > 20_000
    assert {"đối ngoại", "bao nhiêu", "thuộc"} <= set(words)


def test_a_missing_list_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "_LIST", Path("corpus", "data", "khong-co.txt"))

    with pytest.raises(WordListMissing, match=r"khong-co\.txt; hãy cài lại"):
        dictionary_words.__wrapped__()


@pytest.mark.parametrize(
    ("first", "second"), [("bổ", "sung"), ("Chính", "Quyền"), ("TỔ", "CHỨC"), ("đầu", "tư")]
)
def test_two_syllables_of_a_word_are_known_in_any_case(first: str, second: str) -> None:
    assert is_word(first, second)


@pytest.mark.parametrize(
    ("first", "second"), [("bồ", "sung"), ("tô", "chức"), ("bổ", ""), ("", "sung"), ("sung", "bổ")]
)
def test_what_only_looks_like_a_word_is_none(first: str, second: str) -> None:
    assert not is_word(first, second)
