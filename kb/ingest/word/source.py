"""A Word file from its bytes to a WordDocument in Unicode: converted, decoded, its head laid out."""

from __future__ import annotations

from kb.errors import PasswordProtected
from kb.ingest.legacy.detect import detect
from kb.ingest.legacy.pages import Run, decode_runs
from kb.ingest.legacy.tables import Encoding
from kb.ingest.lines import PrintedLine, Segment
from kb.ingest.paragraphs import ParagraphKind
from kb.ingest.pdf import Glyph
from kb.ingest.sources import WORD_TYPES, Source
from kb.ingest.word.kinds import WordKind
from kb.ingest.word.office import convert_to_docx
from kb.ingest.word.reader import RunDecoder, WordDocument, read_docx
from kb.vietnamese.normalise import normalise

HEAD_WIDTH = 595.0  # points, A4; a Word file has no page of its own
_SIZE, _LEADING = 14.0, 20.0  # points
_HEAD_LINES = 14
_PAGE_HEIGHT = 842.0  # points, A4


def read_word(source: Source) -> tuple[WordDocument, Encoding | None]:
    """The Word file in Unicode, and the old encoding it was in, if any.

    Raises PasswordProtected, DamagedFile, EmptyFile, NoTextLayer, or UnsupportedFile where a DOC, ODT
    or RTF needs LibreOffice and it is not installed.
    """
    name = source.path.name
    if source.media_type == WORD_TYPES[WordKind.ENCRYPTED]:
        raise PasswordProtected(f"Tệp «{name}» đặt mật khẩu; hãy bỏ mật khẩu rồi thử lại.")
    is_docx = source.media_type == WORD_TYPES[WordKind.DOCX]
    data = source.data if is_docx else convert_to_docx(source.data, name)
    raw = read_docx(data, name, decode=_as_written)
    encoding = detect(_text_of(raw), {font for item in raw.paragraphs for font in item.fonts})
    if encoding is None:
        return read_docx(data, name), None
    return read_docx(data, name, decode=_decoder(encoding)), encoding


def _as_written(text: str, _font: str) -> str:
    return text


def _decoder(encoding: Encoding) -> RunDecoder:
    return lambda text, font: normalise(decode_runs((Run(text, font),), encoding)[0])


def _text_of(word: WordDocument) -> str:
    return "\n".join(
        [*(item.text for item in word.paragraphs), *(note.text for note in word.notes)]
    )


def head_lines(word: WordDocument) -> tuple[list[PrintedLine], float]:
    """The running heads and first paragraphs as lines at the top of a page, and the page's height.

    Marks of secrecy and circulation are told by standing alone at the top; here they can.
    """
    head = [item for item in word.paragraphs[:_HEAD_LINES] if item.kind is not ParagraphKind.ROW]
    texts = [*word.headers, *(item.text for item in head)]
    lines = [
        _line(words, 40.0 + number * _LEADING)
        for number, words in enumerate(text for text in texts if text.strip())
    ]
    return lines, max(_PAGE_HEIGHT, 3 * len(lines) * _LEADING)


def _line(words: str, y: float) -> PrintedLine:
    glyphs: list[Glyph] = []
    left = 60.0
    for word in words.split():
        for index, char in enumerate(word):
            glyphs.append(Glyph(char, left, left + 7.0, y, _SIZE, False, index == 0))
            left += 7.0
        left += 4.0
    return PrintedLine((Segment(1, tuple(glyphs), y, _SIZE),))
