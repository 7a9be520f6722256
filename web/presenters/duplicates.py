"""Documents that are alike: the page of all questions, and the short one beside a job or a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kb.service.keeping.duplicate_words import decided_words, likeness_words, named
from kb.service.keeping.duplicates import Duplicate, Side
from kb.service.text_differences import Difference, TextDifferences
from web import labels
from web.links import decide_url, document_url, duplicates_url, restore_url, review_url
from web.presenters.history import moment
from web.presenters.page import Link, Page, page_of

TITLE = "Văn bản giống nhau"
PER_PAGE = 5
"""Questions on a page, each with its texts compared: 80 ms for two of 45 pages with 561 differences."""
_MOST_DECIDED = 20
_DONE = {
    "same": "Đã ghi là cùng một văn bản: giữ một bản, bản kia ở trong thùng rác và lấy lại được.",
    "version": "Đã ghi bản mới và bản cũ: bản cũ vẫn tra cứu, trích dẫn được và ghi rõ là bản cũ.",
    "both": "Đã ghi là hai văn bản khác nhau; sẽ không hỏi lại về cặp này.",
}
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class AlikeView:
    """A question in a line: what the document is like, where to answer, where to compare."""

    words: str
    decide_url: str
    page_url: str


@dataclass(frozen=True, slots=True)
class FactPair:
    """A fact of the newly added document and of the other; `differs` where both say something else."""

    name: str
    new: str
    old: str
    differs: bool


@dataclass(frozen=True, slots=True)
class SideView:
    """One of the two: its name, its page ("" where it is in the trash), and the way back from there."""

    name: str
    file_name: str
    url: str
    restore_url: str


@dataclass(frozen=True, slots=True)
class DuplicateView:
    """A pair: `decide_url` answers with the newly added as the newer, `reverse_url` the other way
    round; `decided` says what was answered, by whom and when, "" while nothing was."""

    words: str
    new: SideView
    old: SideView
    facts: tuple[FactPair, ...]
    difference: str
    stretches: tuple[Difference, ...]
    decide_url: str
    reverse_url: str
    decided: str


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """An answer that was given: of which pair, what, and where to give another."""

    names: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class DuplicatesView:
    """The page (`duplicates.html`): the questions of one page, and the last answers; `only` is true
    where it is about one document, `onward` leads to the next questions."""

    page: Page
    pairs: tuple[DuplicateView, ...]
    summary: str
    done: str
    only: bool
    onward: Link | None
    decided: tuple[DecidedRow, ...]


def alike_view(pair: Duplicate, document_id: str) -> AlikeView:
    """A question in a line about one of the two."""
    other = pair.old if pair.new.card.id == document_id else pair.new
    return AlikeView(
        words=f"Giống {named(other)}: {likeness_words(pair)}.",
        decide_url=decide_url(pair.new.card.id, pair.old.card.id),
        page_url=duplicates_url(pair.new.card.id),
    )


def alike_by_document(pairs: Iterable[Duplicate]) -> dict[str, AlikeView]:
    """The first open question about each newly added document, by its id."""
    found: dict[str, AlikeView] = {}
    for pair in sorted(pairs, key=lambda one: -(one.score or 0)):
        if pair.is_open:
            new = pair.new.card.id
            found.setdefault(new, alike_view(pair, new))
    return found


def duplicates_view(
    pairs: Sequence[Duplicate],
    compare: Callable[[Duplicate], TextDifferences],
    document_id: str = "",
    number: int = 1,
    done: str = "",
) -> DuplicatesView:
    """Page `number` (from 1) of the open questions among `pairs`, or all pairs of one document."""
    asked = pairs if document_id else [pair for pair in pairs if pair.is_open]
    first = (number - 1) * PER_PAGE
    shown = asked[first : first + PER_PAGE]
    rest = len(asked) - first - len(shown)
    onward = Link(f"Xem tiếp {rest} cặp", duplicates_url(document_id, number + 1))
    answered = [pair for pair in pairs if not pair.is_open and pair.decision]
    answered.sort(key=lambda pair: str(pair.decided_at), reverse=True)
    return DuplicatesView(
        page=page_of(TITLE, "library"),
        pairs=tuple(_pair(pair, compare(pair)) for pair in shown),
        summary=_summary(sum(pair.is_open for pair in pairs)),
        done=_DONE.get(done, ""),
        only=bool(document_id),
        onward=onward if rest > 0 else None,
        decided=() if document_id else tuple(map(_decided_row, answered[:_MOST_DECIDED])),
    )


def _summary(count: int) -> str:
    if not count:
        return "Không có cặp văn bản nào chờ quyết định."
    return f"{count} cặp văn bản giống nhau đang chờ quyết định."


def _pair(pair: Duplicate, texts: TextDifferences) -> DuplicateView:
    new, old = pair.new.card.id, pair.old.card.id
    words = likeness_words(pair)
    return DuplicateView(
        words=f"{words[0].upper()}{words[1:]}",
        new=_side(pair.new),
        old=_side(pair.old),
        facts=_facts(pair, texts),
        difference=_difference(texts),
        stretches=texts.shown,
        decide_url=decide_url(new, old),
        reverse_url=decide_url(old, new),
        decided=_decided(pair) if pair.decision and not pair.is_open else "",
    )


def _side(side: Side) -> SideView:
    id = side.card.id
    page = review_url(id) if side.held_back else document_url(id)
    return SideView(
        name=side.card.heading,
        file_name=side.card.file_name,
        url="" if side.in_trash else page,
        restore_url=restore_url(id) if side.in_trash else "",
    )


def _facts(pair: Duplicate, texts: TextDifferences) -> tuple[FactPair, ...]:
    sides = (pair.new, pair.old)
    facts = labels.FACT_NAMES.items()
    said = [(name, [_fact(side, field) for side in sides]) for field, name in facts]
    beside = [
        ("Độ dài", [labels.length(side.card.page_count) for side in sides]),
        ("Số chữ", [f"{count:,}".replace(",", ".") for count in texts.words]),
        ("Dung lượng", [_size(side.byte_size) for side in sides]),
        ("Tên tệp", [side.card.file_name for side in sides]),
        ("Thêm vào thư viện", [moment(side.added_at) for side in sides]),
    ]
    return (
        *(FactPair(name, new, old, bool(new and old and new != old)) for name, (new, old) in said),
        *(FactPair(name, new, old, False) for name, (new, old) in beside),
    )


def _fact(side: Side, field: str) -> str:
    value = getattr(side.card.facts, field)
    if field == "date" and value:
        return labels.day(value)
    return str(value) if value else ""


def _size(byte_size: int) -> str:
    if byte_size < _MEGABYTE:
        return f"{-(-byte_size // 1024)} KB"
    return f"{byte_size / _MEGABYTE:.1f} MB".replace(".", ",")


def _difference(texts: TextDifferences) -> str:
    if not texts.count:
        return "Lời văn không khác chữ nào."
    rest = texts.count - len(texts.shown)
    more = f", {len(texts.shown)} chỗ đầu được nêu" if rest else ""
    return f"Lời văn khác nhau ở {texts.count} chỗ{more}."


def _decided(pair: Duplicate) -> str:
    when = f", {moment(pair.decided_at)}" if pair.decided_at else ""
    return f"{decided_words(pair)} ({pair.actor}{when})"


def _decided_row(pair: Duplicate) -> DecidedRow:
    names = f"{named(pair.new)} và {named(pair.old)}"
    return DecidedRow(names, _decided(pair), duplicates_url(pair.new.card.id))
