"""How well nearly the same texts are told from others: `pytest tests/integration/test_likeness.py -s`
prints the figures."""

from __future__ import annotations

import random
import re
from datetime import date
from itertools import combinations

import pytest

from kb.document import Document, Facts
from kb.ingest.pipeline import IngestPipeline
from kb.ingest.sources import read_source
from kb.service.likeness import kind_of, resemblance, signature_of
from kb.symbol import parse_symbol
from tests.factories import CORPUS, REAL, read_real

VARIANTS = ("94-hd-btgtu.docx", "94-hd-btgtu.pdf", "94-hd-btgtu-browser-print.pdf")
SCAN = "94-hd-btgtu-scan.pdf"
Text = tuple[str, Facts]

PATTERN = """Đảng ủy xã {place}
Số {number}-QĐ/ĐUM
QUYẾT ĐỊNH về việc công nhận chi ủy chi bộ {unit}
Căn cứ Điều lệ của tổ chức và kết quả đại hội chi bộ ngày {day}/{month}/2025,
xét đề nghị của ban tổ chức và hồ sơ do chi bộ {unit} gửi đến,
BAN THƯỜNG VỤ ĐẢNG ỦY QUYẾT ĐỊNH
Điều 1. Công nhận chi ủy chi bộ {unit} gồm {count} đồng chí, đồng chí {name} giữ chức bí thư.
Điều 2. Chi ủy có trách nhiệm xây dựng quy chế làm việc, phân công từng đồng chí phụ trách từng
việc, giữ nền nếp sinh hoạt hằng tháng và báo cáo kết quả trước ngày hai mươi lăm mỗi tháng.
Điều 3. Văn phòng, ban tổ chức, chi bộ {unit} và đồng chí có tên tại Điều 1 thi hành quyết định
này kể từ ngày ký. Nơi nhận: như Điều 3, lưu văn phòng."""
"""A decision as an office writes a hundred of them."""


def from_pattern(number: int, draw: random.Random) -> Text:
    names = ("Lê Thị Mận", "Trần Văn Sơn", "Phạm Quốc Hòa", "Đỗ Hải Yến", "Võ Minh Tâm")
    signed = date(2025, draw.randrange(1, 13), draw.randrange(1, 29))
    text = PATTERN.format(
        place="Cồn Vạc",
        number=number,
        unit=draw.choice(("thôn Đông", "thôn Hạ", "trường học", "trạm y tế", "hợp tác xã")),
        day=signed.day,
        month=signed.month,
        count=draw.choice(("ba", "năm", "bảy")),
        name=draw.choice(names),
    )
    return text, Facts(symbol=parse_symbol(f"{number}-QĐ/ĐUM"), date=signed)


@pytest.fixture(scope="module")
def samples() -> list[Text]:
    reader = IngestPipeline(500)
    return [_text(reader.read(read_source(path)).document) for path in sorted(CORPUS.glob("*.pdf"))]


def _text(document: Document) -> Text:
    return document.text, document.facts


def score(one: str, other: str) -> float:
    a, b = signature_of(one), signature_of(other)
    assert a is not None
    assert b is not None
    return float(resemblance(a, b[None])[0])


def found(one: Text, other: Text) -> bool:
    return kind_of(one[1], other[1], score(one[0], other[0])) is not None


def near(one: str, other: str) -> bool:
    """True by the texts alone, as of documents that print no number."""
    return kind_of(Facts(), Facts(), score(one, other)) is not None


def told(name: str, right: int, of: int) -> None:
    print(f"{name}: {right}/{of}")


def second_versions(text: str, draw: random.Random) -> dict[str, str]:
    """A text as it may come back: words, dates or a paragraph changed, or read badly from paper."""
    words, paragraphs = text.split(" "), text.split("\n")
    few = list(words)
    for at in draw.sample(range(len(words)), 5):
        few[at] = "khác"
    rewritten = list(paragraphs)
    longest = max(range(len(paragraphs)), key=lambda at: len(paragraphs[at]))
    rewritten[longest] = "Đoạn này nay đã viết lại, không còn câu chữ nào như trước."
    misread = [f"x{at}" if draw.random() < 0.05 else word for at, word in enumerate(words)]
    return {
        "five words": " ".join(few),
        "every year": re.sub(r"\b20\d\d\b", "2031", text),
        "the longest paragraph": "\n".join(rewritten),
        "a word in twenty misread": " ".join(misread),
    }


def test_second_versions_of_the_samples_are_found(samples: list[Text]) -> None:
    draw = random.Random(7)  # noqa: S311 - draws samples
    versions = [(text, second_versions(text, draw)) for text, _ in samples]
    for change in versions[0][1]:
        right = sum(near(text, changed[change]) for text, changed in versions)
        told(f"second versions, {change}", right, len(versions))
        assert right == len(versions)


def test_the_samples_are_told_from_each_other(samples: list[Text]) -> None:
    pairs = list(combinations(samples, 2))
    wrong = sum(found(one, other) or near(one[0], other[0]) for one, other in pairs)
    told("different samples called alike", wrong, len(pairs))
    assert wrong == 0


def test_documents_made_from_one_pattern_are_told_from_each_other() -> None:
    draw = random.Random(3)  # noqa: S311 - draws samples
    pairs = list(combinations([from_pattern(number, draw) for number in range(101, 141)], 2))
    wrong = sum(found(one, other) for one, other in pairs)
    print(f"likest two of one pattern: {max(score(a[0], b[0]) for a, b in pairs):.2f}")
    told("documents of one pattern called alike", wrong, len(pairs))
    assert wrong == 0


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not beside the project")
def test_one_real_document_in_four_files_is_found_and_others_are_not(samples: list[Text]) -> None:
    files = [_text(read_real(f"94-hd-btgtu/{name}").document) for name in (*VARIANTS, SCAN)]
    others = [_text(read_real("294-qd-tw/294-qd-tw.pdf").document), *samples]
    alike = list(combinations(files, 2))

    right = sum(found(*pair) and near(pair[0][0], pair[1][0]) for pair in alike)
    wrong = sum(found(one, other) or near(one[0], other[0]) for one in files for other in others)

    told("pairs of one document in four files", right, len(alike))
    told("real documents called like others", wrong, len(files) * len(others))
    assert (right, wrong) == (len(alike), 0)
