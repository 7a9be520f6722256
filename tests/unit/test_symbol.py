"""The grammar of document symbols, and when two of them are one."""

import pytest

from kb.symbol import (
    TYPE_NAMES,
    Symbol,
    SymbolPattern,
    find_symbols,
    fold_code,
    parse_symbol,
    type_matches_code,
)


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("57-KL/TW", Symbol("57", "KL", "TW")),
        ("94 -HD/BTGTU", Symbol("94", "HD", "BTGTU")),
        ("68- NQ/TW", Symbol("68", "NQ", "TW")),
        ("127–QĐ/TW", Symbol("127", "QĐ", "TW")),
        ("127\u2011QĐ/TW", Symbol("127", "QĐ", "TW")),
        ("08-QĐi/TW", Symbol("08", "QĐi", "TW")),
        ("06-QĐNS/TW", Symbol("06", "QĐNS", "TW")),
        ("08B-NQ/HNTW", Symbol("08B", "NQ", "HNTW")),
        ("908-CTr/TU", Symbol("908", "CTr", "TU")),
        ("12-QĐ/T.Ư", Symbol("12", "QĐ", "T.Ư")),
        ("12-QĐ/TƯ", Symbol("12", "QĐ", "TƯ")),
        ("15-KH/ĐU", Symbol("15", "KH", "ĐU")),
        (
            "367-QĐ/TWĐTN-VPĐOÀN",
            None,
        ),  # Vietnamese letters beyond Đ and Ư are in no issuer code here
        ("362/QĐ-TTg", Symbol("362", "QĐ", "TTg", state=True)),
        ("47/NQ-CP", Symbol("47", "NQ", "CP", state=True)),
        ("30/2020/NĐ-CP", Symbol("30", "NĐ", "CP", "2020", state=True)),
        ("103/2023/QH15", Symbol("103", "", "QH15", "2023", state=True)),
        ("01/2024/TT-BTTTT", Symbol("01", "TT", "BTTTT", "2024", state=True)),
        ("năm 2030", None),
        ("3/2024", None),
        ("24/7", None),
        ("QĐ-TW", None),
        ("15/6/2023", None),
        ("57-KL/TW và 58-KL/TW", None),
        ("số 57-KL/TW", None),
        ("", None),
    ],
)
def test_a_text_that_is_one_whole_symbol_is_read(text: str, symbol: Symbol | None) -> None:
    assert parse_symbol(text) == symbol


def test_symbols_are_found_with_their_places() -> None:
    text = "theo 57-KL/TW (sau là 362/QĐ-TTg), không phải 3/2024."

    assert [text[item.start : item.end] for item in find_symbols(text)] == [
        "57-KL/TW",
        "362/QĐ-TTg",
    ]


@pytest.mark.parametrize(
    ("symbol", "printed"),
    [
        (Symbol("57", "KL", "TW"), "57-KL/TW"),
        (Symbol("362", "QĐ", "TTg", state=True), "362/QĐ-TTg"),
        (Symbol("30", "NĐ", "CP", "2020", True), "30/2020/NĐ-CP"),
        (Symbol("103", "", "QH15", "2023", True), "103/2023/QH15"),
    ],
)
def test_the_canonical_form_has_no_stray_spaces(symbol: Symbol, printed: str) -> None:
    assert str(symbol) == printed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12-QĐ/TƯ", "12-QĐ/TW"),
        ("12-QĐ/T.Ư", "12-QĐ/TW"),
        ("09-KL/TW", "9-KL/TW"),
        ("908-CTr/TU", "908-CTR/TU".replace("CTR", "CTr")),
        ("08-QĐi/TW", "8-QĐi/TW"),
    ],
)
def test_ways_to_write_one_symbol_have_one_key(one: str, other: str) -> None:
    first, second = parse_symbol(one), parse_symbol(other)

    assert first is not None
    assert second is not None
    assert first.key == second.key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("57-NQ/TW", "57/NQ-CP"),
        ("12-QĐ/TU", "12-QĐ/TW"),
        ("12-QĐ/TU", "12-QĐ/TƯ"),
        ("08-QĐi/TW", "08-QĐ/TW"),
        ("08-NQ/HNTW", "08B-NQ/HNTW"),
        ("57-KL/TW", "57-KH/TW"),
    ],
)
def test_different_symbols_have_different_keys(one: str, other: str) -> None:
    first, second = parse_symbol(one), parse_symbol(other)

    assert first is not None
    assert second is not None
    assert first.key != second.key


def test_a_key_names_number_type_and_issuer_without_accents() -> None:
    assert Symbol("012", "QĐ", "ĐU").key == "12|qd|du"


def test_the_number_zero_keeps_a_digit_in_its_key() -> None:
    assert Symbol("00", "KL", "TW").key == "0|kl|tw"


@pytest.mark.parametrize(
    ("code", "folded"), [("T.Ư", "tw"), ("TƯ", "tw"), ("TU", "tu"), ("QĐ", "qd"), ("CTr", "ctr")]
)
def test_codes_are_folded_for_comparing(code: str, folded: str) -> None:
    assert fold_code(code) == folded


def test_a_pattern_matches_where_every_part_that_was_said_agrees() -> None:
    symbol = Symbol("57", "KL", "TW")

    assert SymbolPattern("57", None, None, "57").matches(symbol)
    assert SymbolPattern("057", "kl", "T.Ư", "57 kl t.ư").matches(symbol)


@pytest.mark.parametrize(
    "pattern",
    [
        SymbolPattern("58", None, None, "58"),
        SymbolPattern("57", "KH", None, "57-KH"),
        SymbolPattern("57", "KL", "TU", "57-KL/TU"),
    ],
)
def test_a_pattern_with_one_part_that_disagrees_does_not_match(pattern: SymbolPattern) -> None:
    assert not pattern.matches(Symbol("57", "KL", "TW"))


@pytest.mark.parametrize(
    ("name", "code", "goes"),
    [
        ("Quy định", "QĐ", True),
        ("quyết định", "QĐ", True),
        ("Nghị quyết", "QĐ", False),
        ("Kết luận", "KH", False),
        ("Kết luận", "XYZ", None),
    ],
)
def test_a_type_word_goes_with_its_codes(name: str, code: str, goes: bool | None) -> None:
    assert type_matches_code(name, code) is goes


def test_every_code_of_the_table_is_read_in_a_symbol() -> None:
    unread = [code for code in TYPE_NAMES if parse_symbol(f"5-{code}/TW") is None]

    assert unread == []
