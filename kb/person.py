"""Who asks: a person with a role and groups, and what each role may do.

A `Person` goes along to a use case; `PERMISSIONS` is the only place that says what a role allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kb.errors import InvalidAccount


class Role(StrEnum):
    """What somebody is to the library; each may do all that the one before may."""

    READER = "reader"
    DRAFTER = "drafter"
    LIBRARIAN = "librarian"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """Something that may be allowed or not."""

    READ = "read"  # search, open documents, verify a quotation, look after one's own account
    CHECK_DRAFTS = "check_drafts"
    EXPORT = "export"
    ADD = "add"
    CORRECT = "correct"
    TRASH = "trash"  # put a document into the trash, or take it out again
    SEE_LIMITED = "see_limited"  # every document, whichever groups it is limited to
    INSPECT = "inspect"  # see the state of the installation, which files wait, what was changed
    MANAGE_USERS = "manage_users"
    PURGE = "purge"  # remove a document for good
    SEE_QUARANTINE = "see_quarantine"  # the names of files that bear a mark of secrecy
    EXPORT_AUDIT = "export_audit"


_OF_READERS = frozenset({Permission.READ})
_OF_DRAFTERS = _OF_READERS | {Permission.CHECK_DRAFTS, Permission.EXPORT}
_OF_LIBRARIANS = _OF_DRAFTERS | {
    Permission.ADD,
    Permission.CORRECT,
    Permission.TRASH,
    Permission.SEE_LIMITED,
    Permission.INSPECT,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.READER: _OF_READERS,
    Role.DRAFTER: _OF_DRAFTERS,
    Role.LIBRARIAN: _OF_LIBRARIANS,
    Role.ADMINISTRATOR: frozenset(Permission),
}
"""What each role may do."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses the library: the name of the account, the role, the groups, and the name that
    is shown ("" where there is none but the account's)."""

    name: str
    role: Role
    groups: frozenset[str] = frozenset()
    display_name: str = ""

    @property
    def called(self) -> str:
        """What the person is called on a page."""
        return self.display_name or self.name

    def may(self, permission: Permission) -> bool:
        """True if the role allows it."""
        return permission in PERMISSIONS[self.role]


OWNER = Person("", Role.ADMINISTRATOR)
"""Whoever sits at the machine of a library without accounts: nobody to tell apart, nothing barred."""

NOBODY = Person("", Role.READER)
"""Whoever has not said who it is, where there are accounts: in no group."""

ROLE_NAMES = {
    Role.READER: "người đọc",
    Role.DRAFTER: "người soạn thảo",
    Role.LIBRARIAN: "người quản lý thư viện",
    Role.ADMINISTRATOR: "người quản trị",
}
"""What people call the roles."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")


def folded_name(name: str) -> str:
    """The name of an account or a group as it is compared: in small letters, no spaces around it."""
    return name.strip().lower()


def valid_name(name: str, what: str, example: str) -> str:
    """The folded name of what is called `what` in Vietnamese, such as `example`. Raises
    InvalidAccount."""
    folded = folded_name(name)
    if not _NAME.fullmatch(folded):
        raise InvalidAccount(
            f"Tên {what} «{name.strip()}» không hợp lệ; "
            "hãy viết liền 2 đến 32 chữ cái không dấu, chữ số, dấu chấm hoặc gạch, "
            f"ví dụ: {example}."
        )
    return folded


def valid_groups(names: Iterable[str]) -> tuple[str, ...]:
    """The folded names of groups, each once, in order. Raises InvalidAccount."""
    return tuple(sorted({valid_name(name, "nhóm", "van-phong") for name in names}))
