"""Pages as pictures: drawn by pdfium when first asked for, then kept.

    views/<document id>/<page>.jpg

They are disposable: what is not there is drawn again from the original.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from kb.errors import UnknownDocument
from kb.store.files import appearing, require_id, writing

_WHAT = "thư mục hình trang"


class PageImages:
    """The folder of page images; safe to ask from several threads."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def image_of(self, document_id: str, number: int, pdf: Path) -> Path:
        """The JPEG of page `number` (from 1) of `pdf`, drawn if it is not there.

        Raises UnknownPlace, NoPageView where it cannot be drawn, StoreFailure where it cannot be kept,
        and UnknownDocument where the document is removed meanwhile.
        """
        image = self._folder_of(document_id) / f"{number}.jpg"
        if not image.is_file():
            self._draw(image, number, pdf)
        return image

    def remove(self, document_id: str) -> None:
        """Removes a document's images; none is no error. The original goes first: see `_draw`."""
        folder = self._folder_of(document_id)
        with writing(self._root, _WHAT):
            if folder.is_dir():
                shutil.rmtree(folder)

    def _folder_of(self, document_id: str) -> Path:
        return self._root / require_id(document_id)

    def _draw(self, image: Path, number: int, pdf: Path) -> None:
        from kb.ingest.showing import picture_of_page

        picture = picture_of_page(pdf, number)
        with writing(self._root, _WHAT):
            image.parent.mkdir(parents=True, exist_ok=True)
            with appearing(image) as file:
                file.write(picture)
            if not pdf.is_file():  # removed while it was drawn, when no image was there yet
                shutil.rmtree(image.parent, ignore_errors=True)
                raise UnknownDocument("Văn bản này vừa được bỏ khỏi thư viện; hãy tìm lại.")
