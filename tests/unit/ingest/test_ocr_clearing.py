"""Specks and stamps leave a page with their reason; text stays."""

from dataclasses import replace

import numpy as np
import pytest

from kb.document import Dropped
from kb.ingest.ocr.blots import NO_BLOTS, Blots
from kb.ingest.ocr.clearing import SPECK, STAMP, cleared
from kb.ingest.ocr.hocr import Box, ReadLine
from tests.ocr_lines import doubtful, line_of, text_of

SEAL = Blots(np.ones((300, 600), np.bool_), ())
FRAME = Blots(np.zeros((300, 600), np.bool_), (Box(0, 80, 170, 200),))


def kept(lines: list[ReadLine], blots: Blots = NO_BLOTS) -> tuple[list[str], list[Dropped]]:
    found, dropped = cleared(lines, 3, blots)
    return [text_of(line) for line in found], dropped


def test_specks_leave_the_line_and_are_told_but_words_stay() -> None:
    line = doubtful(line_of("Nơi nhận: W' HI."), 0, "W'", "HI.")

    assert kept([line]) == (["Nơi nhận: HI."], [Dropped(3, "W'", SPECK)])


def test_signs_that_no_one_prints_leave_but_not_with_a_number_or_a_word() -> None:
    line = doubtful(line_of("Lưu: VT. 4# 20# tế# ý° 5."), 40)

    assert kept([line]) == (["Lưu: VT. 20# tế# ý° 5."], [Dropped(3, "4#", SPECK)])


def test_a_letter_read_twice_leaves_once() -> None:
    line = line_of("Nghị é định")
    doubled = line_of("é", left=57, confidence=48).words[0]
    apart = line_of("é", left=45, confidence=48).words[0]
    first, _, last = line.words
    moved = line_of("định", left=60).words[0]

    twice = replace(line, words=(first, doubled, moved))
    beside = replace(line, words=(first, apart, last))

    assert kept([twice]) == (["Nghị định"], [Dropped(3, "é", SPECK)])
    assert kept([beside]) == (["Nghị é định"], [])


def test_what_stands_in_the_stamp_of_arrival_leaves_line_by_line() -> None:
    lines = [
        line_of("VĂN PHÒNG"),
        line_of("ĐẾN Số: 12 NGHỊ QUYẾT", 130, 150),
        line_of("ngoài", left=300),
    ]

    assert kept(lines, FRAME) == (
        ["QUYẾT", "ngoài"],
        [Dropped(3, "VĂN PHÒNG", STAMP), Dropped(3, "ĐẾN Số: 12 NGHỊ", STAMP)],
    )


@pytest.mark.parametrize("text", ["Mẫu số 1", "đi ĐẾN nơi"])
def test_another_frame_keeps_its_text(text: str) -> None:
    elsewhere = line_of(text, 230, 250)

    assert kept([line_of("Mẫu số 1"), elsewhere], FRAME) == (["Mẫu số 1", text], [])


def test_a_mark_of_secrecy_is_never_left_out() -> None:
    """Also in the stamp's frame, and misread: it is `secrecy` that decides."""
    stamp = [line_of("ĐẾN 12"), line_of("MÂT", 130, 150)]

    assert kept(stamp, FRAME)[0] == ["MÂT"]


def test_a_doubtful_letter_alone_is_a_piece_of_a_signature_only_where_there_is_one() -> None:
    letter = line_of("s", left=500, confidence=55)

    assert kept([letter], SEAL)[1] == [Dropped(3, "s", SPECK)]
    assert kept([letter]) == (["s"], [])
