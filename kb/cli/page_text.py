"""What `kb correct-text` does: lists the lines of a recognised page, or corrects one of them."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from kb.cli.commands import opened
from kb.cli.ink import complain, folded, ink

if TYPE_CHECKING:
    from kb.service.keeping.keeper import Keeper
    from kb.service.keeping.page_text import PageLine, PageText


def correct_text(given: Namespace) -> int:
    """Corrects one line; without a text it prints the lines of the page."""
    if (given.line is None) != (given.text is None):
        complain("Hãy nêu cả --line và --text để sửa một dòng, hoặc bỏ cả hai để xem các dòng.")
        return 2
    with opened() as knowledge:
        keeper, card = knowledge.keeper(), knowledge.find(given.document)
        if given.reread:
            keeper.reread(card.id)
        page = keeper.page_text(card.id, given.page)
        if given.line is None:
            _print_lines(page)
            return 0
        texts = {(given.page, given.line): given.text}
        keeper.correct_text(card.id, texts, given.version or page.version)
        _print_correction(keeper, card.id)
        print(f"Trích dẫn: {knowledge.document_view(card.id).citation.full}")
    return 0


def _print_lines(page: PageText) -> None:
    from kb.service.scan_words import scan_words

    named = f"Trang {page.number}/{page.page_count} của {page.card.heading}"
    print(f"{named}: {len(page.lines)} dòng, {scan_words(page.quality)}")
    for line in page.lines:
        first, *added = line.text.split("\n")
        print("\n".join(folded(f"{line.number:>4}  {first or '(đã bỏ)'}")))
        for more in added:
            print("\n".join(folded(more, "      ")))
        for remark in _remarks(line):
            print("\n".join(ink(part, "dim") for part in folded(remark, "      ")))


def _remarks(line: PageLine) -> list[str]:
    said = [f"máy đọc: {line.raw}"] if line.corrected else []
    if line.doubtful:
        said.append(f"không phải âm tiết tiếng Việt: {', '.join(line.doubtful)}")
    return said


def _print_correction(keeper: Keeper, document_id: str) -> None:
    from kb.service.keeping.journal import remarks
    from kb.store.corrections import differences

    last = keeper.log.history_of(document_id)[-1].deed
    print("\n".join([*differences(last), *remarks(last)]))
