"""Who issued a document: by the opening formula, the signature and the letterhead together.

Never by the symbol: `/TW` covers three bodies and `/TU` several in every province.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.document import Confidence, Span
from kb.ingest.finding import Excerpt, Finding
from kb.ingest.terms import without_term
from kb.symbol import find_symbols
from kb.vietnamese.normalise import fold, tone_key

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
_WHOLE = "Chính phủ|Quốc hội"  # no more than the organ's word: "Chính phủ ban hành Nghị định …"
_OPENING = re.compile(
    rf"(?:^|[,;.]\s+)(?P<issuer>{_WHOLE}|(?:{_ORGAN})\b[^,;.:]{{2,90}}?)\s+(?:{_VERBS})\b"
)
_ON_BEHALF = re.compile(r"^(?:T/M|TM\.?)\s+(?P<body>.+)$")
_STARTS_WITH_ORGAN = re.compile(rf"^(?:{_ORGAN})\b", re.IGNORECASE)
_CENTRAL = frozenset(
    {"bo chinh tri", "ban bi thu"}
)  # bodies that need no other's name beside theirs
_NUMBER_LINE = re.compile(r"^S[ốô]\b")
_UNITS = frozenset({"tinh", "xa", "huyen", "phuong", "quan"})
_OPENING_PARAGRAPHS = 12
_SIGNATURE, _LETTERHEAD = "khối chữ ký", "tên cơ quan ở đầu văn bản"
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


@dataclass(frozen=True, slots=True)
class Bodies:
    """The bodies that a document names as its own, and the terms (khóa) printed with them.

    `printed` are the letterhead's, parent first; `signing` those that are signed for.
    """

    printed: tuple[Excerpt, ...]
    signing: tuple[Excerpt, ...]
    opening: Excerpt | None
    terms: tuple[Excerpt, ...]


def bodies_of(
    head: Sequence[Excerpt], body: Sequence[Excerpt], signature: Sequence[Excerpt]
) -> Bodies:
    """The bodies named in the paragraphs of letterhead, body and signature."""
    printed = [without_term(organ) for organ in _printed_organs(head)]
    signing = [without_term(name) for name in _signing(signature)]
    opening = [without_term(name) for name in _opening_issuers(body)[-1:]]
    return Bodies(
        printed=tuple(name for name, _ in printed),
        signing=tuple(name for name, _ in signing),
        opening=opening[0][0] if opening else None,
        terms=tuple(term for _, term in (*opening, *signing, *printed) if term),
    )


def issuer_of(text: str, bodies: Bodies) -> Finding[str] | None:
    """The issuing body as the document writes it, None if nothing names it.

    The opening formula says it best ("Ban Thường vụ Tỉnh ủy … quy định …"), but it counts only where
    letterhead or signature agree: a notice of another body's conclusions opens with that other body.
    """
    found = _by_opening(bodies) or _by_signature(text, bodies) or _by_letterhead(text, bodies)
    if found is None:
        return None
    return replace(found, value=_completed(found.value, bodies.printed, text))


def _by_opening(bodies: Bodies) -> Finding[str] | None:
    opening = bodies.opening
    if opening is None:
        return None
    others = (*bodies.signing, *bodies.printed)
    if others and not any(_agrees(opening.text, name.text) for name in others):
        return None
    signing, printed = _saying(opening, bodies.signing), _saying(opening, bodies.printed)
    agreeing = [word for word, places in ((_SIGNATURE, signing), (_LETTERHEAD, printed)) if places]
    reason = f"theo câu mở đầu, khớp với {' và '.join(agreeing)}" if agreeing else "theo câu mở đầu"
    confidence = Confidence.SURE if agreeing else Confidence.LIKELY
    return Finding(opening.text, reason, (opening.span, *signing, *printed), confidence)


def _by_signature(text: str, bodies: Bodies) -> Finding[str] | None:
    """The body that is signed for; surely the issuer, unless the opening names another body."""
    if not bodies.signing:
        return None
    name = bodies.signing[0]
    value = _on_behalf(name.text, bodies.printed, text)
    agreeing = _saying(name, bodies.printed)
    reason = f"theo {_SIGNATURE}, khớp với {_LETTERHEAD}" if agreeing else f"theo {_SIGNATURE}"
    confidence = Confidence.LIKELY if bodies.opening and not agreeing else Confidence.SURE
    return Finding(value, reason, (name.span, *agreeing), confidence)


def _by_letterhead(text: str, bodies: Bodies) -> Finding[str] | None:
    """The letterhead alone may name the organisation and not the body of it that decided."""
    if not bodies.printed:
        return None
    value, place = _letterhead_name(bodies.printed, text), bodies.printed[-1].span
    return Finding(value, f"theo {_LETTERHEAD}", (place,), Confidence.LIKELY)


def _printed_organs(head: Sequence[Excerpt]) -> list[Excerpt]:
    """The bodies named in the letterhead, parent first, each on one line.

    They stand over the symbol; what follows it is the right column, whose heading ("ĐOÀN TNCS HỒ CHÍ
    MINH") names the whole organisation and issues nothing.
    """
    organs: list[Excerpt] = []
    for line in head:
        words = line.text
        if _NUMBER_LINE.match(words):
            break
        if not words.isupper() or "CỘNG SẢN VIỆT NAM" in words or find_symbols(words):
            continue
        if _STARTS_WITH_ORGAN.match(words):
            organs.append(line)
        elif organs:
            last = organs[-1]
            span = Span(last.span.start, line.span.end)
            organs[-1] = Excerpt(f"{last.text} {words}", span)
    return organs


def _signing(signature: Sequence[Excerpt]) -> list[Excerpt]:
    matches = [(line, _ON_BEHALF.match(line.text)) for line in signature]
    return [line.part(*match.span("body")) for line, match in matches if match]


def _opening_issuers(body: Sequence[Excerpt]) -> list[Excerpt]:
    """The bodies before the verb of the first opening formula; the last of them is the issuer."""
    for line in body[:_OPENING_PARAGRAPHS]:
        is_opinion = re.match(r"^[-–]?\s*Xét", line.text)
        matches = [] if is_opinion else list(_OPENING.finditer(line.text))
        if matches:
            return [line.part(*match.span("issuer")) for match in matches]
        if re.match(r"^(I|1|Điều 1)\s?[.-]", line.text):
            break
    return []


def _agrees(one: str, other: str) -> bool:
    """True if one of the two names begins with the other, accents aside: the place may be left out."""
    wanted, said = fold(one), fold(other)
    return wanted.startswith(said[: len(wanted)])


def _saying(name: Excerpt, others: Sequence[Excerpt]) -> list[Span]:
    """Where `others` say the same name, accents included: "GIAO" does not confirm "giáo"."""
    return [
        other.span
        for other in others
        if _agrees(name.text, other.text)
        and all(
            tone_key(one) == tone_key(two)
            for one, two in zip(name.text.split(), other.text.split(), strict=False)
        )
    ]


def _on_behalf(body: str, printed: Sequence[Excerpt], text: str) -> str:
    """The signing body; "BAN THƯỜNG VỤ" alone is the one of the letterhead's "TỈNH ỦY"."""
    if fold(body) in _CENTRAL:
        return _cased(body, text)
    longer = [line.text for line in printed if fold(line.text).startswith(fold(body))]
    if longer:
        return _cased(longer[-1], text)
    if printed and len(body.split()) <= 3:
        return f"{_cased(body, text)} {_cased(printed[-1].text, text)}"
    return _cased(body, text)


def _letterhead_name(printed: Sequence[Excerpt], text: str) -> str:
    """The last body of the letterhead; an office or committee is named with its parent."""
    last, parent = printed[-1].text, printed[-2].text if len(printed) > 1 else ""
    dependent = len(last.split()) <= 4 and re.match(r"^(BAN|VĂN PHÒNG|ỦY BAN|UỶ BAN)\b", last)
    names = [last, parent] if dependent and parent else [last]
    return " ".join(_cased(name, text) for name in names)


def _completed(issuer: str, printed: Sequence[Excerpt], text: str) -> str:
    """Adds the place that only the letterhead names: "Tỉnh ủy" with "TỈNH ỦY TRƯỜNG KHÊ"."""
    words = fold(issuer).split()
    unit = words[-2] if len(words) > 1 and words[-1] == "uy" else words[-1]
    for line in (organ.text for organ in reversed(printed)):
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
