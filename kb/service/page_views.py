"""The pages of Word files as LibreOffice sets them: made when first asked for, then kept.

    views/<document id>.pdf

They are disposable: what is not there is made again from the original.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from kb.errors import NoPageView, UnknownDocument, UnreadableFile
from kb.store.files import appearing, require_id, writing

_WHAT = "thư mục bản in"
_SECONDS = 60.0  # plans and guidelines of six to eight pages take 3 to 4 on two busy cores
_PATIENCE_SECONDS = (
    15.0  # for another's conversion; whoever waits holds one of the server's threads
)


class PageViews:
    """The folder of page views; safe to ask from several threads, of which one at a time converts."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._turn = Lock()

    def view_of(self, document_id: str, original: Path, file_name: str) -> Path:
        """The PDF of the Word file at `original`, made if it is not there; `file_name` is for messages.

        Raises NoPageView where it cannot be made now, StoreFailure where it cannot be kept, and
        UnknownDocument where the document is removed meanwhile.
        """
        view = self._path_of(document_id)
        if not view.is_file():
            with self._alone():
                if not view.is_file():
                    self._make(view, original, file_name)
        return view

    def remove(self, document_id: str) -> None:
        """Removes a document's view; none is no error. The original goes first: see `_make`."""
        with writing(self._root, _WHAT):
            self._path_of(document_id).unlink(missing_ok=True)

    def _path_of(self, document_id: str) -> Path:
        return self._root / f"{require_id(document_id)}.pdf"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=_PATIENCE_SECONDS):
            raise NoPageView("Máy chủ đang dựng bản in của văn bản khác; hãy thử lại sau một phút.")
        try:
            yield
        finally:
            self._turn.release()

    def _make(self, view: Path, original: Path, file_name: str) -> None:
        pdf = _converted(original, file_name)
        with writing(self._root, _WHAT):
            self._root.mkdir(parents=True, exist_ok=True)
            with appearing(view) as file:
                file.write(pdf)
            if not original.is_file():  # removed while it was converted, when no view was there yet
                view.unlink(missing_ok=True)
                raise _removed(file_name)


def _converted(original: Path, file_name: str) -> bytes:
    from kb.ingest.word.office import INSTALL, convert_to_pdf, find_office

    if find_office() is None:
        raise NoPageView(
            f"Chưa xem được bản in của «{file_name}» vì máy chủ chưa cài LibreOffice; "
            f"hãy báo người quản trị chạy: {INSTALL}, hoặc tải bản gốc về để mở bằng Word."
        )
    try:
        return convert_to_pdf(original.read_bytes(), file_name, seconds=_SECONDS)
    except FileNotFoundError as error:
        raise _removed(file_name) from error
    except UnreadableFile as error:
        raise NoPageView(str(error)) from error


def _removed(file_name: str) -> UnknownDocument:
    return UnknownDocument(f"Văn bản «{file_name}» vừa được bỏ khỏi thư viện; hãy tìm lại.")
