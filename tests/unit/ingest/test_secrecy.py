"""Marks of secrecy, circulation and urgency on the first page, by place and by print."""

from __future__ import annotations

import pytest

from kb.ingest.lines import PrintedLine, lines_of
from kb.ingest.secrecy import Secrecy, SecrecyLevel, circulation_of, secrecy_of, urgency_of
from tests.factories import HEIGHT, LEFT, WIDTH, Printed, centred, page_of

MAT, TOI_MAT, TUYET_MAT = SecrecyLevel.MAT, SecrecyLevel.TOI_MAT, SecrecyLevel.TUYET_MAT
BODY = "Thực hiện Quy định về bảo vệ bí mật nhà nước, Ban Thường vụ yêu cầu"


def first_page(*marks: Printed, title: str = "KẾ HOẠCH") -> list[PrintedLine]:
    """A first page with a letterhead, a title and two lines of body, and the given print on it."""
    return lines_of(
        page_of(
            [
                Printed("TỈNH ỦY QUẢNG NGÃI", LEFT, 60.0, bold=True),
                Printed("ĐẢNG CỘNG SẢN VIỆT NAM", 330.0, 60.0, bold=True),
                Printed("*", 140.0, 76.0),
                Printed("Số 57-KL/TU", 100.0, 95.0),
                Printed("Quảng Ngãi, ngày 15/6/2023", 340.0, 95.0),
                *marks,
                centred(title, 180.0, bold=True),
                Printed(BODY, LEFT, 240.0, size=12.0),
                Printed("các đơn vị giữ bí mật, bảo mật thông tin.", LEFT, 258.0, size=12.0),
            ]
        )
    )


def secrecy(lines: list[PrintedLine], file_name: str = "57-KL-TU.pdf") -> Secrecy | None:
    return secrecy_of(lines, WIDTH, HEIGHT, file_name)


def level(*marks: Printed, title: str = "KẾ HOẠCH") -> SecrecyLevel | None:
    found = secrecy(first_page(*marks, title=title))
    return found.level if found else None


UNDER_SYMBOL = (100.0, 120.0)
MARKED = {
    "MẬT": MAT,
    "M Ậ T": MAT,
    "M  Ậ  T": MAT,
    "MÂT": MAT,
    "MẠT": MAT,
    "MẶT": MAT,
    "MAT": MAT,
    "Mật": MAT,
    "MẬT.": MAT,
    "[MẬT]": MAT,
    "(MẬT)": MAT,
    "| MẬT |": MAT,
    "|MẬT|": MAT,
    "IMẬTI": MAT,
    "* MẬT *": MAT,
    "- MẬT -": MAT,
    "- MẬT": MAT,
    "“MẬT”": MAT,
    "Độ mật: Mật": MAT,
    "Độ mật: MẬT": MAT,
    "ĐỘ MẬT: MẬT": MAT,
    "Mức độ mật: Mật": MAT,
    "MẬT Bản số: 03": MAT,
    "MẬT - Bản số 12": MAT,
    "MẬT - KHẨN": MAT,
    "KHẨN - MẬT": MAT,
    "HỎA TỐC - MẬT": MAT,
    "HOẢ TỐC, MẬT": MAT,
    "TÀI LIỆU MẬT": MAT,
    "VĂN BẢN MẬT": MAT,
    "HỒ SƠ MẬT": MAT,
    "MẬT, LƯU HÀNH NỘI BỘ": MAT,
    "DỰ THẢO - MẬT": MAT,
    "M4T": MAT,
    "MẬ1": MAT,
    "TỐI MẬT": TOI_MAT,
    "T Ố I M Ậ T": TOI_MAT,
    "TÔI MẬT": TOI_MAT,
    "TỐI MÂT": TOI_MAT,
    "TOI MAT": TOI_MAT,
    "T0I MẬT": TOI_MAT,
    "TỐ1 MẬT": TOI_MAT,
    "TỐl MẬT": TOI_MAT,
    "TỐIMẬT": TOI_MAT,
    "Tối mật": TOI_MAT,
    "[TỐI MẬT]": TOI_MAT,
    "Độ mật: Tối mật": TOI_MAT,
    "TỐI MẬT Bản số: 01": TOI_MAT,
    "TỐI MẬT - HỎA TỐC": TOI_MAT,
    "TUYỆT MẬT": TUYET_MAT,
    "TUYÊT MẬT": TUYET_MAT,
    "TUYỆT MÂT": TUYET_MAT,
    "TUYET MAT": TUYET_MAT,
    "TUVỆT MẬT": TUYET_MAT,
    "TUYỆI MẬT": TUYET_MAT,
    "lUYỆT MẬT": TUYET_MAT,
    "[TUYỆT MẬT]": TUYET_MAT,
    "CÔNG VĂN MẬT": MAT,
    "Số bản: 5 - MẬT": MAT,
    "THƯỢNG KHẨN - TỐI MẬT": TOI_MAT,
    "T U Y Ệ T M Ậ T": TUYET_MAT,
    "Tuyệt mật": TUYET_MAT,
    "ĐỘ MẬT: TUYỆT MẬT": TUYET_MAT,
    "TUYỆT MẬT Bản số: 02": TUYET_MAT,
}

UNMARKED = (
    "mật",
    "tối mật",
    "BẢO MẬT",
    "BÍ MẬT",
    "Bí mật",
    "CƠ MẬT",
    "GIẢI MẬT",
    "Giải mật",
    "VIỆT MINH MẬT",
    "MẬT ĐỘ DÂN SỐ",
    "MẬT ĐỘ",
    "Mật độ",
    "MẶT TRẬN",
    "MẶT TRẬN TỔ QUỐC VIỆT NAM",
    "ỦY BAN MẶT TRẬN",
    "MẬT MÃ",
    "MẬT VỤ",
    "MẬT KHẨU",
    "MẬT NHÀ NƯỚC",
    "QUY CHẾ BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "BẢO VỆ BÍ MẬT",
    "QUY CHẾ BẢO MẬT",
    "QUẢN LÝ TÀI LIỆU MẬT",
    "DANH MỤC BÍ MẬT NHÀ NƯỚC",
    "BAN CƠ YẾU",
    "NGÀNH CƠ MẬT",
    "Độ mật",
    "Độ mật:",
    "Độ mật: Không",
    "Độ mật: Thường",
    "Độ mật: ……",
    "ĐỘ MẬT",
    "Mức độ mật",
    "- Mật",
    "- Mật;",
    "- Tối mật;",
    "+ Tuyệt mật",
    "a) Mật",
    "1. Tuyệt mật",
    "Mật;",
    "Mật, tối mật và tuyệt mật",
    "Tài liệu mật phải được đăng ký",
    "Mật và các văn bản khác",
    "TIỀN MẶT",
    "RA MẮT",
    "GẶP MẶT",
    "HỌP MẶT",
    "CÓ MẶT",
    "VẮNG MẶT",
    "ĐỐI MẶT",
    "MẤT MÁT",
    "THÂN MẬT",
    "MẬT ONG",
    "TUẦN TRĂNG MẬT",
    "TỐI",
    "TỐI THIỂU",
    "TUYỆT ĐỐI",
    "TUYỆT VỜI",
    "KHẨN",
    "HỎA TỐC",
    "LƯU HÀNH NỘI BỘ",
    "Bản số: 03",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "M",
    "T",
    "*",
    "MTTQ",
    "MỤC TIÊU",
)


@pytest.mark.parametrize("text", MARKED)
def test_a_mark_under_the_symbol_is_found(text: str) -> None:
    assert level(Printed(text, *UNDER_SYMBOL)) is MARKED[text]


@pytest.mark.parametrize("text", UNMARKED)
def test_other_print_under_the_symbol_is_no_mark(text: str) -> None:
    assert level(Printed(text, *UNDER_SYMBOL)) is None


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert len(MARKED) >= 60
    assert len(UNMARKED) >= 60


@pytest.mark.parametrize(
    ("x", "y"), [(85.0, 30.0), (280.0, 30.0), (470.0, 30.0), (100.0, 150.0), (470.0, 120.0)]
)
def test_a_mark_counts_anywhere_in_the_upper_part_of_the_page(x: float, y: float) -> None:
    assert level(Printed("TỐI MẬT", x, y)) is TOI_MAT


def test_a_mark_at_the_very_foot_of_the_page_counts() -> None:
    assert level(Printed("TỐI MẬT", 280.0, 810.0)) is TOI_MAT


@pytest.mark.parametrize("y", [400.0, 500.0, 700.0])
def test_print_in_the_body_is_no_mark(y: float) -> None:
    assert level(Printed("MẬT", 100.0, y)) is None


def test_a_mark_in_two_lines_of_a_box_is_one_mark() -> None:
    stacked = Printed("TUYỆT", 100.0, 120.0), Printed("MẬT", 107.0, 136.0)

    assert level(*stacked) is TUYET_MAT


@pytest.mark.parametrize("before", ["QUY CHẾ BẢO VỆ BÍ", "CÔNG TÁC BẢO", "NGÀNH CƠ"])
def test_the_last_word_of_a_title_on_secrecy_is_no_mark(before: str) -> None:
    assert level(centred("MẬT", 198.0, bold=True), title=before) is None


def test_a_mark_on_the_baseline_of_the_heading_is_found() -> None:
    lines = lines_of(
        page_of([Printed("MẬT", 100.0, 60.0), Printed("ĐẢNG CỘNG SẢN VIỆT NAM", 330.0, 60.0)])
    )

    found = secrecy(lines)

    assert found is not None
    assert found.level is MAT


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Số 12-BC/TU MẬT", MAT),
        ("Số 12-BC/TU TỐI MẬT", TOI_MAT),
        ("TUYỆT MẬT ĐẢNG CỘNG SẢN VIỆT NAM", TUYET_MAT),
        ("MẬT CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", MAT),
    ],
)
def test_a_mark_read_into_its_neighbour_is_found(text: str, found: SecrecyLevel) -> None:
    assert level(Printed(text, 40.0, 120.0)) is found


def test_letters_set_so_wide_that_the_line_falls_apart_are_one_mark() -> None:
    wide = [Printed(letter, 100.0 + 40 * index, 120.0) for index, letter in enumerate("MẬT")]

    assert level(*wide) is MAT


def test_a_word_in_a_row_of_a_table_is_no_mark() -> None:
    cells = [
        Printed(text, 85.0 + 130 * at, 300.0) for at, text in enumerate(("1", "Kế hoạch", "Mật"))
    ]

    assert level(*cells) is None


def test_the_highest_of_several_marks_counts() -> None:
    assert level(Printed("MẬT", 100.0, 30.0), Printed("TUYỆT MẬT", 100.0, 125.0)) is TUYET_MAT


def test_the_evidence_says_what_is_printed_and_where() -> None:
    found = secrecy(first_page(Printed("TỐI MẬT", 100.0, 120.0)))

    assert found is not None
    assert found.evidence == "«TỐI MẬT» (trang 1, góc trên bên trái)"
    assert found.rect is not None
    assert found.rect.left == pytest.approx(100 / WIDTH)
    assert found.rect.right == pytest.approx(149 / WIDTH)  # seven characters of 7 points
    assert found.rect.top == pytest.approx(106 / HEIGHT)
    assert found.rect.bottom == pytest.approx(123.5 / HEIGHT)


def test_a_mark_in_the_file_name_is_evidence_by_itself() -> None:
    found = secrecy(first_page(), "57-KL-TW_MAT.pdf")

    assert found == Secrecy(MAT, "«MAT» (tên tệp)", None)


def test_the_page_goes_before_the_name_and_the_higher_level_before_both() -> None:
    page = first_page(Printed("MẬT", 100.0, 120.0))

    same, higher = secrecy(page, "57_MAT.pdf"), secrecy(page, "57_TOI_MAT.pdf")

    assert same is not None
    assert same.rect is not None
    assert higher == Secrecy(TOI_MAT, "«TOI MAT» (tên tệp)", None)


def test_an_ordinary_first_page_has_no_mark() -> None:
    page = first_page()

    assert secrecy(page) is None
    assert circulation_of(page, HEIGHT) is None
    assert urgency_of(page, HEIGHT) is None


def test_an_empty_page_has_no_mark() -> None:
    assert secrecy([]) is None
    assert circulation_of([], HEIGHT) is None


CIRCULATION = (
    "Lưu hành nội bộ",
    "LƯU HÀNH NỘI BỘ",
    "Tài liệu lưu hành nội bộ",
    "Không phổ biến",
    "KHÔNG PHỔ BIẾN",
    "Xem xong trả lại",
    "Đọc xong trả lại",
    "Họp xong trả lại",
    "Xong hội nghị trả lại",
    "Hết hội nghị thu hồi",
    "Tài liệu hội nghị",
    "TÀI LIỆU HỘI NGHỊ",
    "Tài liệu thu hồi",
    "Không sao chụp",
    "Dự thảo",
    "DỰ THẢO",
    "Dự thảo lần 2",
    "Dự thảo lần thứ hai",
    "DỰ THẢO 3",
)


@pytest.mark.parametrize("text", CIRCULATION)
def test_a_circulation_mark_is_given_as_printed(text: str) -> None:
    assert circulation_of(first_page(Printed(text, 100.0, 120.0)), HEIGHT) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(Dự thảo)", "Dự thảo"),
        ("Dự thảo (lần 2)", "Dự thảo (lần 2)"),
        ("[LƯU HÀNH NỘI BỘ]", "LƯU HÀNH NỘI BỘ"),
        ("* Tài liệu hội nghị *", "Tài liệu hội nghị"),
        ("Dự thảo - Lưu hành nội bộ", "Dự thảo; Lưu hành nội bộ"),
        ("MẬT, LƯU HÀNH NỘI BỘ", "LƯU HÀNH NỘI BỘ"),
    ],
)
def test_a_circulation_mark_loses_its_frame_and_its_neighbours(text: str, found: str) -> None:
    assert circulation_of(first_page(Printed(text, 100.0, 120.0)), HEIGHT) == found


@pytest.mark.parametrize(
    "text",
    [
        "lưu hành nội bộ",
        "Dự thảo Báo cáo chính trị",
        "DỰ THẢO LUẬT ĐẤT ĐAI",
        "Các tài liệu lưu hành nội bộ phải được quản lý",
        "Tài liệu hội nghị gửi trước 5 ngày",
        "Không phổ thông",
        "Hội nghị",
        "Dự án",
    ],
)
def test_the_words_of_circulation_in_a_sentence_are_no_mark(text: str) -> None:
    assert circulation_of(first_page(Printed(text, 100.0, 120.0)), HEIGHT) is None


def test_two_circulation_marks_are_both_given() -> None:
    marks = Printed("Dự thảo lần 2", 400.0, 30.0), Printed("Lưu hành nội bộ", 100.0, 120.0)

    assert circulation_of(first_page(*marks), HEIGHT) == "Dự thảo lần 2; Lưu hành nội bộ"


def test_a_circulation_mark_in_two_lines_is_one() -> None:
    marks = Printed("TÀI LIỆU", 100.0, 120.0), Printed("HỘI NGHỊ", 100.0, 136.0)

    assert circulation_of(first_page(*marks), HEIGHT) == "TÀI LIỆU HỘI NGHỊ"


@pytest.mark.parametrize(
    "text", ["KHẨN", "THƯỢNG KHẨN", "HỎA TỐC", "HOẢ TỐC", "HỎA TỐC HẸN GIỜ", "Hỏa tốc", "KHẤN"]
)
def test_an_urgency_mark_is_given_as_printed(text: str) -> None:
    page = first_page(Printed(text, 100.0, 120.0))

    assert urgency_of(page, HEIGHT) == text
    assert circulation_of(page, HEIGHT) is None


@pytest.mark.parametrize("text", ["CÔNG ĐIỆN KHẨN", "khẩn", "KHẨN TRƯƠNG", "KHẨN CẤP PHÒNG DỊCH"])
def test_the_words_of_urgency_elsewhere_are_no_mark(text: str) -> None:
    assert urgency_of(first_page(Printed(text, 100.0, 120.0)), HEIGHT) is None


def test_urgency_beside_secrecy_is_told_apart() -> None:
    page = first_page(Printed("MẬT - KHẨN", 100.0, 120.0))

    assert urgency_of(page, HEIGHT) == "KHẨN"
    assert secrecy(page) is not None
