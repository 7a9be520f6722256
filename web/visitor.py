"""Who sends a request, as far as its cookie or token tells, and how the web may be reached."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from kb.person import Person

SESSION_COOKIE = "kb_session"
FORM_COOKIE = "kb_form"
"""A random value for whoever has no session, from which the tokens of forms are made until then."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever sends a request.

    `person` is None before the login; `session` is the secret of the login, "" where there is none;
    `secret` is what tokens of forms are made from, which nobody needs who is known `by_token`;
    `address` is that of the machine, or of its network where it is IPv6.
    """

    person: Person | None = None
    session: str = ""
    secret: str = ""
    by_token: bool = False
    address: str = ""

    @property
    def account(self) -> str | None:
        """The account that the log names; None where there is none."""
        return self.person.name or None if self.person else None

    @property
    def form_token(self) -> str:
        """What every form carries: another site can neither read nor guess it."""
        return hmac.new(self.secret.encode(), b"form", hashlib.sha256).hexdigest()

    def sent(self, form_token: str) -> bool:
        """True if a form with that token was drawn for this visitor."""
        return bool(self.secret) and hmac.compare_digest(
            form_token.encode("utf-8", "replace"), self.form_token.encode()
        )


@dataclass(frozen=True, slots=True)
class Access:
    """How the web may be reached: under which names (none: any, once there are accounts), how often one
    person may ask in a minute, and with how many bytes at once."""

    hosts: frozenset[str] = frozenset()
    asks_per_minute: int = 300
    most_bytes: int = 100 << 20


def hosts_of(text: str) -> frozenset[str]:
    """The names in a setting: "kho.tinhuy.vn, 10.0.0.5" → both."""
    return frozenset(name.strip().lower() for name in text.split(",") if name.strip())
