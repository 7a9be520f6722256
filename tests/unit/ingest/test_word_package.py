"""Whatever bytes come, the answer is a document or a sentence that names the file and the mend."""

import io
import random
import zipfile
from collections.abc import Callable

import pytest

from kb.errors import (
    DamagedFile,
    EmptyFile,
    NoTextLayer,
    PasswordProtected,
    UnreadableFile,
    UnsupportedFile,
)
from kb.ingest.word.kinds import WordKind, word_kind
from kb.ingest.word.reader import read_docx
from tests.word_files import packed, paragraph, table, word_file

NAME = "57-kl-tw.docx"
GOOD = word_file(
    paragraph("Điều 1. Phạm vi{5}"), table([["a", "b"]]), footnotes={"5": "Chú thích."}
)


def zip_of(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


def ole2(*streams: str, fib: bytes = b"") -> bytes:
    """An OLE2 file with these streams, of which the first begins in sector 0 with `fib`."""
    header = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 22 + (9).to_bytes(2, "little")).ljust(
        512, b"\0"
    )
    entries = [stream.encode("utf-16-le").ljust(128, b"\0") for stream in ("Root Entry", *streams)]
    return header + fib.ljust(512, b"\0") + b"".join(entries)


def xml(inner: str, before: str = "") -> bytes:
    """A document part."""
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    markup = f'{before}<w:document xmlns:w="{namespace}"><w:body>{inner}</w:body></w:document>'
    return markup.encode()


def words(text: str) -> str:
    """A paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


ENTITIES = '<!DOCTYPE d [<!ENTITY a "' + "b" * 1000 + '"><!ENTITY c "' + "&a;" * 1000 + '">]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
ENCRYPTED_FIB = (0xA5EC).to_bytes(2, "little") + b"\0" * 8 + (0x0100).to_bytes(2, "little")


@pytest.mark.parametrize(
    ("data", "error", "mend"),
    [
        pytest.param(b"", EmptyFile, "0 byte", id="no bytes"),
        pytest.param(b"%PDF-1.7", UnsupportedFile, "DOCX hoặc PDF", id="a PDF"),
        pytest.param(b"<html></html>", UnsupportedFile, "DOCX hoặc PDF", id="a web page"),
        pytest.param(b"{\\rtf1 abc}", UnsupportedFile, "RTF", id="RTF"),
        pytest.param(ole2("WordDocument"), UnsupportedFile, "DOC,", id="an old Word file"),
        pytest.param(ole2("Workbook"), UnsupportedFile, "không phải", id="an old Excel file"),
        pytest.param(zip_of({"xl/workbook.xml": b"<a/>"}), UnsupportedFile, "không phải", id="Excel"),
        pytest.param(ole2("EncryptedPackage"), PasswordProtected, "mật khẩu", id="DOCX, password"),
        pytest.param(
            ole2("WordDocument", fib=ENCRYPTED_FIB), PasswordProtected, "mật khẩu", id="DOC, password"
        ),
        pytest.param(GOOD[: len(GOOD) // 2], DamagedFile, "lấy lại bản đầy đủ", id="half a download"),
        pytest.param(zip_of({"word/document.xml": b"<w:p"}), DamagedFile, "lưu lại", id="broken XML"),
        pytest.param(zip_of({"word/document.xml": b"<a/>"}), DamagedFile, "thiếu phần", id="no body"),
        pytest.param(
            zip_of({"word/document.xml": xml(words("a"))}, zipfile.ZIP_LZMA),
            DamagedFile, "nén theo cách lạ", id="an odd compression",
        ),
        pytest.param(
            zip_of({"word/document.xml": xml(words("&c;"), ENTITIES)}), DamagedFile, "hỏng", id="bomb"
        ),
        pytest.param(
            zip_of({"word/document.xml": xml(words("&a;"), OUTSIDE)}), DamagedFile, "hỏng", id="outside"
        ),
        pytest.param(
            zip_of({"word/document.xml": xml(words("&c;"), ENTITIES).decode().encode("utf-16")}),
            DamagedFile, "hỏng", id="entities in UTF-16",
        ),
        pytest.param(
            zip_of({"word/document.xml": xml(words("a" * 12_000_000))}),
            DamagedFile, "lớn bất thường", id="a swollen part",
        ),
        pytest.param(
            zip_of({"word/document.xml": xml("<w:p><w:ins>" * 5000 + "</w:ins></w:p>" * 5000)}),
            DamagedFile, "hỏng", id="deep nesting",
        ),
        pytest.param(word_file(paragraph()), EmptyFile, "không có chữ", id="no words"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named_with_the_mend(
    data: bytes, error: type[UnreadableFile], mend: str
) -> None:
    with pytest.raises(error) as caught:
        read_docx(data, NAME)

    assert f"«{NAME}»" in str(caught.value)
    assert mend in str(caught.value)


def test_a_file_of_pictures_alone_has_no_text_layer() -> None:
    data = zip_of({"word/document.xml": xml(words("")), "word/media/image1.png": b"png"})

    with pytest.raises(NoTextLayer, match="chỉ có hình"):
        read_docx(data, NAME)


def test_pictures_are_never_unpacked() -> None:
    """A bomb among the pictures costs nothing: 40 MB of zeros are not read."""
    data = zip_of(
        {"word/document.xml": xml(words("a")), "word/media/image1.png": bytes(40_000_000)}
    )

    assert read_docx(data, NAME).paragraphs[0].text == "a"


def test_a_zip_entry_with_a_password_is_password_protected() -> None:
    data = bytearray(zip_of({"word/document.xml": xml(words("a"))}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1

    with pytest.raises(PasswordProtected):
        read_docx(bytes(data), NAME)


def test_missing_looks_and_lists_are_done_without() -> None:
    document = packed(
        {"document": f"<w:body>{paragraph('Điều 1', number=(1, 0), style='X')}</w:body>"}
    )

    assert read_docx(document, NAME).paragraphs[0].text == "Điều 1"


def without(data: bytes, name: str) -> bytes:
    """The package without one of its parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return zip_of({one: package.read(one) for one in package.namelist() if one != name})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (without(GOOD, "word/footnotes.xml"), r"thiếu phần «word/footnotes\.xml»"),
        (
            without(GOOD, "word/_rels/document.xml.rels"),
            r"phần «word/footnotes\.xml» không được nối với văn bản",
        ),
        (
            word_file(paragraph("Điều 1{6}"), footnotes={"5": "Chú thích."}),
            "thiếu chú thích mà văn bản viện dẫn",
        ),
        (
            word_file(
                paragraph("Điều 1"), section='<w:headerReference w:type="default" r:id="rH1"/>'
            ),
            "không rõ phần «rH1» ở đâu",
        ),
    ],
    ids=["the notes", "the pointers", "one note", "a running head"],
)
def test_words_that_got_lost_on_the_way_are_missed(data: bytes, reason: str) -> None:
    with pytest.raises(DamagedFile, match=reason):
        read_docx(data, NAME)


def test_a_damaged_side_part_is_named() -> None:
    data = zip_of(
        {
            "word/document.xml": xml(words("a")),
            "word/styles.xml": b"<broken",
            "word/_rels/document.xml.rels": (
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                b'<Relationship Id="a" Type="x/styles" Target="styles.xml"/></Relationships>'
            ),
        }
    )

    with pytest.raises(DamagedFile, match=r"word/styles\.xml"):
        read_docx(data, NAME)


def test_the_strict_dialect_is_read() -> None:
    strict = xml(words("Điều 1")).replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )

    assert read_docx(zip_of({"word/document.xml": strict}), NAME).paragraphs[0].text == "Điều 1"


def test_tables_nested_as_deep_as_xml_allows_are_read() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 80 + words("a") + "</w:tc></w:tr></w:tbl>" * 80

    assert read_docx(zip_of({"word/document.xml": xml(deep)}), NAME).paragraphs[0].text == "a"


def test_many_breaks_in_one_paragraph_take_no_time() -> None:
    """30,000 lines: a reader that cuts from the start each time would take minutes."""
    lines = "<w:t>a</w:t><w:br/>" * 30_000
    data = zip_of({"word/document.xml": xml(f"<w:p><w:r>{lines}</w:r></w:p>")})

    assert len(read_docx(data, NAME).paragraphs[0].text) == 59_999


def flipped(rng: random.Random) -> bytes:
    """GOOD with some bytes changed, sometimes cut."""
    data = bytearray(GOOD)
    for _ in range(rng.choice((1, 4, 30))):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data[: rng.randrange(len(data))] if rng.random() < 0.2 else data)


def rewritten(rng: random.Random) -> bytes:
    """GOOD with elements of one part renamed or markup set into it."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = rng.choice(list(parts))
    tags = (
        b"w:p",
        b"w:r",
        b"w:t",
        b"w:tc",
        b"w:tr",
        b"w:tbl",
        b"w:footnote",
        b"w:txbxContent",
        b"w:del",
    )
    part = parts[name].replace(rng.choice(tags), rng.choice(tags))
    at = rng.randrange(len(part))
    odd = rng.choice((b"", b"", b"<!-- x -->", b"<?x?>", b"<w:p>", b"&#x1F600;", b"\xff"))
    return zip_of(parts | {name: part[:at] + odd + part[at:]})


@pytest.mark.parametrize("damage", [flipped, rewritten])
def test_damage_gives_a_document_or_an_unreadable_file(
    damage: Callable[[random.Random], bytes],
) -> None:
    rng = random.Random(20240215)  # noqa: S311 (the same damage in each run)
    for _ in range(200):
        try:
            read_docx(damage(rng), NAME)
        except UnreadableFile as error:
            assert NAME in str(error)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (GOOD, WordKind.DOCX),
        (ole2("WordDocument"), WordKind.DOC),
        (ole2("EncryptedPackage"), WordKind.ENCRYPTED),
        (b"\n{\\rtf1}", WordKind.RTF),
        (
            zip_of({"mimetype": b"application/vnd.oasis.opendocument.text"}, zipfile.ZIP_STORED),
            WordKind.ODT,
        ),
        (b"PK\x03\x04", None),
        (b"abc", None),
    ],
)
def test_the_kind_is_told_by_the_bytes(data: bytes, kind: WordKind | None) -> None:
    assert word_kind(data) is kind


@pytest.mark.parametrize(
    ("method", "kind"),
    [(zipfile.ZIP_DEFLATED, WordKind.ENCRYPTED), (zipfile.ZIP_BZIP2, WordKind.ODT)],
)
def test_a_bomb_of_another_way_of_packing_is_not_unpacked_to_tell_the_kind(
    method: int, kind: WordKind
) -> None:
    """bzip2 unpacks to any size at one go, so what it packs is not looked into."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as package:
        name = "application/vnd.oasis.opendocument.text"
        package.writestr(zipfile.ZipInfo("mimetype"), name, zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", b"encryption-data")

    assert word_kind(file.getvalue()) is kind


def test_a_zip_of_more_parts_than_any_document_has_is_no_word_file() -> None:
    data = GOOD + b"PK\x01\x02" * 65_536

    assert word_kind(data) is None


def test_an_odt_with_a_password_is_known() -> None:
    manifest = b'<manifest:file-entry><manifest:encryption-data manifest:checksum="x"/>'
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": manifest,
    }

    assert word_kind(zip_of(parts, zipfile.ZIP_STORED)) is WordKind.ENCRYPTED
