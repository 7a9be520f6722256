"""Which of several documents with one symbol is asked for: the date, year or term said beside it.

`36-NQ/TW khóa XIII` and `36-NQ/TW ngày 22/10/2018` are two documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kb.document import Facts
from kb.numerals import roman
from kb.vietnamese.normalise import fold

_DATE = re.compile(r"\bngay (\d{1,2})(?: ?[/.-] ?| thang )(\d{1,2})(?: ?[/.-] ?|,? nam )(\d{4})\b")
_YEAR = re.compile(r"\bnam (\d{4})\b")
_TERM = re.compile(r"\bkhoa ([ivx]+|\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class Said:
    """What was said beside a symbol; None for what was not."""

    date: date | None = None
    year: int | None = None
    term: int | None = None

    def __bool__(self) -> bool:
        return self != Said()

    def contradicts(self, facts: Facts) -> bool:
        """True if a fact that both say differs."""
        year = facts.date.year if facts.date else None
        term = roman(facts.term) if facts.term else None
        pairs = ((self.date, facts.date), (self.year, year), (self.term, term))
        return any(said and printed and said != printed for said, printed in pairs)


def said_beside(raw: str) -> Said:
    """What the text of a symbol asked for says beside it: "36-NQ/TW khoá 13" → term 13."""
    folded = fold(raw)
    term, year = _TERM.search(folded), _YEAR.search(folded)
    return Said(_date(folded), int(year[1]) if year else None, _number(term[1]) if term else None)


def _number(term: str) -> int:
    return int(term) if term.isdigit() else roman(term.upper())


def _date(folded: str) -> date | None:
    match = _DATE.search(folded)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None
