"""The form that corrects the facts of a document, with what each was read from beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from kb.document import Facts
from kb.errors import InvalidFacts
from kb.service.keeping.facts import LONGEST, checked_facts
from kb.service.results import DocumentCard, DocumentView, FactSource
from kb.store.audit import AuditEntry
from kb.store.corrections import FactValue, changed_facts
from web import labels
from web.links import correction_url, document_url, limit_url, sheet_url, undo_url
from web.places import Place
from web.presenters.history import NAMES, HistoryRow, history_row
from web.presenters.page import CardView, Link, Page, card_view, page_of

NOTHING_CHANGED = "Chưa có ô nào khác với thông tin đang giữ nên chưa sửa gì."
SEE_BOXES = "Chưa sửa gì: hãy xem lại các ô có lời nhắc."
CHANGED_MEANWHILE = (
    "Thông tin đã được sửa từ khi bạn mở trang này nên chưa lưu gì. Ô bạn đã sửa vẫn giữ chữ của bạn, "
    "các ô khác theo bản mới; hãy xem lời nhắc ở từng ô rồi bấm Lưu lần nữa."
)
_HINTS = {
    "symbol": "ví dụ 57-KL/TW",
    "date": "ngày/tháng/năm, ví dụ 15/01/2024",
    "term": "số La Mã, ví dụ XIII",
}
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sent:
    """The form: the version of the facts that was read, what the boxes held then and hold now."""

    version: int
    read: Mapping[str, str]
    typed: Mapping[str, str]

    @property
    def touched(self) -> tuple[str, ...]:
        """The facts that whoever typed changed, spaces and line ends aside."""
        return tuple(n for n in NAMES if self.typed[n].split() != self.read[n].split())


@dataclass(frozen=True, slots=True)
class Field:
    """A fact in the form: what its box holds (`typed`) and held when it was read (`read`).

    `trouble` is what is wrong with it, `theirs` what another has changed meanwhile; `doubt`, `reason`,
    `printed` and `place` are its evidence as in `FactRow`; all "" or None where there is none.
    """

    key: str
    name: str
    hint: str
    read: str
    typed: str
    trouble: str
    theirs: str
    doubt: str
    reason: str
    printed: str
    place: Link | None


@dataclass(frozen=True, slots=True)
class Limit:
    """What the form that limits a document needs: the groups of the accounts; and what was sent of it
    with what is wrong with that, None and "" where nothing was."""

    known: tuple[str, ...]
    typed: str | None = None
    trouble: str = ""


NO_LIMIT = Limit(())
"""For a screen that sets no limits."""


@dataclass(frozen=True, slots=True)
class LimitForm:
    """The form that limits a document: the groups that it is limited to now (`read`), what stands in
    its box and what is wrong with it, the groups that there are, and those the document is limited to
    that nobody is in; "" for none."""

    read: str
    typed: str
    trouble: str
    known: str
    empty: str
    url: str


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """The form (`correction.html`); `notice` says why nothing was saved, or ""; `standing` is the
    correction that can be taken back, `longest` the most characters of a value."""

    page: Page
    card: CardView
    version: int
    fields: tuple[Field, ...]
    notice: str
    limit: LimitForm
    standing: HistoryRow | None
    longest: int
    save_url: str
    undo_url: str
    document_url: str


def values_of(sent: Sent) -> tuple[dict[str, FactValue], dict[str, str]]:
    """The facts that are to be others, an emptied box as None; and what is wrong with those that
    cannot be, by their names."""
    values: dict[str, FactValue] = {}
    troubles: dict[str, str] = {}
    for name in sent.touched:
        try:
            values |= checked_facts({name: sent.typed[name].strip() or None})
        except InvalidFacts as error:
            troubles[name] = str(error)
    return values, troubles


def correction_view(
    view: DocumentView,
    standing: AuditEntry | None,
    limit: Limit,
    sent: Sent | None = None,
    notice: str = "",
    troubles: Mapping[str, str] = _NONE,
    theirs: Mapping[str, str] = _NONE,
) -> CorrectionView:
    """The form for a document: as it was sent, or else with what the document's facts are."""
    card, current = card_view(view.card), _words(view.card.facts)
    form = sent or Sent(view.facts_version, current, current)
    sources = {source.field: source for source in view.sources}
    fields = (_field(view.card.id, key, form, troubles, theirs, sources.get(key)) for key in NAMES)
    return CorrectionView(
        page=page_of(f"Sửa thông tin {card.name}", "library"),
        card=card,
        version=form.version,
        fields=tuple(fields),
        notice=notice,
        limit=_limit_form(view.card, limit),
        standing=history_row(standing) if standing else None,
        longest=LONGEST,
        save_url=correction_url(view.card.id),
        undo_url=undo_url(view.card.id),
        document_url=document_url(view.card.id),
    )


def conflict_view(
    view: DocumentView,
    standing: AuditEntry | None,
    limit: Limit,
    sent: Sent,
    changes: Sequence[AuditEntry],
) -> CorrectionView:
    """The form once more, after others made `changes`: what was typed stays, beside it what they
    changed; boxes that nobody touched here follow them."""
    current = _words(view.card.facts)
    typed = current | {name: sent.typed[name] for name in sent.touched}
    theirs = {
        name: f"{_who(name, changes)} đã đổi: {sent.read[name] or '(trống)'} → {now or '(trống)'}"
        for name, now in current.items()
        if now.split() != sent.read[name].split()
    }
    rebased = Sent(view.facts_version, current, typed)
    return correction_view(view, standing, limit, rebased, CHANGED_MEANWHILE, theirs=theirs)


def _limit_form(card: DocumentCard, limit: Limit) -> LimitForm:
    now = ", ".join(card.groups)
    return LimitForm(
        read=now,
        typed=now if limit.typed is None else limit.typed,
        trouble=limit.trouble,
        known=", ".join(limit.known),
        empty=", ".join(group for group in card.groups if group not in limit.known),
        url=limit_url(card.id),
    )


def _who(name: str, changes: Sequence[AuditEntry]) -> str:
    """Who changed that fact last."""
    actors = [
        one.deed.actor
        for one in changes
        if name in {changed for changed, _, _ in changed_facts(one.deed)}
    ]
    return actors[-1] if actors else "Người khác"


def _words(facts: Facts) -> dict[str, str]:
    return {name: _said(getattr(facts, name)) for name in NAMES}


def _said(value: FactValue) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def _field(
    document_id: str,
    key: str,
    form: Sent,
    troubles: Mapping[str, str],
    theirs: Mapping[str, str],
    source: FactSource | None,
) -> Field:
    return Field(
        key=key,
        name=NAMES[key],
        hint=_HINTS.get(key, ""),
        read=form.read[key],
        typed=form.typed[key],
        trouble=troubles.get(key, ""),
        theirs=theirs.get(key, ""),
        doubt=labels.CONFIDENCE_NAMES[source.confidence] if source else "",
        reason=source.reason if source else "",
        printed=(source.printed or "") if source else "",
        place=_place(document_id, source) if source else None,
    )


def _place(document_id: str, source: FactSource) -> Link | None:
    """The view of the page with the words marked."""
    if source.page is None:
        return None
    url = sheet_url(document_id, source.page, Place(source.span).terms)
    return Link(labels.see_page(source.page), url)
