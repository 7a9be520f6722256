"""Telling old encodings from Unicode by the words, whatever the fonts are called."""

from __future__ import annotations

import unicodedata

import pytest

from kb.ingest.legacy.codec import decode, encode
from kb.ingest.legacy.detect import (
    detect,
    encoding_of_font,
    is_capital_font,
    legacy_spans,
)
from kb.ingest.legacy.tables import Encoding

TEXT = (
    "Thực hiện Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị, Ban Thường vụ Tỉnh ủy hướng "
    "dẫn công tác thông tin đối ngoại (TTĐN) năm 2024, liên hệ btg@quangngai.vn, UNESCO."
)
OLD_FONTS = (".VnTime", "ABCDEF+.VnTimeH", "VNI-Times")


@pytest.mark.parametrize("encoding", Encoding)
def test_a_paragraph_tells_its_encoding(encoding: Encoding) -> None:
    assert detect(encode(TEXT, encoding)) is encoding


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.upper(),
        unicodedata.normalize("NFD", TEXT),
        "và các là của về cho đó có số từ đã và các là của về cho đó có số từ đã",
        "Báo cáo tài chính quý hai có các số liệu và các phụ lục như đã ghi",
        "Señor Muñoz vivía en la mañana con niños pequeños en España",
        "Le café « crème » coûte très cher à Paris où l'été est chaud et où l'on dîne",
        "Müller fährt über die Brücke nach Österreich, schöne Grüße, ähnlich möglich",
        "São Paulo, coração, organização, não, informações, também",
        "§ 5, ± 3 °C, 10 µm, © 2024, ½ × ¾, «trích», ·····",
        "The quick brown fox jumps over the lazy dog; 57-KL/TW; a@b.vn",
        "",
    ],
)
@pytest.mark.parametrize("fonts", [(), OLD_FONTS])
def test_other_text_is_left_alone_whatever_its_font_is_called(
    text: str, fonts: tuple[str, ...]
) -> None:
    assert detect(text, fonts) is None


def test_a_few_words_tell_nothing_without_a_font_and_something_with_one() -> None:
    assert detect("§éc lËp - Tù do") is None
    assert detect("§éc lËp - Tù do", [".VnTime"]) is Encoding.TCVN3


def test_a_font_of_another_encoding_does_not_overrule_the_letters() -> None:
    assert detect(encode(TEXT, Encoding.VNI), [".VnTime"]) is Encoding.VNI


def test_an_even_mixture_is_not_decided_as_a_whole() -> None:
    assert detect(f"{TEXT}\n{encode(TEXT, Encoding.TCVN3)}") is None


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI, Encoding.VISCII])
def test_the_lines_of_a_mixture_are_decided_one_by_one(encoding: Encoding) -> None:
    old = encode(TEXT, encoding)

    assert legacy_spans(f"{TEXT}\n{old}\n{TEXT}", encoding) == [
        (len(TEXT) + 1, len(TEXT) + 1 + len(old))
    ]


def test_the_words_of_a_mixed_line_are_decided_one_by_one() -> None:
    line = "Họ và tên người khai: NguyÔn ThÞ H­¬ng"

    spans = legacy_spans(line, Encoding.TCVN3)

    assert [line[start:end] for start, end in spans] == ["NguyÔn ThÞ H­¬ng"]


def test_utf_8_must_agree_in_every_word() -> None:
    good = encode("Đảng Cộng sản Việt Nam", Encoding.UTF8)

    assert detect(good) is Encoding.UTF8
    assert decode(good, Encoding.UTF8) == "Đảng Cộng sản Việt Nam"
    assert detect("Ã, Â và Ä là các chữ cái; á, º, £ cũng vậy") is None


@pytest.mark.parametrize(
    ("name", "encoding", "capitals"),
    [
        (".VnTime", Encoding.TCVN3, False),
        (".VnTimeH", Encoding.TCVN3, True),
        ("ABCDEF+.VnArialH", Encoding.TCVN3, True),
        (".VnTimeH,Bold", Encoding.TCVN3, True),
        (".VnHelvetIns", Encoding.TCVN3, False),
        ("VNI-Times", Encoding.VNI, False),
        ("VNI-Helve-Bold", Encoding.VNI, False),
        ("TimesNewRomanPSMT", None, False),
        ("VnAvantH", Encoding.TCVN3, True),
        ("Vnash", None, False),
    ],
)
def test_a_font_name_is_a_hint(name: str, encoding: Encoding | None, capitals: bool) -> None:
    assert encoding_of_font(name) is encoding
    assert is_capital_font(name) is capitals
