"""The commands `kb quarantine …`: the files with a mark of secrecy, for whoever answers for them."""

from __future__ import annotations

import sys
from argparse import Namespace

from kb.cli.arguments import Command, Parser
from kb.cli.commands import opened
from kb.cli.ink import complain
from kb.store.quarantine import SetAside


def run(given: Namespace) -> int:
    """Runs the command under `kb quarantine`."""
    asked: Command = given.quarantine_command
    return asked.run(given)


def fill(parser: Parser) -> None:
    """Adds the commands under `kb quarantine`."""
    parser.commands(COMMANDS, "quarantine_command")


def _list(given: Namespace) -> int:
    from kb.cli.tables import print_quarantined

    with opened() as knowledge:
        print_quarantined(knowledge.keeper().quarantined())
    return 0


def _release(given: Namespace) -> int:
    from kb.service.keeping.secret_files import require_reason

    reason = require_reason(given.reason)
    with opened() as knowledge:
        keeper = knowledge.keeper()
        item = keeper.find_quarantined(given.code)
        if not _confirmed(item, "nạp tệp vào thư viện dù có dấu mật"):
            complain("Chưa nạp gì; tệp vẫn được cách ly.")
            return 1
        card = keeper.clear(item, reason)
    print(f"Đã nạp {card.heading} ({card.file_name}); lý do được ghi vào nhật ký.")
    return 0


def _destroy(given: Namespace) -> int:
    with opened() as knowledge:
        keeper = knowledge.keeper()
        item = keeper.find_quarantined(given.code)
        if not _confirmed(item, "ghi đè rồi xóa tệp, không lấy lại được"):
            complain("Chưa hủy gì; tệp vẫn được cách ly.")
            return 1
        keeper.destroy(item)
    print("Đã hủy tệp. Bản gốc ở nơi khác và các bản sao lưu trước đây vẫn còn tệp này.")
    return 0


def _confirmed(item: SetAside, what: str) -> bool:
    from kb.service.keeping.secret_files import is_named

    print(f"Gõ «{item.name}» để {what}: ", end="", flush=True)
    return is_named(item, sys.stdin.readline())


def _takes_code(parser: Parser) -> None:
    parser.takes("code", "MÃ", "mã của tệp, hoặc đoạn đầu của mã; xem bằng: kb quarantine list")


def _fill_release(parser: Parser) -> None:
    _takes_code(parser)
    parser.needs("--reason", "LÝ_DO", "vì sao dấu ấy không phải dấu mật; ghi vào nhật ký")


COMMANDS = (
    Command("list", "Liệt kê các tệp cách ly, theo tên.", "kb quarantine list", _list),
    Command(
        "release", "Nạp một tệp mà dấu mật trên đó bị nhận nhầm; hỏi lại bằng tên tệp.",
        'kb quarantine release 3fa9c1 --reason "“MẬT” là tên một địa danh; đã xem cùng văn thư"',
        _release, _fill_release,
    ),
    Command(
        "destroy", "Ghi đè và xóa một tệp; hỏi lại bằng tên tệp.",
        "kb quarantine destroy 3fa9c1", _destroy, _takes_code,
    ),
)  # fmt: skip
