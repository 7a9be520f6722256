"""How a document stands to another one that it mentions, with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.document import Span


class Relation(StrEnum):
    """What a mention says of the two documents, the weightiest first; a mere citation where it says
    nothing more, or nothing certain."""

    REPLACES = "replaces"  # thay thế
    REPEALS = "repeals"  # bãi bỏ, làm cho hết hiệu lực
    AMENDS = "amends"  # sửa đổi, bổ sung; also replaces or repeals a part
    GUIDES = "guides"  # hướng dẫn thực hiện
    CARRIES_OUT = "carries_out"  # thực hiện
    BASIS = "basis"  # căn cứ
    CITES = "cites"  # viện dẫn


ENDING = frozenset({Relation.REPLACES, Relation.REPEALS})
"""Relations that end the other document."""

CHANGING = ENDING | {Relation.AMENDS}
"""Relations that change whether or how the other document is in force."""


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """A relation and its proof, the sentence that states it (a span of `Document.text`).

    `since` is the first day on which a `CHANGING` relation counts: the one that is stated, else the
    stating document's own first day, else its date of issue; None where it is not known.
    """

    relation: Relation
    proof: Span
    since: date | None = None
