"""The citation block: three forms to copy, and the facts that the document does not print."""

from __future__ import annotations

from dataclasses import dataclass

from kb.citation import Citation
from kb.drafting.export import quotation_of
from web.labels import CITATION_NAMES, QUOTATION_NAME


@dataclass(frozen=True, slots=True)
class CitationForm:
    """One form of a citation under its name; `key` is unique on the page."""

    key: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class CitationView:
    """The form most wanted, shown at once; the others, folded; what is missing, what is uncertain, and
    that the document is an older version ("" if nothing is).

    A text that two forms share is shown once. For a hit the place and page come first, for a
    document its full name.
    """

    first: CitationForm
    others: tuple[CitationForm, ...]
    missing: str
    uncertain: str
    older: str


def citation_view(citation: Citation, owner: str, quoted: str = "") -> CitationView:
    """The citation of the hit or document called `owner` on its page ("hit-3"), with the text `quoted`
    as a form of its own where there is one."""
    texts = {"full": citation.full, "short": citation.short}
    if citation.passage not in texts.values():
        texts = {"passage": citation.passage, **texts}
    shown: dict[str, str] = {}
    for name, text in texts.items():
        if text not in shown.values():
            shown[name] = text
    forms = [CitationForm(f"{owner}-{n}", CITATION_NAMES[n], text) for n, text in shown.items()]
    if quoted:
        whole = quotation_of(quoted, citation)
        forms.append(CitationForm(f"{owner}-quoted", QUOTATION_NAME, whole))
    missing, uncertain = ", ".join(citation.missing), ", ".join(citation.uncertain)
    return CitationView(forms[0], tuple(forms[1:]), missing, uncertain, citation.older)
