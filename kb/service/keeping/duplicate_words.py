"""Likenesses and decisions in words, for the pages, the command line and the log alike."""

from __future__ import annotations

from kb.service.keeping.duplicates import Duplicate, Side
from kb.store.records import Decision, LikenessKind

KIND_WORDS = {
    LikenessKind.SAME_NUMBER: "cùng số, loại, cơ quan và ngày ban hành",
    LikenessKind.MAYBE_SAME_NUMBER: "cùng số, loại, cơ quan; thiếu ngày ban hành để so",
    LikenessKind.NEAR_TEXT: "lời văn gần như nhau",
    LikenessKind.NAMED: "được nêu tên khi quyết định",
}
"""In what two documents are alike."""

DECISION_WORDS = {
    Decision.SAME: "Cùng văn bản",
    Decision.VERSION: "Bản mới",
    Decision.BOTH: "Giữ cả hai",
}
"""The answers, as buttons say them."""


def likeness_words(pair: Duplicate) -> str:
    """In what they are alike: "lời văn gần như nhau (giống khoảng 97%)"; never 100, for accents, case
    and punctuation were not compared."""
    if pair.score is None:
        return KIND_WORDS[pair.kind]
    return f"{KIND_WORDS[pair.kind]} (giống khoảng {min(99, round(100 * pair.score))}%)"


def named(side: Side) -> str:
    """What a document is called with what tells it from the other: "901-HD/BTGTUM (quet.pdf)"."""
    card = side.card
    trash = ", đang ở trong thùng rác" if side.in_trash else ""
    return f"{card.heading} ({card.file_name}{trash})"


def decided_words(pair: Duplicate) -> str:
    """What was decided: "Bản mới: a.pdf thay b.pdf", without a full stop; "" where nothing was."""
    if pair.decision is None:
        return ""
    said = DECISION_WORDS[pair.decision]
    if pair.decision is Decision.BOTH:
        return said
    stays, leaves = pair.new.card, pair.old.card
    if pair.chosen_id == leaves.id:
        stays, leaves = leaves, stays
    if pair.decision is Decision.SAME:
        return f"{said}: giữ {stays.file_name}, bỏ {leaves.file_name}"
    return f"{said}: {stays.file_name} thay cho {leaves.file_name}"
