"""What the orthography allows, by which a right reading of an old encoding is told from a wrong one."""

from __future__ import annotations

import pytest

from kb.vietnamese.syllables import is_spelt

SPELT = (
    "quốc quê quý quyền quyết quýt gì giếng gìn giữa nghĩa ngành ghế kỹ kinh của khuya hoà hòa uỷ ủy ý "
    "ở yêu yên xoong huỵch quỳnh hoạch thuở rượu ngoằn KHUẾCH NGHIÊNG Đảng"
)
MISSPELT = "nớc cỏc ngĩa vß cac kủa ngếch đợc qa côt ViÖt x· cê57 q"


@pytest.mark.parametrize("word", SPELT.split())
def test_words_of_the_language_are_well_spelt(word: str) -> None:
    assert is_spelt(word)


@pytest.mark.parametrize("word", MISSPELT.split())
def test_what_the_orthography_rules_out_is_not(word: str) -> None:
    assert not is_spelt(word)
