"""Copies the whole library into one file while others go on using it.

The database is of one moment, and every file that it needs is there with it. What waits or is in
quarantine is listed before that moment and after it: a file may become a document, or be set aside,
meanwhile. The files of the desk are held, so that a job may end while they are copied: the backup has
it open, and whoever restores it does it again. Whatever else goes belongs to a state that is gone, and
the copy begins anew. Indexes, views and models can be made again and are left out.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from kb import __version__
from kb.errors import AlreadyThere, StoreFailure
from kb.service.keeping.manifest import MANIFEST, Manifest, Member, Settings
from kb.service.write_lock import SPOOL_LOCK, lock
from kb.store.documents import Store, open_store
from kb.store.files import Originals, appearing, writing
from kb.store.quarantine import Quarantine
from kb.store.records import DocumentRecord
from kb.store.spool import Hold, Spool
from kb.store.waiting import WaitingFiles

Progress = Callable[[int, int], None]
"""Told (files copied since the last call, files in all)."""

_TRIES = 5
_CHUNK_BYTES = 1 << 20


class _Moved(Exception):
    """A file has left its place since the database was copied."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file to copy, as a member of that name, to be put back at that path."""

    source: Path
    name: str
    path: str


def write_backup(
    home: Path, store: Store, target: Path, settings: Settings, progress: Progress
) -> Manifest:
    """Writes the backup of the library at `home` to the new file `target`, which only its owner reads;
    it appears whole, checked and on the disk, or not at all.

    Raises AlreadyThere, and StoreFailure where it cannot be written.
    """
    if target.exists():
        raise AlreadyThere(f"Đã có tệp {target}; hãy đặt tên khác cho bản sao lưu.")
    with writing(target.parent, "bản sao lưu vào thư mục"):
        for _ in range(_TRIES):
            try:
                return _write(home, store, target, settings, progress)
            except _Moved:
                continue
    raise StoreFailure(
        "Thư viện đang thay đổi liên tục nên không sao lưu được; hãy thử lại sau ít phút."
    )


def _write(
    home: Path, store: Store, target: Path, settings: Settings, progress: Progress
) -> Manifest:
    aside = _aside(home)
    with (
        lock(home / SPOOL_LOCK, shared=True),
        Spool(home / "spool").holding() as hold,
        tempfile.TemporaryDirectory(prefix=".sao-luu-", dir=target.parent) as folder,
    ):
        copy = Path(folder) / "kb.db"
        hold.take_all()
        store.custody.snapshot(copy)
        with closing(open_store(copy, read_only=True)) as kept:
            records, generation = kept.custody.all_records(), kept.generation()
            jobs = kept.jobs.with_bytes()
        spooled = _spooled(hold, store, jobs)
        aside |= _aside(home)
        originals, doubts = _originals(home, store, records)
        files = [_File(copy, "kb.db", "kb.db"), *aside.values(), *spooled, *originals]
        with appearing(target) as file:
            Path(file.name).chmod(0o600)
            with ZipFile(file, "w", strict_timestamps=False) as zipped:
                members = tuple(_copied(zipped, files, progress))
                doubts += _changed(members, records)
                now = datetime.now(UTC).isoformat(timespec="seconds")
                manifest = Manifest(
                    __version__, now, generation, len(records), settings, members, tuple(doubts)
                )
                zipped.writestr(MANIFEST, manifest.to_json(), ZIP_DEFLATED)
    return manifest


def _aside(home: Path) -> dict[str, _File]:
    """The files that wait or are in quarantine, by their names in the backup."""
    return {file.name: file for file in (*_waiting(home), *_quarantined(home))}


def _spooled(hold: Hold, store: Store, jobs: Collection[str]) -> list[_File]:
    """The files of these jobs; one may have none (a watched file that could not be read), and says so
    when it is tried again. Raises _Moved where a job has ended since it was seen."""
    hold.take(set(jobs) - set(hold.paths))
    missing = set(jobs) - set(hold.paths)
    if missing - store.jobs.with_bytes():
        raise _Moved
    return [
        _File(hold.paths[id], f"spool/{id}", f"spool/{id}") for id in sorted(set(jobs) - missing)
    ]


def _waiting(home: Path) -> Iterator[_File]:
    for item in WaitingFiles(home / "waiting").files():
        yield _File(item.path, f"waiting/{item.id}", f"waiting/{item.id}/{item.path.name}")


def _quarantined(home: Path) -> Iterator[_File]:
    notes = Quarantine(home / "quarantine").notes()
    for path in (*sorted((home / "quarantine").glob("??/*")), *notes):
        name = path.relative_to(home).as_posix()
        yield _File(path, name, name)


def _originals(
    home: Path, store: Store, records: Sequence[DocumentRecord]
) -> tuple[list[_File], list[str]]:
    """The originals, and what is to be said of those that are lost. Raises _Moved."""
    originals, found, doubts = Originals(home / "files"), [], []
    for record in records:
        path = originals.path_of(record.id, Path(record.file_name).suffix)
        if path.is_file():
            name = path.relative_to(home).as_posix()
            found.append(_File(path, name, name))
        else:
            _require_held(store, record.id)
            doubts.append(f"Mất bản gốc của «{record.file_name}» ({record.id[:12]})")
    return found, doubts


def _require_held(store: Store, document_id: str) -> None:
    if document_id not in {record.id for record in store.custody.all_records()}:
        raise _Moved


def _copied(zipped: ZipFile, files: Sequence[_File], progress: Progress) -> Iterator[Member]:
    """The members, each written. Raises _Moved where a file has gone."""
    for file in files:
        try:
            yield _copy(zipped, file)
        except FileNotFoundError as error:
            raise _Moved from error
        progress(1, len(files))


def _copy(zipped: ZipFile, file: _File) -> Member:
    """Only the database is compressed: PDF and Word files are already."""
    digest, size = hashlib.sha256(), 0
    info = ZipInfo(file.name)
    info.compress_type = ZIP_DEFLATED if file.name == "kb.db" else ZIP_STORED
    info.external_attr = 0o600 << 16
    with file.source.open("rb") as source, zipped.open(info, "w", force_zip64=True) as copy:
        while chunk := source.read(_CHUNK_BYTES):
            digest.update(chunk)
            copy.write(chunk)
            size += len(chunk)
    return Member(file.name, file.path, digest.hexdigest(), size)


def _changed(members: Sequence[Member], records: Sequence[DocumentRecord]) -> list[str]:
    found = {
        Path(member.name).stem: member for member in members if member.name.startswith("files/")
    }
    return [
        f"Bản gốc của «{record.file_name}» ({record.id[:12]}) đã bị thay đổi"
        for record in records
        if record.id in found and found[record.id].sha256 != record.id
    ]
