"""What `kb evaluate` says, over a benchmark of three articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.cli.evaluation import print_evaluation
from kb.service.evaluation.judging import Outcome
from kb.service.evaluation.running import Conditions, Evaluation
from tests.unit.cli.conftest import Kb

ARTICLES = [
    {"id": "A#1", "title": "Hải sản", "text": "Cấm khai thác hải sản bằng thuốc nổ."},
    {"id": "A#2", "title": "Rừng", "text": "Cấm đốt rừng làm nương rẫy."},
    {"id": "A#3", "title": "Lưu trữ", "text": "Hồ sơ nộp lưu trong ba tháng."},
]
QUESTIONS = [
    {"id": "q1", "text": "khai thác bằng thuốc nổ", "relevant": ["A#1"]},
    {"id": "q2", "text": "đốt nương rẫy", "relevant": ["A#2"]},
]


@pytest.fixture
def small(tmp_path: Path) -> str:
    folder = tmp_path / "nho"
    folder.mkdir()
    for name, rows in (("corpus", ARTICLES), ("queries", QUESTIONS)):
        lines = "\n".join(map(json.dumps, rows))
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return str(folder)


def test_the_figures_come_with_intervals_time_and_conditions(kb: Kb, small: str) -> None:
    said = kb("evaluate", "--benchmark", small)

    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines()[:4] == [
        "nho, câu hỏi nguyên văn",
        "Loại    Câu hỏi        Acc@1       Acc@10       MRR@10      nDCG@10",
        "Tất cả        2       1,0000       1,0000       1,0000       1,0000",
        "                 1,000–1,000  1,000–1,000  1,000–1,000  1,000–1,000",
    ]
    assert "Thời gian mỗi câu hỏi, gồm cả mã hóa: trung vị " in said.out
    assert "Mô hình hash (vân tay " in said.out


def test_no_time_is_told_where_none_was_taken(kb: Kb, small: str) -> None:
    assert "Thời gian" not in kb("evaluate", "--benchmark", small, "--no-latency").out


def test_each_part_has_a_line_in_the_table_of_ablations(kb: Kb, small: str) -> None:
    out = kb("evaluate", "--benchmark", small, "--ablations").out

    table = out.split("Khi bỏ từng phần\n")[1].splitlines()
    assert len(table) == 11
    assert table[1].split() == ["không", "bỏ", "gì", "1,0000", "1,0000"]
    assert any(line.startswith("ngữ nghĩa (dense)") for line in table)


def test_two_runs_are_compared_question_by_question(kb: Kb, small: str, tmp_path: Path) -> None:
    file = tmp_path / "k.json"
    kb("evaluate", "--benchmark", small, "--json", str(file))
    worse = json.loads(file.read_text(encoding="utf-8"))
    worse["outcomes"][1]["ranks"] = [3]
    file.write_text(json.dumps(worse), encoding="utf-8")

    out = kb("evaluate", "--benchmark", small, "--variant", "nfd", "--compare", str(file)).out

    assert "So với lần đo trước (2 câu hỏi chung)" in out
    assert "Câu hỏi: nguyên văn → dấu rời (NFD)" in out
    assert "nDCG@10  +0,2500  +0,0000 … +0,5000" in out
    assert "Tốt lên 1, kém đi 0, như cũ 1." in out
    assert "3 → 1  +0,5000  q2: " in out
    assert "Kém đi nhiều nhất" not in out


def test_pages_and_abstaining_have_columns_where_they_are_known(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = Outcome("a", "câu", "x", (1,), 1, (), True, None, abstained=False)
    silent = Outcome("b", "số", "y", (), 0, (), None, None, abstained=True)
    conditions = Conditions("hash", "f", 1, "2026-01-31", "cpu", 2, "3.11")

    print_evaluation(Evaluation("nho", None, conditions, 0, (found, silent), {}))

    lines = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    cells = [[cell.strip() for cell in line if cell.strip()] for line in lines]
    assert cells[1][-5:] == ["Sai trang", "Từ chối đúng", "Từ chối đủ", "F1", "Từ chối nhầm"]
    assert cells[2][-5:] == ["0,000", "1,000", "1,000", "1,000", "0,000"]
    assert cells[6] == ["số", "1", *5 * ["–"], *3 * ["1,000"], "–"]


def test_without_the_documents_of_the_questions_one_sentence_says_what_to_do(
    kb: Kb, small: str
) -> None:
    questions = Path(small, "gold.jsonl")
    questions.write_text('{"id": "g", "query": "x", "document": "901"}', encoding="utf-8")

    said = kb("evaluate", "--questions", str(questions))

    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("Không câu hỏi nào của «gold» hỏi về văn bản đang giữ; hãy nạp")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--variant", "ngược"],
            "Giá trị của --variant không hợp lệ: «ngược» không phải một trong: "
            "unaccented, typo, telex, nfd, oldtone; xem hướng dẫn: kb evaluate --help",
        ),
        (
            ["--corpus", "a", "--benchmark", "b"],
            "Không dùng --benchmark cùng với --corpus; xem hướng dẫn: kb evaluate --help",
        ),
    ],
)
def test_a_wrong_command_line_is_explained(kb: Kb, arguments: list[str], said: str) -> None:
    assert kb("evaluate", *arguments).err.strip() == said
