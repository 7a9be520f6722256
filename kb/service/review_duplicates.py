"""The pairs of documents that may be the same, as something for a reviewer to answer."""

from __future__ import annotations

from collections import defaultdict

from kb.service.keeping.duplicate_words import likeness_words, named
from kb.service.keeping.duplicates import duplicates
from kb.service.review_items import ItemKind, ReviewItem
from kb.store.documents import Store


def duplicate_items(store: Store) -> dict[str, tuple[ReviewItem, ...]]:
    """By the id of each newly added document, an item for each open question about it."""
    found: dict[str, list[ReviewItem]] = defaultdict(list)
    for pair in duplicates(store):
        if pair.is_open:
            key = f"duplicate:{pair.old.card.id}"
            says = (
                f"Giống {named(pair.old)}: {likeness_words(pair)}; "
                "hãy trả lời là cùng văn bản, bản mới hay hai văn bản khác nhau."
            )
            found[pair.new.card.id].append(ReviewItem(key, ItemKind.DUPLICATE, says))
    return {document_id: tuple(items) for document_id, items in found.items()}
