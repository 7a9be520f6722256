"""The places of characters in a line, as they are kept."""

from hypothesis import given
from hypothesis import strategies as st

from kb.edges import UNIT, packed, unpacked

EDGES = st.lists(st.floats(0, 1), min_size=1, max_size=60).map(sorted)


@given(EDGES)
def test_edges_come_back_to_half_a_unit(edges: list[float]) -> None:
    kept = unpacked(packed(edges))

    assert len(kept) == len(edges)
    assert all(abs(one - two) <= UNIT / 2 + 1e-9 for one, two in zip(kept, edges, strict=True))


def test_letters_take_a_byte_each_and_a_wide_gap_two() -> None:
    """Of 4096: 0, 40 and 80, each a step of 40; then 80 + 200, a step that needs eight bits."""
    assert packed([0.0, 40 / 4096, 80 / 4096]) == bytes([0, 40, 40])
    assert packed([0.0, 200 / 4096]) == bytes([0, 0x80 | 200 & 0x7F, 1])


def test_an_edge_never_lies_before_the_one_before_it() -> None:
    assert unpacked(packed([0.0, 0.5, 0.25])) == (0.0, 0.5, 0.5)


def test_nothing_is_nothing() -> None:
    assert unpacked(b"") == ()
