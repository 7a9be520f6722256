"""What is printed for people of values that no sample document has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.cli.output import print_answer, print_document
from kb.document import Confidence
from kb.service.results import FactSource
from tests.web import samples


@pytest.mark.parametrize(
    ("quality", "line"),
    [
        (0.9371, "   chú thích 2, trang 4, bản quét, tin cậy 94%"),
        (None, "   chú thích 2, trang 4"),
    ],
)
def test_a_hit_on_a_scanned_page_says_so_beside_the_page(
    capsys: pytest.CaptureFixture[str], quality: float | None, line: str
) -> None:
    hit = replace(samples.hit(1, "Chữ.", place="chú thích 2"), ocr_quality=quality)

    print_answer(samples.answer("chữ", (hit,)))

    assert line in capsys.readouterr().out.split("\n")


def test_facts_that_are_not_sure_are_named_with_their_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    sources = (
        FactSource("title", Confidence.SURE, "theo các dòng dưới tên loại văn bản", "Công tác", 1),
        FactSource("issuer", Confidence.LIKELY, "theo câu mở đầu", "Ban Tuyên giáo", 1),
        FactSource("date", Confidence.DOUBTFUL, "trước ngày của văn bản được viện dẫn", None, None),
    )

    print_document(replace(samples.GUIDE_VIEW, sources=sources))

    said = [line for line in capsys.readouterr().out.split("\n") if "đối chiếu" in line]
    assert said == [
        "Nên đối chiếu cơ quan ban hành: theo câu mở đầu",
        "Phải đối chiếu ngày ban hành: trước ngày của văn bản được viện dẫn",
    ]


def test_where_nothing_answers_that_is_said_before_the_nearest_passages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_answer(replace(samples.answer("giá vàng"), abstained=True))

    said = capsys.readouterr().out
    assert said.startswith(
        "Thư viện không có đoạn nào trả lời câu hỏi này.\nVăn bản gần chủ đề nhất\n"
    )
    assert said.index("không phải câu trả lời:") < said.index("\n1. ")


def test_a_folded_hit_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    folded = replace(samples.hit(3, "Đoạn gập lại.", place="Điều 6"), folded_under=2)

    print_answer(samples.answer("a", (folded,)))

    assert capsys.readouterr().out.splitlines()[0] == "3. (cùng văn bản với 2) Điều 6, trang 4"
