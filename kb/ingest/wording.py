"""The words by which the parts of a document are known: its type, its ending, who signs, who gets it.

Sources: the type names of 399-QĐ/TW, the layout of 36-HD/VPTW, the State's of NĐ 30/2020/NĐ-CP.
"""

from __future__ import annotations

import re

from kb.symbol import TYPE_NAMES
from kb.vietnamese.normalise import fold

_TYPE_LINES = {fold(name) for names in TYPE_NAMES.values() for name in names} | {
    "chien luoc", "cuong linh", "dieu le", "tuyen bo", "loi keu goi", "bo luat", "luat", "phap lenh",
    "lenh", "cong dien",
}  # fmt: skip
_SIGNS = re.compile(r"^(T/M|TM\.?|K/T|KT\.?|T/L|TL\.?|TUQ\.?|T/UQ|Q\.)\s*[A-ZĐÀ-Ỹ]")
_SIGNING_WORDS = 8
_RECIPIENTS = re.compile(r"^(?:N[ơo]i nh[ậa]n|NƠI NHẬN)\s*(?::|$)")
_APPENDIX = re.compile(r"^PHỤ LỤC|^Phụ lục\s*(?:số\s*)?[\dIVX]*\s*$")
_CLOSES = re.compile(
    r"^(Trên đây là|Trong quá trình|Đề nghị|Yêu cầu|Các quy định trước đây|Giao |Trân trọng"
    r"|(Khi|Nếu) (cần|có)\b.* liên hệ"
    r"|Căn cứ (vào )?(nội dung )?\w+ \w+ này"
    r"|(Nghị quyết|Chỉ thị|Kết luận|Quy định|Quyết định|Quy chế|Hướng dẫn|Thông báo|Kế hoạch"
    r"|Chương trình|Thông tri|Đề án) này "
    r"|[^.;:]{3,80} (theo dõi, đôn đốc|(xin )?(thông báo|báo cáo)( để| đến)? )[^;:]*"
    r"(này|biết|thực hiện|chỉ đạo)\b)"
)


def is_type_line(text: str) -> bool:
    """True for a line that is the name of a document type alone: "HƯỚNG DẪN"."""
    return text.isupper() and fold(text).strip(" .:") in _TYPE_LINES


def begins_signature(text: str) -> bool:
    """True for "T/M BAN THƯỜNG VỤ"; not for running text such as "Q. Bình Thạnh và các quận …"."""
    return bool(_SIGNS.match(text)) and (text.isupper() or len(text.split()) <= _SIGNING_WORDS)


def begins_recipients(text: str) -> bool:
    """True for "Nơi nhận:"; not for a line that goes on with "nơi nhận tin báo …"."""
    return bool(_RECIPIENTS.match(text))


def begins_appendix(text: str) -> bool:
    """True for "PHỤ LỤC 1"; not for "Phụ lục 1 kèm theo Kế hoạch này"."""
    return bool(_APPENDIX.match(text))


def closes(text: str) -> bool:
    """True for an unnumbered paragraph that speaks of the whole document.

    "Chỉ thị này phổ biến …", "Trên đây là …", "Văn phòng Tỉnh ủy thông báo để các cơ quan biết, thực
    hiện"; not "Nhiệm vụ này …".
    """
    return bool(_CLOSES.match(text))
