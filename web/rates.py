"""How often one visitor may ask: a bucket for each that fills again at an even pace."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from threading import Lock

_MOST_BUCKETS = 10_000
"""Visitors remembered at a time; those whose buckets are full again are forgotten first."""


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Rates:
    """Lets each key have a minute's share at once, and then as much as fills again.

    Kept in memory: a restart gives everybody a full bucket, which harms nobody.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._buckets: dict[str, _Bucket] = {}
        self._lock = Lock()

    def take(self, key: str, per_minute: int) -> int:
        """Takes one of what the key has; the whole seconds to wait where it has none, else 0."""
        with self._lock:
            bucket = self._filled(key, per_minute)
            if bucket.left < 1:
                return ceil((1 - bucket.left) * 60 / per_minute)
            bucket.left -= 1
            return 0

    def _filled(self, key: str, per_minute: int) -> _Bucket:
        now = self._now()
        if len(self._buckets) >= _MOST_BUCKETS and key not in self._buckets:
            self._buckets = {k: one for k, one in self._buckets.items() if now - one.at < 60}
        bucket = self._buckets.setdefault(key, _Bucket(per_minute, now))
        grown = bucket.left + (now - bucket.at) * per_minute / 60
        bucket.left, bucket.at = min(float(per_minute), grown), now
        return bucket
