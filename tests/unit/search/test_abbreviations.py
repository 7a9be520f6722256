"""The table of abbreviations and when it applies."""

from __future__ import annotations

import pytest

from kb.search.abbreviations import Expansion, expansions_of, written_out


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("phương châm TTĐN gồm những gì?", "thông tin đối ngoại"),
        ("kinh phi ttdn", "thông tin đối ngoại"),
        ("công tác thông tin đối ngoại", "TTĐN"),
        ("thong tin doi ngoai", "TTĐN"),
        ("chính sách 4 không", "bốn không"),
        ("4 khong", "bốn khong"),
        ("bốn không", "4 không"),
        ("Uỷ ban nhân dân tỉnh", "UBND"),
        ("bảo đảm QP-AN", "quốc phòng an ninh"),
        ("phát triển KT-XH", "kinh tế xã hội"),
        ("CNH, HĐH đất nước", "công nghiệp hóa hiện đại hóa"),
        ("chỉ đạo của TƯ", "trung ương"),
        ("T.Ư", "trung ương"),
        ("báo cáo TU", "tỉnh ủy"),
        ("TU", "tỉnh ủy"),
        ("BTV TU", "tỉnh ủy"),
        ("ĐA 06", "đề án"),
        ("CTrHĐ", "chương trình hành động"),
        ("ctrhd", "chương trình hành động"),
        ("NQ về biển", "nghị quyết"),
        ("Ban Tuyên giáo", "ban tuyên giáo và dân vận"),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy", "ban dân vận"),
        ("Ban Chính sách, chiến lược Trung ương", "ban kinh tế trung ương"),
        ("Ban Đối ngoại Trung ương", "bộ ngoại giao"),
        ("3 đột phá", "ba đột"),
        ("ba đột phá", "3 đột"),
        ("gia dinh nam khong ba sach", "3 sach"),
        ("đại hội 13", "hội XIII"),
        ("khóa XIII", "khóa 13"),
    ],
)
def test_the_other_way_of_saying_it_is_found(text: str, other: str) -> None:
    assert other in [one.other for one in expansions_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "đối ngoại",
        "mặt trận. Tổ quốc",
        "mật trận tổ quộc",
        "tư tưởng",
        "TƯ TƯỞNG",
        "từ đó",
        "tu do",
        "nghị quyết",  # said in every second line: not to be looked for as NQ
        "năm học",
        "5",
        "4 2024",
        "bộ ngoại giao",
    ],
)
def test_other_words_have_no_expansion(text: str) -> None:
    assert expansions_of(text) == ()


def test_an_expansion_says_what_it_is_another_way_of_saying() -> None:
    assert expansions_of("kinh phí Ttđn") == (Expansion("Ttđn", "thông tin đối ngoại"),)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("kinh phí TTĐN, UBND", "kinh phí thông tin đối ngoại, ủy ban nhân dân"),
        ("kinh phi ttdn", "kinh phi thông tin đối ngoại"),
        ("thông tin đối ngoại", "thông tin đối ngoại"),
        ("chính sách bốn không 57", "chính sách bốn không 57"),
        ("", ""),
    ],
)
def test_codes_are_written_out_and_nothing_else(text: str, whole: str) -> None:
    assert written_out(text) == whole
