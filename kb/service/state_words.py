"""The state of a document in words, for the page, the command line and the API alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.drafting.render import format_date
from kb.relation import Relation
from kb.service.results import ReferenceLink
from kb.state import Change, DocumentState, State

STATE_NAMES = {
    State.IN_FORCE: "Chưa thấy văn bản thay thế",
    State.AMENDED: "Được sửa đổi, bổ sung",
    State.SUPERSEDED: "Hết hiệu lực",
    State.NOT_ISSUED: "Chưa ban hành",
}
"""The states as values of a filter. That a document is in force nobody here can know, only that nothing
at hand says otherwise."""

RELATION_NAMES = {
    Relation.REPLACES: "Thay thế",
    Relation.REPEALS: "Bãi bỏ",
    Relation.AMENDS: "Sửa đổi, bổ sung",
    Relation.GUIDES: "Hướng dẫn thực hiện",
    Relation.CARRIES_OUT: "Thực hiện",
    Relation.BASIS: "Căn cứ",
    Relation.CITES: "Viện dẫn",
}
"""What a document does to those that it mentions."""

REVERSE_NAMES = {
    Relation.REPLACES: "Được thay thế bởi",
    Relation.REPEALS: "Bị bãi bỏ bởi",
    Relation.AMENDS: "Được sửa đổi, bổ sung bởi",
    Relation.GUIDES: "Được hướng dẫn thực hiện bởi",
    Relation.CARRIES_OUT: "Được thực hiện bởi",
    Relation.BASIS: "Làm căn cứ cho",
    Relation.CITES: "Được viện dẫn bởi",
}
"""The same from the other side."""

_NOTHING_SAID = "Thư viện không có văn bản nào thay thế, bãi bỏ hay sửa đổi văn bản này"


def reason(state: DocumentState) -> str:
    """A sentence without its full stop: "Hết hiệu lực từ 01/3/2024: được thay thế bởi 905-QĐ/TUM"."""
    if state.state is State.NOT_ISSUED:
        return f"Ngày ban hành ghi trên văn bản sau ngày {format_date(state.day)}"
    if not state.changes:
        return _NOTHING_SAID
    first = state.changes[0]
    since = f"từ {format_date(first.since)}" if first.since else "(chưa rõ từ ngày nào)"
    if state.state is State.SUPERSEDED:
        return f"Hết hiệu lực {since}: {done_by(first)}"
    others = _headings(state.changes)
    return f"Được sửa đổi, bổ sung {since} bởi {others}"


def doubt(state: DocumentState) -> str:
    """What may have changed the document though it is not certain, "" where nothing has."""
    if not state.possible:
        return ""
    said = "; ".join(dict.fromkeys(map(done_by, state.possible)))
    return f"Có thể {said}; chưa chắc văn bản được nói đến là văn bản này"


def older(state: DocumentState | None) -> str:
    """That the document is an older version, without a full stop; "" where it is not."""
    if state is None or state.newer is None:
        return ""
    return f"Bản cũ; đã có bản mới: {state.newer.heading} ({state.newer.file_name})"


def unrelated(count: int) -> str:
    """What to say where some documents were read before relations were."""
    return (
        f"{count} văn bản được nạp từ bản kb trước chưa được đọc quan hệ thay thế, sửa đổi; "
        "hãy chạy lệnh kb rebuild."
    )


def by_relation(
    links: Iterable[ReferenceLink],
) -> list[tuple[Relation, tuple[ReferenceLink, ...]]]:
    """Mentions by what they say, the weightiest relation first; one that was never read only cites."""
    groups: dict[Relation, list[ReferenceLink]] = {relation: [] for relation in Relation}
    for link in links:
        groups[link.relation or Relation.CITES].append(link)
    return [(relation, tuple(found)) for relation, found in groups.items() if found]


def done_by(change: Change) -> str:
    """What was done and by what: "được thay thế bởi 905-QĐ/TUM"."""
    done = REVERSE_NAMES[change.relation]
    return f"{done[0].lower()}{done[1:]} {change.heading}"


def _headings(changes: Sequence[Change]) -> str:
    return ", ".join(dict.fromkeys(change.heading for change in changes))
