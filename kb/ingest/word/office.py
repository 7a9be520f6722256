"""LibreOffice as an optional helper: old Word files and ODT turned into DOCX, or into PDF.

It is looked for each time it is needed. Each conversion has a folder and a profile of its own, so
that several run at once and nothing is left behind; one that takes too long is ended with all its
processes.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kb.errors import DamagedFile, EmptyFile, PasswordProtected, UnsupportedFile
from kb.ingest.word.kinds import WordKind, word_kind

_PROGRAMS = ("soffice", "libreoffice")
_VERSION_SECONDS = 20.0
_MAX_OUTPUT = 512 * 1024 * 1024  # bytes; a converted file past this is no document
_CONVERTIBLE = (WordKind.DOC, WordKind.ODT, WordKind.RTF)
_FILTERS = {".docx": "docx:MS Word 2007 XML", ".pdf": "pdf:writer_pdf_Export"}

INSTALL = "apt-get install libreoffice-writer-nogui"
"""What puts LibreOffice in place (Debian, Ubuntu)."""

NO_OFFICE = (
    "Chưa cài LibreOffice nên không đọc được tệp DOC, ODT và RTF; "
    f"hãy chạy: {INSTALL}, hoặc lưu tệp dưới dạng DOCX hay PDF."
)
"""What to say where `find_office` gives None."""

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""  # no macro of a foreign file runs, and none of its links is followed


@dataclass(frozen=True, slots=True)
class Office:
    """A LibreOffice that was found: where its program lies."""

    program: Path

    def version(self) -> str | None:
        """What it calls itself ("LibreOffice 7.4.7.2"), None if it does not answer."""
        with tempfile.TemporaryDirectory(prefix="kb-office-") as folder:
            command = [str(self.program), "--version"]
            try:
                answer = _run(command, Path(folder), _VERSION_SECONDS)
            except (OSError, subprocess.TimeoutExpired):
                return None
        return " ".join(answer.split()[:2]) or None


def find_office() -> Office | None:
    """LibreOffice as the search path has it now, None without it (`NO_OFFICE` says what to do)."""
    found = next((path for name in _PROGRAMS if (path := shutil.which(name))), None)
    return Office(Path(found)) if found else None


def convert_to_docx(data: bytes, name: str, *, seconds: float = 120.0) -> bytes:
    """The DOCX that LibreOffice makes of a DOC, ODT or RTF; `name` is the file's name, for messages.

    The kind is told by the bytes. Raises EmptyFile, UnsupportedFile (no such kind, or no
    LibreOffice), PasswordProtected, or DamagedFile (it cannot be converted, or not within `seconds`).
    """
    return _converted(data, name, ".docx", _CONVERTIBLE, seconds)


def convert_to_pdf(data: bytes, name: str, *, seconds: float = 120.0) -> bytes:
    """The PDF that LibreOffice makes of a DOCX, DOC, ODT or RTF; errors as for `convert_to_docx`."""
    return _converted(data, name, ".pdf", (WordKind.DOCX, *_CONVERTIBLE), seconds)


def _converted(
    data: bytes, name: str, target: str, accepted: tuple[WordKind, ...], seconds: float
) -> bytes:
    kind = _kind_of(data, name, accepted)
    office = find_office()
    if office is None:
        raise UnsupportedFile(f"Không đọc được tệp «{name}» (dạng {kind.name}). {NO_OFFICE}")
    with tempfile.TemporaryDirectory(prefix="kb-office-", ignore_cleanup_errors=True) as folder:
        try:
            return _convert(office, data, kind.value, target, Path(folder), seconds)
        except subprocess.TimeoutExpired as error:
            raise DamagedFile(
                f"LibreOffice không chuyển xong tệp «{name}» trong {seconds:g} giây; "
                "hãy mở tệp bằng Word, lưu dưới dạng DOCX hoặc PDF rồi thử lại."
            ) from error
        except OSError as error:
            raise DamagedFile(
                f"LibreOffice không chuyển được tệp «{name}» (tệp có thể bị hỏng); "
                "hãy mở tệp bằng Word, lưu dưới dạng DOCX hoặc PDF rồi thử lại."
            ) from error


def _kind_of(data: bytes, name: str, accepted: tuple[WordKind, ...]) -> WordKind:
    if not data:
        raise EmptyFile(f"Tệp «{name}» rỗng (0 byte); hãy lấy lại bản đầy đủ của tệp.")
    kind = word_kind(data)
    if kind is WordKind.ENCRYPTED:
        raise PasswordProtected(
            f"Tệp «{name}» được đặt mật khẩu; "
            "hãy mở bằng mật khẩu, lưu bản không có mật khẩu rồi thử lại."
        )
    if kind is None or kind not in accepted:
        names = ", ".join(one.name for one in accepted)
        raise UnsupportedFile(
            f"Tệp «{name}» không phải là một trong các dạng {names} (theo nội dung tệp); "
            "hãy lưu văn bản dưới dạng DOCX hoặc PDF rồi thử lại."
        )
    return kind


def _convert(
    office: Office, data: bytes, suffix: str, target: str, folder: Path, seconds: float
) -> bytes:
    """Runs one conversion in a folder of its own; OSError where nothing usable came out."""
    source, outcome = folder / f"source{suffix}", folder / "out" / f"source{target}"
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    source.write_bytes(data)
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"]
    command = [
        str(office.program), f"-env:UserInstallation={profile.as_uri()}", *options,
        "--convert-to", _FILTERS[target], "--outdir", str(outcome.parent), str(source),
    ]  # fmt: skip
    _run(command, folder, seconds)
    if outcome.stat().st_size > _MAX_OUTPUT:
        raise OSError("the converted file is too large")
    return outcome.read_bytes()


def _run(command: list[str], folder: Path, seconds: float) -> str:
    """What a program prints; when the time is up its whole group of processes is ended."""
    process = subprocess.Popen(  # noqa: S603 (the program is LibreOffice, the arguments are ours)
        command,
        cwd=folder,
        env={
            **os.environ,
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "XDG_CACHE_HOME": str(folder),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        process_group=0,
        text=True,
        errors="replace",
    )
    try:
        output, _ = process.communicate(timeout=seconds)
    finally:
        if process.returncode is None:
            _end_group(process)
    return output


def _end_group(process: subprocess.Popen[str]) -> None:
    """Ends a program that has not been waited for, so that its number is still its own."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()
