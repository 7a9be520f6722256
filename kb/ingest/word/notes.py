"""Footnotes and endnotes of a Word file: which are cited, and the number each shows.

The file holds only ids; the number is counted in the order of citing, in the format and with the
restarts that the document and each section ask for. Source: ECMA-376 Part 1, 17.11.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from kb.ingest.word.numerals import numeral
from kb.ingest.word.xml import Element, attribute, child, name_of, value


class NoteKind(Enum):
    """Where Word prints a note; the value is its name in the file."""

    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"


@dataclass(frozen=True, slots=True)
class CitedNote:
    """A note that the text cites: the number shown and the element that holds its words.

    `is_custom` where the writer set a mark of his own instead of a number.
    """

    kind: NoteKind
    number: str
    element: Element
    is_custom: bool


@dataclass(frozen=True, slots=True)
class _Count:
    """How one kind of note counts in one section."""

    format: str
    start: int
    restart: str


_USUAL_FORMATS = {NoteKind.FOOTNOTE: "decimal", NoteKind.ENDNOTE: "lowerRoman"}


@dataclass(slots=True)
class NoteBook:
    """Counts notes while the body is read; `cited` grows in the order of citing.

    `has_lost` becomes True when a note is cited that the file does not have.
    A restart on each page follows the page ends that Word recorded when it last saved the file.
    """

    parts: dict[NoteKind, Element | None]
    settings: Element | None
    sections: Sequence[Element]
    cited: list[CitedNote] = field(default_factory=list)
    has_lost: bool = False
    _met: set[tuple[NoteKind, str]] = field(default_factory=set)
    _section: int = 0
    _numbers: dict[NoteKind, int] = field(default_factory=dict)
    _elements: dict[NoteKind, dict[str, Element]] = field(default_factory=dict)

    def cite(self, kind: NoteKind, note_id: str, custom: str | None) -> int | None:
        """Counts one citation and gives its place in `cited`.

        None if the file has no such note, or it was cited before (which Word never writes). A note
        with a mark of the writer's own (`custom`, "*") is not counted among the numbers.
        """
        element = self._notes(kind).get(note_id)
        if element is None:
            self.has_lost = True
        if element is None or (kind, note_id) in self._met:
            return None
        self._met.add((kind, note_id))
        number = self._next(kind) if custom is None else custom
        self.cited.append(CitedNote(kind, number, element, custom is not None))
        return len(self.cited) - 1

    def end_section(self) -> None:
        """Tells that the next words stand in the next section."""
        self._section += 1
        self._restart("eachSect")

    def turn_page(self) -> None:
        """Tells that Word began a new page here."""
        self._restart("eachPage")

    def _notes(self, kind: NoteKind) -> dict[str, Element]:
        if kind not in self._elements:
            root = self.parts.get(kind)
            tag = name_of(f"w:{kind.value}")
            items = [] if root is None else root.iterchildren(tag)
            self._elements[kind] = {
                attribute(item, "w:id") or "": item
                for item in items
                if attribute(item, "w:type") in (None, "normal")
            }
        return self._elements[kind]

    def _next(self, kind: NoteKind) -> str:
        count = self._count(kind)
        self._numbers[kind] = self._numbers.get(kind, count.start - 1) + 1
        return numeral(self._numbers[kind], count.format)

    def _restart(self, when: str) -> None:
        for kind in NoteKind:
            if self._count(kind).restart == when:
                self._numbers.pop(kind, None)

    def _count(self, kind: NoteKind) -> _Count:
        name = f"w:{kind.value}Pr"
        section = self.sections[self._section] if self._section < len(self.sections) else None
        layers = [child(section, name), child(self.settings, name)]
        start = _said(layers, "w:numStart") or "1"
        return _Count(
            _said(layers, "w:numFmt") or _USUAL_FORMATS[kind],
            int(start) if start.isdecimal() and len(start) < 6 else 1,
            _said(layers, "w:numRestart") or "continuous",
        )


def _said(layers: list[Element | None], name: str) -> str | None:
    return next((found for layer in layers if (found := value(layer, name)) is not None), None)
