"""Files and questions that are not what they should be, from the shell to the answer.

Each bad file gives one Vietnamese sentence with its name and the mend, the others are added, and
what was held before stays as it was and is still found.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.ingest.legacy.codec import encode
from kb.ingest.legacy.tables import Encoding
from kb.service.shapes import AnswerJson
from tests.conftest import FAKE_MODEL_COMMAND, RunKb, environment
from tests.integration import papers
from tests.integration.papers import ANOTHER, SAMPLE

ESCAPED = "surrogateescape"

GARBAGE = b"Wqzx frtk jhgwp zzkrt qwfpl xcvkj rrtzw plkfq wxzjk tqpfr kzzwj fhqrt xwkpl zjqfw"
"""What a font without a map of its letters gives: nothing that is Vietnamese in any encoding."""

TCVN3 = [
    encode(line, Encoding.TCVN3).encode("cp1252")
    for line in (
        "Ủy ban nhân dân tỉnh yêu cầu các sở, ngành",
        "thực hiện nghiêm kế hoạch phát triển.",
    )
]
"""Vietnamese in the encoding of the fonts of before 2001."""

NO_OCR = (
    "Chưa cài tesseract nên chưa đọc được trang quét; "
    "hãy chạy: apt-get install tesseract-ocr tesseract-ocr-vie, rồi chạy: kb add --waiting. "
    "Tệp được giữ lại để chờ, chưa tra cứu được."
)

BAD_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "công văn đến.pdf": (
        lambda: b"PK\x03\x04 day la tep Word",
        "Tệp «công văn đến.pdf» không phải PDF hay tệp Word (theo nội dung tệp); "
        "hãy lưu văn bản dưới dạng PDF hoặc DOCX rồi thử lại.",
    ),
    "rỗng.pdf": (
        lambda: b"",
        "Tệp «rỗng.pdf» rỗng (0 byte); hãy lấy lại bản đầy đủ của tệp.",
    ),
    "cắt cụt.pdf": (
        lambda: SAMPLE.read_bytes()[:20_000],
        "Tệp «cắt cụt.pdf» hỏng hoặc bị cắt cụt, không mở được; hãy lấy lại bản gốc.",
    ),
    "khóa.pdf": (
        lambda: papers.locked_pdf(SAMPLE, "bí mật"),
        "Tệp «khóa.pdf» đặt mật khẩu; hãy bỏ mật khẩu rồi thử lại.",
    ),
    "ba nghìn trang.pdf": (
        lambda: papers.blank_pdf(3000),
        "Tệp «ba nghìn trang.pdf» có 3000 trang, quá giới hạn 2000 trang; "
        "hãy tách nhỏ tệp hoặc tăng KB_MAX_PAGES.",
    ),
    "bản quét.pdf": (
        lambda: papers.pdf_of([papers.IMAGE, papers.IMAGE]),
        f"Tệp «bản quét.pdf» có trang quét chưa đọc được (trang 1, 2): {NO_OCR}",
    ),
    "trang trắng.pdf": (
        lambda: papers.blank_pdf(2),
        "Tệp «trang trắng.pdf» không có chữ nào đọc được; "
        "hãy lấy bản PDF gốc hoặc quét lại cho rõ rồi thử lại.",
    ),
    "một trang quét.pdf": (
        lambda: papers.pdf_of(
            [papers.text_content([b"Chi bo hop moi thang mot lan."]), papers.IMAGE]
        ),
        f"Tệp «một trang quét.pdf» có trang quét chưa đọc được (trang 2): {NO_OCR}",
    ),
    "phông lạ.pdf": (
        lambda: papers.pdf_of([papers.text_content([GARBAGE] * 5)]),
        f"Tệp «phông lạ.pdf» có trang mà lớp chữ không dùng được (trang 1): {NO_OCR}",
    ),
}


def answers(run_kb: RunKb, typed: str | bytes, *options: str) -> dict[str, object]:
    """The answer to a question as JSON; there is never anything on stderr."""
    said = run_kb("search", typed, "--json", *options)
    assert (said.returncode, said.stderr) == (0, "")
    found: dict[str, object] = json.loads(said.stdout)
    return found


def lines_of(said: subprocess.CompletedProcess[str]) -> list[str]:
    return said.stdout.rstrip("\n").split("\n")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that holds one sample; tests get a copy."""
    home = tmp_path_factory.mktemp("mau") / "kho"
    command = [*FAKE_MODEL_COMMAND, "add", str(SAMPLE)]
    subprocess.run(command, env=environment(home), check=True, capture_output=True)
    return home


@pytest.fixture
def stocked(shelf: Path, home: Path, run_kb: RunKb) -> RunKb:
    """`kb` over a library that holds one sample."""
    shutil.copytree(shelf, home)
    return run_kb


class TestFiles:
    def test_each_bad_file_gives_its_sentence_and_the_good_one_is_added(
        self, stocked: RunKb, tmp_path: Path
    ) -> None:
        inbox = tmp_path / "đến ngày 5"
        inbox.mkdir()
        for name, (content, _) in BAD_FILES.items():
            (inbox / name).write_bytes(content())
        shutil.copy(ANOTHER, inbox / "Thông báo số 907.pdf")

        said = stocked("add", str(inbox))

        *lines, total = lines_of(said)
        told = {Path(line.split("  ")[-2]).name: line.split("  ")[-1] for line in lines}
        assert said.returncode == 1
        assert said.stderr == ""
        assert told.pop("Thông báo số 907.pdf").startswith("907-TB/VPTUM, ")
        assert told == {name: sentence for name, (_, sentence) in BAD_FILES.items()}
        failed = len(BAD_FILES) - 3  # without tesseract two scans and a bad layer wait
        assert total == f"Đã nạp 1 tệp, không đổi 0, lỗi {failed}, chờ nhận dạng 3."

    def test_what_was_held_is_found_as_before(self, stocked: RunKb, tmp_path: Path) -> None:
        before = answers(stocked, "tổ chức thực hiện chỉ thị")
        for name, (content, _) in BAD_FILES.items():
            (tmp_path / name).write_bytes(content())

        stocked("add", *(str(tmp_path / name) for name in BAD_FILES))

        after = answers(stocked, "tổ chức thực hiện chỉ thị")
        assert after["hits"] == before["hits"] != []
        documents, _ = stocked("list").stdout.split("\n\n")
        assert len(documents.split("\n")) == 2

    def test_text_in_an_old_encoding_is_read_and_said_to_be_converted(
        self, run_kb: RunKb, tmp_path: Path
    ) -> None:
        content = papers.text_content(TCVN3)
        (tmp_path / "phông cũ.pdf").write_bytes(papers.pdf_of([content]))

        said = run_kb("add", "phông cũ.pdf")

        assert "Chữ trong tệp theo mã TCVN3 đã được chuyển sang Unicode" in said.stdout
        assert (
            "nghiêm kế hoạch phát triển"
            in answers(run_kb, "kế hoạch phát triển")["hits"][0]["text"]
        )

    def test_a_file_marked_secret_is_put_aside_and_never_found(
        self, stocked: RunKb, tmp_path: Path, home: Path
    ) -> None:
        shutil.copy(ANOTHER, tmp_path / "TỐI MẬT - thông báo.pdf")

        said = stocked("add", "TỐI MẬT - thông báo.pdf")

        assert said.returncode == 1
        assert "cách ly" in said.stdout
        assert "Tệp «TỐI MẬT - thông báo.pdf» mang dấu TỐI MẬT" in said.stdout
        assert len(lines_of(stocked("list"))) == 2
        kept = [path for path in home.glob("quarantine/*/*") if path.is_file()]
        assert [path.stat().st_mode & 0o777 for path in kept] == [0o600, 0o600]  # and its note

    def test_a_mark_of_secrecy_that_can_be_read_does_not_wait_for_tesseract(
        self, run_kb: RunKb, tmp_path: Path, home: Path
    ) -> None:
        """MÂT, as Helvetica has no Ậ: a mark is known by its folded letters."""
        marked = papers.text_content([b"M\xc2T"])
        (tmp_path / "phương án.pdf").write_bytes(papers.pdf_of([marked, papers.IMAGE]))

        said = run_kb("add", "phương án.pdf")

        assert "cách ly" in said.stdout
        assert not (home / "waiting").exists()

    def test_a_file_without_pages_is_told_apart_from_a_damaged_one(
        self, run_kb: RunKb, tmp_path: Path
    ) -> None:
        (tmp_path / "không trang.pdf").write_bytes(papers.blank_pdf(0))

        said = run_kb("add", "không trang.pdf")

        assert "Tệp «không trang.pdf» không có trang nào; hãy kiểm tra lại" in said.stdout

    def test_a_longer_limit_reads_a_longer_file(self, run_kb: RunKb, tmp_path: Path) -> None:
        path = tmp_path / "dài.pdf"
        pages = [
            [
                b"Chuong thu %d." % at,
                b"Dang vien %d hop moi thang mot lan." % at,
                b"Het phan %d." % at,
            ]
            for at in range(12)
        ]
        path.write_bytes(papers.pdf_of([papers.text_content(lines) for lines in pages]))

        short = run_kb("add", str(path), KB_MAX_PAGES="11")
        long = run_kb("add", str(path), KB_MAX_PAGES="12")

        assert "có 12 trang, quá giới hạn 11 trang" in short.stdout
        assert (short.returncode, long.returncode) == (1, 0)

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
    def test_a_file_that_may_not_be_read_is_named(self, stocked: RunKb, tmp_path: Path) -> None:
        path = tmp_path / "cấm.pdf"
        path.write_bytes(b"%PDF-1.4")
        path.chmod(0)

        said = stocked("add", str(path))

        assert said.returncode == 1
        assert "Không đọc được tệp «cấm.pdf»" in said.stdout

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [
            ("thư mục trống", "Thư mục «thư mục trống» không có tệp PDF hay Word nào;"),
            ("không có.pdf", "Không còn thấy tệp «không có.pdf»; hãy kiểm tra"),
            ("vòng.pdf", "Không đọc được tệp «vòng.pdf» ("),
        ],
    )
    def test_a_path_that_leads_nowhere_is_named(
        self, stocked: RunKb, tmp_path: Path, name: str, sentence: str
    ) -> None:
        (tmp_path / "thư mục trống").mkdir()
        (tmp_path / "vòng.pdf").symlink_to(tmp_path / "vòng.pdf")

        said = stocked("add", name)

        assert said.returncode == 1
        assert f"  {sentence}" in said.stdout

    def test_a_file_name_in_another_encoding_is_added(self, stocked: RunKb, tmp_path: Path) -> None:
        name = b"th\xf4ng b\xe1o.pdf"
        shutil.copy(ANOTHER, tmp_path / os.fsdecode(name))

        said = stocked("add", name)

        assert (said.returncode, said.stderr) == (0, "")
        assert "th?ng b?o.pdf" in said.stdout

    def test_a_file_that_vanishes_between_listing_and_reading_is_named(
        self, home: Path, tmp_path: Path
    ) -> None:
        inbox = tmp_path / "den"
        inbox.mkdir()
        shutil.copy(SAMPLE, inbox / "a.pdf")
        shutil.copy(ANOTHER, inbox / "b.pdf")
        vanishing = (
            "import kb.service.adding as adding, pathlib\n"
            "read = adding.read_source\n"
            "def vanish(path, name):\n"
            "    source = read(path, name)\n"
            "    pathlib.Path(path.parent, 'b.pdf').unlink(missing_ok=True)\n"
            "    return source\n"
            "adding.read_source = vanish\n"
        )
        program, option, code = FAKE_MODEL_COMMAND
        command = [program, option, vanishing + code, "add", str(inbox)]

        said = subprocess.run(
            command, env=environment(home), capture_output=True, encoding="utf-8", check=False
        )

        first, second, total = lines_of(said)
        assert said.returncode == 1
        assert first.startswith("   đã nạp  ")
        assert "Không còn thấy tệp «b.pdf»; hãy kiểm tra" in second
        assert total == "Đã nạp 1 tệp, không đổi 0, lỗi 1."


class TestFullDisk:
    def test_a_disk_that_is_nearly_full_takes_nothing_and_what_was_held_is_found(
        self, stocked: RunKb, home: Path, tmp_path: Path
    ) -> None:
        """A disk of 3 MB has no room for the log of the store."""
        disk = tmp_path / "đĩa"
        disk.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk],  # noqa: S607
            capture_output=True,
            check=False,
        )
        if mounted.returncode:
            pytest.skip("mounting a small disk is not permitted here")
        try:
            shutil.copytree(home, disk / "kho")
            setting = {"KB_HOME": str(disk / "kho")}

            said = stocked("add", str(ANOTHER), **setting)

            found = stocked("search", "chỉ thị", "--json", **setting)
        finally:
            subprocess.run(["umount", disk], check=True)  # noqa: S607
        assert said.returncode == 1
        assert re.search(
            r"Ổ đĩa chứa \S+ chỉ còn \d MB trống, cần \d+ MB để ghi an toàn; "
            r"hãy giải phóng chỗ trống rồi làm lại\.\n",
            said.stdout,
        )
        assert len(json.loads(found.stdout)["hits"]) == 5

    @pytest.mark.parametrize(
        ("kilobytes", "sentence"),
        [
            (36, "Không ghi được thư mục văn bản gốc"),
            (72, "Ổ đĩa báo lỗi khi đọc hoặc ghi kho"),
        ],
    )
    def test_a_write_that_fails_all_the_same_leaves_what_was_held(
        self, stocked: RunKb, home: Path, kilobytes: int, sentence: str
    ) -> None:
        """A limit on the size of a file stands for the disk: 36 kB is less than the original, 72 kB
        less than the store."""
        before = answers(stocked, "tổ chức thực hiện chỉ thị")

        said = add_with_files_up_to(kilobytes * 1024, home, ANOTHER)

        assert (said.returncode, said.stderr) == (1, "")
        assert f"907-tb-vptum.pdf  {sentence}" in said.stdout
        assert said.stdout.count("\n") == 1
        assert answers(stocked, "tổ chức thực hiện chỉ thị")["hits"] == before["hits"]
        assert stocked("add", str(ANOTHER)).returncode == 0


def add_with_files_up_to(
    size_bytes: int, home: Path, path: Path
) -> subprocess.CompletedProcess[str]:
    """`kb add` in a process that can write no file larger than this."""
    limit = f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({size_bytes},) * 2)\n"
    program, option, code = FAKE_MODEL_COMMAND
    return subprocess.run(
        [program, option, limit + code, "add", str(path)],
        env=environment(home),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


class TestSettings:
    @pytest.mark.parametrize(
        ("name", "value"), [("KB_PORT", "abc"), ("KB_THREADS", "0"), ("KB_FOO", "1")]
    )
    @pytest.mark.parametrize("command", ["list", "serve", "doctor"])
    def test_a_wrong_variable_is_named_at_the_start(
        self, run_kb: RunKb, command: str, name: str, value: str
    ) -> None:
        said = run_kb(command, **{name: value})

        assert (said.returncode, said.stdout) == (1, "")
        assert name in said.stderr
        assert said.stderr.count("\n") == 1

    def test_a_home_that_is_a_file_is_named(self, run_kb: RunKb, tmp_path: Path) -> None:
        (tmp_path / "tệp").write_text("")

        for home in (tmp_path / "tệp", tmp_path / "tệp" / "kho"):
            said = run_kb("list", KB_HOME=str(home))

            assert said.returncode == 1
            assert said.stderr == (
                f"KB_HOME = «{home}» là tệp hoặc nằm trong một tệp; "
                "hãy đặt KB_HOME là một thư mục.\n"
            )

    @pytest.mark.parametrize("command", ["list", "model"])
    def test_a_home_that_cannot_be_made_is_named(self, run_kb: RunKb, command: str) -> None:
        said = run_kb(command, KB_HOME="/proc/kho")

        assert (said.returncode, said.stdout) == (1, "")
        assert said.stderr.startswith("Không tạo được thư mục KB_HOME = «/proc/kho» (")
        assert said.stderr.endswith("hãy chọn nơi khác hoặc cấp quyền ghi.\n")

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_a_home_that_may_not_be_written_is_named(self, run_kb: RunKb, tmp_path: Path) -> None:
        (tmp_path / "chỉ đọc").mkdir(mode=0o555)

        said = run_kb("list", KB_HOME=str(tmp_path / "chỉ đọc"))

        assert said.stderr.startswith("Không ghi được vào thư mục KB_HOME = «")


class TestQuestions:
    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "?!...",
            "và của các",
            "🙂🙂",
            "chỉ thị 🙂",
            "title:foo AND (",
            '"',
            "\\",
            "*",
            "chỉ thị*",
            "'; DROP TABLE document; --",
            "<script>alert(1)</script>",
            "[a TO b}",
            "chỉ thị " * 1250,
            "a" * 10_000,
            "chỉ\tthị\n",
            "36-NQ/TW " * 100,
        ],
    )
    def test_any_question_has_an_answer(self, stocked: RunKb, typed: str) -> None:
        answer = answers(stocked, typed)

        assert list(answer) == list(AnswerJson.__annotations__)
        assert answer["query"] == typed

    def test_bytes_that_are_not_utf8_are_answered(self, stocked: RunKb) -> None:
        answer = answers(stocked, b"ch\xec th\xed \xff\xfe chi thi")

        assert answer["query"] == "ch? th? ?? chi thi"
        assert answer["hits"] != []

    def test_for_people_too(self, stocked: RunKb) -> None:
        said = stocked("search", b"\xff\xfe chi thi")

        assert (said.returncode, said.stderr) == (0, "")
        assert "Trích dẫn: " in said.stdout
