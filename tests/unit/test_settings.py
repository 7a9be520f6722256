"""Settings: from the environment, then from .env; every wrong one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import InvalidSettings
from kb.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refusal() -> str:
    """What is said of the settings as they are."""
    with pytest.raises(InvalidSettings) as caught:
        load_settings()
    return str(caught.value)


def test_without_any_variable_the_defaults_hold() -> None:
    assert load_settings() == Settings(
        home=Path("data"),
        embedding_model=None,
        query_prompt=None,
        passage_prompt=None,
        reranker_model=None,
        reranker_ms=300,
        threads=2,
        max_pages=2000,
        parse_memory_mb=4096,
        parse_seconds=300,
        watch=None,
        upload_mb=200,
        request_mb=1000,
        host="127.0.0.1",
        port=8000,
    )


def test_every_setting_has_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "KB_HOME": "/kho/van ban",
        "KB_EMBEDDING_MODEL": "intfloat/multilingual-e5-base",
        "KB_QUERY_PROMPT": "query: ",
        "KB_PASSAGE_PROMPT": "",
        "KB_RERANKER_MODEL": "/mo-hinh/xep-hang",
        "KB_RERANKER_MS": "500",
        "KB_THREADS": "8",
        "KB_MAX_PAGES": "500",
        "KB_PARSE_MEMORY_MB": "1024",
        "KB_PARSE_SECONDS": "60",
        "KB_WATCH": "/van ban/den",
        "KB_REVIEW_FIRST": "doubtful",
        "KB_UPLOAD_MB": "50",
        "KB_REQUEST_MB": "300",
        "KB_INTERNAL_GROUPS": "van-phong, to-chuc",
        "KB_HOST": "192.168.1.5",
        "KB_PORT": "9000",
        "KB_ALLOWED_HOSTS": "kho.example, 10.0.0.5",
        "KB_IDLE_MINUTES": "30",
        "KB_ASKS_PER_MINUTE": "600",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    assert load_settings() == Settings(
        home=Path("/kho/van ban"),
        embedding_model="intfloat/multilingual-e5-base",
        query_prompt="query: ",
        passage_prompt="",
        reranker_model="/mo-hinh/xep-hang",
        reranker_ms=500,
        threads=8,
        max_pages=500,
        parse_memory_mb=1024,
        parse_seconds=60,
        watch=Path("/van ban/den"),
        review_first="doubtful",
        upload_mb=50,
        request_mb=300,
        internal_groups="van-phong, to-chuc",
        host="192.168.1.5",
        port=9000,
        allowed_hosts="kho.example, 10.0.0.5",
        idle_minutes=30,
        asks_per_minute=600,
    )


def test_a_blank_model_is_the_default_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_EMBEDDING_MODEL", "")

    assert load_settings().embedding_model is None


@pytest.mark.parametrize(
    ("name", "value", "clause"),
    [
        (
            "KB_REVIEW_FIRST",
            "yes",
            "KB_REVIEW_FIRST = «yes» phải là một trong: none, doubtful, all",
        ),
        ("KB_PORT", "abc", "KB_PORT = «abc» (cổng máy chủ web) phải là số nguyên từ 1 đến 65535"),
        ("KB_PORT", "0", "KB_PORT = «0» (cổng máy chủ web) phải là số nguyên từ 1 đến 65535"),
        (
            "KB_PORT",
            "65536",
            "KB_PORT = «65536» (cổng máy chủ web) phải là số nguyên từ 1 đến 65535",
        ),
        ("KB_PORT", "", "KB_PORT = «» (cổng máy chủ web) phải là số nguyên từ 1 đến 65535"),
        (
            "KB_THREADS",
            "0",
            "KB_THREADS = «0» (số luồng tính toán của mô hình) phải là số nguyên từ 1 đến 64",
        ),
        (
            "KB_MAX_PAGES",
            "-5",
            "KB_MAX_PAGES = «-5» (số trang tối đa mỗi tệp) phải là số nguyên từ 1 đến 100000",
        ),
        ("KB_HOME", " ", "KB_HOME (thư mục giữ dữ liệu của kb) không được để trống"),
        ("KB_HOST", "", "KB_HOST (địa chỉ máy chủ web lắng nghe) không được để trống"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_wanted(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, clause: str
) -> None:
    monkeypatch.setenv(name, value)

    assert refusal() == (
        f"Thiết lập sai: {clause}; hãy sửa biến môi trường hoặc tệp .env rồi chạy lại."
    )


def test_all_wrong_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_PORT", "abc")
    monkeypatch.setenv("KB_THREADS", "nhiều")

    said = refusal()

    assert "KB_PORT = «abc»" in said
    assert "KB_THREADS = «nhiều»" in said


@pytest.mark.parametrize("name", ["KB_FOO", "kb_foo", "KB_"])
def test_an_unknown_variable_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "1")

    assert refusal() == (
        f"Không có thiết lập {name.upper()}; các thiết lập hợp lệ: KB_ALLOWED_HOSTS, "
        "KB_ASKS_PER_MINUTE, KB_EMBEDDING_MODEL, KB_HOME, KB_HOST, KB_IDLE_MINUTES, "
        "KB_INTERNAL_GROUPS, KB_MAX_PAGES, KB_PARSE_MEMORY_MB, KB_PARSE_SECONDS, "
        "KB_PASSAGE_PROMPT, KB_PORT, KB_QUERY_PROMPT, KB_REQUEST_MB, KB_RERANKER_MODEL, "
        "KB_RERANKER_MS, KB_REVIEW_FIRST, KB_THREADS, KB_UPLOAD_MB, KB_WATCH."
    )


class TestDotenv:
    def test_its_lines_count_where_the_environment_says_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path(".env").write_text('KB_PORT=9000\nKB_HOST="localhost"\n', encoding="utf-8")
        monkeypatch.setenv("KB_PORT", "9001")

        settings = load_settings()

        assert (settings.port, settings.host) == (9001, "localhost")

    def test_lines_of_other_programs_are_not_read(self) -> None:
        Path(".env").write_text("DATABASE_URL=postgres://x\nPORT=abc\n", encoding="utf-8")

        assert load_settings() == Settings()

    def test_an_unknown_line_of_kb_is_named(self) -> None:
        Path(".env").write_text("KB_FOO=1\n", encoding="utf-8")

        assert "KB_FOO" in refusal()

    def test_a_file_in_another_encoding_is_named(self, tmp_path: Path) -> None:
        Path(".env").write_bytes("KB_HOME=kho văn bản".encode("utf-16"))

        assert refusal() == (
            f"Không đọc được tệp {tmp_path / '.env'}; "
            "hãy lưu tệp này dạng văn bản UTF-8 và cấp quyền đọc."
        )
