"""Signing in takes a password and a second factor, and tells nobody who has an account."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from etappe.errors import SecondFactorRefused, SessionEnded, SetupExpired, SignInRefused, TooManyTries
from etappe.model.accounts import StaffRole
from etappe.model.sessions import OpenedSession, Stage
from etappe.model.throttle import LOGIN
from etappe.service.signing_in import NOBODY
from tests.integration.staff import JULE, PASSWORD, Reception

WRONG = "noch ein falsches Passwort"
EMRE = "emre@etappe.example"


@pytest.fixture
def signing(reception: Reception) -> Reception:
    """Jule's account is set up; the code that set it up is a minute old."""
    reception.set_up()
    reception.later(minutes=1)
    return reception


def wrong(signing: Reception, times: int, email: str = JULE, came_from: str | None = None) -> None:
    """Give a wrong password again and again."""
    for _ in range(times):
        with pytest.raises(SignInRefused):
            signing.first(email, WRONG, came_from)


def test_password_and_code_open_a_full_session(signing: Reception) -> None:
    half = signing.first(f" {JULE.upper()} ")
    full = signing.second(half.token)

    assert (half.visit.session.stage, full.visit.session.stage) == (Stage.PASSWORD, Stage.FULL)
    assert signing.account().signed_in_at == signing.now


def test_each_step_has_a_session_of_its_own(signing: Reception) -> None:
    half = signing.first()

    full = signing.second(half.token)

    assert full.token != half.token
    assert signing.visit(half.token) is None
    with pytest.raises(SessionEnded):
        signing.second(half.token)


def test_a_full_session_takes_no_code(signing: Reception) -> None:
    full = signing.second(signing.first().token)
    signing.later(minutes=1)

    with pytest.raises(SessionEnded):
        signing.second(full.token)


def test_a_wrong_password_is_refused_and_told_to_the_audit(signing: Reception) -> None:
    wrong(signing, 1)

    assert signing.told()[-1] == ("etappe", "sign-in refused", f"account/{signing.account().id}")


def test_an_unknown_address_takes_as_long_as_a_wrong_password(signing: Reception) -> None:
    signing.hasher.asked.clear()

    wrong(signing, 1, "nobody@etappe.example")

    assert signing.hasher.asked == [None]
    assert signing.told()[-1] == ("etappe", "sign-in refused", NOBODY)


def test_whoever_is_invited_only_cannot_sign_in(signing: Reception) -> None:
    signing.invited(EMRE, StaffRole.MANAGEMENT)

    with pytest.raises(SignInRefused):
        signing.first(EMRE)

    assert signing.hasher.asked[-1] is None


def test_an_endless_password_is_refused_unhashed(signing: Reception) -> None:
    with pytest.raises(SignInRefused):
        signing.first(JULE, PASSWORD + " " * 1_000_000)

    assert signing.hasher.asked[-1] is None


def test_the_sixth_password_in_a_quarter_of_an_hour_is_refused_even_if_right(signing: Reception) -> None:
    begun = signing.now
    wrong(signing, LOGIN.most)
    signing.later(minutes=14)

    with pytest.raises(TooManyTries) as refused:
        signing.first()

    assert refused.value.facts["again"] == begun + LOGIN.span
    signing.now = begun + LOGIN.span
    assert signing.first().visit.account.email == JULE


def test_unknown_addresses_are_counted_like_known_ones(signing: Reception) -> None:
    wrong(signing, LOGIN.most, "nobody@etappe.example")

    with pytest.raises(TooManyTries):
        signing.first("nobody@etappe.example", WRONG)


def test_whoever_has_signed_in_begins_to_count_anew(signing: Reception) -> None:
    wrong(signing, LOGIN.most - 1)
    signing.second(signing.first().token)

    wrong(signing, LOGIN.most)

    with pytest.raises(TooManyTries):
        signing.first()


def test_a_right_password_alone_does_not_begin_to_count_anew(signing: Reception) -> None:
    for _ in range(LOGIN.most):
        signing.first()

    with pytest.raises(TooManyTries):
        signing.first()


def test_one_network_has_thirty_tries_whomever_they_are_for(signing: Reception) -> None:
    for number in range(30):
        wrong(signing, 1, f"nobody-{number}@etappe.example", f"2001:db8::{number:x}")

    with pytest.raises(TooManyTries):
        signing.first(came_from="2001:db8::ffff")
    assert signing.first(came_from="2001:db8:1::1").visit.account.email == JULE


def test_a_code_is_taken_once_only(signing: Reception) -> None:
    code = signing.code()
    signing.second(signing.first().token, code)

    half = signing.first()

    with pytest.raises(SecondFactorRefused):
        signing.second(half.token, code)


def test_a_code_that_comes_twice_at_the_same_moment_is_taken_once(signing: Reception) -> None:
    halves, code = [signing.first() for _ in range(4)], signing.code()

    def attempt(half: OpenedSession) -> bool:
        try:
            signing.second(half.token, code)
        except SecondFactorRefused:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(attempt, halves))

    assert sum(taken) == 1


def test_the_code_that_set_up_the_second_factor_is_not_taken_again(reception: Reception) -> None:
    reception.set_up()
    half = reception.first()

    with pytest.raises(SecondFactorRefused):
        reception.second(half.token)
    assert reception.second(half.token, reception.code(steps=1)).visit.session.stage is Stage.FULL


def test_a_code_older_than_one_that_was_used_is_not_taken(signing: Reception) -> None:
    signing.second(signing.first().token, signing.code(steps=1))

    half = signing.first()

    with pytest.raises(SecondFactorRefused):
        signing.second(half.token, signing.code())


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_of_another_time_is_not_taken(signing: Reception, steps: int) -> None:
    signing.later(hours=1)
    half = signing.first()

    with pytest.raises(SecondFactorRefused):
        signing.second(half.token, signing.code(steps=steps))


def test_a_recovery_code_is_good_once(reception: Reception) -> None:
    codes = reception.set_up().recovery_codes
    typed = f" {codes[3].replace('-', ' ').upper()} "

    full = reception.second(reception.first().token, typed)
    again = reception.first()

    assert full.visit.session.stage is Stage.FULL
    with pytest.raises(SecondFactorRefused):
        reception.second(again.token, codes[3])
    assert reception.second(again.token, codes[4]).visit.session.stage is Stage.FULL
    with reception.office.store.begin() as tx:
        assert tx.credentials.recovery_codes_left(full.visit.account.id) == 8


def test_the_sixth_code_ends_the_session(signing: Reception) -> None:
    half = signing.first()
    for _ in range(5):
        with pytest.raises(SecondFactorRefused):
            signing.second(half.token, "000000")

    with pytest.raises(SessionEnded):
        signing.second(half.token)

    assert signing.visit(half.token) is None


def test_whoever_knows_the_password_tries_twenty_codes_a_day_at_most(signing: Reception) -> None:
    for _ in range(4):
        half = signing.first()
        for _ in range(5):
            with pytest.raises(SecondFactorRefused):
                signing.second(half.token, "000000")
    signing.later(hours=1)

    with pytest.raises(TooManyTries):
        signing.second(signing.first().token)
    signing.later(hours=24)
    assert signing.second(signing.first().token).visit.session.stage is Stage.FULL


def test_the_second_factor_is_waited_for_ten_minutes(signing: Reception) -> None:
    half = signing.first()

    signing.later(minutes=10)

    with pytest.raises(SessionEnded):
        signing.second(half.token)


def test_an_outdated_hash_is_renewed(signing: Reception) -> None:
    signing.hasher.version = 2

    opened = signing.first()

    with signing.office.store.begin() as tx:
        kept = tx.credentials.of(opened.visit.account.id).password_hash
    assert kept == signing.hasher.hash(PASSWORD)


def test_composed_and_decomposed_letters_are_the_same_password(signing: Reception) -> None:
    assert signing.first(password=PASSWORD.replace("ö", "o\u0308")).visit.account.email == JULE


def test_the_second_factor_can_be_set_up_after_a_break_but_not_for_ever(reception: Reception) -> None:
    reception.accepted(reception.invited())
    reception.later(hours=47)

    half = reception.first()

    assert not half.visit.account.totp_confirmed
    reception.now += timedelta(hours=1)
    with pytest.raises(SetupExpired):
        reception.first()
