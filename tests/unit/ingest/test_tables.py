"""Ruled tables: which rules make a grid, and what stands in its cells."""

from kb.ingest.pdf import Rule
from kb.ingest.tables import Grid, grids_of, rows_of
from tests.factories import Printed, grid_rules, page_of, rule

XS, YS = (85.0, 185.0, 385.0), (100.0, 130.0, 160.0)


def test_rules_that_meet_make_a_grid() -> None:
    page = page_of([], rules=grid_rules(XS, YS))

    assert grids_of(page) == [Grid((85.25, 185.25, 385.25), (100.25, 130.25, 160.25))]


def test_a_frame_of_one_column_is_no_table() -> None:
    page = page_of([], rules=grid_rules((85.0, 385.0), YS))

    assert grids_of(page) == []


def test_a_rule_alone_is_no_table() -> None:
    assert grids_of(page_of([], rules=[rule(85, 700, 235)])) == []


def test_two_tables_on_a_page_come_from_top_to_bottom() -> None:
    lower = grid_rules(XS, (500.0, 530.0))
    page = page_of([], rules=[*lower, *grid_rules(XS, YS)])

    assert [grid.ys[0] for grid in grids_of(page)] == [100.25, 500.25]


def test_each_row_has_a_cell_for_every_column_empty_ones_too() -> None:
    lines = [
        Printed("TT", x=90, y=120), Printed("Nội dung", x=190, y=120),
        Printed("Toàn tỉnh", x=190, y=150),
    ]  # fmt: skip
    page = page_of(lines, rules=grid_rules(XS, YS))

    rows = rows_of(page, grids_of(page)[0])

    assert [row.text for row in rows] == ["TT\tNội dung", "\tToàn tỉnh"]


def test_a_cell_of_two_lines_reads_from_top_to_bottom() -> None:
    lines = [Printed("Ban Tuyên giáo", x=190, y=115), Printed("Tỉnh ủy", x=190, y=127)]
    page = page_of(lines, rules=grid_rules(XS, YS))

    assert [row.text for row in rows_of(page, grids_of(page)[0])] == ["\tBan Tuyên giáo Tỉnh ủy"]


def test_a_merged_cell_takes_what_is_printed_over_its_columns() -> None:
    rules = [Rule(85, 100, 385, 100.5), Rule(85, 130, 385, 130.5), Rule(85, 160, 385, 160.5)]
    rules += [Rule(85, 100, 85.5, 160), Rule(185, 130, 185.5, 160), Rule(385, 100, 385.5, 160)]
    page = page_of([Printed("I. CHUNG", x=90, y=120), Printed("1", x=90, y=150)], rules=rules)

    assert [row.text for row in rows_of(page, grids_of(page)[0])] == ["I. CHUNG\t", "1\t"]
