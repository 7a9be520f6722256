"""What is printed for people of values that no sample document has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.cli.output import print_answer, print_document
from kb.document import Confidence
from kb.service.results import FactSource, NumberAnswer
from kb.state import State
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


def test_of_several_documents_that_bear_a_number_each_is_named_before_its_state(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = samples.in_state(State.IN_FORCE)
    held = (replace(first, file_name="mot.pdf"), replace(first, file_name="hai.docx"))
    number = NumberAnswer("905-QĐ/TUM", held, (), 0)

    print_answer(replace(samples.answer("905"), numbers=(number,)))

    said = " ".join(capsys.readouterr().out.split())
    assert "(mot.pdf) Chưa thấy văn bản thay thế 905-QĐ/TUM: " in said
    assert "(hai.docx) Chưa thấy văn bản thay thế 1. " in said


def test_the_day_on_which_a_document_was_added_is_written_as_other_days(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_document(replace(samples.GUIDE_VIEW, added_at="2026-07-05"))

    assert "nạp ngày 05/7/2026\n" in capsys.readouterr().out
