"""The mentions of other documents that a look at the page can settle, seen from the whole library.

Not every mention of what the library does not hold: those are the gaps (`kb.service.gaps`). Here are
the ones where a day may have been misread or misprinted, or may stand there unread. A number that
nobody knows is none of them: beside 18-NQ/TW there are 19, 20 and 21-NQ/TW of the same day.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache

from kb.drafting.render import format_date
from kb.reference import Reference
from kb.service.mentions import completed_mentions, placeless
from kb.service.resolving import Meaning, ReadShelf, meaning_of
from kb.service.review_items import ItemKind, ReviewItem
from kb.store.documents import Store

_MOST_NAMED = 4  # documents that a sentence names


def mention_items(store: Store) -> dict[str, tuple[ReviewItem, ...]]:
    """By the id of the mentioning document, an item for each thing it says of one symbol that leaves a
    question, at its first place."""
    shelf = ReadShelf(store.records(), store.catalogue())

    @cache
    def doubt(mention: Reference) -> str | None:
        return _doubt(shelf, mention)

    found: dict[str, dict[str, ReviewItem]] = defaultdict(dict)
    for item in completed_mentions(store.mentions()):
        says = doubt(placeless(item.reference))
        if says is not None:
            key = _key(item.reference)
            one = ReviewItem(key, ItemKind.REFERENCE, says, span=item.reference.span)
            found[item.document.id].setdefault(key, one)
    return {document_id: tuple(items.values()) for document_id, items in found.items()}


def _key(mention: Reference) -> str:
    day = mention.date.isoformat() if mention.date else ""
    return f"mention:{mention.symbol}:{day}"


def _doubt(shelf: ReadShelf, mention: Reference) -> str | None:
    """What is doubtful of a mention, as a sentence. A plenum form is never certain, whatever its page
    says, so nothing is."""
    if mention.symbol is None:
        return None
    meant = meaning_of(shelf, mention)
    if meant.one is not None:
        return None
    return _several(mention, meant) if meant.candidates else _other_day(shelf, mention)


def _several(mention: Reference, meant: Meaning) -> str:
    named = [
        f"ngày {format_date(one.facts.date)}" if one.facts.date else "chưa rõ ngày"
        for one in meant.candidates[:_MOST_NAMED]
    ]
    return (
        f"{mention.symbol} có thể là {len(meant.candidates)} văn bản ({'; '.join(named)}); "
        "hãy xem trang có ghi ngày hoặc khóa không."
    )


def _other_day(shelf: ReadShelf, mention: Reference) -> str | None:
    """The symbol is known, of other days only."""
    if mention.date is None:
        return None
    undated = meaning_of(shelf, replace(mention, type=None, date=None, term=None))
    days = sorted({one.facts.date for one in undated.candidates if one.facts.date})
    if not days:
        return None
    known = ", ".join(map(format_date, days[:_MOST_NAMED]))
    return (
        f"{mention.symbol} được nhắc với ngày {format_date(mention.date)}, còn văn bản đã biết "
        f"ghi ngày {known}; hãy xem trang ghi ngày nào."
    )
