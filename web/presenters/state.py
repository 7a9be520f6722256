"""Whether a document is in force, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from kb.service.state_words import STATE_NAMES, done_by, doubt, older, reason
from kb.state import Change, DocumentState, State
from web import labels
from web.links import catalogue_url, document_url


@dataclass(frozen=True, slots=True)
class ProofView:
    """A change with the sentence that proves it: `label` names it, `place` leads to the sentence."""

    label: str
    sentence: str
    place: str
    url: str


@dataclass(frozen=True, slots=True)
class StateView:
    """The state of a document: `kind` is one of `State`, `label` a short name, `reason` a whole phrase,
    `doubt` what may have changed it ("" if nothing); `url` leads to the first proof, "" without one;
    `older` says that it is an older version and `newer_url` leads to the newest, "" where it is not."""

    kind: str
    label: str
    reason: str
    doubt: str
    url: str
    proofs: tuple[ProofView, ...]
    older: str = ""
    newer_url: str = ""

    @property
    def is_in_force(self) -> bool:
        """True where nothing at hand says otherwise, and there is nothing to warn of."""
        return self.kind == State.IN_FORCE and not self.doubt and not self.older


def state_view(state: DocumentState | None) -> StateView | None:
    """The state for a page; None where it is not shown."""
    if state is None:
        return None
    proofs = tuple(_proof(change) for change in (*state.changes, *state.possible))
    return StateView(
        kind=state.state.value,
        label=STATE_NAMES[state.state],
        reason=reason(state),
        doubt=doubt(state),
        url=proofs[0].url if proofs else "",
        proofs=proofs,
        older=older(state),
        newer_url=document_url(state.newer.id) if state.newer else "",
    )


def _proof(change: Change) -> ProofView:
    pages = labels.pages(change.pages) if change.pages else ""
    done = done_by(change)
    return ProofView(
        label=f"{done[0].upper()}{done[1:]}",
        sentence=change.proof,
        place=", ".join(filter(None, (change.place, pages))),
        url=document_url(change.by, change.division)
        if change.by
        else catalogue_url(change.heading, ""),
    )
