"""The values that the use cases answer with; the web and the command line only draw them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.citation import Citation
from kb.document import Confidence, Division, Facts, Footnote, Page, Span
from kb.passage import PassageKind
from kb.query import Filters, Reading, ReadingKind, Sort
from kb.relation import Relation
from kb.state import DocumentState

_MEGABYTE = 1 << 20


def heading_of(facts: Facts, file_name: str) -> str:
    """A name to show for a document: the symbol, else the title, else the file's name."""
    return str(facts.symbol) if facts.symbol else facts.title or file_name


def size_in_words(byte_size: int) -> str:
    """A size as people read it: "812 KB", "1,3 MB"; never less than it is."""
    if byte_size < _MEGABYTE:
        return f"{-(-byte_size // 1024)} KB"
    return f"{math.ceil(10 * byte_size / _MEGABYTE) / 10:.1f} MB".replace(".", ",")


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """What a list or a hit shows of a held document. `file_name` is the name it was added under;
    `warnings` say how it was read where that is not certain (recognised from a scan, converted);
    `state` whether it is in force, None where a list does not say; `groups` are those that it is
    limited to, where a list says it."""

    id: str
    file_name: str
    page_count: int
    facts: Facts
    warnings: tuple[str, ...] = ()
    state: DocumentState | None = None
    groups: tuple[str, ...] = ()

    @property
    def limited(self) -> str:
        """Who may see it: "Chỉ nhóm: to-chuc, van-phong"; "" where everybody may."""
        return f"Chỉ nhóm: {', '.join(self.groups)}" if self.groups else ""

    @property
    def heading(self) -> str:
        """A name to show: the symbol, else the title, else the file's name."""
        return heading_of(self.facts, self.file_name)


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file whose pages nobody has read yet; it is no document. `since` is a local date."""

    id: str
    file_name: str
    byte_size: int
    since: date

    @property
    def heading(self) -> str:
        """What to call it beside its file's name; nothing else is known of it."""
        return "tệp chờ nhận dạng chữ"

    @property
    def size(self) -> str:
        """How large it is, rounded up: "48 KB", "1,3 MB"."""
        return size_in_words(self.byte_size)


@dataclass(frozen=True, slots=True)
class Why:
    """Why a passage was found. Each of `dense` and `lexical` is in [0, 1], scaled over this query.

    `number` is true where the query names this document's symbol, or the passage mentions it; `place`
    where it names the very place of the passage. `words` are the words marked in the passage, each
    once; `others` the other ways of saying what was typed that stand there ("TTĐN = thông tin đối
    ngoại"); `restored` is true where they are what was typed with accents put back or slips mended.
    """

    dense: float
    lexical: float
    number: bool
    place: bool = False
    words: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    restored: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found. `highlights` are half-open offsets into `text`, in order, not overlapping.

    `score` is higher for better, comparable within one answer only. `rank` counts from 1.
    `excerpt` is the part of `text` to show first, all of it unless it is long.
    `ocr_quality` is the lowest quality, in [0, 1], of the recognised pages that it stands on; None
    where it stands on none. `folded_under` is the rank of the hit of the same document under which
    this one is folded so as not to crowd out others; None where it stands for itself.
    `span` is where it stands in its document's text; `mismatch` says why it is not to be shown as a
    quotation: its page, read again where it is marked, says something else. `corrected` are the pages
    on which a person mended what a machine had read of it.
    """

    rank: int
    score: float
    document: DocumentCard
    division: str
    place: str
    breadcrumb: tuple[str, ...]
    pages: tuple[int, int] | None
    text: str
    highlights: tuple[tuple[int, int], ...]
    excerpt: tuple[int, int]
    kind: PassageKind
    citation: Citation
    why: Why
    url: str
    ocr_quality: float | None = None
    folded_under: int | None = None
    span: Span | None = None
    mismatch: str | None = None
    corrected: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A row of the catalogue: a document known by its facts, held (`held_id`) or not (None). `state`
    says whether it is in force, None where a list does not."""

    facts: Facts
    held_id: str | None
    state: DocumentState | None = None


@dataclass(frozen=True, slots=True)
class NumberAnswer:
    """What kb knows of a symbol that the query names.

    `held` are the library's documents with it, `known` the catalogue's, `cited_by` the number of
    passages that mention it; where a date, a year or a term said beside it tells twins apart, only
    those that are meant. All empty: the symbol is unknown. `citing` are the first passages that mention
    the symbol where no document is held, be it of another date; `near` the symbols that may have been
    meant, nearest first, where none is held or known.
    """

    asked: str
    held: tuple[DocumentCard, ...]
    known: tuple[KnownDocument, ...]
    cited_by: int
    citing: tuple[ReferenceLink, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetCount:
    """One value of a filter and the number of documents that the results hold once it is chosen.

    `label` is what it is called where the value is an id.
    """

    value: str
    count: int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Facets:
    """The values that the filters offer, most frequent first; years newest first, of documents the best
    few. `kb.service.result_set` defines the counts."""

    types: tuple[FacetCount, ...] = ()
    issuers: tuple[FacetCount, ...] = ()
    years: tuple[FacetCount, ...] = ()
    terms: tuple[FacetCount, ...] = ()
    circulations: tuple[FacetCount, ...] = ()
    documents: tuple[FacetCount, ...] = ()
    states: tuple[FacetCount, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The answer to one query. `notice` is a sentence for the user where the query was odd;
    `searched_as` the query with accents put back and slips mended, None where it was searched as typed.

    `documents` is how many the results hold, of which `hits` are the first passages. `readings` are the
    words understood as filters, `let_go` those under which nothing was found, so that the search was
    made without them; `declined` are the kinds that were not to be understood. `phrases` are the quoted
    ones that every hit holds.
    `abstained` is true where nothing in the library is likely to answer: the hits are then the nearest
    passages, and no answer.
    """

    query: str
    filters: Filters
    took_ms: float
    hits: tuple[Hit, ...]
    numbers: tuple[NumberAnswer, ...]
    facets: Facets
    notice: str | None = None
    searched_as: str | None = None
    documents: int = 0
    sort: Sort = Sort.RELEVANCE
    readings: tuple[Reading, ...] = ()
    let_go: tuple[Reading, ...] = ()
    declined: frozenset[ReadingKind] = frozenset()
    phrases: tuple[str, ...] = ()
    abstained: bool = False


class AddStatus(StrEnum):
    """What became of one file; one that is `WAITING` is kept until its pages can be recognised, one
    that is `HELD_BACK` is stored and found by nobody until it is reviewed, one that is `TRASHED` is in
    the trash and can be restored."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    QUARANTINED = "quarantined"
    WAITING = "waiting"
    HELD_BACK = "held_back"
    TRASHED = "trashed"


@dataclass(frozen=True, slots=True)
class AddOutcome:
    """One file's fate; `path` is as it was given, of a file that waited its name alone. `reason` is a
    Vietnamese sentence where it was not added, `warnings` where not all is well though it was (a page
    without text, say)."""

    path: str
    status: AddStatus
    document: DocumentCard | None = None
    passages: int = 0
    reason: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceLink:
    """A mention shown on a document page: what is cited, from where, and the held document if any.

    `symbol` is None for a mention by plenum, which has a printed `plenum_form`. `place` and `page` say
    where it stands; `card` is the other document (the cited one in "viện dẫn", the citing one in "được
    viện dẫn bởi"), None where it is not held or not certain. `candidates` are the documents that a
    mention in "viện dẫn" may mean, `known` the only one where that is certain. `relation` is what the
    mention says of the two, None if that was never read; `proof` is the sentence that says so.
    """

    symbol: str | None
    type: str | None
    date: date | None
    place: str
    division: str
    page: int | None
    card: DocumentCard | None
    known: KnownDocument | None = None
    candidates: tuple[KnownDocument, ...] = ()
    plenum_form: str | None = None
    relation: Relation | None = None
    proof: str = ""

    @property
    def name(self) -> str:
        """What it mentions: "57-KL/TW", "Trung ương 8 khóa XII"."""
        return self.symbol or self.plenum_form or ""

    @property
    def uncertain(self) -> tuple[KnownDocument, ...]:
        """The candidates of a mention that means none of them for certain."""
        return () if self.known else self.candidates


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One paragraph of a document page: its text, where it stands, and how to draw it.

    `marks` are the footnotes cited in it, as (offset into `text`, number). `division` is the key
    of the deepest division that holds it; `starts` is true for the first block of that division.
    `cells` holds the cells of a table row, else it is empty.
    """

    text: str
    page: int | None
    division: str
    kind: PassageKind
    starts: bool
    depth: int
    marks: tuple[tuple[int, str], ...] = ()
    cells: tuple[str, ...] = ()
    footnote: str | None = None


@dataclass(frozen=True, slots=True)
class FactSource:
    """Why the fact called `field` in `Facts` is what it is: the rule in words, what is printed there
    and on which page; `printed` and `span`, its place in the document's text, are None for a fact that
    is inferred, `page` also in a Word file."""

    field: str
    confidence: Confidence
    reason: str
    printed: str | None
    page: int | None
    span: Span | None = None


class SuggestionKind(StrEnum):
    """What a suggestion is: the number of a held document, its title, a heading, a frequent phrase."""

    SYMBOL = "symbol"
    TITLE = "title"
    HEADING = "heading"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a user may be about to type. `detail` is what else helps to choose: of a number the name of
    its document."""

    text: str
    kind: SuggestionKind
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """Everything the document page shows. `unrelated` is the number of held documents of which it is
    not known what they say of others, for they were read before relations were; `facts_version` is what
    a correction of the facts is based on (`Keeper.correct`); `older` are the held documents of which
    this is the newest version."""

    card: DocumentCard
    added_at: str
    citation: Citation
    outline: tuple[Division, ...]
    blocks: tuple[TextBlock, ...]
    footnotes: tuple[Footnote, ...]
    cites: tuple[ReferenceLink, ...]
    cited_by: tuple[ReferenceLink, ...]
    warnings: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    sources: tuple[FactSource, ...] = ()
    unrelated: int = 0
    facts_version: int = 0
    older: tuple[DocumentCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `kb doctor`: what was looked at, whether it is well, and what to do if not."""

    name: str
    ok: bool
    detail: str
    remedy: str | None = None
