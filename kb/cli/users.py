"""The commands `kb user …`: accounts, their roles, groups, passwords and tokens.

A password is typed at the keyboard or read from a pipe, never given on the command line, where other
programs could read it.
"""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager
from getpass import getpass
from typing import TYPE_CHECKING

from kb.cli.arguments import Command, Parser
from kb.errors import InvalidAccount
from kb.person import ROLE_NAMES, Role
from kb.settings import load_settings

if TYPE_CHECKING:
    from kb.service.accounts import Accounts

_ROLES = ", ".join(f"{role} ({name})" for role, name in ROLE_NAMES.items())


def run(given: Namespace) -> int:
    """Runs the command under `kb user`."""
    asked: Command = given.user_command
    return asked.run(given)


def fill(parser: Parser) -> None:
    """Adds the commands under `kb user`."""
    parser.commands(COMMANDS, "user_command")


@contextmanager
def _opened() -> Iterator[Accounts]:
    from kb.bootstrap import open_people

    with closing(open_people(load_settings())) as accounts:
        yield accounts


def _add(given: Namespace) -> int:
    with _opened() as accounts:
        first = not accounts.required()
        role = given.role or Role.READER
        person = accounts.add(given.name, _new_password(given), role, given.display or "")
    print(f"Đã tạo tài khoản {person.name}, vai trò {ROLE_NAMES[person.role]}.")
    if first:
        print("Từ nay trang web và API đòi đăng nhập; `kb serve` được mở cho máy khác.")
    return 0


def _list(given: Namespace) -> int:
    from kb.cli.tables import print_accounts

    with _opened() as accounts:
        print_accounts(accounts.accounts())
    return 0


def _role(given: Namespace) -> int:
    with _opened() as accounts:
        accounts.set_role(given.name, given.role)
    print(f"Tài khoản {given.name} nay là {ROLE_NAMES[given.role]}.")
    return 0


def _group(given: Namespace) -> int:
    with _opened() as accounts:
        accounts.set_groups(given.name, given.groups)
    print(f"Tài khoản {given.name} thuộc các nhóm: {', '.join(given.groups) or 'không nhóm nào'}.")
    return 0


def _disable(given: Namespace) -> int:
    with _opened() as accounts:
        accounts.disable(given.name)
    print(f"Đã khóa tài khoản {given.name}; các phiên đang mở đã kết thúc.")
    return 0


def _enable(given: Namespace) -> int:
    with _opened() as accounts:
        accounts.enable(given.name)
    print(f"Đã mở lại tài khoản {given.name}.")
    return 0


def _password(given: Namespace) -> int:
    with _opened() as accounts:
        accounts.set_password(given.name, _new_password(given))
    print(f"Đã đổi mật khẩu của {given.name}; phải đăng nhập lại, mã truy cập vẫn dùng được.")
    return 0


def _token(given: Namespace) -> int:
    from kb.cli.tables import print_tokens

    with _opened() as accounts:
        if given.add is not None:
            print(accounts.add_token(given.name, given.add))
            print("Hãy cất mã truy cập này ngay; kb không hiện lại được.", file=sys.stderr)
        elif given.revoke is not None:
            accounts.revoke_token(given.name, given.revoke)
            print(f"Đã thu hồi mã truy cập «{given.revoke}» của {given.name}.")
        else:
            print_tokens(accounts.tokens(given.name))
    return 0


def _new_password(given: Namespace) -> str:
    """The password, typed twice or read from the pipe. Raises InvalidAccount where it is neither."""
    if given.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise InvalidAccount(
            "Không có bàn phím để gõ mật khẩu; "
            "hãy thêm --password-stdin và đưa mật khẩu vào qua đường ống."
        )
    password = getpass("Mật khẩu mới (không hiện khi gõ): ")
    if getpass("Gõ lại mật khẩu: ") != password:
        raise InvalidAccount("Hai lần gõ mật khẩu không giống nhau; hãy chạy lại lệnh.")
    return password


def _takes_name(parser: Parser) -> None:
    parser.takes("name", "TÊN", "tên tài khoản: chữ không dấu, chữ số, dấu chấm, gạch")


def _takes_password(parser: Parser) -> None:
    parser.flag("--password-stdin", "đọc mật khẩu từ đường ống thay vì hỏi")


def _fill_add(parser: Parser) -> None:
    _takes_name(parser)
    parser.option("--display", "HỌ_TÊN", "họ tên hiện trên trang web")
    parser.option("--role", "VAI_TRÒ", f"{_ROLES}; mặc định reader", _read_role)
    _takes_password(parser)


def _fill_role(parser: Parser) -> None:
    _takes_name(parser)
    parser.takes("role", "VAI_TRÒ", _ROLES, _read_role)


def _fill_group(parser: Parser) -> None:
    _takes_name(parser)
    parser.takes_any("groups", "NHÓM", "các nhóm, thay cho mọi nhóm trước; không nêu: ra khỏi hết")


def _fill_password(parser: Parser) -> None:
    _takes_name(parser)
    _takes_password(parser)


def _fill_token(parser: Parser) -> None:
    _takes_name(parser)
    parser.one_of(
        ("--add", "TÊN_MÃ", "tạo mã truy cập và in ra một lần duy nhất"),
        ("--revoke", "TÊN_MÃ", "thu hồi mã truy cập có tên này"),
    )


def _read_role(text: str) -> Role:
    if text not in list(Role):
        raise argparse.ArgumentTypeError(f"«{text}» không phải một trong: {', '.join(Role)}")
    return Role(text)


COMMANDS = (
    Command(
        "add", "Tạo tài khoản; mật khẩu được hỏi hai lần.",
        'kb user add minh --display "Nguyễn Văn Minh" --role drafter', _add, _fill_add,
    ),
    Command("list", "Liệt kê các tài khoản.", "kb user list", _list),
    Command(
        "role", "Đổi vai trò của một tài khoản.", "kb user role minh librarian", _role, _fill_role
    ),
    Command(
        "group", "Đặt các nhóm của một tài khoản.",
        "kb user group minh van-phong to-chuc", _group, _fill_group,
    ),
    Command(
        "disable", "Khóa một tài khoản; các phiên đang mở kết thúc ngay.",
        "kb user disable minh", _disable, _takes_name,
    ),
    Command("enable", "Mở lại tài khoản đã khóa.", "kb user enable minh", _enable, _takes_name),
    Command(
        "password", "Đặt mật khẩu mới cho một tài khoản; các phiên đang mở kết thúc.",
        "kb user password minh", _password, _fill_password,
    ),
    Command(
        "token", "Liệt kê, tạo hoặc thu hồi mã truy cập cho chương trình dùng API.",
        'kb user token minh --add "máy soạn thảo"', _token, _fill_token,
    ),
)  # fmt: skip
