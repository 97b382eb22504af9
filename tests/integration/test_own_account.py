"""People change their own password and draw new recovery codes; both need proof."""

from __future__ import annotations

import pytest

from etappe.errors import PasswordCommon, SecondFactorRefused, SessionEnded, SignInRefused, TooManyTries
from etappe.model.throttle import LOGIN
from etappe.service.own_account import change_password, renew_recovery_codes
from tests.integration.staff import PASSWORD, Reception

NEW = "fünf Kraniche fliegen fort"


def test_another_password_ends_all_sessions_but_a_new_one(reception: Reception) -> None:
    first = reception.set_up().opened
    reception.later(minutes=1)
    second = reception.second(reception.first().token)

    opened = change_password(reception.office, reception.gate, second.token, PASSWORD, NEW, reception.now)

    assert [reception.visit(s.token) is None for s in (first, second, opened)] == [True, True, False]
    with pytest.raises(SignInRefused):
        reception.first()
    assert reception.first(password=NEW).visit.account == reception.account()


def test_the_former_password_has_to_be_right_and_is_not_guessed(reception: Reception) -> None:
    token = reception.set_up().opened.token

    for _ in range(LOGIN.most):
        with pytest.raises(SignInRefused):
            change_password(reception.office, reception.gate, token, "falsch", NEW, reception.now)

    with pytest.raises(TooManyTries):
        change_password(reception.office, reception.gate, token, PASSWORD, NEW, reception.now)


def test_a_bad_new_password_is_refused(reception: Reception) -> None:
    token = reception.set_up().opened.token

    with pytest.raises(PasswordCommon):
        change_password(reception.office, reception.gate, token, PASSWORD, "123456789012", reception.now)


def test_a_session_without_the_second_factor_changes_nothing(reception: Reception) -> None:
    reception.set_up()
    half = reception.first().token

    with pytest.raises(SessionEnded):
        change_password(reception.office, reception.gate, half, PASSWORD, NEW, reception.now)


def test_new_recovery_codes_take_the_place_of_the_former_ones(reception: Reception) -> None:
    done = reception.set_up()
    reception.later(minutes=1)
    token = done.opened.token

    codes = renew_recovery_codes(reception.office, reception.gate, token, reception.code(), reception.now)

    assert set(codes).isdisjoint(done.recovery_codes)
    half = reception.first()
    with pytest.raises(SecondFactorRefused):
        reception.second(half.token, done.recovery_codes[0])
    assert reception.second(half.token, codes[0]).visit.account.totp_confirmed


def test_new_recovery_codes_need_a_code(reception: Reception) -> None:
    token = reception.set_up().opened.token

    with pytest.raises(SecondFactorRefused):
        renew_recovery_codes(reception.office, reception.gate, token, "000000", reception.now)
