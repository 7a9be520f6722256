"""Laws of the old encodings: what is written reads back, and Unicode is never touched."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ingest.legacy.codec import decode, encode, is_raised, pieces
from kb.ingest.legacy.detect import detect, legacy_spans
from kb.ingest.legacy.pages import decode_pages, decode_runs, encode_runs
from kb.ingest.legacy.tables import LETTERS, Encoding
from kb.ingest.pdf import Glyph, RawPage, read_pages
from kb.ingest.pipeline import IngestPipeline
from tests.factories import CORPUS, corpus_source

OLD = (Encoding.TCVN3, Encoding.VNI, Encoding.VISCII)
NAMES = sorted(path.stem for path in CORPUS.glob("*.pdf"))
WORDS = re.findall(
    r"\S+",
    "thực hiện Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị về công tác thông tin đối ngoại "
    "cấp uỷ lãnh đạo nhiệm kỳ hướng dẫn tuyên truyền Đảng bộ được trưởng ngành quốc gia nghĩa hoà "
    "nhũng giữ vững khoẻ mạnh quyết nghị thảo xã phường tỉnh tổ chức đoàn thể quỹ nguồn lực kế hoạch "
    "triển khai nghiêm túc phẩm chất đẩy mạnh khuyết điểm UNESCO TTĐN a@b.vn Mác - Lênin 30% (2024) "
    "“bốn không” – ASEAN, website; điểm: không. 1.2.3 Wi-Fi",
)
phrases = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
paragraphs = (
    st.lists(st.sampled_from(WORDS), min_size=20, max_size=60)
    .map(" ".join)
    .filter(lambda text: sum(letter in text for letter in LETTERS) >= 8)
    .filter(lambda text: sum(map(str.isalpha, text)) >= 60)
)
small = st.text(st.sampled_from([letter for letter in LETTERS if letter.islower()]), min_size=2)


@given(phrases, st.sampled_from(Encoding))
def test_vietnamese_text_written_and_read_is_the_same(text: str, encoding: Encoding) -> None:
    assert decode(encode(text, encoding), encoding) == text


@given(small, st.sampled_from([Encoding.VNI, Encoding.UTF8]))
def test_any_letters_written_and_read_are_the_same(text: str, encoding: Encoding) -> None:
    assert decode(encode(text, encoding), encoding) == text
    assert decode(encode(text.upper(), encoding), encoding) == text.upper()


@given(small)
def test_tcvn3_keeps_small_letters_and_a_font_of_capitals_makes_them_large(text: str) -> None:
    word = f"b{text}"

    assert decode(encode(word, Encoding.TCVN3), Encoding.TCVN3) == word
    assert decode(encode(word, Encoding.TCVN3), Encoding.TCVN3, capitals=True) == word.upper()


@given(st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_tcvn3_as_runs_in_two_fonts_keeps_every_capital(text: str) -> None:
    for written in (text, text.upper(), text.title()):
        assert "".join(decode_runs(encode_runs(written), Encoding.TCVN3)) == written


@given(paragraphs, st.sampled_from(Encoding))
def test_a_paragraph_in_an_old_encoding_is_recognised(text: str, encoding: Encoding) -> None:
    assert detect(encode(text, encoding)) is encoding


@given(phrases | st.text(max_size=80))
def test_unicode_is_never_taken_for_an_old_encoding(text: str) -> None:
    assert detect(text) is None


@given(st.text(max_size=60) | phrases, st.sampled_from(Encoding))
def test_pieces_cover_their_text_in_order(text: str, encoding: Encoding) -> None:
    found = pieces(text, encoding)

    edges = [0, *(piece.end for piece in found)]
    assert [piece.start for piece in found] == edges[:-1]
    assert edges[-1] == len(text)


@given(st.text(max_size=60) | phrases, st.sampled_from(Encoding))
def test_legacy_spans_are_ordered_disjoint_and_inside(text: str, encoding: Encoding) -> None:
    edges = [edge for span in legacy_spans(text, encoding) for edge in span]

    assert edges == sorted(edges)
    assert not edges or (edges[0] >= 0 and edges[-1] <= len(text))


@pytest.mark.parametrize("name", NAMES)
def test_a_document_survives_its_way_through_an_old_encoding(name: str) -> None:
    """Letter for letter; but TCVN3 without fonts loses the capital at the head of "Ủy ban"."""
    text = IngestPipeline(2000).read(corpus_source(name)).document.text

    for encoding in (Encoding.VNI, Encoding.VISCII, Encoding.UTF8):
        assert decode(encode(text, encoding), encoding) == text
    tcvn3 = decode(encode(text, Encoding.TCVN3), Encoding.TCVN3)
    lost = [char for char, read in zip(text, tcvn3, strict=True) if char != read]
    assert tcvn3.lower() == text.lower()
    assert all(map(is_raised, lost))
    assert "".join(decode_runs(encode_runs(text), Encoding.TCVN3)) == text


@pytest.mark.parametrize("name", NAMES)
def test_the_pages_of_a_document_are_read_from_an_old_encoding(name: str) -> None:
    pages = read_pages(corpus_source(name), 2000)

    for encoding in OLD:
        read, found = decode_pages([spoiled(page, encoding) for page in pages])
        assert found is encoding
        for page, original in zip(read, pages, strict=True):
            assert shown(page, encoding) == shown(original, encoding)


@pytest.mark.parametrize("name", NAMES)
def test_unicode_documents_under_old_font_names_stay_untouched(name: str) -> None:
    names = cycle([".VnTime", "ABCDEF+.VnTimeH", "VNI-Times"])
    pages = tuple(
        replace(page, glyphs=tuple(replace(glyph, font=next(names)) for glyph in page.glyphs))
        for page in read_pages(corpus_source(name), 2000)
    )

    assert decode_pages(pages) == (pages, None)


def spoiled(page: RawPage, encoding: Encoding) -> RawPage:
    return replace(
        page, glyphs=tuple(part for glyph in page.glyphs for part in codes(glyph, encoding))
    )


def codes(glyph: Glyph, encoding: Encoding) -> list[Glyph]:
    """One glyph for each code of a letter; a mark is printed over its vowel."""
    code = encode(glyph.text, encoding)
    return [
        replace(glyph, text=char, space_before=glyph.space_before and at == 0)
        for at, char in enumerate(code)
    ]


def shown(page: RawPage, encoding: Encoding) -> tuple[Glyph, ...]:
    """The page's glyphs; without case for TCVN3, whose capitals are in the font."""
    if encoding is not Encoding.TCVN3:
        return page.glyphs
    return tuple(replace(glyph, text=glyph.text.lower()) for glyph in page.glyphs)
