"""Older versions stand behind their newest one in a list of passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kb.search.engine import ScoredPassage


def newer_first(
    passages: Sequence[ScoredPassage], newest: Mapping[str, str]
) -> list[ScoredPassage]:
    """The same passages; those of an older version wait until its newest one (`newest`, by the older
    one's id) has had one, where it has one in the list. No score is above the one before it."""
    if not newest:
        return list(passages)
    here = {one.document_id for one in passages}
    waiting: dict[str, list[ScoredPassage]] = {}
    seen: set[str] = set()
    ordered: list[ScoredPassage] = []
    for one in passages:
        newer = newest.get(one.document_id)
        if newer in here - seen:
            waiting.setdefault(str(newer), []).append(one)
            continue
        ordered += [one, *waiting.pop(one.document_id, ())]
        seen.add(one.document_id)
    floor = float("inf")
    return [replace(one, score=(floor := min(floor, one.score))) for one in ordered]
