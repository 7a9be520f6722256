"""What is found by the beginning of any word, in what order, and what is no longer shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import IndexDamaged
from kb.search.key_phrases import Phrase
from kb.search.suggestions import NO_SUGGESTIONS, NamedKind, NamedText, Suggestions

TITLE, HEADING, PHRASE = NamedKind.TITLE, NamedKind.HEADING, NamedKind.PHRASE
NAMED = [
    NamedText("Hướng dẫn công tác thông tin đối ngoại", TITLE, "d1"),
    NamedText("Quy chế tiếp công dân", TITLE, "d2"),
    NamedText("Tổ chức thực hiện:", HEADING, "d1"),
    NamedText("TỔ CHỨC  THỰC HIỆN", HEADING, "d2"),
    NamedText("Hoà giải ở cơ sở", HEADING, "d2"),
    NamedText(" ".join(["chữ"] * 21), HEADING, "d2"),
    NamedText("...", HEADING, "d2"),
]
PHRASES = [Phrase("thông tin tuyên truyền", 9), Phrase("tổ chức đảng", 60), Phrase("doi thoai", 3)]
LIBRARY = Suggestions.of(NAMED, PHRASES)
BOTH = LIBRARY.shown({"d1", "d2"})


def found(typed: str, library: Suggestions = LIBRARY) -> list[str]:
    return [text for text, _ in library.find(typed, library.shown({"d1", "d2"}), 8)]


def test_a_text_is_found_by_the_beginning_of_any_of_its_words() -> None:
    assert found("ngo") == ["Hướng dẫn công tác thông tin đối ngoại"]
    assert found("tin t") == ["thông tin tuyên truyền"]
    assert found("goại") == []


def test_what_begins_with_it_stands_before_what_holds_it_inside() -> None:
    assert found("thông tin") == [
        "thông tin tuyên truyền",
        "Hướng dẫn công tác thông tin đối ngoại",
    ]


def test_the_frequent_stand_first() -> None:
    assert found("to chuc") == ["tổ chức đảng", "Tổ chức thực hiện"]


def test_the_accents_that_were_typed_stand_first_and_are_never_passed_over() -> None:
    assert found("đối") == ["Hướng dẫn công tác thông tin đối ngoại"]
    assert found("doi") == ["doi thoai", "Hướng dẫn công tác thông tin đối ngoại"]
    assert found("đội") == []


@pytest.mark.parametrize("typed", ["hoà g", "hòa g", "HÒA GIẢI", "hoa giai"])
def test_the_place_of_the_tone_and_the_case_do_not_matter(typed: str) -> None:
    assert found(typed) == ["Hoà giải ở cơ sở"]


def test_a_space_at_the_end_says_that_the_word_is_whole() -> None:
    library = Suggestions.of([], [Phrase("kinh tế biển", 5), Phrase("kinh tếch lạ", 5)])

    assert found("kinh tế", library) == ["kinh tế biển", "kinh tếch lạ"]
    assert found("kinh tế ", library) == ["kinh tế biển"]


def test_headings_are_kept_once_without_their_colon_and_only_if_they_are_short() -> None:
    assert found("tổ chức thực") == ["Tổ chức thực hiện"]
    assert found("chữ chữ") == []


def test_what_is_longer_than_the_arrays_keep_is_compared_to_its_end() -> None:
    long = "quyết định thành lập Ban Chỉ đạo thực hiện chính sách "
    library = Suggestions.of([], [Phrase(f"{long}nhà ở", 5), Phrase(f"{long}đất đai", 5)])

    assert found(f"{long}đ", library) == [f"{long}đất đai"]


def test_a_heading_is_shown_while_one_of_its_documents_is_held() -> None:
    assert LIBRARY.find("tổ chức thực", LIBRARY.shown({"d1"}), 8) == [
        ("Tổ chức thực hiện", HEADING)
    ]
    assert LIBRARY.find("quy chế", LIBRARY.shown({"d1"}), 8) == []


def test_no_phrase_is_shown_while_a_document_that_it_may_come_from_is_gone() -> None:
    assert LIBRARY.find("tổ chức đ", BOTH, 8) == [("tổ chức đảng", PHRASE)]
    assert LIBRARY.find("tổ chức đ", LIBRARY.shown({"d1"}), 8) == []

    untitled = Suggestions.of([NamedText("", TITLE, "d3")], PHRASES)
    assert found("tổ chức đ", untitled) == []
    assert untitled.find("tổ chức đ", untitled.shown({"d3"}), 8) == [("tổ chức đảng", PHRASE)]


def test_only_as_many_as_asked_are_given() -> None:
    many = Suggestions.of([], [Phrase(f"thông tin thứ {n}", n) for n in range(3, 200)])

    assert [text for text, _ in many.find("thông", many.shown(()), 2)] == [
        "thông tin thứ 199",
        "thông tin thứ 198",
    ]


@pytest.mark.parametrize("typed", ["", " ", "?!", "\ud83d"])
def test_nothing_typed_finds_nothing(typed: str) -> None:
    assert found(typed) == []


def test_an_empty_library_suggests_nothing() -> None:
    assert NO_SUGGESTIONS.find("thông", NO_SUGGESTIONS.shown(()), 8) == []


def test_they_come_back_from_disk(tmp_path: Path) -> None:
    LIBRARY.save(tmp_path)

    assert found("to chuc", Suggestions.load(tmp_path)) == found("to chuc")


def test_a_damaged_folder_is_said_to_be_damaged(tmp_path: Path) -> None:
    LIBRARY.save(tmp_path)
    (tmp_path / "folded.npy").write_bytes(b"x")

    with pytest.raises(IndexDamaged, match="kb rebuild"):
        Suggestions.load(tmp_path)
