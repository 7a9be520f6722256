"""What `kb gaps` prints: the documents that the library cites and does not hold."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli.commands import opened
from kb.cli.ink import folded, ink
from kb.errors import StoreFailure

if TYPE_CHECKING:
    from kb.service.gaps import Gap


def gaps(given: Namespace) -> int:
    """Prints the list, or writes it to a file."""
    from kb.service.gaps_export import gaps_json

    with opened() as knowledge:
        found = knowledge.gaps()
    if given.csv:
        _write_csv(found, Path(given.csv))
    elif given.json:
        print(json.dumps(gaps_json(found), ensure_ascii=False, indent=2))
    else:
        _print(found)
    return 0


def _write_csv(found: Sequence[Gap], path: Path) -> None:
    from kb.service.gaps_export import gaps_csv

    try:
        path.write_bytes(gaps_csv(found))
    except OSError as error:
        raise StoreFailure(
            f"Không ghi được tệp {path} ({error.strerror}); hãy chọn nơi khác hoặc cấp quyền ghi."
        ) from error
    print(f"Đã ghi {len(found)} văn bản còn thiếu vào {path}.")


def _print(found: Sequence[Gap]) -> None:
    if not found:
        print("Không thiếu văn bản nào: thư viện có mọi văn bản mà nó viện dẫn.")
        return
    print(ink(f"Văn bản còn thiếu: {len(found)}, được viện dẫn nhiều nhất trước.", "bold"))
    for number, gap in enumerate(found, start=1):
        print("\n".join(folded(f"{number}. {gap.name}")))
        for line in _lines(gap):
            print("\n".join(ink(part, "dim") for part in folded(line, "   ")))


def _lines(gap: Gap) -> list[str]:
    from kb.service.gaps_export import candidate_name, told_by
    from kb.service.state_words import doubt, reason
    from kb.state import State

    places = [f"{link.card.heading}, {link.place}" for link in gap.places if link.card]
    lines = [
        f"{gap.documents} văn bản viện dẫn, ở {gap.passages} đoạn: {'; '.join(places)}",
        f"Thông tin theo {told_by(gap)}",
    ]
    if gap.facts.title:
        lines.insert(0, gap.facts.title)
    if gap.candidates:
        may_be = "; ".join(map(candidate_name, gap.candidates))
        lines.append(f"Chưa rõ là văn bản nào; có thể là: {may_be}")
    if gap.namesakes:
        others = "; ".join(map(candidate_name, gap.namesakes))
        lines.append(f"Cùng số, khác ngày: {others}; ngày được viện dẫn có thể sai")
    if gap.state and gap.state.state is not State.IN_FORCE:
        lines.append(reason(gap.state))
    if gap.state and gap.state.possible:
        lines.append(doubt(gap.state))
    return lines
