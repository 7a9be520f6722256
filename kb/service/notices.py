"""What an answer says beside its hits: what was let go, cut, not found or cannot be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from kb.document import FACT_NAMES
from kb.drafting.render import format_date
from kb.query import Filters, Query, Reading
from kb.search.asking import asks_if_in_force
from kb.service.document_table import DocumentTable
from kb.service.result_set import ResultSet
from kb.service.results import Hit
from kb.vietnamese.normalise import normalise

NOTHING_ASKED = "Hãy nhập từ khóa, câu hỏi hoặc số hiệu văn bản cần tìm."
NOTHING_HELD = "Thư viện chưa có văn bản nào; hãy nạp văn bản bằng lệnh `kb add`."
_NO_SUCH_PLACE = (
    "Văn bản có số hiệu này không có điều, khoản, mục đã nêu; sau đây là các đoạn khác."
)
TOO_SLOW = (
    "Mô hình xếp hạng lại chưa đọc xong trong thời gian cho phép, nên kết quả giữ thứ tự thường."
)
_ONLY_FROM_THE_LIBRARY = (
    "Tình trạng hiệu lực dưới đây chỉ theo danh mục và lời văn của những văn bản có trong thư viện; "
    "hãy kiểm tra ở nguồn chính thức xem văn bản còn hiệu lực hay đã được thay thế."
)
_CUT_SHORT = "Câu hỏi quá dài nên chỉ phần đầu được dùng để tìm."


def notice(
    query: Query,
    phrases: tuple[str, ...],
    results: ResultSet,
    hits: Sequence[Hit],
    named: Collection[str],
    unanswered: bool,
) -> str | None:
    """What there is to say of an answer beside its hits, in sentences; None where there is nothing.

    `phrases` are those that were asked for; `named` are the documents that the query names by number.
    """
    whole = " ".join(normalise(query.typed).split())
    misplaced = query.places and named and not any(hit.why.place for hit in hits)
    sentences = (
        _reversed(query.filters),
        *_unheld(query.filters, results.table),
        _CUT_SHORT if len(query.text) < len(whole) else "",
        _without_phrases(phrases, unanswered) if phrases != query.phrases else "",
        _without_readings(results.let_go) if results.let_go else "",
        _NO_SUCH_PLACE if misplaced else "",
        _ONLY_FROM_THE_LIBRARY if query.symbols and asks_if_in_force(query.meant) else "",
    )
    return " ".join(filter(None, sentences)) or None


def _reversed(filters: Filters) -> str:
    since, until = filters.since, filters.until
    if since is None or until is None or since <= until:
        return ""
    return (
        f"Ngày bắt đầu ({format_date(since)}) sau ngày kết thúc ({format_date(until)}) nên không văn "
        "bản nào nằm trong khoảng ấy; hãy đổi lại hai ngày."
    )


def _unheld(filters: Filters, table: DocumentTable) -> Iterator[str]:
    """A value that no document has is misspelt, or tells more than the empty list beside it."""
    for name, what in _FACTS.items():
        wanted = getattr(filters, name)
        if wanted is not None and not table.has(name, wanted):
            values = table.values(name)
            others = f"; thư viện có: {', '.join(values[:_VALUES])}" if values else ""
            left = len(values) - _VALUES
            more = f" và {left} giá trị khác" if left > 0 else ""
            yield f"Không văn bản nào có {what} “{wanted}”{others}{more}."


_FACTS = {"type": "loại"} | {name: FACT_NAMES[name] for name in ("issuer", "term", "circulation")}
"""The facts that are filtered by their text, as a sentence that begins with "văn bản" calls them."""

_VALUES = 8
"""Values that are named, most frequent first: an office has some fifteen types."""


def _without_phrases(phrases: tuple[str, ...], unanswered: bool) -> str:
    said = ", ".join(f"“{phrase}”" for phrase in phrases)
    what = "đúng cụm từ" if len(phrases) == 1 else "đủ các cụm từ"
    instead = "" if unanswered else "; sau đây là các đoạn gần nhất"
    return f"Không có đoạn nào chứa {what} {said}{instead}."


def _without_readings(readings: tuple[Reading, ...]) -> str:
    said = ", ".join(f"“{reading.words}”" for reading in readings)
    return (
        f"Không có văn bản nào vừa đúng với {said} vừa nói về điều được hỏi, nên đã tìm trong tất cả"
        " văn bản."
    )
