"""A second factor is offered once there is a password, and asked for once its first code was right."""

from __future__ import annotations

import pytest

from etappe.errors import SecondFactorRefused, SessionEnded, SetupExpired
from etappe.model.sessions import Stage
from etappe.service.second_factor import RECOVERY_CODES, confirm_second_factor, offered
from tests.integration.staff import JULE, Reception


def test_looking_at_the_offer_shows_the_same_secret_each_time(reception: Reception) -> None:
    visit = reception.accepted(reception.invited()).visit

    with reception.office.store.begin() as tx:
        offers = {offered(reception.office, reception.gate, tx, visit, reception.now) for _ in range(3)}

    (offer,) = offers
    assert offer.address.startswith("otpauth://totp/")
    assert f"secret={offer.secret}" in offer.address
    assert offer.secret not in repr(offer)


def test_the_first_code_signs_in_and_brings_recovery_codes(reception: Reception) -> None:
    half = reception.accepted(reception.invited())

    done = reception.confirmed(half.token)

    assert done.opened.visit.session.stage is Stage.FULL
    assert len(set(done.recovery_codes)) == RECOVERY_CODES
    assert reception.visit(half.token) is None
    assert reception.account().totp_confirmed
    assert done.recovery_codes[0] not in repr(done)


def test_a_wrong_first_code_sets_nothing_up(reception: Reception) -> None:
    half = reception.accepted(reception.invited())

    with pytest.raises(SecondFactorRefused):
        confirm_second_factor(reception.office, reception.gate, half.token, "12345", reception.now)

    assert not reception.account().totp_confirmed
    assert reception.confirmed(half.token).opened.visit.account.email == JULE


def test_a_second_factor_that_is_set_up_is_shown_to_nobody(reception: Reception) -> None:
    full = reception.set_up().opened.visit
    half = reception.first().visit

    for visit in (full, half):
        with reception.office.store.begin() as tx, pytest.raises(SessionEnded):
            offered(reception.office, reception.gate, tx, visit, reception.now)


def test_whoever_has_the_password_alone_cannot_put_another_second_factor_in_place(
    reception: Reception,
) -> None:
    reception.set_up()
    half = reception.first()

    with pytest.raises(SessionEnded):
        confirm_second_factor(reception.office, reception.gate, half.token, reception.code(), reception.now)


def test_nothing_is_offered_two_days_after_the_password(reception: Reception) -> None:
    reception.accepted(reception.invited())
    reception.later(hours=47, minutes=55)
    half = reception.first()
    reception.later(minutes=5)

    with pytest.raises(SetupExpired):
        reception.confirmed(half.token)
