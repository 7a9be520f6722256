"""Laws of lists in parts: whoever follows the cursors sees each item once and in order, also while
items come and go."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import InvalidCursor
from web.paging import Part, page_of

NAMES = st.text(max_size=3) | st.sampled_from(["Điều 1", "\x00", "𝐀", "chỉ thị"])
ITEMS = st.frozensets(st.tuples(st.booleans(), st.integers(), NAMES), max_size=12)
LIMITS = st.lists(st.integers(1, 5), min_size=1, max_size=12)


def key(item: tuple[object, ...]) -> tuple[object, ...]:
    """Nested as the keys of some lists are."""
    return item[0], item[1:]


@given(ITEMS, LIMITS, st.booleans())
def test_all_parts_together_are_the_list_in_order(
    items: frozenset[tuple[bool, int, str]], limits: list[int], downwards: bool
) -> None:
    seen: list[object] = []
    cursor: str | None = ""
    while cursor is not None:
        limit = limits[len(seen) % len(limits)]
        shown, cursor = page_of(items, "sổ", key, Part(limit, cursor), downwards=downwards)
        assert len(shown) <= limit
        seen += shown

    assert seen == sorted(items, reverse=downwards)


@given(ITEMS, st.lists(ITEMS, max_size=8), LIMITS, st.booleans())
def test_what_is_there_throughout_is_seen_once_whatever_comes_and_goes(
    lasting: frozenset[tuple[bool, int, str]],
    passing: list[frozenset[tuple[bool, int, str]]],
    limits: list[int],
    downwards: bool,
) -> None:
    seen: list[object] = []
    cursor: str | None = ""
    for turn in range(1000):
        others = passing[turn] if turn < len(passing) else frozenset()
        limit = limits[turn % len(limits)]
        shown, cursor = page_of(
            lasting | others, "sổ", key, Part(limit, cursor), downwards=downwards
        )
        seen += shown
        if cursor is None:
            break

    assert seen == sorted(set(seen), reverse=downwards)
    assert [item for item in seen if item in lasting] == sorted(lasting, reverse=downwards)


@given(st.lists(st.sampled_from("ab"), max_size=9), st.integers(1, 4))
def test_items_that_cannot_be_told_apart_are_all_seen(letters: list[str], limit: int) -> None:
    """Each with its number, which the key does not say."""
    items, seen, cursor = list(enumerate(letters)), [], ""
    while cursor is not None:
        shown, cursor = page_of(items, "sổ", lambda item: (item[1],), Part(limit, cursor or ""))
        seen += shown

    assert seen == sorted(items, key=lambda item: item[1])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda parts: st.lists(parts) | st.dictionaries(st.text(), parts),
)


@given(
    st.text()
    | st.binary().map(lambda data: base64.urlsafe_b64encode(data).decode())
    | JSON.map(lambda said: base64.urlsafe_b64encode(json.dumps(["sổ", said]).encode()).decode())
)
def test_a_cursor_of_ones_own_making_is_refused_or_begins_somewhere(cursor: str) -> None:
    items = [(False, 3, "a"), (True, 1, "b")]
    try:
        shown, _ = page_of(items, "sổ", key, Part(5, cursor))
    except InvalidCursor:
        return

    assert shown in (items, items[1:], [])


@pytest.mark.parametrize("listing", ["sách", "sổ theo ngày"])
def test_a_cursor_of_another_list_or_order_is_refused(listing: str) -> None:
    items = [(False, 3, "a"), (True, 1, "b")]
    _, cursor = page_of(items, "sổ", key, Part(1))
    assert cursor is not None

    with pytest.raises(InvalidCursor, match="hãy đọc lại từ đầu"):
        page_of(items, listing, key, Part(1, cursor))
