"""Looks at the whole library: is every file what its name says, every text what was read, and does the
index hold what the store holds? Finds faults and says how each is mended; changes nothing."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kb.errors import KbError
from kb.search.embedder import Embedder
from kb.search.index_set import open_current
from kb.search.lexical_index import LexicalIndex
from kb.service.indexing import searchable_rows
from kb.store.documents import Store
from kb.store.files import Originals
from kb.store.quarantine import Quarantine
from kb.store.spool import Spool
from kb.store.waiting import WaitingFiles


class FaultKind(StrEnum):
    """What is wrong, by what mends it."""

    DATABASE = "database"  # only a backup mends it
    TEXT = "text"
    LOST_ORIGINAL = "lost_original"
    CHANGED_ORIGINAL = "changed_original"
    CHANGED_FILE = "changed_file"  # one that waits, or is in quarantine
    LOST_FILE = "lost_file"  # one that the adding desk has received
    OPEN_TO_OTHERS = "open_to_others"
    STRAY = "stray"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: what is wrong and what mends it, as sentences in Vietnamese.

    `path` is the file, `document_id` the document, where it is about one.
    """

    kind: FaultKind
    what: str
    mend: str
    path: Path | None = None
    document_id: str | None = None
    repaired: bool = False


Progress = Callable[[int, int], None]
"""Told (documents looked at since the last call, documents in all)."""

REPAIR = "chạy `kb verify-library --repair`"
_ADD_AGAIN = "nạp lại đúng tệp ấy bằng `kb add`"
_RESTORE = "khôi phục thư viện từ bản sao lưu gần nhất bằng `kb restore-library`"


def inspect(
    home: Path, store: Store, load_embedder: Callable[[], Embedder], progress: Progress
) -> Iterator[Fault]:
    """The faults of the library; whoever calls this holds its lock, so that nothing moves meanwhile."""
    for said in store.custody.database_faults():
        what = f"Cơ sở dữ liệu {home / 'kb.db'} hỏng ({said})"
        yield Fault(FaultKind.DATABASE, what, _RESTORE)
    yield from _documents(home, store, progress)
    yield from _strays(home, store)
    yield from _closed_files(home)
    yield from _received(home, store)
    yield from _index(home, store, load_embedder)


def _documents(home: Path, store: Store, progress: Progress) -> Iterator[Fault]:
    """Every document, also those in the trash: its text, and its original."""
    originals, records = Originals(home / "files"), store.custody.all_records()
    for record in records:
        damage = store.custody.damage_of(record.id)
        named = f"«{record.file_name}» ({record.id[:12]})"
        if damage is not None:
            what = f"Văn bản {named}: {damage}"
            yield Fault(FaultKind.TEXT, what, f"{REPAIR} để đọc lại bản gốc", None, record.id)
        path = originals.path_of(record.id, Path(record.file_name).suffix)
        if not path.is_file():
            yield Fault(
                FaultKind.LOST_ORIGINAL, f"Mất bản gốc của {named}", _ADD_AGAIN, path, record.id
            )
        elif digest_of(path) != record.id:
            what = f"Bản gốc của {named} đã bị thay đổi"
            mend = f"{REPAIR} để cất riêng nó, rồi {_ADD_AGAIN}"
            yield Fault(FaultKind.CHANGED_ORIGINAL, what, mend, path, record.id)
        progress(1, len(records))


def _strays(home: Path, store: Store) -> Iterator[Fault]:
    originals = Originals(home / "files")
    known = {
        originals.path_of(record.id, Path(record.file_name).suffix)
        for record in store.custody.all_records()
    }
    found = [path for path in (home / "files").rglob("*") if path.is_file() and path not in known]
    found += WaitingFiles(home / "waiting").strays()
    found += Quarantine(home / "quarantine").strays()
    for path in sorted(found):
        what = f"Tệp thừa {path}: không thuộc văn bản nào"
        yield Fault(FaultKind.STRAY, what, f"{REPAIR} để chuyển nó vào lost+found", path)


def _closed_files(home: Path) -> Iterator[Fault]:
    """The files that nobody but the owner may read: that they are closed, and what they were."""
    notes = set(Quarantine(home / "quarantine").notes())
    for root in (home / "waiting", home / "quarantine"):
        if not root.is_dir():
            continue
        for path in (root, *sorted(root.rglob("*"))):
            if path.is_dir() and path != root:
                continue
            yield from _if_open(path)
            if path.is_file() and path not in notes and not _is_itself(path):
                what = f"Tệp {path} đã bị thay đổi"
                yield Fault(FaultKind.CHANGED_FILE, what, _RESTORE, path)


def _if_open(path: Path) -> Iterator[Fault]:
    if stat.S_IMODE(path.stat().st_mode) != closed_mode(path):
        what = f"Người khác có thể mở {path}"
        yield Fault(FaultKind.OPEN_TO_OTHERS, what, f"{REPAIR} để đóng lại", path)


def _received(home: Path, store: Store) -> Iterator[Fault]:
    """The files that the desk has received and nobody has read: it goes on receiving meanwhile."""
    root = home / "spool"
    spool = Spool(root)
    for path in (root, *sorted(root.glob("*"))) if root.is_dir() else ():
        with suppress(FileNotFoundError):  # its job has just ended
            yield from _if_open(path)
    lost = [job for job in store.jobs.open() if not spool.path_of(job.id).is_file()]
    still_open = {job.id for job in store.jobs.open()} if lost else set()
    for job in lost:
        if job.id in still_open:
            what = f"Mất tệp «{job.name}» mà bàn nạp đã nhận"
            yield Fault(FaultKind.LOST_FILE, what, "gửi lại tệp ấy", spool.path_of(job.id))


def closed_mode(path: Path) -> int:
    """The mode of a file or folder that only its owner opens."""
    return 0o700 if path.is_dir() else 0o600


def _is_itself(path: Path) -> bool:
    """True if the file's bytes are those that its name, or its folder's name, promises."""
    half_written = any(part.endswith(".part") for part in path.parts[-2:])
    return half_written or digest_of(path) in (path.name.partition(".")[0], path.parent.name)


def digest_of(path: Path) -> str:
    """The sha256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _index(home: Path, store: Store, load_embedder: Callable[[], Embedder]) -> Iterator[Fault]:
    held = searchable_rows(store)
    if not held and not (home / "index").exists():
        return
    try:
        index = open_current(home, load_embedder().fingerprint, store.generation())
    except KbError as error:
        yield Fault(FaultKind.INDEX, str(error).removesuffix("."), REPAIR)
        return
    of_document = store.custody.documents_of_rows()
    documents = {row: of_document[row] for row in held}
    for name, wrong in (
        ("vectơ", len(index.vectors.rows() ^ held)),
        ("mục từ", abs(len(index.lexical) - len(held)) or _displaced(index.lexical, documents)),
        ("đoạn còn ghi thông tin cũ", len(store.custody.stale_rows())),
    ):
        if wrong:
            what = f"Chỉ mục tìm kiếm không khớp với kho: {wrong} {name} thừa, thiếu hoặc sai"
            yield Fault(FaultKind.INDEX, what, REPAIR)


def _displaced(lexical: LexicalIndex, documents: dict[int, str]) -> int:
    """The passages that the index does not have, or of another document."""
    return len(documents.items() ^ lexical.documents_of(documents).items())
