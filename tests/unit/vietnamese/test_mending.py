"""Which slips of recognition are mended, and which are left because they can be read two ways."""

import pytest

from kb.vietnamese.mending import mended


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("tiẾp tục", "tiếp tục"),
        ("(gÓP ý)", "(góp ý)"),
        ("NhÀ nước", "Nhà nước"),
        ("ĐẢNG CỘNG SẢN VIẸT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("THỰC HIẸN.", "THỰC HIỆN."),
        ("KẾT LUẠN", "KẾT LUẬN"),
        ("KHÔNG ĐUỢC", "KHÔNG ĐƯỢC"),
        ("Ban Ðối ngoại", "Ban Đối ngoại"),
    ],
)
def test_a_slip_that_can_be_read_one_way_is_mended(read: str, printed: str) -> None:
    assert mended(read) == printed


@pytest.mark.parametrize(
    "read",
    [
        "THUỌNG",  # THUỘNG or THƯỢNG
        "KIEN",  # without a tone: KIÊN, or KIỆN that lost two
        "TIỂP",  # TIẾP or TIỆP
        "BẰU",  # BẦU or BÀU, and no mark is taken away
        "viẹt",  # in small letters a syllable that cannot be has mostly lost more
        "kế",  # for "kể", which nobody can tell
    ],
)
def test_a_slip_that_can_be_read_several_ways_stays(read: str) -> None:
    assert mended(read) == read


@pytest.mark.parametrize("text", ["57-KẾT/TW", "a/tiẾp", "btg@tiẾp.vn", "lÍ", "đốiNgoẠI", "tHế3"])
def test_parts_of_symbols_and_addresses_and_very_short_words_are_no_words(text: str) -> None:
    assert mended(text) == text
