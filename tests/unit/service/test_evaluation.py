"""Questions with known answers, put to small libraries and benchmarks of a few lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import InvalidEvaluation
from kb.search.embedder import Matrix, PassagesDone, Vector
from kb.search.reranker import LinearModel, Reranker, fold_of
from kb.search.weights import DEFAULT_WEIGHTS, ablated
from kb.service.evaluation.comparison import compare
from kb.service.evaluation.files import read_results, write_results
from kb.service.evaluation.judging import Outcome, judged
from kb.service.evaluation.questions import Question, Target, read_gold, read_questions
from kb.service.evaluation.running import Evaluation, Plan
from kb.service.evaluation.summary import Latency, by_kind, latency, summarised
from kb.service.evaluation.trials import Answered, Found
from kb.service.knowledge_base import KnowledgeBase
from kb.vietnamese.damage import Variant
from tests.fakes import HashEmbedder
from tests.unit.service.conftest import OpenLibrary

UNTIMED = Plan(latency=False)

LONG = " ".join(
    [
        *["Cơ quan lưu trữ bảo quản hồ sơ trong kho chuyên dụng."] * 30,
        "Độ ẩm của kho giữ ở mức năm mươi phần trăm.",
    ]
)
"""Over 1,400 characters, so that it is cut; only its last piece speaks of humidity."""

ARTICLES = [
    {"id": "A#1", "title": "Điều 1. Khai thác hải sản", "text": "Cấm khai thác bằng thuốc nổ."},
    {"id": "A#2", "title": "Điều 2. Ngư trường", "text": "Tàu cá phải giữ gìn ngư trường."},
    {"id": "B#1", "title": "Điều 1. Lưu trữ", "text": LONG},
]
QUESTIONS = [
    {"id": "q1", "text": "dùng thuốc nổ khai thác", "relevant": ["A#1"], "type": "dễ"},
    {"id": "q2", "text": "độ ẩm của kho lưu trữ", "relevant": ["B#1", "X#9"], "type": "khó"},
    {"id": "q3", "text": "thuế đất", "relevant": ["X#9"], "type": "khó"},
]
GOLD = [
    {
        "id": "g1",
        "query": "cán bộ gần dân lắng nghe",
        "kind": "keyword",
        "document": "dan-van",
        "division": "Điều 1",
        "page": 1,
    },
    {
        "id": "g2",
        "query": "chi bộ xây dựng mô hình dân vận khéo",
        "kind": "question",
        "document": "dan-van",
        "division": "Điều 1",
        "page": 1,
    },
    {"id": "g3", "query": "kinh tế rừng", "kind": "question", "document": "lam-nghiep"},
]
"""The answer to g2 stands on page 2: the first hit is of the right document, on the wrong page."""


def as_lines(path: Path, rows: Sequence[dict[str, object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def benchmark_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bien"
    as_lines(folder / "corpus.jsonl", ARTICLES)
    as_lines(folder / "queries.jsonl", QUESTIONS)
    return folder


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return as_lines(tmp_path / "cau-hoi.jsonl", GOLD)


class TestBenchmark:
    def test_articles_are_found_by_their_best_passage_and_counted_once(
        self, library: KnowledgeBase, benchmark_folder: Path
    ) -> None:
        outcomes = library.evaluator().benchmark(benchmark_folder, UNTIMED).outcomes

        assert [(one.id, one.ranks, one.relevant) for one in outcomes] == [
            ("q1", (1,), 1),
            ("q2", (1,), 2),
        ]
        assert all(len(set(one.found)) == len(one.found) for one in outcomes)

    def test_questions_without_an_article_here_are_counted_as_skipped(
        self, library: KnowledgeBase, benchmark_folder: Path
    ) -> None:
        evaluation = library.evaluator().benchmark(benchmark_folder, UNTIMED)

        assert evaluation.skipped == 1
        assert by_kind(evaluation.outcomes).keys() == {"dễ", "khó"}

    def test_questions_are_asked_damaged(
        self, library: KnowledgeBase, benchmark_folder: Path
    ) -> None:
        plan = Plan(variant=Variant.UNACCENTED, latency=False)

        outcomes = library.evaluator().benchmark(benchmark_folder, plan).outcomes

        assert [one.asked for one in outcomes] == [
            "dung thuoc no khai thac",
            "do am cua kho luu tru",
        ]
        assert [one.ranks for one in outcomes] == [(1,), (1,)]

    def test_each_part_is_left_out_once(
        self, library: KnowledgeBase, benchmark_folder: Path
    ) -> None:
        plan = Plan(ablations=True, latency=False)

        without = library.evaluator().benchmark(benchmark_folder, plan).ablations

        assert without.keys() == ablated(DEFAULT_WEIGHTS).keys()
        assert all([one.id for one in outcomes] == ["q1", "q2"] for outcomes in without.values())

    def test_by_folds_every_question_is_asked_with_the_weights_of_its_fold(
        self, library: KnowledgeBase, benchmark_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[tuple[str, int | None]] = []

        def model(self: Reranker, text: str, fold: int | None) -> LinearModel:
            asked.append((text, fold))
            return self.accented.whole

        monkeypatch.setattr(Reranker, "model", model)
        plan = Plan(latency=False, folds=True)

        outcomes = library.evaluator().benchmark(benchmark_folder, plan).outcomes

        questions = {(one.asked, fold_of(one.id)) for one in outcomes}
        assert set(asked) - {(text, None) for text, _ in asked} == questions

    def test_a_second_run_embeds_nothing_anew_but_questions_whose_time_is_taken(
        self, open_library: OpenLibrary, benchmark_folder: Path
    ) -> None:
        open_library().evaluator().benchmark(benchmark_folder, UNTIMED)
        model = Counting()
        evaluator = open_library(model).evaluator()

        untimed = evaluator.benchmark(benchmark_folder, UNTIMED)
        before = model.questions, model.passages
        timed = evaluator.benchmark(benchmark_folder, Plan())

        assert before == (0, 0)
        assert (model.questions, model.passages) == (1 + len(timed.outcomes), 0)
        assert latency(untimed.outcomes) is None
        assert all((one.milliseconds or 0) > 0 for one in timed.outcomes)

    def test_no_index_and_no_document_is_left_in_the_library(
        self, library: KnowledgeBase, home: Path, benchmark_folder: Path
    ) -> None:
        library.evaluator().benchmark(benchmark_folder, UNTIMED)

        assert library.documents() == ()
        assert not (home / "index").exists()


class Counting(HashEmbedder):
    """Counts what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.questions = self.passages = 0

    def embed_query(self, text: str) -> Vector:
        self.questions += 1
        return super().embed_query(text)

    def embed_passages(self, texts: Sequence[str], progress: PassagesDone | None = None) -> Matrix:
        self.passages += len(texts)
        return HashEmbedder().embed_passages(texts, progress)


class TestLibrary:
    def test_a_hit_is_right_where_document_division_and_page_are(
        self, library: KnowledgeBase, inbox: Path, gold: Path
    ) -> None:
        library.add([inbox])

        evaluation = library.evaluator().library(gold, UNTIMED)

        first, second = evaluation.outcomes
        assert (first.ranks, first.right_page) == ((1,), True)
        assert 1 not in second.ranks
        assert second.right_page is False
        assert evaluation.skipped == 1
        assert summarised(evaluation.outcomes).wrong_page == 0.5

    def test_samples_are_evaluated_in_a_library_of_their_own(
        self, library: KnowledgeBase, inbox: Path
    ) -> None:
        as_lines(inbox / "queries.jsonl", GOLD)

        evaluation = library.evaluator().samples(inbox, UNTIMED)

        assert evaluation.name == "den"
        assert evaluation.outcomes[0].ranks == (1,)
        assert evaluation.skipped == 1
        assert library.documents() == ()

    def test_without_any_document_of_the_questions_there_is_nothing_to_measure(
        self, library: KnowledgeBase, gold: Path
    ) -> None:
        with pytest.raises(InvalidEvaluation, match="cau-hoi"):
            library.evaluator().library(gold, UNTIMED)


class TestQuestionFiles:
    def test_kind_division_and_page_may_be_absent_and_nothing_may_answer(
        self, tmp_path: Path
    ) -> None:
        path = as_lines(tmp_path / "q.jsonl", [{"id": 1, "query": "x", "document": None}])

        assert read_gold(path) == [Question("1", "x", None, ())]

    def test_an_article_named_twice_answers_once(self, tmp_path: Path) -> None:
        as_lines(tmp_path / "queries.jsonl", [{"id": "q", "text": "x", "relevant": [7, "7", "8"]}])

        assert read_questions(tmp_path)[0].targets == (Target("7"), Target("8"))

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ('{"id": "q", "text": "x"}', r"Dòng 2 .*\(trường relevant\)"),
            ('{"id": "q", "text": "x", "relevant": "A#1"}', r"Dòng 2 .*\(trường relevant\)"),
            ("[1]", "Dòng 2"),
            ("{", "Dòng 2"),
        ],
    )
    def test_a_wrong_line_is_named(self, tmp_path: Path, line: str, said: str) -> None:
        good = json.dumps(QUESTIONS[0])
        (tmp_path / "queries.jsonl").write_text(f"{good}\n{line}\n", encoding="utf-8")

        with pytest.raises(InvalidEvaluation, match=said):
            read_questions(tmp_path)

    @pytest.mark.parametrize("content", [None, b"\xff\xfe"])
    def test_a_file_that_cannot_be_read_is_named(
        self, tmp_path: Path, content: bytes | None
    ) -> None:
        if content is not None:
            (tmp_path / "q.jsonl").write_bytes(content)

        with pytest.raises(InvalidEvaluation, match=r"q\.jsonl"):
            read_gold(tmp_path / "q.jsonl")


ASKED = Question("q", "x", None, (Target("901", "Phần II, mục 2", 4),))


def judge(question: Question, *found: Found) -> Outcome:
    return judged(question, question.text, Answered(found), None)


class TestJudging:
    @pytest.mark.parametrize(
        ("found", "rank"),
        [
            (Found("901", "Phần II, mục 2", (4, 4)), 1),
            (Found("901", "Phần II, mục 2, chú thích 5", (3, 4)), 1),
            (Found("901", "Phần II, mục 2", None), 1),
            (Found("901", "Phần II, mục 20", (4, 4)), None),
            (Found("901", "Phần II", (4, 4)), None),
            (Found("901", "Phần II, mục 2", (5, 6)), None),
            (Found("902", "Phần II, mục 2", (4, 4)), None),
        ],
    )
    def test_a_hit_answers_from_the_division_or_inside_it_on_the_page(
        self, found: Found, rank: int | None
    ) -> None:
        assert judge(ASKED, found).ranks == ((rank,) if rank else ())

    def test_each_target_counts_where_it_first_stands(self) -> None:
        question = replace(ASKED, targets=(Target("A"), Target("B"), Target("C")))

        outcome = judge(question, Found("X"), Found("B"), Found("B"), Found("A"))

        assert (outcome.ranks, outcome.relevant) == ((2, 4), 3)

    @pytest.mark.parametrize(
        ("first", "right"),
        [
            (Found("901", "Phần I", (3, 4)), True),
            (Found("901", "Phần II, mục 2", (5, 5)), False),
            (Found("902", "Phần II, mục 2", (4, 4)), None),
            (Found("901", "Phần II, mục 2", None), None),
        ],
    )
    def test_the_page_of_a_first_hit_of_the_right_document_is_right_or_wrong(
        self, first: Found, right: bool | None
    ) -> None:
        assert judge(ASKED, first).right_page is right
        assert judge(ASKED, Found("X"), first).right_page is None
        assert judge(ASKED).right_page is None

    def test_without_an_expected_page_no_page_is_wrong(self) -> None:
        question = replace(ASKED, targets=(Target("901"),))

        assert judge(question, Found("901", "Phần I", (1, 1))).right_page is None


def outcome(id: str, *ranks: int, relevant: int = 1, **more: object) -> Outcome:
    blank = Outcome(id, None, id, ranks, relevant, (), None, None)
    return replace(blank, **more)  # type: ignore[arg-type]


class TestSummary:
    def test_means_are_over_the_questions_that_have_an_answer(self) -> None:
        """nDCG@10 of ranks 1 and 3 is 1 and 1/2; the third question has no answer."""
        summary = summarised([outcome("a", 1), outcome("b", 3), outcome("c", relevant=0)])

        assert summary.cases == 3
        assert {name: one.mean for name, one in summary.measures.items()} == {
            "acc@1": 0.5,
            "acc@10": 1.0,
            "mrr@10": pytest.approx(2 / 3),
            "ndcg@10": 0.75,
        }
        assert (summary.wrong_page, summary.abstention) == (None, None)

    def test_abstaining_is_summed_up_once_outcomes_tell_of_it(self) -> None:
        summary = summarised(
            [outcome("a", 1, abstained=False), outcome("b", relevant=0, abstained=True)]
        )

        assert summary.abstention is not None
        assert (summary.abstention.precision, summary.abstention.recall) == (1, 1)

    def test_latency_is_told_by_percentiles(self) -> None:
        """101 times from 0 to 100 ms: the percentiles are their own numbers."""
        outcomes = [outcome("a", milliseconds=float(number)) for number in range(101)]

        assert latency(outcomes) == Latency(50, 95, 99)


@pytest.fixture
def evaluation(library: KnowledgeBase, benchmark_folder: Path) -> Evaluation:
    return library.evaluator().benchmark(benchmark_folder, Plan(ablations=True))


class TestResultFiles:
    def test_what_is_read_back_is_what_was_written(
        self, evaluation: Evaluation, tmp_path: Path
    ) -> None:
        write_results(evaluation, tmp_path / "k.json")

        assert read_results(tmp_path / "k.json") == replace(evaluation, ablations={})

    def test_programs_find_the_figures_under_their_names(
        self, evaluation: Evaluation, tmp_path: Path
    ) -> None:
        """q1 is right at rank 1; q2 finds one of two at rank 1: 1 / (1 + 1 / log2(3)) = .6131."""
        write_results(evaluation, tmp_path / "k.json")

        told = json.loads((tmp_path / "k.json").read_text(encoding="utf-8"))

        assert told["ndcg@10"] == pytest.approx((1 + 0.6131471927654584) / 2)
        assert told["kinds"]["khó"]["ndcg@10"] == pytest.approx(0.6131471927654584)
        assert told["outcomes"][0]["ndcg@10"] == 1
        assert (told["cases"], told["skipped"], told["acc@1"]) == (2, 1, 1)
        assert told["conditions"]["model"] == "hash"
        assert told["ablations"]["dense"]["cases"] == 2

    @pytest.mark.parametrize("content", [None, b"{}", b"\xff"])
    def test_a_file_that_holds_no_results_is_named(
        self, tmp_path: Path, content: bytes | None
    ) -> None:
        if content is not None:
            (tmp_path / "k.json").write_bytes(content)

        with pytest.raises(InvalidEvaluation, match=r"k\.json"):
            read_results(tmp_path / "k.json")

    def test_a_place_that_cannot_be_written_is_named(
        self, evaluation: Evaluation, tmp_path: Path
    ) -> None:
        with pytest.raises(InvalidEvaluation, match="nowhere"):
            write_results(evaluation, tmp_path / "nowhere" / "k.json")


class TestComparison:
    def of(self, evaluation: Evaluation, *outcomes: Outcome) -> Evaluation:
        return replace(evaluation, outcomes=outcomes)

    def test_wins_and_losses_stand_apart_the_largest_first(self, evaluation: Evaluation) -> None:
        before = self.of(evaluation, outcome("a", 1), outcome("b"), outcome("c", 3), outcome("d"))
        after = self.of(evaluation, outcome("a", 3), outcome("b", 1), outcome("c", 1), outcome("e"))

        told = compare(before, after)

        assert [(one.after.id, one.gain) for one in told.wins] == [("b", 1.0), ("c", 0.5)]
        assert [(one.after.id, one.gain) for one in told.losses] == [("a", -0.5)]
        assert (told.cases, told.only_before, told.only_after) == (3, 1, 1)
        assert told.differences["ndcg@10"].mean == pytest.approx(1 / 3)
        assert told.differences["acc@10"].mean == pytest.approx(1 / 3)

    def test_different_questions_are_not_compared(self, evaluation: Evaluation) -> None:
        with pytest.raises(InvalidEvaluation, match="không có câu hỏi nào chung"):
            compare(self.of(evaluation, outcome("a", 1)), self.of(evaluation, outcome("b", 1)))
