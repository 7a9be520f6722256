"""A quotation as it is typed or pasted, read for comparing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kb.document import Span
from kb.drafting.words import Word, words_of
from kb.errors import InvalidQuotation
from kb.vietnamese.normalise import normalise

LONGEST = 500
"""Words of a quotation that are compared; an alignment takes as many bytes as its words times those of
the document."""

_OMITTED = re.compile(r"\[\s*(?:…|\.{3,})\s*\]|\(\s*(?:…|\.{3,})\s*\)|…+|\.{3,}")
_EDGE = frozenset(".,;:-")  # what may follow or lead a quotation in a sentence that it stands in


@dataclass(frozen=True, slots=True)
class Quotation:
    """Its parts between marks of omission, each at least one word; `text` is NFC.

    `recoded` is true where its letters were written in another Unicode form.
    """

    text: str
    parts: tuple[tuple[Word, ...], ...]
    recoded: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of each part."""
        return tuple(self.text[part[0].start : part[-1].end] for part in self.parts)


def read_quotation(typed: str) -> Quotation:
    """The quotation in `typed`, without the marks around it.

    Raises InvalidQuotation where there is no word in it, or more than `LONGEST`.
    """
    clean = typed.encode("utf-8", "replace").decode("utf-8")
    text = normalise(clean)
    words = [tuple(_trimmed(words_of(text, [span]))) for span in _spans(text)]
    parts = tuple(part for part in words if any(word.is_word for word in part))
    if not parts:
        raise InvalidQuotation("Chưa có chữ nào để đối chiếu; hãy dán nguyên văn câu được trích.")
    if sum(map(len, parts)) > LONGEST:
        raise InvalidQuotation(
            f"Đoạn trích dài quá {LONGEST} chữ; hãy chia ra và đối chiếu từng phần."
        )
    return Quotation(text, parts, unicodedata.normalize("NFC", clean) != clean)


def _spans(text: str) -> list[Span]:
    marks = [(match.start(), match.end()) for match in _OMITTED.finditer(text)]
    starts, ends = [0, *(end for _, end in marks)], [*(start for start, _ in marks), len(text)]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _trimmed(words: list[Word]) -> list[Word]:
    while words and words[0].key in _EDGE:
        words = words[1:]
    while words and words[-1].key in _EDGE:
        words = words[:-1]
    return words
