"""Hashes of passwords: argon2id, salted, and as much work for an account that there is not."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from kb.service.passwords import Passwords
from tests.people import OTHER_PASSWORD, PASSWORD


class CountingHasher(PasswordHasher):
    """Remembers the parameters of each hash that it compared with."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.compared: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:
        self.compared.append(str(hash).rsplit("$", 2)[0])
        return super().verify(hash, password)


def test_the_default_is_argon2id_with_the_parameters_of_rfc_9106() -> None:
    assert Passwords().hash(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_one_password_has_another_hash_each_time_and_both_match() -> None:
    passwords = Passwords(CountingHasher())

    first, second = passwords.hash(PASSWORD), passwords.hash(PASSWORD)

    assert first != second
    assert passwords.matches(first, PASSWORD)
    assert passwords.matches(second, PASSWORD)
    assert not passwords.matches(first, OTHER_PASSWORD)


def test_nobodys_password_matches_nothing_at_the_cost_of_a_real_one() -> None:
    hasher = CountingHasher()
    passwords = Passwords(hasher)

    assert not passwords.matches(passwords.hash(PASSWORD), OTHER_PASSWORD)
    assert not passwords.matches(None, OTHER_PASSWORD)

    assert hasher.compared == ["$argon2id$v=19$m=8,t=1,p=1"] * 2


@pytest.mark.parametrize("password", ["", "\ud83d", "x" * 100_000, "\x00"])
def test_whatever_is_typed_is_compared(password: str) -> None:
    passwords = Passwords(CountingHasher())

    assert not passwords.matches(passwords.hash(PASSWORD), password)
