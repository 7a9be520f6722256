"""ZIP files: what is taken out of them, what is refused, and what their files are called."""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import InvalidArchive
from kb.ingest.archive import Archive, ArchiveLimits, is_archive
from kb.ingest.naming import display_name, member_name
from tests.conftest import ROOT

LIMITS = ArchiveLimits(files=3, file_bytes=20 << 20, total_bytes=30 << 20)
PAPER = b"%PDF-1.7 ..."


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def unpacked(data: bytes) -> list[tuple[str, bytes]]:
    """What comes out of an archive."""
    archive = Archive(data, "tài liệu.zip", LIMITS)
    return [(member_name(item), b"".join(archive.chunks(item))) for item in archive.members]


def refusal(data: bytes) -> str:
    """Why an archive is refused."""
    with pytest.raises(InvalidArchive) as caught:
        unpacked(data)
    return str(caught.value)


def named(raw: bytes, *, utf8: bool = False) -> str:
    """What a file is called whose name is in the archive as these bytes."""
    data = zipped(("x" * len(raw), PAPER)).replace(b"x" * len(raw), raw)
    if utf8:
        header = struct.pack("<HHH", 0x0314, 20, 0x800)
        data = data.replace(struct.pack("<HHH", 0x0314, 20, 0), header)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return member_name(archive.infolist()[0])


class TestKinds:
    def test_an_archive_is_told_from_documents_that_are_zips_themselves(self) -> None:
        sheet = zipped(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>"))
        document = zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
        book = zipped(("mimetype", b"application/epub+zip"), method=zipfile.ZIP_STORED)

        assert [is_archive(data) for data in (sheet, document, book, PAPER)] == [False] * 4
        assert is_archive(zipped(("công văn.pdf", PAPER)))

    def test_an_archive_that_holds_documents_stored_as_they_are_is_an_archive(self) -> None:
        document = zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))

        assert is_archive(zipped(("a.docx", document), method=zipfile.ZIP_STORED))


class TestUnpacking:
    def test_files_come_out_byte_for_byte_without_folders_and_what_systems_leave_behind(
        self,
    ) -> None:
        data = zipped(
            ("năm 2024/", b""),
            ("năm 2024/kế hoạch.pdf", PAPER),
            ("__MACOSX/năm 2024/._kế hoạch.pdf", b"x"),
            ("năm 2024/Thumbs.db", b"x"),
            ("công văn.pdf", PAPER * 2),
        )

        assert unpacked(data) == [("kế hoạch.pdf", PAPER), ("công văn.pdf", PAPER * 2)]

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (zipped(), "không có tệp nào bên trong"),
            (zipped(*((f"{n}.pdf", PAPER) for n in range(4))), "có hơn 3 tệp"),
            (zipped(("a.pdf", bytes(21 << 20))), "chứa «a.pdf» lớn hơn 20 MB"),
            (zipped(("a.pdf", bytes(9 << 20))), "chứa «a.pdf» nén nhỏ bất thường"),
            (zipped(("a.pdf", PAPER), method=zipfile.ZIP_BZIP2), "nén «a.pdf» theo cách lạ"),
            (
                zipped(
                    *((f"{n}.pdf", bytes(16 << 20)) for n in range(2)), method=zipfile.ZIP_STORED
                ),
                "khi mở ra lớn hơn 30 MB",
            ),
        ],
        ids=["empty", "many", "large", "bomb", "method", "total"],
    )
    def test_what_could_swell_or_hide_is_refused_with_the_reason(
        self, data: bytes, why: str
    ) -> None:
        assert f"Tệp ZIP «tài liệu.zip» {why} nên không được mở; hãy " in refusal(data)

    def test_an_archive_with_a_password_says_so(self) -> None:
        data = bytearray(zipped(("a.pdf", PAPER)))
        data[6] |= 1  # the flag in the file's own header
        data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the directory

        assert "được đặt mật khẩu" in refusal(bytes(data))

    def test_an_archive_that_says_less_than_it_unpacks_to_gives_no_more_than_it_said(self) -> None:
        data = bytearray(zipped(("a.pdf", bytes(5 << 20))))
        at = data.index(b"PK\x01\x02") + 24
        data[at : at + 4] = struct.pack("<I", 100)

        assert "bị hỏng" in refusal(bytes(data))

    @pytest.mark.parametrize("kept", [30, 60, -5])
    def test_half_an_archive_is_damaged(self, kept: int) -> None:
        data = zipped(("a.pdf", PAPER * 50))[:kept]

        assert is_archive(data)
        assert "bị hỏng hoặc chưa tải xong" in refusal(data)

    def test_the_sample_documents_survive_packing(self) -> None:
        data = (ROOT / "corpus" / "901-hd-btgtum.pdf").read_bytes()

        assert unpacked(zipped(("901.pdf", data))) == [("901.pdf", data)]


class TestNames:
    @pytest.mark.parametrize(
        ("raw", "utf8", "name"),
        [
            ("Kế hoạch số 5.pdf".encode(), True, "Kế hoạch số 5.pdf"),
            ("Kế hoạch số 5.pdf".encode(), False, "Kế hoạch số 5.pdf"),
            (b"K\xea\xec hoa\xf2ch \xf0\xe2\xf2t.doc", False, "Kế hoạch đật.doc"),
            ("größe.pdf".encode("cp437"), False, "größe.pdf"),
        ],
        ids=["utf-8 by its mark", "utf-8 without it", "cp1258", "cp437"],
    )
    def test_a_name_is_read_in_the_code_page_of_who_packed_it(
        self, raw: bytes, utf8: bool, name: str
    ) -> None:
        assert named(raw, utf8=utf8) == name

    @pytest.mark.parametrize(
        ("given_name", "name"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\a\\công văn.pdf", "công văn.pdf"),
            ("a\u202efdp.exe", "afdp.exe"),
            ("dòng\nmột\x1b[31m.pdf", "dòngmột[31m.pdf"),
            ("..", "tệp không tên"),
            ("", "tệp không tên"),
            ("  a   b.pdf ", "a b.pdf"),
        ],
    )
    def test_a_name_names_no_path_and_steers_nothing(self, given_name: str, name: str) -> None:
        assert display_name(given_name) == name

    @given(st.text(max_size=400))
    def test_every_name_is_shown_as_one_that_a_file_could_bear(self, given_name: str) -> None:
        name = display_name(given_name)

        assert 0 < len(name.encode()) <= 255
        assert not {"/", "\\"} & set(name)
        assert not [char for char in name if unicodedata.category(char)[0] == "C"]
        assert name.strip(". ") != ""
        assert display_name(name) == name

    @given(st.binary(min_size=1, max_size=60).filter(lambda raw: b"\0" not in raw))
    def test_whatever_bytes_name_a_file_in_an_archive_it_gets_a_name(self, raw: bytes) -> None:
        member = zipfile.ZipInfo(raw.decode("cp437"))
        member.flag_bits = 0

        assert display_name(member_name(member)) == member_name(member)
