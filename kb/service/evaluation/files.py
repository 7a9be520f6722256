"""The results of an evaluation as a file: its figures, and every outcome to compare by."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from pydantic import BaseModel, ValidationError

from kb.errors import InvalidEvaluation
from kb.search.metrics import Abstention
from kb.service.evaluation.judging import Outcome
from kb.service.evaluation.running import Conditions, Evaluation
from kb.service.evaluation.summary import by_kind, latency, summarised
from kb.vietnamese.damage import Variant


def write_results(evaluation: Evaluation, path: Path) -> None:
    """Writes one JSON object: the figures in all, by kind and without each part, then every outcome.

    Raises InvalidEvaluation where the file cannot be written.
    """
    taken = latency(evaluation.outcomes)
    results = {
        "name": evaluation.name,
        "variant": evaluation.variant,
        **_figures(evaluation.outcomes),
        "skipped": evaluation.skipped,
        "kinds": {kind: _figures(group) for kind, group in by_kind(evaluation.outcomes).items()},
        "latency_ms": asdict(taken) if taken else None,
        "ablations": {part: _figures(group) for part, group in evaluation.ablations.items()},
        "conditions": asdict(evaluation.conditions),
        "outcomes": [{**asdict(one), "ndcg@10": one.ndcg} for one in evaluation.outcomes],
    }
    try:
        path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise InvalidEvaluation(
            f"Không ghi được kết quả vào «{path}» ({error.strerror}); hãy chọn nơi khác."
        ) from error


def _figures(outcomes: Sequence[Outcome]) -> dict[str, object]:
    summary = summarised(outcomes)
    return {
        "cases": summary.cases,
        **{name: one.mean for name, one in summary.measures.items()},
        "intervals": {name: (one.low, one.high) for name, one in summary.measures.items()},
        "wrong_page": summary.wrong_page,
        "abstention": _abstention(summary.abstention),
    }


def _abstention(told: Abstention | None) -> dict[str, object] | None:
    return None if told is None else {**asdict(told), "f1": told.f1}


class _Results(BaseModel):
    """What is read back of a file: figures follow from the outcomes."""

    name: str
    variant: Variant | None
    skipped: int
    conditions: Conditions
    outcomes: tuple[Outcome, ...]


def read_results(path: Path) -> Evaluation:
    """The evaluation that `write_results` wrote, but for its ablations. Raises InvalidEvaluation."""
    try:
        read = _Results.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InvalidEvaluation(
            f"Không đọc được tệp kết quả «{path}» ({error.strerror}); hãy kiểm tra đường dẫn."
        ) from error
    except ValidationError as error:
        raise InvalidEvaluation(
            f"Tệp «{path}» không phải kết quả do `kb evaluate --json` ghi; hãy đo lại để có tệp mới."
        ) from error
    return Evaluation(
        read.name, read.variant, read.conditions, read.skipped, read.outcomes, ablations={}
    )
