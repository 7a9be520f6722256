"""What each role may do, written out a second time: the table is a promise to people."""

from __future__ import annotations

import pytest

from kb.person import OWNER, Permission, Person, Role

MAY = {
    Role.READER: {"read"},
    Role.DRAFTER: {"read", "check_drafts", "export"},
    Role.LIBRARIAN: {
        "read", "check_drafts", "export", "add", "correct", "trash", "see_limited", "inspect",
    },
    Role.ADMINISTRATOR: {
        "read", "check_drafts", "export", "add", "correct", "trash", "see_limited", "inspect",
        "manage_users", "purge", "see_quarantine", "export_audit",
    },
}  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_it_is_for_and_nothing_else(role: Role) -> None:
    person = Person("minh", role)

    assert {permission for permission in Permission if person.may(permission)} == MAY[role]


def test_without_accounts_nothing_is_barred() -> None:
    assert all(OWNER.may(permission) for permission in Permission)


def test_a_person_is_called_by_the_name_given_or_else_by_the_accounts() -> None:
    assert Person("minh", Role.READER, display_name="Nguyễn Văn Minh").called == "Nguyễn Văn Minh"
    assert Person("minh", Role.READER).called == "minh"
