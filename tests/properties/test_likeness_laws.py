"""What holds of every text: how it is printed does not change its signature; resemblance is mutual."""

from __future__ import annotations

import unicodedata

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.search.engine import ScoredPassage
from kb.service.likeness import PLACES, RUN, resemblance, signature_of, syllables_of
from kb.service.text_differences import text_differences
from kb.service.versions import newer_first

WORDS = ("hòa", "bình", "Tỉnh", "ủy", "đường", "thuỷ", "văn", "bản", "số", "12", "quốc", "phòng")
TONES_MOVED = {"hòa": "hoà", "thuỷ": "thủy"}

word = st.sampled_from(WORDS) | st.integers(0, 999).map(str)
syllables = st.lists(word, max_size=120)
texts = syllables.map(" ".join)
long = st.lists(word, min_size=60, max_size=90)


def runs(text: str) -> set[tuple[str, ...]]:
    found = syllables_of(text)
    return {tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1)}


def same(one: str, other: str) -> bool:
    a, b = signature_of(one), signature_of(other)
    return (a is None and b is None) or (a is not None and b is not None and np.array_equal(a, b))


@given(long | syllables, st.data())
def test_line_breaks_case_tone_placement_and_coding_do_not_change_a_signature(
    words: list[str], data: st.DataObject
) -> None:
    gaps = data.draw(
        st.lists(
            st.sampled_from([" ", "\n", "\t ", ", ", ".\n\n", " – "]),
            min_size=len(words),
            max_size=len(words),
        )
    )
    moved = [TONES_MOVED.get(word, word) for word in words]
    other = "".join(map("".join, zip(moved, gaps, strict=True))).upper()

    assert same(" ".join(words), unicodedata.normalize("NFD", other))


@given(long.map(" ".join), long.map(" ".join))
def test_resemblance_is_mutual_and_of_a_text_with_itself_whole(one: str, other: str) -> None:
    a, b = signature_of(one), signature_of(other)
    if a is None or b is None:
        return
    assert resemblance(a, b[None])[0] == resemblance(b, a[None])[0]
    assert resemblance(a, a[None])[0] == 1


@given(long, syllables, syllables)
def test_it_estimates_the_share_of_runs_in_common(
    shared: list[str], mine: list[str], other: list[str]
) -> None:
    one, two = " ".join([*shared, *mine]), " ".join([*shared, *other])
    a, b = signature_of(one), signature_of(two)
    if a is None or b is None:
        return
    share = len(runs(one) & runs(two)) / len(runs(one) | runs(two))

    assert abs(resemblance(a, b[None])[0] - share) < 6 * 0.5 / PLACES**0.5  # six standard errors


@given(texts, texts)
def test_a_text_does_not_differ_from_itself_and_no_word_is_lost_between_two(
    one: str, other: str
) -> None:
    assert text_differences(one, one.upper()).count == 0
    found = text_differences(one, other)
    if found.count == len(found.shown) and not any("…" in d.one + d.other for d in found.shown):
        here, there = (
            sum(len(getattr(d, side).split()) for d in found.shown) for side in ("one", "other")
        )
        assert len(one.split()) - here == len(other.split()) - there


documents = st.lists(st.sampled_from("abcdef"), max_size=30)


@given(documents)
def test_no_passage_is_lost_and_none_of_an_older_version_precedes_the_newest(
    ids: list[str],
) -> None:
    newest = {"a": "c", "b": "c", "d": "e"}
    count = len(ids)
    passages = [
        ScoredPassage(at, id, (count - at) / count, 0, 0, False) for at, id in enumerate(ids)
    ]

    ordered = newer_first(passages, newest)

    assert sorted(one.row_id for one in ordered) == list(range(count))
    names = [one.document_id for one in ordered]
    for older, newer in newest.items():
        if older in names and newer in names:
            assert names.index(newer) < names.index(older)
    scores = [one.score for one in ordered]
    assert scores == sorted(scores, reverse=True)
    others = [one.row_id for one in ordered if one.document_id not in newest]
    assert others == sorted(others)
