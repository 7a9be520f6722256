"""Everything that can be set, each by an environment variable `KB_…` (or a line in `.env`).

Read once, in the bootstrap; everyone else gets plain arguments. Written without pydantic, whose
import alone would take a tenth of the time in which `kb search` answers from the shell.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from kb.errors import InvalidSettings

_PREFIX = "KB_"
_DOTENV = Path(".env")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run.

    `home` is the folder that holds the library and the model; `embedding_model` another
    sentence-transformers model (folder or hub id), None for the default one; the prompts stand before
    what that model reads, None for the model's own; `threads` (1 to 64) is what the model computes
    with; `max_pages` (1 to 100,000) the longest file accepted; `host` and `port` (1 to 65,535) where
    the web server listens.
    """

    home: Path = Path("data")
    embedding_model: str | None = None
    query_prompt: str | None = None
    passage_prompt: str | None = None
    threads: int = 2
    max_pages: int = 2000
    host: str = "127.0.0.1"
    port: int = 8000


def load_settings() -> Settings:
    """The settings from the environment, then from `.env` in the working folder.

    Raises InvalidSettings naming every wrong variable. Other programs' lines in `.env` are not read.
    """
    given = {**_ours(_dotenv()), **_ours(os.environ)}
    _require_known(given)
    read, default = _Reader(given), Settings()
    settings = Settings(
        home=Path(read.text("home", str(default.home), "thư mục giữ dữ liệu của kb")),
        embedding_model=read.words("embedding_model") or None,
        query_prompt=read.words("query_prompt"),
        passage_prompt=read.words("passage_prompt"),
        threads=read.number("threads", default.threads, 64, "số luồng tính toán của mô hình"),
        max_pages=read.number("max_pages", default.max_pages, 100_000, "số trang tối đa mỗi tệp"),
        host=read.text("host", default.host, "địa chỉ máy chủ web lắng nghe"),
        port=read.number("port", default.port, 65_535, "cổng máy chủ web"),
    )
    if read.faults:
        raise InvalidSettings(
            f"Thiết lập sai: {'; '.join(read.faults)}; "
            "hãy sửa biến môi trường hoặc tệp .env rồi chạy lại."
        )
    return settings


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one setting after another; what is wrong is gathered in `faults`, one clause each."""

    given: Mapping[str, str]
    faults: list[str] = field(default_factory=list)

    def words(self, name: str) -> str | None:
        """The text as given, which may be blank; None if it is not given."""
        return self.given.get(_variable(name))

    def text(self, name: str, default: str, meaning: str) -> str:
        """A text that may not be blank."""
        said = self.given.get(_variable(name), default)
        if not said.strip():
            self.faults.append(f"{_variable(name)} ({meaning}) không được để trống")
        return said

    def number(self, name: str, default: int, most: int, meaning: str) -> int:
        """A whole number from 1 to `most`."""
        said = self.given.get(_variable(name), str(default)).strip()
        if said.isdecimal() and 1 <= int(said) <= most:
            return int(said)
        wanted = f"phải là số nguyên từ 1 đến {most}"
        self.faults.append(f"{_variable(name)} = «{said}» ({meaning}) {wanted}")
        return default


def _variable(name: str) -> str:
    return f"{_PREFIX}{name}".upper()


def _ours(variables: Mapping[str, str | None]) -> dict[str, str]:
    named = ((name.upper(), text or "") for name, text in variables.items())
    return {name: text for name, text in named if name.startswith(_PREFIX)}


def _require_known(given: Mapping[str, str]) -> None:
    known = {_variable(item.name) for item in fields(Settings)}
    unknown = sorted(set(given) - known)
    if unknown:
        raise InvalidSettings(
            f"Không có thiết lập {', '.join(unknown)}; "
            f"các thiết lập hợp lệ: {', '.join(sorted(known))}."
        )


def _dotenv() -> Mapping[str, str | None]:
    if not _DOTENV.is_file():
        return {}
    from dotenv import dotenv_values

    try:
        return dotenv_values(_DOTENV)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSettings(
            f"Không đọc được tệp {_DOTENV.absolute()}; "
            "hãy lưu tệp này dạng văn bản UTF-8 và cấp quyền đọc."
        ) from error
