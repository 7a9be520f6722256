"""What each command does: asks the service and prints. Heavy imports wait until a command runs."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli.ink import complain
from kb.collection import no_collection
from kb.settings import load_settings

if TYPE_CHECKING:
    from kb.query import ReadingKind
    from kb.service.knowledge_base import KnowledgeBase

_GOLD_QUESTIONS = "corpus/queries.jsonl"


@contextmanager
def opened() -> Iterator[KnowledgeBase]:
    """The library of this run's settings."""
    from kb.bootstrap import open_knowledge_base

    knowledge = open_knowledge_base(load_settings())
    try:
        yield knowledge
    finally:
        knowledge.close()


def add(given: Namespace) -> int:
    """Adds files and folders, or the files that wait; 1 if any of them cannot be searched now."""
    from kb.cli.duplicates import print_alike
    from kb.cli.progress import Bars
    from kb.service.results import AddStatus

    with opened() as knowledge:
        with Bars() as bars:
            if given.waiting:
                outcomes = knowledge.waiting.add(bars)
            else:
                outcomes = knowledge.add([Path(name) for name in given.paths], bars)
        added = [item.document for item in outcomes if item.status is AddStatus.ADDED]
        print_alike(knowledge.keeper(), [card.id for card in added if card])
    if given.waiting and not outcomes:
        print("Không có tệp nào đang chờ nhận dạng chữ.")
    counts = {status: [item.status for item in outcomes].count(status) for status in AddStatus}
    quarantined, waiting = counts[AddStatus.QUARANTINED], counts[AddStatus.WAITING]
    trashed, held_back = counts[AddStatus.TRASHED], counts[AddStatus.HELD_BACK]
    aside = f", cách ly {quarantined}" if quarantined else ""
    aside += f", chờ nhận dạng {waiting}" if waiting else ""
    aside += f", chờ duyệt {held_back}" if held_back else ""
    aside += f", trong thùng rác {trashed}" if trashed else ""
    if len(outcomes) > 1:
        print(
            f"Đã nạp {counts[AddStatus.ADDED]} tệp, "
            f"không đổi {counts[AddStatus.UNCHANGED]}, lỗi {counts[AddStatus.FAILED]}{aside}."
        )
    if held_back:
        print("Xem các văn bản chờ duyệt bằng: kb review")
    searchable = counts[AddStatus.ADDED] + counts[AddStatus.UNCHANGED]
    return 0 if searchable == len(outcomes) else 1


def search(given: Namespace) -> int:
    """Prints the best passages."""
    with no_collection():
        from kb.cli.output import print_answer, print_json
        from kb.query import Filters, Sort

        with opened() as knowledge:
            filters = Filters(
                given.type,
                given.issuer,
                given.year,
                given.term,
                given.circulation,
                knowledge.find(given.document).id if given.document else None,
                vars(given)["from"],
                given.to,
                given.state,
                given.as_of,
            )
            answer = knowledge.search(
                given.query,
                filters=filters,
                limit=given.limit,
                sort=given.sort or Sort.RELEVANCE,
                declined=_declined(given),
            )
        (print_json if given.json else print_answer)(answer)
    return 0


def _declined(given: Namespace) -> frozenset[ReadingKind]:
    from kb.query import FILTER_READINGS, ReadingKind

    words: frozenset[ReadingKind] = FILTER_READINGS if given.no_words else frozenset()
    return words | ({ReadingKind.SPELLING} if given.verbatim else frozenset())


def verify(given: Namespace) -> int:
    """Prints where a quotation stands and how it differs; 0 only if it is word for word."""
    from kb.cli.verification import print_verification, print_verification_json
    from kb.drafting.verify import Verdict

    with opened() as knowledge:
        answer = knowledge.verify(given.quotation, given.document)
    (print_verification_json if given.json else print_verification)(answer)
    return 0 if answer.verdict is Verdict.EXACT else 1


def check(given: Namespace) -> int:
    """Prints what is wrong with a draft's citations and quotations; 1 if something is or may be."""
    from kb.cli.checking import print_report, print_report_json, read_draft, write_commented
    from kb.drafting.check import Severity
    from kb.service.checking import commented

    path = Path(given.draft)
    data = read_draft(path)
    with opened() as knowledge:
        report = knowledge.check(path.name, data)
    if given.word:
        write_commented(Path(given.word), commented(data, report))
    (print_report_json if given.json else print_report)(report)
    return 1 if report.counts[Severity.ERROR] or report.counts[Severity.LIKELY] else 0


def list_documents(given: Namespace) -> int:
    """Prints the held documents, then the files that wait."""
    from kb.cli.tables import print_documents, print_waiting

    with opened() as knowledge:
        print_documents(knowledge.documents())
        print_waiting(knowledge.waiting.files())
    return 0


def show(given: Namespace) -> int:
    """Prints what is known of one document."""
    from kb.cli.output import print_document

    with opened() as knowledge:
        print_document(knowledge.document_view(knowledge.find(given.document).id))
    return 0


def remove(given: Namespace) -> int:
    """Puts one document into the trash, or takes out one file that waits, after asking."""
    from kb.service.results import WaitingFile

    with opened() as knowledge:
        found = knowledge.find_removable(given.document)
        named = f"{found.heading} ({found.file_name})"
        waits = isinstance(found, WaitingFile)
        question = f"Bỏ {named} khỏi thư viện?" if waits else f"Chuyển {named} vào thùng rác?"
        if not given.yes and not agreed(question):
            complain("Không bỏ văn bản nào; trả lời «c» hoặc thêm --yes để bỏ.")
            return 1
        if waits:
            knowledge.waiting.remove(found.id)
            print(f"Đã bỏ {named} khỏi thư viện.")
        else:
            knowledge.remove(found.id)
            print(f"Đã chuyển {named} vào thùng rác; lấy lại bằng: kb restore {found.id[:12]}")
    return 0


def agreed(question: str) -> bool:
    """True if whoever is asked says yes; silence is no."""
    print(f"{question} [c/K] ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in ("c", "có", "co", "y", "yes")


def rebuild(given: Namespace) -> int:
    """Builds the index anew."""
    from kb.cli.progress import Bars

    with opened() as knowledge, Bars() as bars:
        knowledge.maintenance().rebuild(bars.passages)
    print("Đã dựng lại chỉ mục tìm kiếm.")
    return 0


def catalogue(given: Namespace) -> int:
    """Puts a catalogue in the place of the one before."""
    with opened() as knowledge:
        rows = knowledge.maintenance().load_catalogue(Path(given.file))
    print(f"Danh mục có {rows} văn bản.")
    return 0


def model(given: Namespace) -> int:
    """Puts the default model in place."""
    from kb.bootstrap import prepare_model

    folder = prepare_model(load_settings(), lambda line: print(line, flush=True))
    print(f"Mô hình sẵn sàng: {folder or 'theo KB_EMBEDDING_MODEL'}")
    return 0


def serve(given: Namespace) -> int:
    """Runs the web server, and the worker of the adding desk, until it is interrupted."""
    from kb.bootstrap import open_people
    from kb.cli.server import require_accounts, serve_web
    from kb.cli.worker_process import WorkerProcess

    settings = load_settings()
    host = given.host or settings.host
    with closing(open_people(settings)) as accounts:
        require_accounts(host, accounts)
    beside = nullcontext() if given.no_worker else WorkerProcess()
    serve_web(host, given.port or settings.port, beside)
    return 0


def evaluate(given: Namespace) -> int:
    """Prints how well questions are answered."""
    from kb.cli.evaluation import print_comparison, print_evaluation
    from kb.cli.progress import Bars
    from kb.service.evaluation.comparison import compare
    from kb.service.evaluation.files import read_results, write_results
    from kb.service.evaluation.running import Plan

    before = read_results(Path(given.compare)) if given.compare else None
    plan = Plan(given.variant, given.ablations, not given.no_latency, given.folds)
    with opened() as knowledge, Bars() as bars:
        evaluator = knowledge.evaluator(bars)
        if given.benchmark:
            evaluation = evaluator.benchmark(Path(given.benchmark), plan)
        elif given.corpus:
            evaluation = evaluator.samples(Path(given.corpus), plan)
        else:
            evaluation = evaluator.library(Path(given.questions or _GOLD_QUESTIONS), plan)
    print_evaluation(evaluation)
    if given.json:
        write_results(evaluation, Path(given.json))
    if before:
        print_comparison(before, evaluation, compare(before, evaluation))
    return 0


def doctor(given: Namespace) -> int:
    """Prints the checks; 1 if one fails."""
    from kb.cli.output import print_checks

    with opened() as knowledge:
        return 0 if print_checks(knowledge.checks()) else 1
