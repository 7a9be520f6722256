"""Which words of a passage are marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.search.definitions import Definition
from kb.search.snippet import evidence
from kb.search.understanding import parse_query


def marked(text: str, typed: str) -> list[str]:
    return [text[start:end] for start, end in evidence(text, parse_query(typed)).highlights]


def others(text: str, typed: str, *defined: Definition) -> list[tuple[str, str]]:
    return [(one.said, one.other) for one in evidence(text, parse_query(typed), defined).others]


def test_the_other_way_of_saying_it_is_named_where_it_stands() -> None:
    assert others("Kinh phí công tác TTĐN", "thông tin đối ngoại") == [
        ("thông tin đối ngoại", "TTĐN")
    ]
    assert others("Kinh phí thông tin đối ngoại", "thông tin đối ngoại") == []


def test_what_the_document_abbreviates_is_marked_and_named() -> None:
    text = "Tổ công tác rà soát báo cáo."
    defined = Definition("TCT", "Tổ công tác rà soát")

    found = evidence(text, parse_query("TCT báo cáo"), (defined,))

    assert [text[start:end] for start, end in found.highlights] == ["Tổ công tác rà soát báo cáo"]
    assert others(text, "TCT báo cáo", defined) == [("TCT", "Tổ công tác rà soát")]
    assert marked(text, "TCT báo cáo") == ["báo cáo"]


def test_it_is_told_whether_the_words_had_to_be_restored() -> None:
    query = replace(parse_query("doi ngoai"), restored="đối ngoại")

    assert evidence("công tác đối ngoại", query).restored
    assert not evidence("đợi ngoài cửa", query).restored
    assert not evidence("công tác đối ngoại", parse_query("đối ngoại")).restored


def test_neighbouring_syllables_are_one_span() -> None:
    text = "Công tác thông tin đối ngoại, và đối ngoại nhân dân."

    assert marked(text, "thông tin đối ngoại") == ["thông tin đối ngoại", "đối ngoại"]


def test_accents_do_not_matter_where_the_query_has_none() -> None:
    assert marked("Ngoại giao “cây tre Việt Nam”", "ngoai giao cay tre") == [
        "Ngoại giao",
        "cây tre Việt Nam",
    ]


def test_accents_matter_where_the_query_has_some() -> None:
    assert marked("quỹ quý quy định", "quý") == ["quý"]


def test_grammar_is_told_apart_by_the_accents_of_the_passage() -> None:
    assert marked("Đảng đang lãnh đạo", "dang") == ["Đảng"]


def test_the_place_of_the_tone_does_not_matter() -> None:
    assert marked("Ủy ban Châu Âu", "Uỷ ban châu Âu") == ["Ủy ban Châu Âu"]


def test_a_function_syllable_is_marked_only_inside_a_run() -> None:
    text = "Quan điểm của Đảng và của Nhà nước về đối ngoại"

    assert marked(text, "quan điểm của Đảng về kinh tế") == ["Quan điểm của Đảng"]


def test_a_short_number_is_marked_only_beside_a_match() -> None:
    assert marked("4. Chính sách “4 không” 4", "4 không") == ["4 không"]


def test_a_lone_syllable_of_a_matched_word_is_not_marked() -> None:
    text = "Ban Tuyên giáo chủ trì; chủ nghĩa xã hội"

    assert marked(text, "cơ quan chủ trì") == ["chủ trì"]


def test_the_other_form_of_an_abbreviation_is_marked() -> None:
    assert marked("Kinh phí công tác thông tin đối ngoại", "kinh phi ttdn") == [
        "Kinh phí",
        "thông tin đối ngoại",
    ]
    assert marked("Nguồn tin TTĐN", "thông tin đối ngoại") == ["tin TTĐN"]


def test_a_number_in_brackets_before_a_word_is_no_other_way_of_saying_it() -> None:
    assert others("Chính sách 4 không", "bốn không") == [("bốn không", "4 không")]
    assert others("(4) không đe dọa dùng vũ lực", "bốn không") == []


@pytest.mark.parametrize("typed", ["57 kl tw", "kl57", "Kết luận 57"])
def test_the_symbol_asked_for_is_marked_whole_and_others_are_not(typed: str) -> None:
    assert "57-KL/TW" in marked("Chỉ thị 25-CT/TW, 57-KL/TW và 85-KL/TW", typed)
    assert "KL/TW" not in marked("57-KL/TW và 85-KL/TW", typed)


@pytest.mark.parametrize("typed", ["", "???", "và của"])
def test_a_query_without_telling_words_marks_nothing(typed: str) -> None:
    assert marked("quan điểm và chủ trương của Đảng", typed) == []


def test_spans_do_not_run_over_a_sentence() -> None:
    assert marked("về đối ngoại. Đối ngoại nhân dân", "đối ngoại") == ["đối ngoại", "Đối ngoại"]


def test_the_parts_of_a_number_are_not_read_as_abbreviations() -> None:
    text = "Trung ương ban hành Nghị quyết số 18-NQ/TW"

    assert evidence(text, parse_query("18-NQ/TW")).highlights == ((34, 42),)
