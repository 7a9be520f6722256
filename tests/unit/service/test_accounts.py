"""Accounts: logging in and being known again, throttling, tokens, and what cannot be an account."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kb.errors import InvalidAccount, LoginFailed, TooManyAttempts, UnknownAccount
from kb.person import Person, Role
from kb.service.accounts import LONGEST_SESSION, OF_ACCOUNT, OF_ADDRESS, Accounts
from tests.people import IDLE, OTHER_PASSWORD, PASSWORD, Clock, accounts_in

HERE = "10.0.0.7"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kb.db"


@pytest.fixture
def accounts(path: Path, clock: Clock) -> Accounts:
    """One account, minh, a reader."""
    opened = accounts_in(path, clock)
    opened.add("minh", PASSWORD, Role.READER, "Nguyễn Văn Minh")
    return opened


def refused(accounts: Accounts, name: str, password: str, address: str = HERE) -> str:
    with pytest.raises(LoginFailed) as refusal:
        accounts.log_in(name, password, address)
    return str(refusal.value)


def fail(accounts: Accounts, times: int, name: str = "minh", address: str = HERE) -> None:
    for _ in range(times):
        refused(accounts, name, OTHER_PASSWORD, address)


def test_nobody_needs_an_account_until_there_is_one(path: Path) -> None:
    accounts = accounts_in(path)
    assert not accounts.required()

    accounts.add("minh", PASSWORD, Role.READER)

    assert accounts.required()


def test_an_account_that_is_disabled_keeps_the_library_closed(accounts: Accounts) -> None:
    accounts.disable("minh")

    assert accounts.required()


def test_who_logged_in_is_known_by_the_session(accounts: Accounts) -> None:
    accounts.set_groups("minh", ["van-phong", "to-chuc"])

    session = accounts.log_in(" Minh ", PASSWORD, HERE)

    groups = frozenset({"van-phong", "to-chuc"})
    assert accounts.who(session) == Person("minh", Role.READER, groups, "Nguyễn Văn Minh")


def test_a_password_typed_with_loose_accents_is_the_same(accounts: Accounts) -> None:
    import unicodedata

    assert accounts.who(accounts.log_in("minh", unicodedata.normalize("NFD", PASSWORD), HERE))


def test_a_wrong_password_and_an_unknown_or_disabled_account_sound_alike(
    accounts: Accounts,
) -> None:
    accounts.add("lan", PASSWORD, Role.READER)
    accounts.disable("lan")

    said = {
        refused(accounts, "minh", OTHER_PASSWORD),
        refused(accounts, "khong-co", PASSWORD),
        refused(accounts, "lan", PASSWORD),
        refused(accounts, "", ""),
    }

    assert len(said) == 1


def test_a_session_ends_at_the_log_out_and_no_other_with_it(accounts: Accounts) -> None:
    first, second = (accounts.log_in("minh", PASSWORD, HERE) for _ in range(2))

    accounts.log_out(first)

    assert accounts.who(first) is None
    assert accounts.who(second) is not None


def test_a_session_ends_when_it_is_idle_and_lasts_while_it_is_used(
    accounts: Accounts, clock: Clock
) -> None:
    session = accounts.log_in("minh", PASSWORD, HERE)
    for _ in range(3):
        clock.now += IDLE - MINUTE
        assert accounts.who(session) is not None

    clock.now += IDLE + MINUTE

    assert accounts.who(session) is None


def test_a_session_ends_after_a_day_however_much_it_is_used(
    accounts: Accounts, clock: Clock
) -> None:
    session = accounts.log_in("minh", PASSWORD, HERE)
    for _ in range(int(LONGEST_SESSION / (IDLE / 2))):
        clock.now += IDLE / 2
        assert accounts.who(session) is not None

    clock.now += MINUTE

    assert accounts.who(session) is None


def test_disabling_ends_sessions_and_tokens_at_once_and_enabling_brings_no_session_back(
    accounts: Accounts,
) -> None:
    session, token = accounts.log_in("minh", PASSWORD, HERE), accounts.add_token("minh", "máy in")

    accounts.disable("minh")

    assert (accounts.who(session), accounts.bearer(token)) == (None, None)
    accounts.enable("minh")
    assert accounts.who(session) is None
    assert accounts.bearer(token) is not None


def test_a_new_password_ends_the_sessions_but_the_one_it_was_set_in(accounts: Accounts) -> None:
    here, elsewhere = (accounts.log_in("minh", PASSWORD, HERE) for _ in range(2))
    minh = Person("minh", Role.READER)

    accounts.change_password(minh, PASSWORD, OTHER_PASSWORD, here, HERE)

    assert accounts.who(here) is not None
    assert accounts.who(elsewhere) is None
    refused(accounts, "minh", PASSWORD)
    assert accounts.log_in("minh", OTHER_PASSWORD, HERE)


def test_a_password_set_by_the_administrator_ends_every_session(accounts: Accounts) -> None:
    session = accounts.log_in("minh", PASSWORD, HERE)

    accounts.set_password("minh", OTHER_PASSWORD)

    assert accounts.who(session) is None


def test_changing_a_password_needs_the_old_one_and_its_failures_count(accounts: Accounts) -> None:
    minh = Person("minh", Role.READER)
    for _ in range(OF_ACCOUNT.free):
        with pytest.raises(LoginFailed, match="Mật khẩu hiện tại không đúng"):
            accounts.change_password(minh, "sai mật khẩu rồi", OTHER_PASSWORD, "", HERE)

    with pytest.raises(TooManyAttempts):
        accounts.change_password(minh, PASSWORD, OTHER_PASSWORD, "", HERE)


class TestThrottling:
    def test_beyond_the_free_failures_even_the_right_password_waits(
        self, accounts: Accounts, clock: Clock
    ) -> None:
        fail(accounts, OF_ACCOUNT.free)

        with pytest.raises(TooManyAttempts, match="đợi 1 giây") as refusal:
            accounts.log_in("minh", PASSWORD, HERE)

        assert refusal.value.seconds == 1
        clock.pass_by(seconds=1)
        assert accounts.log_in("minh", PASSWORD, HERE)

    def test_an_account_is_throttled_from_whatever_address_and_others_are_not(
        self, accounts: Accounts
    ) -> None:
        accounts.add("lan", PASSWORD, Role.READER)
        for at in range(OF_ACCOUNT.free):
            fail(accounts, 1, address=f"10.0.0.{at}")

        with pytest.raises(TooManyAttempts):
            accounts.log_in("minh", PASSWORD, "10.9.9.9")
        assert accounts.log_in("lan", PASSWORD, HERE)

    def test_an_address_is_throttled_over_whatever_names_and_others_are_not(
        self, accounts: Accounts
    ) -> None:
        for at in range(OF_ADDRESS.free):
            fail(accounts, 1, name=f"ten-{at}")

        with pytest.raises(TooManyAttempts):
            accounts.log_in("minh", PASSWORD, HERE)
        assert accounts.log_in("minh", PASSWORD, "10.9.9.9")

    def test_an_unknown_account_is_throttled_as_a_known_one(self, accounts: Accounts) -> None:
        fail(accounts, OF_ACCOUNT.free, name="khong-co")

        with pytest.raises(TooManyAttempts, match="đợi 1 giây"):
            accounts.log_in("khong-co", PASSWORD, HERE)

    def test_a_success_forgets_the_failures_of_the_account(self, accounts: Accounts) -> None:
        fail(accounts, OF_ACCOUNT.free - 1)
        accounts.log_in("minh", PASSWORD, HERE)

        fail(accounts, OF_ACCOUNT.free - 1)

        assert accounts.log_in("minh", PASSWORD, HERE)

    def test_thirty_people_behind_one_address_log_in_though_each_mistypes_once(
        self, accounts: Accounts
    ) -> None:
        for at in range(30):
            accounts.add(f"can-bo-{at}", PASSWORD, Role.READER)
            fail(accounts, 1, name=f"can-bo-{at}")
            assert accounts.log_in(f"can-bo-{at}", PASSWORD, HERE)


class TestTokens:
    def test_a_token_names_its_person_until_it_is_revoked(self, accounts: Accounts) -> None:
        token = accounts.add_token("minh", "máy in")
        assert accounts.bearer(token) == accounts.accounts()[0].person

        accounts.revoke_token("minh", "máy in")

        assert accounts.bearer(token) is None
        assert accounts.tokens("minh") == ()

    def test_a_token_shows_when_it_was_used_last(self, accounts: Accounts, clock: Clock) -> None:
        token = accounts.add_token("minh", "máy in")
        assert accounts.tokens("minh")[0].used_at is None

        clock.pass_by(hours=5)
        accounts.bearer(token)

        assert accounts.tokens("minh")[0].used_at == clock.now

    def test_the_store_holds_neither_passwords_nor_secrets(
        self, accounts: Accounts, path: Path
    ) -> None:
        token = accounts.add_token("minh", "máy in")
        session = accounts.log_in("minh", PASSWORD, HERE)
        accounts.close()

        kept = path.read_bytes()

        assert token.encode() not in kept
        assert session.encode() not in kept
        assert PASSWORD.encode() not in kept
        assert b"$argon2id$" in kept

    def test_nobody_revokes_anothers_token(self, accounts: Accounts) -> None:
        accounts.add("lan", PASSWORD, Role.ADMINISTRATOR)
        token = accounts.add_token("minh", "máy in")

        with pytest.raises(UnknownAccount):
            accounts.revoke_token("lan", "máy in")

        assert accounts.bearer(token) is not None

    def test_a_session_is_no_token_and_a_token_no_session(self, accounts: Accounts) -> None:
        token, session = accounts.add_token("minh", "x"), accounts.log_in("minh", PASSWORD, HERE)

        assert (accounts.who(token), accounts.bearer(session)) == (None, None)

    @pytest.mark.parametrize("label", ["", "  ", "x" * 65, "tên\x00lạ"])
    def test_a_token_needs_a_name_that_can_be_shown(self, accounts: Accounts, label: str) -> None:
        with pytest.raises(InvalidAccount):
            accounts.add_token("minh", label)

    def test_two_tokens_of_one_account_have_two_names(self, accounts: Accounts) -> None:
        accounts.add_token("minh", "máy in")

        with pytest.raises(InvalidAccount, match="đã có mã truy cập tên «máy in»"):
            accounts.add_token("minh", "máy  in")


class TestWhatCanBe:
    @pytest.mark.parametrize("name", ["", "a", "Nguyễn", "a b", "../etc", "-a", "x" * 33, "a\nb"])
    def test_a_name_is_of_plain_letters_digits_and_marks(
        self, accounts: Accounts, name: str
    ) -> None:
        with pytest.raises(InvalidAccount, match="không hợp lệ"):
            accounts.add(name, PASSWORD, Role.READER)

    def test_a_name_is_taken_whatever_its_case(self, accounts: Accounts) -> None:
        with pytest.raises(InvalidAccount, match="Đã có tài khoản «minh»"):
            accounts.add("MINH", PASSWORD, Role.READER)

    @pytest.mark.parametrize(
        ("password", "said"),
        [
            ("", "có 0 ký tự, cần ít nhất 12"),
            ("ngắn quá thôi"[:11], "có 11 ký tự, cần ít nhất 12"),
            ("a1" * 65, "có 130 ký tự, nhiều nhất 128"),
            ("abababababab", "dễ đoán"),
            ("mật khẩu của lan2026", "dễ đoán"),
        ],
    )
    def test_a_password_is_long_enough_and_not_easy(
        self, accounts: Accounts, password: str, said: str
    ) -> None:
        with pytest.raises(InvalidAccount, match=said):
            accounts.add("lan", password, Role.READER)

        assert [account.person.name for account in accounts.accounts()] == ["minh"]

    def test_what_is_not_there_is_said_by_name(self, accounts: Accounts) -> None:
        for change in (
            lambda: accounts.set_role("khong", Role.READER),
            lambda: accounts.set_groups("khong", ["to-chuc"]),
            lambda: accounts.set_password("khong", PASSWORD),
            lambda: accounts.disable("khong"),
            lambda: accounts.tokens("khong"),
            lambda: accounts.add_token("khong", "x"),
        ):
            with pytest.raises(UnknownAccount, match="«khong»"):
                change()
