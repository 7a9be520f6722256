"""Frequent phrases, counted by hand in small libraries."""

from __future__ import annotations

from kb.search.key_phrases import Phrase, phrases_of
from kb.search.vocabulary import Vocabulary


def phrases(*passages: str) -> list[Phrase]:
    words = Vocabulary.of_phrases(["công tác", "thông tin", "kinh tế"])
    return phrases_of(words.changed(dict(enumerate(passages)), ()))


def test_a_run_that_stands_in_three_surroundings_is_a_phrase() -> None:
    assert phrases(
        "Đẩy mạnh chuyển đổi số ở xã.",
        "Về Chuyển đổi số trong trường.",
        "Nhờ chuyển đổi số mà nhanh.",
    ) == [Phrase("chuyển đổi số", 3)]


def test_twice_is_too_seldom_and_two_syllables_are_one_word() -> None:
    assert phrases("Đẩy mạnh chuyển đổi số ở xã.", "Về chuyển đổi số trong trường.") == []
    assert phrases("Lo dân vận ở xã.", "Về dân vận trong trường.", "Nhờ dân vận mà nhanh.") == []


def test_a_line_that_is_repeated_counts_once() -> None:
    title = "Đẩy mạnh chuyển đổi số ở xã\n"

    assert phrases(*(f"{title}đoạn {letter}" for letter in "abcdef")) == []


def test_a_part_of_a_longer_phrase_is_none() -> None:
    found = phrases(
        "Giữ bảo vệ nền tảng tư tưởng ở xã.",
        "Vì bảo vệ nền tảng tư tưởng trong trường.",
        "Nhờ bảo vệ nền tảng tư tưởng mà nhanh.",
    )

    assert found == [Phrase("bảo vệ nền tảng tư tưởng", 3)]


def test_a_phrase_is_not_cut_through_a_word_of_the_dictionary() -> None:
    found = phrases(
        "Làm công tác đối ngoại ở xã.",
        "Về công tác đối ngoại trong trường.",
        "Lo hợp tác đối ngoại mà nhanh.",
        "Có hợp tác đối ngoại thì hơn.",
        "Nên công tác đối ngoại rất khó.",
    )

    assert [one.text for one in found] == ["công tác đối ngoại"]


def test_grammar_and_numbers_bound_a_phrase() -> None:
    found = phrases(
        "Bàn của chuyển đổi số và xã.",
        "Về của chuyển đổi số và trường.",
        "Nhờ của chuyển đổi số và ta.",
        "Năm 2024 chuyển đổi số 5 lần.",
    )

    assert [one.text for one in found] == ["chuyển đổi số"]


def test_a_library_without_passages_has_none() -> None:
    assert phrases() == []
