"""Accounts are added, changed, reset and deactivated; somebody stays in charge."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from etappe.adapters.sql.schema import ensure_tenant
from etappe.adapters.sql.store import SqlStore
from etappe.errors import (
    AccountExists,
    BadAddress,
    InvitationInvalid,
    LastAdministrator,
    NameMissing,
    SignInRefused,
    UnknownAccount,
)
from etappe.model.accounts import StaffRole
from etappe.model.tokens import hashed
from etappe.service.accounts import (
    change_account,
    deactivate_account,
    list_accounts,
    reset_account,
)
from tests.integration.databases import everything_in
from tests.integration.staff import JULE, PASSWORD, Reception

EMRE = "emre@etappe.example"


def test_an_account_is_added_once_whatever_the_letters_of_its_address(reception: Reception) -> None:
    reception.invited("Jule@Etappe.example")

    with pytest.raises(AccountExists, match=JULE):
        reception.invited(JULE)

    assert [a.email for a in list_accounts(reception.office)] == [JULE]


def test_an_account_needs_an_address_and_a_name(reception: Reception) -> None:
    with pytest.raises(BadAddress):
        reception.invited("jule")
    with pytest.raises(NameMissing):
        reception.invited(JULE, name=" ")


def test_another_role_holds_in_an_open_session(reception: Reception) -> None:
    token = reception.set_up(EMRE, StaffRole.FUNDER).opened.token

    change_account(reception.office, EMRE, "test", reception.now, role=StaffRole.MANAGEMENT, name="E. Tal")

    visit = reception.visit(token)
    assert visit is not None
    assert (visit.account.role, visit.account.name) == (StaffRole.MANAGEMENT, "E. Tal")


def test_a_change_that_changes_nothing_is_not_told(reception: Reception) -> None:
    reception.invited()
    before = reception.told()

    change_account(reception.office, JULE, "test", reception.now, role=StaffRole.ADMIN)

    assert reception.told() == before


def test_the_last_administrator_stays(reception: Reception) -> None:
    reception.set_up()
    reception.set_up(EMRE, StaffRole.MANAGEMENT)

    with pytest.raises(LastAdministrator, match="Jule Sommer"):
        deactivate_account(reception.office, JULE, "test", reception.now)
    with pytest.raises(LastAdministrator, match="Jule Sommer"):
        change_account(reception.office, JULE, "test", reception.now, role=StaffRole.FUNDER)

    assert reception.account().role is StaffRole.ADMIN


def test_a_second_administrator_lets_the_first_go(reception: Reception) -> None:
    reception.set_up()
    reception.set_up(EMRE)

    gone = deactivate_account(reception.office, JULE, "test", reception.now)

    assert not gone.active
    assert deactivate_account(reception.office, JULE, "test", reception.now) == gone


def test_whoever_is_deactivated_is_out_at_once(reception: Reception) -> None:
    reception.set_up()
    token = reception.set_up(EMRE, StaffRole.MANAGEMENT).opened.token

    deactivate_account(reception.office, EMRE, "test", reception.now)

    assert reception.visit(token) is None
    with pytest.raises(SignInRefused):
        reception.first(EMRE)


def test_whoever_is_deactivated_cannot_accept_an_invitation(reception: Reception) -> None:
    token = reception.invited(EMRE, StaffRole.MANAGEMENT)

    deactivate_account(reception.office, EMRE, "test", reception.now)

    with pytest.raises(InvitationInvalid):
        reception.accepted(token)


def test_a_reset_ends_everything_and_invites_anew(reception: Reception) -> None:
    token = reception.set_up().opened.token

    invited = reset_account(reception.office, reception.gate, JULE, "test", reception.now)

    assert reception.visit(token) is None
    with pytest.raises(SignInRefused):
        reception.first()
    assert reception.confirmed(reception.accepted(invited.token).token).opened.visit.account.email == JULE


def test_a_reset_brings_back_whoever_was_deactivated(reception: Reception) -> None:
    reception.set_up()
    reception.set_up(EMRE, StaffRole.FUNDER)
    deactivate_account(reception.office, EMRE, "test", reception.now)

    invited = reset_account(reception.office, reception.gate, EMRE, "test", reception.now)

    assert invited.account.active
    assert reception.accepted(invited.token).visit.account.email == EMRE


def test_an_unknown_address_is_refused(reception: Reception) -> None:
    with pytest.raises(UnknownAccount, match=EMRE):
        reset_account(reception.office, reception.gate, EMRE, "test", reception.now)


def test_another_programme_in_the_same_database_knows_nothing_of_an_account(
    reception: Reception, engine: Engine
) -> None:
    token = reception.set_up().opened.token
    invited = reception.invited(EMRE)
    ensure_tenant(engine, "other", "other", reception.now)

    with SqlStore(engine, "other").begin() as tx:
        assert tx.accounts.all() == ()
        assert tx.accounts.by_email(JULE) is None
        assert tx.accounts.invited(hashed(invited), reception.now) is None
        assert tx.sessions.of_token(hashed(token)) is None


def test_the_audit_names_accounts_by_their_ids_alone(reception: Reception) -> None:
    reception.set_up()

    told = reception.told()

    about = f"account/{reception.account().id}"
    assert told == [
        ("test", "account added", about),
        (about, "password set", about),
        (about, "recovery codes drawn", about),
        (about, "second factor set up", about),
        (about, "signed in", about),
    ]


def test_no_secret_lies_in_the_database(reception: Reception, engine: Engine) -> None:
    done = reception.set_up()
    opened = reception.first()

    stored = everything_in(engine).casefold()
    secrets = (PASSWORD, reception.telephones[JULE], done.opened.token, opened.token, *done.recovery_codes)
    assert [secret for secret in secrets if f"'{secret.casefold()}'" in stored] == []
    assert reception.telephones[JULE].casefold() not in stored
