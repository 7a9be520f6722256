"""On what terms new documents come into the library."""

from __future__ import annotations

from dataclasses import dataclass

from kb.document import Facts
from kb.service.reviewing import ReviewFirst


@dataclass(frozen=True, slots=True)
class Admission:
    """Documents on which a circulation is printed are limited to `internal_groups`, if there are any;
    `review_first` says which ones nobody finds until they are reviewed."""

    internal_groups: tuple[str, ...] = ()
    review_first: ReviewFirst = ReviewFirst.NONE

    def groups_of(self, facts: Facts) -> tuple[str, ...]:
        """The groups that a new document with these facts is limited to."""
        return self.internal_groups if facts.circulation else ()


ANYHOW = Admission()
"""For everybody, at once."""
