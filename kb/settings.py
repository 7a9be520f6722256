"""Everything that can be set, each by an environment variable `KB_…` (or a line in `.env`).

Read once, in the bootstrap; everyone else gets plain arguments.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, get_args

from annotated_types import Ge, Le
from dotenv import dotenv_values
from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from kb.errors import InvalidSettings

_PREFIX = "KB_"
_DOTENV = Path(".env")


def _not_blank(value: object) -> object:
    if not str(value).strip():
        raise ValueError("blank")
    return value


def _blank_as_none(value: object) -> object:
    return value or None


class Settings(BaseSettings):
    """The settings of one run; units and ranges stand with each field."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_file=_DOTENV, env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    home: Annotated[Path, BeforeValidator(_not_blank)] = Field(
        default=Path("data"), description="thư mục giữ dữ liệu của kb"
    )
    embedding_model: Annotated[str | None, BeforeValidator(_blank_as_none)] = Field(
        default=None, description="mô hình sentence-transformers khác, theo đường dẫn hoặc tên"
    )
    query_prompt: str | None = Field(default=None, description="lời dẫn trước câu hỏi")
    passage_prompt: str | None = Field(default=None, description="lời dẫn trước đoạn văn")
    reranker_model: Annotated[str | None, BeforeValidator(_blank_as_none)] = Field(
        default=None, description="mô hình CrossEncoder xếp hạng lại, theo đường dẫn"
    )
    reranker_ms: int = Field(
        default=300, ge=1, le=60_000, description="số mili giây tối đa để xếp hạng lại"
    )
    threads: int = Field(default=2, ge=1, le=64, description="số luồng tính toán của mô hình")
    max_pages: int = Field(default=2000, ge=1, le=100_000, description="số trang tối đa mỗi tệp")
    parse_memory_mb: int = Field(
        default=4096, ge=64, le=1_048_576, description="bộ nhớ tối đa để đọc một tệp, MB"
    )
    parse_seconds: int = Field(
        default=300, ge=1, le=86_400, description="số giây tối đa không đọc thêm được trang nào"
    )
    watch: Annotated[Path | None, BeforeValidator(_blank_as_none)] = Field(
        default=None, description="thư mục theo dõi, tệp mới trong đó được nạp"
    )
    upload_mb: int = Field(
        default=200, ge=1, le=1024, description="dung lượng tối đa của một tệp gửi lên, MB"
    )
    request_mb: int = Field(
        default=1000, ge=1, le=102_400, description="dung lượng tối đa của một lần gửi, MB"
    )
    internal_groups: str = Field(
        default="", description="các nhóm được xem văn bản lưu hành nội bộ, cách nhau bằng dấu phẩy"
    )
    review_first: Literal["none", "doubtful", "all"] = Field(
        default="none",
        description="văn bản mới phải duyệt rồi mới tra cứu được: none (không), "
        "doubtful (văn bản có điều chưa chắc), all (mọi văn bản)",
    )
    host: Annotated[str, BeforeValidator(_not_blank)] = Field(
        default="127.0.0.1", description="địa chỉ máy chủ web lắng nghe"
    )
    port: int = Field(default=8000, ge=1, le=65_535, description="cổng máy chủ web")
    allowed_hosts: str = Field(
        default="", description="các tên máy được gọi đến, cách nhau bằng dấu phẩy"
    )
    idle_minutes: int = Field(
        default=60, ge=1, le=1440, description="số phút không dùng thì phải đăng nhập lại"
    )
    asks_per_minute: int = Field(
        default=300, ge=1, le=1_000_000, description="số lần hỏi tối đa mỗi phút của một người"
    )


def load_settings() -> Settings:
    """The settings from the environment, then from `.env` in the working folder.

    Raises InvalidSettings naming every wrong or unknown variable. Other programs' lines in `.env`
    are not read.
    """
    _require_known([*os.environ, *_dotenv_names()])
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(_fault(detail) for detail in error.errors())
        raise InvalidSettings(
            f"Thiết lập sai: {faults}; hãy sửa biến môi trường hoặc tệp .env rồi chạy lại."
        ) from error


def _require_known(names: list[str]) -> None:
    known = {_variable(name) for name in Settings.model_fields}
    ours = {name.upper() for name in names if name.upper().startswith(_PREFIX)}
    if ours - known:
        raise InvalidSettings(
            f"Không có thiết lập {', '.join(sorted(ours - known))}; "
            f"các thiết lập hợp lệ: {', '.join(sorted(known))}."
        )


def _dotenv_names() -> list[str]:
    try:
        return list(dotenv_values(_DOTENV, encoding="utf-8")) if _DOTENV.is_file() else []
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSettings(
            f"Không đọc được tệp {_DOTENV.absolute()}; "
            "hãy lưu tệp này dạng văn bản UTF-8 và cấp quyền đọc."
        ) from error


def _variable(name: str) -> str:
    return f"{_PREFIX}{name}".upper()


def _fault(detail: ErrorDetails) -> str:
    """One wrong setting: its variable, what was given, what it is and what it must be."""
    name = str(detail["loc"][0])
    field = Settings.model_fields[name]
    meaning, bounds = field.description, list(_bounds(name))
    if detail["type"] == "literal_error":
        choices = ", ".join(get_args(field.annotation))
        return f"{_variable(name)} = «{detail['input']}» phải là một trong: {choices}"
    if not bounds:
        return f"{_variable(name)} ({meaning}) không được để trống"
    wanted = f"phải là số nguyên từ {bounds[0]} đến {bounds[-1]}"
    return f"{_variable(name)} = «{detail['input']}» ({meaning}) {wanted}"


def _bounds(name: str) -> Iterator[object]:
    for rule in Settings.model_fields[name].metadata:
        if isinstance(rule, Ge):
            yield rule.ge
        elif isinstance(rule, Le):
            yield rule.le
