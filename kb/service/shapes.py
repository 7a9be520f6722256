"""The shapes of the JSON answers, for the web API and for `kb search --json`.

Dates are ISO (2023-06-15); pages count from 1 and are null in Word files; highlights are half-open
code-point offsets into the hit's `text`; what a document does not print is null.
"""

from __future__ import annotations

from collections.abc import Mapping

from typing_extensions import TypedDict


class FactsJson(TypedDict):
    """The facts that name a document."""

    symbol: str | None
    type: str | None
    issuer: str | None
    date: str | None
    title: str | None
    term: str | None


ByJson = TypedDict(
    "ByJson",
    {
        "relation": str,
        "id": str | None,
        "symbol": str | None,
        "from": str | None,
        "place": str,
        "pages": list[int] | None,
        "proof": str,
        "url": str | None,
    },
)
"""A held document that changed another: `relation` is "replaces", "repeals" or "amends", `from` the
first day on which that counts (null if unknown), `proof` the sentence that says so, `url` its place;
`id` and `url` are null, and `proof` is empty, where the catalogue alone says so."""


class NewerJson(TypedDict):
    """The newest held version of a document that is an older one."""

    id: str
    file_name: str
    url: str


class StateJson(TypedDict):
    """Whether a document is in force on the day `as_of`, as far as the library says: `state` is
    "in_force", "amended", "superseded" or "not_issued", `reason` says why in words, `by` the documents
    that made it so, the weightiest first; `possible` may have, and change nothing. `newer` is there
    where the held document is an older version, else null."""

    state: str
    as_of: str
    reason: str
    by: list[ByJson]
    possible: list[ByJson]
    newer: NewerJson | None


class DocumentJson(FactsJson):
    """A held document; `state` is null where only the document is named."""

    id: str
    state: StateJson | None


class CitationJson(TypedDict):
    """The three forms of a citation; `missing` names what the document does not print of the full form,
    `uncertain` what stands in it though another place of the document contradicts it; `older` says that
    the document is an older version and what the newer one is, null where it is not."""

    full: str
    short: str
    passage: str
    missing: list[str]
    uncertain: list[str]
    older: str | None


class WhyJson(TypedDict):
    """Why a passage was found; the numbers are in [0, 1], scaled over the query. `words` are those
    marked in it, `others` other ways of saying what was typed ("TTĐN = thông tin đối ngoại")."""

    dense: float
    lexical: float
    number: bool
    place: bool
    words: list[str]
    others: list[str]
    restored: bool


class HitJson(TypedDict):
    """One hit. `division` is its place in words: "Phần II, mục 2, chú thích 5"; `ocr_quality` is in
    [0, 1], null where no page under it was recognised from a scan; `excerpt` are the offsets of the
    part of a long text that holds most of what was asked; `folded_under` is the rank of the hit of the
    same document under which it is folded so as not to crowd out others, else null; `mismatch` says why
    `text` is not to be quoted: its page, read again, says something else; `corrected` are the pages on
    which a person mended what a machine had read."""

    rank: int
    score: float
    document: DocumentJson
    division: str
    pages: list[int] | None
    text: str
    highlights: list[list[int]]
    excerpt: list[int]
    citation: CitationJson
    why: WhyJson
    url: str
    ocr_quality: float | None
    folded_under: int | None
    mismatch: str | None
    corrected: list[int]
    warnings: list[str]


class KnownJson(FactsJson):
    """A document of the catalogue; `held_id` is null where the library does not hold it."""

    held_id: str | None
    state: StateJson | None


class NumberJson(TypedDict):
    """What is known of a symbol in the query; `citing` are passages that mention it where it is not
    held, `near` symbols that may have been meant where nothing bears it."""

    asked: str
    held: list[DocumentJson]
    known: list[KnownJson]
    cited_by: int
    citing: list[MentionJson]
    near: list[str]


FiltersJson = TypedDict(
    "FiltersJson",
    {
        "type": str | None,
        "issuer": str | None,
        "year": int | None,
        "term": str | None,
        "circulation": str | None,
        "document": str | None,
        "from": str | None,
        "to": str | None,
        "state": str | None,
        "as_of": str | None,
    },
)
"""Limits as they are asked for; dates in ISO form, both days included. `state` is that on the day
`as_of`, today where that is null."""


class ReadingJson(TypedDict):
    """Words of the query that were read as a filter; `kind` is "type", "issuer", "date" or "state", and
    what `declined=` takes to have them not read so."""

    kind: str
    words: str
    filters: FiltersJson


class CountJson(TypedDict):
    """A value of a filter and the number of documents that the results hold once it is chosen.

    `label` is null but for a document, whose value is its id.
    """

    value: str
    count: int
    label: str | None


class FacetsJson(TypedDict):
    """The values to choose from, each counted under all filters but its own."""

    type: list[CountJson]
    issuer: list[CountJson]
    year: list[CountJson]
    term: list[CountJson]
    circulation: list[CountJson]
    document: list[CountJson]
    state: list[CountJson]


class AnswerJson(TypedDict):
    """The answer to a query. `documents` is how many the results hold; `understood` are readings in
    force, `let_go` those under which nothing was found; every hit holds the `phrases`. Where it
    `abstained`, the hits are the nearest passages and no answer."""

    query: str
    took_ms: float
    hits: list[HitJson]
    numbers: list[NumberJson]
    notice: str | None
    searched_as: str | None
    abstained: bool
    documents: int
    sort: str
    filters: FiltersJson
    understood: list[ReadingJson]
    let_go: list[ReadingJson]
    phrases: list[str]
    facets: FacetsJson


class SuggestionJson(TypedDict):
    """What a user may be about to type; `kind` is "symbol", "title", "heading" or "phrase"."""

    text: str
    kind: str
    detail: str | None


class SuggestionsJson(TypedDict):
    """The suggestions for what was typed, the likeliest first."""

    query: str
    suggestions: list[SuggestionJson]


class ListedJson(DocumentJson):
    """A held document in the list of all."""

    file_name: str
    page_count: int


class DocumentsJson(TypedDict):
    """The list of all held documents."""

    documents: list[ListedJson]


class DivisionJson(TypedDict):
    """One division of a document; `key` is its place in the address of the document's page."""

    key: str
    kind: str
    label: str
    title: str


class BlockJson(TypedDict):
    """One paragraph, footnote or table row."""

    division: str
    page: int | None
    kind: str
    text: str


class PageJson(TypedDict):
    """One page in order; `quality` is in [0, 1], null where it was never measured."""

    label: str
    recognised: bool
    quality: float | None


class EvidenceJson(TypedDict):
    """Why a fact is what it is; `confidence` is "sure", "likely" or "doubtful", `printed` the words it
    was read from, null where it is inferred."""

    field: str
    confidence: str
    reason: str
    printed: str | None
    page: int | None


class CandidateJson(FactsJson):
    """A document that a mention may mean; `id` is null where the library does not hold it."""

    id: str | None


class MentionJson(TypedDict):
    """A mention of another document; `document_id` is the other document where it is held and certain,
    `candidates` are all that a mention among `cites` may mean. `symbol` is null for a mention by
    plenum; `name` is the symbol or the plenum form as printed, "Trung ương 8 khóa XII". `relation` is
    what the mention says of the two ("replaces", "basis" …, null if that was never read), `proof` the
    sentence that says so."""

    symbol: str | None
    name: str
    type: str | None
    date: str | None
    place: str
    division: str
    page: int | None
    document_id: str | None
    candidates: list[CandidateJson]
    relation: str | None
    proof: str


class DocumentPageJson(TypedDict):
    """One document whole; `missing` names, in Vietnamese, facts that a full citation would need;
    `facts_version` is what a correction is based on, 0 for whoever may make none; `groups` are those
    that the document is limited to; `older` are the held documents of which this is the newest
    version."""

    document: ListedJson
    older: list[ListedJson]
    place: str | None
    signatory: str | None
    circulation: str | None
    urgency: str | None
    evidence: list[EvidenceJson]
    pages: list[PageJson]
    added_at: str
    citation: CitationJson
    missing: list[str]
    outline: list[DivisionJson]
    blocks: list[BlockJson]
    cites: list[MentionJson]
    cited_by: list[MentionJson]
    warnings: list[str]
    groups: list[str]
    facts_version: int


class EntryJson(TypedDict):
    """One change. `at` is UTC in ISO form; `document_id` and `name` are null where the change is about
    no document, `name` also where the file may bear a mark of secrecy."""

    id: int
    at: str
    actor: str
    action: str
    document_id: str | None
    name: str | None
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


class TrashedJson(ListedJson):
    """A document in the trash: who put it there, and when, in ISO form with the local offset."""

    actor: str
    trashed_at: str


class CorrectedJson(TypedDict):
    """A document after a correction, and the version of its facts that the next one is based on."""

    document: ListedJson
    facts_version: int


class LimitedJson(TypedDict):
    """A document with the groups that it is limited to; none where every reader sees it."""

    document: ListedJson
    groups: list[str]


class LineJson(TypedDict):
    """A line of a recognised page by its number from 1: what it says, what the machine read, and its
    words that are no Vietnamese syllables."""

    number: int
    text: str
    raw: str
    doubtful: list[str]


class PageTextJson(TypedDict):
    """The lines of a recognised page. `version` is the document's, which a correction names;
    `correction` tells what a correction that was just made has changed."""

    document_id: str
    number: int
    page_count: int
    ocr_quality: float
    version: int
    lines: list[LineJson]
    correction: EntryJson | None


class ConflictErrorJson(TypedDict):
    """An error with what led to it: the version of the facts now, and the changes since that named."""

    code: str
    message: str
    version: int
    changes: list[EntryJson]


class ConflictJson(TypedDict):
    """The answer to a correction that is based on an older version; it has the shape of every error."""

    error: ConflictErrorJson
