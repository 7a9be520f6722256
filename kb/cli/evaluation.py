"""What `kb evaluate` prints: the figures in all and by kind, each part's worth, wins and losses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from kb.cli.ink import clean, ink
from kb.search.metrics import Abstention, Difference, Estimate, paired_difference
from kb.service.evaluation.comparison import Change, Comparison
from kb.service.evaluation.judging import Outcome
from kb.service.evaluation.running import Conditions, Evaluation
from kb.service.evaluation.summary import by_kind, latency, summarised
from kb.vietnamese.damage import Variant

_NAMES = {"acc@1": "Acc@1", "acc@10": "Acc@10", "mrr@10": "MRR@10", "ndcg@10": "nDCG@10"}
_VARIANTS = {
    None: "nguyên văn",
    Variant.UNACCENTED: "bỏ dấu",
    Variant.TYPO: "gõ sai",
    Variant.TELEX: "phím Telex",
    Variant.NFD: "dấu rời (NFD)",
    Variant.OLDTONE: "viết hoà thay cho hòa",
}
_PARTS = {
    "dense": "ngữ nghĩa (dense)",
    "lexical": "từ ngữ (lexical)",
    "folded": "chữ bỏ dấu (folded)",
    "unaccented": "cách tìm riêng cho câu không dấu",
    "heading": "tiêu đề (heading)",
    "pairs": "cặp âm tiết (pairs)",
    "expansion": "viết tắt và cách nói khác",
    "number": "ưu tiên số hiệu",
    "reranker": "xếp hạng lại (reranker)",
}
_NONE = "–"
_MOST_SHOWN = 10
_QUESTION_WIDTH = 72


def print_evaluation(evaluation: Evaluation) -> None:
    """Everything but the single questions."""
    print(ink(f"{evaluation.name}, câu hỏi {_VARIANTS[evaluation.variant]}", "bold"))
    _print_table(list(_figures(evaluation.outcomes)))
    if evaluation.skipped:
        print(f"Bỏ qua {evaluation.skipped} câu hỏi vì không giữ văn bản trả lời.")
    times = latency(evaluation.outcomes)
    if times:
        print(
            f"Thời gian mỗi câu hỏi, gồm cả mã hóa: trung vị {_number(times.median, 1)} ms, "
            f"phân vị 95 % {_number(times.p95, 1)} ms, phân vị 99 % {_number(times.p99, 1)} ms."
        )
    print(_conditions(evaluation.conditions))
    if evaluation.ablations:
        print(f"\n{ink('Khi bỏ từng phần', 'bold')}")
        _print_table(list(_ablations(evaluation)))


def _figures(outcomes: Sequence[Outcome]) -> Iterator[list[str]]:
    """A head, then two lines for all questions and for each kind: the figures, their intervals."""
    groups = {"Tất cả": summarised(outcomes)}
    groups |= {kind: summarised(group) for kind, group in by_kind(outcomes).items()}
    paged = any(summary.wrong_page is not None for summary in groups.values())
    abstaining = any(summary.abstention is not None for summary in groups.values())
    more = ["Sai trang"] * paged + ["Từ chối đúng", "Từ chối đủ", "F1", "Từ chối nhầm"] * abstaining
    yield ["Loại", "Câu hỏi", *_NAMES.values(), *more]
    for name, summary in groups.items():
        figures = [summary.measures.get(key) for key in _NAMES]
        others = [_share(summary.wrong_page)] * paged + _abstention(summary.abstention) * abstaining
        yield [
            name,
            str(summary.cases),
            *(_number(one.mean) if one else _NONE for one in figures),
            *others,
        ]
        yield ["", "", *(_interval(one) if one else "" for one in figures), *("" for _ in others)]


def _abstention(abstention: Abstention | None) -> list[str]:
    if abstention is None:
        return [_NONE] * 4
    told = abstention.precision, abstention.recall, abstention.f1, abstention.wrongly
    return list(map(_share, told))


def _ablations(evaluation: Evaluation) -> Iterator[list[str]]:
    """A head, then a line for the whole search and for each part left out."""
    yield ["Bỏ", "Acc@1", "nDCG@10", "Chênh nDCG@10", "Khoảng 95 %", "Được", "Mất"]
    whole = summarised(evaluation.outcomes).measures
    yield ["không bỏ gì", *_both(whole), "", "", "", ""]
    before = [one.ndcg for one in evaluation.outcomes if one.relevant]
    for part, outcomes in evaluation.ablations.items():
        after = [one.ndcg for one in outcomes if one.relevant]
        change = paired_difference(before, after)
        gains = [new - old for old, new in zip(before, after, strict=True)]
        yield [
            _PARTS[part], *_both(summarised(outcomes).measures),
            _signed(change.mean), _signed_interval(change),
            str(sum(gain > 0 for gain in gains)), str(sum(gain < 0 for gain in gains)),
        ]  # fmt: skip


def _both(measures: dict[str, Estimate]) -> list[str]:
    return [_number(measures[key].mean) for key in ("acc@1", "ndcg@10")]


def print_comparison(before: Evaluation, after: Evaluation, comparison: Comparison) -> None:
    """The totals, then the questions that moved most."""
    title = f"So với lần đo trước ({comparison.cases} câu hỏi chung)"
    print(f"\n{ink(title, 'bold')}")
    for line in _differing(before, after):
        print(line)
    if comparison.only_before or comparison.only_after:
        print(
            f"Không so: {comparison.only_before} câu hỏi chỉ có ở lần trước, "
            f"{comparison.only_after} chỉ có ở lần này."
        )
    _print_table(
        [
            ["", "Chênh", "Khoảng 95 %", "p"],
            *(
                [_NAMES[key], _signed(one.mean), _signed_interval(one), _level(one.p)]
                for key, one in comparison.differences.items()
            ),
        ]
    )
    same = comparison.cases - len(comparison.wins) - len(comparison.losses)
    print(f"Tốt lên {len(comparison.wins)}, kém đi {len(comparison.losses)}, như cũ {same}.")
    _print_changes("Tốt lên nhiều nhất", comparison.wins)
    _print_changes("Kém đi nhiều nhất", comparison.losses)


def _differing(before: Evaluation, after: Evaluation) -> Iterator[str]:
    """What was not the same in both, so that nobody reads it as the search's doing."""
    if before.variant != after.variant:
        yield f"Câu hỏi: {_VARIANTS[before.variant]} → {_VARIANTS[after.variant]}"
    earlier, later = asdict(before.conditions), asdict(after.conditions)
    for key, label in _CONDITIONS.items():
        if earlier[key] != later[key]:
            yield f"{label}: {earlier[key]} → {later[key]}"


_CONDITIONS = {
    "model": "Mô hình",
    "fingerprint": "Vân tay mô hình",
    "index_format": "Dạng chỉ mục",
    "date": "Ngày",
    "cpu": "Bộ xử lý",
    "cores": "Số nhân",
    "python": "Python",
}


def _conditions(conditions: Conditions) -> str:
    return (
        f"Mô hình {conditions.model} (vân tay {conditions.fingerprint}), chỉ mục dạng "
        f"{conditions.index_format}, ngày {conditions.date}; {conditions.cpu}, {conditions.cores} nhân,"
        f" Python {conditions.python}."
    )


def _print_changes(title: str, changes: Sequence[Change]) -> None:
    if not changes:
        return
    print(ink(f"{title} (hạng trước → hạng này)", "bold"))
    for change in changes[:_MOST_SHOWN]:
        ranks = f"{_rank(change.before)} → {_rank(change.after)}"
        print(
            f"  {ranks:>9}  {_signed(change.gain)}  {change.after.id}: {_shortened(change.after)}"
        )


def _rank(outcome: Outcome) -> str:
    return str(outcome.ranks[0]) if outcome.ranks else _NONE


def _shortened(outcome: Outcome) -> str:
    words = clean(" ".join(outcome.asked.split()))
    return words if len(words) <= _QUESTION_WIDTH else words[: _QUESTION_WIDTH - 1] + "…"


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    """Columns two spaces apart, the first to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = (f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True))
        print("  ".join([f"{clean(first):<{widths[0]}}", *cells]).rstrip())


def _number(value: float, digits: int = 4) -> str:
    return f"{value:.{digits}f}".replace(".", ",")


def _level(p: float) -> str:
    """Two thousand resamples tell nothing below one in a thousand."""
    return "< 0,001" if p < 0.001 else _number(p, 3)


def _share(value: float | None) -> str:
    return _NONE if value is None else _number(value, 3)


def _signed(value: float) -> str:
    return f"{value:+.4f}".replace(".", ",").replace("-", "−")


def _interval(estimate: Estimate) -> str:
    return f"{_number(estimate.low, 3)}–{_number(estimate.high, 3)}"


def _signed_interval(difference: Difference) -> str:
    return f"{_signed(difference.low)} … {_signed(difference.high)}"
