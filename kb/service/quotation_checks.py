"""The quotations of a draft, each verified word for word."""

from __future__ import annotations

from dataclasses import dataclass

from kb.document import Confidence
from kb.drafting.check import CheckKind, Remark, Severity
from kb.drafting.check_quotations import Quoted, quotations_of
from kb.drafting.meaning import Paper, named
from kb.drafting.pieces import PieceKind
from kb.drafting.verify import Verdict
from kb.drafting.wording import difference_text
from kb.errors import InvalidQuotation
from kb.service.cards import card_of
from kb.service.results import DocumentCard
from kb.service.verifying import Match, Verification, Verifier
from kb.store.documents import Store
from kb.symbol import Symbol

_ALIKE = 0.8
"""The share of its words that a passage must have for a quotation that cites nothing to be called
misquoted."""


@dataclass(frozen=True, slots=True)
class QuotationVerdict:
    """A quotation with what became of it: `found` is where it stands, word for word or nearly, `remark`
    what is to be said, None where it is exact."""

    quoted: Quoted
    verdict: Verdict
    found: Match | None
    remark: Remark | None


class QuotationChecker:
    """Verifies a draft's quotations against the documents that it cites, else against all."""

    def __init__(self, store: Store, verifier: Verifier) -> None:
        self._store = store
        self._verifier = verifier

    def check(self, paper: Paper, draft_id: str) -> list[QuotationVerdict]:
        """The verdicts in the order of the text. Errors as for `Verifier.verify`, but that a quotation
        too long to be compared is said to be so."""
        return [self._verdict(paper, draft_id, one) for one in quotations_of(paper)]

    def _verdict(self, paper: Paper, draft_id: str, quoted: Quoted) -> QuotationVerdict:
        source = self._source(quoted, draft_id)
        try:
            answer = self._verifier.verify(quoted.span.of(paper.text), [source] if source else [])
        except InvalidQuotation as error:
            remark = _remark(quoted, Severity.INFORMATION, str(error))
            return QuotationVerdict(quoted, Verdict.NOT_FOUND, None, remark)
        found = _best(answer, draft_id, paper.own.symbol)
        if source is None:
            return _in_library(quoted, found)
        return _in_source(quoted, found, _elsewhere(answer, draft_id))

    def _source(self, quoted: Quoted, draft_id: str) -> DocumentCard | None:
        """The held document that the draft says the quotation is from."""
        bearer = quoted.of.bearer if quoted.of else None
        if bearer is None or bearer.id is None or bearer.id == draft_id:
            return None
        return card_of(self._store.record(bearer.id))


def _best(answer: Verification, draft_id: str, own: Symbol | None) -> Match | None:
    """The best match outside of the draft itself, which may be held under another file."""
    return next((one for one in answer.matches if not _is_own(one, draft_id, own)), None)


def _is_own(match: Match, draft_id: str, own: Symbol | None) -> bool:
    symbol = match.document.facts.symbol
    return match.document.id == draft_id or (own is not None and symbol == own)


def _elsewhere(answer: Verification, draft_id: str) -> Match | None:
    return next((one for one in answer.elsewhere if one.document.id != draft_id), None)


def _in_source(quoted: Quoted, found: Match | None, other: Match | None) -> QuotationVerdict:
    """The verdict where the document cited is held: what it lacks is probably misquoted."""
    name = named(quoted.of.bearer) if quoted.of and quoted.of.bearer else ""
    if found is not None and found.verdict is Verdict.EXACT:
        return QuotationVerdict(quoted, Verdict.EXACT, found, None)
    if found is not None:
        remark = _remark(quoted, Severity.ERROR, _differs(found, name), found)
        return QuotationVerdict(quoted, Verdict.DIFFERS, found, remark)
    says = f"{name} có trong thư viện nhưng không có đoạn này."
    if other is not None:
        says += f" Đúng nguyên văn ở {other.document.heading}, {_place(other)}."
    remark = _remark(quoted, Severity.LIKELY, says)
    return QuotationVerdict(quoted, Verdict.NOT_FOUND, other, remark)


def _in_library(quoted: Quoted, found: Match | None) -> QuotationVerdict:
    """The verdict where no held document is cited: what nobody has is unknown, not wrong."""
    if found is not None and found.verdict is Verdict.EXACT:
        return QuotationVerdict(quoted, Verdict.EXACT, found, None)
    if found is not None and found.share >= _ALIKE:
        remark = _remark(quoted, Severity.LIKELY, _differs(found, found.document.heading), found)
        return QuotationVerdict(quoted, Verdict.DIFFERS, found, remark)
    says = "Thư viện không có đoạn này nên không kiểm được; điều đó chưa có nghĩa là trích sai."
    remark = _remark(quoted, Severity.INFORMATION, says)
    return QuotationVerdict(quoted, Verdict.NOT_FOUND, None, remark)


def _differs(match: Match, name: str) -> str:
    told = "; ".join(difference_text(one) for one in match.differences if not one.kind.is_formal)
    return f"Khác nguyên văn ở {name}, {_place(match)}. {told}."


def _place(match: Match) -> str:
    return match.places[0].place or "nhiều phần của văn bản" if match.places else ""


def _remark(quoted: Quoted, severity: Severity, says: str, match: Match | None = None) -> Remark:
    """The remark; the correction is the wording of the document, unless words are left out or it was
    read by machine."""
    recognised = match is not None and any(place.ocr_quality is not None for place in match.places)
    kinds = {piece.kind for piece in match.pieces} if match else {PieceKind.OMITTED}
    printed = (
        "".join(p.text for p in match.pieces if p.kind is not PieceKind.QUOTED) if match else ""
    )
    sure = not recognised and severity is Severity.ERROR
    return Remark(
        CheckKind.QUOTATION,
        severity,
        quoted.span,
        f"{says} Bản giữ là bản quét do máy đọc; hãy xem bản gốc." if recognised else says,
        None if recognised or PieceKind.OMITTED in kinds else " ".join(printed.split()),
        Confidence.SURE if sure else Confidence.DOUBTFUL if recognised else Confidence.LIKELY,
    )
