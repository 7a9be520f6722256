"""LibreOffice when it is there, when it is not, and when it hangs; a script plays its part here."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.errors import DamagedFile, EmptyFile, PasswordProtected, UnsupportedFile
from kb.ingest.word.office import NO_OFFICE, convert_to_docx, convert_to_pdf, find_office
from tests.unit.ingest.test_word_package import GOOD, ole2

DOC = ole2("WordDocument")
NAME = "ke-hoach.doc"

Install = Callable[[str], Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a `soffice` of this shell script alone on the search path, and its temporary files apart."""
    programs, temporary = tmp_path / "bin", tmp_path / "tmp"
    programs.mkdir()
    temporary.mkdir()
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr("tempfile.tempdir", str(temporary))

    def put(script: str) -> Path:
        program = programs / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return temporary

    return put


CONVERTS = """
while [ $# -gt 1 ]; do
  case "$1" in --outdir) out=$2;; --convert-to) kind=${2%%:*};; esac
  shift
done
mkdir -p "$out"
cat "$1" > "$out/source.$kind"
"""


def test_the_converted_file_is_what_the_program_wrote(install: Install) -> None:
    install(CONVERTS)

    assert convert_to_docx(DOC, NAME) == DOC
    assert convert_to_pdf(GOOD, "a.docx") == GOOD


def test_nothing_is_left_behind(install: Install) -> None:
    temporary = install(CONVERTS)

    convert_to_docx(DOC, NAME)

    assert list(temporary.iterdir()) == []


def test_each_conversion_has_a_profile_and_a_home_of_its_own(install: Install) -> None:
    install(f'{CONVERTS}\nls "$HOME/profile/user" > "$out/source.docx"; pwd >> "$out/source.docx"')

    one, two = convert_to_docx(DOC, NAME).decode(), convert_to_docx(DOC, NAME).decode()

    assert one.startswith("registrymodifications.xcu")
    assert one != two


def test_without_the_program_the_message_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_office() is None
    with pytest.raises(UnsupportedFile, match="apt-get install libreoffice-writer-nogui") as caught:
        convert_to_docx(DOC, NAME)
    assert f"«{NAME}»" in str(caught.value)
    assert str(caught.value).endswith(NO_OFFICE)


def test_a_program_that_hangs_is_ended_with_its_children(install: Install, tmp_path: Path) -> None:
    child = tmp_path / "child"
    install(f"sleep 3600 & echo $! > {child}; wait")

    with pytest.raises(DamagedFile, match=r"không chuyển xong tệp «ke-hoach\.doc» trong 1\.5 giây"):
        convert_to_docx(DOC, NAME, seconds=1.5)

    assert not is_running(int(child.read_text()))


def is_running(process: int) -> bool:
    """True if the process does not end within ten seconds; one that waits to be reaped has ended."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return False
        if state == "Z":
            return False
        time.sleep(0.05)
    return True


def test_a_program_that_writes_nothing_means_a_damaged_file(install: Install) -> None:
    install("exit 0")

    with pytest.raises(DamagedFile, match=r"không chuyển được tệp «ke-hoach\.doc»"):
        convert_to_docx(DOC, NAME)


def test_the_version_is_what_the_program_says(install: Install) -> None:
    install("echo 'LibreOffice 7.4.7.2 40(Build:2)'")

    office = find_office()

    assert office is not None
    assert office.version() == "LibreOffice 7.4.7.2"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b"%PDF-1.7", UnsupportedFile),
        (GOOD, UnsupportedFile),
        (ole2("EncryptedPackage"), PasswordProtected),
    ],
    ids=["nothing", "PDF", "DOCX already", "password"],
)
def test_what_needs_no_converting_or_bears_none_is_refused_before(
    data: bytes, error: type[Exception], install: Install
) -> None:
    install("exit 1")

    with pytest.raises(error, match=r"a\.doc"):
        convert_to_docx(data, "a.doc")
