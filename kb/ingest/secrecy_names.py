"""Marks of secrecy in the names of files: "57-KL-TW_MAT.pdf", "TỐI MẬT - báo cáo.pdf".

Names are often written without accents, where mat may be mật, mặt, mắt, mất or mát. The word counts
where it stands apart from its neighbours (brackets, an underscore, the end of the name, capitals, a
number before it) and makes no common word with them: "bao-mat", "mat-tran", "mat-do".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from kb.vietnamese.normalise import fold

_WORD = re.compile(r"[^\W_]+")
_SECRET = frozenset(
    {"mật", "mât", "mạt", "mat"}
)  # how the word is typed; mặt, mắt, mất, mát are others
_JOINED = {"toimat": "toimat", "tuyetmat": "tuyetmat"}
_BEFORE_SECRET = (
    re.compile(  # words that make another word with mật itself: bảo mật, túi mật, ông Mật
        "bao|bi|co|do|noi|giai|than|trang|duong|dich|ong|tui|soi|ngot|chat|mui|thi"
    )
)
_AFTER_SECRET = re.compile(
    "do|ong|ma|khau|vu|thiet|nghi|tham|ham|uoc|lenh|mia|danh|thu|tong|dao|hieu|ngot|phuc|vien"
)
_BEFORE_PLAIN = re.compile(  # words that go with mặt, mắt, mất or mát: tiền mặt, ra mắt, làm mát
    "be|benh|cap|chan|chong|chop|con|cua|dan|dau|dai|doi|dua|ga|gap|giap|go|guong|hai|hop|kham|khuon|"
    "kinh|lam|lien|long|mat|mot|ngoai|ngua|nuoc|que|ra|rua|sac|tai|tam|thay|tien|tra|truoc|vang|xuat"
)
_AFTER_PLAIN = re.compile(
    "bac|bang|bao|biec|can|cat|cau|chinh|cong|da|dan|dat|day|dien|duong|giac|goc|hang|hoc|khac|lanh|"
    "mat|me|mong|ngoai|ngu|nuoc|phai|pho|san|sau|sac|tich|tien|trai|tran|trang|troi|truoc|truong|tu|tuc"
)
_ABOUT = re.compile(  # names that speak of secrecy: "quan-ly-van-ban-mat", "danh mục tài liệu mật"
    r"\b(?:quan ly|bao ve|danh muc|giai|tieu huy|xu ly|soan thao|bao quan|so)\b"
    r".*\b(?:lieu|ban|so|tin|do|vat|viec) mat\b"
)
_CODES = re.compile(
    r"\d+|nq|ct|ctr|kl|qd|qc|tt|ttr|hd|tb|bc|kh|da|cv|bb|tw|tu|hu|du|vptw|vptu|ubkt\w*|btg\w*|btc\w*"
)
_ENDINGS = re.compile(r"(?:\.(?:pdf|docx?|rtf|tiff?|png|jpe?g|odt|txt|xlsx?))+$", re.I)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a name: as typed, folded, and what stands between it and its neighbours."""

    typed: str
    folded: str
    before: str
    after: str


def level_in_name(file_name: str) -> tuple[str, str] | None:
    """The words of a mark in a file's name and its level ("mat", "toimat", "tuyetmat"), or None."""
    stem = _ENDINGS.sub("", unicodedata.normalize("NFC", PurePath(file_name).name))
    words = _words(stem)
    found = [mark for index in range(len(words)) if (mark := _mark_at(words, index))]
    return max(found, key=lambda mark: len(mark[1]), default=None)


def _words(stem: str) -> list[_Word]:
    matches = list(_WORD.finditer(stem))
    edges = [0, *(match.end() for match in matches)]
    starts = [*(match.start() for match in matches), len(stem)]
    gaps = [stem[end:start] for end, start in zip(edges, starts, strict=True)]
    return [
        _Word(match[0], fold(match[0]), gaps[index], gaps[index + 1])
        for index, match in enumerate(matches)
    ]


def _mark_at(words: Sequence[_Word], index: int) -> tuple[str, str] | None:
    word = words[index]
    if word.folded in _JOINED:
        return word.typed, _JOINED[word.folded]
    if word.typed.lower() not in _SECRET:
        return None
    before = words[index - 1] if index else None
    if before is not None and _is_grade(before):
        grade = "tuyetmat" if before.folded == "tuyet" else "toimat"
        return f"{before.typed} {word.typed}", grade
    return (word.typed, "mat") if _stands_apart(words, index) else None


def _is_grade(word: _Word) -> bool:
    """ "tuyệt" or "tối", also with a slip in its accents; not "tới"."""
    return word.folded == "tuyet" or word.typed.lower() in {"tối", "tôi", "toi", "tói"}


def _stands_apart(words: Sequence[_Word], index: int) -> bool:
    """True for a lone mật: not part of a common word, and set off from what is around it."""
    word = words[index]
    before = words[index - 1] if index else None
    after = words[index + 1] if index + 1 < len(words) else None
    if _ABOUT.search(" ".join(item.folded for item in words)):
        return False
    if _is_shouted(word, words):
        return True
    if before and _goes_with(word, before, _BEFORE_SECRET, _BEFORE_PLAIN):
        return _is_set_off(word.before, words)
    if after and _goes_with(word, after, _AFTER_SECRET, _AFTER_PLAIN):
        return _is_set_off(word.after, words)
    beside_code = any(
        other is not None and _CODES.fullmatch(other.folded) for other in (before, after)
    )
    typed_out = not word.typed.isascii()
    return after is None or typed_out or beside_code or _is_set_off(word.after, words)


def _goes_with(word: _Word, other: _Word, secret: re.Pattern[str], plain: re.Pattern[str]) -> bool:
    """True if the two are one common word; typed with its accent, mật can only be mật."""
    if secret.fullmatch(other.folded):
        return True
    return word.typed.isascii() and plain.fullmatch(other.folded) is not None


def _is_set_off(gap: str, words: Sequence[_Word]) -> bool:
    """True for a gap with more in it than the one usual between this name's words: "_", " - ", ")"."""
    usual = max((word.after for word in words), key=[word.after for word in words].count)
    strong = bool(re.search(r"[()\[\]{},;+]", gap)) or (
        gap.strip() in {"-", "–", "—"} and " " in gap
    )
    return strong or ("_" in gap and usual != gap)


def _is_shouted(word: _Word, words: Sequence[_Word]) -> bool:
    """True for capitals among words that are not: "MAT bao cao quy 1"."""
    others = [
        item.typed for item in words if item is not word and not _CODES.fullmatch(item.folded)
    ]
    return word.typed.isupper() and any(not other.isupper() for other in others)
