"""Which documents answer a question at all, however many there are: the set that filters count in.

A ranking cannot say it, for it ends at its depth. A document belongs to the set if one of its passages
holds enough of the telling words, or if it is named by number or mentions what is; where phrases stand
in quotation marks, if one of its passages holds them all. Over 100,000 passages this takes 1 to 3 ms.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from kb.query import Query
from kb.search.lexical_index import LexicalIndex, Scope, Share
from kb.search.lexical_schema import Field
from kb.search.lexical_tokens import FUNCTION_SYLLABLES, folded_key, is_unaccented, written_key
from kb.vietnamese.tokens import tokens_of

_SHARE = 0.6
_TELLING = 1.5
"""A syllable tells something where its idf is at least `_TELLING` (in fewer than 22 % of passages), and
a passage must hold `_SHARE` of those. Measured as the share of right articles in the set, and its mean
size: alqac2025 .891 with 27 of 3,368 articles, natural .732 with 36 of 4,357. Half of them gave .947
with 75 and .805 with 113; two thirds of all syllables alike .876 with 31 and .585 with 28."""


def matching_documents(index: LexicalIndex, query: Query, texts: Iterable[str]) -> frozenset[str]:
    """The ids of the documents that answer `query`, whose words (those beside numbers and filters) are
    `texts`, each a way to write them."""
    if query.phrases:
        return index.documents(Scope(phrases=query.phrases))
    ways: list[Share | Scope] = [share for text in texts if (share := _share(index, text))]
    if query.symbols:
        ways += [Scope(own=query.symbols), Scope(mentioned=query.symbols)]
    return frozenset().union(*map(index.documents, ways))


def tells(text: str) -> bool:
    """True if `text` has a word that is more than grammar."""
    return any(written_key(token.text) not in FUNCTION_SYLLABLES for token in tokens_of(text))


def _share(index: LexicalIndex, text: str) -> Share | None:
    """What a passage must hold of `text`; words that no passage has are not asked for."""
    folded = is_unaccented(text)
    key, field = (folded_key, Field.BODY_FOLDED) if folded else (written_key, Field.BODY)
    said = dict.fromkeys(key(token.text) for token in tokens_of(text))
    words = [one for one in said if folded or one not in FUNCTION_SYLLABLES]
    weights = dict(zip(words, index.idf(field, words), strict=True))
    held = {word: idf for word, idf in weights.items() if index.holds(field, word)}
    telling = tuple(word for word, idf in held.items() if idf >= _TELLING) or tuple(held)
    return Share(field, telling, math.ceil(_SHARE * len(telling))) if telling else None
