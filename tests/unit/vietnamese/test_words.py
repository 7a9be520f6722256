"""Words of two syllables, from the list that underthesea carries."""

import subprocess
import sys

import pytest

from kb.vietnamese.words import is_word


@pytest.mark.parametrize(
    ("first", "second"), [("bổ", "sung"), ("Chính", "Quyền"), ("TỔ", "CHỨC"), ("đầu", "tư")]
)
def test_words_are_known_in_any_case(first: str, second: str) -> None:
    assert is_word(first, second)


@pytest.mark.parametrize(
    ("first", "second"), [("bồ", "sung"), ("tô", "chức"), ("bổ", ""), ("", "sung"), ("sung", "bổ")]
)
def test_what_only_looks_like_a_word_is_none(first: str, second: str) -> None:
    assert not is_word(first, second)


def test_asking_does_not_import_underthesea() -> None:
    program = (
        "import sys; from kb.vietnamese.words import is_word; is_word('bổ', 'sung');"
        "sys.exit('underthesea' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
