"""An invitation is good for one password, for two days, and until there is another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from etappe.errors import InvitationInvalid, PasswordCommon, PasswordPersonal, PasswordTooShort
from etappe.service.accounts import reset_account
from etappe.service.invitations import look_at_invitation
from tests.integration.staff import JULE, PASSWORD, Reception


def test_looking_at_an_invitation_uses_nothing_up(reception: Reception) -> None:
    token = reception.invited()

    for _ in range(3):
        with reception.office.store.begin() as tx:
            assert look_at_invitation(tx, token, reception.now).email == JULE

    assert reception.accepted(token).visit.account.email == JULE


def test_an_invitation_is_good_for_one_password(reception: Reception) -> None:
    token = reception.invited()
    reception.accepted(token)

    with pytest.raises(InvitationInvalid):
        reception.accepted(token, "ein ganz anderes Passwort")

    assert reception.first().visit.account.email == JULE


def test_an_invitation_holds_for_two_days(reception: Reception) -> None:
    token = reception.invited()

    reception.now += timedelta(hours=48)

    with pytest.raises(InvitationInvalid):
        reception.accepted(token)


def test_a_new_invitation_makes_the_one_of_before_void(reception: Reception) -> None:
    before = reception.invited()

    after = reset_account(reception.office, reception.gate, JULE, "test", reception.now).token

    with pytest.raises(InvitationInvalid):
        reception.accepted(before)
    assert reception.accepted(after).visit.account.email == JULE


def test_a_token_that_nobody_has_is_refused(reception: Reception) -> None:
    reception.invited()

    with pytest.raises(InvitationInvalid):
        reception.accepted("token-\udcff")


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("kurz", PasswordTooShort),
        ("passwort2026", PasswordCommon),
        ("Frau Sommer tanzt leise", PasswordPersonal),
        ("drei jule rennen weg", PasswordPersonal),
        ("Weltoffene Kommune 2026!", PasswordPersonal),
    ],
)
def test_a_bad_password_is_refused_and_the_invitation_still_holds(
    reception: Reception, password: str, error: type[Exception]
) -> None:
    token = reception.invited()

    with pytest.raises(error):
        reception.accepted(token, password)

    assert reception.accepted(token, PASSWORD).visit.account.email == JULE


def test_the_night_forgets_invitations_that_have_expired(reception: Reception) -> None:
    reception.invited()
    reception.later(hours=48)

    with reception.office.store.begin() as tx:
        assert (tx.accounts.tidy(reception.now), tx.accounts.tidy(reception.now)) == (1, 0)
