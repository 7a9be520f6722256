"""Symbols in any sloppy form, and numbers that are no symbols."""

from __future__ import annotations

import pytest

from kb.place_pattern import Level, PlacePattern, PlaceStep
from kb.query import Filters, Query
from kb.search.spelling import Speller
from kb.search.understanding import MAX_CHARACTERS, MAX_SYLLABLES, parse_query, understood
from kb.search.vocabulary import fresh_vocabulary

ASKED = [
    ("57-KL/TW", "57 KL TW", ""),
    ("57 kl tw", "57 KL TW", ""),
    ("57-kl/tw", "57 KL TW", ""),
    ("57KL/TW", "57 KL TW", ""),
    ("57kltw", "57 KL TW", ""),
    ("57 - KL / TW", "57 KL TW", ""),
    ("57–KL/TW", "57 KL TW", ""),
    ("57/kl-tw", "57 KL TW", ""),
    ("57-kl-tw", "57 KL TW", ""),
    ("kl57", "57 KL None", ""),
    ("KL 57", "57 KL None", ""),
    ("kl-57", "57 KL None", ""),
    ("57 kl", "57 KL None", ""),
    ("57kl", "57 KL None", ""),
    ("kl 57 tw", "57 KL TW", ""),
    ("kl 57/tw", "57 KL TW", ""),
    ("kl số 57", "57 KL None", ""),
    ("số 57-KL/TW", "57 KL TW", ""),
    ("57_kl_tw", "57 KL TW", ""),
    ("57.KL.TW", "57 KL TW", ""),
    ("57-KL/T.U", "57 KL TW", ""),
    ("NQ\u201136", "36 NQ None", ""),
    ("nq tw 36", "36 NQ TW", ""),
    ("nghị quyết TW số 8", "8 NQ TW", ""),
    ("KL TU 2043", "2043 KL TU", ""),
    ("KH/UBKTTUM 915", "915 KH UBKTTUM", ""),
    ("kh-ubkttum số 915", "915 KH UBKTTUM", ""),
    ("quy định 8-QĐi", "8 QĐi None", ""),
    ("30-2020-NĐ-CP", "30 NĐ CP", ""),
    ("30 / 2020 / nd-cp", "30 NĐ CP", ""),
    ("103-2023-QH15", "103 None QH15", ""),
    ("57/tw", "57 None TW", ""),
    ("57-KL/TƯ", "57 KL TW", ""),
    ("94 -HD/BTGTU", "94 HD BTGTU", ""),
    ("94-hd/btgtu", "94 HD BTGTU", ""),
    ("hd 94 btgtu", "94 HD BTGTU", ""),
    ("132-HD/BTGTW", "132 HD BTGTW", ""),
    ("2043-kl/tu", "2043 KL TU", ""),
    ("kl 2043", "2043 KL None", ""),
    ("CT 32", "32 CT None", ""),
    ("CT 32 đối ngoại đảng", "32 CT None", "đối ngoại đảng"),
    ("nq 36", "36 NQ None", ""),
    ("NQ36-TW", "36 NQ TW", ""),
    ("nq/tw 36", "36 NQ TW", ""),
    ("nq 36 kinh te bien", "36 NQ None", "kinh te bien"),
    ("36-NQ/TW khóa XIII", "36 NQ TW", ""),
    ("nghị quyết 36 năm 2018", "36 NQ None", ""),
    ("nghi quyet so 36 nq/tw", "36 NQ TW", ""),
    ("nghị quyết số: 36", "36 NQ None", ""),
    ("nghị quyết 30a", "30a NQ None", ""),
    ("quyết định 362", "362 QĐ None", ""),
    ("quyet dinh so 362", "362 QĐ None", ""),
    ("quyết định 362 quy hoạch báo chí", "362 QĐ None", "quy hoạch báo chí"),
    ("quyết định 362 cơ quan báo chí", "362 QĐ None", "cơ quan báo chí"),
    ("ke hoach 254 tinh uy", "254 KH TU", ""),
    ("kế hoạch 254 tỉnh ủy", "254 KH TU", ""),
    ("kế hoạch 254 của Tỉnh uỷ về chuyển đổi số", "254 KH TU", "về chuyển đổi số"),
    ("quy dinh so 294", "294 QĐ None", ""),
    ("quy định 294-qđ/tw", "294 QĐ TW", ""),
    ("quy định 80-QĐ/TW còn hiệu lực không", "80 QĐ TW", "còn hiệu lực không"),
    ("quy định 80 cấp ủy", "80 QĐ None", "cấp ủy"),
    ("08-QĐi/TW", "08 QĐi TW", ""),
    ("Kết luận số 57-KL/TW, ngày 15/6/2023", "57 KL TW", ""),
    ("Kết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị", "57 KL TW", ""),
    ("Kết luận 57 của Ban Bí thư", "57 KL TW", ""),
    ("kết luận 57 ngày 15 tháng 6 năm 2023", "57 KL None", ""),
    ("34-NQ/TW ngày 9/1/2023", "34 NQ TW", ""),
    ("kl 57 tư tưởng Hồ Chí Minh", "57 KL None", "tư tưởng Hồ Chí Minh"),
    ("điều 5 qđ 22", "22 QĐ None", ""),
    ("thông báo kết luận 45", "45 TBKL None", ""),
    ("45-TB/TW", "45 TB TW", ""),
    ("công văn 123", "123 CV None", ""),
    ("đề án 06", "06 ĐA None", ""),
    ("chương trình hành động số 12-CTrHĐ/TU", "12 CTrHĐ TU", ""),
    ("12-ctr/tu", "12 CTr TU", ""),
    ("dự án số 7", "7 DA None", ""),
    ("103/2023/QH15", "103 None QH15", ""),
    ("103/2023/qh15", "103 None QH15", ""),
    ("103/QH15", "103 None QH15", ""),
    ("2013/QĐ-TTg", "2013 QĐ TTg", ""),
    ("2013/qd-ttg", "2013 QĐ TTg", ""),
    ("nghị định 30/2020/NĐ-CP", "30 NĐ CP", ""),
    ("nghị định 30/2020", "30 NĐ None", ""),
    ("nd 30/2020/nd-cp", "30 NĐ CP", ""),
    ("Quyết định 362/QĐ-TTg của Thủ tướng Chính phủ", "362 QĐ TTg", ""),
]
"""Query, its one symbol (number, type, issuer), the words beside it."""

NOT_ASKED = [
    "năm 2030",
    "đến năm 2030",
    "10 nhiệm vụ",
    "57 tỉnh",
    "63 tỉnh, thành phố",
    "khóa 12",
    "điều 5",
    "khoản 3 điều 5",
    "quy định 3 bước",
    "quy dinh 3 buoc",
    "nghị quyết 2 năm",
    "kế hoạch 5 năm",
    "ke hoach 5 nam",
    "kế hoạch 5 năm 2021-2025",
    "ke hoach 5 nam 2021 - 2025",
    "kh 5 năm",
    "kế hoạch 2024",
    "kh 2024",
    "ke hoach nam 2024",
    "hướng dẫn năm 2024",
    "huong dan 2024",
    "kế hoạch 2021-2025",
    "chiến lược ngoại giao văn hóa đến năm 2030",
    "tầm nhìn 2045",
    "kế hoạch 2045",
    "báo cáo 6 tháng đầu năm",
    "bao cao 6 thang",
    "báo cáo 9 tháng 2024",
    "báo cáo quý 3",
    "quyết định 15/6/2023",
    "quyết định 6/2023",
    "kết luận 1.2",
    "kết luận 5 nội dung",
    "kết luận 3 vấn đề",
    "quyết định 2 vấn đề",
    "hướng dẫn 4 bước thực hiện",
    "chỉ thị 5 nhiệm vụ trọng tâm",
    "nghị quyết 4 quan điểm",
    "quy định 19 điều đảng viên không được làm",
    "quy định 27 biểu hiện suy thoái",
    "quy định 30 ngày",
    "quy định 24 giờ",
    "luật quy định 18 tuổi",
    "quy định 50%",
    "quyết định 100 tỷ đồng",
    "thông báo 3 ngày trước",
    "dự án 2",
    "phương án 3",
    "quy hoạch 2030",
    "4 khong",
    "bốn không",
    "24/7",
    "ngày 15/6/2023",
    "15-6-2023",
    "UNCLOS 1982",
    "các ngày kỷ niệm lớn năm 2024",
    "kỷ niệm quan hệ ngoại giao 2024 Thụy Điển Brazil",
    "hội nghị trung ương 8 khóa XI",
    "nghị quyết trung ương 8",
    "nghị quyết TW 8",
    "nq tw 8 khóa xi",
    "kế hoạch TW 5 năm",
    "kế hoạch từ 5 đến 10 năm",
    "giai đoạn 2016-2020 CTr",
    "mục 2. kh",
    "đại hội 13",
    "nghị quyết đại hội 13",
    "QH15",
    "Quốc hội khóa XV",
    "QĐ-TW",
    "chỉ thị của Ban Bí thư",
    "đã 12 năm",
    "3 trụ cột đối ngoại",
    "phương châm TTĐN gồm những gì?",
    "mục 2 phần II",
    "57",
    "cách mạng công nghiệp 4.0",
    "0,5% ngân sách",
]


@pytest.mark.parametrize(("typed", "symbol", "rest"), ASKED)
def test_a_sloppy_symbol_is_understood(typed: str, symbol: str, rest: str) -> None:
    query = parse_query(typed)

    found = [f"{one.number} {one.type_code} {one.issuer_code}" for one in query.symbols]
    assert (found, query.rest) == ([symbol], rest)


@pytest.mark.parametrize("typed", NOT_ASKED)
def test_a_number_that_counts_or_dates_is_no_symbol(typed: str) -> None:
    query = parse_query(typed)

    assert query.symbols == ()
    assert query.rest == typed


def test_two_symbols_and_a_linking_word_leave_no_rest() -> None:
    query = parse_query("57-KL/TW và 36-NQ/TW")

    assert [pattern.raw for pattern in query.symbols] == ["57-KL/TW", "36-NQ/TW"]
    assert query.rest == ""


def test_the_words_around_a_symbol_are_the_rest() -> None:
    query = parse_query("danh mục văn bản trong hướng dẫn 94-HD/BTGTU, phần II")

    assert query.symbols[0].raw == "hướng dẫn 94-HD/BTGTU"
    assert query.rest == "danh mục văn bản trong"


def test_a_place_beside_a_symbol_is_understood() -> None:
    query = parse_query("trách nhiệm của chi bộ tại khoản 2 Điều 3 quy định 22")

    assert query.places == (
        PlacePattern((PlaceStep(Level.ARTICLE, "3"), PlaceStep(Level.CLAUSE, "2"))),
    )
    assert query.rest == "trách nhiệm của chi bộ tại"


def test_a_place_without_a_symbol_is_words() -> None:
    query = parse_query("khoản 2 Điều 3")

    assert (query.places, query.rest) == ((), "khoản 2 Điều 3")


@pytest.mark.parametrize("typed", ["", "   ", "???", "—/.,", "\u200b\n"])
def test_a_query_without_words_asks_for_nothing(typed: str) -> None:
    query = parse_query(typed)

    assert (query.typed, query.symbols, query.rest) == (typed, (), "")


def test_spaces_and_look_alike_letters_are_mended() -> None:
    assert (
        parse_query("  Ban \u00d0ối\u00a0ngoại \n Trung ương ").text == "Ban Đối ngoại Trung ương"
    )


def test_a_very_long_query_is_cut_between_words() -> None:
    words = parse_query("đối ngoại " * 5000)
    solid = parse_query("x" * 10_000)

    assert len(words.text.split()) == MAX_SYLLABLES
    assert len(solid.text) == MAX_CHARACTERS


def test_filters_are_passed_through() -> None:
    assert parse_query("đối ngoại").filters == Filters()
    assert parse_query("đối ngoại", Filters(year=2024)).filters.year == 2024


SPELLER = Speller(
    fresh_vocabulary().changed(
        {
            1: "Nghị quyết về kinh tế biển; kinh phí phát triển kinh tế biển.",
            2: "Chính sách quốc phòng; chính sách đối ngoại.",
        },
        [],
    )
)


def meant(typed: str) -> Query:
    return understood(parse_query(typed), SPELLER)


def test_words_are_restored_and_the_whole_is_shown() -> None:
    query = meant("chinh sach quoc phong")

    assert query.rest == "chinh sach quoc phong"
    assert query.restored == query.searched_as == "chính sách quốc phòng"
    assert query.text == query.typed


@pytest.mark.parametrize(
    ("typed", "restored", "shown"),
    [
        ("nq 36 kinh te bien", "kinh tế biển", "nq 36 kinh tế biển"),
        ("kinh te bien nq 36", "kinh tế biển", "kinh tế biển nq 36"),
        ("kinh phi (36-NQ/TW) kinh te bien", "kinh phí kinh tế biển",
         "kinh phí (36-NQ/TW) kinh tế biển"),
    ],
)  # fmt: skip
def test_words_beside_a_number_are_restored_and_the_number_stays(
    typed: str, restored: str, shown: str
) -> None:
    query = meant(typed)

    assert [one.number for one in query.symbols] == ["36"]
    assert (query.restored, query.searched_as) == (restored, shown)


def test_keys_are_read_before_numbers_are_looked_for() -> None:
    query = meant("nghij quyeets 36 kinh tees bieern")

    assert [f"{one.type_code} {one.number}" for one in query.symbols] == ["NQ 36"]
    assert (query.rest, query.restored) == ("kinh tế biển", None)
    assert query.searched_as == "nghị quyết 36 kinh tế biển"


@pytest.mark.parametrize("typed", ["57-KL/TW", "chính sách quốc phòng", "kl57", "", "???", "zyx"])
def test_a_query_that_is_right_or_strange_stays_as_it_is(typed: str) -> None:
    assert meant(typed) == parse_query(typed)


@pytest.mark.parametrize("typed", ['"chinh sach quoc phong"', "“kinh tees bieern”"])
def test_in_quotation_marks_it_is_meant_as_it_is_typed(typed: str) -> None:
    assert meant(typed) == parse_query(typed)
