"""How far a page that was read by machine can be trusted, as one number.

Measured, with `confidence` 1 where the text is a text layer:

    text                                            share    confidence   quality
    text layers of 94-HD/BTGTU and 294-QĐ/TW        1.00     1            1.00
    94-HD/BTGTU scanned (8 pages)                   0.99     0.95         0.94 to 0.96
    two scanned decree pages with stamps            0.99     0.92, 0.94   0.91, 0.93
    VNI-Windows and TCVN3 read as Unicode           0.38, 0.45   1        0.00, 0.09
    random letters, plain and Vietnamese            0.06, 0.10   1        0.00
"""

from __future__ import annotations

from kb.vietnamese.syllables import share_of_syllables

_CHANCE = 0.4
"""The share of words that are syllables by their shape alone, though the text is none."""


def page_quality(text: str, confidence: float) -> float:
    """The trust in a page's text, in [0, 1]: max(0, (share - 0.4) / 0.6) · confidence.

    `share` is the share of words that are Vietnamese syllables (1 for a page without words),
    `confidence` the engine's mean over characters, in [0, 1]; 1 for a text layer.
    """
    share = share_of_syllables(text)
    return max(0.0, (share - _CHANCE) / (1 - _CHANCE)) * min(max(confidence, 0.0), 1.0)
