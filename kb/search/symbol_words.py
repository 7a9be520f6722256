"""The words and codes by which a query names a document, and the nouns that a number counts.

Keys are folded (no accents). Sources: `kb.symbol.TYPE_NAMES`, Hướng dẫn 36-HD/VPTW for the codes of
Party bodies; the countable nouns are our own list, taken from how directives are written.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.search.lexical_tokens import folded_key, is_unaccented, written_key
from kb.symbol import TYPE_NAMES
from kb.vietnamese.normalise import fold
from kb.vietnamese.tokens import tokens_of


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(","))


CODES = {fold(code): code for code in reversed(TYPE_NAMES)}
"""Folded code → code: "qd" → "QĐ", "ctr" → "CTr"."""

BARE_CODES = _listed(
    "nq, ct, kl, qd, qdi, qdns, qyd, qc, tt, hd, tb, tbkl, bc, kh, ctr, ctrhd, ttr, cv, nd"
)
"""Codes trusted without a slash; da, pa, qh, tc and bb are words or other things as well."""

TYPE_WORDS = {
    "thong bao ket luan": "TBKL",
    "chuong trinh hanh dong": "CTrHĐ",
    "nghi quyet": "NQ",
    "chi thi": "CT",
    "ket luan": "KL",
    "quyet dinh": "QĐ",
    "quy dinh": "QĐ",
    "quy che": "QC",
    "huong dan": "HD",
    "thong bao": "TB",
    "thong tri": "TT",
    "thong tu": "TT",
    "ke hoach": "KH",
    "chuong trinh": "CTr",
    "bao cao": "BC",
    "to trinh": "TTr",
    "cong van": "CV",
    "nghi dinh": "NĐ",
    "de an": "ĐA",
    "thong cao": "TC",
    "quy hoach": "QH",
    "phuong an": "PA",
    "du an": "DA",
    "bien ban": "BB",
}
"""Type word → code. "quy định" gives QĐ; the QĐi of 2018-2019 must be asked for by its code."""

LOOSE_TYPES = frozenset({"TC", "QH", "PA", "DA", "BB"})
"""Types whose word needs "số" before the number: in "dự án 2" and "phương án 3" it counts."""

ISSUERS = {
    "t.u": "TW",
    "ttg": "TTg",
    "hdnd": "HĐND",
    "du": "ĐU",
    "duk": "ĐUK",
} | {
    code.lower(): code
    for code in _listed(
        "TW, TU, HU, QU, CP, UBND, VPTW, VPTU, BTGTW, BTGTU, BTGDVTW, BTGDVTU, BDVTW, BDVTU, BTCTW,"
        " BTCTU, BNCTW, BNCTU, UBKTTW, UBKTTU, BKTTW, BCSCLTW, QUTW, HVCTQG"
    )
}
"""Folded issuer code → code as written."""

ORGANS = {
    "ban chap hanh trung uong": "TW",
    "bo chinh tri": "TW",
    "bct": "TW",
    "ban bi thu": "TW",
    "bbt": "TW",
    "trung uong": "TW",
    "ban tuyen giao va dan van tinh uy": "BTGDVTU",
    "ban tuyen giao va dan van trung uong": "BTGDVTW",
    "ban tuyen giao tinh uy": "BTGTU",
    "ban tuyen giao trung uong": "BTGTW",
    "ban to chuc trung uong": "BTCTW",
    "ban to chuc tinh uy": "BTCTU",
    "tinh uy": "TU",
    "thanh uy": "TU",
    "thu tuong chinh phu": "TTg",
    "thu tuong": "TTg",
    "chinh phu": "CP",
}
"""Folded name of an issuing body → its code in symbols."""

COUNTING_WORDS = _listed(
    "dieu, khoan, diem, muc, chuong, phan, khoa, nam, thang, ngay, lan, thu, hoi nghi, dai hoi, trang"
)
"""Words before a number that is not a document's: "điều 5", "khóa 12", "ngày 15"."""

_UNITS = _listed(
    "năm, tháng, ngày, tuần, giờ, phút, tuổi, người, tỷ, triệu, nghìn, đồng, km, kv, mét, ha, hộ, xã,"
    " phường, huyện, tỉnh, phần trăm"
)
"""Counted in any number."""

_NOUNS = _listed(
    "bước, nhiệm vụ, giải pháp, nội dung, vấn đề, điểm, điều, khoản, mục, chương, phần, trang,"
    " đồng chí, thành phố, nước, quốc gia, lần, cấp, nhóm, loại, hình thức, nguyên tắc, tiêu"
    " chí, tiêu chuẩn, chỉ tiêu, quan điểm, phương châm, trụ cột, đột phá, trọng tâm, khâu, đợt,"
    " đơn vị, chuyên đề, văn bản, giai đoạn, khối, sẵn sàng, bên, buổi, câu, mặt, mô hình, phong"
    " trào, cuộc, nhiệm kỳ, dân tộc, trường hợp, biện pháp, yêu cầu, kết quả, thành viên, hành"
    " vi, biểu hiện, lĩnh vực, vùng, địa phương, bậc, hạng, mức, tầng, đội, môn, kênh, ngôn ngữ,"
    " cơ quan, tổ chức, tiểu ban, bài học, kiến nghị, định hướng, căn cứ, chức danh, tập thể, cá"
    " nhân, công trình, sản phẩm, nghị quyết, chỉ thị, đối tượng, quyền, nghĩa vụ, phương án,"
    " kịch bản, lớp, hội nghị, chữ, hướng"
)
"""Counted in small numbers."""

_NOT_COUNTED = _listed(
    "người đứng đầu, người việt, người có, cấp ủy, xã hội, mặt trận, điều lệ, điều kiện, điểm"
    " mới, nước ngoài, hộ khẩu, tỉnh ủy, huyện ủy, đồng bằng, đồng bộ, quyền hạn, chương trình,"
    " tổ chức đảng, tổ chức bộ máy, lần thứ, phần mở đầu, hướng dẫn, tuần tra, đội ngũ, mức độ,"
    " khối đại đoàn kết"
)
"""Begin with a counted word and are something else: "quy định 80 cấp ủy"."""

_SMALL = 100
"""Below this a number before a noun counts it; "quyết định 362 cơ quan báo chí" is a symbol."""

_FURTHEST_YEARS = frozenset({2040, 2045, 2050})


def is_year(number: str) -> bool:
    """True if the number after a type word is a year: "kế hoạch 2024", "kế hoạch 2045".

    From the Party's founding to 2035, and the years that strategies aim at; 2043-KL/TU exists.
    """
    return number.isdigit() and (1930 <= int(number) <= 2035 or int(number) in _FURTHEST_YEARS)


def counts_something(number: str, following: str) -> bool:
    """True if `number` counts the noun that `following` begins with: "3 | bước", "5 | năm".

    "36 | năm 2018" and "57 | ngày 15/6" are dates and count nothing; "5 | năm 2021-2025" counts.
    """
    if not number.isdigit():
        return False
    plain = is_unaccented(following)
    key = folded_key if plain else written_key
    if following[:2].strip()[:1] in tuple(",.;:?!()"):
        return False
    heard = [key(token.text) for token in tokens_of(following)[:4]]
    if _begins(heard, _NOT_COUNTED, plain) or _is_dated(int(number), heard, plain):
        return False
    nouns = _UNITS + _NOUNS if int(number) < _SMALL else _UNITS
    return _begins(heard, nouns, plain)


def _begins(heard: list[str], phrases: Sequence[str], plain: bool) -> bool:
    key = folded_key if plain else written_key
    keys = ([key(syllable) for syllable in phrase.split()] for phrase in phrases)
    return any(heard[: len(phrase)] == phrase for phrase in keys)


def _is_dated(number: int, heard: list[str], plain: bool) -> bool:
    if len(heard) < 2 or not heard[1].isdigit():
        return False
    if _begins(heard, ("năm",), plain):
        years = [word for word in heard[1:3] if word.isdigit() and len(word) == 4]
        return len(years) == 1 and number > 10
    return len(heard[1]) <= 2 and _begins(heard, ("ngày", "tháng"), plain)
