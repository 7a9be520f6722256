"""A fact as it is found: its value, the places that say so, how surely, and by which rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kb.document import Confidence, Evidence, Span

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of the document's text and where it stands."""

    text: str
    span: Span

    def part(self, start: int, end: int) -> Excerpt:
        """The characters from `start` to `end` of it."""
        return Excerpt(self.text[start:end], Span(self.span.start + start, self.span.start + end))


@dataclass(frozen=True, slots=True)
class Finding(Generic[Value]):
    """One fact. `places` are where the document says so, the telling one first; none if inferred."""

    value: Value
    reason: str
    places: tuple[Span, ...] = ()
    confidence: Confidence = Confidence.SURE


def evidence_of(field: str, finding: Finding[object], recognised: Sequence[Span]) -> Evidence:
    """The evidence of a finding; `recognised` are the parts of the text read from pictures.

    What one such part alone says is not sure: a letter misread there is contradicted by nothing.
    """
    span = finding.places[0] if finding.places else None
    alone = span is not None and len(finding.places) == 1
    read = alone and any(part.overlaps(finding.places[0]) for part in recognised)
    if read and finding.confidence is Confidence.SURE:
        reason = f"{finding.reason}, máy nhận dạng từ bản quét"
        return Evidence(field, Confidence.LIKELY, span, reason)
    return Evidence(field, finding.confidence, span, finding.reason)
