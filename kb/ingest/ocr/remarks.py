"""What is said to people of pages that were read by machine, or whose text layer was doubted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.ingest.layer import Doubt, Verdict
from kb.ingest.ocr.pages import OcrFailure, OcrPage
from kb.ingest.ocr.phrases import AGREES, CHOSEN, REPLACED, SCANNED, UNREAD
from kb.ingest.pdf import RawPage
from kb.ingest.quality import listed
from kb.ingest.rawpage import UNKNOWN

_UNREAD = 0.03  # of a page's ink, over which a seal, a picture or lost text is on it
_COMPARE = "hãy đối chiếu bản gốc trước khi trích dẫn."


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A page with a doubtful text layer, the machine's reading of it, and what became of the layer."""

    doubt: Doubt
    verdict: Verdict
    found: OcrPage | OcrFailure

    @property
    def number(self) -> int:
        """Physical page, from 1."""
        return self.found.number


def remarks_on(
    pages: Sequence[RawPage],
    filled: Sequence[RawPage],
    scanned: Sequence[OcrPage],
    doubtful: Sequence[Doubtful],
) -> Iterator[str]:
    """Sentences in Vietnamese on `pages`, which became `filled`; `scanned` had no text layer."""
    if scanned:
        yield (
            f"Chữ của trang {_numbers(scanned)} {SCANNED}, "
            f"độ tin cậy thấp nhất {_least(scanned):.0%}; {_COMPARE}"
        )
    ranked = sorted(doubtful, key=lambda one: (one.doubt.name, one.verdict.value, one.number))
    for (doubt, verdict), group in groupby(ranked, key=lambda one: (one.doubt, one.verdict)):
        yield from _settled(doubt, verdict, [one.found for one in group])
    yield from _same_fonts(pages, filled, doubtful)
    yield from _left_out(filled, [*scanned, *replacements(doubtful)])


def replacements(doubtful: Sequence[Doubtful]) -> list[OcrPage]:
    """The readings that stand in the place of a layer."""
    return [
        one.found
        for one in doubtful
        if one.verdict is Verdict.REPLACED and isinstance(one.found, OcrPage)
    ]


def _same_fonts(
    pages: Sequence[RawPage], filled: Sequence[RawPage], doubtful: Sequence[Doubtful]
) -> Iterator[str]:
    """The pages that may have the wrong letters of others, though too few to be sure of."""
    replaced = {page.number for page in replacements(doubtful)}
    bad = [one.number for one in doubtful if one.doubt is Doubt.GARBLED and one.number in replaced]
    fonts = {glyph.font for page in pages if page.number in bad for glyph in page.glyphs}
    alike = [page.number for page in filled if any(g.font in fonts - {""} for g in page.glyphs)]
    if alike:
        yield (
            f"Trang {listed(alike)} dùng cùng phông chữ với trang {listed(bad)} "
            f"nên cũng có thể có chữ sai; {_COMPARE}"
        )


def _left_out(pages: Sequence[RawPage], read: Sequence[OcrPage]) -> Iterator[str]:
    """What a reader of the page sees and kb does not say, and the other way round."""
    unread = [page for page in read if page.unread > _UNREAD]
    if unread:
        yield f"Trang {_numbers(unread)} {UNREAD}."
    chosen = sum(page.chosen for page in read)
    if chosen:
        yield f"Máy phân vân ở {chosen} từ {CHOSEN}."
    hidden = [page.number for page in pages if page.hidden]
    if hidden:
        yield (
            f"Trang {listed(hidden)} có chữ mà mắt không nhìn thấy (cùng màu nền hoặc bị che); "
            "phần chữ ấy không được đưa vào văn bản."
        )
    unknown = [page.number for page in pages if any(g.text == UNKNOWN for g in page.glyphs)]
    if unknown:
        yield (
            f"Trang {listed(unknown)} có ký tự mà tệp không cho biết là chữ gì (hiện là {UNKNOWN}); "
            f"{_COMPARE}"
        )


def _settled(
    doubt: Doubt, verdict: Verdict, found: Sequence[OcrPage | OcrFailure]
) -> Iterator[str]:
    numbers = _numbers(found)
    head = f"Trang {numbers} {doubt}"
    if verdict is Verdict.REPLACED:
        read = [page for page in found if isinstance(page, OcrPage)]
        yield (f"{head} {REPLACED}, độ tin cậy thấp nhất {_least(read):.0%}; {_COMPARE}")
    elif verdict is Verdict.KEPT_UNPROVEN:
        why = next((f" ({one.reason})" for one in found if isinstance(one, OcrFailure)), "")
        yield f"{head} mà máy chưa đối chiếu chắc được với hình ảnh của trang{why}; {_COMPARE}"
    elif doubt is Doubt.UNSEEN:
        yield f"{head}; {AGREES}; {_COMPARE}"
    if verdict is Verdict.KEPT_WITH_PICTURES:
        yield f"Trang {numbers} có chữ nằm trong ảnh; phần chữ ấy không được đưa vào văn bản."


def _numbers(found: Sequence[OcrPage | OcrFailure]) -> str:
    return listed(sorted(page.number for page in found))


def _least(read: Sequence[OcrPage]) -> float:
    return min(page.quality for page in read)
