"""A place of a document as an address names it."""

from __future__ import annotations

from dataclasses import dataclass

from kb.document import Span
from kb.service.results import Hit


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a document's text, or a division by its key; or neither."""

    span: Span | None = None
    division: str = ""

    @property
    def terms(self) -> dict[str, str | int | None]:
        """The same as parameters of an address."""
        start, end = (self.span.start, self.span.end) if self.span else (None, None)
        return {"tu": start, "den": end, "d": self.division or None}

    def holds(self, hit: Hit) -> bool:
        """True if a hit of the same document is what stands at this place."""
        return hit.division == self.division or (self.span is not None and hit.span == self.span)
