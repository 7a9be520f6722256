"""Letters of TCVN3, VNI and VISCII, read and written."""

from __future__ import annotations

import json

import pytest

from kb.ingest.legacy.codec import decode, encode, is_raised
from kb.ingest.legacy.tables import CODE_OF, LETTER_OF, LETTERS, Encoding
from tests.factories import ROOT

TCVN3, VNI, VISCII, UTF8 = Encoding.TCVN3, Encoding.VNI, Encoding.VISCII, Encoding.UTF8
PAIRS = ROOT.parent / "shared" / "facts" / "legacy_encoding_pairs.jsonl"


def test_vietnamese_has_134_letters_beyond_ascii() -> None:
    assert len(set(LETTERS)) == 134


@pytest.mark.parametrize("encoding", [VNI, VISCII, UTF8])
@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_has_one_code_and_reads_back(letter: str, encoding: Encoding) -> None:
    code = CODE_OF[encoding][letter]

    assert LETTER_OF[encoding][code] == letter
    assert list(CODE_OF[encoding].values()).count(code) == 1


@pytest.mark.parametrize("letter", LETTERS)
def test_tcvn3_has_every_small_letter_and_seven_capitals(letter: str) -> None:
    code = CODE_OF[TCVN3].get(letter)

    assert (code is None) == is_raised(letter)
    assert code is None or LETTER_OF[TCVN3][code] == letter


def test_tcvn3_lacks_the_sixty_capitals_with_a_tone() -> None:
    lacking = [letter for letter in LETTERS if letter not in CODE_OF[TCVN3]]

    assert len(lacking) == 60
    assert "".join(sorted({*LETTERS} & CODE_OF[TCVN3].keys() - {*map(str.lower, LETTERS)})) == (
        "ÂÊÔĂĐƠƯ"
    )


@pytest.mark.parametrize(
    ("encoding", "code", "letters"),
    [
        (TCVN3, "µ¸¶·¹", "àáảãạ"),
        (TCVN3, "»¾¼½ÆÇÊÈÉË", "ằắẳẵặầấẩẫậ"),
        (TCVN3, "¡¢§£¤¥¦", "ĂÂĐÊÔƠƯ"),
        (VNI, "aùaøaûaõaï", "áàảãạ"),
        (VNI, "aâaáaàaåaãaäaêaéaèaúaüaë", "âấầẩẫậăắằẳẵặ"),
        (VNI, "ôùôøôûôõôïöùöøöûöõöï", "ớờởỡợứừửữự"),
        (VNI, "íìæóòîñôöÍÌÆÓÒÎÑÔÖ", "íìỉĩịỵđơưÍÌỈĨỊỴĐƠƯ"),
        (VISCII, "¡¢Æ£ÅÐðÞþ", "ắằẳặĂĐđỡợ"),
    ],
)
def test_codes_agree_with_the_published_tables(encoding: Encoding, code: str, letters: str) -> None:
    text = f"x{code}x"  # inside a word: a lone symbol would stay one

    assert decode(text, encoding).lower() == f"x{letters}x".lower()


@pytest.mark.real
@pytest.mark.skipif(
    not PAIRS.exists(), reason="the pairs of legacy text are not beside the project"
)
def test_the_known_pairs_read_as_people_read_them() -> None:
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]

    for row in rows:
        encoding = VNI if row["encoding"].startswith("vni") else TCVN3
        assert decode(row["legacy"], encoding) == row["unicode"]
        assert encode(row["unicode"], encoding) == row["legacy"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        ("§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        ("h\u00adíng dÉn", "hướng dẫn"),
        ("sè 57-KL/TW, 15/CP, a@b.vn", "số 57-KL/TW, 15/CP, a@b.vn"),
        ("“tr\u00adëng” – … •", "“trưởng” – … •"),
    ],
)
def test_tcvn3_text_is_read(code: str, text: str) -> None:
    assert decode(code, TCVN3) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("tr-ëng, th- t-, n−íc", "trưởng, thư tư, nước"),
        ("x∙ héi", "xã hội"),
        ("-u tiªn, -íc m¬", "ưu tiên, ước mơ"),
        ("Mac-Lenin, T-54, 57-KL/TW", "Mac-Lenin, T-54, 57-KL/TW"),
        ("kinh tÕ - x· héi", "kinh tế - xã hội"),
        ("c- T¨ng c\u00adêng", "c- Tăng cường"),
        ("phÇn V- PhÝ", "phần V- Phí"),
        ("5 − 3 = 2", "5 − 3 = 2"),
    ],
)
def test_a_hyphen_is_u_horn_only_where_it_completes_a_syllable(code: str, text: str) -> None:
    assert decode(code, TCVN3) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("· Môc 1", "· Mục 1"),
        ("3 × 4", "3 × 4"),
        ("······ 5", "······ 5"),
        ("ch©u ¸, « t«, 5.000®", "châu á, ô tô, 5.000đ"),
    ],
)
def test_signs_that_are_no_letters_stay(code: str, text: str) -> None:
    assert decode(code, TCVN3) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Bé CHÝNH TRÞ", "BỘ CHÍNH TRỊ"),
        ("§¡NG Ký KINH DOANH", "ĐĂNG KÝ KINH DOANH"),
        ("MËT", "MẬT"),
        ("Bé TTTT ë TW", "Bộ TTTT ở TW"),
        ("TØNH ñY\nSè 902-CT/TUM", "TỈNH ỦY\nSố 902-CT/TUM"),
        ("Hµ Néi", "Hà Nội"),
        ("ñy ban", "ủy ban"),
    ],
)
def test_capitals_without_a_code_come_back_from_the_words_around(code: str, text: str) -> None:
    assert decode(code, TCVN3) == text


def test_a_font_of_capitals_shows_every_letter_as_one() -> None:
    assert decode("bé tµi chÝnh", TCVN3, capitals=True) == "BỘ TÀI CHÍNH"


def test_a_symbol_font_has_its_codes_in_the_private_area() -> None:
    moved = "".join(chr(0xF000 + ord(char)) for char in "ViÖt Nam")

    assert decode(moved, TCVN3) == "Việt Nam"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("UÛY BAN NHAÂN DAÂN TÆNH", "ỦY BAN NHÂN DÂN TỈNH"),
        ("ñöôïc, ngöôøi, ñaêng kyù, Ñaø Naüng", "được, người, đăng ký, Đà Nẵng"),
        ("Aûnh, OÂng", "Ảnh, Ông"),
    ],
)
def test_vni_text_is_read(code: str, text: str) -> None:
    assert decode(code, VNI) == text


@pytest.mark.parametrize(
    "text", ["“Công”", "“BỘ”", "“CỘNG HOÀ”", "TRỢ CỤC", "bộ – ban…", "“Uống nước”,“Lá lành”"]
)
def test_quotation_marks_in_viscii_are_told_from_capitals(text: str) -> None:
    assert decode(encode(text, VISCII), VISCII) == text


@pytest.mark.parametrize("text", ["VÕ VĂN AN, RÕ RÀNG", "Mục\u00a01 của các\u00a0cấp\u00a0ủy"])
def test_a_no_break_space_in_viscii_is_told_from_a_letter(text: str) -> None:
    assert decode(encode(text, VISCII), VISCII) == text


def test_viscii_is_read_from_latin_1_too() -> None:
    assert decode("C\x93NG", VISCII) == "CỘNG"


def test_utf_8_read_as_windows_1252_is_mended() -> None:
    assert decode("Ä'áº£ng Cá»™ng sáº£n Viá»‡t Nam lÃ\xa0", UTF8) == "đảng Cộng sản Việt Nam là"


@pytest.mark.parametrize("encoding", Encoding)
def test_plain_ascii_is_the_same_in_every_encoding(encoding: Encoding) -> None:
    text = "Report 57-KL/TW, https://a.vn/?q=1&b=2 <a@b.vn> (UNESCO) 50%"

    assert decode(text, encoding) == text
    assert encode(text, encoding) == text
