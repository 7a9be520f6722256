"""What a question is about, for the embedding model: its text without the words that only ask.

Passages state and questions ask, so "… được quy định như thế nào?" draws a question towards passages
that happen to say such words. Without them and in lower case the default model by itself found more:
nDCG@10 on natural .642 to .690, on alqac2025 .840 to .843. The lexical index is
asked all words as before.
"""

from __future__ import annotations

import re

from kb.vietnamese.normalise import fold
from kb.vietnamese.tones import retoned

_ASKING = (
    "được quy định như thế nào", "quy định như thế nào", "được hiểu như thế nào", "được hiểu là gì",
    "như thế nào", "thế nào là", "thế nào", "ra sao", "là gì", "gồm những gì", "bao gồm những gì",
    "những gì", "là bao nhiêu", "bao nhiêu", "là bao lâu", "bao lâu", "là ai", "là khi nào",
    "khi nào", "ở đâu", "vì sao", "tại sao", "có được không", "được không", "có phải không",
    "phải không", "có đúng không", "đúng không", "có không", "hay không", "đúng hay sai", "cho hỏi",
    "cho biết", "xin hỏi", "tôi muốn hỏi", "muốn hỏi", "trong trường hợp nào", "trường hợp nào",
    "có phải", "có được", "có bị", "có cần",
)  # fmt: skip
_PHRASES = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(_ASKING, key=len, reverse=True))})(?!\w)", re.IGNORECASE
)
_LAST = re.compile(r"(?:(?<!\w)(?:gì|nào|chứ|hả|nhỉ|ạ|à)\W*)+$", re.IGNORECASE)
_WHETHER = re.compile(r"((?<!\w)(?:có|được)\s.*\S)\s+không\W*$", re.IGNORECASE | re.DOTALL)
"""A "không" at the end asks only after "có" or "được": "bốn không" is the name of a policy."""

_EDGE = " ,;:.?!"


_IN_FORCE = re.compile(r"\b(?:con|het|co) hieu luc\b|\b(?:bi|da|duoc) (?:thay the|bai bo|huy bo)\b")


def asks_if_in_force(question: str) -> bool:
    """True for "… còn hiệu lực không", "… đã bị thay thế chưa", with or without accents."""
    return bool(_IN_FORCE.search(fold(question)))


def subject_of(question: str) -> str:
    """What is asked about, as the embedding model should read it; all of it where nothing else is left.

    "Quy tắc ứng xử của viên chức là gì?" → "quy tắc ứng xử của viên chức".
    """
    text = retoned(question)
    rest = _PHRASES.sub(" ", _WHETHER.sub(r"\1", text)).strip(_EDGE)
    rest = " ".join(_LAST.sub("", rest).split()).strip(_EDGE)
    return (rest or text).lower()
