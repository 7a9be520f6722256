"""Keeps one document from crowding the list: its further hits fold under its second one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.service.results import Hit

SHOWN_OF_A_DOCUMENT = 2


def grouped(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The same hits in the same order, with `folded_under` set where one crowds others.

    A hit crowds where its document has two above it and a hit of another document stands below. What a
    number or a place in the query names was asked for, and is never folded.
    """
    ranks: dict[str, list[int]] = {}
    found = []
    for place, hit in enumerate(hits):
        above = ranks.setdefault(hit.document.id, [])
        if len(above) >= SHOWN_OF_A_DOCUMENT and _crowds(hit, hits[place + 1 :]):
            found.append(replace(hit, folded_under=above[SHOWN_OF_A_DOCUMENT - 1]))
        else:
            found.append(hit)
        above.append(hit.rank)
    return tuple(found)


def _crowds(hit: Hit, below: Sequence[Hit]) -> bool:
    asked_for = hit.why.number or hit.why.place
    return not asked_for and any(other.document.id != hit.document.id for other in below)
