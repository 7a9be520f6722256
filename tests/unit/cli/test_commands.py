"""What each command answers, as a pipe and as a terminal see it."""

from __future__ import annotations

import io
import json
import re
import socket
from pathlib import Path

import docx
import pytest

from kb.cli.app import COMMANDS
from kb.cli.server import listening_socket
from tests.conftest import ROOT
from tests.integration import papers
from tests.unit.cli.conftest import Kb

CITATION_KEYS = ["full", "short", "passage", "missing", "uncertain", "older"]
ENGLISH = re.compile(
    r"\b(usage|options?|arguments?|show|exit|error|invalid|required|missing|choose|positional)\b",
    re.IGNORECASE,
)


class TestHelp:
    @pytest.mark.parametrize("name", [command.name for command in COMMANDS])
    def test_every_command_has_help_with_an_example(self, kb: Kb, name: str) -> None:
        said = kb(name, "--help")

        assert said.status == 0
        assert said.out.startswith(f"Cách dùng: kb {name}")
        assert f"\nVí dụ: kb {name}" in said.out
        assert said.err == ""

    @pytest.mark.parametrize("arguments", [[], *([command.name] for command in COMMANDS)])
    def test_help_is_in_vietnamese_throughout(self, kb: Kb, arguments: list[str]) -> None:
        words = kb(*arguments, "--help").out.replace("kb show", "").replace(" show ", "")

        assert ENGLISH.findall(words) == []

    def test_the_commands_are_those_that_were_promised(self, kb: Kb) -> None:
        listed = re.findall(
            r"^  ([\w-]+)  +[A-ZĐ]", kb("--help").out.split("Tham số")[0], re.MULTILINE
        )

        assert listed == [
            "add",
            "search",
            "verify",
            "check",
            "list",
            "show",
            "remove",
            "trash",
            "restore",
            "purge",
            "review",
            "correct",
            "correct-text",
            "undo",
            "limit",
            "duplicates",
            "history",
            "backup",
            "restore-library",
            "verify-library",
            "rebuild",
            "catalogue",
            "gaps",
            "model",
            "serve",
            "jobs",
            "watch",
            "work",
            "quarantine",
            "user",
            "evaluate",
            "doctor",
        ]

    def test_without_a_command_the_help_is_shown_and_the_status_is_2(self, kb: Kb) -> None:
        said = kb()

        assert said.status == 2
        assert said.out == kb("--help").out


class TestWrongCommandLines:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["search"], "Thiếu tham số CÂU_HỎI; xem hướng dẫn: kb search --help"),
            (["add"], "Thiếu tham số TỆP; xem hướng dẫn: kb add --help"),
            (
                ["add", "a.pdf", "--waiting"],
                "Không dùng --waiting cùng với TỆP; xem hướng dẫn: kb add --help",
            ),
            (["search", "x", "--màu"], "Không hiểu «--màu»; xem hướng dẫn: kb search --help"),
            (["list", "thừa"], "Không hiểu «thừa»; xem hướng dẫn: kb list --help"),
            (
                ["user", "add", "an", "--màu"],
                "Không hiểu «--màu»; xem hướng dẫn: kb user add --help",
            ),
            (["--json"], "Thiếu tham số LỆNH; xem hướng dẫn: kb --help"),
            (["tìm"], "Không có lệnh «tìm»; xem hướng dẫn: kb --help"),
            (
                ["search", "x", "--limit"],
                "Tùy chọn --limit cần một giá trị; xem hướng dẫn: kb search --help",
            ),
            (
                ["search", "x", "--json=1"],
                "Tùy chọn --json không nhận giá trị; xem hướng dẫn: kb search --help",
            ),
            (
                ["search", "x", "--limit", "năm"],
                "Giá trị của --limit không hợp lệ: «năm» không phải số nguyên từ 1 đến 100; "
                "xem hướng dẫn: kb search --help",
            ),
            (
                ["search", "x", "--limit", "0"],
                "Giá trị của --limit không hợp lệ: «0» không phải số nguyên từ 1 đến 100; "
                "xem hướng dẫn: kb search --help",
            ),
            (
                ["search", "x", "--from", "15/6/2023"],
                "Giá trị của --from không hợp lệ: «15/6/2023» không phải một ngày; "
                "hãy viết năm-tháng-ngày, ví dụ 2023-06-15; xem hướng dẫn: kb search --help",
            ),
            (
                ["search", "x", "--sort", "ngày"],
                "Giá trị của --sort không hợp lệ: «ngày» không phải một trong: relevance, date; "
                "xem hướng dẫn: kb search --help",
            ),
            (
                ["serve", "--port", "70000"],
                "Giá trị của --port không hợp lệ: «70000» không phải số nguyên từ 1 đến 65535; "
                "xem hướng dẫn: kb serve --help",
            ),
        ],
    )
    def test_one_sentence_says_what_is_wrong(self, kb: Kb, arguments: list[str], said: str) -> None:
        answer = kb(*arguments)

        assert (answer.status, answer.out, answer.err) == (2, "", f"{said}\n")


HIT_KEYS = [
    "rank",
    "score",
    "document",
    "division",
    "pages",
    "text",
    "highlights",
    "excerpt",
    "citation",
    "why",
    "url",
    "ocr_quality",
    "folded_under",
    "mismatch",
    "corrected",
    "warnings",
]
WHY_KEYS = ["dense", "lexical", "number", "place", "words", "others", "restored"]
FACT_KEYS = ["symbol", "type", "issuer", "date", "title", "term"]


class TestSearchJson:
    def test_it_is_one_object_with_the_promised_keys(self, stocked: Kb) -> None:
        said = stocked("search", "chi bộ", "--json", "--limit", "2")

        answer = json.loads(said.out)
        assert said.status == 0
        assert said.err == ""
        assert list(answer) == [
            "query",
            "took_ms",
            "hits",
            "numbers",
            "notice",
            "searched_as",
            "abstained",
            "documents",
            "sort",
            "filters",
            "understood",
            "let_go",
            "phrases",
            "facets",
        ]
        assert len(answer["hits"]) == 2
        for hit in answer["hits"]:
            assert list(hit) == HIT_KEYS
            assert list(hit["document"]) == ["id", "state", *FACT_KEYS]
            assert list(hit["citation"]) == CITATION_KEYS
            assert list(hit["why"]) == WHY_KEYS

    def test_it_tells_what_was_searched_where_that_was_not_typed(self, stocked: Kb) -> None:
        meant = json.loads(stocked("search", "dai hoi chi bo", "--json").out)
        typed = json.loads(stocked("search", '"dai hoi chi bo"', "--json").out)

        assert meant["searched_as"] == "đại hội chi bộ"
        assert typed["searched_as"] is None

    def test_values_have_the_promised_types(self, stocked: Kb) -> None:
        hit = json.loads(stocked("search", "902-CT/TUM", "--json").out)["hits"][0]

        first, last = hit["pages"]
        assert hit["rank"] == 1
        assert 1 <= first <= last
        assert hit["document"]["symbol"] == "902-CT/TUM"
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", hit["document"]["date"])
        assert re.fullmatch(r"/van-ban/[0-9a-f]{64}#.+", hit["url"])
        assert hit["why"]["number"] is True

    def test_filters_narrow_the_answer(self, stocked: Kb) -> None:
        said = stocked("search", "tổ chức", "--json", "--type", "thông báo", "--limit", "20")

        types = {hit["document"]["type"] for hit in json.loads(said.out)["hits"]}
        assert types == {"Thông báo"}

    def test_every_filter_and_the_order_reach_the_answer(self, stocked: Kb) -> None:
        times = ["--year", "2025", "--from", "2025-01-10", "--to", "2025-06-30", "--sort", "date"]
        chosen = ["--term", "XIII", "--circulation", "Lưu hành nội bộ"]
        chosen += ["--state", "in_force", "--as-of", "2025-06-30"]

        answer = json.loads(stocked("search", "tổ chức", "--json", *times, *chosen).out)

        assert answer["filters"] == {
            "type": None,
            "issuer": None,
            "year": 2025,
            "term": "XIII",
            "circulation": "Lưu hành nội bộ",
            "document": None,
            "from": "2025-01-10",
            "to": "2025-06-30",
            "state": "in_force",
            "as_of": "2025-06-30",
        }
        assert answer["sort"] == "date"

    def test_one_document_is_searched_by_its_symbol(self, stocked: Kb) -> None:
        said = stocked("search", "tổ chức", "--json", "--document", "903-kl/twm")

        hits = json.loads(said.out)["hits"]
        assert {hit["document"]["symbol"] for hit in hits} == {"903-KL/TWM"}

    def test_words_are_understood_as_filters_unless_declined(self, stocked: Kb) -> None:
        typed = "kết luận năm 2025 về chuyển đổi số"

        understood = json.loads(stocked("search", typed, "--json").out)["understood"]
        declined = json.loads(stocked("search", typed, "--json", "--no-words").out)["understood"]

        assert [one["words"] for one in understood] == ["kết luận", "năm 2025"]
        assert declined == []

    def test_an_odd_question_is_answered_with_a_notice(self, stocked: Kb) -> None:
        answer = json.loads(stocked("search", "?!", "--json").out)

        assert answer["hits"] == []
        assert answer["notice"] == "Hãy nhập từ khóa, câu hỏi hoặc số hiệu văn bản cần tìm."

    def test_numbers_say_what_is_known(self, stocked: Kb) -> None:
        answer = json.loads(stocked("search", "36-NQ/TW", "--json").out)

        (number,) = answer["numbers"]
        assert list(number) == ["asked", "held", "known", "cited_by", "citing", "near"]
        assert number["held"] == []
        assert len(number["known"]) == 4  # 36-NQ/TW is four documents


class TestSearchForPeople:
    def test_piped_there_are_no_codes_and_no_line_is_folded(self, stocked: Kb) -> None:
        said = stocked("search", "chi bộ", "--limit", "3")

        text = json.loads(stocked("search", "chi bộ", "--limit", "1", "--json").out)
        assert "\x1b" not in said.out
        assert text["hits"][0]["text"].split("\n")[0] in said.out
        assert said.out.count("Trích dẫn: ") == 3
        assert re.search(r"^3 đoạn; có 3 văn bản phù hợp; \d+ ms$", said.out, re.MULTILINE)

    def test_a_narrow_terminal_folds_at_words_and_marks_what_matched(
        self, stocked: Kb, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "40")
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setattr("kb.cli.ink.is_terminal", lambda: True)

        said = stocked("search", "chi bộ", "--limit", "3")

        plain = re.sub(r"\x1b\[[0-9;]*m", "", said.out)
        assert max(len(line) for line in plain.split("\n")) <= 40
        assert "\x1b[1;33mchi bộ\x1b[0m" in said.out.lower()

    def test_nothing_found_says_what_to_try(self, stocked: Kb) -> None:
        said = stocked("search", "quarkonium xyzzy")

        assert said.status == 0
        assert said.out.startswith(
            "Không tìm thấy đoạn nào phù hợp; hãy thử từ khóa khác hoặc bớt bộ lọc.\n"
        )

    def test_words_understood_as_filters_are_told_with_the_way_out(self, stocked: Kb) -> None:
        said = stocked("search", "kết luận năm 2025 về chuyển đổi số")

        assert said.out.startswith("Hiểu là bộ lọc: “kết luận”; “năm 2025” (bỏ bằng --no-words)\n")

    @pytest.mark.parametrize(
        ("typed", "line"),
        [
            ("902-CT/TUM", r"902-CT/TUM: thư viện đang giữ 1 văn bản mang số này.*\."),
            ("57-KL/TW", r"57-KL/TW: chưa có trong thư viện; theo danh mục: Kết luận, .+\."),
            ("999-CT/TW", r"999-CT/TW: không có trong thư viện và trong danh mục\."),
            (
                "57-KH/TW",
                r"57-KH/TW: không có trong thư viện và trong danh mục\."
                r" Ý bạn là 57-KL/TW, 57-NQ/TW\?",
            ),
        ],
    )
    def test_a_number_is_answered_first(self, stocked: Kb, typed: str, line: str) -> None:
        first = stocked("search", typed).out.split("\n")[0]

        assert re.fullmatch(line, first)

    def test_what_was_searched_is_said_with_the_way_to_what_was_typed(self, stocked: Kb) -> None:
        lines = stocked("search", "dai hoi chi bo").out.split("\n")

        assert lines[:2] == [
            "Tìm theo: đại hội chi bộ",
            "Tìm đúng như đã gõ: kb search 'dai hoi chi bo' --verbatim",
        ]
        assert "Tìm theo" not in stocked("search", '"dai hoi chi bo"').out

    def test_control_characters_never_reach_the_terminal(self, stocked: Kb) -> None:
        said = stocked("show", "\x1b[31mđỏ")

        assert said.status == 1
        assert "\x1b" not in said.err


class TestAdd:
    def test_one_line_per_file_and_a_sum(self, kb: Kb) -> None:
        paths = [str(ROOT / "corpus" / name) for name in ("902-ct-tum.pdf", "khong-so-kh-dum.pdf")]

        said = kb("add", *paths, "khong-co.pdf")

        lines = said.out.rstrip("\n").split("\n")
        assert said.status == 1
        assert len(lines) == 4
        assert re.fullmatch(rf"   đã nạp  {re.escape(paths[0])}  902-CT/TUM, \d+ đoạn", lines[0])
        assert re.fullmatch(rf"   đã nạp  {re.escape(paths[1])}  .+, \d+ đoạn", lines[1])
        assert lines[2].startswith("      lỗi  khong-co.pdf  Không còn thấy tệp «khong-co.pdf»;")
        assert lines[3] == "Đã nạp 2 tệp, không đổi 0, lỗi 1."

    def test_a_single_unchanged_file_is_no_failure(self, stocked: Kb) -> None:
        said = stocked("add", str(ROOT / "corpus" / "902-ct-tum.pdf"))

        assert said.status == 0
        assert re.fullmatch(r"không đổi  \S+902-ct-tum.pdf  902-CT/TUM\n", said.out)


@pytest.fixture
def scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A scan, on a machine without tesseract."""
    monkeypatch.setenv("PATH", "")
    path = tmp_path / "Công văn 12.pdf"
    path.write_bytes(papers.pdf_of([papers.IMAGE]))
    return str(path)


class TestWaiting:
    def test_a_scan_waits_and_the_status_says_that_it_cannot_be_searched(
        self, kb: Kb, scan: str
    ) -> None:
        said = kb("add", scan, str(ROOT / "corpus" / "902-ct-tum.pdf"))

        first, _, total = said.out.rstrip("\n").split("\n")
        assert said.status == 1
        assert first.startswith(f"      chờ  {scan}  Tệp «Công văn 12.pdf» có trang quét chưa đọc")
        assert first.endswith(
            "hãy chạy: apt-get install tesseract-ocr tesseract-ocr-vie, rồi chạy: kb add --waiting. "
            "Tệp được giữ lại để chờ, chưa tra cứu được."
        )
        assert total == "Đã nạp 1 tệp, không đổi 0, lỗi 0, chờ nhận dạng 1."

    def test_it_is_listed_after_the_documents(self, stocked: Kb, scan: str) -> None:
        before = stocked("list").out
        stocked("add", scan)

        said = stocked("list")

        assert said.out.startswith(f"{before}\n")
        header, row = said.out.removeprefix(f"{before}\n").rstrip("\n").split("\n")
        assert header == "Mã\tTệp chờ nhận dạng chữ\tDung lượng\tChờ từ ngày"
        assert re.fullmatch(r"[0-9a-f]{12}\tCông văn 12\.pdf\t1 KB\t\d\d/\d+/\d{4}", row)

    def test_a_terminal_says_what_to_do_with_them(
        self, kb: Kb, scan: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kb("add", scan)
        monkeypatch.setattr("kb.cli.tables.is_terminal", lambda: True)

        assert "rồi chạy `kb add --waiting`" in kb("list").out

    def test_they_are_read_again_on_demand(self, kb: Kb, scan: str) -> None:
        kb("add", scan)

        said = kb("add", "--waiting")

        assert said.status == 1
        assert said.out.startswith(
            "      chờ  Công văn 12.pdf  Tệp «Công văn 12.pdf» có trang quét"
        )

    def test_where_none_waits_there_is_nothing_to_do(self, kb: Kb) -> None:
        said = kb("add", "--waiting")

        assert (said.status, said.out) == (0, "Không có tệp nào đang chờ nhận dạng chữ.\n")

    def test_one_is_removed_by_its_name_after_asking(
        self, kb: Kb, scan: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kb("add", scan)
        monkeypatch.setattr("sys.stdin", io.StringIO("c\n"))

        said = kb("remove", "công văn 12.pdf")

        assert said.status == 0
        assert said.out == (
            "Bỏ tệp chờ nhận dạng chữ (Công văn 12.pdf) khỏi thư viện? [c/K] "
            "Đã bỏ tệp chờ nhận dạng chữ (Công văn 12.pdf) khỏi thư viện.\n"
        )
        assert "Công văn" not in kb("list").out

    def test_the_doctor_names_the_mend(self, kb: Kb, scan: str) -> None:
        kb("add", scan)

        said = kb("doctor")

        assert said.status == 1
        assert "✗ Tệp chờ nhận dạng: 1 tệp có trang quét chưa đọc được" in said.out
        assert "tesseract-ocr-vie, rồi kb add --waiting" in said.out


class TestList:
    def test_piped_it_is_one_line_per_document_with_tabs(self, stocked: Kb) -> None:
        lines = stocked("list").out.rstrip("\n").split("\n")

        assert lines[0].split("\t") == [
            "Mã",
            "Số, ký hiệu",
            "Loại",
            "Ngày",
            "Cơ quan ban hành",
            "Trích yếu",
            "Trang",
            "Hiệu lực",
        ]
        assert sorted(line.split("\t")[1] for line in lines[1:]) == [
            "902-CT/TUM",
            "903-KL/TWM",
            "907-TB/VPTUM",
        ]

    def test_an_empty_library_says_how_to_fill_it(self, kb: Kb) -> None:
        assert (
            kb("list").out == "Thư viện chưa có văn bản nào; hãy nạp văn bản bằng lệnh `kb add`.\n"
        )

    def test_on_a_terminal_it_is_a_table(
        self, stocked: Kb, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kb.cli.tables.is_terminal", lambda: True)
        monkeypatch.setenv("COLUMNS", "60")

        said = stocked("list")

        assert "┃" in said.out
        assert max(map(len, said.out.split("\n"))) <= 60


class TestShow:
    def test_it_shows_facts_outline_and_citations(self, stocked: Kb) -> None:
        said = stocked("show", "902-ct/tum")

        assert said.status == 0
        assert said.out.startswith("Chỉ thị số 902-CT/TUM, ngày ")
        assert "\nTệp: 902-ct-tum.pdf, " in said.out
        assert "\nViện dẫn\n" in said.out

    def test_an_unknown_name_is_one_sentence(self, stocked: Kb) -> None:
        said = stocked("show", "999-CT/TW")

        assert (said.status, said.out) == (1, "")
        assert said.err == (
            "Không có văn bản nào ứng với «999-CT/TW» trong thư viện; "
            "hãy xem các văn bản đang giữ ở trang “Thư viện” hoặc bằng `kb list`.\n"
        )


class TestRemove:
    def test_with_yes_it_removes_at_once(self, stocked: Kb) -> None:
        said = stocked("remove", "902-CT/TUM", "--yes")

        assert said.status == 0
        said_of_it = (
            "Đã chuyển 902-CT/TUM (902-ct-tum.pdf) vào thùng rác; lấy lại bằng: kb restore "
        )
        assert said.out.startswith(said_of_it)
        assert "902-CT/TUM" not in stocked("list").out

    @pytest.mark.parametrize(("reply", "gone"), [("c\n", True), ("Có\n", True), ("k\n", False),
                                                 ("\n", False), ("", False)])  # fmt: skip
    def test_it_asks_first(
        self, stocked: Kb, monkeypatch: pytest.MonkeyPatch, reply: str, gone: bool
    ) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(reply))

        said = stocked("remove", "902-CT/TUM")

        assert said.out.startswith("Chuyển 902-CT/TUM (902-ct-tum.pdf) vào thùng rác? [c/K] ")
        assert said.status == (0 if gone else 1)
        assert ("902-CT/TUM" not in stocked("list").out) is gone

    def test_an_ambiguous_name_removes_nothing_and_names_the_twins(
        self, stocked: Kb, tmp_path: Path
    ) -> None:
        twin = tmp_path / "ban-khac.pdf"
        twin.write_bytes((ROOT / "corpus" / "902-ct-tum.pdf").read_bytes() + b"\n")
        stocked("add", str(twin))

        said = stocked("remove", "902-CT/TUM", "--yes")

        assert said.status == 1
        assert said.err.startswith("«902-CT/TUM» ứng với 2 văn bản: ")
        assert "(902-ct-tum.pdf)" in said.err
        assert "(ban-khac.pdf)" in said.err
        assert stocked("list").out.count("902-CT/TUM") == 2


def test_rebuild_says_that_it_is_done(stocked: Kb) -> None:
    said = stocked("rebuild")

    assert (said.status, said.out) == (0, "Đã dựng lại chỉ mục tìm kiếm.\n")


def test_catalogue_says_how_many_documents_it_knows(kb: Kb, tmp_path: Path) -> None:
    header = "symbol,type,date,issuer,term,plenum,title"
    (tmp_path / "dm.csv").write_text(f"{header}\n57-KL/TW,Kết luận,2023-06-15,,,,\n")

    assert kb("catalogue", "dm.csv").out == "Danh mục có 1 văn bản.\n"


class TestDoctor:
    def test_all_well_is_status_0(self, stocked: Kb) -> None:
        said = stocked("doctor")

        assert said.status == 0
        assert "✗" not in said.out
        assert "Kho văn bản: 3 văn bản, " in said.out

    def test_an_empty_library_is_well(self, kb: Kb) -> None:
        said = kb("doctor")

        assert said.status == 0
        assert "chưa có gì để lập: thư viện chưa có văn bản nào" in said.out

    def test_a_damaged_index_is_named_with_its_mend(self, stocked: Kb, home: Path) -> None:
        (home / "index" / "CURRENT").write_text("khong-co")

        said = stocked("doctor")

        assert said.status == 1
        assert "✗ Chỉ mục tìm kiếm: Không đọc được chỉ mục" in said.out
        assert "cách khắc phục: kb rebuild" in said.out


def test_a_port_that_is_taken_is_named(kb: Kb) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        said = kb("serve", "--port", str(port))

    assert said.status == 1
    assert said.err == (
        f"Không mở được cổng {port} tại 127.0.0.1 (đang có chương trình khác dùng); "
        "hãy chọn cổng khác bằng --port hoặc địa chỉ khác bằng --host.\n"
    )


def test_answers_do_not_wait_for_acknowledgements() -> None:
    """asyncio sets TCP_NODELAY on connections of a socket whose protocol is said to be TCP."""
    with listening_socket("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


def test_a_host_that_is_nowhere_is_named(kb: Kb) -> None:
    said = kb("serve", "--host", "khong.co.invalid", "--port", "8123")

    assert said.status == 1
    assert said.err.startswith(
        "Không mở được cổng 8123 tại khong.co.invalid (không tìm thấy địa chỉ đó); "
    )


def test_a_quotation_is_verified_and_the_exit_status_tells(stocked: Kb) -> None:
    text = json.loads(stocked("search", "kiểm tra", "--limit", "1", "--json").out)["hits"][0][
        "text"
    ]
    quotation = " ".join(text.split()[:6])

    exact = stocked("verify", quotation)
    wrong = stocked("verify", f"{quotation.rsplit(' ', 1)[0]} quạnh")
    absent = json.loads(stocked("verify", "thuyền trưởng đọc hải đồ nửa đêm", "--json").out)

    assert (exact.status, exact.out.splitlines()[0]) == (0, "Đúng nguyên văn.")
    assert (wrong.status, wrong.out.splitlines()[0]) == (1, "Khác nguyên văn.")
    assert "[-quạnh-]" in wrong.out
    assert (absent["verdict"], absent["matches"]) == ("not_found", [])


DRAFT = """KẾ HOẠCH
tổ chức học tập chuyên đề
Căn cứ Nghị quyết số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị;
Các cấp ủy, tổ chức đảng căn cứ tình hình của mình mà thực hiện và báo cáo hằng quý.
"""


def test_a_draft_is_checked_and_only_a_sound_one_ends_with_0(stocked: Kb, tmp_path: Path) -> None:
    (tmp_path / "sai.txt").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "dung.txt").write_text(DRAFT.replace("Nghị quyết", "Kết luận"), encoding="utf-8")

    wrong, sound = stocked("check", "sai.txt"), stocked("check", "dung.txt")
    found = json.loads(stocked("check", "sai.txt", "--json").out)

    assert (wrong.status, sound.status) == (1, 0)
    assert "“Nghị quyết” → “Kết luận”" in wrong.out
    assert "1 viện dẫn, 0 đoạn trích. Nhận xét: sai 1, nhiều khả năng sai 0" in wrong.out
    assert [one["check"] for one in found["remarks"]] == ["a"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["dung.txt", "kho", "sai.txt"]


def test_the_draft_comes_back_with_comments_under_another_name(stocked: Kb, tmp_path: Path) -> None:
    word = docx.Document()
    for line in DRAFT.splitlines():
        word.add_paragraph(line)
    word.save(str(tmp_path / "du-thao.docx"))

    said = stocked("check", "du-thao.docx", "--word", "ghi-chu.docx")
    again = stocked("check", "du-thao.docx", "--word", "ghi-chu.docx")

    assert said.status == 1
    (comment,) = docx.Document(str(tmp_path / "ghi-chu.docx")).comments
    assert comment.text.startswith("Sai (tên loại và mã)")
    assert (again.status, "Đã có tệp «ghi-chu.docx»" in again.err) == (1, True)


def test_what_takes_no_comments_or_is_not_there_is_said_so(stocked: Kb, tmp_path: Path) -> None:
    (tmp_path / "sai.txt").write_text(DRAFT, encoding="utf-8")

    assert "không phải tệp DOCX" in stocked("check", "sai.txt", "--word", "x.docx").err
    assert "Không thấy tệp «khong.docx»" in stocked("check", "khong.docx").err
    assert not (tmp_path / "x.docx").exists()
