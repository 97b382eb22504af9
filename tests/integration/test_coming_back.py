"""Absences are taken back: letters go to whoever is there, and the overview comes when it is wanted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from etappe.errors import NotAway, UnknownPerson
from etappe.model.ledger import CATCH_UP
from etappe.model.people import Absence
from etappe.model.shard import WHOLE
from etappe.service.coming_back import take_back_absence
from etappe.service.office import Office
from etappe.service.people import report_absence
from tests.integration.worlds import START, World, found, person

FAR = timedelta(days=400)
AP = person("AP")


@pytest.fixture
def world(office: Office) -> World:
    """Aachen on Monday, 12 January 2026; in the end the audit is whole."""
    return found(office)


def leave(world: World, first: date, last: date) -> None:
    report_absence(world.office, AP.email, first, last, "pm", world.clock.now())


def come_back(world: World, first: date, email: str = AP.email) -> None:
    take_back_absence(world.office, email, first, "pm", world.clock.now())


def absences(world: World) -> tuple[Absence, ...]:
    with world.office.store.begin() as tx:
        return tx.people.absences([AP.id], date.min)


def overviews(world: World) -> dict[str, date]:
    """The day of the overview after each absence, by the absence's first day."""
    with world.office.store.begin() as tx:
        due = tx.ledger.due(world.clock.now() + FAR, 1000, WHOLE)
    return {d.occ_key.split("/")[2]: d.local_date for d in due if d.rule_key == CATCH_UP}


def test_an_absence_to_come_is_forgotten_with_its_overview(world: World) -> None:
    leave(world, date(2026, 2, 2), date(2026, 2, 6))

    come_back(world, date(2026, 2, 2))

    assert absences(world) == ()
    assert overviews(world) == {}
    assert world.chain_holds()


def test_one_that_runs_ended_yesterday_and_its_overview_comes_today(world: World) -> None:
    leave(world, date(2026, 1, 5), date(2026, 1, 30))

    come_back(world, date(2026, 1, 5))

    assert absences(world) == (Absence(AP.id, date(2026, 1, 5), date(2026, 1, 11)),)
    assert overviews(world) == {"2026-01-05": START}


def test_the_overview_of_another_comes_sooner_without_it(world: World) -> None:
    leave(world, date(2026, 2, 2), date(2026, 2, 6))
    leave(world, date(2026, 2, 9), date(2026, 2, 13))

    come_back(world, date(2026, 2, 9))

    assert overviews(world) == {"2026-02-02": date(2026, 2, 9)}


def test_it_can_be_entered_again(world: World) -> None:
    leave(world, date(2026, 2, 2), date(2026, 2, 6))
    come_back(world, date(2026, 2, 2))

    leave(world, date(2026, 2, 2), date(2026, 2, 6))

    assert overviews(world) == {"2026-02-02": date(2026, 2, 9)}


def test_it_is_told_in_the_audit_without_a_name(world: World) -> None:
    leave(world, date(2026, 2, 2), date(2026, 2, 6))

    come_back(world, date(2026, 2, 2))

    with world.office.store.begin() as tx:
        (_, fact), *_ = tx.audit.facts(f"person/{AP.id}", 1)
    assert (fact.action, fact.data) == (
        "absence taken back",
        {"first": "2026-02-02", "last before": "2026-02-06"},
    )


@pytest.mark.parametrize("first", [date(2026, 1, 5), date(2026, 2, 3)])
def test_what_is_over_or_was_never_entered_is_refused(world: World, first: date) -> None:
    leave(world, date(2026, 1, 5), date(2026, 1, 9))

    with pytest.raises(NotAway, match=r"AP is not away from \d\d\.\d\d\.2026 on"):
        come_back(world, first)


def test_nobody_unknown_comes_back(world: World) -> None:
    with pytest.raises(UnknownPerson):
        come_back(world, START, "nobody@aachen.example")
