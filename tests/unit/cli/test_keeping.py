"""The commands that keep the library, as a pipe sees them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from kb.service.actor import this_user
from tests.conftest import ROOT
from tests.unit.cli.conftest import Kb

ONE = "902-CT/TUM"


@pytest.fixture
def thrown(stocked: Kb) -> Kb:
    """`kb` over three samples, one of which is in the trash."""
    assert stocked("remove", ONE, "--yes").status == 0
    return stocked


class TestTrash:
    def test_it_lists_what_was_removed_by_whom_and_when(self, thrown: Kb) -> None:
        header, row = thrown("trash").out.splitlines()

        assert header == "Mã\tSố, ký hiệu\tTệp\tNgười bỏ\tLúc"
        assert re.fullmatch(
            rf"[0-9a-f]{{12}}\t{ONE}\t902-ct-tum\.pdf\t{this_user()}\t\d\d/\d\d/\d{{4}} \d\d:\d\d",
            row,
        )

    def test_an_empty_trash_says_so(self, stocked: Kb) -> None:
        assert stocked("trash").out == "Thùng rác không có văn bản nào.\n"

    def test_a_document_comes_back(self, thrown: Kb) -> None:
        said = thrown("restore", ONE)

        assert (said.status, said.out) == (
            0, f"Đã lấy lại {ONE} (902-ct-tum.pdf); tra cứu được như trước.\n"
        )  # fmt: skip
        assert ONE in thrown("list").out
        assert thrown("restore", ONE).status == 1

    def test_adding_it_again_names_the_way_back_and_is_status_1(self, thrown: Kb) -> None:
        said = thrown("add", str(ROOT / "corpus" / "902-ct-tum.pdf"))

        assert said.status == 1
        assert "đang ở trong thùng rác; hãy lấy lại bằng lệnh: kb restore " in said.out


class TestPurge:
    def code(self, kb: Kb) -> str:
        return kb("trash").out.splitlines()[1][:6]

    def replies(self, monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    def test_it_asks_twice_the_second_time_for_the_code(
        self, thrown: Kb, monkeypatch: pytest.MonkeyPatch, home: Path
    ) -> None:
        code = self.code(thrown)
        self.replies(monkeypatch, "c", code)

        said = thrown("purge", ONE)

        assert said.status == 0
        assert (
            f"Gõ «{code}» để xóa hẳn: Đã xóa hẳn {ONE} (902-ct-tum.pdf) cùng bản gốc." in said.out
        )
        assert list((home / "files").rglob(f"{code}*")) == []

    @pytest.mark.parametrize("lines", [[], ["k"], ["c"], ["c", "c"], ["c", "000000"]])
    def test_anything_else_deletes_nothing(
        self, thrown: Kb, monkeypatch: pytest.MonkeyPatch, lines: list[str]
    ) -> None:
        self.replies(monkeypatch, *lines)

        said = thrown("purge", ONE)

        assert said.status == 1
        assert said.err == "Không xóa văn bản nào; văn bản vẫn ở trong thùng rác.\n"
        assert ONE in thrown("trash").out

    def test_the_flag_stands_for_both_answers(self, thrown: Kb) -> None:
        assert thrown("purge", ONE, "--yes-forever").status == 0
        assert thrown("trash").out == "Thùng rác không có văn bản nào.\n"

    def test_a_held_document_must_go_to_the_trash_first(self, stocked: Kb) -> None:
        said = stocked("purge", ONE, "--yes-forever")

        assert said.status == 1
        assert said.err.startswith(f"Không có văn bản nào ứng với «{ONE}» trong thùng rác")
        assert ONE in stocked("list").out


class TestCorrect:
    def test_it_says_what_changed_and_the_new_citation(self, stocked: Kb) -> None:
        said = stocked("correct", ONE, "--date", "2024-01-15", "--empty", "title")

        assert said.status == 0
        assert re.search(r"^ngày ban hành: \d\d/\d\d/\d{4} → 15/01/2024$", said.out, re.MULTILINE)
        assert re.search(r"^trích yếu: .+ → \(trống\)$", said.out, re.MULTILINE)
        assert ", ngày 15/01/2024 của " in said.out.splitlines()[-1]

    def test_the_document_says_who_corrected_what(self, stocked: Kb) -> None:
        stocked("correct", ONE, "--date", "2024-01-15")

        shown = stocked("show", ONE).out

        assert re.search(
            rf"^Ngày ban hành do người sửa: {this_user()}, ngày \d", shown, re.MULTILINE
        )

    def test_undo_says_what_is_as_before(self, stocked: Kb) -> None:
        before = stocked("show", ONE).out.splitlines()[0]
        stocked("correct", ONE, "--symbol", "950-CT/TUM")

        said = stocked("undo", "950-CT/TUM")

        assert said.out == f"số, ký hiệu: 950-CT/TUM → {ONE}\nTrích dẫn: {before}\n"
        assert stocked("undo", ONE).err == (
            f"Văn bản {ONE} không có lần sửa nào để hoàn lại; "
            "hãy xem các lần sửa bằng `kb history`.\n"
        )

    def test_a_version_that_is_not_current_any_more_changes_nothing(self, stocked: Kb) -> None:
        shown = re.search(r"Phiên bản thông tin: (\d+)", stocked("show", ONE).out)
        assert shown is not None
        stocked("correct", ONE, "--term", "XIV", "--version", shown[1])

        said = stocked("correct", ONE, "--term", "XIII", "--version", shown[1])

        assert said.status == 1
        assert f"{this_user()} đã đổi khóa: " in said.err
        assert "→ XIV; chưa sửa gì" in said.err

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (
                ["--date", "15/1/24"],
                "Giá trị của --date không hợp lệ: «15/1/24» không phải một",
            ),
            (
                ["--symbol", "tám"],
                "Giá trị của --symbol không hợp lệ: «tám» không phải số, ký hiệu",
            ),
            (["--empty", "màu"], "Giá trị của --empty không hợp lệ: «màu» không phải một trong"),
            ([], "Chưa nêu điều gì cần sửa"),
        ],
    )
    def test_what_is_no_fact_is_refused(self, stocked: Kb, arguments: list[str], said: str) -> None:
        answer = stocked("correct", ONE, *arguments)

        assert answer.status != 0
        assert answer.err.startswith(said)


class TestHistory:
    def test_it_is_read_in_vietnamese(self, thrown: Kb) -> None:
        thrown("restore", ONE)
        thrown("correct", ONE, "--term", "XIV")

        lines = thrown("history", ONE).out.splitlines()

        when = r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d"
        code = r"\([0-9a-f]{12}\)"
        wanted = ["nạp", "chuyển vào thùng rác", "lấy lại từ thùng rác", "sửa thông tin"]
        for line, word in zip(lines, wanted, strict=False):
            assert re.fullmatch(rf"{when}  {this_user()}: {word} {ONE} {code}", line)
        assert re.fullmatch(r"    khóa: .+ → XIV", lines[4])

    def test_the_whole_log_tells_of_the_catalogue_too(self, stocked: Kb) -> None:
        assert re.search(r"nạp danh mục\n    0 → \d+ văn bản\n", stocked("history").out)

    def test_json_and_csv_tell_the_same(self, thrown: Kb, tmp_path: Path) -> None:
        told = json.loads(thrown("history", ONE, "--json").out)

        assert (
            thrown("history", ONE, "--csv", "nk.csv").out == "Đã ghi 2 dòng nhật ký vào nk.csv.\n"
        )
        with (tmp_path / "nk.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["action"] for row in rows] == ["add", "trash"]
        assert [entry["action"] for entry in told] == ["add", "trash"]
        assert list(told[0]) == list(rows[0])
        assert json.loads(rows[0]["after"]) == told[0]["after"]

    def test_a_name_that_nobody_knows_is_said(self, stocked: Kb) -> None:
        said = stocked("history", "999-KL/TW")

        assert (said.status, said.out) == (1, "")
        assert said.err.startswith("Nhật ký không ghi gì về «999-KL/TW»")


class TestBackup:
    def test_a_library_goes_into_a_file_and_comes_back_in_another_folder(
        self, thrown: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        thrown("rebuild")  # scores move by thousandths as long as tantivy counts a row that left
        said = thrown("backup", "tv.zip")
        back = thrown("restore-library", "tv.zip", "--to", "mới")

        assert re.fullmatch(r"Đã sao lưu 3 văn bản vào tv\.zip \(\d+,\d MB\)\.\n", said.out)
        assert (said.status, back.status, back.err) == (0, 0, "")
        assert back.out == "Đã khôi phục 3 văn bản; dùng thư viện này bằng KB_HOME=mới.\n"
        before = thrown("search", "chỉ thị", "--json").out
        monkeypatch.setenv("KB_HOME", str(tmp_path / "mới"))
        assert timeless(thrown("search", "chỉ thị", "--json").out) == timeless(before)
        assert thrown("verify-library").status == 0
        assert ONE in thrown("trash").out

    def test_settings_that_differ_are_named(
        self, stocked: Kb, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KB_MAX_PAGES", "99")
        stocked("backup", "tv.zip")
        monkeypatch.delenv("KB_MAX_PAGES")

        said = stocked("restore-library", "tv.zip", "--to", "mới")

        assert said.out.startswith("Thư viện này được giữ với KB_MAX_PAGES=99; hiện là 2000.\n")

    def test_a_lost_original_is_said_and_is_status_1(self, stocked: Kb, home: Path) -> None:
        next((home / "files").rglob("*.pdf")).unlink()

        said = stocked("backup", "tv.zip")

        assert said.status == 1
        assert said.err.startswith("Mất bản gốc của «")
        assert "Đã sao lưu 3 văn bản" in said.out

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["restore-library", "x.zip"], "Thiếu tham số --to; xem hướng dẫn"),
            (["restore-library", "x.zip", "--to", "k"], "Không thấy tệp sao lưu x.zip"),
            (["backup", "kho"], "Đã có tệp kho; hãy đặt tên khác"),
            (["backup", "không-có/tv.zip"], "Không ghi được bản sao lưu vào thư mục không-có"),
        ],
    )
    def test_what_cannot_be_is_said_in_one_sentence(
        self, stocked: Kb, arguments: list[str], said: str
    ) -> None:
        answer = stocked(*arguments)

        assert answer.status != 0
        assert answer.err.startswith(said)
        assert answer.err.count("\n") == 1


def timeless(answer: str) -> object:
    return {**json.loads(answer), "took_ms": 0}


class TestVerifyLibrary:
    def test_a_whole_library_is_status_0(self, stocked: Kb) -> None:
        said = stocked("verify-library")

        assert (said.status, said.out) == (
            0, "Thư viện nguyên vẹn: mọi tệp, mọi đoạn và chỉ mục đều đúng.\n"
        )  # fmt: skip

    def test_a_fault_is_named_with_its_mend_and_mended_when_asked(
        self, stocked: Kb, home: Path
    ) -> None:
        (home / "files" / "la.pdf").write_text("lạ")

        said, mended = stocked("verify-library"), stocked("verify-library", "--repair")

        assert said.status == 1
        assert said.out == (
            f"✗ Tệp thừa {home / 'files' / 'la.pdf'}: không thuộc văn bản nào\n"
            "  cách khắc phục: chạy `kb verify-library --repair` để chuyển nó vào lost+found\n"
            "1 chỗ sai, đã sửa 0, còn 1.\n"
        )
        assert (mended.status, mended.out.splitlines()[1]) == (0, "  đã sửa")
        assert stocked("verify-library").status == 0

    def test_json_lists_the_faults(self, stocked: Kb, home: Path) -> None:
        (home / "index" / "CURRENT").write_text("khong-co")

        said = stocked("verify-library", "--json")

        (fault,) = json.loads(said.out)
        assert said.status == 1
        assert (fault["kind"], fault["repaired"], fault["path"]) == ("index", False, None)
