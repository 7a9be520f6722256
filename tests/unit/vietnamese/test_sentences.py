"""Sentence ends by underthesea, which is imported without torch."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from kb.vietnamese.sentences import sentence_ends


def test_a_sentence_ends_after_its_full_stop() -> None:
    assert sentence_ends("Chi bộ họp. Đảng ủy kết luận.") == [11, 29]


def test_an_abbreviation_ends_nothing() -> None:
    assert sentence_ends("Hội thảo, v.v., tại TP. Hồ Chí Minh.") == [36]


def test_a_line_ends_a_sentence() -> None:
    assert sentence_ends("- Một việc;\n- Hai việc") == [11, 22]


@given(st.text(alphabet="aạ .;!?\n“”(1)Đ", max_size=80))
def test_ends_ascend_within_the_text(text: str) -> None:
    ends = sentence_ends(text)

    assert ends == sorted(set(ends))
    assert all(0 < end <= len(text) for end in ends)


def test_torch_stays_out() -> None:
    program = (
        "import sys; from kb.vietnamese.sentences import sentence_ends; sentence_ends('Một.');"
        "sys.exit('torch' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
