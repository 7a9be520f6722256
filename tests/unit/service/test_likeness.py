"""In what two documents are alike, from their facts and how like their texts are."""

from __future__ import annotations

from datetime import date

import pytest

from kb.document import Facts
from kb.service.likeness import kind_of, signature_of
from kb.service.text_differences import Difference, text_differences
from kb.store.records import LikenessKind
from kb.symbol import parse_symbol

DAY = date(2024, 3, 5)
SAME, MAYBE, NEAR = (
    LikenessKind.SAME_NUMBER,
    LikenessKind.MAYBE_SAME_NUMBER,
    LikenessKind.NEAR_TEXT,
)


def facts(
    symbol: str | None = "901-HD/BTGTUM",
    type: str | None = "Hướng dẫn",
    issuer: str | None = "Tỉnh ủy",
    day: date | None = DAY,
) -> Facts:
    return Facts(
        symbol=parse_symbol(symbol) if symbol else None, type=type, issuer=issuer, date=day
    )


@pytest.mark.parametrize(
    ("other", "score", "kind"),
    [
        (facts(), None, SAME),
        (facts(type="HƯỚNG DẪN", issuer="Tỉnh uỷ"), 0.1, SAME),
        (facts(day=None), None, MAYBE),
        (facts(day=date(2019, 3, 5)), 0.1, None),  # the number of another year
        (facts(issuer=None), None, None),
        (facts(issuer="Huyện ủy"), None, None),
        (facts(symbol="902-HD/BTGTUM"), None, None),
        (facts(symbol=None), 0.6, NEAR),
        (facts(symbol=None), 0.5, None),
        (facts(day=date(2019, 3, 5)), 0.6, NEAR),
        (facts(symbol="902-HD/BTGTUM"), 0.85, None),  # made from one pattern
        (facts(symbol="961-HD/BTGTUM"), 0.95, NEAR),  # a number misread
        (facts(symbol="961-HD/BTGTUM", day=None), 0.95, NEAR),
        (facts(symbol="961-HD/BTGTUM", day=date(2019, 3, 5)), 0.99, None),
    ],
)
def test_what_makes_two_documents_alike(
    other: Facts, score: float | None, kind: LikenessKind | None
) -> None:
    assert kind_of(facts(), other, score) is kind
    assert kind_of(other, facts(), score) is kind


def test_a_text_of_a_few_lines_has_no_signature() -> None:
    assert signature_of("") is None
    assert signature_of("Kính gửi các đồng chí. " * 50) is None  # 5 runs, however often
    assert signature_of(" ".join(map(str, range(41)))) is None  # 39 runs
    assert signature_of(" ".join(map(str, range(42)))) is not None


def test_differences_name_the_words_of_both_with_those_around() -> None:
    old = "Điều 1. Phạm vi\nCác chi bộ họp mỗi tháng một lần vào ngày mùng năm.\nĐiều 2. Hiệu lực"
    new = "Điều 1. Phạm vi\nCác chi bộ họp mỗi quý hai lần vào ngày mùng\nnăm. Điều 2. Hiệu lực"

    found = text_differences(new, old)

    assert found.shown == (
        Difference("Các chi bộ họp mỗi", "quý hai", "tháng một", "lần vào ngày mùng năm. Điều"),
    )
    assert (found.count, found.words) == (1, (20, 20))


def test_of_many_differences_twelve_are_shown_and_all_are_counted() -> None:
    old = " ".join(f"từ {n}" for n in range(30))
    new = " ".join(f"chữ {n}" for n in range(30))

    found = text_differences(new, old)

    assert (len(found.shown), found.count) == (12, 30)


def test_dashes_of_another_kind_and_capitals_are_no_difference() -> None:
    assert text_differences("GIAI ĐOẠN 2021 – 2025", "giai đoạn 2021 - 2025").count == 0
