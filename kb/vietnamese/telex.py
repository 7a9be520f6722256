"""Telex and VNI keystrokes that no input method has turned into letters: "ddoois ngoaij", "d9o61i".

The rules are those of UniKey: aa ee oo dd aw ow uw w and the tones s f r x j z in Telex, 6 7 8 9 and
the tones 1 2 3 4 5 0 in VNI; a tone, w, 6, 7, 8 and 9 may stand anywhere after the letters they
change. Where a key could change more than one letter, the spelling of a syllable decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kb.vietnamese.syllables import is_spelt
from kb.vietnamese.tones import with_tone

_SAC, _HUYEN, _HOI, _NGA, _NANG = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_TELEX_TONES = {"s": _SAC, "f": _HUYEN, "r": _HOI, "x": _NGA, "j": _NANG, "z": ""}
_VNI_TONES = {"1": _SAC, "2": _HUYEN, "3": _HOI, "4": _NGA, "5": _NANG, "0": ""}
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HOOK, _BREVE = {"u": "ư", "o": "ơ"}, {"a": "ă"}
_VOWEL = re.compile("[aăâeêioôơuưy]")
_TELEX_WORD = re.compile("[a-z]{2,12}")  # "nghieengx" has nine keys
_VNI_WORD = re.compile("(?=.{2,12}$)[a-z]+[0-9][a-z0-9]*")

Forms = set[str]
"""Toneless words that the keys so far may mean."""


def from_telex(word: str) -> str | None:
    """The syllable that Telex keys write: "ddoois" → "đối", "tuwowngr" → "tưởng", "dduongwf" → "đường".

    None where they write none ("internet", "forum"), or where no key changes anything ("kinh").
    """
    keys = word.lower()
    if not _TELEX_WORD.fullmatch(keys):
        return None
    return _written(keys, _TELEX_TONES, _after_telex_key)


def from_vni(word: str) -> str | None:
    """The syllable that VNI keys write: "d9o61i" → "đối", "ngoai5" → "ngoại"; None as in Telex.

    "kl57" and "2024" are None.
    """
    keys = word.lower()
    if not _VNI_WORD.fullmatch(keys):
        return None
    return _written(keys, _VNI_TONES, _after_vni_key)


_MOST = 0.8
"""Of the words, at least this share must be known once the keys are read."""

_LEAST_KEYS = 2
"""Keys beyond letters that must have been read: "max" and "bus" have one, and are no Telex."""


def read_keys(words: Sequence[str], is_known: Callable[[str], bool]) -> list[str] | None:
    """The words with their keys read; None where they are not Telex or VNI keys.

    They are if reading makes known some that were not, and leaves almost none unknown; a word with an
    accent says that an input method ran.
    """
    if not all(word.isascii() for word in words):
        return None
    for reading in (from_telex, from_vni):
        read = [reading(word) for word in words]
        if any(read):
            read = [new if new and is_known(new) else None for new in read]
            known = [is_known(word) for word in words]
            keys = sum(map(_keys, words, read, known))
            settled = sum(new is not None or was for new, was in zip(read, known, strict=True))
            if keys >= _LEAST_KEYS and settled >= _MOST * len(words):
                return [new or word for word, new in zip(words, read, strict=True)]
    return None


def _keys(word: str, read: str | None, known: bool) -> int:
    """How many keys were read in a word that was unknown before."""
    return len(word) - len(read) if read and not known else 0


def _written(keys: str, tones: dict[str, str], after: Callable[[Forms, str], Forms]) -> str | None:
    forms, tone = {""}, ""
    for key in keys:
        if key in tones and any(_VOWEL.search(form) for form in forms):
            tone = tones[key]
        else:
            forms = after(forms, key)
    forms |= {form.replace("ưo", "ươ") for form in forms}  # "dduwong" is read as "dduwowng"
    spelt = [form for form in forms if is_spelt(with_tone(form, tone))]
    chosen = spelt if len(spelt) == 1 else [form for form in spelt if "ươ" in form]  # not "uơn"
    word = with_tone(chosen[0], tone) if len(chosen) == 1 else keys
    return word if word != keys else None


def _after_telex_key(forms: Forms, key: str) -> Forms:
    if key == "w":
        return _changed(forms, _HOOK | _BREVE) | {form + "ư" for form in forms}
    if key == "d" and all(form.startswith("d") for form in forms):
        return {"đ" + form[1:] for form in forms}
    doubled = {
        form[:-1] + _CIRCUMFLEX[key] for form in forms if key in _CIRCUMFLEX and form[-1:] == key
    }
    return doubled or {form + key for form in forms}


def _after_vni_key(forms: Forms, key: str) -> Forms:
    if key == "9":
        return {"đ" + form[1:] for form in forms if form.startswith("d")}
    changes = {"6": _CIRCUMFLEX, "7": _HOOK, "8": _BREVE}.get(key)
    return _changed(forms, changes) if changes else {form + key for form in forms}


def _changed(forms: Forms, changes: dict[str, str]) -> Forms:
    """The forms with one letter changed, or u and o together ("duong" → "dương")."""
    changed = {
        form[:at] + changes[letter] + form[at + 1 :]
        for form in forms
        for at, letter in enumerate(form)
        if letter in changes
    }
    return changed | {form.replace("uo", "ươ") for form in forms if "u" in changes and "uo" in form}
