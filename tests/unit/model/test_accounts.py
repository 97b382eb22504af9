"""How accounts are named."""

from __future__ import annotations

from etappe.model.accounts import StaffRole, audited


def test_the_audit_names_an_account_by_its_id() -> None:
    assert audited("a-1") == "account/a-1"


def test_there_are_four_roles_of_staff() -> None:
    assert [role.value for role in StaffRole] == ["admin", "management", "facilitator", "funder"]
