"""The command `kb duplicates`: the pairs of documents that are alike, and what they are said to be."""

from __future__ import annotations

import argparse
import json
from argparse import Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kb.cli.arguments import Command, Parser
from kb.cli.ink import clean

if TYPE_CHECKING:
    from kb.service.keeping.duplicates import Duplicate
    from kb.service.keeping.keeper import Keeper

_DECISIONS = ("same", "version", "both")  # by the names in `Decision`


def run(given: Namespace) -> int:
    """Runs the command under `kb duplicates`, or lists the open questions."""
    asked: Command | None = given.duplicates_command
    return asked.run(given) if asked else _list(given)


def fill(parser: Parser) -> None:
    """Adds what `kb duplicates` takes."""
    parser.flag("--json", "in một đối tượng JSON")
    parser.commands(_COMMANDS, "duplicates_command", required=False)


def print_alike(keeper: Keeper, document_ids: Iterable[str]) -> None:
    """Prints what documents that were just added are like, and how to answer."""
    ids = set(document_ids)
    for pair in keeper.duplicates(ids) if ids else ():
        if pair.is_open and pair.new.card.id in ids:
            print(_told(pair))


def _list(given: Namespace) -> int:
    from kb.cli.commands import opened
    from kb.service.keeping.duplicate_json import duplicates_json

    with opened() as knowledge:
        found = [pair for pair in knowledge.keeper().duplicates() if pair.is_open]
    if given.json:
        print(json.dumps(duplicates_json(found), ensure_ascii=False, indent=2))
    else:
        print("\n".join(map(_told, found)) or "Không có cặp văn bản nào chờ quyết định.")
    return 0


def _decide(given: Namespace) -> int:
    from kb.cli.commands import opened
    from kb.service.keeping.duplicate_words import decided_words
    from kb.store.records import Decision

    with opened() as knowledge:
        keeper = knowledge.keeper()
        newer, older = keeper.find(given.newer).id, keeper.find(given.older).id
        keeper.decide(newer, older, Decision(given.decision), keep_newer=given.keep_new)
        for pair in keeper.duplicates([newer]):
            if {pair.new.card.id, pair.old.card.id} == {newer, older}:
                print(f"Đã ghi: {clean(decided_words(pair))}.")
    return 0


def _told(pair: Duplicate) -> str:
    from kb.service.keeping.duplicate_words import likeness_words, named

    ids = " ".join(side.card.id[:12] for side in (pair.new, pair.old))
    return clean(
        f"{named(pair.new)} giống với {named(pair.old)}: {likeness_words(pair)}; "
        f"hãy quyết định bằng: kb duplicates decide {ids} {'|'.join(_DECISIONS)}"
    )


def _decision(text: str) -> object:
    if text not in _DECISIONS:
        raise argparse.ArgumentTypeError(f"«{text}» không phải một trong: {', '.join(_DECISIONS)}")
    return text


def _fill_decide(parser: Parser) -> None:
    about = "bản nạp sau, hay bản mới: số hiệu, mã (hay phần đầu của mã) hoặc tên tệp"
    parser.takes("newer", "BẢN_MỚI", about)
    parser.takes("older", "BẢN_CŨ", "bản kia, gọi tên theo cùng cách")
    parser.takes(
        "decision", "QUYẾT_ĐỊNH",
        "same: cùng văn bản, BẢN_MỚI vào thùng rác; version: BẢN_MỚI thay cho BẢN_CŨ, bản cũ vẫn "
        "giữ và ghi rõ là bản cũ; both: hai văn bản khác nhau",
        _decision,
    )  # fmt: skip
    parser.flag("--keep-new", "với same: giữ BẢN_MỚI, BẢN_CŨ vào thùng rác")


_COMMANDS = (
    Command(
        "decide", "Quyết định hai văn bản là cùng văn bản, bản mới và bản cũ, hay hai văn bản.",
        "kb duplicates decide moi.pdf cu.pdf version", _decide, _fill_decide,
    ),
)  # fmt: skip
