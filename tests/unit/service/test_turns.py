"""However many people search at once, a few of their questions are answered at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Lock
from time import sleep

from kb.person import Person, Role
from kb.search.embedder import Vector
from kb.service.knowledge_base import KnowledgeBase
from tests.fakes import HashEmbedder
from tests.unit.service.conftest import OpenLibrary


class Counting(HashEmbedder):
    """Knows how many questions were being embedded at once at most."""

    def __init__(self) -> None:
        super().__init__()
        self._lock, self._now, self.most = Lock(), 0, 0

    def embed_query(self, text: str) -> Vector:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        sleep(0.02)  # so that all who may search at once do
        with self._lock:
            self._now -= 1
        return super().embed_query(text)


def test_two_questions_are_answered_at_a_time_whoever_asks(
    open_library: OpenLibrary, inbox: Path
) -> None:
    embedder, together = Counting(), Barrier(8)
    library = open_library(embedder)
    library.add([inbox])
    library.keeper("an").limit(library.find("901-HD/BDVTUM").id, ["van-phong"])
    embedder.most = 0
    libraries = [library, library.seen_by(Person("lan", Role.READER))] * 4

    def ask(one: KnowledgeBase) -> int:
        together.wait()
        return len(one.search("khai thác hải sản").hits)

    with ThreadPoolExecutor(8) as people:
        found = list(people.map(ask, libraries))

    assert all(found)
    assert embedder.most == 2
