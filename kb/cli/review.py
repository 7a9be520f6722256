"""What `kb review` does: the queue of what needs eyes, accepting items, releasing documents."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import TYPE_CHECKING

from kb.cli.arguments import Command, Parser
from kb.cli.commands import opened
from kb.cli.ink import folded, ink

if TYPE_CHECKING:
    from kb.service.review_items import ReviewItem
    from kb.service.reviewing import Reviewed


def fill(parser: Parser) -> None:
    """What `kb review` takes: nothing for the queue, or a command of its own."""
    parser.flag("--json", "in một đối tượng JSON")
    parser.commands(_COMMANDS, "step", required=False)


def run(given: Namespace) -> int:
    """Prints the queue, or does what was asked of a document in it."""
    if given.step is not None:
        asked: Command = given.step
        return asked.run(given)
    with opened() as knowledge:
        found = knowledge.review.queue()
    if given.json:
        from kb.service.review_json import queue_json

        print(json.dumps(queue_json(found), ensure_ascii=False, indent=2))
        return 0
    for one in found:
        _print_document(one)
    if not found:
        print("Không có gì cần xem.")
    return 0


def _print_document(one: Reviewed) -> None:
    held_back = ink("  chờ duyệt, chưa tra cứu được", "yellow") if one.held_back else ""
    print(f"{ink(one.card.heading, 'bold')}  {one.card.file_name}  {one.card.id[:12]}{held_back}")
    for item in one.items:
        print("\n".join(folded(_line(item), "  ")))


def _line(item: ReviewItem) -> str:
    from kb.service.review_items import KIND_NAMES

    page = f", trang {item.page}" if item.page else ""
    return f"{KIND_NAMES[item.kind]}{page}: {item.says} [{item.key}]"


def _accept(given: Namespace) -> int:
    """Notes that items were looked at and are right."""
    with opened() as knowledge:
        review = knowledge.review
        card = review.find(given.document)
        review.accept(card.id, given.items or None, None)
        left = len(review.document(card.id).items)
    print(f"Đã ghi là đã xem, đúng: {card.heading}; còn {left} điều cần xem.")
    return 0


def _release(given: Namespace) -> int:
    """Takes a document that was held back into the library."""
    with opened() as knowledge:
        card = knowledge.review.find(given.document)
        knowledge.keeper().release(card.id)
    print(f"Đã đưa {card.heading} ({card.file_name}) vào thư viện; tra cứu được từ bây giờ.")
    return 0


def _document(parser: Parser) -> None:
    parser.takes("document", "VĂN_BẢN", "số hiệu, mã (từ 6 ký tự đầu) hoặc tên tệp")


def _accepted(parser: Parser) -> None:
    _document(parser)
    parser.takes_any("items", "MỤC", "mục trong ngoặc vuông của kb review; không nêu thì mọi mục")


_COMMANDS = (
    Command(
        "accept", "Ghi là đã xem và đúng: các mục được nêu, hay mọi mục của văn bản.",
        "kb review accept 901-HD/BTGTUM fact:date", _accept, _accepted,
    ),
    Command(
        "release", "Đưa một văn bản chờ duyệt vào thư viện.",
        "kb review release 901-HD/BTGTUM", _release, _document,
    ),
)  # fmt: skip
