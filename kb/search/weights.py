"""How much each part of the search counts, as one value: given to the retriever, varied to measure.

How the figures were chosen: nDCG@10 on alqac2025 (729 questions) and natural (40), default model in
int8, each article as one passage. Dense share 0.30 / 0.33 / 0.36 / 0.40 gave .904 .905 .904 .901 and
.777 .784 .786 .784. Since the model reads only what is asked about it errs less: with the reranker,
0.33 / 0.40 / 0.45 gave .932 .932 .933 and .813 .822 .812. `kb evaluate --ablations` shows what each
part is worth today.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class TextWeights:
    """For text of one writing. A part with the weight 0 is not asked at all.

    `dense` is the share of the dense side, in [0, 1]; the lexical side has the rest. Within the
    lexical side `written` and `folded` weigh the body with and without its accents, `heading` the
    title and headings, which the body holds as well.
    """

    dense: float
    written: float
    folded: float
    heading: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of one search; the defaults are the product's.

    `accented`: 0.4 is "lexical + 2/3 x dense". The folded body forgives an accent typed wrong (lexical
    alone: natural .716 to .733, alqac2025 .898 to .897). Headings: 0 to .1 are alike, .5 loses .009
    (alqac2025).

    `unaccented`: the model does not understand Vietnamese without accents (dense alone: .036), so it
    only fills up; the body as written is not asked.

    `pairs` weighs pairs of neighbouring syllables against single ones; `expansion` the other way of
    saying an abbreviation, below what was typed.

    `own` and `mention` are added to passages of a document named by its number beside other words, and
    to passages that mention it: its document first, unless a mention fits the words much better.

    `only_front`, `only_mention`, `only_own` are added for a number alone, and far enough apart to be
    strict: the opening part of its document, who mentions it, the rest of it. Mentions stand before
    the rest because nothing but the number was asked, and the rest of a long document would push
    every mention off the page.

    `reranked` is how many of the first candidates are put in order anew, 0 for none: 20, 30 and 50 are
    alike (alqac2025 by folds .932 each, natural .822 each; natural without accents .774 and .764 at 20
    and 30). `fold` takes the weights that never saw the questions of that fold, to measure by.
    """

    accented: TextWeights = TextWeights(dense=0.4, written=1.0, folded=0.5, heading=0.05)
    unaccented: TextWeights = TextWeights(dense=0.1, written=0.0, folded=1.0, heading=0.05)
    pairs: float = 1.0
    expansion: float = 0.5
    own: float = 0.6
    mention: float = 0.3
    only_front: float = 3.0
    only_mention: float = 2.0
    only_own: float = 1.0
    reranked: int = 20
    fold: int | None = None


DEFAULT_WEIGHTS = Weights()


def ablated(full: Weights) -> dict[str, Weights]:
    """The weights without one part each, by the part's name."""
    accented, unaccented = full.accented, full.unaccented
    both = {
        "dense": (replace(accented, dense=0.0), replace(unaccented, dense=0.0)),
        "lexical": (replace(accented, dense=1.0), replace(unaccented, dense=1.0)),
        "folded": (replace(accented, folded=0.0), unaccented),
        "unaccented": (accented, accented),
        "heading": (replace(accented, heading=0.0), replace(unaccented, heading=0.0)),
    }
    return {
        **{part: replace(full, accented=one, unaccented=two) for part, (one, two) in both.items()},
        "pairs": replace(full, pairs=0.0),
        "expansion": replace(full, expansion=0.0),
        "number": replace(
            full, own=0.0, mention=0.0, only_front=0.0, only_mention=0.0, only_own=0.0
        ),
        "reranker": replace(full, reranked=0),
    }
