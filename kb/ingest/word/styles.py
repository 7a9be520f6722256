"""How Word's styles make a paragraph and its words look, as far as text and structure need it.

What stands on the paragraph or run itself wins, then its style and the styles under that, then the
document's defaults. Source: ECMA-376 Part 1, 17.7.2 and 17.7.3 (toggle properties).
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.ingest.word.xml import Element, attribute, child, is_on, name_of, value

_MAX_LEVEL = 8
_MAX_BASES = 20  # styles under a style; Word allows nine


@dataclass(frozen=True, slots=True)
class Look:
    """How a stretch of words looks. `font` is "" where the document names none."""

    font: str = ""
    bold: bool = False
    capitals: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """How a paragraph stands, and the list and level (from 0) it counts in.

    `joins_next` is True where the paragraph's own mark is deleted or hidden, so that the next one
    goes on in the same line.
    """

    style: str
    alignment: str = ""
    starts_page: bool = False
    number: str = ""
    level: int | None = None
    joins_next: bool = False


class Styles:
    """The styles of one document, asked by id."""

    def __init__(self, root: Element | None) -> None:
        items = [] if root is None else list(root.iterchildren(name_of("w:style")))
        self._styles = {attribute(item, "w:styleId") or "": item for item in items}
        self._usual = {
            attribute(item, "w:type"): attribute(item, "w:styleId") or ""
            for item in items
            if attribute(item, "w:default") in ("1", "true", "on")
        }
        self._run_defaults = child(root, "w:docDefaults", "w:rPrDefault", "w:rPr")
        self._paragraph_defaults = child(root, "w:docDefaults", "w:pPrDefault", "w:pPr")
        self._chains: dict[str, tuple[Element, ...]] = {}
        self._looks: dict[tuple[str, str], Look] = {}

    def chain(self, style: str) -> tuple[Element, ...]:
        """A style and those it is based on, nearest first; each once, also where they run in a ring."""
        if style not in self._chains:
            found: dict[str, Element] = {}
            at = style
            while at in self._styles and at not in found and len(found) < _MAX_BASES:
                found[at] = self._styles[at]
                at = value(found[at], "w:basedOn") or ""
            self._chains[style] = tuple(found.values())
        return self._chains[style]

    def paragraph(self, properties: Element | None) -> ParagraphLook:
        """How a paragraph with these `w:pPr` stands."""
        style = value(properties, "w:pStyle") or self._usual.get("paragraph", "")
        layers = [child(item, "w:pPr") for item in self.chain(style)]
        every = [properties, *layers, self._paragraph_defaults]
        level = _first(every, "w:numPr", "w:ilvl")
        return ParagraphLook(
            style=style,
            alignment=_first(every, "w:jc") or "",
            starts_page=_first_toggle(every, "w:pageBreakBefore") or False,
            number=_first(every, "w:numPr", "w:numId") or "",
            level=min(int(level), _MAX_LEVEL) if level and level.isdecimal() else None,
            joins_next=_joins_next(child(properties, "w:rPr")),
        )

    def has_own_number(self, properties: Element | None) -> bool:
        """True if the list is named on the paragraph itself, not by its style."""
        return child(properties, "w:numPr", "w:numId") is not None

    def run(self, properties: Element | None, paragraph_style: str) -> Look:
        """How a run with these `w:rPr` looks in a paragraph of that style."""
        styled = self._styled(paragraph_style, value(properties, "w:rStyle") or "")
        if properties is None or not len(properties):
            return styled
        capitals = _own(properties, "w:caps", "w:smallCaps")
        bold, hidden = is_on(properties, "w:b"), is_on(properties, "w:vanish")
        font = _font(properties)
        return Look(
            styled.font if font is None else font,
            styled.bold if bold is None else bold,
            styled.capitals if capitals is None else capitals,
            styled.hidden if hidden is None else hidden,
        )

    def heads_bold(self, table_style: str) -> bool:
        """True if a table style sets the first row in bold."""
        for style in self.chain(table_style):
            for part in style.iterchildren(name_of("w:tblStylePr")):
                if attribute(part, "w:type") == "firstRow" and is_on(part, "w:rPr", "w:b"):
                    return True
        return False

    def _styled(self, paragraph_style: str, run_style: str) -> Look:
        key = (paragraph_style, run_style)
        if key not in self._looks:
            levels = [
                [child(item, "w:rPr") for item in self.chain(style)]
                for style in (run_style, paragraph_style)
            ]
            fonts = (_font(layer) for level in levels for layer in level)
            named = (font for font in (*fonts, _font(self._run_defaults)) if font is not None)
            self._looks[key] = Look(
                next(named, ""),
                self._toggled(levels, "w:b"),
                self._toggled(levels, "w:caps") or self._toggled(levels, "w:smallCaps"),
                self._toggled(levels, "w:vanish"),
            )
        return self._looks[key]

    def _toggled(self, levels: list[list[Element | None]], name: str) -> bool:
        """On if an odd number of style levels has it on, or the defaults have."""
        if is_on(self._run_defaults, name):
            return True
        return bool(sum(_first_toggle(level, name) or False for level in levels) % 2)


def _first(layers: list[Element | None], *path: str) -> str | None:
    return next((found for layer in layers if (found := value(layer, *path)) is not None), None)


def _first_toggle(layers: list[Element | None], name: str) -> bool | None:
    return next((found for layer in layers if (found := is_on(layer, name)) is not None), None)


def _own(properties: Element, *names: str) -> bool | None:
    """What the run itself says of properties that show the same; None if it says nothing."""
    said = [found for name in names if (found := is_on(properties, name)) is not None]
    return any(said) if said else None


def _font(properties: Element | None) -> str | None:
    """The font of letters beyond ASCII, "" for a theme's, None where nothing is said."""
    fonts = child(properties, "w:rFonts")
    if attribute(fonts, "w:hAnsiTheme") or attribute(fonts, "w:asciiTheme"):
        return ""
    return attribute(fonts, "w:hAnsi") or attribute(fonts, "w:ascii")


def _joins_next(mark: Element | None) -> bool:
    gone = child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None
    return gone or bool(is_on(mark, "w:vanish")) or bool(is_on(mark, "w:specVanish"))
