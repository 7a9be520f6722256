"""Accounts: who may use the library, how they log in, and how the web knows them again.

Beside `KnowledgeBase`, which is about documents. Without an account nobody needs one. Whatever is
changed is told in the log: who did it is `by`, or the user who runs this process where that is None.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import ceil

from kb.errors import InvalidAccount, LoginFailed, TooManyAttempts
from kb.person import Person, Role, folded_name, valid_groups, valid_name
from kb.service.actor import this_user
from kb.service.passwords import Passwords, require_good
from kb.store.accounts import Account, AccountChange, AccountStore, Token
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
        return tuple(map(self._known, self._store.accounts()))

    def account(self, name: str) -> Account:
        """One account. Raises UnknownAccount."""
        return self._known(self._store.account(folded_name(name)))

    def _known(self, account: Account) -> Account:
        """The account, where it was seen in a session that has not ended meanwhile."""
        seen = account.seen_at
        has_ended = seen is not None and self._now() - seen > self._idle
        return replace(account, seen_at=None) if has_ended else account

    def add(
        self,
        name: str,
        password: str,
        role: Role,
        display_name: str = "",
        groups: Iterable[str] = (),
        by: Person | None = None,
    ) -> Person:
        """A new account. Raises InvalidAccount for a name or password that cannot be, and where the
        first one is made on a page and is no administrator: nobody could go on there."""
        person = Person(
            valid_name(name, "tài khoản", "minh.nguyen"),
            role,
            frozenset(valid_groups(groups)),
            _label(display_name),
        )
        require_good(password, person.name)
        if by is not None and role is not Role.ADMINISTRATOR and not self.required():
            raise InvalidAccount(
                "Tài khoản đầu tiên phải là của người quản trị, vì từ đó ai cũng phải đăng nhập; "
                "hãy chọn vai trò người quản trị."
            )
        self._store.add(person, self._passwords.hash(password), self._now(), _actor(by))
        return person

    def change(self, name: str, change: AccountChange, by: Person | None = None) -> None:
        """Changes what is shown of an account, its role, its groups, or whether it may be used. One
        that is disabled has no session, and neither its password nor its tokens are taken any more.

        Raises UnknownAccount, and InvalidAccount for what cannot be, where no administrator would be
        left, and where somebody would shut himself out.
        """
        name = folded_name(name)
        if by is not None and by.name == name:
            _require_not_shut_out(by, change)
        if change.display_name is not None:
            change = replace(change, display_name=_label(change.display_name))
        if change.groups is not None:
            change = replace(change, groups=valid_groups(change.groups))
        self._store.change(name, change, _actor(by))

    def set_role(self, name: str, role: Role) -> None:
        """Raises as `change`."""
        self.change(name, AccountChange(role=role))

    def set_groups(self, name: str, groups: Iterable[str]) -> None:
        """Makes the groups of an account exactly these. Raises as `change`."""
        self.change(name, AccountChange(groups=tuple(groups)))

    def disable(self, name: str) -> None:
        """Raises as `change`."""
        self.change(name, AccountChange(active=False))

    def enable(self, name: str) -> None:
        """Lets a disabled account be used again. Raises UnknownAccount."""
        self.change(name, AccountChange(active=True))

    def set_password(
        self, name: str, password: str, keeping: str = "", by: Person | None = None
    ) -> None:
        """Another password; all sessions end but the one with the token `keeping`.

        Raises UnknownAccount, InvalidAccount.
        """
        name = folded_name(name)
        require_good(password, name)
        hashed = self._passwords.hash(password)
        self._store.set_password(name, hashed, _hashed(keeping), _actor(by))

    def change_password(
        self, person: Person, old: str, new: str, session: str, address: str
    ) -> None:
        """As `set_password`, by the person, who proves to be it; also LoginFailed, TooManyAttempts."""
        require_good(new, person.name)
        self._prove(person.name, old, address, "Mật khẩu hiện tại không đúng; hãy gõ lại.")
        self.set_password(person.name, new, session, person)

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

    def add_token(self, name: str, called: str, by: Person | None = None) -> str:
        """A new token for programs; nobody can read it a second time.

        Raises UnknownAccount, InvalidAccount where it has no name or the account has one of it.
        """
        if not _label(called):
            raise InvalidAccount("Mã truy cập cần một tên, ví dụ tên chương trình sẽ dùng nó.")
        token = _TOKEN_PREFIX + secrets.token_urlsafe(32)
        now = self._now()
        self._store.add_token(folded_name(name), _label(called), _hashed(token), now, _actor(by))
        return token

    def revoke_token(self, name: str, called: str, by: Person | None = None) -> None:
        """Raises UnknownAccount where no token of the account is called so."""
        self._store.revoke_token(folded_name(name), called, _actor(by))

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


def _actor(by: Person | None) -> str:
    return by.name if by is not None and by.name else this_user()


def _require_not_shut_out(by: Person, change: AccountChange) -> None:
    if change.active is False or change.role not in (None, by.role):
        raise InvalidAccount(
            "Không ai tự khóa hay tự đổi vai trò của chính mình; hãy nhờ một người quản trị khác."
        )


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
