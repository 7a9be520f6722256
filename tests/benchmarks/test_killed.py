"""Programs killed at many moments: prints how many in each step, and what went wrong, if anything.

KILLS=200 python -m pytest tests/benchmarks/test_killed.py -s
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from tests.integration.killing import Days

FIRST_SEED = 1000  # beyond those of the tests


def test_many_kills(tmp_path: Path) -> None:
    days = Days(tmp_path)
    outcomes = [days.killed(FIRST_SEED + at) for at in range(int(os.environ.get("KILLS", "200")))]

    killed = Counter(outcome.step for outcome in outcomes)
    wrong = Counter(outcome.step for outcome in outcomes if outcome.wrong)
    print(f"\n{days.moments} moments in a day; killed in each step, and wrong afterwards:")
    for step, count in killed.most_common():
        print(f"{count:5}  {wrong[step]:3}  {step}")
    assert [outcome for outcome in outcomes if outcome.wrong] == []
