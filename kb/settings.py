"""Everything that can be set, each by an environment variable `KB_…` (or a line in `.env`).

Read once, in the bootstrap; everyone else gets plain arguments.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from kb.errors import InvalidSettings

_PREFIX = "KB_"


class Settings(BaseSettings):
    """The settings of one run; a wrong value or an unknown name fails at start, by name."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_file=".env", extra="forbid", frozen=True
    )

    home: Path = Field(default=Path("data"), description="thư mục giữ dữ liệu của kb")
    embedding_model: str | None = Field(
        default=None,
        description="mô hình sentence-transformers khác (đường dẫn hoặc tên); bỏ trống: mặc định",
    )
    query_prompt: str | None = Field(
        default=None, description="lời dẫn đặt trước câu hỏi khi mã hóa"
    )
    passage_prompt: str | None = Field(
        default=None, description="lời dẫn đặt trước đoạn văn khi mã hóa"
    )
    threads: int = Field(default=2, ge=1, le=64, description="số luồng tính toán của mô hình")
    max_pages: int = Field(
        default=2000, ge=1, le=100_000, description="số trang tối đa của một tệp"
    )
    host: str = Field(
        default="127.0.0.1", min_length=1, description="địa chỉ máy chủ web lắng nghe"
    )
    port: int = Field(default=8000, ge=1, le=65_535, description="cổng máy chủ web")


def load_settings() -> Settings:
    """The settings from the environment; raises InvalidSettings naming each wrong variable."""
    known = {f"{_PREFIX}{name}".upper() for name in Settings.model_fields}
    unknown = sorted(
        name
        for name in os.environ
        if name.upper().startswith(_PREFIX) and name.upper() not in known
    )
    if unknown:
        raise InvalidSettings(
            f"Không có thiết lập {', '.join(unknown)}; "
            f"các thiết lập hợp lệ: {', '.join(sorted(known))}."
        )
    try:
        return Settings()
    except ValidationError as error:
        raise InvalidSettings(_sentence(error)) from error


def _sentence(error: ValidationError) -> str:
    faults = [
        f"{_PREFIX}{'_'.join(map(str, fault['loc']))}".upper() + f" (giá trị {fault['input']!r})"
        for fault in error.errors()
    ]
    return (
        f"Thiết lập sai: {'; '.join(faults)}; hãy sửa biến môi trường hoặc tệp .env rồi chạy lại."
    )
