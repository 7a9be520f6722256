"""Which beginnings of a paragraph are numbering marks, and of what rank."""

import pytest

from kb.ingest.numbering import Mark, Rank, mark_of


@pytest.mark.parametrize(
    ("text", "rank", "number", "value", "prefix", "words"),
    [
        ("I. MỤC ĐÍCH", Rank.ROMAN, "I", 1, "", "MỤC ĐÍCH"),
        ("I- QUY ĐỊNH CHUNG", Rank.ROMAN, "I", 1, "", "QUY ĐỊNH CHUNG"),
        ("IV/ Tổ chức thực hiện", Rank.ROMAN, "IV", 4, "", "Tổ chức thực hiện"),
        ("XIV. Kết luận", Rank.ROMAN, "XIV", 14, "", "Kết luận"),
        ("1. Mục đích", Rank.DECIMAL_1, "1", 1, "", "Mục đích"),
        ("1- Văn bản đến", Rank.DECIMAL_1, "1", 1, "", "Văn bản đến"),
        ("12) Về kinh phí", Rank.DECIMAL_1, "12", 12, "", "Về kinh phí"),
        ("1.1. Vùng ven biển", Rank.DECIMAL_2, "1.1", 1, "1", "Vùng ven biển"),
        ("1.2- Dữ liệu là tài sản", Rank.DECIMAL_2, "1.2", 2, "1", "Dữ liệu là tài sản"),
        ("2.3 Con người", Rank.DECIMAL_2, "2.3", 3, "2", "Con người"),
        ("1.1.1. Chuyển đổi", Rank.DECIMAL_3, "1.1.1", 1, "1.1", "Chuyển đổi"),
        ("a) Cán bộ lãnh đạo", Rank.LETTER, "a", 1, "", "Cán bộ lãnh đạo"),
        ("a. Cán bộ lãnh đạo", Rank.LETTER, "a", 1, "", "Cán bộ lãnh đạo"),
        ("đ) Khen thưởng", Rank.LETTER, "đ", 5, "", "Khen thưởng"),
        ("e) Thực hiện", Rank.LETTER, "e", 6, "", "Thực hiện"),
        ("- Phát huy kết quả", Rank.DASH, "", 0, "", "Phát huy kết quả"),
        ("– 100% cơ sở", Rank.DASH, "", 0, "", "100% cơ sở"),
        ("• Nội dung", Rank.DASH, "", 0, "", "Nội dung"),
        ("+ Tại ba cảng cá", Rank.PLUS, "", 0, "", "Tại ba cảng cá"),
        ("(1) Không tham gia", Rank.PAREN, "1", 1, "", "Không tham gia"),
        ("(i) Không tham gia", Rank.PAREN, "i", 1, "", "Không tham gia"),
        ("(iv) Không tham gia", Rank.PAREN, "iv", 4, "", "Không tham gia"),
        ("Phần thứ nhất", Rank.PART, "thứ nhất", 1, "", ""),
        ("PHẦN II", Rank.PART, "II", 2, "", ""),
        ("Chương II", Rank.CHAPTER, "II", 2, "", ""),
        ("CHƯƠNG 3. BIỆT PHÁI", Rank.CHAPTER, "3", 3, "", "BIỆT PHÁI"),
        ("Mục 1", Rank.SECTION_WORD, "1", 1, "", ""),
        ("Mục 2. TIÊU CHUẨN", Rank.SECTION_WORD, "2", 2, "", "TIÊU CHUẨN"),
        ("Mục 2 TIÊU CHUẨN", Rank.SECTION_WORD, "2", 2, "", "TIÊU CHUẨN"),
        ("Điều 5.", Rank.ARTICLE, "5", 5, "", ""),
        ("Điều 5. Thời gian", Rank.ARTICLE, "5", 5, "", "Thời gian"),
        ("ĐIỀU 12: Hiệu lực", Rank.ARTICLE, "12", 12, "", "Hiệu lực"),
        ("Điều 7a. Bổ sung", Rank.ARTICLE, "7a", 7, "", "Bổ sung"),
        ("PHỤ LỤC", Rank.APPENDIX, "", 0, "", ""),
        ("PHỤ LỤC 1", Rank.APPENDIX, "1", 1, "", ""),
        ("PHỤ LỤC SỐ 02", Rank.APPENDIX, "02", 2, "", ""),
        ("Phụ lục số III", Rank.APPENDIX, "III", 3, "", ""),
        ("PHỤ LỤC 1. DANH MỤC", Rank.APPENDIX, "1", 1, "", "DANH MỤC"),
    ],
)
def test_every_numbering_form_is_read(
    text: str, rank: Rank, number: str, value: int, prefix: str, words: str
) -> None:
    mark = mark_of(text)

    assert mark == Mark(rank, number, value, prefix, len(text) - len(words))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024, năm bản lề của nhiệm kỳ",
        "10 nhiệm vụ trọng tâm",
        "01.7 là ngày có hiệu lực",
        "12.000 người Trường Khê ở nước ngoài",
        "24/7 trực điện thoại",
        "3-5 năm một lần",
        "IV/2026 là thời hạn cuối",
        "57-KL/TW của Bộ Chính trị",
        "I hope so",
        "V.v. và những việc khác",
        "Iran và các nước",
        "e-mail công vụ",
        "f) không có trong thứ tự điểm",
        "---",
        "-",
        "Điều 5 Quy định này áp dụng",
        "điều 5. của Quy định",
        "Chương trình hành động",
        "chương II của Quy chế",
        "Phần thứ yếu",
        "Mục 2 Phần này",
        "Mục đích, yêu cầu",
        "Phụ lục 1 kèm theo Kế hoạch này",
        "(2024) là năm đầu",
        "(khóa XII)",
    ],
)
def test_a_line_that_only_looks_numbered_has_no_mark(text: str) -> None:
    assert mark_of(text) is None
