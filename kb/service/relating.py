"""Relations of documents that an earlier release read: their mentions and text are kept, so that no
file is needed for them."""

from __future__ import annotations

from kb.ingest.relations import related
from kb.store.documents import Store


def read_relations(store: Store) -> None:
    """Reads the relations of every document of which none is known."""
    for document_id in store.unrelated():
        mentions = [item.reference for item in store.references_of_document(document_id)]
        store.relate(document_id, related(store.document(document_id), mentions))
