"""Numbers that Word only computes: counted as Word counts, written as Word writes."""

import pytest

from kb.ingest.word.numerals import numeral
from kb.ingest.word.reader import read_docx
from tests.word_files import level, lists, paragraph, word_file

OUTLINE = (
    level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "decimal", "%2.%3.")
    + level(3, "lowerLetter", "%4)")
)


def labels(numbering: str, *numbers: tuple[int, int], styles: str = "") -> list[str]:
    """What stands before the words of paragraphs in (list, level)."""
    blocks = [paragraph("x", number=number) for number in numbers]
    document = read_docx(word_file(*blocks, numbering=numbering, styles=styles), "a.docx")
    return [one.text.removesuffix("x").strip() for one in document.paragraphs]


def test_levels_count_and_deeper_ones_begin_again() -> None:
    numbers = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 3), (1, 0), (1, 1)]

    assert labels(lists(OUTLINE), *numbers) == [
        "I.", "1.", "1.1.", "1.2.", "2.", "2.1.", "a)", "II.", "1.",
    ]  # fmt: skip


def test_lists_of_one_definition_go_on_counting() -> None:
    numbering = lists(OUTLINE, overrides={7: (1, "")})

    assert labels(numbering, (1, 0), (7, 0), (1, 0)) == ["I.", "II.", "III."]


def test_a_start_override_begins_again_once() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = lists(OUTLINE, overrides={7: (1, restart)})

    assert labels(numbering, (1, 0), (1, 0), (7, 0), (7, 0)) == ["I.", "II.", "I.", "II."]


def test_a_level_override_changes_how_the_number_looks() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1/")}</w:lvlOverride>'

    assert labels(lists(OUTLINE, overrides={7: (1, override)}), (7, 0), (7, 0)) == ["A/", "B/"]


def test_a_level_that_never_restarts_counts_on() -> None:
    """Clauses numbered through all articles: w:lvlRestart 0."""
    numbering = lists(
        level(0, "decimal", "Điều %1.")
        + level(1, "decimal", "%2.", more='<w:lvlRestart w:val="0"/>')
    )

    assert labels(numbering, (1, 0), (1, 1), (1, 0), (1, 1)) == ["Điều 1.", "1.", "Điều 2.", "2."]


def test_a_level_restarts_only_after_the_level_it_names() -> None:
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.")
    levels += level(2, "lowerLetter", "%3)", more='<w:lvlRestart w:val="1"/>')

    numbers = [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)]

    assert labels(lists(levels), *numbers) == ["I.", "1.", "a)", "2.", "b)", "II.", "a)"]


def test_legal_numbering_shows_higher_levels_in_decimals() -> None:
    levels = level(0, "upperRoman", "Chương %1") + level(1, "decimal", "%1.%2", more="<w:isLgl/>")

    assert labels(lists(levels), (1, 0), (1, 0), (1, 1)) == ["Chương I", "Chương II", "2.1"]


def test_a_higher_level_not_yet_used_shows_its_start() -> None:
    levels = level(0, "decimal", "%1.", start=3) + level(1, "decimal", "%1.%2.")

    assert labels(lists(levels), (1, 1)) == ["3.1."]


@pytest.mark.parametrize(
    ("bullet", "shown"),
    [
        ("-", "-"),
        ("–", "-"),
        ("o", "-"),
        ("\uf0b7", "-"),
        ("\uf0a7", "-"),
        ("+", "+"),
        ("\uf02b", "+"),
    ],
)
def test_bullets_are_dashes_and_pluses(bullet: str, shown: str) -> None:
    assert labels(lists(level(0, "bullet", bullet)), (1, 0)) == [shown]


def test_blank_bullets_and_hidden_numbers_show_nothing() -> None:
    hidden = level(1, "decimal", "%2.", more="").replace(
        "</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>"
    )

    assert labels(lists(level(0, "bullet", " ") + hidden), (1, 0), (1, 1)) == ["", ""]


def test_a_number_without_a_gap_touches_the_words() -> None:
    numbering = lists(level(0, "decimal", "%1.", more='<w:suff w:val="nothing"/>'))
    data = word_file(paragraph("Mục đích", number=(1, 0)), numbering=numbering)

    assert read_docx(data, "a.docx").paragraphs[0].text == "1.Mục đích"


def test_a_style_numbers_its_paragraphs_at_the_level_bound_to_it() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
        for name in ("Chuong", "Dieu")
    )
    levels = level(0, "upperRoman", "Chương %1.", more='<w:pStyle w:val="Chuong"/>')
    levels += level(1, "decimal", "Điều %2.", more='<w:pStyle w:val="Dieu"/>')
    blocks = [paragraph("x", style=name) for name in ("Chuong", "Dieu", "Dieu")]

    document = read_docx(word_file(*blocks, numbering=lists(levels), styles=styles), "a.docx")

    assert [one.text for one in document.paragraphs] == ["Chương I. x", "Điều 1. x", "Điều 2. x"]


def test_a_paragraph_can_leave_the_list_of_its_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="D"><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    blocks = [
        paragraph("x", style="D"),
        paragraph("y", style="D", number=(0, 0)),
        paragraph("z", style="D"),
    ]

    document = read_docx(
        word_file(*blocks, numbering=lists(level(0, "decimal", "%1.")), styles=styles), "a.docx"
    )

    assert [one.text for one in document.paragraphs] == ["1. x", "y", "2. z"]


def test_a_definition_that_points_to_a_list_style_is_followed() -> None:
    pointing = '<w:numStyleLink w:val="Kieu"/>'
    meant = '<w:styleLink w:val="Kieu"/>' + level(0, "decimal", "%1/")

    assert labels(lists(pointing, meant), (1, 0), (1, 0)) == ["1/", "2/"]


def test_a_list_that_does_not_exist_numbers_nothing() -> None:
    assert labels(lists(OUTLINE), (99, 0)) == [""]


@pytest.mark.parametrize(
    ("number", "style", "shown"),
    [
        (4, "decimal", "4"), (4, "decimalZero", "04"), (14, "upperRoman", "XIV"),
        (9, "lowerRoman", "ix"), (2, "upperLetter", "B"), (28, "lowerLetter", "bb"),
        (4, "vietnameseCounting", "bốn"), (6, "chicago", "††"), (3, "none", ""),
        (0, "upperRoman", "0"), (5, "thaiCounting", "5"),
    ],
)  # fmt: skip
def test_numerals(number: int, style: str, shown: str) -> None:
    assert numeral(number, style) == shown
