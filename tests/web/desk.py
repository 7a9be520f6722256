"""A real library of three papers behind the web, for what librarians do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import httpx
from fastapi.testclient import TestClient

from kb.service.admission import Admission
from kb.service.knowledge_base import KnowledgeBase
from kb.service.reviewing import ReviewFirst
from kb.store.documents import open_store
from tests.fakes import HashEmbedder
from tests.unit.service.papers import PaperPipeline


@contextmanager
def library_in(home: Path, review_first: ReviewFirst = ReviewFirst.NONE) -> Iterator[KnowledgeBase]:
    """The library at `home`, which reads papers."""
    library = KnowledgeBase(
        home,
        open_store(home / "kb.db"),
        lambda: nullcontext(PaperPipeline()),
        HashEmbedder,
        admission=Admission(review_first=review_first),
    )
    yield library
    library.close()


def boxes_of(page: httpx.Response) -> dict[str, str]:
    """What the form of a correction would send as it stands."""
    form = page.text[page.text.index('class="correction-form"') :]
    form = form[: form.index("</form>")]
    named = re.findall(r'<input[^>]* name="([\w-]+)" value="([^"]*)"', form)
    title = re.search(r'name="title"[^>]*>([^<]*)</textarea>', form)
    assert title is not None
    return {**dict(named), "title": title[1]}


def sent(client: TestClient, page: httpx.Response, to: str = "", **typed: str) -> httpx.Response:
    """The form sent with other words in some boxes, to its page or an address under it."""
    return client.post(page.url.path + to, data=boxes_of(page) | typed)
