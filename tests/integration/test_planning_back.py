"""Backwards plans of Kommunen and of projects that run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest

from etappe.errors import (
    AnchorPassed,
    DateInThePast,
    NoTimeForBound,
    UnknownAnchor,
    UnknownKommune,
    UnknownLand,
    UnknownProject,
)
from etappe.model.kommune import DayKind, NamedDay
from etappe.model.moments import moment
from etappe.model.place import Land, Place
from etappe.model.schedule import Schedule
from etappe.service.backwards import (
    Fix,
    ProjectBackwards,
    kommune_backwards,
    place_backwards,
    project_backwards,
)
from etappe.service.changing import make_change
from etappe.service.day_entry import enter_days
from etappe.service.office import Office, open_file
from etappe.service.projects import Wish, start_project
from etappe.service.replanning import MoveAnchor
from tests.integration.worlds import MODULES, START, World, found

DIALOGUE = date(2026, 9, 24)
"""A Thursday behind the summer; computed it would be 16 June."""


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen before its project; in the end the audit is whole."""
    world = found(office)
    yield world
    assert world.chain_holds()


def back(world: World, anchor: str = "dialog", day: date = DIALOGUE) -> ProjectBackwards:
    return project_backwards(world.office, world.project, anchor, day, world.clock.now())


def days_of(schedule: Schedule | None) -> dict[str, date]:
    assert schedule is not None
    return {key: anchor.day for key, anchor in schedule.anchors.items()}


def stored(world: World) -> dict[str, date]:
    with world.office.store.begin() as tx:
        return {a.key: a.day for a in tx.projects.anchors(world.project)}


def test_a_kommune_is_planned_with_the_days_that_it_has_entered(world: World) -> None:
    wish = Wish(START, MODULES)
    before = kommune_backwards(world.office, "aachen", wish, "dialog", DIALOGUE)
    weeks = [NamedDay(DayKind.CLOSED, date(2026, 6, n), "Umzug") for n in range(8, 13)]

    enter_days(world.office, "aachen", weeks, "pm", world.clock.now())
    after = kommune_backwards(world.office, "aachen", wish, "dialog", DIALOGUE)

    assert before == place_backwards(world.office, Place(Land.NW), wish, "dialog", DIALOGUE)
    assert after.tightest.decisions.start < before.tightest.decisions.start


def test_what_is_found_can_be_started(world: World) -> None:
    found = kommune_backwards(world.office, "aachen", Wish(START, MODULES), "dialog", DIALOGUE)
    tight = found.tightest
    wish = Wish(tight.decisions.start, MODULES, fixed_anchors=tight.decisions.fixed_anchors)

    started = start_project(world.office, "aachen", wish, "pm", world.clock.now())

    assert days_of(started.schedule) == days_of(tight)


def test_in_a_running_project_what_has_passed_stays(world: World) -> None:
    world.start()
    world.clock.moment = moment(date(2026, 3, 20), time(9))

    found = back(world).found

    assert days_of(found.comfortable) == {
        "start": START,
        "auftakt": date(2026, 1, 26),
        "abgabe": date(2026, 3, 9),
        "workshop": date(2026, 7, 16),
        "dialog": DIALOGUE,
        "abschluss": date(2026, 10, 22),
    }
    assert days_of(found.tightest)["workshop"] == date(2026, 7, 16)


@pytest.mark.parametrize("today", [START, date(2026, 2, 2), date(2026, 3, 20)])
def test_the_fixes_lead_to_the_plan_without_a_refusal_on_the_way(world: World, today: date) -> None:
    world.start()
    world.clock.moment = moment(today, time(9))
    told = back(world)

    for fix in told.tightest:
        make_change(world.office, world.project, MoveAnchor(fix.anchor, fix.day), "pm", world.clock.now())

    assert stored(world) == days_of(told.found.tightest)


def test_an_earlier_day_is_reached_from_the_first_anchor_on(world: World) -> None:
    world.start()
    told = back(world, day=date(2026, 5, 19))

    for fix in told.tightest:
        make_change(world.office, world.project, MoveAnchor(fix.anchor, fix.day), "pm", world.clock.now())

    assert [fix.anchor for fix in told.tightest][-1] == "dialog"
    assert stored(world) == days_of(told.found.tightest)


def test_nothing_is_saved(world: World) -> None:
    world.start()
    before, facts = stored(world), world.facts()

    back(world)

    assert (stored(world), world.facts()) == (before, facts)


def test_an_anchor_that_somebody_has_fixed_stays(world: World) -> None:
    world.start()
    make_change(
        world.office, world.project, MoveAnchor("workshop", date(2026, 4, 21)), "pm", world.clock.now()
    )

    told = back(world)

    assert days_of(told.found.tightest)["workshop"] == date(2026, 4, 21)
    assert "workshop" not in {fix.anchor for fix in (*told.tightest, *told.comfortable)}
    assert Fix("dialog", DIALOGUE) in told.comfortable


def test_the_wanted_anchor_may_have_been_fixed_before(world: World) -> None:
    world.start()
    make_change(world.office, world.project, MoveAnchor("dialog", date(2026, 7, 7)), "pm", world.clock.now())

    assert days_of(back(world).found.tightest)["dialog"] == DIALOGUE


def test_a_day_too_soon_is_refused_with_the_earliest_possible_one(world: World) -> None:
    world.start()
    world.clock.moment = moment(date(2026, 3, 20), time(9))

    with pytest.raises(NoTimeForBound) as refused:
        back(world, day=date(2026, 4, 30))

    assert (refused.value.facts["late"], refused.value.facts["base"]) == ("dialog", "workshop")
    day, month, year = str(refused.value.facts["earliest"]).split(".")
    assert back(world, day=date(int(year), int(month), int(day))).found.tightest


def test_a_passed_anchor_is_not_planned_back(world: World) -> None:
    world.start()
    world.clock.moment = moment(date(2026, 3, 20), time(9))

    with pytest.raises(AnchorPassed, match=r"'abgabe' of 'aachen' was on 09.03.2026"):
        back(world, "abgabe")


def test_a_day_in_the_past_is_refused(world: World) -> None:
    world.start()

    with pytest.raises(DateInThePast, match=r"11.01.2026 lies in the past"):
        back(world, day=date(2026, 1, 11))


def test_unknown_things_are_refused(world: World) -> None:
    world.start()

    with pytest.raises(UnknownAnchor, match="no anchor 'dialgo'"):
        back(world, "dialgo")
    with pytest.raises(UnknownProject):
        project_backwards(world.office, "leer", "dialog", DIALOGUE, world.clock.now())
    with pytest.raises(UnknownKommune):
        kommune_backwards(world.office, "leer", Wish(START), "workshop", DIALOGUE)
    with pytest.raises(UnknownLand):
        place_backwards(world.office, Place("XX"), Wish(START), "workshop", DIALOGUE)


def test_the_project_file_is_only_read(world: World) -> None:
    world.start()
    with world.office.store.begin() as tx:
        revision = open_file(world.office, tx, world.project).project.rev

    back(world)

    with world.office.store.begin() as tx:
        assert open_file(world.office, tx, world.project).project.rev == revision
