"""What the store answers with beside the values of the house."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from kb.document import Facts
from kb.reference import Reference
from kb.symbol import Symbol


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A held document without its text. `byte_size` is the original file's; `added_at` is in UTC."""

    id: str
    file_name: str
    media_type: str
    byte_size: int
    page_count: int
    added_at: datetime.datetime
    facts: Facts
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredReference:
    """A mention and the passage it stands in; None where it stands in no passage."""

    reference: Reference
    passage_row_id: int | None


@dataclass(frozen=True, slots=True)
class StoredMention:
    """A mention seen from the mentioned side: `document` is the one that mentions."""

    document: DocumentRecord
    reference: Reference
    passage_row_id: int | None


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """A row of the catalogue: a document known to exist, held or not.

    `term` is the congress term ("XIII"), `plenum` the plenum that adopted it ("7"), where known.
    `replaced_by` is the symbol of the document that took its place, as it is written, on `replaced_on`.
    """

    symbol: Symbol
    type: str | None = None
    date: datetime.date | None = None
    issuer: str | None = None
    term: str | None = None
    plenum: str | None = None
    title: str | None = None
    replaced_by: str | None = None
    replaced_on: datetime.date | None = None

    @property
    def facts(self) -> Facts:
        """The record as the facts that a document of this identity would print."""
        return Facts(
            symbol=self.symbol,
            type=self.type,
            date=self.date,
            issuer=self.issuer,
            title=self.title,
            term=self.term,
        )


class LikenessKind(StrEnum):
    """In what two documents are alike."""

    SAME_NUMBER = "same_number"  # number, type, issuer and date
    MAYBE_SAME_NUMBER = "maybe_same_number"  # the same, but for a date that one does not print
    NEAR_TEXT = "near_text"
    NAMED = "named"  # somebody named the pair


class Decision(StrEnum):
    """What somebody said of a pair."""

    SAME = "same"  # one of the two stays, the other goes to the trash
    VERSION = "version"  # one is a newer version of the other, which stays, marked
    BOTH = "both"  # two documents


@dataclass(frozen=True, slots=True)
class Likeness:
    """A pair: `document_id` was added after `other_id`. `score` is how like their texts are, in [0, 1],
    None where one has no signature.

    `chosen_id` is the one of the two that stays (same), or is the newer one (version). `at` is in UTC.
    """

    document_id: str
    other_id: str
    kind: LikenessKind
    score: float | None = None
    decision: Decision | None = None
    chosen_id: str | None = None
    actor: str | None = None
    at: datetime.datetime | None = None
