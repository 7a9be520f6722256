"""The kept file of a document and its pages: as a file, as pictures, with something marked on them."""

from __future__ import annotations

from pathlib import Path

from kb.errors import UnknownDocument
from kb.service.page_images import PageImages
from kb.service.page_sheet import NOTHING, Marks, PageSheet, page_sheet
from kb.service.page_views import PageViews
from kb.store.documents import Store
from kb.store.files import Originals


class DocumentPages:
    """The pages of the documents that `store` shows, from the files in `home`; thread-safe."""

    def __init__(self, home: Path, store: Store) -> None:
        self._store = store
        self._originals = Originals(home / "files")
        self._views = PageViews(home / "views")
        self._images = PageImages(home / "views")

    def original(self, document_id: str) -> Path:
        """The kept file of one document; raises UnknownDocument."""
        record = self._store.record(document_id)
        path = self._originals.path_of(document_id, Path(record.file_name).suffix)
        if not path.is_file():
            raise UnknownDocument(
                f"Không còn bản gốc của «{record.file_name}» trong kho; hãy nạp lại tệp này."
            )
        return path

    def view(self, document_id: str) -> Path:
        """A PDF that shows a document's pages: the original, or of a Word file what LibreOffice makes.

        The first time a Word file is asked for takes seconds. Raises UnknownDocument, NoPageView where
        LibreOffice is missing, busy or fails, and StoreFailure.
        """
        record, original = self._store.record(document_id), self.original(document_id)
        if record.page_count:
            return original
        return self._views.view_of(document_id, original, record.file_name)

    def sheet(self, document_id: str, number: int, wanted: Marks = NOTHING) -> PageSheet:
        """A page by its number from 1, with what is wanted marked on it.

        Raises UnknownDocument, UnknownPlace, and of a Word file what `view` does.
        """
        return page_sheet(self._store, lambda: self.view(document_id), document_id, number, wanted)

    def image(self, document_id: str, number: int) -> Path:
        """The JPEG of a page; raises as `sheet`, NoPageView and StoreFailure."""
        return self._images.image_of(document_id, number, self.view(document_id))
