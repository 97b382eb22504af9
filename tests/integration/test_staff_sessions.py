"""Sessions end by themselves, or by a word; reading them changes nothing."""

from __future__ import annotations

from sqlalchemy import Engine

from etappe.model.sessions import Visit
from etappe.service.staff_sessions import (
    end_own_session,
    end_own_sessions,
    sessions_of,
    sign_out,
    touch,
)
from tests.integration.databases import everything_in
from tests.integration.staff import Reception

EMRE = "emre@etappe.example"


def visit_of(reception: Reception, token: str) -> Visit:
    visit = reception.visit(token)
    assert visit is not None
    return visit


def test_reading_a_session_changes_nothing(reception: Reception, engine: Engine) -> None:
    token = reception.set_up().opened.token
    reception.later(minutes=20)
    before = everything_in(engine)

    reception.visit(token)

    assert everything_in(engine) == before


def test_a_session_ends_after_half_an_hour_without_use(reception: Reception) -> None:
    token = reception.set_up().opened.token
    reception.later(minutes=29)
    touch(reception.office, visit_of(reception, token), reception.now)

    reception.later(minutes=29)
    held = reception.visit(token)
    reception.later(minutes=1)

    assert held is not None
    assert reception.visit(token) is None


def test_a_session_ends_after_twelve_hours_however_it_is_used(reception: Reception) -> None:
    token = reception.set_up().opened.token
    for _ in range(12 * 3 - 1):
        reception.later(minutes=20)
        touch(reception.office, visit_of(reception, token), reception.now)

    reception.later(minutes=20)

    assert reception.visit(token) is None


def test_use_is_noted_once_a_minute_at_most(reception: Reception) -> None:
    token = reception.set_up().opened.token
    noted: list[bool] = []

    for _ in range(4):
        reception.later(seconds=30)
        noted.append(touch(reception.office, visit_of(reception, token), reception.now))

    assert noted == [False, True, False, True]


def test_signing_out_ends_the_session_and_twice_is_no_mistake(reception: Reception) -> None:
    token = reception.set_up().opened.token

    sign_out(reception.office, token, reception.now)
    sign_out(reception.office, token, reception.now)

    assert reception.visit(token) is None
    assert [action for _, action, _ in reception.told()].count("signed out") == 1


def test_one_of_the_own_sessions_can_be_ended_and_no_other(reception: Reception) -> None:
    jule = reception.set_up().opened
    other = reception.set_up(EMRE).opened
    reception.later(minutes=1)
    second = reception.second(reception.first().token)

    ended = end_own_session(reception.office, second.visit, jule.visit.session.id, reception.now)
    refused = end_own_session(reception.office, second.visit, other.visit.session.id, reception.now)

    assert (ended, refused) == (True, False)
    assert reception.visit(jule.token) is None
    assert reception.visit(other.token) is not None


def test_own_sessions_are_listed_newest_first_without_those_that_are_over(reception: Reception) -> None:
    reception.set_up()
    reception.later(minutes=29)
    second = reception.second(reception.first().token)
    reception.later(minutes=1)

    with reception.office.store.begin() as tx:
        found = sessions_of(tx, second.visit.account.id, reception.now)

    assert [session.id for session in found] == [second.visit.session.id]


def test_all_own_sessions_can_be_ended_together(reception: Reception) -> None:
    first = reception.set_up().opened
    other = reception.set_up(EMRE).opened
    reception.later(minutes=1)
    second = reception.second(reception.first().token)

    number = end_own_sessions(reception.office, second.visit, reception.now)

    assert number == 2
    assert [reception.visit(s.token) is None for s in (first, second, other)] == [True, True, False]


def test_the_night_forgets_sessions_that_are_over(reception: Reception) -> None:
    reception.set_up()
    reception.later(minutes=20)
    kept = reception.second(reception.first().token).token
    reception.later(minutes=10)

    with reception.office.store.begin() as tx:
        forgotten = tx.sessions.tidy(reception.now)

    assert forgotten == 1
    assert reception.visit(kept) is not None
