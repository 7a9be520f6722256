"""The door to sentence-transformers: writes that form of a model, and runs any model in it.

`model` writes the default model through `write_sentence_transformers`, which needs neither torch
nor transformers. `embedder` runs a model that the settings name through `SentenceEncoder`, the only
place that imports sentence-transformers (4 s and hundreds of MB), and only when one is made.
"""

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kb.errors import ModelMissing
from kb.search.model_file import FloatArray, PackedModel, Q4Matrix

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BERT_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_STRIP_ROWS = 1 << 13
_TENSOR_NAMES = {"w": "weight", "b": "bias"}


class SentenceEncoder:
    """A sentence-transformers model held in memory; safe to call from several threads.

    `name` is a folder or the hub id of a model already on this machine; nothing is downloaded.
    `dimension` is the length of its vectors, `max_tokens` where it truncates, `revision` a hash of
    its layers and weights. Raises `ModelMissing` when it cannot be loaded.
    """

    def __init__(self, name: str, threads: int) -> None:
        self._model = _load(name, threads)
        self._tokenizer_lock = threading.Lock()  # its truncation state is not thread-safe
        self.revision = _revision(self._model)
        self.max_tokens = int(self._model.max_seq_length or 512)
        self.dimension = int(self.encode([""], "").shape[1])

    def encode(self, texts: Sequence[str], prompt: str) -> FloatArray:
        """`(n, d)` float32, rows of unit length, in the order of `texts`, `prompt` before each."""
        with self._tokenizer_lock:
            vectors = self._model.encode(
                list(texts),
                prompt=prompt,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return np.asarray(vectors, dtype=np.float32)

    def count_tokens(self, text: str) -> int:
        """The tokens of `text` with the special ones, before truncation."""
        with self._tokenizer_lock:
            return len(self._model.tokenizer(text, truncation=False, verbose=False)["input_ids"])


def _load(name: str, threads: int) -> "SentenceTransformer":
    try:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        torch.set_num_threads(threads)
        return SentenceTransformer(name, device="cpu", local_files_only=True)
    except Exception as error:  # the libraries share no root error, and all mean the same here
        raise ModelMissing(
            f"Không mở được mô hình sentence-transformers «{name}» trên máy này ({error}). "
            "Hãy chép thư mục mô hình về máy rồi đặt KB_EMBEDDING_MODEL là đường dẫn tới đó, "
            "hoặc bỏ KB_EMBEDDING_MODEL để dùng mô hình mặc định."
        ) from error


def _revision(model: "SentenceTransformer") -> str:
    digest = hashlib.sha256(str(model).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().float().numpy().tobytes())
    return digest.hexdigest()[:16]


def write_sentence_transformers(model: PackedModel, folder: Path) -> None:
    """Writes `model` into `folder`, which exists, as `SentenceTransformer(folder)` wants it.

    Mean pooling, unit length, prompts "query: " and "passage: ". Weights lie on the disk as float16,
    which holds a 4-bit weight times its float16 scale to 3 or 4 digits, and are float32 when loaded.
    """
    sizes = model.architecture
    _write_json(folder / "config.json", _bert_config(model))
    _write_json(folder / "tokenizer.json", tokenizer_description(model))
    _write_json(folder / "tokenizer_config.json", _tokenizer_config(model))
    _write_json(folder / "modules.json", _modules())
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": sizes.positions})
    prompts = {"query": "query: ", "passage": "passage: "}
    _write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": prompts, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )
    (folder / "1_Pooling").mkdir()
    pooling = {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True}
    _write_json(folder / "1_Pooling" / "config.json", pooling)
    (folder / "2_Normalize").mkdir()
    _write_json(folder / "2_Normalize" / "config.json", {})
    _write_safetensors(folder / "model.safetensors", _bert_tensors(model))


def tokenizer_description(model: PackedModel) -> dict[str, object]:
    """The content of `tokenizer.json`: the Unigram tokenizer of XLM-RoBERTa.

    Nmt and NFKC do together what the packed file's normalisation table does, and compose marks.
    """
    words = model.vocabulary
    specials = {words.pieces[i]: i for i in sorted((words.bos, words.pad, words.eos, words.unk))}
    bos, eos = words.pieces[words.bos], words.pieces[words.eos]
    metaspace = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False}
    normalizers = [
        {"type": "Nmt"},
        {"type": "NFKC"},
        {"type": "Strip", "strip_left": True, "strip_right": True},
        {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
    ]
    start, end = ({"SpecialToken": {"id": token, "type_id": 0}} for token in (bos, eos))
    first, second = ({"Sequence": {"id": name, "type_id": 0}} for name in "AB")
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": number, "content": piece, "special": True, **flags}
            for piece, number in specials.items()
        ],
        "normalizer": {"type": "Sequence", "normalizers": normalizers},
        "pre_tokenizer": metaspace,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [start, first, end],
            "pair": [start, first, end, end, second, end],
            "special_tokens": {
                token: {"id": token, "ids": [specials[token]], "tokens": [token]}
                for token in (bos, eos)
            },
        },
        "decoder": metaspace,
        "model": {
            "type": "Unigram",
            "unk_id": words.unk,
            "vocab": [list(pair) for pair in zip(words.pieces, words.scores, strict=True)],
            "byte_fallback": False,
        },
    }


def _tokenizer_config(model: PackedModel) -> dict[str, object]:
    words = model.vocabulary
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": model.architecture.positions,
        "bos_token": words.pieces[words.bos],
        "eos_token": words.pieces[words.eos],
        "pad_token": words.pieces[words.pad],
        "unk_token": words.pieces[words.unk],
    }


def _modules() -> list[dict[str, object]]:
    places = {"Transformer": "", "Pooling": "1_Pooling", "Normalize": "2_Normalize"}
    return [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (kind, path) in enumerate(places.items())
    ]


def _bert_config(model: PackedModel) -> dict[str, object]:
    sizes, words = model.architecture, model.vocabulary
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "hidden_act": "gelu",
        "hidden_size": sizes.hidden,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": sizes.ffn,
        "vocab_size": sizes.vocabulary,
        "max_position_embeddings": sizes.positions,
        "type_vocab_size": sizes.token_types,
        "layer_norm_eps": sizes.epsilon,
        "bos_token_id": words.bos,
        "eos_token_id": words.eos,
        "pad_token_id": words.pad,
    }


def _bert_tensors(model: PackedModel) -> Iterator[tuple[str, Q4Matrix | FloatArray]]:
    """The weights under the names of transformers' `BertModel`."""
    matrices, vectors = model.matrices, model.vectors
    yield "embeddings.word_embeddings.weight", matrices["emb.word"]
    yield "embeddings.position_embeddings.weight", vectors["emb.pos"]
    yield "embeddings.token_type_embeddings.weight", vectors["emb.type"]
    yield "embeddings.LayerNorm.weight", vectors["emb.ln.w"]
    yield "embeddings.LayerNorm.bias", vectors["emb.ln.b"]
    for layer in range(model.architecture.layers):
        for part, long_part in _BERT_PARTS.items():
            for end, long_end in _TENSOR_NAMES.items():
                short, long = (
                    f"l{layer}.{part}.{end}",
                    f"encoder.layer.{layer}.{long_part}.{long_end}",
                )
                yield long, matrices[short] if short in matrices else vectors[short]
    # Mean pooling does not use the pooler; without it transformers would invent random weights.
    hidden = model.architecture.hidden
    yield "pooler.dense.weight", np.zeros((hidden, hidden), np.float32)
    yield "pooler.dense.bias", np.zeros(hidden, np.float32)


def _write_safetensors(path: Path, tensors: Iterator[tuple[str, Q4Matrix | FloatArray]]) -> None:
    from safetensors.numpy import save_file

    halves = {name: _half_precision(tensor) for name, tensor in tensors}
    save_file(halves, path, metadata={"format": "pt"})


def _half_precision(tensor: Q4Matrix | FloatArray) -> npt.NDArray[np.float16]:
    """The values in float16; a matrix goes by strips, as the words in float32 would take 384 MB."""
    if not isinstance(tensor, Q4Matrix):
        return tensor.astype(np.float16)
    rows = range(0, len(tensor.scales), _STRIP_ROWS)
    strips = (tensor.rows(slice(row, row + _STRIP_ROWS)).values() for row in rows)
    return np.concatenate([strip.astype(np.float16) for strip in strips])


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
