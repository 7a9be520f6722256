"""How long a page with its marks takes over HTTP: drawn for the first time, and kept.

Every page of the sample library without its picture and at once again, all of its text marked.
Run `pytest tests/benchmarks -k pages -s`.
"""

from __future__ import annotations

import shutil
import statistics
import time
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.model


def test_pages_over_http(samples: Path, address: str) -> None:
    shutil.rmtree(samples / "views", ignore_errors=True)
    with httpx.Client(base_url=address) as client:
        held = client.get("/api/v1/documents").json()["items"]
        pages = [
            f"/van-ban/{item['id']}/trang/{number}"
            for item in held
            for number in range(1, item["page_count"] + 1)
        ]
        both = [(_seconds(client, page), _seconds(client, page)) for page in pages]
    cold, kept = zip(*both, strict=True)
    for name, times in (("cold", cold), ("kept", kept)):
        for at, what in enumerate(("marks", "picture")):
            taken = sorted(1000 * one[at] for one in times)
            tail = taken[int(0.95 * len(taken))]
            print(
                f"\n{name} {what}: median {statistics.median(taken):.1f}, p95 {tail:.1f} ms", end=""
            )
    print(f" ({len(pages)} pages)")


def _seconds(client: httpx.Client, page: str) -> tuple[float, float]:
    """The time of the page with its marks, and of its picture."""
    started = time.perf_counter()
    client.get(page, params={"tu": 0, "den": 100_000}).raise_for_status()
    between = time.perf_counter()
    client.get(f"{page}/hinh").raise_for_status()
    return between - started, time.perf_counter() - between
