"""Accounts: who may use the library, how they log in, and how the web knows them again.

Beside `KnowledgeBase`, which is about documents. Without an account nobody needs one.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from math import ceil

from kb.errors import InvalidAccount, LoginFailed, TooManyAttempts
from kb.person import Person, Role, folded_name, valid_groups, valid_name
from kb.service.passwords import Passwords, require_good
from kb.store.accounts import Account, AccountStore, Token
from kb.store.failed_logins import Patience

DEFAULT_IDLE = timedelta(hours=1)
LONGEST_SESSION = timedelta(hours=24)
"""Both as NIST SP 800-63B-4 has them for its second level of assurance."""

OF_ACCOUNT = Patience(free=5, longest=timedelta(minutes=15))
"""Who remembers a password has it by the fifth time; a program gets a hundred guesses a day."""

OF_ADDRESS = Patience(free=50, longest=timedelta(minutes=1))
"""An office of thirty behind one address may mistype on a Monday morning and is never shut out long."""

_TOKEN_TOUCHED = timedelta(minutes=1)
_LONGEST_LABEL = 64
_TOKEN_PREFIX = "kb_"  # noqa: S105 - by which people and programs know a token that lies about


class Accounts:
    """The use cases of accounts. Safe to share between threads; every method may raise StoreFailure."""

    def __init__(
        self,
        store: AccountStore,
        passwords: Passwords,
        idle: timedelta = DEFAULT_IDLE,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._passwords = passwords
        self._idle = idle
        self._now = now

    def close(self) -> None:
        """Lets go of the store."""
        self._store.close()

    def required(self) -> bool:
        """True once there is an account: from then on everybody needs one."""
        return self._store.any()

    def accounts(self) -> tuple[Account, ...]:
        """All accounts by name."""
        return tuple(self._store.accounts())

    def add(self, name: str, password: str, role: Role, display_name: str = "") -> Person:
        """A new account. Raises InvalidAccount for a name or password that cannot be."""
        person = Person(valid_name(name, "tài khoản"), role, display_name=_label(display_name))
        require_good(password, person.name)
        self._store.add(person, self._passwords.hash(password), self._now())
        return person

    def set_role(self, name: str, role: Role) -> None:
        """Raises UnknownAccount."""
        self._store.set_role(folded_name(name), role)

    def set_groups(self, name: str, groups: Iterable[str]) -> None:
        """Makes the groups of an account exactly these. Raises UnknownAccount, InvalidAccount."""
        self._store.set_groups(folded_name(name), valid_groups(groups))

    def disable(self, name: str) -> None:
        """Ends the account's sessions and takes neither its password nor its tokens any more."""
        self._store.set_active(folded_name(name), active=False)

    def enable(self, name: str) -> None:
        """Lets a disabled account be used again. Raises UnknownAccount."""
        self._store.set_active(folded_name(name), active=True)

    def set_password(self, name: str, password: str, keeping: str = "") -> None:
        """Another password; all sessions end but the one with the token `keeping`.

        Raises UnknownAccount, InvalidAccount.
        """
        name = folded_name(name)
        require_good(password, name)
        self._store.set_password(name, self._passwords.hash(password), _hashed(keeping))

    def change_password(
        self, person: Person, old: str, new: str, session: str, address: str
    ) -> None:
        """As `set_password`, by the person, who proves to be it; also LoginFailed, TooManyAttempts."""
        require_good(new, person.name)
        self._prove(person.name, old, address, "Mật khẩu hiện tại không đúng; hãy gõ lại.")
        self.set_password(person.name, new, keeping=session)

    def log_in(self, name: str, password: str, address: str) -> str:
        """The secret token of a new session.

        Raises LoginFailed, which does not tell an unknown or disabled account from a wrong password,
        and TooManyAttempts, by account or by address.
        """
        name = folded_name(name)
        said = "Tên tài khoản hoặc mật khẩu không đúng; hãy gõ lại, hoặc hỏi người quản trị."
        self._prove(name, password, address, said)
        token, now = secrets.token_urlsafe(32), self._now()
        self._store.start_session(_hashed(token), name, now, now - self._idle)
        return token

    def log_out(self, session: str) -> None:
        """Ends a session; one that has ended is no error."""
        self._store.end_session(_hashed(session))

    def who(self, session: str) -> Person | None:
        """Whose session it is; None where it is none, ended, was idle too long or lasted too long."""
        token_hash, now = _hashed(session), self._now()
        found = self._store.session(token_hash)
        if found is None:
            return None
        quiet = now - found.seen_at
        if quiet > self._idle or now - found.created_at > LONGEST_SESSION:
            self._store.end_session(token_hash)
            return None
        if quiet > self._idle / 20:  # not at every request: each would be a write
            self._store.touch_session(token_hash, now)
        return found.person

    def tokens(self, name: str) -> tuple[Token, ...]:
        """The tokens of an account, the oldest first, without their secrets. Raises UnknownAccount."""
        return tuple(self._store.tokens(self._store.account(folded_name(name)).person.name))

    def add_token(self, name: str, called: str) -> str:
        """A new token for programs; nobody can read it a second time.

        Raises UnknownAccount, InvalidAccount where it has no name or the account has one of it.
        """
        if not _label(called):
            raise InvalidAccount("Mã truy cập cần một tên, ví dụ tên chương trình sẽ dùng nó.")
        token = _TOKEN_PREFIX + secrets.token_urlsafe(32)
        self._store.add_token(folded_name(name), _label(called), _hashed(token), self._now())
        return token

    def revoke_token(self, name: str, called: str) -> None:
        """Raises UnknownAccount where no token of the account is called so."""
        self._store.revoke_token(folded_name(name), called)

    def bearer(self, token: str) -> Person | None:
        """Whose token it is; None where nobody's."""
        found = self._store.bearer(_hashed(token))
        if found is None:
            return None
        person, kept = found
        if kept.used_at is None or self._now() - kept.used_at > _TOKEN_TOUCHED:
            self._store.touch_token(kept.id, self._now())
        return person

    def _prove(self, name: str, password: str, address: str, said: str) -> None:
        """Raises TooManyAttempts before the password is looked at, LoginFailed where it is wrong."""
        of_account, of_address = f"account:{name}", f"address:{address}"
        asked = {of_account: OF_ACCOUNT, of_address: OF_ADDRESS}
        wait = self._store.attempt(asked, self._now())
        if wait is not None:
            seconds = ceil(wait.total_seconds())
            raise TooManyAttempts(
                f"Đã gõ sai nhiều lần; hãy đợi {_waited(seconds)} rồi thử lại.", seconds
            )
        if not self._passwords.matches(self._store.password_hash(name), password):
            raise LoginFailed(said)
        self._store.forgive(of_account, of_address)


def _label(text: str) -> str:
    """A name that people give: on one line, not too long. Raises InvalidAccount."""
    label = " ".join(text.split())
    if len(label) > _LONGEST_LABEL or not label.isprintable():
        raise InvalidAccount(f"Tên dài nhất {_LONGEST_LABEL} ký tự, không có ký tự điều khiển.")
    return label


def _waited(seconds: int) -> str:
    return f"{seconds} giây" if seconds < 120 else f"{-(-seconds // 60)} phút"


def _hashed(token: str) -> str:
    """A token is random: a plain hash keeps it as well as a slow one."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
