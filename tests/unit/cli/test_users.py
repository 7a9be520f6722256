"""`kb user`: accounts are made and changed, and a password never stands on the command line."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kb.cli.users import COMMANDS
from kb.errors import LoginFailed
from kb.person import Role
from tests.people import OTHER_PASSWORD, PASSWORD, accounts_in
from tests.unit.cli.conftest import Kb, Said
from tests.unit.cli.test_commands import ENGLISH

Piped = Callable[..., Said]


@pytest.fixture
def piped(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> Piped:
    """Runs one command that reads a password from a pipe."""

    def run(password: str, *arguments: str) -> Said:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        return kb("user", *arguments, "--password-stdin")

    return run


def typed(monkeypatch: pytest.MonkeyPatch, passwords: Iterable[str]) -> None:
    """A keyboard at which these are typed in turn."""

    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    answers = iter(passwords)
    monkeypatch.setattr("sys.stdin", Keyboard())
    monkeypatch.setattr("kb.cli.users.getpass", lambda prompt: next(answers))


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_has_help_in_vietnamese_with_an_example(kb: Kb, name: str) -> None:
    said = kb("user", name, "--help")

    assert said.status == 0
    assert said.out.startswith(f"Cách dùng: kb user {name}")
    assert f"\nVí dụ: kb user {name}" in said.out
    assert ENGLISH.findall(said.out) == []


def test_the_help_lists_the_commands(kb: Kb) -> None:
    said = kb("user", "--help").out

    assert all(f"\n  {command.name} " in said for command in COMMANDS)


def test_the_first_account_is_said_to_close_the_library(piped: Piped, kb: Kb) -> None:
    first = piped(PASSWORD, "add", "minh", "--display", "Nguyễn Văn Minh", "--role", "drafter")
    second = piped(PASSWORD, "add", "lan")

    assert first.out.splitlines() == [
        "Đã tạo tài khoản minh, vai trò người soạn thảo.",
        "Từ nay trang web và API đòi đăng nhập; `kb serve` được mở cho máy khác.",
    ]
    assert second.out == "Đã tạo tài khoản lan, vai trò người đọc.\n"
    lines = kb("user", "list").out.splitlines()
    assert [line.split("\t")[:5] for line in lines[1:]] == [
        ["lan", "—", "reader", "—", "dùng được"],
        ["minh", "Nguyễn Văn Minh", "drafter", "—", "dùng được"],
    ]


def test_a_password_is_typed_twice(kb: Kb, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    typed(monkeypatch, [PASSWORD, PASSWORD])
    assert kb("user", "add", "minh").status == 0

    assert accounts_in(home / "kb.db").log_in("minh", PASSWORD, "")


def test_two_different_passwords_make_no_account(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, [PASSWORD, OTHER_PASSWORD])

    said = kb("user", "add", "minh")

    assert (said.status, said.err) == (
        1, "Hai lần gõ mật khẩu không giống nhau; hãy chạy lại lệnh.\n"
    )  # fmt: skip
    assert kb("user", "list").out.startswith("Chưa có tài khoản nào")


def test_without_a_keyboard_the_pipe_is_named(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD))

    said = kb("user", "add", "minh")

    assert said.status == 1
    assert "--password-stdin" in said.err


def test_a_short_password_is_refused_with_the_length_wanted(piped: Piped) -> None:
    said = piped("ngắn", "add", "minh")

    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("Mật khẩu mới có 4 ký tự, cần ít nhất 12; ")


def test_a_role_that_there_is_not_is_refused_with_those_that_there_are(kb: Kb) -> None:
    said = kb("user", "role", "minh", "king")

    assert said.status == 2
    assert said.err.startswith(
        "Giá trị của VAI_TRÒ không hợp lệ: «king» không phải một trong: "
        "reader, drafter, librarian, administrator; "
    )


def test_role_groups_and_password_change(piped: Piped, kb: Kb, home: Path) -> None:
    piped(PASSWORD, "add", "minh")

    assert kb("user", "role", "minh", "administrator").status == 0
    assert kb("user", "group", "minh", "van-phong", "to-chuc").status == 0
    assert piped(OTHER_PASSWORD, "password", "minh").status == 0

    accounts = accounts_in(home / "kb.db")
    person = accounts.who(accounts.log_in("minh", OTHER_PASSWORD, ""))
    assert person is not None
    assert (person.role, person.groups) == (
        Role.ADMINISTRATOR, frozenset({"van-phong", "to-chuc"})
    )  # fmt: skip
    assert kb("user", "group", "minh").out.endswith("không nhóm nào.\n")
    assert accounts.accounts()[0].person.groups == frozenset()


def test_a_disabled_account_stays_listed_and_cannot_log_in_until_it_is_enabled(
    piped: Piped, kb: Kb, home: Path
) -> None:
    piped(PASSWORD, "add", "minh")
    accounts = accounts_in(home / "kb.db")

    kb("user", "disable", "minh")

    assert "\tđã khóa\t" in kb("user", "list").out
    with pytest.raises(LoginFailed):
        accounts.log_in("minh", PASSWORD, "")
    kb("user", "enable", "minh")
    assert accounts.log_in("minh", PASSWORD, "")


def test_a_token_is_printed_alone_once_and_revoked_by_its_name(
    piped: Piped, kb: Kb, home: Path
) -> None:
    piped(PASSWORD, "add", "minh")
    accounts = accounts_in(home / "kb.db")

    made = kb("user", "token", "minh", "--add", "máy soạn thảo")

    assert accounts.bearer(made.out.strip()) is not None
    assert "không hiện lại được" in made.err
    assert kb("user", "token", "minh").out.splitlines()[1].startswith("máy soạn thảo\t")
    assert made.out.strip() not in kb("user", "token", "minh").out
    kb("user", "token", "minh", "--revoke", "máy soạn thảo")
    assert accounts.bearer(made.out.strip()) is None


@pytest.mark.parametrize(
    "arguments",
    [
        ("role", "khong", "reader"),
        ("group", "khong", "ab"),
        ("disable", "khong"),
        ("token", "khong"),
    ],
)
def test_an_account_that_there_is_not_is_named(kb: Kb, arguments: tuple[str, ...]) -> None:
    said = kb("user", *arguments)

    assert (said.status, said.out) == (1, "")
    assert said.err == "Không có tài khoản «khong»; hãy xem các tài khoản bằng: kb user list.\n"


class TestServing:
    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104
    def test_other_machines_are_not_let_in_without_accounts(self, kb: Kb, host: str) -> None:
        said = kb("serve", "--host", host)

        assert (said.status, said.out) == (1, "")
        assert f"không phục vụ tại {host}; " in said.err
        assert "kb user add" in said.err

    def test_with_an_account_they_are(
        self, piped: Piped, kb: Kb, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        served: list[tuple[str, int]] = []
        monkeypatch.setattr("kb.cli.server.serve_web", lambda *given: served.append(given[:2]))
        piped(PASSWORD, "add", "minh")

        assert kb("serve", "--host", "0.0.0.0").status == 0  # noqa: S104

        assert served == [("0.0.0.0", 8000)]  # noqa: S104

    @pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
    def test_this_machine_is_served_without(
        self, kb: Kb, host: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        served: list[str] = []
        monkeypatch.setattr("kb.cli.server.serve_web", lambda where, *_: served.append(where))

        assert kb("serve", "--host", host).status == 0

        assert served == [host]
