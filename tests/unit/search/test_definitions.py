"""Abbreviations that a document defines, and the passages that they concern."""

from __future__ import annotations

import pytest

from kb.search.definitions import Definition, also_said, definitions_in


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("làm thông tin đối ngoại (TTĐN) trong năm", "TTĐN", "thông tin đối ngoại"),
        ("Sở Khoa học và Công nghệ (KHCN)", "KHCN", "Khoa học và Công nghệ"),
        (
            "đẩy mạnh công nghiệp hóa, hiện đại hóa (CNH, HĐH) đất nước",
            "CNH, HĐH",
            "công nghiệp hóa, hiện đại hóa",
        ),
        ("của Ủy ban nhân dân (UBND) xã", "UBND", "Ủy ban nhân dân"),
        ("Thành lập Ban Chỉ đạo 35 (sau đây gọi tắt là BCĐ 35).", "BCĐ 35", "Ban Chỉ đạo 35"),
        (
            "Ban Chỉ đạo chuyển đổi số tỉnh (viết tắt là BCĐ) họp",
            "BCĐ",
            "Ban Chỉ đạo chuyển đổi số tỉnh",
        ),
        (
            "do Tổ công tác rà soát văn bản (sau đây viết tắt là “TCT”)",
            "TCT",
            "Tổ công tác rà soát văn bản",
        ),
        ("hệ thống quản lý văn bản điều hành (QLVBĐH)", "QLVBĐH", "quản lý văn bản điều hành"),
    ],
)
def test_a_definition_is_read_back_from_its_bracket(text: str, short: str, long: str) -> None:
    assert definitions_in(text) == (Definition(short, long),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Đại hội lần thứ mười (XIII)",
        "Nghị quyết số 19-NQ/TW về nông nghiệp (sau đây gọi tắt là Nghị quyết số 19-NQ/TW)",
        "Đề án sắp xếp đơn vị (sau đây gọi là Đề án)",
        "theo phụ lục (BM) kèm theo",
        "thông tin. Đối ngoại (TTĐN)",
        "(TTĐN)",
        "khu dân cư (PCCC)",
        "xin ý kiến (A)",
    ],
)
def test_other_brackets_define_nothing(text: str) -> None:
    assert definitions_in(text) == ()


def test_the_first_definition_of_an_abbreviation_holds() -> None:
    text = "Ban Chỉ đạo 35 (BCĐ) và Ban Cán sự Đảng (BCĐ)"

    assert definitions_in(text) == (Definition("BCĐ", "Ban Chỉ đạo 35"),)


DEFINED = (Definition("BCĐ 35", "Ban Chỉ đạo 35"), Definition("TCT", "Tổ công tác"))


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("BCĐ 35 họp mỗi quý.", "Ban Chỉ đạo 35"),
        ("Ban chỉ đạo 35 họp cùng TCT.", "BCĐ 35\nTổ công tác"),
        ("Ban Chỉ đạo 35 (BCĐ 35)", ""),
        ("Ban Chỉ đạo 350 và một TCTD", ""),
    ],
)
def test_a_passage_is_given_the_way_that_it_does_not_use(text: str, also: str) -> None:
    assert also_said(text, DEFINED) == also
