"""Which held document a mention means."""

from datetime import date

from kb.document import Facts, Span
from kb.reference import Candidate, Reference, candidates_of, completed, resolve
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


TERMS = [
    Candidate("IX", Facts(SYMBOL, "Nghị quyết", date(2004, 3, 26), term="IX")),
    Candidate("XII", Facts(SYMBOL, "Nghị quyết", date(2018, 10, 22), term="XII"), plenum=8),
    Candidate("XIII", Facts(SYMBOL, "Nghị quyết", date(2023, 1, 30), term="XIII")),
]


def meant(reference: Reference, *others: Candidate) -> list[str]:
    return [item.id for item in candidates_of(reference, [*TERMS, *others])]


def test_a_bare_symbol_may_mean_each_document_that_bears_it() -> None:
    assert meant(mention()) == ["IX", "XII", "XIII"]


def test_a_term_or_a_date_leaves_one() -> None:
    assert meant(Reference(Span(0, 8), SYMBOL, term="XII")) == ["XII"]
    assert meant(mention(date(2018, 10, 22))) == ["XII"]


def test_a_date_decides_where_the_printed_term_disagrees() -> None:
    assert meant(Reference(Span(0, 8), SYMBOL, date=date(2018, 10, 22), term="XIII")) == ["XII"]


def test_a_bearer_without_a_term_may_be_meant_only_if_none_has_the_term_said() -> None:
    unknown = Candidate("x", Facts(SYMBOL))

    assert meant(Reference(Span(0, 8), SYMBOL, term="XII"), unknown) == ["XII"]
    assert meant(Reference(Span(0, 8), SYMBOL, term="X"), unknown) == ["x"]


def test_a_plenum_form_may_mean_what_that_plenum_adopted_and_is_never_certain() -> None:
    by_plenum = Reference(Span(0, 8), None, "Nghị quyết", plenum=8, term="XII")
    other = Candidate("kl", Facts(Symbol("9", "KL", "TW"), "Kết luận", term="XII"), plenum=8)

    assert meant(by_plenum, other) == ["XII"]
    assert resolve(by_plenum, TERMS) is None


def test_a_plenum_form_of_another_term_or_plenum_means_nothing_known() -> None:
    assert meant(Reference(Span(0, 8), None, "Nghị quyết", plenum=8, term="XIII")) == []
    assert meant(Reference(Span(0, 8), None, "Nghị quyết", plenum=7, term="XII")) == []


def test_a_plenum_form_has_a_name_and_no_symbols() -> None:
    by_plenum = Reference(Span(0, 8), None, "Nghị quyết", plenum=8)

    assert (by_plenum.name, by_plenum.symbols) == ("Trung ương 8", ())


DATED = Reference(Span(0, 8), SYMBOL, date=date(2018, 10, 22), term="XII")


def test_a_mention_that_says_less_means_what_the_fullest_one_says() -> None:
    termed = Reference(Span(9, 17), SYMBOL, term="XII")

    assert [item.date for item in completed([termed, DATED, mention()])] == [DATED.date] * 3


def test_a_mention_of_another_document_says_nothing_of_this_one() -> None:
    other = mention(symbol=Symbol("37", "NQ", "TW"))

    assert completed([DATED, other]) == [DATED, other]


def test_mentions_that_say_different_things_stay_as_they_are() -> None:
    for twin in (mention(date(2023, 1, 30)), Reference(Span(9, 17), SYMBOL, term="XIII")):
        assert completed([DATED, twin, mention()]) == [DATED, twin, mention()]
