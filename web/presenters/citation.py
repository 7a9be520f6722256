"""The citation block: three forms to copy, and the facts that the document does not print."""

from __future__ import annotations

from dataclasses import dataclass

from kb.citation import Citation
from web.labels import CITATION_NAMES


@dataclass(frozen=True, slots=True)
class CitationForm:
    """One form of a citation under its name; `key` is unique on the page."""

    key: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class CitationView:
    """The forms, each text once, and what is missing ("" if nothing is)."""

    forms: tuple[CitationForm, ...]
    missing: str


def citation_view(citation: Citation, owner: str) -> CitationView:
    """The citation of the hit or document called `owner` on its page ("hit-3")."""
    texts = {"full": citation.full, "short": citation.short, "passage": citation.passage}
    shown: dict[str, str] = {}
    for name, text in texts.items():
        if text and text not in shown.values():
            shown[name] = text
    forms = (CitationForm(f"{owner}-{n}", CITATION_NAMES[n], text) for n, text in shown.items())
    return CitationView(tuple(forms), ", ".join(citation.missing))
