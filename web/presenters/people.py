"""The accounts as administrators see them: all in a list, and each on a page of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.person import ROLE_NAMES, Role
from kb.service.passwords import LEAST_LENGTH
from kb.store.accounts import Account, Token
from web import labels
from web.links import person_url
from web.presenters.account import TokenView, token_view
from web.presenters.history import moment
from web.presenters.page import Page, page_of

TITLE = "Người dùng"
DONE = {
    "tao": "Đã tạo tài khoản.",
    "sua": "Đã lưu thay đổi; có hiệu lực từ lần bấm sau của người ấy.",
    "khoa": "Đã khóa tài khoản; các phiên đang mở đã kết thúc, không dùng được mật khẩu và mã.",
    "mo": "Đã mở lại tài khoản; mật khẩu và mã truy cập trước đây dùng được như cũ.",
    "mat-khau": "Đã đặt mật khẩu mới; các phiên đang mở đã kết thúc, mã truy cập vẫn dùng được.",
    "thu-hoi": "Đã thu hồi mã truy cập.",
}
"""What was just done, by the word in the address."""

_ROLE_TELLS = {
    Role.READER: "tìm, đọc, đối chiếu",
    Role.DRAFTER: "thêm kiểm tra dự thảo, xuất trích dẫn",
    Role.LIBRARIAN: "thêm nạp, sửa, bỏ văn bản",
    Role.ADMINISTRATOR: "mọi việc, kể cả tài khoản, cách ly, xóa hẳn",
}


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role to choose: its value, and its name with what it may do."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """An account in the list."""

    name: str
    called: str
    role: str
    groups: str
    tokens: int
    seen: str
    active: bool
    url: str


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What stands in the form of a new account."""

    name: str = ""
    called: str = ""
    role: str = Role.READER.value
    groups: str = ""


@dataclass(frozen=True, slots=True)
class PeopleView:
    """All accounts (`people.html`); `trouble` says why the new one could not be made, or ""."""

    page: Page
    people: tuple[PersonRow, ...]
    roles: tuple[RoleChoice, ...]
    new: NewPerson
    least_length: int
    trouble: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """One account (`person.html`); `done` says what was just done to it, `trouble` what could not be,
    `made` is a password that is shown this once. `is_own` if it is the visitor's."""

    page: Page
    account: PersonRow
    created: str
    role_value: str
    roles: tuple[RoleChoice, ...]
    tokens: tuple[TokenView, ...]
    least_length: int
    is_own: bool
    done: str
    trouble: str
    made: str


def people_view(
    accounts: Iterable[Account], new: NewPerson | None = None, trouble: str = ""
) -> PeopleView:
    """The page of all accounts; the first one can only be an administrator's."""
    rows = tuple(map(_row, accounts))
    roles = _roles(tuple(Role) if rows else (Role.ADMINISTRATOR,))
    page = page_of(TITLE, "admin")
    return PeopleView(page, rows, roles, new or NewPerson(), LEAST_LENGTH, trouble)


def person_view(
    account: Account,
    tokens: Iterable[Token],
    done: str = "",
    trouble: str = "",
    *,
    is_own: bool = False,
    made: str = "",
) -> PersonView:
    """The page of one account."""
    return PersonView(
        page=page_of(account.person.called, "admin"),
        account=_row(account),
        created=labels.day(account.created_at.astimezone().date()),
        role_value=account.person.role.value,
        roles=_roles(tuple(Role)),
        tokens=tuple(map(token_view, tokens)),
        least_length=LEAST_LENGTH,
        is_own=is_own,
        done=DONE.get(done, ""),
        trouble=trouble,
        made=made,
    )


def _row(account: Account) -> PersonRow:
    person, seen = account.person, account.seen_at
    return PersonRow(
        name=person.name,
        called=person.display_name,
        role=ROLE_NAMES[person.role],
        groups=", ".join(sorted(person.groups)),
        tokens=account.tokens,
        seen=moment(seen.astimezone()) if seen else "",
        active=account.active,
        url=person_url(person.name),
    )


def _roles(roles: Iterable[Role]) -> tuple[RoleChoice, ...]:
    named = ((role, f"{ROLE_NAMES[role]}: {_ROLE_TELLS[role]}") for role in roles)
    return tuple(RoleChoice(role.value, label[0].upper() + label[1:]) for role, label in named)
