"""What `kb doctor` looks at: programs, model, store and index, and whether the network is needed."""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Callable, Iterator, Sized
from pathlib import Path

from kb import __version__
from kb.errors import KbError
from kb.ingest.ocr.engine import INSTALL, Tesseract, TesseractMissing, find_tesseract
from kb.ingest.word.office import NO_OFFICE, find_office
from kb.search.cross_encoder import PairScorer
from kb.search.embedder import Embedder
from kb.search.index_set import current_manifest, open_current
from kb.service.results import Check
from kb.store.documents import Store

_LIBRARIES = (
    "sentence-transformers", "torch", "onnxruntime", "faiss-cpu", "tantivy", "pypdfium2", "pypdf",
    "underthesea", "fastapi", "sqlalchemy",
)  # fmt: skip


def run_checks(
    home: Path,
    store: Store,
    load_embedder: Callable[[], Embedder],
    model: str | None,
    waiting: Callable[[], Sized],
    scorer: PairScorer | None = None,
) -> Iterator[Check]:
    """The checks, in the order in which one should mend what fails; `waiting()` are the files that
    wait for OCR."""
    yield Check("kb", True, f"phiên bản {__version__}, Python {sys.version.split()[0]}")
    yield Check("Thư viện lập trình", True, ", ".join(_versions()))
    yield Check("Thư mục dữ liệu", True, str(home.resolve()))
    yield _guarded("Kho văn bản", lambda: _store_state(store), None)
    yield _guarded("Mô hình mã hóa", lambda: _model_state(load_embedder), "kb model")
    yield _guarded(
        "Chỉ mục tìm kiếm", lambda: _index_state(home, store, load_embedder), "kb rebuild"
    )
    if scorer is not None:
        yield _guarded("Mô hình xếp hạng lại", lambda: _scorer_state(scorer), None)
    engine = find_tesseract()
    yield _tesseract(engine)
    yield _waiting(waiting, engine)
    yield _office()
    yield _offline(model)


def _guarded(name: str, look: Callable[[], str], remedy: str | None) -> Check:
    try:
        return Check(name, True, look())
    except KbError as error:
        return Check(name, False, str(error), remedy)


def _versions() -> Iterator[str]:
    for name in _LIBRARIES:
        try:
            yield f"{name} {importlib.metadata.version(name)}"
        except importlib.metadata.PackageNotFoundError:
            yield f"{name} (chưa cài)"


def _store_state(store: Store) -> str:
    return (
        f"{len(store.records())} văn bản, {store.passage_count()} đoạn, "
        f"danh mục {store.catalogue_size()} văn bản đã biết"
    )


def _model_state(load_embedder: Callable[[], Embedder]) -> str:
    fingerprint = load_embedder().fingerprint
    return f"{fingerprint.model} ({fingerprint.dimension} chiều, {fingerprint.precision})"


def _scorer_state(scorer: PairScorer) -> str:
    scorer.load()
    return f"{scorer.name}, nhiều nhất {scorer.budget_ms} ms mỗi câu hỏi"


def _index_state(home: Path, store: Store, load_embedder: Callable[[], Embedder]) -> str:
    if not store.passage_count():
        return "chưa có gì để lập: thư viện chưa có văn bản nào"
    open_current(home, load_embedder().fingerprint, store.generation())
    manifest = current_manifest(home)
    built = manifest.built_at.strftime("%d/%m/%Y %H:%M UTC") if manifest else ""
    return f"{manifest.passages if manifest else 0} đoạn, dựng lúc {built}"


def _tesseract(found: Tesseract | TesseractMissing) -> Check:
    """tesseract is optional: without it files with scanned pages wait."""
    missing = isinstance(found, TesseractMissing)
    detail = found.reason if isinstance(found, TesseractMissing) else f"tesseract {found.version}"
    return Check("Nhận dạng bản quét (OCR)", not missing or detail.startswith("Chưa cài"), detail)


def _waiting(files: Callable[[], Sized], engine: Tesseract | TesseractMissing) -> Check:
    name = "Tệp chờ nhận dạng"
    try:
        count = len(files())
    except KbError as error:
        return Check(name, False, str(error))
    if not count:
        return Check(name, True, "không có tệp nào")
    install = f"{INSTALL}, rồi " if isinstance(engine, TesseractMissing) else ""
    detail = f"{count} tệp có trang quét chưa đọc được, chưa tra cứu được"
    return Check(name, False, detail, f"{install}kb add --waiting")


def _office() -> Check:
    """LibreOffice is optional: without it DOC, ODT and RTF files are refused, by name, and Word files
    have no page view."""
    office = find_office()
    detail = office.version() or str(office.program) if office else NO_OFFICE
    return Check("LibreOffice (DOC, ODT, RTF; bản in của tệp Word)", True, detail)


def _offline(model: str | None) -> Check:
    """With the default model nothing is ever fetched; another model is only ever read from disk."""
    if model is None:
        return Check("Khi không có mạng", True, "chạy đầy đủ: mô hình mặc định nằm trong máy")
    return Check("Khi không có mạng", True, f"chạy đầy đủ: mô hình {model} chỉ được đọc từ máy này")
