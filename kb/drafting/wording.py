"""What the verdicts and differences are called in Vietnamese."""

from __future__ import annotations

from kb.drafting.differences import Difference, DifferenceKind
from kb.drafting.verify import Verdict

VERDICTS = {
    Verdict.EXACT: "Đúng nguyên văn.",
    Verdict.DIFFERS: "Khác nguyên văn.",
    Verdict.NOT_FOUND: "Không tìm thấy đoạn này.",
}

KINDS = {
    DifferenceKind.WORDING: "Khác chữ",
    DifferenceKind.PUNCTUATION: "Khác dấu câu",
    DifferenceKind.TONE: "Khác chỗ đặt dấu thanh",
    DifferenceKind.CASE: "Khác chữ hoa, chữ thường",
    DifferenceKind.SPACING: "Khác khoảng trắng hoặc xuống dòng",
    DifferenceKind.DASHES: "Khác gạch ngang",
    DifferenceKind.QUOTES: "Khác ngoặc kép",
    DifferenceKind.CODING: "Khác cách mã hóa chữ Unicode",
    DifferenceKind.NOTE_MARK: "Có số chú thích",
}

FORMAL_NOTE = "Khác về hình thức như vậy không làm đổi câu chữ."


def difference_text(one: Difference) -> str:
    """A difference in a line: "Khác chữ: đoạn trích viết “lói”, văn bản in “lối”"."""
    name = KINDS[one.kind]
    if one.kind is DifferenceKind.NOTE_MARK:
        return f"{name}: {one.quoted}"
    quoted, printed = _shown(one.quoted), _shown(one.printed)
    if quoted and printed:
        return f"{name}: đoạn trích viết “{quoted}”, văn bản in “{printed}”"
    if quoted:
        return f"{name}: đoạn trích thừa “{quoted}”"
    return f"{name}: đoạn trích thiếu “{printed}”" if printed else name


def _shown(text: str) -> str:
    return text.replace("\n", " ⏎ ").replace("\t", " ⇥ ")
