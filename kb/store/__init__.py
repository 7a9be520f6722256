"""The truth: documents, passages and references in SQLite, original files beside it.

Start at `kb.store.documents.open_store` and `kb.store.files.Originals`. The indexes are made from
the store and can be thrown away; nothing here knows them.
"""
