"""A passage's identity."""

from kb.document import Span
from kb.passage import Passage, PassageKind


def passage(document: str = "d", division: str = "I/1", start: int = 10, end: int = 20) -> Passage:
    """A passage of ten characters."""
    return Passage(
        document, division, "Phần I, mục 1", (), Span(start, end), "x", (1, 1), PassageKind.BODY
    )


def test_an_id_is_sixteen_hex_digits_and_stays_the_same_between_runs() -> None:
    assert passage().id == "37ce34ad2a9269a0"


def test_document_division_and_span_each_change_the_id() -> None:
    changed = [passage(document="e"), passage(division="I/2"), passage(start=11), passage(end=21)]

    assert len({item.id for item in [passage(), *changed]}) == 5
