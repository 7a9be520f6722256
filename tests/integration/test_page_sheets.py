"""Pages of held documents: what they say, what is marked on them, and their pictures."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfWriter

from kb.document import Rect, Span
from kb.errors import UnknownDocument, UnknownPlace
from kb.ingest.pipeline import IngestPipeline
from kb.service.knowledge_base import KnowledgeBase
from kb.service.page_sheet import Marks
from kb.store.documents import Store, open_store
from tests.conftest import ROOT
from tests.fakes import HashEmbedder

SAMPLE = ROOT / "corpus" / "902-ct-tum.pdf"
TURNED = "nam-ngang.pdf"


@pytest.fixture(scope="module")
def library(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[KnowledgeBase, Store, Path]]:
    """A directive of two pages, and the same with its pages turned to lie on their side."""
    home = tmp_path_factory.mktemp("kho")
    turned = PdfWriter(clone_from=SAMPLE)
    for page in turned.pages:
        page.rotate(90)
    turned.write(home / TURNED)
    store = open_store(home / "kb.db")
    reader = nullcontext(IngestPipeline(50))
    kb = KnowledgeBase(home, store, lambda: reader, HashEmbedder)
    kb.add([SAMPLE, home / TURNED])
    yield kb, store, home
    kb.close()


def id_of(kb: KnowledgeBase, name: str) -> str:
    return kb.find(name).id


def darkness(image: np.ndarray, rect: Rect) -> float:
    """The share of dark pixels in a rectangle of a page's picture."""
    height, width = image.shape
    rows = slice(round(rect.top * height), round(rect.bottom * height))
    columns = slice(round(rect.left * width), round(rect.right * width))
    return float((image[rows, columns] < 128).mean())


@pytest.mark.parametrize("name", [SAMPLE.name, TURNED])
def test_every_passage_is_marked_over_print_and_says_what_it_says(
    library: tuple[KnowledgeBase, Store, Path], name: str
) -> None:
    kb, store, _ = library
    document = id_of(kb, name)
    pictures = [np.asarray(Image.open(kb.pages.image(document, n)).convert("L")) for n in (1, 2)]

    for _, passage in store.passages_of_document(document):
        said = ""
        assert passage.pages is not None
        for number in range(passage.pages[0], passage.pages[1] + 1):
            sheet = kb.pages.sheet(document, number, Marks(passage.span))
            said += "".join(sheet.text[start:end] for start, end in sheet.chosen)
            assert sheet.passage
            assert sheet.mismatch is None
            assert all(darkness(pictures[number - 1], rect) > 0.02 for rect in sheet.passage)
        assert "".join(said.split()) == "".join(passage.text.split())


def test_the_rectangles_of_a_word_end_where_the_word_ends(
    library: tuple[KnowledgeBase, Store, Path],
) -> None:
    """Before and behind it there is the white of a space: a fifth of the font size, 1 % of the page."""
    kb, store, _ = library
    document = id_of(kb, SAMPLE.name)
    text = store.text_of(document)
    start = text.index("Chỉ thị") + 4
    word = Span(start, start + 3)

    sheet = kb.pages.sheet(document, 1, Marks(words=(word,)))

    (rect,) = sheet.marks
    picture = np.asarray(Image.open(kb.pages.image(document, 1)).convert("L"))
    assert darkness(picture, rect) > 0.05
    before = Rect(rect.left - 0.004, rect.top, rect.left - 0.001, rect.bottom)
    behind = Rect(rect.right + 0.001, rect.top, rect.right + 0.003, rect.bottom)
    assert darkness(picture, before) == darkness(picture, behind) == 0
    assert [sheet.text[a:b] for a, b in sheet.words] == ["thị"]


def test_a_division_is_marked_by_its_key_and_only_where_it_stands(
    library: tuple[KnowledgeBase, Store, Path],
) -> None:
    kb, store, _ = library
    document = id_of(kb, SAMPLE.name)

    first, second = (kb.pages.sheet(document, n, Marks(division="ket-thuc")) for n in (1, 2))

    assert first.passage == ()
    assert second.passage
    closing = next(item for item in store.outline_of(document)[1] if item.key == "ket-thuc")
    assert "".join(second.text[slice(*second.chosen[0])].split()) in "".join(
        closing.span.of(store.text_of(document)).split()
    )


def test_a_page_or_division_that_is_not_there_is_told(
    library: tuple[KnowledgeBase, Store, Path],
) -> None:
    kb, _, _ = library
    document = id_of(kb, SAMPLE.name)

    for number in (0, 3):
        with pytest.raises(UnknownPlace, match=f"có 2 trang, không có trang {number}"):
            kb.pages.sheet(document, number)
        with pytest.raises(UnknownPlace, match=f"có 2 trang, không có trang {number}"):
            kb.pages.image(document, number)
    with pytest.raises(UnknownPlace, match="không có phần “dieu-99”"):
        kb.pages.sheet(document, 1, Marks(division="dieu-99"))


def test_a_file_that_says_something_else_now_belies_the_marks(
    library: tuple[KnowledgeBase, Store, Path],
) -> None:
    kb, store, _ = library
    document = id_of(kb, SAMPLE.name)
    (_, passage), *_ = store.passages_of_document(document)
    kept = kb.pages.original(document)
    genuine = kept.read_bytes()
    try:
        shutil.copyfile(ROOT / "corpus" / "907-tb-vptum.pdf", kept)
        sheet = kb.pages.sheet(document, 1, Marks(passage.span))
    finally:
        kept.write_bytes(genuine)

    assert sheet.mismatch is not None
    assert sheet.mismatch.startswith("dưới khung đánh dấu ở trang 1 đọc được")


def test_a_picture_is_drawn_once_and_leaves_with_its_document(tmp_path: Path) -> None:
    reader = nullcontext(IngestPipeline(50))
    kb = KnowledgeBase(tmp_path, open_store(tmp_path / "kb.db"), lambda: reader, HashEmbedder)
    kb.add([SAMPLE])
    document = id_of(kb, SAMPLE.name)
    drawn = kb.pages.image(document, 1)
    before = drawn.stat().st_mtime_ns

    assert kb.pages.image(document, 1).stat().st_mtime_ns == before
    with Image.open(drawn) as picture:
        assert picture.size == (1654, 2340)  # A4 at 200 dpi
    kb.remove(document)

    assert not drawn.parent.exists()
    with pytest.raises(UnknownDocument):
        kb.pages.image(document, 1)
    kb.close()
