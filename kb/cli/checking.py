"""What `kb check` prints: the remarks by place, then what was checked."""

from __future__ import annotations

import json
from pathlib import Path

from kb.cli.ink import folded, ink
from kb.cli.output import pages_text
from kb.drafting.check import Severity
from kb.drafting.check_wording import CHECKS, CONFIDENCES, SEVERITIES
from kb.errors import FileVanished, StoreFailure
from kb.service.check_json import report_json
from kb.service.checking import DraftPlace, DraftReport, PlacedRemark

_COLOURS = {
    Severity.ERROR: "red",
    Severity.LIKELY: "yellow",
    Severity.STYLE: "cyan",
    Severity.INFORMATION: "dim",
}


def read_draft(path: Path) -> bytes:
    """The bytes of a draft. Raises FileVanished or StoreFailure."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileVanished(f"Không thấy tệp «{path}»; hãy kiểm tra đường dẫn.") from error
    except OSError as error:
        raise StoreFailure(
            f"Không đọc được «{path}» ({error.strerror}); hãy kiểm tra quyền đọc."
        ) from error


def write_commented(path: Path, data: bytes) -> None:
    """Writes the DOCX with comments. Raises StoreFailure where a file stands there or none can."""
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise StoreFailure(f"Đã có tệp «{path}»; hãy chọn tên khác.") from error
    except OSError as error:
        raise StoreFailure(
            f"Không ghi được «{path}» ({error.strerror}); hãy chọn nơi khác."
        ) from error


def print_report_json(report: DraftReport) -> None:
    """One object, as `POST /api/v1/check` returns it."""
    print(json.dumps(report_json(report), ensure_ascii=False, indent=2))


def print_report(report: DraftReport) -> None:
    """The report for reading."""
    for warning in report.document.warnings:
        _print(warning, colour="yellow")
    for item in report.remarks:
        _print_remark(item)
    counts = ", ".join(f"{SEVERITIES[one]} {count}" for one, count in report.counts.items())
    print(
        f"{len(report.citations)} viện dẫn, {len(report.quotations)} đoạn trích. Nhận xét: {counts}."
    )


def _print_remark(item: PlacedRemark) -> None:
    remark = item.remark
    sure = f" ({CONFIDENCES[remark.confidence]})" if remark.is_fault else ""
    head = f"[{remark.kind}] {SEVERITIES[remark.severity]}: {CHECKS[remark.kind]}{sure}"
    _print(head, colour=_COLOURS[remark.severity])
    _print(place_text(item.place), "   ", "dim")
    change = (
        f"“{item.printed}” → “{remark.correction}”" if remark.correction else f"“{item.printed}”"
    )
    _print(change, "   ", "bold")
    _print(remark.says, "   ")
    print()


def place_text(place: DraftPlace) -> str:
    """ "Phần II, mục 1, tr. 5, đoạn 31"; a Word file has no pages."""
    pages = pages_text(place.pages) if place.pages else ""
    return ", ".join(filter(None, (place.division, pages, f"đoạn {place.paragraph}")))


def _print(text: str, indent: str = "", colour: str = "") -> None:
    for line in folded(text, indent):
        print(ink(line, colour) if colour else line)
