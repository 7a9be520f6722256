"""The log on a page: narrowed, a page at a time, and taken along as a table; not for everybody."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kb.person import Role
from kb.service.accounts import Accounts
from kb.service.knowledge_base import KnowledgeBase
from kb.store.audit import Action, Deed
from tests.unit.service.conftest import DAN_VAN
from tests.unit.service.papers import written
from tests.web.conftest import Ask, local_client, log_in
from tests.web.desk import library_in
from web.app import create_app

SYMBOL = "905-QĐ/TUM"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[KnowledgeBase]:
    """An adds a document and corrects it; bình purges another, whose name has a letter Đ."""
    with library_in(tmp_path / "kho") as library:
        library.add([written(tmp_path, "dan-van.pdf", DAN_VAN)], actor="an")
        card, keeper = library.documents()[0], library.keeper("an")
        keeper.correct(card.id, {"term": "XIII"}, keeper.facts_version(card.id))
        tell(library, Deed("bình", Action.PURGE, "f" * 64, SYMBOL))
        yield library


def tell(library: KnowledgeBase, *deeds: Deed) -> None:
    for deed in deeds:
        library._store.custody.tell(deed)


@pytest.fixture
def client(library: KnowledgeBase, over: Ask) -> TestClient:
    """A browser on the machine itself."""
    client: TestClient = over(library)  # type: ignore[arg-type]
    return client


def rows(client: TestClient, address: str) -> list[str]:
    """What each entry on the page says first."""
    page = client.get(address)
    assert page.status_code == 200
    listed = page.text.partition('<ol class="history')[2].partition("</ol>")[0]
    return re.findall(r"<li>\s*<p><strong>(.*?)</strong>", listed)


def test_the_newest_entry_stands_first_with_what_it_changed(client: TestClient) -> None:
    page = client.get("/nhat-ky").text

    assert rows(client, "/nhat-ky") == ["Xóa hẳn", "Sửa thông tin", "Nạp"]
    assert "<ins>XIII</ins>" in page
    assert "3 dòng, mới nhất trước." in page


def test_a_held_document_is_linked_and_one_that_is_gone_is_named(
    client: TestClient, library: KnowledgeBase
) -> None:
    page = client.get("/nhat-ky").text

    assert f'<a href="/van-ban/{library.documents()[0].id}">901-HD/BDVTUM</a>' in page
    assert f'<span class="file-name">{SYMBOL}</span>' in page


TODAY = f"{datetime.now():%Y-%m-%d}"


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ("nguoi=an", ["Sửa thông tin", "Nạp"]),
        ("nguoi=an&viec=add", ["Nạp"]),
        ("viec=purge", ["Xóa hẳn"]),
        ("van_ban=901-HD/BDVTUM", ["Sửa thông tin", "Nạp"]),
        ("van_ban=dan-van.pdf", ["Sửa thông tin", "Nạp"]),
        ("van_ban=%20905-QĐ/TUM%20", ["Xóa hẳn"]),
        ("van_ban=ffffff", ["Xóa hẳn"]),
        ("van_ban=khong-co", []),
        ("den=2020-01-01", []),
        (f"tu={TODAY}&den={TODAY}", ["Xóa hẳn", "Sửa thông tin", "Nạp"]),
        ("nguoi=&viec=&van_ban=&tu=&den=", ["Xóa hẳn", "Sửa thông tin", "Nạp"]),
    ],
)
def test_it_is_narrowed(client: TestClient, terms: str, found: list[str]) -> None:
    assert rows(client, f"/nhat-ky?{terms}") == found


def test_days_are_those_of_the_clock_on_the_wall(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 23:30 UTC on the 4th it is half past six on the 5th in Hà Nội."""
    import time

    from web.presenters.log import LogTerms

    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    time.tzset()
    try:
        day = datetime(2024, 3, 5).date()
        wanted = LogTerms(since=day, until=day).wanted()
    finally:
        monkeypatch.undo()
        time.tzset()

    assert wanted.since is not None and wanted.until is not None
    assert wanted.since <= datetime.fromisoformat("2024-03-04T23:30:00+00:00") < wanted.until
    assert (wanted.until - wanted.since).total_seconds() == 86_400


@pytest.mark.parametrize("terms", ["viec=fly", "tu=hom-qua", "trang=0", "trang=x"])
def test_what_cannot_be_read_is_said(client: TestClient, terms: str) -> None:
    assert client.get(f"/nhat-ky?{terms}").status_code == 400


def test_it_goes_on_from_page_to_page_with_what_narrows_it(
    client: TestClient, library: KnowledgeBase
) -> None:
    tell(library, *(Deed("chi", Action.REBUILD) for _ in range(101)))

    first, last = (client.get(f"/nhat-ky?nguoi=chi&trang={at}").text for at in (1, 3))

    assert "101 dòng, mới nhất trước, trang 1/3." in first
    assert 'href="/nhat-ky?nguoi=chi&amp;trang=2" rel="next"' in first and 'rel="prev"' not in first
    assert len(rows(client, "/nhat-ky?nguoi=chi&trang=3")) == 1
    assert 'href="/nhat-ky?nguoi=chi&amp;trang=2" rel="prev"' in last and 'rel="next"' not in last
    assert rows(client, "/nhat-ky?nguoi=chi&trang=4") == []


def test_the_table_has_the_same_entries_oldest_first_and_no_formula(
    client: TestClient, library: KnowledgeBase
) -> None:
    tell(library, Deed("an", Action.ADD, "a" * 64, "=cmd|x"))

    answer = client.get("/nhat-ky/csv?nguoi=an")

    read = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["action"] for row in read] == ["add", "correct", "add"]
    assert read[-1]["name"] == "'=cmd|x"
    assert "nhat-ky.csv" in answer.headers["content-disposition"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_sees_it(library: KnowledgeBase, accounts: Accounts, role: Role) -> None:
    client = local_client(create_app(library, accounts))
    log_in(client, role)

    assert [client.get(f"/nhat-ky{end}").status_code for end in ("", "/csv")] == [403, 403]
