"""Checks of the draft's own number and date, and of how organs' names are written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from kb.document import Span
from kb.drafting.check import CheckKind, Remark, Severity
from kb.drafting.issuers import syllables
from kb.drafting.meaning import Paper
from kb.symbol import find_symbols
from kb.vietnamese.normalise import tone_key

_WORD = re.compile(r"[^\W\d_]+")


def check_own(paper: Paper) -> Iterator[Remark]:
    """The draft's own symbol with a stray space, or without a date or an issuer beside it."""
    own = paper.own.symbol
    found = [one for one in find_symbols(paper.text) if own and one.symbol == own]
    if own is None or not found:
        return
    span = Span(found[0].start, found[0].end)
    if span.of(paper.text) != str(own):
        says = f"Số, ký hiệu của chính văn bản có khoảng trắng thừa; viết liền: {own}."
        yield Remark(CheckKind.OWN, Severity.STYLE, span, says, str(own))
    lacking = [
        name
        for name, value in (("ngày ban hành", paper.own.date), ("cơ quan ban hành", paper.own.issuer),
                            ("nơi ban hành", paper.own.place))
        if value is None
    ]  # fmt: skip
    if lacking:
        says = f"Văn bản chưa ghi {', '.join(lacking)} của chính mình."
        yield Remark(CheckKind.OWN, Severity.STYLE, span, says)


def check_capitals(paper: Paper) -> Iterator[Remark]:
    """An organ's name that begins with a capital and has others wrong, by the names in the library."""
    names = _names(paper)
    words = list(_WORD.finditer(paper.text))
    keys = [tone_key(word[0]) for word in words]
    longest = max(map(len, names), default=0)
    at = 0
    while at < len(words):
        if not words[at][0][0].isupper():
            at += 1
            continue
        for length in range(min(longest, len(words) - at), 0, -1):
            key, run = tuple(keys[at : at + length]), words[at : at + length]
            if key in names and _is_one(paper.text, run):
                span = Span(run[0].start(), run[-1].end())
                if remark := _wrong(paper.text, span, names[key]):
                    yield remark
                at += length - 1
                break
        at += 1


def _names(paper: Paper) -> dict[tuple[str, ...], str]:
    """The issuers' names by their syllables, where all that print one write it alike."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for bearer in paper.library.bearers:
        name = bearer.facts.issuer
        if name and not name.isupper():
            found[syllables(name)].add(" ".join(_WORD.findall(name)))
    return {
        key: next(iter(names))
        for key, names in found.items()
        if len(key) > 1 and len({_capitals(name) for name in names}) == 1
    }


def _is_one(text: str, run: list[re.Match[str]]) -> bool:
    """True if nothing but spaces stands between the words."""
    return all(not text[one.end() : two.start()].strip(" ") for one, two in pairwise(run))


def _wrong(text: str, span: Span, name: str) -> Remark | None:
    printed = span.of(text)
    firsts = {word.start() for word in _WORD.finditer(printed)}
    wanted = dict(zip(sorted(firsts), _capitals(name), strict=True))
    right = "".join(
        char if at not in firsts else char.upper() if wanted[at] else char.lower()
        for at, char in enumerate(printed)
    )
    if printed.isupper() or printed == right:
        return None
    says = f"Tên cơ quan viết hoa là “{right}”."
    return Remark(CheckKind.CAPITALS, Severity.ERROR, span, says, right)


def _capitals(name: str) -> tuple[bool, ...]:
    return tuple(word[0].isupper() for word in _WORD.findall(name))
