"""Our citation of a passage, ready to be copied (a document's mention of another is a Reference)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """Three forms of one citation, built from stored facts alone.

    `full` names the document whole, `short` by type and symbol, `passage` the place in it from small
    to large with the page. `missing` lists the facts that a full form needs and the document does
    not print, in Vietnamese ("ngày ban hành"), and `uncertain` those that stand in it though another
    place of the document contradicts them. `older` says that the document is an older version and what
    the newer one is, "" where it is not.
    """

    full: str
    short: str
    passage: str
    missing: tuple[str, ...] = ()
    uncertain: tuple[str, ...] = ()
    older: str = ""
