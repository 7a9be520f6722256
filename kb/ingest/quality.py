"""Whether a file's text layer can be trusted: nothing is taken in by half, and nothing silently."""

from __future__ import annotations

from collections.abc import Sequence

from kb.errors import GarbledText, NoTextLayer
from kb.ingest.pdf import RawPage
from kb.ingest.sources import Source
from kb.vietnamese.syllables import share_of_syllables

_MIN_SHARE = 0.6  # real documents lie at 0.97 to 1.0; TCVN3 and VNI read as Unicode below 0.5
_MIN_LETTERS = 40  # fewer on all pages together say nothing


def check_text_layer(source: Source, pages: Sequence[RawPage]) -> None:
    """Raises NoTextLayer if no page has any text, also after its scans were read."""
    if not any(page.glyphs for page in pages):
        raise NoTextLayer(
            f"Tệp «{source.path.name}» không có chữ nào đọc được; "
            "hãy lấy bản PDF gốc hoặc quét lại cho rõ rồi thử lại."
        )


def check_pages(source: Source, unreadable: Sequence[int]) -> None:
    """Raises GarbledText if there are pages that neither layer nor machine gives the text of."""
    if unreadable:
        raise GarbledText(
            f"Tệp «{source.path.name}» có trang không đọc được (trang {listed(unreadable)}): "
            "lớp chữ hỏng và máy cũng không nhận dạng được hình ảnh của trang; "
            "hãy lấy bản gốc khác hoặc quét lại cho rõ rồi thử lại."
        )


def check_language(source: Source, text: str) -> None:
    """Raises GarbledText if too few of the words are Vietnamese syllables."""
    letters = sum(char.isalpha() for char in text)
    if letters < _MIN_LETTERS:
        raise NoTextLayer(
            f"Tệp «{source.path.name}» hầu như không có chữ; "
            "hãy nhận dạng chữ (OCR) hoặc lấy bản PDF gốc rồi thử lại."
        )
    if share_of_syllables(text) < _MIN_SHARE:
        raise GarbledText(
            f"Chữ trong tệp «{source.path.name}» không đọc được thành tiếng Việt "
            "(có thể do phông chữ cũ); hãy chuyển sang Unicode hoặc nhận dạng chữ (OCR) rồi thử lại."
        )


def listed(numbers: Sequence[int]) -> str:
    """Page numbers in a sentence, the first eight of many: "1, 2, 5"."""
    shown = ", ".join(map(str, numbers[:8]))
    return f"{shown}…" if len(numbers) > 8 else shown
