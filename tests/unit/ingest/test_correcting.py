"""A corrected line: what stays stands where it stood, and the document follows from the new words."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from kb.document import Span
from kb.errors import SecretMarked
from kb.ingest.correcting import corrected_pages, line_rect, line_text
from kb.ingest.lines import text_of
from kb.ingest.pipeline import ingest_corrected
from kb.ingest.rawpage import Glyph, RawPage
from kb.ingest.reading import Ingested
from kb.ingest.recognition import Recognition, from_bytes, recognition_of, to_bytes
from kb.rectangles import places_of
from tests.factories import HEIGHT, WIDTH, Printed, grid_rules, page_of
from tests.scans import MENDED, read_scan, scanned_pages


def recognised(*lines: str | Printed, rules: tuple = ()) -> Recognition:
    page = replace(page_of(lines, rules=rules), quality=0.9)
    kept = recognition_of([page])
    assert kept is not None
    return kept


def rewritten(line: str, text: str) -> tuple[Glyph, ...]:
    """The glyphs of a page of one line when it says `text`."""
    (page,) = corrected_pages(recognised(line), {(1, 1): text})
    return page.glyphs


def corrected(texts: dict[tuple[int, int], str]) -> Ingested:
    source, _, recognition = read_scan()
    return ingest_corrected(source, recognition, texts)


def lefts(glyphs: tuple[Glyph, ...]) -> list[float]:
    return [glyph.left for glyph in glyphs]


class TestLines:
    def test_a_word_of_as_many_letters_moves_none_of_them(self) -> None:
        old, new = rewritten("nhiêm vụ", "nhiêm vụ!"), rewritten("nhiêm vụ", "nhiệm vụ")

        assert text_of(new) == "nhiệm vụ"
        assert lefts(new) == lefts(old)[:7]

    def test_letters_that_stay_keep_their_places_beside_longer_words(self) -> None:
        """Letters are 7 points wide from 85 on; "ab" takes what "x" had, from 99 to 106."""
        new = rewritten("x x yy", "x ab yy")

        assert lefts(new) == [85, 99, 102.5, 113, 120]
        assert [glyph.right for glyph in new] == [92, 102.5, 106, 120, 127]

    def test_a_letter_put_in_shares_the_place_of_the_one_before_it(self) -> None:
        assert lefts(rewritten("abc", "abxc")) == [85, 92, 95.5, 99]
        assert lefts(rewritten("abc", "xabc")) == [85, 88.5, 92, 99]

    def test_a_word_left_out_leaves_no_gap_that_parts_columns(self) -> None:
        new = rewritten("một dấu bẩn rất dài ở giữa hai", "một hai")

        assert text_of(new) == "một hai"
        gaps = [after.left - before.right for before, after in pairwise(new)]
        assert max(gaps) < 7

    def test_words_joined_have_no_space_and_words_parted_have_one(self) -> None:
        assert text_of(rewritten("nhi ệm vụ", "nhiệm vụ")) == "nhiệm vụ"
        assert text_of(rewritten("nhiệmvụ", "nhiệm vụ")) == "nhiệm vụ"

    def test_a_line_without_room_for_what_is_put_in_is_laid_evenly(self) -> None:
        new = rewritten("ab", "a thêm nhiều chữ b")

        assert text_of(new) == "a thêm nhiều chữ b"
        assert len({round(glyph.right - glyph.left, 6) for glyph in new}) == 1
        assert (new[0].left, round(new[-1].right, 6)) == (85, 99)

    def test_a_raised_digit_is_a_mark_and_an_even_one_is_text(self) -> None:
        marked = rewritten("đầu nguồn?, rừng", "đầu nguồn¹, rừng")
        plain = rewritten("đầu nguồn{1}, rừng", "đầu nguồn1, rừng")

        mark = next(glyph for glyph in marked if glyph.text == "1")
        assert (mark.size, mark.y) == pytest.approx((0.6 * 14, 100 - 0.33 * 14))
        even = next(glyph for glyph in plain if glyph.text == "1")
        assert (even.size, even.y) == (14, 100)
        assert line_text(marked) == "đầu nguồn¹, rừng"
        assert line_text(plain) == "đầu nguồn1, rừng"

    def test_what_is_typed_is_kept_as_texts_are(self) -> None:
        assert text_of(rewritten("vụ", " nhie\u0323\u0302m \t vụ\u200b ")) == "nhiệm vụ"

    def test_a_line_without_words_leaves_the_page_alone_of_all(self) -> None:
        kept = recognised("một", "hai", "ba")

        (page,) = corrected_pages(kept, {(1, 2): " "})

        assert page.glyphs == kept.line(1, 1) + kept.line(1, 3)

    def test_cells_of_a_table_are_lines_of_their_own(self) -> None:
        rules = tuple(grid_rules([80, 120, 200], [86, 106]))
        kept = recognised(Printed("Tổ 1", x=85), Printed("trực", x=122), rules=rules)

        assert [line_text(kept.line(1, number)) for number in (1, 2)] == ["Tổ 1", "trực"]

    def test_the_rectangle_of_a_line_is_that_of_its_print(self) -> None:
        kept = recognised("một")

        rect = line_rect(kept.line(1, 1), kept.pages[0])

        assert (rect.left * WIDTH, rect.right * WIDTH) == pytest.approx((85, 106))
        assert (rect.top * HEIGHT, rect.bottom * HEIGHT) == pytest.approx((86, 103.5))


class TestRecognition:
    def test_pages_come_back_from_bytes_as_they_were(self) -> None:
        pages = scanned_pages(skew=0.7)
        kept = recognition_of(pages, ("Một lời dặn.",))
        assert kept is not None

        again = from_bytes(to_bytes(kept))

        assert again == kept

    def test_of_pages_with_a_text_layer_alone_nothing_is_kept(self) -> None:
        assert recognition_of([page_of(["chữ có sẵn"])]) is None

    def test_beside_a_scan_a_page_with_a_text_layer_has_no_lines_to_correct(self) -> None:
        layer: RawPage = page_of(["chữ có sẵn"], number=2)
        kept = recognition_of([*scanned_pages()[:1], layer])

        assert kept is not None
        assert [len(lines) for lines in kept.lines] == [13, 0]


class TestDocument:
    def test_without_corrections_the_document_is_made_as_it_was(self) -> None:
        source, read, recognition = read_scan()

        assert ingest_corrected(source, recognition, {}) == read

    def test_the_words_are_in_text_and_passage_which_says_where_a_person_mended(self) -> None:
        now = corrected({(1, 11): MENDED})

        assert "theo nhiệm vụ được giao" in now.document.text
        assert "nhiêm" not in now.document.text
        mended = [item for item in now.passages if item.corrected]
        assert [(item.division, item.corrected, item.mismatch) for item in mended] == [
            ("I/1", (1,), None)
        ]
        assert [line.corrected for line in now.document.lines].count(True) == 1

    def test_the_rectangles_of_a_mended_word_lie_where_the_old_one_lay(self) -> None:
        """ "nhiêm" begins at the 43rd character of its line, from 85 points on, 7 each."""
        text = corrected({(1, 11): MENDED}).document
        start = text.text.index("nhiệm vụ được giao")

        (place,) = places_of(text, Span(start, start + 5))

        ends = (place.rect.left * WIDTH, place.rect.right * WIDTH)
        assert ends == pytest.approx((85 + 43 * 7, 85 + 48 * 7), abs=0.2)

    def test_a_heading_that_was_misread_becomes_one(self) -> None:
        source, read, _ = read_scan()
        pages = scanned_pages()
        spoilt = recognition_of(
            corrected_pages(recognition_of(pages) or pytest.fail("a scan"), {(2, 1): "lI CÁCH LÀM"})
        )
        assert spoilt is not None
        before = ingest_corrected(source, spoilt, {})

        after = ingest_corrected(source, spoilt, {(2, 1): "II. CÁCH LÀM"})

        assert "II" not in {division.key for division in before.document.divisions}
        assert [d.key for d in after.document.divisions] == [d.key for d in read.document.divisions]

    def test_a_note_whose_mark_was_misread_finds_its_place(self) -> None:
        lost = {(1, 8): "việc giữ rừng đầu nguồn, Tỉnh ủy hướng dẫn các chi bộ như sau:"}

        without, again = corrected(lost), corrected({})

        assert without.document.footnotes[0].anchor is None
        assert again.document.footnotes[0].anchor is not None

    def test_facts_and_mentions_are_read_from_the_new_words(self) -> None:
        now = corrected(
            {
                (1, 4): "Trường Khê, ngày 15 tháng 3 năm 2024",
                (1, 7): "Căn cứ Kết luận số 951-KL/TWM, ngày 15/6/2023 của Ban Chỉ đạo về",
            }
        )

        assert str(now.document.facts.date) == "2024-03-15"
        assert [str(item.symbol) for item in now.references] == ["951-KL/TWM"]

    def test_a_mark_of_secrecy_that_was_misread_is_seen(self) -> None:
        with pytest.raises(SecretMarked):
            corrected({(1, 1): "TUYỆT MẬT"})
