"""A library over papers and the tests' embedder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from kb.ingest.reading import Reader
from kb.search.embedder import Embedder
from kb.service.admission import ANYHOW, Admission
from kb.service.knowledge_base import KnowledgeBase
from kb.store.documents import open_store
from tests.fakes import HashEmbedder
from tests.unit.service.papers import PaperPipeline, paper, written

OpenLibrary = Callable[..., KnowledgeBase]


@pytest.fixture
def open_library(home: Path) -> Iterator[OpenLibrary]:
    """Opens the library at `home` once more, as another program would."""
    opened: list[KnowledgeBase] = []

    def open_it(
        embedder: Embedder | Callable[[], Embedder] | None = None,
        pipeline: Reader | None = None,
        admission: Admission = ANYHOW,
    ) -> KnowledgeBase:
        load = embedder if callable(embedder) else lambda: embedder or HashEmbedder()
        reader = nullcontext(pipeline or PaperPipeline())
        store = open_store(home / "kb.db")
        library = KnowledgeBase(home, store, lambda: reader, load, admission=admission)
        opened.append(library)
        return library

    yield open_it
    for library in opened:
        library.close()


@pytest.fixture
def library(open_library: OpenLibrary) -> KnowledgeBase:
    """An empty library."""
    return open_library()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with three papers: dân vận, kinh tế biển, kiểm tra."""
    folder = tmp_path / "den"
    written(folder, "dan-van.pdf", DAN_VAN)
    written(folder, "kinh-te-bien.pdf", KINH_TE_BIEN)
    written(folder, "kiem-tra.pdf", KIEM_TRA)
    return folder


DAN_VAN = paper(
    "Căn cứ Kết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị.",
    "Điều 1. Dân vận khéo",
    "Cán bộ phải gần dân, lắng nghe ý kiến của nhân dân.",
    "\fMỗi chi bộ xây dựng một mô hình dân vận khéo.",
    symbol="901-HD/BDVTUM",
    type="Hướng dẫn",
    date="2024-03-05",
    issuer="Ban Dân vận",
    title="Công tác dân vận năm 2024",
)
KINH_TE_BIEN = paper(
    "Điều 1. Khai thác hải sản",
    "Chống khai thác hải sản bất hợp pháp, bảo vệ ngư trường.",
    "Thực hiện Hướng dẫn số 901-HD/BDVTUM, ngày 05/3/2024.",
    symbol="902-NQ/TUM",
    type="Nghị quyết",
    date="2023-05-10",
    issuer="Tỉnh ủy",
    title="Phát triển kinh tế biển",
)
KIEM_TRA = paper(
    "Điều 1. Giám sát",
    "Ủy ban Kiểm tra giám sát chuyên đề về quản lý đất đai.",
    symbol="903-KH/UBKTTUM",
    type="Kế hoạch",
    date="2024-01-20",
    issuer="Ủy ban Kiểm tra",
    title="Kiểm tra, giám sát năm 2024",
)
