"""What `kb verify` prints: the verdict, each place, and both wordings with what differs marked."""

from __future__ import annotations

import json

from kb.cli.ink import folded, ink
from kb.cli.output import pages_text
from kb.drafting.pieces import Piece, PieceKind
from kb.drafting.verify import Verdict
from kb.drafting.wording import FORMAL_NOTE, VERDICTS, difference_text
from kb.service.scan_words import scan_words
from kb.service.verification_json import verification_json
from kb.service.verifying import Match, Verification

_COLOURS = {Verdict.EXACT: "green", Verdict.DIFFERS: "yellow", Verdict.NOT_FOUND: "red"}
_MARKS = {PieceKind.QUOTED: ("[-", "-]"), PieceKind.PRINTED: ("{+", "+}")}


def print_verification_json(answer: Verification) -> None:
    """One object, as `GET /api/v1/verify` returns it."""
    print(json.dumps(verification_json(answer), ensure_ascii=False, indent=2))


def print_verification(answer: Verification) -> None:
    """The verification for reading."""
    _print(VERDICTS[answer.verdict], colour=_COLOURS[answer.verdict])
    for match in answer.matches:
        _print_match(match)
    if answer.elsewhere:
        print()
        _print("Có đúng nguyên văn ở văn bản khác:", colour="bold")
    for match in answer.elsewhere:
        _print_match(match)


def _print_match(match: Match) -> None:
    print()
    for place in match.places:
        scan = scan_words(place.ocr_quality, place.corrected)
        said = (match.document.heading, place.place, pages_text(place.pages), scan)
        _print(", ".join(filter(None, said)), colour="cyan")
        _print(f"Trích dẫn: {place.citation.passage}", "   ", "dim")
    if match.verdict is Verdict.DIFFERS:
        _print("".join(map(_marked, match.pieces)), "   ")
        _print("[-đoạn trích viết-] {+văn bản in+}", "   ", "dim")
    for one in match.differences:
        _print(difference_text(one), "   ", "dim" if one.kind.is_formal else "yellow")
    if any(one.kind.is_formal for one in match.differences):
        _print(FORMAL_NOTE, "   ", "dim")
    for warning in match.document.warnings:
        _print(warning, "   ", "yellow")


def _marked(piece: Piece) -> str:
    before, after = _MARKS.get(piece.kind, ("", ""))
    return f"{before}{piece.text}{after}"


def _print(text: str, indent: str = "", colour: str = "") -> None:
    for line in folded(text, indent):
        print(ink(line, colour) if colour else line)
