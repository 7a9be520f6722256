"""Where a quotation stands in the library."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.drafting.verify import Verdict
from kb.errors import InvalidQuotation, UnknownDocument
from kb.service.knowledge_base import KnowledgeBase
from kb.service.verification_json import verification_json
from tests.unit.service.papers import paper, written


@pytest.fixture
def held(library: KnowledgeBase, inbox: Path) -> KnowledgeBase:
    """The library with three papers."""
    library.add([inbox])
    return library


def test_an_exact_quotation_comes_with_its_document_place_and_citation(
    held: KnowledgeBase,
) -> None:
    answer = held.verify("lắng nghe ý kiến của nhân dân")

    assert answer.verdict is Verdict.EXACT
    (match,) = answer.matches
    (place,) = match.places
    assert (match.document.heading, place.place, place.pages) == (
        "901-HD/BDVTUM",
        "Điều 1",
        (1, 1),
    )
    assert place.citation.passage == "Điều 1 Hướng dẫn số 901-HD/BDVTUM, tr. 1"
    assert place.url == f"/van-ban/{match.document.id}#dieu-1"


def test_a_quotation_over_two_passages_and_pages_stands_in_their_division(
    held: KnowledgeBase,
) -> None:
    (match,) = held.verify("ý kiến của nhân dân. Mỗi chi bộ xây dựng").matches

    assert match.verdict is Verdict.EXACT
    assert [(one.place, one.pages) for one in match.places] == [("Điều 1", (1, 2))]


def test_a_quotation_over_two_divisions_is_of_the_whole_document(held: KnowledgeBase) -> None:
    (match,) = held.verify("của Bộ Chính trị. Điều 1. Dân vận khéo").matches

    (place,) = match.places
    assert (place.place, place.division) == ("", "")
    assert place.citation.passage == "Hướng dẫn số 901-HD/BDVTUM, tr. 1"


def test_parts_of_a_quotation_have_a_place_each(held: KnowledgeBase) -> None:
    (match,) = held.verify("Căn cứ Kết luận số 57-KL/TW […] mô hình dân vận khéo").matches

    assert match.verdict is Verdict.EXACT
    assert [one.place for one in match.places] == ["phần mở đầu", "Điều 1"]


def test_a_wrong_word_is_found_and_named(held: KnowledgeBase) -> None:
    answer = held.verify("Chống khai thác hải sản trái phép, bất hợp pháp, bảo vệ biển đảo")

    assert answer.verdict is Verdict.DIFFERS
    assert answer.matches[0].document.heading == "902-NQ/TUM"


def test_what_is_in_no_document_is_not_found(held: KnowledgeBase) -> None:
    answer = held.verify("xây dựng sân bay trên đỉnh núi tuyết")

    assert (answer.verdict, answer.matches) == (Verdict.NOT_FOUND, ())


def test_in_the_wrong_document_it_is_not_found_and_the_right_one_is_named(
    held: KnowledgeBase,
) -> None:
    answer = held.verify("lắng nghe ý kiến của nhân dân", "902-NQ/TUM")

    assert (answer.verdict, answer.matches) == (Verdict.NOT_FOUND, ())
    assert [card.heading for card in answer.asked] == ["902-NQ/TUM"]
    assert [match.document.heading for match in answer.elsewhere] == ["901-HD/BDVTUM"]


def test_the_twins_of_a_symbol_are_all_looked_in(library: KnowledgeBase, tmp_path: Path) -> None:
    for name, words in (("mot", "Trồng rừng ven phá"), ("hai", "Nạo vét luồng lạch")):
        text = paper(f"Điều 1. {words}", f"{words} hằng năm.", symbol="36-NQ/TUM")
        library.add([written(tmp_path, f"{name}.pdf", text)])

    answer = library.verify("Nạo vét luồng lạch hằng năm", "36-NQ/TUM")

    assert (answer.verdict, len(answer.asked)) == (Verdict.EXACT, 2)


def test_a_removed_document_is_never_quoted(held: KnowledgeBase) -> None:
    (match,) = held.verify("giám sát chuyên đề về quản lý đất đai").matches
    held.remove(match.document.id)

    assert held.verify("giám sát chuyên đề về quản lý đất đai").verdict is Verdict.NOT_FOUND


def test_an_empty_library_has_nothing(library: KnowledgeBase) -> None:
    assert library.verify("gần dân").verdict is Verdict.NOT_FOUND


def test_what_cannot_be_verified_is_said(held: KnowledgeBase) -> None:
    with pytest.raises(InvalidQuotation):
        held.verify(" … ")
    with pytest.raises(UnknownDocument):
        held.verify("gần dân", "1-KL/XX")


def test_the_json_has_the_verdict_the_places_and_both_wordings(held: KnowledgeBase) -> None:
    body = verification_json(held.verify("Cán bộ phải xa dân, lắng nghe ý kiến"))

    (match,) = body["matches"]
    assert (body["verdict"], match["verdict"]) == ("differs", "differs")
    assert match["differences"] == [
        {"kind": "wording", "formal": False, "quoted": "xa", "printed": "gần"}
    ]
    shown = [(piece["kind"], piece["text"]) for piece in match["diff"] if piece["text"].strip()]
    assert shown == [
        ("both", "Cán bộ phải"),
        ("quoted", "xa"),
        ("printed", "gần"),
        ("both", "dân, lắng nghe ý kiến"),
    ]
    assert match["places"][0]["pages"] == [1, 1]
