"""Two readings of a page, without and with its seals and pen strokes, made one."""

from dataclasses import replace

import numpy as np

from kb.document import Dropped
from kb.ingest.ocr.blots import Blots
from kb.ingest.ocr.hocr import ReadLine
from kb.ingest.ocr.joining import HIDDEN, joined
from tests.ocr_lines import doubtful, line_of, text_of


def blot(left: int, right: int) -> Blots:
    """A page whose rows 60 to 160 are covered between two columns."""
    ink = np.zeros((300, 900), np.bool_)
    ink[60:160, left:right] = True
    return Blots(ink, ())


def texts(
    clean: list[ReadLine], first: list[ReadLine], blots: Blots
) -> tuple[list[str], list[Dropped]]:
    lines, dropped = joined(clean, first, 3, blots)
    return [text_of(line) for line in lines], dropped


def test_nothing_is_said_twice_and_what_no_blot_touches_is_read_without_them() -> None:
    clean = [line_of("các tỉnh trực thuộc")]
    first = [line_of("các tình trực thuộc"), line_of("Nguyễn Văn Ba", 200, 220)]

    assert texts(clean, first, blot(500, 600))[0] == ["các tỉnh trực thuộc", "Nguyễn Văn Ba"]


def test_of_lines_that_only_the_first_reading_has_come_print_and_marks_of_secrecy() -> None:
    noise = doubtful(line_of("c vì ý .", 200, 220), 30)
    few = line_of("HÒA XÃ", 240, 260)
    mark = doubtful(line_of("MÂT", 280, 300), 40)

    assert texts([], [noise, few, mark], blot(500, 600)) == (["MÂT"], [])


def test_a_word_that_a_blot_touches_stands_as_the_surer_reading_has_it() -> None:
    clean, first = [line_of("năm 202")], [line_of("năm 2024")]

    assert texts(clean, first, blot(70, 75))[0] == ["năm 2024"]
    assert texts(clean, first, blot(75, 80))[0] == ["năm 202"]
    assert texts(clean, [doubtful(first[0], 60)], blot(70, 75))[0] == ["năm 202"]


def test_a_word_missing_between_others_comes_from_the_first_reading_if_that_is_sure() -> None:
    one, three = line_of("kết luận").words, line_of("Tỉnh ủy", left=200).words
    clean = [replace(line_of("x"), words=(*one, *three))]
    sure, unsure = line_of("2043-KL/TU", left=90), line_of("2#43", left=90, confidence=40)

    assert texts(clean, [sure], blot(100, 180)) == (["kết luận 2043-KL/TU Tỉnh ủy"], [])
    assert texts(clean, [unsure], blot(100, 180)) == (
        ["kết luận Tỉnh ủy"],
        [Dropped(3, "2#43", HIDDEN)],
    )


def test_a_single_word_beside_a_seal_is_the_rest_of_a_line_unless_it_was_seen_before() -> None:
    lines = [line_of("PHỦ", left=300), line_of("của Chính phủ", 200, 220)]

    hidden = (["của Chính phủ"], [Dropped(3, "PHỦ", HIDDEN)])
    assert texts(lines, [], blot(100, 285)) == hidden
    assert texts(lines, [line_of("PHỦ", left=302)], blot(100, 285))[1] == []
    assert texts(lines, [line_of("PHỦ", 10, 30, left=302)], blot(100, 285)) == hidden
    assert texts([line_of("MÂT", left=300)], [], blot(100, 285)) == (["MÂT"], [])


def test_a_word_stays_that_is_far_from_a_seal_or_has_neighbours() -> None:
    assert texts([line_of("PHỦ", left=300)], [], blot(100, 200)) == (["PHỦ"], [])
    assert texts([line_of("TM. CHÍNH PHỦ")], [], blot(140, 200)) == (["TM. CHÍNH PHỦ"], [])


def test_a_column_of_one_word_is_told_from_the_line_it_was_read_in() -> None:
    """Forty pixels are two row heights; what is farther apart stands in two columns."""
    wide, rest = line_of("Nơi nhận:").words, line_of("PHỦ", left=140).words
    line = replace(line_of("x"), words=(*wide, *rest))

    assert texts([line], [], blot(180, 300)) == (["Nơi nhận:"], [Dropped(3, "PHỦ", HIDDEN)])
