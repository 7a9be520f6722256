"""The measure by which scans are judged: digests keep no text, and its bound is never too low."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.golden.words import Token, distance, read_zones, tokens_of, written

TRANSCRIPTION = """# một ghi chú
[letterhead]
Số: 12-KH/ĐUM
[body]
Căn cứ Kế hoạch số 11,
ngày 2/3/2024;
[stamp]
ĐẾN
"""
TEXT = "Số: 12-KH/ĐUM\nCăn cứ Kế hoạch số 11, ngày 2/3/2024;"


def zones(folder: Path) -> dict[str, list[Token]]:
    file = folder / "trang.words"
    file.write_text("\n".join(written(TRANSCRIPTION)), encoding="utf-8")
    return read_zones(file)


def edits(one: str, other: str) -> int:
    """Levenshtein's distance, as in the textbook."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        above, row[0] = row[0], i
        for j, right in enumerate(other, start=1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (left != right))
    return row[-1]


def test_a_reading_without_errors_has_none(tmp_path: Path) -> None:
    found = distance(zones(tmp_path), TEXT)

    assert dict(found.lengths) == {"letterhead": 14, "body": 38}
    assert found.errors.total() == found.numerals.total() == found.surplus.total() == 0


def test_the_file_has_the_zones_and_no_words(tmp_path: Path) -> None:
    file = zones(tmp_path)

    assert list(file) == ["letterhead", "body", "stamp"]
    assert [token.numeral for token in file["letterhead"]] == [False, False, True, *[False] * 4]
    assert "KH" not in (tmp_path / "trang.words").read_text(encoding="utf-8").replace("[", " ")


def test_a_wrong_word_counts_in_its_zone_as_wrong_in_whole(tmp_path: Path) -> None:
    found = distance(zones(tmp_path), TEXT.replace("hoạch", "hoach").replace("11", "I1"))

    assert dict(found.errors) == {"body": 6 + 3}  # with the spaces before them
    assert dict(found.numerals) == {"body": 1}
    assert found.surplus.total() == 0


def test_words_that_are_not_printed_there_are_surplus(tmp_path: Path) -> None:
    found = distance(zones(tmp_path), TEXT.replace("Căn", "ĐẾN ngày Căn"))

    assert found.surplus.total() == 2


@given(st.text("ab 1,", max_size=12), st.text("ab 1,", max_size=12))
def test_the_bound_is_never_below_the_edit_distance(printed: str, read: str) -> None:
    found = distance({"body": tokens_of(printed)}, read) if printed.strip() else None

    if found:
        plain = " ".join(printed.split()), " ".join(read.split())
        assert found.errors["body"] >= edits(*plain)
