"""Keystrokes that no input method has read: every syllable comes back, other words stay."""

from __future__ import annotations

import unicodedata

import pytest

from kb.vietnamese.dictionary import dictionary_words
from kb.vietnamese.normalise import split_tone
from kb.vietnamese.syllables import is_spelt
from kb.vietnamese.telex import from_telex, from_vni, read_keys
from kb.vietnamese.tones import respelt

TELEX = {"\u0302": "^", "\u031b": "w", "\u0306": "w"} | dict(
    zip("\u0301\u0300\u0309\u0303\u0323", "sfrxj", strict=True)
)
VNI = {"\u0302": "6", "\u031b": "7", "\u0306": "8"} | dict(
    zip("\u0301\u0300\u0309\u0303\u0323", "12345", strict=True)
)


def syllables() -> set[str]:
    """The syllables of a dictionary, with the tone where it is usually written."""
    words = (word for phrase in dictionary_words() for word in phrase.replace("-", " ").split())
    return {respelt(word) for word in words if is_spelt(word)}


def telex_keys(syllable: str) -> str:
    """ "đối" → "ddoois": the tone comes last."""
    letters, tone = split_tone(syllable)
    keys = ""
    for char in unicodedata.normalize("NFD", letters.replace("đ", "dd")):
        keys += keys[-1] if TELEX.get(char) == "^" else TELEX.get(char, char)
    return keys + TELEX.get(tone, "")


def vni_keys(syllable: str) -> str:
    letters, tone = split_tone(syllable)
    decomposed = unicodedata.normalize("NFD", letters.replace("đ", "d9"))
    return "".join(VNI.get(char, char) for char in decomposed) + VNI.get(tone, "")


def test_every_syllable_comes_back_from_its_telex_keys() -> None:
    """But for those with a double o, whose keys write ô."""
    accented = [word for word in syllables() if telex_keys(word) != word]

    lost = [word for word in accented if from_telex(telex_keys(word)) != word]

    assert len(accented) > 4000
    assert [word for word in lost if "oo" not in split_tone(word)[0]] == []


def test_every_syllable_comes_back_from_its_vni_keys() -> None:
    accented = [word for word in syllables() if vni_keys(word) != word]

    assert [word for word in accented if from_vni(vni_keys(word)) != word] == []


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("dduongwf", "đường"),
        ("dduwongf", "đường"),
        ("luotwj", "lượt"),
        ("thuowr", "thuở"),
        ("hoacwj", "hoặc"),
        ("muaw", "mưa"),
        ("dod", "đo"),
        ("ddos", "đó"),
        ("uwr", "ử"),
        ("tasf", "tà"),
        ("tasz", "ta"),
        ("CHINHS", "chính"),
    ],
)
def test_keys_stand_anywhere_behind_their_letters(keys: str, word: str | None) -> None:
    assert from_telex(keys) == word


NO_KEYS = "ASEAN forum internet web email news class kinh nam 57 KL kl57 h2o tw. w9 đối banana www"


@pytest.mark.parametrize("word", NO_KEYS.split())
def test_what_writes_no_syllable_is_none(word: str) -> None:
    assert from_telex(word) is None
    assert from_vni(word) is None


@pytest.mark.parametrize("word", ["kl57", "ct32", "57kl", "2024", "muc2", "qh15", "ngoai"])
def test_a_number_behind_letters_is_no_vni(word: str) -> None:
    assert from_vni(word) is None


KNOWN = {"đối", "ngoại", "chính", "sách", "kinh", "tế", "năm", "max", "mã", "tỉnh"}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ddoois ngoaij", "đối ngoại"),
        ("d9o61i ngoai5", "đối ngoại"),
        ("chinhs sachs kinh tees", "chính sách kinh tế"),
        ("kinh tees", "kinh tế"),
        ("ddoois ngoaij asean kinh tees", "đối ngoại asean kinh tế"),
    ],
)
def test_words_that_keys_make_known_are_read(typed: str, read: str) -> None:
    words = read_keys(typed.split(), KNOWN.__contains__)

    assert words is not None
    assert " ".join(words) == read


@pytest.mark.parametrize(
    "typed",
    [
        "max",  # known as it is
        "tinhr",  # one key alone may be a slip
        "đối ngoaij",  # an input method ran
        "ddoois abc xyz klm",  # most words stay unknown
        "kinh nawm2024",
        "tuwowngr",  # a syllable, but none that is known
        "",
    ],
)
def test_what_is_mostly_no_keys_stays(typed: str) -> None:
    assert read_keys(typed.split(), KNOWN.__contains__) is None
