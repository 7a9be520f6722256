"""Forty documents, half of them limited to a group, and the same library without that half.

What only the hidden half says is unmistakable: `MARKERS` stand nowhere else. It also changes whatever
it can of the visible half: it replaces a visible document, bears the number of another, cites what
nobody else cites, shares a title and a sentence with visible ones, and has words of its own by which
queries could be mended.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from kb.service.knowledge_base import KnowledgeBase
from kb.store.files import Originals
from tests.conftest import ROOT
from tests.unit.service.papers import paper, written

GROUP = "noi-bo"
HALF = 20
LIMITED_LATER = 4
MARKERS = (
    "quờng", "khuôm", "phiễng", "trướn", "ngoẳm", "thượt", "UBQKP", "BNCTUM", "Đề án", "Trường Khê",
    "XXI", "Lưu hành nội bộ", "888-QC/TW", "kín-",
)  # fmt: skip
"""Words, an abbreviation, facts, numbers and file names that only hidden documents have."""

SHARED = "Mỗi chi bộ xây dựng một mô hình dân vận khéo, thiết thực."
HIDDEN_SENTENCE = "Ủy ban Quờng khuôm phiễng (UBQKP) trướn rình mô hình quờng khuôm ở cơ sở"
CATALOGUE = """symbol,type,date,issuer,term,plenum,title
203-CTr/TUM,Chương trình,2024-02-03,Tỉnh ủy,,,Xây dựng đảng bộ
106-HD/BTGTUM,Hướng dẫn,2023-03-06,Ban Tuyên giáo,XIII,,Công tác dân vận số 6
57-KL/TW,Kết luận,2023-06-15,Bộ Chính trị,XIII,,Công tác thông tin đối ngoại
"""


@dataclass(frozen=True)
class Words:
    """What the documents of one half say. Each has as many syllables as that of the other half: a score
    of BM25 depends on the mean length of all passages, so that must be the same without one half."""

    opening: str
    cited: str
    heading: str
    body: str
    abbreviation: str
    model: str


VISIBLE = Words(
    "Hướng dẫn này căn cứ Kết luận số 57-KL/TW, ngày 15/6/2023",
    "Kết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị",
    "Công tác",
    "Ủy ban Mặt trận huyện (UBMTH) lắng nghe ý kiến của dân ở cơ sở",
    "UBMTH",
    "thí điểm",
)
HIDDEN = Words(
    "Đề án này thay thế Hướng dẫn số 106-HD/BTGTUM, ngày 06/3/2023",
    "Quy chế số 888-QC/TW, ngày 01/02/2020 của Ban Bí thư",
    "Ngoẳm thượt",
    HIDDEN_SENTENCE,
    "UBQKP",
    "quờng khuôm",
)


def lines_of(number: int, words: Words) -> list[str]:
    """The lines of a document. No two of one half are as long: the order of passages that are alike is
    left to how FAISS rounds."""
    more = ", hằng quý" * number
    model = f"\fMô hình {words.model} thứ {number} do {words.abbreviation} lựa chọn{more}."
    return [
        f"{words.opening}{more}.",
        f"Thực hiện {words.cited}{more}.",
        f"Điều 1. {words.heading} dân vận khéo kỳ {number}",
        f"{words.body} lần {number}{more}.",
        SHARED if number == 4 else model,
    ]


def visible_paper(number: int) -> str:
    """Document 101 to 120; the fifth cites one that is hidden and that the catalogue knows."""
    cited = "Chương trình số 203-CTr/TUM, ngày 03/02/2024 của Ban Thường vụ"
    return paper(
        *lines_of(number, replace(VISIBLE, cited=cited) if number == 5 else VISIBLE),
        symbol=f"{100 + number}-HD/BTGTUM",
        type="Hướng dẫn",
        date=f"2023-03-{number:02}",
        issuer="Ban Tuyên giáo",
        title=f"Công tác dân vận số {number}",
        term="XIII",
    )


def hidden_paper(number: int) -> str:
    """Document 201 to 220; the third is known to the catalogue, the eighth bears the number of one that
    is visible, the ninth the title of another."""
    symbols = {3: "203-CTr/TUM", 8: "108-HD/BTGTUM"}
    return paper(
        *lines_of(number, HIDDEN),
        symbol=symbols.get(number, f"{200 + number}-ĐA/BNCTUM"),
        type={3: "Chương trình", 9: "Hướng dẫn"}.get(number, "Đề án"),
        date=f"2024-02-{number:02}",
        issuer="Ban Nội chính Trường Khê",
        title="CÔNG TÁC DÂN VẬN SỐ 9" if number == 9 else f"Phiễng trướn dân vận số {number}",
        term="XXI",
        circulation="Lưu hành nội bộ" if number > LIMITED_LATER else "-",
    )


@dataclass(frozen=True)
class Shelf:
    """A library, the ids of its documents by number, and cursors of its lists."""

    library: KnowledgeBase
    visible: dict[int, str]
    hidden: dict[int, str]
    cursors: tuple[str, ...] = ()


def filled(library: KnowledgeBase, home: Path, inbox: Path, *, whole: bool) -> Shelf:
    """The library with both halves, or with the visible one alone. `library` limits internal documents
    to `GROUP` when they are added; the others are limited afterwards."""
    numbers = range(1, HALF + 1)
    for number in numbers:
        written(inbox, f"{number:02}-ngo.pdf", visible_paper(number))
        if whole:
            written(inbox, f"{number:02}-kín-.pdf", hidden_paper(number))
    (inbox / "danh-muc.csv").write_text(CATALOGUE, encoding="utf-8")
    library.maintenance().load_catalogue(inbox / "danh-muc.csv")
    outcomes = library.add(sorted(inbox.glob("*.pdf")), actor="an")
    ids = {Path(one.path).name: one.document.id for one in outcomes if one.document}
    visible = {number: ids[f"{number:02}-ngo.pdf"] for number in numbers}
    hidden = {number: ids[f"{number:02}-kín-.pdf"] for number in numbers} if whole else {}
    keeper = library.keeper("an")
    for number in [number for number in hidden if number <= LIMITED_LATER]:
        keeper.limit(hidden[number], [GROUP])
    for id in (visible[4], *([hidden[4]] if whole else [])):
        shutil.copy(
            ROOT / "corpus" / "902-ct-tum.pdf", Originals(home / "files").path_of(id, ".pdf")
        )
        library.pages.image(id, 1)  # so that its picture is kept
    return Shelf(library, visible, hidden)
