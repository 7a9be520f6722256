"""Names of organs: when two name one body, and how each is written."""

from __future__ import annotations

import re

from kb.vietnamese.normalise import tone_key

_SYLLABLE = re.compile(r"[^\W\d_]+")
_TERM = re.compile(r"\s*\(?\s*kh(?:óa|oá)\s+[IVX\d]+\)?", re.IGNORECASE)
_SAME = (
    ("ban chấp hành đảng bộ tỉnh", "tỉnh ủy"),
    ("ban chấp hành đảng bộ huyện", "huyện ủy"),
    ("ban chấp hành đảng bộ thành phố", "thành ủy"),
    ("ban chấp hành đảng bộ", "đảng ủy"),
    ("ban chấp hành trung ương đảng", "ban chấp hành trung ương"),
    ("trung ương đảng", "trung ương"),
)
"""Two names of one body (Điều lệ Đảng): a committee is its party organisation's executive board."""


def syllables(name: str) -> tuple[str, ...]:
    """A name for comparing: small letters, tones in one place."""
    return tuple(map(tone_key, _SYLLABLE.findall(name)))


def same_issuer(cited: str, known: str) -> bool:
    """True if two names may be one body's: a citation may leave out the province, or name the committee
    for its standing board ("của Tỉnh ủy")."""
    one, other = _bare(cited), _bare(known)
    return _within(one, other) or _within(other, one)


def _bare(name: str) -> tuple[str, ...]:
    found = " ".join(syllables(_TERM.sub("", name)))
    for long, short in _SAME:
        found = found.replace(" ".join(syllables(long)), " ".join(syllables(short)))
    return tuple(found.split())


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))
