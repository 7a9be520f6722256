"""What the commands do that keep the library: trash, corrections, the log."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli.commands import agreed, opened
from kb.cli.ink import complain
from kb.document import FACT_NAMES
from kb.errors import InvalidFacts
from kb.settings import Settings, load_settings

if TYPE_CHECKING:
    from kb.service.keeping.keeper import Keeper
    from kb.service.knowledge_base import KnowledgeBase

METAVARS = dict.fromkeys(FACT_NAMES, "CHỮ") | {"symbol": "SỐ_HIỆU", "date": "NGÀY", "term": "KHÓA"}
"""What stands for the value of a fact in the help of `kb correct`."""


def trash(given: Namespace) -> int:
    """Prints what is in the trash."""
    from kb.cli.tables import print_trash

    with opened() as knowledge:
        print_trash(knowledge.keeper().trashed())
    return 0


def restore(given: Namespace) -> int:
    """Takes one document out of the trash."""
    with opened() as knowledge:
        keeper = knowledge.keeper()
        card = keeper.restore(keeper.find_trashed(given.document).id)
        held_back = keeper.is_held_back(card.id)
    how = "vẫn chờ duyệt, xem kb review" if held_back else "tra cứu được như trước"
    print(f"Đã lấy lại {card.heading} ({card.file_name}); {how}.")
    return 0


def purge(given: Namespace) -> int:
    """Deletes one document of the trash for ever, after asking twice."""
    with opened() as knowledge:
        keeper = knowledge.keeper()
        card = keeper.find_trashed(given.document)
        named = f"{card.heading} ({card.file_name})"
        if not given.yes_forever and not _surely(named, card.id[:6]):
            complain("Không xóa văn bản nào; văn bản vẫn ở trong thùng rác.")
            return 1
        keeper.purge(card.id)
    print(f"Đã xóa hẳn {named} cùng bản gốc.")
    return 0


def _surely(named: str, code: str) -> bool:
    import sys

    if not agreed(f"Xóa hẳn {named} cùng bản gốc, không lấy lại được?"):
        return False
    print(f"Gõ «{code}» để xóa hẳn: ", end="", flush=True)
    return sys.stdin.readline().strip().lower() == code


def fact_of(name: str) -> Callable[[str], object]:
    """Reads the value of that fact from the command line."""

    def read(words: str) -> object:
        from kb.service.keeping.facts import read_fact

        try:
            return read_fact(name, words)
        except InvalidFacts as error:
            raise argparse.ArgumentTypeError(str(error).removesuffix(".")) from error

    return read


def fact_names(text: str) -> object:
    """Reads the names of facts from the command line."""
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in FACT_NAMES:
            known = ", ".join(FACT_NAMES)
            raise argparse.ArgumentTypeError(f"«{name}» không phải một trong: {known}")
    return names


def correct(given: Namespace) -> int:
    """Corrects facts of one document."""
    facts = {name: getattr(given, name) for name in FACT_NAMES}
    corrected = {name: value for name, value in facts.items() if value is not None}
    corrected |= dict.fromkeys(given.empty or ())
    return _change(given, lambda keeper, id, at: keeper.correct(id, corrected, at))


def limit(given: Namespace) -> int:
    """Limits one document to groups, or lifts its limit."""
    with opened() as knowledge:
        card = knowledge.keeper().limit(knowledge.find(given.document).id, given.group)
    print(f"{card.heading} ({card.file_name}): {card.limited or 'mọi người đọc đều xem được'}.")
    return 0


def undo(given: Namespace) -> int:
    """Takes the last correction of one document back."""
    return _change(given, lambda keeper, id, at: keeper.undo(id, at))


def _change(given: Namespace, change: Callable[[Keeper, str, int], int]) -> int:
    with opened() as knowledge:
        keeper, card = knowledge.keeper(), knowledge.review.find(given.document)
        change(keeper, card.id, given.version or keeper.facts_version(card.id))
        _print_changed(knowledge, card.id)
    return 0


def _print_changed(knowledge: KnowledgeBase, document_id: str) -> None:
    from kb.store.corrections import differences

    last = knowledge.keeper().log.history(document_id)[-1]
    for line in differences(last.deed):
        print(line)
    print(f"Trích dẫn: {knowledge.review.view(document_id).citation.full}")


def history(given: Namespace) -> int:
    """Prints the log, or writes it to a file."""
    from kb.cli.journal import print_history, print_history_json, write_csv

    with opened() as knowledge:
        entries = knowledge.keeper().log.history(given.document)
    if given.csv:
        write_csv(entries, Path(given.csv))
        print(f"Đã ghi {len(entries)} dòng nhật ký vào {given.csv}.")
    else:
        (print_history_json if given.json else print_history)(entries)
    return 0


def backup(given: Namespace) -> int:
    """Copies the library into one file; 1 if an original is not what it was."""
    from kb.bootstrap import settings_kept
    from kb.cli.progress import Bars

    target = Path(given.file)
    with opened() as knowledge, Bars() as bars:
        kept = settings_kept(load_settings())
        manifest = knowledge.maintenance().backup(target, kept, bars.kept_files)
    for doubt in manifest.doubts:
        complain(f"{doubt}; hãy chạy `kb verify-library`.")
    size = f"{target.stat().st_size / 1e6:.1f} MB".replace(".", ",")
    print(f"Đã sao lưu {manifest.documents} văn bản vào {target} ({size}).")
    return 1 if manifest.doubts else 0


def restore_library(given: Namespace) -> int:
    """Puts a library back from a file into a folder of its own, and builds its index."""
    from kb.bootstrap import open_knowledge_base, settings_kept
    from kb.cli.progress import Bars
    from kb.service.keeping.unpacking import restore_library as unpacked

    source, target = Path(given.file), Path(given.to)
    settings = load_settings().model_copy(update={"home": target})
    with Bars() as bars:
        manifest = unpacked(source, target, bars.kept_files)
        _with_model(settings)
        knowledge = open_knowledge_base(settings)
        try:
            knowledge.maintenance().settle_restored(source.name, manifest, bars.passages)
        finally:
            knowledge.close()
    now = settings_kept(settings)
    for name, value in manifest.settings.items():
        if now.get(name) != value:
            print(f"Thư viện này được giữ với {name}={value or ''}; hiện là {now.get(name) or ''}.")
    print(f"Đã khôi phục {manifest.documents} văn bản; dùng thư viện này bằng KB_HOME={target}.")
    return 0


def _with_model(settings: Settings) -> None:
    """The new folder has no model yet: it is made again, as `kb model` does."""
    from kb import bootstrap
    from kb.errors import ModelMissing

    try:
        bootstrap.embedder_of(settings)
    except ModelMissing:
        bootstrap.prepare_model(settings, lambda line: None)


def verify_library(given: Namespace) -> int:
    """Prints what is wrong with the library, and how it is mended; 0 if nothing is, or is any more."""
    from kb.cli.output import print_faults, print_faults_json
    from kb.cli.progress import Bars

    with opened() as knowledge, Bars() as bars:
        faults = knowledge.maintenance().verify(bars.kept_files, repair=given.repair)
    (print_faults_json if given.json else print_faults)(faults)
    return 0 if all(fault.repaired for fault in faults) else 1
