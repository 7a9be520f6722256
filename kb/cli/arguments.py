"""The command line of `kb`, its help and its complaints, in Vietnamese.

argparse rather than typer, whose help and complaints cannot be put into Vietnamese by public means.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

_ARGUMENTS, _OPTIONS = "Tham số", "Tùy chọn"

_SENTENCES = (
    (r"the following arguments are required: (.+)", "Thiếu tham số {}"),
    (r"one of the arguments (\S+) \S+ is required", "Thiếu tham số {}"),
    (
        r"argument (?:\S+/)?(\S+): not allowed with argument (\S+)",
        "Không dùng {} cùng với {}",
    ),
    (r"unrecognized arguments: (.+)", "Không hiểu «{}»"),
    (r"argument (?:\S+/)?(\S+): expected one argument", "Tùy chọn {} cần một giá trị"),
    (
        r"argument (?:\S+/)?(\S+): expected at least one argument",
        "Tham số {} cần ít nhất một giá trị",
    ),
    (r"argument (?:\S+/)?(\S+): ignored explicit argument .+", "Tùy chọn {} không nhận giá trị"),
    (r"argument LỆNH: invalid choice: (?:'|\")(.*?)(?:'|\") \(.+", "Không có lệnh «{}»"),
    (
        r"argument (\S+): not allowed with argument (\S+)",
        "Không dùng {} cùng với {}",
    ),
    (r"argument (?:\S+/)?(\S+): (.+)", "Giá trị của {} không hợp lệ: {}"),
)
"""What argparse says, by pattern, and how it is said here."""


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Vietnamese; a wrong command line ends with exit status 2."""

    def __init__(self, prog: str, about: str, example: str) -> None:
        super().__init__(
            prog,
            description=about,
            epilog=f"Ví dụ: {example}",
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self._taken = self.add_argument_group(_ARGUMENTS)
        self._options = self.add_argument_group(_OPTIONS)
        self._options.add_argument(
            "-h", "--help", action="help", help="hiện trợ giúp này rồi thoát"
        )

    def takes(
        self, name: str, metavar: str, help: str, read: Callable[[str], object] = str
    ) -> None:
        """Adds an argument; `read` raises ArgumentTypeError for a value that is wrong."""
        self._taken.add_argument(name, metavar=metavar, help=help, type=read)

    def may_take(self, name: str, metavar: str, help: str) -> None:
        """Adds an argument that may be left out, and is then None."""
        self._taken.add_argument(name, metavar=metavar, help=help, nargs="?")

    def takes_or(self, name: str, metavar: str, help: str, flag: str, instead: str) -> None:
        """Adds an argument of which there is one at least, or the flag in its place (`instead` is the
        flag's help)."""
        either = self._taken.add_mutually_exclusive_group(required=True)
        either.add_argument(name, metavar=metavar, help=help, nargs="*", default=[])
        either.add_argument(flag, help=instead, action="store_true")

    def many_or(self, name: str, metavar: str, help: str, flag: str, instead: str) -> None:
        """Adds an option that is given once or more, each time with a text, or the flag in its place
        (`instead` is the flag's help)."""
        either = self._options.add_mutually_exclusive_group(required=True)
        either.add_argument(name, metavar=metavar, help=help, action="append", default=[])
        either.add_argument(flag, help=instead, action="store_true")

    def option(
        self, name: str, metavar: str, help: str, read: Callable[[str], object] = str
    ) -> None:
        """Adds an option with a value; `read` raises ArgumentTypeError for one that is wrong."""
        self._options.add_argument(name, metavar=metavar, help=help, type=read)

    def needs(self, name: str, metavar: str, help: str) -> None:
        """Adds an option with a text that must be given."""
        self._options.add_argument(name, metavar=metavar, help=help, required=True)

    def one_of(self, *options: tuple[str, str, str]) -> None:
        """Adds options with a text each, as (name, metavar, help), of which one at most is taken."""
        only_one = self._options.add_mutually_exclusive_group()
        for name, metavar, help in options:
            only_one.add_argument(name, metavar=metavar, help=help)

    def number(self, name: str, most: int, help: str, default: int | None = None) -> None:
        """Adds an option with a whole number from 1 to `most` for its value."""
        self._options.add_argument(
            name, metavar="SỐ", help=help, type=_whole_number(most), default=default
        )

    def flag(self, name: str, help: str) -> None:
        """Adds an option without a value."""
        self._options.add_argument(name, help=help, action="store_true")

    def takes_any(self, name: str, metavar: str, help: str) -> None:
        """Adds an argument of which there may be any number."""
        self._taken.add_argument(name, metavar=metavar, help=help, nargs="*", default=[])

    def commands(self, commands: Sequence[Command], name: str, *, required: bool = True) -> None:
        """Adds commands and lists them; the one that was given is called `name`, None if none was,
        which is only taken where it is not `required`. Its parser is called `parser`."""
        wide = max(len(command.name) for command in commands) + 3
        listed = "\n".join(f"  {command.name:<{wide}}{command.about}" for command in commands)
        self.description = f"{self.description}\n\nCác lệnh:\n{listed}"
        which = f"một trong các lệnh trên; xem từng lệnh bằng: {self.prog} LỆNH --help"
        self.set_defaults(**{name: None})
        below = self.add_subparsers(title=_ARGUMENTS, metavar="LỆNH", required=required, help=which)
        for command in commands:
            one = below.add_parser(command.name, about=command.about, example=command.example)
            command.fill(one)
            one.set_defaults(**{name: command}, parser=one)

    def error(self, message: str) -> NoReturn:
        """Says what is wrong and where help is."""
        print(f"{_sentence(message)}; xem hướng dẫn: {self.prog} --help", file=sys.stderr)
        sys.exit(2)


@dataclass(frozen=True, slots=True)
class Command:
    """A command: `run` gets what was read from the command line and returns the exit status."""

    name: str
    about: str
    example: str
    run: Callable[[argparse.Namespace], int]
    fill: Callable[[Parser], None] = lambda parser: None


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        said = "Cách dùng: " if prefix is None else prefix  # "" asks for a subcommand's name
        super().add_usage(usage, actions, groups, said)


def _whole_number(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if text.strip().isdecimal() and 1 <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(f"«{text}» không phải số nguyên từ 1 đến {most}")

    return read


def _sentence(message: str) -> str:
    for pattern, sentence in _SENTENCES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return sentence.format(*found.groups())
    return f"Dòng lệnh không đúng ({message})"
