"""Passwords: which are good enough, and their argon2id hashes."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from kb.errors import InvalidAccount

LEAST_LENGTH = 12
"""Characters: between the 8 that NIST SP 800-63B-4 wants beside a second factor and the 15 that it
wants of a password alone; here logins are throttled, and the network is the office's own."""

MOST_LENGTH = 128
"""Characters: room for any sentence, and no way to keep the hash busy with a long text."""

_LEAST_VARIETY = 5
"""Different characters: fewer are one key held down, or two in turn."""

_AT_ONCE = 2
"""Hashes computed at one time: each takes 64 MiB and all the cores it gets."""


class Passwords:
    """Makes and compares hashes, with the parameters of `hasher` (argon2-cffi's default is the second
    choice of RFC 9106: 64 MiB, 3 passes). Safe to share between threads."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = BoundedSemaphore(_AT_ONCE)

    def hash(self, password: str) -> str:
        """The hash to keep, with its salt and parameters."""
        with self._turn:
            return self._hasher.hash(_composed(password))

    def matches(self, kept: str | None, password: str) -> bool:
        """True if the password belongs to the hash. Without one it takes as long to say no: whoever
        counts the milliseconds does not learn which accounts there are."""
        with self._turn:
            of_nobody = self._of_nobody
            try:
                self._hasher.verify(kept or of_nobody, _composed(password))
            except VerifyMismatchError:
                return False
        return kept is not None

    @cached_property
    def _of_nobody(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe())


_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are misread for one another: 1, l and i, 0 and o."""


def made_password(name: str) -> str:
    """A good password for that account, by chance, to be read from a page and typed once:
    "k7mf-p2xq-w9tz-h4ra", 79 bits."""
    made = ""
    while not made or (len(name) > 1 and name.lower() in made):
        made = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    return made


def require_good(password: str, name: str) -> None:
    """Raises InvalidAccount where a password is too short, too long or too easy for that account."""
    length = len(unicodedata.normalize("NFC", password))
    if length < LEAST_LENGTH:
        raise InvalidAccount(
            f"Mật khẩu mới có {length} ký tự, cần ít nhất {LEAST_LENGTH}; "
            "một câu ngắn dễ nhớ (có thể có dấu và khoảng trắng) là tốt nhất."
        )
    if length > MOST_LENGTH:
        raise InvalidAccount(
            f"Mật khẩu mới có {length} ký tự, nhiều nhất {MOST_LENGTH}; hãy chọn câu ngắn hơn."
        )
    if len(set(password)) < _LEAST_VARIETY or name in password.lower():
        raise InvalidAccount(
            "Mật khẩu mới dễ đoán (lặp lại vài ký tự, hoặc chứa tên tài khoản); hãy chọn câu khác."
        )


def _composed(password: str) -> bytes:
    """One form for what is typed with composed and with loose accents, whatever else is in it."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
