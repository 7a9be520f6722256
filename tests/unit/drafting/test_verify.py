"""Whether a quotation stands in a document, and what differs where it does not."""

from __future__ import annotations

import unicodedata

import pytest

from kb.document import Footnote, Span
from kb.drafting.differences import Difference, DifferenceKind
from kb.drafting.pieces import Piece, PieceKind
from kb.drafting.quotation import LONGEST, read_quotation
from kb.drafting.verify import Finding, Source, Verdict
from kb.errors import InvalidQuotation

BODY = "Các chi bộ giữ vững nền hoà bình – ổn định, chăm lo đời sống nhân dân vùng đầm;"
NOTE = "4 Vùng đầm gồm ba xã ven phá."
NEXT = "giai đoạn 2021-2025 trồng mới “rừng ngập mặn” trên 120 ha."
TEXT = f"{BODY}\n{NOTE}\n{NEXT}"
NOTES = (Footnote("4", Span(len(BODY) + 1, len(BODY) + 1 + len(NOTE)), BODY.index(";")),)


def finding(typed: str) -> Finding | None:
    """The first place word for word, else the nearest."""
    source, quotation = Source(TEXT, NOTES), read_quotation(typed)
    exact = source.exact(quotation, 1)
    return exact[0] if exact else source.nearest(quotation)


def found(typed: str) -> Finding:
    """The same where there is one."""
    answer = finding(typed)
    assert answer is not None
    return answer


def formal(typed: str) -> list[DifferenceKind]:
    """The kinds of difference named of a quotation that is exact."""
    answer = found(typed)
    assert answer.verdict is Verdict.EXACT
    return [one.kind for one in answer.differences]


def test_words_as_they_are_printed_are_exact_and_nothing_is_named() -> None:
    answer = found("chăm lo đời sống nhân dân")

    assert (answer.verdict, answer.differences) == (Verdict.EXACT, ())
    assert [span.of(TEXT) for span in answer.spans] == ["chăm lo đời sống nhân dân"]


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("giữ vững nền hòa bình", [DifferenceKind.TONE]),
        ("Giữ vững nền", [DifferenceKind.CASE]),
        ("giữ  vững nền", [DifferenceKind.SPACING]),
        ("Các chi bộ giữvững nền", [DifferenceKind.SPACING]),
        ("bình - ổn định", [DifferenceKind.DASHES]),
        ("bình ổn định", [DifferenceKind.DASHES]),
        ('trồng mới "rừng ngập mặn" trên', [DifferenceKind.QUOTES, DifferenceKind.QUOTES]),
        ("giai đoạn 2021–2025", [DifferenceKind.DASHES]),
        (unicodedata.normalize("NFD", "chăm lo đời sống"), [DifferenceKind.CODING]),
    ],
)
def test_what_no_reader_hears_is_named_and_is_exact(
    typed: str, kinds: list[DifferenceKind]
) -> None:
    assert formal(typed) == kinds


@pytest.mark.parametrize("mark", ["4", "[4]", "⁴", " (4)"])
def test_the_mark_of_a_footnote_anchored_there_is_no_wording(mark: str) -> None:
    assert formal(f"nhân dân vùng đầm{mark}") == [DifferenceKind.NOTE_MARK]


def test_a_number_that_no_footnote_bears_is_wording() -> None:
    assert found("nhân dân vùng đầm5").verdict is Verdict.DIFFERS


@pytest.mark.parametrize(
    ("typed", "difference"),
    [
        ("chăm lo cuộc sống nhân dân", Difference(DifferenceKind.WORDING, "cuộc", "đời")),
        ("chăm lo đời sóng nhân dân", Difference(DifferenceKind.WORDING, "sóng", "sống")),
        ("chăm lo đời nhân dân", Difference(DifferenceKind.WORDING, "", "sống")),
        ("chăm lo cho đời sống nhân dân", Difference(DifferenceKind.WORDING, "cho", "")),
        ("giai đoạn 2021-2026 trồng mới", Difference(DifferenceKind.WORDING, "2026", "2025")),
        ("ổn định chăm lo đời sống", Difference(DifferenceKind.PUNCTUATION, "", ",")),
        ("giai đoạn 2021 2025 trồng", Difference(DifferenceKind.PUNCTUATION, "", "-")),
    ],
)
def test_one_word_or_sign_that_differs_is_named(typed: str, difference: Difference) -> None:
    answer = found(typed)

    assert answer.verdict is Verdict.DIFFERS
    assert answer.differences == (difference,)


def test_a_changed_word_at_either_end_is_named_with_what_is_printed() -> None:
    assert found("ghăm lo đời sống").differences == (
        Difference(DifferenceKind.WORDING, "ghăm", "chăm"),
    )
    assert found("chăm lo đời sang").differences == (
        Difference(DifferenceKind.WORDING, "sang", "sống"),
    )


def test_two_words_that_changed_places_are_one_word_moved() -> None:
    pieces = found("chăm lo sống đời nhân dân vùng").pieces

    moved = [piece for piece in pieces if piece.kind is not PieceKind.BOTH]
    assert [piece.text for piece in moved] in (["đời", "đời"], ["sống", "sống"])


def test_both_wordings_can_be_read_from_the_pieces() -> None:
    assert found("chăm lo cuộc sống nhân dân").pieces == (
        Piece(PieceKind.BOTH, "chăm lo"),
        Piece(PieceKind.BOTH, " "),
        Piece(PieceKind.QUOTED, "cuộc"),
        Piece(PieceKind.BOTH, " "),
        Piece(PieceKind.PRINTED, "đời"),
        Piece(PieceKind.BOTH, " "),
        Piece(PieceKind.BOTH, "sống nhân dân"),
    )


def test_the_same_letters_cut_into_other_words_are_another_wording() -> None:
    source = Source("Soạn giáo án cho lớp bồi dưỡng.")

    answer = source.nearest(read_quotation("Soạn giá oán cho lớp bồi dưỡng"))

    assert answer is not None
    assert answer.verdict is Verdict.DIFFERS


def test_a_quotation_runs_on_past_a_footnote_into_the_next_paragraph() -> None:
    answer = found("nhân dân vùng đầm; giai đoạn 2021-2025 trồng mới")

    assert [one.kind for one in answer.differences] == [DifferenceKind.SPACING]
    assert answer.verdict is Verdict.EXACT


def test_a_quotation_may_be_of_a_footnote_or_copied_with_it() -> None:
    assert found("Vùng đầm gồm ba xã").verdict is Verdict.EXACT
    assert found(f"vùng đầm;\n{NOTE}\ngiai đoạn").verdict is Verdict.EXACT


@pytest.mark.parametrize("mark", ["…", "...", "[…]", "[...]", "(...)"])
def test_words_may_be_left_out_where_a_mark_says_so(mark: str) -> None:
    answer = found(f"Các chi bộ {mark} chăm lo đời sống {mark} trên 120 ha")

    assert (answer.verdict, answer.differences) == (Verdict.EXACT, ())
    parts = ["Các chi bộ", "chăm lo đời sống", "trên 120 ha"]
    assert [span.of(TEXT) for span in answer.spans] == parts


def test_parts_in_another_order_are_not_exact() -> None:
    answer = finding("chăm lo đời sống nhân dân … Các chi bộ giữ vững nền")

    assert answer is None or answer.verdict is Verdict.DIFFERS


def test_a_wrong_word_in_one_part_is_named() -> None:
    answer = found("Các chi bộ giữ vững … chăm lo cuộc sống nhân dân")

    assert answer.differences == (Difference(DifferenceKind.WORDING, "cuộc", "đời"),)


def test_parts_stand_as_near_together_as_they_can() -> None:
    source = Source("gần dân. Họp tháng. gần dân. Họp quý, trọng dân.")

    (answer,) = source.exact(read_quotation("gần dân … trọng dân"), 5)

    assert answer.spans[0].start == len("gần dân. Họp tháng. ")


def test_every_place_is_found_in_order() -> None:
    source = Source("gần dân, sát dân, gần dân, hiểu dân")

    answers = source.exact(read_quotation("gần dân"), 5)

    assert [one.spans[0].start for one in answers] == [0, 18]


def test_no_quotation_runs_from_the_body_into_a_footnote() -> None:
    note = "1 (Vùng ven phá.)"
    source = Source(
        f"Trồng rừng\n{note}\nngập mặn", [Footnote("1", Span(11, 11 + len(note)), None)]
    )

    answer = source.nearest(read_quotation("ngập mặn ! 1 (Vùng ven"))

    assert answer is None or answer.verdict is Verdict.DIFFERS


def test_other_words_are_not_found() -> None:
    assert finding("thuyền trưởng đọc hải đồ lúc nửa đêm") is None


@pytest.mark.parametrize("typed", ["", " … ", "“”", "-"])
def test_without_words_there_is_nothing_to_verify(typed: str) -> None:
    with pytest.raises(InvalidQuotation, match="hãy dán nguyên văn"):
        read_quotation(typed)


def test_a_quotation_of_too_many_words_is_refused() -> None:
    assert read_quotation("dân " * LONGEST)
    with pytest.raises(InvalidQuotation, match="hãy chia ra"):
        read_quotation("dân " * (LONGEST + 1))
