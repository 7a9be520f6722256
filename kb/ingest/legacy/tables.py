"""Which codes stand for which Vietnamese letters in the encodings used before Unicode.

Tables only; `legacy` reads with them. A code is written as it reaches us: as the character that
Windows-1252 or Latin-1 has at the byte, "ViÖt" for "Việt" in TCVN3.

Sources: TCVN 5712:1993, code set VN3 (bytes A1 to FE; the fonts called .Vn…, ABC); RFC 1456 for
VISCII; for VNI-Windows the fonts' own rule, vowel followed by its marks. TCVN3 and VISCII agree byte
by byte with the converters of the GNU C library (iconv: TCVN5712-1, VISCII).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType


class Encoding(StrEnum):
    """An encoding in which Vietnamese text may be read as other letters."""

    TCVN3 = "TCVN3"
    VNI = "VNI"
    VISCII = "VISCII"
    UTF8 = "UTF-8"  # the bytes of UTF-8 read as Windows-1252: "Äá»©c"


_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_TONES = ("", _GRAVE, _HOOK, _TILDE, _ACUTE, _DOT)
_VOWELS = "aăâeêioôơuưy"

LETTERS = tuple(  # the 134 letters that ASCII lacks, lower case first: à ả ã á ạ ă ằ … ỵ đ À … Đ
    case(letter)
    for case in (str.lower, str.upper)
    for letter in (
        *(
            unicodedata.normalize("NFC", vowel + tone)
            for vowel in _VOWELS
            for tone in _TONES
            if tone or not vowel.isascii()
        ),
        "đ",
    )
)

_TCVN3_A1 = (  # bytes A1 to FE; a dot is a byte without a letter
    "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ"
)
_TCVN3_PRINTED = {  # what a PDF shows for a byte, by its font's glyph names: soft hyphen, dot, mu
    "\u2212": "ư",
    "\u2219": "ã",
    "\u03bc": "à",
}
_VISCII_80 = (  # bytes 80 to FF
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_CONTROLS = {"\x02": "Ẳ", "\x05": "Ẵ", "\x06": "Ẫ", "\x14": "Ỷ", "\x19": "Ỹ", "\x1e": "Ỵ"}
_VNI_SINGLE = "íí ìì æỉ óĩ òị îỵ ñđ ôơ öư"  # code and letter
_VNI_TONES = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_VNI_CIRCUMFLEX = {"â": "", "á": _ACUTE, "à": _GRAVE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_VNI_BREVE = {"ê": "", "é": _ACUTE, "è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}


def _printed(byte: int) -> str:
    """The character Windows-1252 has at a byte; its five holes keep their Latin-1 control."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _tcvn3() -> dict[str, str]:
    return {chr(byte): letter for byte, letter in enumerate(_TCVN3_A1, 0xA1) if letter != "."}


def _viscii() -> dict[str, str]:
    table = {_printed(byte): letter for byte, letter in enumerate(_VISCII_80, 0x80)}
    return {**table, **_VISCII_CONTROLS}


def _vni() -> dict[str, str]:
    lower = dict(_vni_lower())
    return {**lower, **{code.upper(): letter.upper() for code, letter in lower.items()}}


def _vni_lower() -> Iterator[tuple[str, str]]:
    yield from ((pair[0], pair[1]) for pair in _VNI_SINGLE.split())
    bases = {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}
    yield from _marked(bases, _VNI_TONES)
    yield from _marked({"a": "â", "e": "ê", "o": "ô"}, _VNI_CIRCUMFLEX)
    yield from _marked({"a": "ă"}, _VNI_BREVE)


def _marked(bases: Mapping[str, str], marks: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for base, vowel in bases.items():
        for mark, tone in marks.items():
            letter = unicodedata.normalize("NFC", vowel + tone)
            if letter != "ỵ":  # VNI gives it a code of its own, î
                yield base + mark, letter


def _utf8() -> dict[str, str]:
    characters = (*LETTERS, *"“”‘’–—…•«»§")
    return {"".join(map(_printed, char.encode())): char for char in characters}


def _aliases(encoding: Encoding) -> dict[str, str]:
    """Codes that are read but never written."""
    match encoding:
        case Encoding.TCVN3:
            return _TCVN3_PRINTED
        case Encoding.VNI:  # a mark of the other case after its vowel: "Aù"
            pairs = {code: letter for code, letter in _vni().items() if len(code) == 2}
            return {code[0] + code[1].swapcase(): letter for code, letter in pairs.items()}
        case Encoding.VISCII:  # the same bytes read as Latin-1
            return {chr(byte): letter for byte, letter in enumerate(_VISCII_80[:32], 0x80)}
        case Encoding.UTF8:  # bytes read as Latin-1; a straightened quote; a space made plain
            latin = {char.encode().decode("latin-1"): char for char in LETTERS}
            return {**latin, "Ä'": "đ", "Ã ": "à"}


_WRITTEN: Mapping[Encoding, Mapping[str, str]] = {
    Encoding.TCVN3: _tcvn3(),
    Encoding.VNI: _vni(),
    Encoding.VISCII: _viscii(),
    Encoding.UTF8: _utf8(),
}

LETTER_OF: Mapping[Encoding, Mapping[str, str]] = MappingProxyType(
    {encoding: {**_aliases(encoding), **_WRITTEN[encoding]} for encoding in Encoding}
)
"""The letter a code stands for; codes of VNI and UTF-8 have one to three characters."""

CODE_OF: Mapping[Encoding, Mapping[str, str]] = MappingProxyType(
    {
        encoding: {letter: code for code, letter in _WRITTEN[encoding].items()}
        for encoding in Encoding
    }
)
"""The code written for a letter. TCVN3 has none for the 60 capitals with a tone: see `legacy`."""

VNI_MARKS = frozenset(
    mark
    for marks in (_VNI_TONES, _VNI_CIRCUMFLEX, _VNI_BREVE)
    for char in marks
    for mark in (char, char.upper())
)
