"""Drafts under check: a real guideline with its known mistakes, two samples with planted ones, and all
samples for false alarms. Run with -s to see the tables."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest

from kb.ingest.pipeline import IngestPipeline
from kb.service.checking import DraftChecker, DraftReport, PlacedRemark
from kb.service.knowledge_base import KnowledgeBase
from kb.service.live_index import LiveIndex
from kb.service.states import LiveStates
from kb.service.verifying import Verifier
from kb.store.documents import open_store
from tests.conftest import ROOT, SHARED
from tests.fakes import HashEmbedder

CORPUS = ROOT / "corpus"
DRAFTS = CORPUS / "drafts"
GUIDE = SHARED / "real" / "94-hd-btgtu"

WRONG = {
    ("a", "36-QĐ/TW", "36-NQ/TW"),
    ("a", "57-KH/TW", "57-KL/TW"),
    ("d", "19/8/2021", "19/8/2020"),
    (
        "g",
        "Quy hoạch, phát triển và quản lý báo chí toàn quốc đến năm 2025",
        "phê duyệt Quy hoạch phát triển và quản lý báo chí toàn quốc đến năm 2025",
    ),
    ("o", "Bộ chính trị", "Bộ Chính trị"),
}
"""All that is wrong in the guideline's citations; whatever else is called so would be a false alarm."""

FORM = {
    ("h", "Nghị quyết số 103/2023/QH15", None),
    ("j", "18/2/2019", "18/02/2019"),
    ("n", "94 -HD/BTGTU", "94-HD/BTGTU"),
    ("n", "94 -HD/BTGTU", None),
    *(
        ("i", f", ngày {day}", None)
        for day in ("08/8/2018", "18/2/2019", "19/8/2021", "03/4/2019", "30/11/2021")
    ),
    ("l", "Kết luận số 57-KL/TW", None),
}


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DraftChecker]:
    """A checker over a library of the samples and the catalogue."""
    home = tmp_path_factory.mktemp("kho")
    pipeline = IngestPipeline(100)
    store = open_store(home / "kb.db")
    library = KnowledgeBase(home, store, lambda: nullcontext(pipeline), HashEmbedder)
    library.add([CORPUS])
    library.maintenance().load_catalogue(CORPUS / "catalogue.csv")
    verifier = Verifier(store, LiveIndex(home, store, HashEmbedder), LiveStates(store))
    yield DraftChecker(store, verifier, lambda: nullcontext(pipeline), LiveStates(store))
    library.close()


def check(checker: DraftChecker, path: Path) -> DraftReport:
    """The report on a file."""
    return checker.check(path.name, path.read_bytes(), today=date(2026, 3, 1))


def told(item: PlacedRemark) -> tuple[str, str, str | None]:
    """Letter, words and correction of a remark."""
    return item.remark.kind.value, item.printed, item.remark.correction


@pytest.mark.real
@pytest.mark.skipif(not GUIDE.is_dir(), reason="needs the real documents beside the project")
@pytest.mark.parametrize(
    "name",
    [
        "94-hd-btgtu.docx",
        "94-hd-btgtu.pdf",
        "94-hd-btgtu-browser-print.pdf",
        pytest.param(
            "94-hd-btgtu-scan.pdf",
            marks=pytest.mark.skipif(not shutil.which("tesseract"), reason="needs tesseract"),
        ),
    ],
)
def test_the_mistakes_of_a_real_guideline_are_found_and_nothing_right_is_called_wrong(
    checker: DraftChecker, name: str
) -> None:
    report = check(checker, GUIDE / name)

    print(f"\n{name}: {len(report.citations)} citations")
    for item in report.remarks:
        letter, printed, correction = told(item)
        if item.remark.severity != "information":
            print(f"  {letter} {item.remark.severity.value:7} {printed[:60]} → {correction}")
    assert {told(one) for one in report.remarks if one.remark.is_fault} == WRONG
    assert {told(one) for one in report.remarks if one.remark.severity == "style"} == FORM


def test_every_planted_mistake_is_reported(checker: DraftChecker) -> None:
    table = (DRAFTS / "mistakes.tsv").read_text(encoding="utf-8")
    planted = list(csv.DictReader(table.splitlines(), delimiter="\t"))
    found = {path.stem: check(checker, path) for path in sorted(DRAFTS.glob("*.txt"))}

    missed = []
    print()
    for row in planted:
        wanted = (row["check"], row["printed"], row["correction"] or None)
        hits = [one for one in found[row["draft"]].remarks if told(one) == wanted]
        print(f"  {row['draft']} {row['check']} {'found ' if hits else 'MISSED'} {row['printed']}")
        missed += [] if hits else [wanted]
    assert len(planted) == 20
    assert {row["check"] for row in planted} >= set("abcdefghijklm")
    assert missed == []
    faults = {(d, told(one)) for d, r in found.items() for one in r.remarks if one.remark.is_fault}
    wanted_faults = {
        (row["draft"], (row["check"], row["printed"], row["correction"] or None)) for row in planted
    }
    assert faults <= wanted_faults


def test_at_most_one_citation_in_ten_of_the_samples_is_called_wrong(checker: DraftChecker) -> None:
    citations = alarms = 0
    print()
    for path in sorted(CORPUS.glob("*.pdf")):
        report = check(checker, path)
        faults = [one for one in report.remarks if one.remark.is_fault]
        citations += len(report.citations)
        alarms += len(faults)
        print(
            f"  {path.stem:18} {len(report.citations):3} citations, alarms: {list(map(told, faults))}"
        )
    print(f"  {alarms} alarms over {citations} citations")

    assert citations > 100
    assert alarms * 10 <= citations
