"""One Word paragraph read as it is displayed: its words, and what of it is not shown.

Kept: typed and inserted text, results of fields, hyperlinks, content controls, symbols. Dropped and
named: deleted and hidden text. Text boxes stand on their own and are handed back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from kb.ingest.word.notes import NoteBook, NoteKind
from kb.ingest.word.styles import Look, Styles
from kb.ingest.word.text import Piece, RunDecoder, Words, symbol
from kb.ingest.word.xml import Element, attribute, child, local_name, name_of


@dataclass(frozen=True, slots=True)
class WordDropped:
    """Words of the file that it does not display, and why ("deleted text", "hidden text" …)."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words of one run, or (with `note`) the place of a note."""

    text: str
    look: Look
    note: int | None = None


_UNSEEN = frozenset(
    {"pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "instrText", "delInstrText", "fldData", "rt", "rubyPr",
     "footnoteRef", "endnoteRef", "annotationRef", "softHyphen", "delText", "oMathParaPr", "ctrlPr"}
)  # fmt: skip
_DELETED = frozenset({"del", "moveFrom"})
_BREAKS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_SPACES = str.maketrans(dict.fromkeys("\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029", " "))
_NOTE_MARKS = {f"{kind.value}Reference": kind for kind in NoteKind}


class RunReader:
    """Reads the paragraphs of one story (body, header, note) in order; fields may span them.

    `boxes` gathers the text boxes met, `dropped` what is not displayed.
    """

    def __init__(self, styles: Styles, notes: NoteBook, decode: RunDecoder) -> None:
        self.boxes: list[Element] = []
        self.dropped: list[WordDropped] = []
        self._styles, self._notes, self._decode = styles, notes, decode
        self._style = ""
        self._stretches: list[_Stretch] = []
        self._unseen: dict[str, list[str]] = {}
        self._fields: list[bool] = []  # the open fields: has each come to its result?
        self._instructions = 0  # how many have not
        self._custom: tuple[NoteKind, str, int] | None = None  # a note whose own mark follows

    def read(self, paragraph: Element, style: str) -> Words:
        """The words of a paragraph of that style."""
        self._style, self._stretches, self._unseen = style, [], {}
        self._walk(paragraph, self._styles.run(None, style))
        if self._instructions:  # an instruction that never ends must not eat the rest
            self._fields, self._instructions = [], 0
        for reason, parts in self._unseen.items():
            text = self._decode("".join(parts), "").strip()
            if text:
                self.dropped.append(WordDropped(text, reason))
        return Words(tuple(self._pieces()))

    def _walk(self, element: Element, look: Look) -> None:
        for item in element.iterchildren():
            self._take(item, local_name(item), look)

    def _take(self, item: Element, name: str, look: Look) -> None:
        if name == "t":
            self._show((item.text or "").translate(_SPACES), look)
        elif name == "r":
            self._run(item)
        elif name in _BREAKS:
            self._show(_BREAKS[name], look)
        elif name in _DELETED:
            self._hide("deleted text", _deleted_words(item))
        elif name == "AlternateContent":
            self._alternative(item, look)
        elif name == "txbxContent":
            self.boxes.append(item)
        elif name and name not in _UNSEEN:
            self._special(item, name, look)

    def _special(self, item: Element, name: str, look: Look) -> None:
        """Elements that are rare, and containers of whatever kind."""
        match name:
            case "br":
                page = attribute(item, "w:type") == "page"
                self._show("\f" if page else "\n", look)
            case "sym":
                self._symbol(item, look)
            case "fldChar":
                self._field(attribute(item, "w:fldCharType") or "")
            case "footnoteReference" | "endnoteReference":
                self._cite(item, _NOTE_MARKS[name], look)
            case "lastRenderedPageBreak":
                self._notes.turn_page()
            case "textpath":
                self._show(f"\v{item.get('string') or ''}\v", look)
            case _:
                self._walk(item, look)

    def _run(self, run: Element) -> None:
        look = self._styles.run(child(run, "w:rPr"), self._style)
        self._walk(run, look)
        if self._custom is not None:
            (kind, note_id, at), self._custom = self._custom, None
            own = "".join(part.text for part in self._stretches[at:]).strip()
            note = self._notes.cite(kind, note_id, own or None)
            if note is not None:
                del self._stretches[at:]
            self._add_note(note, look)

    def _symbol(self, item: Element, look: Look) -> None:
        font, code = attribute(item, "w:font") or "", attribute(item, "w:char") or ""
        try:
            number = int(code, 16)
        except ValueError:
            return
        shown = symbol(number, font)
        if shown:
            self._show(shown, look)
        elif 0xF000 <= number <= 0xF0FF and not symbol(number - 0xF000, font):
            self._hide("symbol", f"{font} {code} ")
        elif 0xF000 <= number <= 0xF0FF:  # a letter of an old Vietnamese font
            self._show(chr(number - 0xF000), Look(font, look.bold, look.capitals, look.hidden))

    def _field(self, step: str) -> None:
        """Words show only where every open field has come to its result."""
        if step == "begin":
            self._fields.append(False)
            self._instructions += 1
        elif self._fields and step == "separate":
            self._instructions -= not self._fields[-1]
            self._fields[-1] = True
        elif self._fields and step == "end":
            self._instructions -= not self._fields.pop()

    def _cite(self, item: Element, kind: NoteKind, look: Look) -> None:
        if look.hidden or self._instructions:
            return
        note_id = attribute(item, "w:id") or ""
        if (attribute(item, "w:customMarkFollows") or "0") in ("1", "true", "on"):
            self._custom = kind, note_id, len(self._stretches)
        else:
            self._add_note(self._notes.cite(kind, note_id, None), look)

    def _add_note(self, note: int | None, look: Look) -> None:
        if note is not None:
            self._stretches.append(_Stretch("", look, note))

    def _alternative(self, item: Element, look: Look) -> None:
        """The first choice, which is what Word shows; its fallback says the same again."""
        for name in ("mc:Choice", "mc:Fallback"):
            chosen = item.find(name_of(name))
            if chosen is not None and len(chosen):
                self._walk(chosen, look)
                return

    def _show(self, text: str, look: Look) -> None:
        if self._instructions:
            return
        if look.hidden:
            self._hide("hidden text", text)
        elif text:
            self._stretches.append(_Stretch(text, look))

    def _hide(self, reason: str, text: str) -> None:
        self._unseen.setdefault(reason, []).append(text)

    def _pieces(self) -> Iterator[Piece]:
        """Stretches of one look made one, so that letters typed in two runs are decoded together."""
        for (look, note), group in groupby(
            self._stretches, key=lambda part: (part.look, part.note)
        ):
            text = "".join(part.text for part in group)
            shown = self._decode(text, look.font) if text else ""
            yield Piece(shown.upper() if look.capitals else shown, look.bold, look.font, note)


def _deleted_words(item: Element) -> str:
    tags = (name_of("w:delText"), name_of("w:t"))
    return "".join(part.text or "" for part in item.iter(*tags)) + " "
