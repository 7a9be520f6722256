"""Document numbers in a query, in any sloppy form: `57 kl tw`, `kl57`, `quyết định 362`.

Works on folded text (one character for one), so accents do not matter, and abstains where a number
after a type word counts something: "kế hoạch 5 năm", "quy định 3 bước", "kế hoạch 2024". Abstaining
costs little, because the words themselves are still searched. The strict grammar of printed symbols
is in `kb.symbol`; the words and codes are in `symbol_words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.search.symbol_words import (
    BARE_CODES,
    CODES,
    COUNTING_WORDS,
    ISSUERS,
    LOOSE_TYPES,
    ORGANS,
    TYPE_WORDS,
    counts_something,
    is_year,
)
from kb.symbol import SymbolPattern, find_symbols
from kb.vietnamese.normalise import fold


@dataclass(frozen=True, slots=True)
class FoundPattern:
    """A symbol asked for at `start:end` of the query; `pattern.raw` is the text there."""

    start: int
    end: int
    pattern: SymbolPattern


def find_patterns(text: str) -> list[FoundPattern]:
    """The document numbers asked for in `text` (NFC), in order; they do not overlap.

    Matches `57-KL/TW`, `57kl/tw`, `57 kl tw`, `kl57`, `nq 36`, `quyết định 362`, `ke hoach 254 tinh
    uy`, `Kết luận số 57-KL/TW, ngày 15/6/2023`, `103/2023/QH15`; not `năm 2030`, `điều 5`, `10 nhiệm
    vụ`, `kế hoạch 5 năm`. A type word before a symbol, a date and an issuer after it belong to it.
    """
    folded = fold(text)
    found: list[FoundPattern] = []
    for sight in _sights(text, folded):
        one = _whole(text, folded, sight)
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


@dataclass(frozen=True, slots=True)
class _Sight:
    """The core of a symbol before its type word, date and issuer's name are joined to it."""

    start: int
    end: int
    number: str
    code: str | None
    issuer: str | None


def _any(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_DASH = r"[-\u2010-\u2015]"
_BEGIN = r"(?<![\w/.-])"
_END = r"(?![\w/])"
_NUMBER = r"(?P<number>\d{1,5})"
_YEAR = r"(?:/(?P<year>(?:19|20)\d\d))?"
_LOOSE = rf"(?:[/._ ]|{_DASH})"
_LOOSE_YEAR = rf"(?:(?: ?/ ?|(?<!\d\d\d\d){_LOOSE})(?P<year>(?:19|20)\d\d))?"  # not 2016-2020
_SAYS_NUMBER = r"(?P<says> *\bso\b *:?| *\bno\.)?"  # "số", "số:", "No."
_JOINT = rf"(?:[._]| {{0,2}}(?:{_DASH}|/)? {{0,2}})"  # "2. kh" begins a list
_KNOWN = _any(ISSUERS)
_SHORT = "tu|hu|qu|du"  # Tỉnh ủy … but also tư, từ, qua: after a space only at the end of the query
_ISSUER = (
    rf"(?:(?:[._]| {{0,2}}(?:{_DASH}|/) {{0,2}})(?P<issuer>{_KNOWN})"
    rf"| {{0,2}}(?P<spaced>(?!(?:{_SHORT})\b(?! *$))(?:{_KNOWN}))){_END}"
)
_AFTER = rf"(?![\w%]|[.,/]\d| ?{_DASH} ?\d)"

_FREE_ISSUER = re.compile(
    rf"{_BEGIN}(?P<number>\d{{1,5}}[a-z]?){_LOOSE_YEAR}{_JOINT}(?P<code>{_any(CODES)})"
    rf"(?: {{0,2}}/ {{0,2}}|{_DASH}|[._])"
    rf"(?P<issuer>t\.u|[a-z]{{1,10}}\d{{0,2}}(?:-[a-z]{{1,8}})*){_END}"
)
"""`57-kl/tw`, `94 -hd / btgtu`, `57_kl_tw`, `30/2020/nd-cp`; not `57 kl - ve`."""

_ASSEMBLY = re.compile(
    rf"{_BEGIN}{_NUMBER}(?:{_LOOSE}{{1,3}}(?:19|20)\d\d)?{_LOOSE}{{0,3}}"
    rf"(?P<issuer>(?:ubtv)?qh ?\d{{1,2}}){_END}"
)
"""`103/2023/qh15`, `103 qh15`; not `qh15` (no number)."""

_NUMBER_CODE = re.compile(
    rf"{_BEGIN}{_NUMBER}{_LOOSE_YEAR}{_JOINT}(?P<code>{_any(BARE_CODES)})(?:{_ISSUER})?{_END}(?! *\d)"
)
"""`57 kl tw`, `57kl`, `57kltw`, `57 - kl`; not `điều 5 qđ 22` (its 5)."""

_CODE_NUMBER = re.compile(
    rf"{_BEGIN}(?P<code>{_any(BARE_CODES)}){_SAYS_NUMBER} ?(?:{_DASH}|[.:])? ?{_NUMBER}{_YEAR}"
    rf"(?:{_ISSUER})?{_AFTER}"
)
"""`kl57`, `kl 57`, `ct 32`, `nq36-tw`, `nd 30/2020`; not `kh 2024`, `kh 5 năm`."""

_CODE_ISSUER_NUMBER = re.compile(
    rf"{_BEGIN}(?P<code>{_any(CODES)})(?:/|{_DASH})(?P<issuer>{_KNOWN}){_SAYS_NUMBER} {_NUMBER}"
    rf"{_AFTER}"
)
"""`nq/tw 36`, `QĐ-TW số 80`."""

_CODE_OTHER_NUMBER = re.compile(
    rf"{_BEGIN}(?P<code>{_any(BARE_CODES)})(?:/(?P<issuer>[a-z]{{2,10}}){_SAYS_NUMBER}"
    rf"|{_DASH}(?P<spaced>[a-z]{{2,10}}) so:?) {_NUMBER}{_AFTER}"
)
"""`kh/ubktum 915`, `kh-ubktum số 915`: an issuer that kb does not know."""

_KIND_ISSUER_NUMBER = re.compile(
    rf"{_BEGIN}(?:(?P<word>{_any(TYPE_WORDS)})|(?P<code>{_any(BARE_CODES)})) "
    rf"(?P<issuer>{_KNOWN}){_SAYS_NUMBER} {_NUMBER}{_AFTER}"
)
"""`kl tw 57`, `chỉ thị TW số 05`; not `nq tw 8`, a plenum's, nor `kế hoạch từ 5`."""

_WORD_NUMBER = re.compile(
    rf"{_BEGIN}(?P<word>{_any(TYPE_WORDS)})\b{_SAYS_NUMBER} (?P<number>\d{{1,5}}[a-e]?)"
    rf"{_YEAR}(?:{_ISSUER})?{_AFTER}(?!{_JOINT}(?:{_any(BARE_CODES)}){_END})"
)
"""`quyết định 362`, `kế hoạch số 254`, `nghị quyết 30a`; not `quy định 3 bước`, `kết luận 1.2`."""

_NUMBER_ISSUER = re.compile(rf"{_BEGIN}{_NUMBER}/(?P<issuer>{_KNOWN}){_END}")
"""`57/tw`: a number and an issuer without a type."""

_TYPE_BEFORE = re.compile(
    rf"{_BEGIN}(?:(?:{_any(TYPE_WORDS)}|{_any(BARE_CODES)}) )?(?:so *:? )?$|{_BEGIN}so *:? $"
)
_DATE = (
    r"(?:ban hanh )?ngay \d{1,2}(?: ?[/.-] ?\d{1,2} ?[/.-] ?\d{2,4}"
    r"| thang \d{1,2}(?:,? nam \d{4})?)|nam \d{4}\b|khoa (?:[ivx]+|\d{1,2})\b"
)
_ORGAN = rf"(?P<organ>{_any(ORGANS)})(?: dang)?\b(?! dien tu| so\b)"
_DATE_AFTER = re.compile(rf" ?[,(]? ?(?:{_DATE})\)?")
_ORGAN_AFTER = re.compile(rf",? (?P<of>cua )?{_ORGAN}")
_COUNTED_BEFORE = re.compile(rf"\b(?:{_any(COUNTING_WORDS)}) $")


def _sights(text: str, folded: str) -> Iterator[_Sight]:
    """Cores of symbols, the surest forms first."""
    for printed in find_symbols(text):
        symbol = printed.symbol
        code = symbol.type_code or None
        yield _Sight(printed.start, printed.end, symbol.number, code, _issuer(symbol.issuer_code))
    for pattern in (_FREE_ISSUER, _ASSEMBLY, _CODE_ISSUER_NUMBER, _CODE_OTHER_NUMBER):
        for match in pattern.finditer(folded):
            yield _sight(text, match)
    for match in (*_CODE_NUMBER.finditer(folded), *_WORD_NUMBER.finditer(folded)):
        if _names_a_document(text, match):
            yield _sight(text, match)
    for match in _NUMBER_CODE.finditer(folded):
        if _is_code(text, match) and not _COUNTED_BEFORE.search(folded[: match.start()]):
            yield _sight(text, match)
    for match in _NUMBER_ISSUER.finditer(folded):
        yield _sight(text, match)
    for match in _KIND_ISSUER_NUMBER.finditer(folded):
        if _is_issued(text, match) and not _is_plenum(match):
            yield _sight(text, match)


def _sight(text: str, match: re.Match[str]) -> _Sight:
    said = match.groupdict()
    code = TYPE_WORDS[said["word"]] if said.get("word") else CODES.get(said.get("code") or "")
    name = "issuer" if said.get("issuer") else "spaced"
    issuer = _issuer(text[slice(*match.span(name))]) if said.get(name) else None
    return _Sight(match.start(), match.end(), match["number"], code, issuer)


def _issuer(typed: str) -> str:
    plain = typed.replace(" ", "")
    if plain.replace(".", "").upper() == "TƯ":
        return "TW"
    return "-".join(ISSUERS.get(fold(part), part.upper()) for part in plain.split("-"))


def _names_a_document(text: str, match: re.Match[str]) -> bool:
    said = match.groupdict()
    if said.get("code") and not _is_code(text, match):
        return False
    sure = said["issuer"] or said["spaced"] or said["says"]
    if sure:
        return True
    if said.get("word") and TYPE_WORDS[said["word"]] in LOOSE_TYPES:
        return False
    if said["year"]:  # "nghị định 30/2020" is a symbol, "quyết định 6/2023" a month
        return int(match["number"]) > 12 or (said.get("word") or said.get("code")) in _STATE_TYPES
    return not is_year(match["number"]) and not counts_something(
        match["number"], text[match.end() :]
    )


def _is_issued(text: str, match: re.Match[str]) -> bool:
    """True if what stands before the number is an issuer's code and the number counts nothing."""
    issuer = text[slice(*match.span("issuer"))]
    if re.fullmatch(_SHORT, match["issuer"]) and issuer != ISSUERS[match["issuer"]]:
        return False
    number = match["number"]
    counted = is_year(number) or counts_something(number, text[match.end() :])
    return bool(match["says"]) or not counted


_MOST_PLENUMS = 15
"""Plenums of one Central Committee: 15 in the XII and in the XIII term, fewer before."""


def _is_plenum(match: re.Match[str]) -> bool:
    """True for `nghị quyết TW 8`, which names a plenum; `nghị quyết TW số 8` a document."""
    kind = match["code"] or CODES[fold(TYPE_WORDS[match["word"]])]
    central = match["issuer"] in ("tw", "t.u") and not match["says"]
    return central and fold(kind) in ("nq", "kl") and int(match["number"]) <= _MOST_PLENUMS


_STATE_TYPES = frozenset({"nghi dinh", "thong tu", "nd", "tt"})


def _is_code(text: str, match: re.Match[str]) -> bool:
    """True if the code was typed as a code, without tones: "đã 12" is not ĐA 12."""
    typed = text[slice(*match.span("code"))].lower()
    return typed in (match["code"], CODES[match["code"]].lower())


def _whole(text: str, folded: str, sight: _Sight) -> FoundPattern:
    before = _TYPE_BEFORE.search(folded[: sight.start])
    start = before.start() if before else sight.start
    end, issuer = sight.end, sight.issuer
    for _ in range(3):  # a date, a term and an issuer's name, in any order
        if after := _DATE_AFTER.match(folded, end):
            end = after.end()
        elif (organ := _ORGAN_AFTER.match(folded, end)) and (organ["of"] or issuer is None):
            end, issuer = organ.end(), issuer or ORGANS[organ["organ"]]
    pattern = SymbolPattern(sight.number, sight.code, issuer, text[start:end])
    return FoundPattern(start, end, pattern)
