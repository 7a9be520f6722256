"""The division tree that numbering in sequence makes of a composed text."""

from kb.document import Division, DivisionKind
from kb.ingest.paragraphs import ParagraphKind
from kb.ingest.structure import structure_of
from kb.place import chains_of, place_of
from tests.factories import Text, composed


def divided(*paragraphs: str | Text) -> tuple[str, tuple[Division, ...]]:
    """The text of the paragraphs and the divisions found in it."""
    text, blocks = composed(*paragraphs)
    return text, structure_of(text, blocks).divisions


def keys(*paragraphs: str | Text) -> list[str]:
    """The division keys of the paragraphs, in reading order."""
    return [division.key for division in divided(*paragraphs)[1]]


def words_under(key: str, *paragraphs: str | Text) -> str:
    """The text of the division with that key."""
    text, divisions = divided(*paragraphs)
    return next(item.span.of(text) for item in divisions if item.key == key)


def heading(words: str) -> Text:
    """A centred bold line."""
    return Text(words, bold=True, centred=True)


def recipients(words: str = "Nơi nhận:") -> Text:
    """The first line of the recipients."""
    return Text(words, ParagraphKind.RECIPIENTS)


def test_parts_sections_dashes_and_pluses_nest_in_each_other() -> None:
    found = keys(
        "I. MỤC ĐÍCH", "1. Mục đích", "- Nâng cao nhận thức:", "+ Của cán bộ;", "+ Của đảng viên.",
        "- Tạo chuyển biến.", "2. Yêu cầu", "- Bám sát.", "II. NỘI DUNG", "1. Văn bản đến",
    )  # fmt: skip

    assert found == [
        "I", "I/1", "I/1/-1", "I/1/-1/+1", "I/1/-1/+2", "I/1/-2", "I/2", "I/2/-1", "II", "II/1",
    ]  # fmt: skip


def test_each_level_has_its_kind() -> None:
    _, divisions = divided(
        heading("Chương I"), heading("QUY ĐỊNH CHUNG"), heading("Mục 1"), heading("PHẠM VI"),
        "Điều 1. Đối tượng", "1. Cán bộ:", "a) Cấp tỉnh;", "- Tỉnh ủy viên.",
    )  # fmt: skip

    assert [division.kind for division in divisions] == [
        DivisionKind.CHAPTER, DivisionKind.SECTION, DivisionKind.ARTICLE, DivisionKind.CLAUSE,
        DivisionKind.POINT, DivisionKind.DASH,
    ]  # fmt: skip


def test_a_place_names_every_level_from_large_to_small() -> None:
    _, divisions = divided(
        heading("Chương I"), heading("QUY ĐỊNH CHUNG"), heading("Mục 1"), heading("PHẠM VI"),
        "Điều 1. Đối tượng", "1. Cán bộ:", "a) Cấp tỉnh;",
    )  # fmt: skip

    place = place_of(chains_of(divisions)[divisions[-1].path])

    assert place == "Chương I, Mục 1, Điều 1, khoản 1, điểm a"


def test_clause_numbering_restarts_in_each_article() -> None:
    found = keys(
        "Điều 1. Phạm vi", "1. Một.", "2. Hai.", "Điều 2. Nguyên tắc", "1. Một.", "2. Hai."
    )

    assert found == ["dieu-1", "dieu-1/1", "dieu-1/2", "dieu-2", "dieu-2/1", "dieu-2/2"]


def test_articles_go_on_counting_through_chapters() -> None:
    found = keys(
        heading("Chương I"), "Điều 1. Phạm vi", "Điều 2. Nguyên tắc", heading("Chương II"),
        "Điều 3. Quyền",
    )  # fmt: skip

    assert found == [
        "chuong-I",
        "chuong-I/dieu-1",
        "chuong-I/dieu-2",
        "chuong-II",
        "chuong-II/dieu-3",
    ]


def test_a_year_at_the_start_of_a_line_is_no_heading() -> None:
    found = keys(
        "I. TÌNH HÌNH", "1. Công ước Luật Biển.", "1982. Việt Nam phê chuẩn.", "2. Kết quả."
    )

    assert found == ["I", "I/1", "I/2"]


def test_a_number_that_skips_more_than_one_is_running_text() -> None:
    found = keys("1. Một.", "2. Hai.", "7. Ngày trong tuần.", "4. Bốn.")

    assert found == ["1", "2", "4"]


def test_a_list_that_does_not_begin_with_one_is_running_text() -> None:
    assert keys("Căn cứ Điều lệ,", "3. Ba.", "4. Bốn.") == ["mo-dau"]


def test_points_hang_below_the_dash_that_introduces_them() -> None:
    found = keys(
        "1. Bầu cử", "- Số lượng:", "a) Từ 03 đảng viên;", "b) Từ 09 đảng viên.", "- Độ tuổi."
    )

    assert found == ["1", "1/-1", "1/-1/a", "1/-1/b", "1/-2"]


def test_dashes_hang_below_the_point_that_introduces_them() -> None:
    found = keys(
        "1. Phân cấp", "a) Ở Trung ương:", "- Bộ Chính trị;", "- Ban Bí thư.", "b) Ở địa phương."
    )

    assert found == ["1", "1/a", "1/a/-1", "1/a/-2", "1/b"]


def test_unnumbered_text_after_dashes_belongs_to_their_parent() -> None:
    paragraphs = [
        "1. Yêu cầu",
        "- Bám sát.",
        "- Chủ động.",
        "Nội dung này áp dụng chung.",
        "2. Nội dung",
    ]

    under_dash = words_under("1/-2", *paragraphs)
    under_parent = words_under("1", *paragraphs)

    assert under_dash == "- Chủ động."
    assert under_parent.endswith("Nội dung này áp dụng chung.")


def test_unnumbered_text_after_a_colon_belongs_to_what_introduces_it() -> None:
    words = words_under("1/-1", "1. Yêu cầu", "- Các cơ quan sau đây:", "Tỉnh ủy và huyện ủy.")

    assert words == "- Các cơ quan sau đây:\nTỉnh ủy và huyện ủy."


def test_dashes_of_the_legal_bases_stay_in_the_front() -> None:
    found = keys(
        "QUY ĐỊNH", "- Căn cứ Điều lệ Đảng;", "- Xét đề nghị của Ban Tổ chức,", "Điều 1. Phạm vi"
    )

    assert found == ["mo-dau", "dieu-1"]


def test_dashes_of_the_addressees_stay_in_the_front() -> None:
    found = keys(
        "Kính gửi: - Đảng ủy các xã,", "- Các ban của Tỉnh ủy.", "Qua thẩm định:", "1. Rà soát."
    )

    assert found == ["mo-dau", "1"]


def test_a_trailing_paragraph_belongs_to_the_closing() -> None:
    paragraphs = ["1. Một.", "2. Hai.", "Chỉ thị này phổ biến đến chi bộ./.", recipients()]

    words = words_under("ket-thuc", *paragraphs)

    assert words == "Chỉ thị này phổ biến đến chi bộ./.\nNơi nhận:"


def test_an_office_told_to_follow_up_belongs_to_the_closing() -> None:
    ending = "Văn phòng Tỉnh ủy theo dõi, đôn đốc, báo cáo kết quả thực hiện Chỉ thị này."

    words = words_under("1", "1. Một.", ending, recipients())

    assert words == "1. Một."


def test_the_only_paragraph_under_a_heading_is_not_the_closing() -> None:
    words = words_under(
        "II", "I. KẾT QUẢ", "II. KIẾN NGHỊ", "Đề nghị Huyện ủy hỗ trợ./.", recipients()
    )

    assert words == "II. KIẾN NGHỊ\nĐề nghị Huyện ủy hỗ trợ./."


def test_an_appendix_restarts_numbering_and_has_the_centred_line_for_title() -> None:
    _, divisions = divided(
        "I. MỤC ĐÍCH", "1. Một.", recipients(), heading("PHỤ LỤC 1"), heading("BIÊN BẢN"),
        Text("(kèm theo Kế hoạch số 1-KH/TU)", centred=True), "1. Tài liệu", "2. Tài chính",
    )  # fmt: skip

    found = [(division.key, division.title) for division in divisions[-3:]]

    assert found == [("phu-luc-1", "BIÊN BẢN"), ("phu-luc-1/1", ""), ("phu-luc-1/2", "")]


def test_articles_of_an_attached_regulation_have_paths_of_their_own() -> None:
    found = keys(
        "QUYẾT ĐỊNH", "Điều 1. Ban hành Quy chế.", "Điều 2. Hiệu lực.", recipients(),
        heading("QUY CHẾ"), heading("THI ĐUA"), "Điều 1. Phạm vi", "1. Một.", "Điều 2. Nguyên tắc",
    )  # fmt: skip

    assert found == [
        "mo-dau", "dieu-1", "dieu-2", "ket-thuc", "mo-dau~2", "dieu-1~2", "dieu-1~2/1", "dieu-2~2",
    ]  # fmt: skip


def test_each_of_two_signed_documents_has_its_own_closing() -> None:
    found = keys(
        "1. Một.", recipients(), heading("KẾ HOẠCH"), "1. Hai.", "Trên đây là Kế hoạch.", recipients(),
    )  # fmt: skip

    assert found == ["1", "ket-thuc", "mo-dau", "1~2", "ket-thuc~2"]


def test_a_footnote_is_a_child_of_the_paragraph_that_cites_it() -> None:
    found = keys(
        "1. Một", "- Bốn không.", Text("Chính sách quốc phòng.", ParagraphKind.NOTE, note="5")
    )

    assert found == ["1", "1/-1", "1/-1/fn5"]


def test_a_footnote_before_any_division_opens_the_front() -> None:
    assert keys(Text("Ghi chú.", ParagraphKind.NOTE, note="1")) == ["mo-dau", "mo-dau/fn1"]


def test_words_like_chapter_in_running_text_make_no_division() -> None:
    assert keys("1. Một.", "Chương II: quy định ở trên.") == ["1"]


def test_a_long_first_paragraph_is_no_title() -> None:
    _, divisions = divided("1. " + "rất dài " * 60, "- Một.")

    assert divisions[0].title == ""


def test_a_short_introduction_of_points_is_their_title() -> None:
    _, divisions = divided("1. Tiếp đột xuất khi:", "a) Vụ việc có từ 05 người;")

    assert [division.title for division in divisions] == ["Tiếp đột xuất khi:", ""]
