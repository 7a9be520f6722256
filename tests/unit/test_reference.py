"""Which held document a mention means."""

from datetime import date

from kb.document import Facts, Span
from kb.reference import Candidate, Reference, resolve
from kb.symbol import Symbol

SYMBOL = Symbol("36", "NQ", "TW")
TWINS = [
    Candidate("2018", Facts(SYMBOL, "Nghị quyết", date(2018, 10, 22))),
    Candidate("2023", Facts(SYMBOL, "Nghị quyết", date(2023, 1, 30))),
]


def mention(
    issued: date | None = None, kind: str | None = None, symbol: Symbol = SYMBOL
) -> Reference:
    """A mention of a document."""
    return Reference(Span(0, 8), symbol, kind, issued)


def test_a_date_tells_twins_apart() -> None:
    assert resolve(mention(date(2023, 1, 30)), TWINS) == "2023"


def test_twins_without_a_date_stay_unresolved() -> None:
    assert resolve(mention(), TWINS) is None


def test_a_date_that_no_twin_bears_stays_unresolved() -> None:
    assert resolve(mention(date(2014, 7, 1)), TWINS) is None


def test_the_only_bearer_of_a_symbol_is_meant_without_a_date() -> None:
    assert resolve(mention(), TWINS[:1]) == "2018"


def test_a_bearer_of_another_date_is_not_meant() -> None:
    assert resolve(mention(date(2023, 1, 30)), TWINS[:1]) is None


def test_a_bearer_without_a_date_may_be_meant() -> None:
    assert resolve(mention(date(2023, 1, 30)), [Candidate("x", Facts(SYMBOL))]) == "x"


def test_a_bearer_of_the_date_is_preferred_to_one_without() -> None:
    assert resolve(mention(date(2023, 1, 30)), [*TWINS, Candidate("x", Facts(SYMBOL))]) == "2023"


def test_another_type_is_another_document() -> None:
    decision = Candidate("x", Facts(Symbol("5", "QĐ", "TW"), "Quyết định"))

    assert resolve(mention(kind="Quy định", symbol=Symbol("5", "QĐ", "TW")), [decision]) is None


def test_another_year_in_the_symbol_is_another_document() -> None:
    held = Candidate("x", Facts(Symbol("30", "NĐ", "CP", "2020", True)))

    assert resolve(mention(symbol=Symbol("30", "NĐ", "CP", "2021", True)), [held]) is None


def test_a_document_without_a_symbol_is_never_meant() -> None:
    assert resolve(mention(), [Candidate("x", Facts())]) is None


def test_ways_to_write_the_centre_are_one() -> None:
    assert resolve(mention(symbol=Symbol("36", "NQ", "TƯ")), TWINS[:1]) == "2018"


def test_a_type_that_contradicts_the_code_is_another_way_to_ask_for_the_mention() -> None:
    printed = Symbol("36", "QĐ", "TW")

    assert mention(kind="Nghị quyết", symbol=printed).symbols == (printed, SYMBOL)


def test_a_type_that_goes_with_the_code_or_is_absent_adds_nothing() -> None:
    decision = Symbol("80", "QĐ", "TW")

    assert mention(kind="Quy định", symbol=decision).symbols == (decision,)
    assert mention(symbol=decision).symbols == (decision,)
    assert mention(kind="Nghị quyết", symbol=Symbol("103", "", "QH15")).symbols == (
        Symbol("103", "", "QH15"),
    )
