"""Who issued a document: by the opening formula, the signature and the letterhead together.

Never by the symbol: `/TW` covers three bodies and `/TU` several in every province.
"""

from __future__ import annotations

import re

from kb.symbol import find_symbols
from kb.vietnamese.normalise import fold

LEGAL_BASES = re.compile(
    r"^[-–]?\s*(Căn cứ|Xét|Thực hiện|Theo|Để |Tiếp tục|Ngày |Trong |Nhằm |Sau )"
)
"""How the paragraphs between title and body begin."""

_ORGANS = (
    "Ban", "BCH", "Bộ", "Chi bộ", "Chi ủy", "Chính phủ", "Công đoàn", "Đảng bộ", "Đảng đoàn", "Đảng ủy",
    "Đảng uỷ", "Đoàn", "Hội", "Hội đồng", "Huyện đoàn", "Huyện ủy", "Huyện uỷ", "Liên đoàn", "Mặt trận",
    "Quân ủy", "Quận ủy", "Quốc hội", "Thành đoàn", "Thành ủy", "Thành uỷ", "Thị ủy", "Thủ tướng",
    "Thường trực", "Tỉnh đoàn", "Tỉnh ủy", "Tỉnh uỷ", "Ủy ban", "Uỷ ban", "Văn phòng",
)  # fmt: skip
_ORGAN = "|".join(sorted(_ORGANS, key=len, reverse=True))
_VERBS = (
    "hướng dẫn|quy định|ban hành|yêu cầu|xây dựng|chỉ thị|kết luận|thông báo|quyết định|đề nghị|báo cáo"
    "|nhận thấy|thống nhất|chỉ đạo|quyết nghị|đề ra"
)
_OPENING = re.compile(rf"(?:^|[,;.]\s+)(?P<issuer>(?:{_ORGAN})\b[^,;.:]{{2,90}}?)\s+(?:{_VERBS})\b")
_ON_BEHALF = re.compile(r"^(?:T/M|TM\.?)\s+(?P<body>.+)$")
_STARTS_WITH_ORGAN = re.compile(rf"^(?:{_ORGAN})\b", re.IGNORECASE)
_CENTRAL = frozenset(
    {"bo chinh tri", "ban bi thu"}
)  # bodies that need no other's name beside theirs
_NUMBER_LINE = re.compile(r"^S[ốô]\b")
_UNITS = frozenset({"tinh", "xa", "huyen", "phuong", "quan"})
_OPENING_PARAGRAPHS = 12
_LOWER_WORDS = frozenset(
    [
        "ủy",
        "uỷ",
        "vụ",
        "hành",
        "giáo",
        "vận",
        "tra",
        "và",
        "đạo",
        "chức",
        "xã",
        "huyện",
        "phường",
        "trực",
        "ương",
        "mẫu",
    ]
)
_LOWER_PAIRS = {("ủy", "ban"), ("uỷ", "ban"), ("ban", "nhân"), ("đồng", "nhân"), ("nhân", "dân"),
                ("đảng", "bộ"), ("văn", "phòng"), ("hội", "đồng"), ("tổ", "quốc"), ("mặt", "trận"),
                ("chi", "bộ"), ("bí", "thư"), ("chính", "trị"), ("nội", "chính")}  # fmt: skip
"""Two words of an organ's name of which the second takes no capital: Ủy ban, Bộ Chính trị."""


def issuer_of(text: str, head: list[str], body: list[str], signature: list[str]) -> str | None:
    """The issuing body as the document writes it, None if nothing names it.

    `head`, `body` and `signature` are the paragraphs of letterhead, body and signature. The opening
    formula says it best ("Ban Thường vụ Tỉnh ủy … quy định …"), but it counts only where letterhead
    or signature agree: a notice of another body's conclusions opens with that other body.
    """
    printed = _printed_organs(head)
    signing = [match["body"] for line in signature if (match := _ON_BEHALF.match(line))]
    opening = _opening_issuer(body)
    if opening and _agrees(opening, [*printed, *signing]):
        return _completed(opening, printed, text)
    if signing:
        return _completed(_on_behalf(signing[0], printed, text), printed, text)
    return _completed(_letterhead_name(printed, text), printed, text) if printed else None


def _printed_organs(head: list[str]) -> list[str]:
    """The bodies named in the letterhead, parent first, each on one line.

    They stand over the symbol; what follows it is the right column, whose heading ("ĐOÀN TNCS HỒ CHÍ
    MINH") names the whole organisation and issues nothing.
    """
    organs: list[str] = []
    for line in head:
        if _NUMBER_LINE.match(line):
            break
        if not line.isupper() or "CỘNG SẢN VIỆT NAM" in line or find_symbols(line):
            continue
        if _STARTS_WITH_ORGAN.match(line):
            organs.append(line)
        elif organs:
            organs[-1] += f" {line}"
    return organs


def _opening_issuer(body: list[str]) -> str | None:
    for line in body[:_OPENING_PARAGRAPHS]:
        matches = [] if re.match(r"^[-–]?\s*Xét", line) else list(_OPENING.finditer(line))
        if matches:
            return str(matches[-1]["issuer"]).strip()
        if re.match(r"^(I|1|Điều 1)\s?[.-]", line):
            return None
    return None


def _agrees(opening: str, evidence: list[str]) -> bool:
    wanted = fold(opening)
    return not evidence or any(wanted.startswith(fold(line)[: len(wanted)]) for line in evidence)


def _on_behalf(body: str, printed: list[str], text: str) -> str:
    """The signing body; "BAN THƯỜNG VỤ" alone is the one of the letterhead's "TỈNH ỦY"."""
    if fold(body) in _CENTRAL:
        return _cased(body, text)
    longer = [line for line in printed if fold(line).startswith(fold(body))]
    if longer:
        return _cased(longer[-1], text)
    if printed and len(body.split()) <= 3:
        return f"{_cased(body, text)} {_cased(printed[-1], text)}"
    return _cased(body, text)


def _letterhead_name(printed: list[str], text: str) -> str:
    """The last body of the letterhead; an office or committee is named with its parent."""
    last, parent = printed[-1], printed[-2] if len(printed) > 1 else ""
    dependent = len(last.split()) <= 4 and re.match(r"^(BAN|VĂN PHÒNG|ỦY BAN|UỶ BAN)\b", last)
    names = [last, parent] if dependent and parent else [last]
    return " ".join(_cased(name, text) for name in names)


def _completed(issuer: str, printed: list[str], text: str) -> str:
    """Adds the place that only the letterhead names: "Tỉnh ủy" with "TỈNH ỦY TRƯỜNG KHÊ"."""
    words = fold(issuer).split()
    unit = words[-2] if len(words) > 1 and words[-1] == "uy" else words[-1]
    for line in reversed(printed):
        parts = fold(line).split()
        for at in (index for index, part in enumerate(parts) if part == unit and part in _UNITS):
            name = line.split()[at + 1 :]
            name = name[1:] if name and fold(name[0]) == "uy" else name
            if name:
                return f"{issuer} {_cased(' '.join(name), text)}"
    return issuer


def _cased(line: str, text: str) -> str:
    """A line of capitals as the document's own running text writes it, else in usual capitals."""
    folded, wanted = fold(text), fold(line)
    start = folded.find(wanted)
    while start >= 0:
        candidate = text[start : start + len(wanted)]
        if candidate[:1].isupper() and not candidate.isupper():
            return candidate
        start = folded.find(wanted, start + 1)
    words = line.lower().split()
    pairs = zip(["", *words], words, strict=False)
    cased = " ".join(_cased_word(before, word) for before, word in pairs)
    return cased[:1].upper() + cased[1:]


def _cased_word(before: str, word: str) -> str:
    if not set(fold(word)) & set("aeiouy"):
        return word.upper()  # BCH, TNCS
    plain = word in _LOWER_WORDS or (before, word) in _LOWER_PAIRS
    return word if plain else word.capitalize()
