"""The library's words and pairs: counted, changed, saved, and forgotten with their passage."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import IndexDamaged
from kb.search.vocabulary import BREAK, OTHER, Vocabulary, entry_of, form_of, fresh_vocabulary

EMPTY = Vocabulary.of_phrases([])
TEXTS = {1: "Đối ngoại nhân dân, đối ngoại Đảng. Đối nội", 2: "năm 2024 hoà bình\nhòa giải"}


def words(vocabulary: Vocabulary) -> list[str]:
    return [entry.decode() for entry in vocabulary.words.tolist()]


def pairs(vocabulary: Vocabulary) -> dict[str, int]:
    """Pair → how often, as text; the beginning of a sentence or line is empty."""
    names = words(vocabulary)
    return {
        f"{names[int(pair) >> 32]} > {names[int(pair) & 0xFFFFFFFF]}": int(count)
        for pair, count in zip(vocabulary.pairs, vocabulary.pair_counts, strict=True)
    }


def same(one: Vocabulary, other: Vocabulary) -> bool:
    """True if all but the order of the passages agrees."""
    tables = ("words", "counts", "pairs", "pair_counts", "general")
    alike = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in tables)
    return alike and sorted(one.rows) == sorted(other.rows)


def test_words_stand_in_the_order_of_letters_then_accents() -> None:
    vocabulary = EMPTY.changed({1: "đàn dân dẫn Dan 57 TTĐN"}, [])

    assert words(vocabulary) == ["", "#", "dan dan", "dan dân", "dan dẫn", "dan đàn", "ttdn ttđn"]


def test_pairs_stay_inside_a_sentence_and_a_line() -> None:
    counted = pairs(EMPTY.changed(TEXTS, []))

    assert counted == {
        " > doi đối": 2,
        " > nam năm": 1,
        " > hoa hòa": 1,
        "doi đối > ngoai ngoại": 2,
        "ngoai ngoại > nhan nhân": 1,
        "nhan nhân > dan dân": 1,
        "dan dân > doi đối": 1,
        "ngoai ngoại > dang đảng": 1,
        "doi đối > noi nội": 1,
        "nam năm > #": 1,
        "# > hoa hòa": 1,
        "hoa hòa > binh bình": 1,
        "hoa hòa > giai giải": 1,
    }


def test_a_word_is_counted_with_its_neighbours() -> None:
    vocabulary = EMPTY.changed(TEXTS, [])

    number = vocabulary.alike(["doi"])[0]["đối"]

    counted = vocabulary.counts[number]
    assert [int(counted[name]) for name in ("standing", "followed", "followers", "preceders")] == [
        3,
        3,
        2,
        2,
    ]


def test_a_dictionary_gives_words_and_pairs_that_no_passage_counts() -> None:
    vocabulary = Vocabulary.of_phrases(["đối ngoại", "ngoại"]).changed({}, [])

    numbers = [vocabulary.alike([word])[0] for word in ("doi", "ngoai")]
    assert numbers == [{"đối": 2}, {"ngoại": 3}]
    assert vocabulary.general.tolist() == [2 << 32 | 3]
    assert vocabulary.counts["standing"].tolist() == [0, 0, 0, 0]
    assert len(vocabulary) == 0


def test_words_without_accents_find_all_that_they_may_be() -> None:
    vocabulary = EMPTY.changed({1: "đàn dân dẫn dang"}, [])

    assert vocabulary.alike(["dan", "da", "dang", ""]) == [
        {"dân": 2, "dẫn": 3, "đàn": 4},
        {},
        {"dang": 5},
        {},
    ]
    assert vocabulary.held(["dan", "da", "zzz", "dang", ""]) == ["dan", "dang"]


def test_adding_at_once_and_one_by_one_is_the_same() -> None:
    one_by_one = EMPTY.changed({2: TEXTS[2]}, []).changed({1: TEXTS[1]}, [])

    assert same(one_by_one, EMPTY.changed(TEXTS, []))


def test_a_removed_passage_leaves_nothing_behind(tmp_path: Path) -> None:
    before = fresh_vocabulary().changed(TEXTS, [])
    secret = before.changed({3: "mật danh Zyzzyva đối ngoại"}, [])

    after = secret.changed({}, [3])

    after.save(tmp_path)
    assert "zyzzyva zyzzyva" in words(secret)
    assert same(after, before)
    assert not any(b"zyzzyva" in path.read_bytes() for path in tmp_path.iterdir())


def test_a_row_given_again_is_replaced() -> None:
    vocabulary = EMPTY.changed(TEXTS, []).changed({1: "kinh tế biển"}, [1])

    assert same(vocabulary, EMPTY.changed({1: "kinh tế biển", 2: TEXTS[2]}, []))


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    vocabulary = EMPTY.changed(TEXTS, [])
    vocabulary.save(tmp_path)

    loaded = Vocabulary.load(tmp_path)

    for field in fields(Vocabulary):
        assert np.array_equal(getattr(loaded, field.name), getattr(vocabulary, field.name))
    assert same(loaded.changed({3: "một hai"}, [1]), vocabulary.changed({3: "một hai"}, [1]))


@pytest.mark.parametrize("name", [field.name for field in fields(Vocabulary)])
def test_a_damaged_file_says_what_mends_it(tmp_path: Path, name: str) -> None:
    EMPTY.changed(TEXTS, []).save(tmp_path)
    (tmp_path / f"{name}.npy").write_bytes(b"hong")

    with pytest.raises(IndexDamaged, match="kb rebuild"):
        Vocabulary.load(tmp_path)


def test_files_that_do_not_go_together_are_damaged(tmp_path: Path) -> None:
    EMPTY.changed(TEXTS, []).save(tmp_path)
    np.save(tmp_path / "pair_counts.npy", np.zeros(1, np.int64))

    with pytest.raises(IndexDamaged, match="kb rebuild"):
        Vocabulary.load(tmp_path)


def test_a_fresh_vocabulary_knows_how_people_ask() -> None:
    vocabulary = fresh_vocabulary()

    assert pairs(vocabulary)["bao bao > nhieu nhiêu"] >= 5
    assert len(vocabulary) == 0


@pytest.mark.parametrize(
    ("token", "entry"),
    [
        ("Hoà", "hoa hòa"),
        ("TTĐN", "ttdn ttđn"),
        ("infographic", "infographic infographic"),
        ("57", "#"),
        ("QH15", "#"),
        ("Ω", "#"),
        ("x" * 21, "#"),
    ],
)
def test_a_token_is_entered_by_its_letters(token: str, entry: str) -> None:
    assert entry_of(token).decode() == entry
    assert form_of(token) == entry.partition(" ")[2]


WORDS = ["đối", "ngoại.", "đảng", "kinh", "tế,", "57", "dân\nvận"]
passages = st.lists(st.sampled_from(WORDS), max_size=8)
libraries = st.dictionaries(st.integers(0, 9), passages.map(" ".join), max_size=5)


@given(libraries, libraries)
def test_adding_and_removing_comes_back(first: dict[int, str], second: dict[int, str]) -> None:
    later = {row + 10: text for row, text in second.items()}
    before = EMPTY.changed(first, [])

    assert same(before.changed(later, []).changed({}, later), before)


@given(libraries)
def test_the_stream_holds_every_passage(library: dict[int, str]) -> None:
    vocabulary = EMPTY.changed(library, [])

    assert vocabulary.lengths.sum() == len(vocabulary.stream)
    assert vocabulary.counts["standing"].sum() == len(vocabulary.stream)
    assert vocabulary.words.tolist() == sorted(set(vocabulary.words.tolist()))
    assert words(vocabulary)[BREAK] == ""
    assert words(vocabulary)[OTHER] == "#"
