"""The catalogue file: bibliographic facts of documents that are known, whether held or not."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import InvalidCatalogue
from kb.store.records import KnownRecord
from kb.symbol import Symbol, parse_symbol
from kb.vietnamese.normalise import normalise

if TYPE_CHECKING:
    from _csv import Reader

COLUMNS = ("symbol", "type", "date", "issuer", "term", "plenum", "title")
_MORE = ("replaced_by", "replaced_on")  # left out of many a catalogue


def read_catalogue(path: Path) -> list[KnownRecord]:
    """The rows of a catalogue in CSV with the columns above, and where it has them `replaced_by` (a
    symbol) and `replaced_on`; dates in ISO form, blanks are None.

    Raises InvalidCatalogue naming the line: a wrong fact in the catalogue is worse than none.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_rows(csv.reader(file), path))
    except OSError as error:
        raise InvalidCatalogue(
            f"Không đọc được tệp danh mục «{path.name}» ({error.strerror}); hãy kiểm tra đường dẫn."
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidCatalogue(
            f"Tệp danh mục «{path.name}» không phải CSV mã hóa UTF-8; hãy lưu lại đúng định dạng."
        ) from error


def _rows(reader: Reader, path: Path) -> Iterator[KnownRecord]:
    header = next(reader, [])
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise InvalidCatalogue(
            f"Tệp danh mục «{path.name}» thiếu cột: {', '.join(missing)}; "
            f"dòng đầu phải là {','.join(COLUMNS)}."
        )
    for cells in filter(None, reader):
        where = f"«{path.name}», dòng {reader.line_num}"
        if len(cells) != len(header):
            raise InvalidCatalogue(
                f"Danh mục {where} có {len(cells)} cột, cần {len(header)}; "
                "hãy đặt trong ngoặc kép những ô có dấu phẩy."
            )
        yield _record(dict(zip(header, cells, strict=True)), where)


def _record(row: dict[str, str], where: str) -> KnownRecord:
    values = {name: normalise(row.get(name, "")).strip() or None for name in (*COLUMNS, *_MORE)}
    successor = values["replaced_by"]
    return KnownRecord(
        symbol=_symbol(values["symbol"] or "", where),
        type=values["type"],
        date=_date(values["date"], where),
        issuer=values["issuer"],
        term=values["term"],
        plenum=values["plenum"],
        title=values["title"],
        replaced_by=str(_symbol(successor, where)) if successor else None,
        replaced_on=_date(values["replaced_on"], where),
    )


def _symbol(value: str, where: str) -> Symbol:
    symbol = parse_symbol(value)
    if symbol is None:
        raise InvalidCatalogue(
            f"Danh mục {where}: «{value}» không phải số hiệu văn bản; hãy sửa dòng này."
        )
    return symbol


def _date(value: str | None, where: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise InvalidCatalogue(
            f"Danh mục {where}: ngày «{value}» không có dạng năm-tháng-ngày; "
            "hãy sửa thành dạng 2023-06-15."
        ) from error
