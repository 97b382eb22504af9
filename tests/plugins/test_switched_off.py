"""Each module can be missing; the others compose and plan without it."""

from __future__ import annotations

from datetime import date

import pytest

from etappe.adapters.calendars import calendar_of
from etappe.errors import UnknownProgramme
from etappe.model.decisions import Decisions
from etappe.model.place import Land, Place
from etappe.model.plan import draw_up
from etappe.model.schedule import Schedule, lay_out
from etappe.model.warnings import warnings_of
from etappe.plugin.registry import Registry
from tests.plugins.conftest import NAMES, registry

FRAME = "weltoffene_kommune"
GUESTS = [name for name in NAMES if name != FRAME]


def others(name: str) -> list[str]:
    return [n for n in NAMES if n != name]


def laid_out_without(name: str) -> Schedule:
    """Case A of the template, with everything that is left."""
    programme = registry(others(name)).programme(FRAME)
    plan = draw_up(programme, programme.optional)
    return lay_out(plan, Decisions(date(2026, 1, 12)), calendar_of(Place(Land.NW)))


@pytest.mark.parametrize("name", NAMES)
def test_a_module_that_is_switched_off_parks_no_other(name: str) -> None:
    rest = registry(others(name))

    assert rest.parked == ()
    assert [module.key for module in rest.modules] == others(name)


@pytest.mark.parametrize("name", GUESTS)
def test_the_rest_still_plans(name: str) -> None:
    schedule = laid_out_without(name)

    assert schedule.compressed == ()
    assert {w.code for w in warnings_of(schedule)} <= {"beyond_school_calendar"}
    assert [module.key for module in schedule.plan.modules] == others(name)


@pytest.mark.parametrize("name", GUESTS)
def test_its_tasks_are_gone_and_nobody_waits_for_them(name: str) -> None:
    gone = {task.key for module in registry([name]).modules for task in module.tasks}

    schedule = laid_out_without(name)

    awaited = {before for task in schedule.plan.tasks for before in task.after}
    assert not gone & (set(schedule.deadlines) | awaited)


@pytest.mark.parametrize("name", ["selbstcheck", "workshop"])
def test_a_mandatory_module_that_is_switched_off_is_named_as_missing(name: str) -> None:
    programme = registry(others(name)).programme(FRAME)

    assert programme.missing == (name,)


@pytest.mark.parametrize(
    ("name", "closing"),
    [
        ("selbstcheck", date(2026, 7, 14)),
        ("workshop", date(2026, 7, 9)),
        ("dialog", date(2026, 5, 22)),
        ("entscheidungstraeger", date(2026, 7, 14)),
    ],
)
def test_the_closing_is_still_placed(name: str, closing: date) -> None:
    anchors = laid_out_without(name).anchors

    assert anchors["abschluss"].day == closing


def test_without_the_frame_there_is_no_programme() -> None:
    rest = registry(GUESTS)

    with pytest.raises(UnknownProgramme, match="offers the programme 'weltoffene_kommune'; there are: none"):
        rest.programme(FRAME)


def test_the_frame_alone_plans_from_start_to_follow_up() -> None:
    plan = draw_up(registry([FRAME]).programme(FRAME))

    schedule = lay_out(plan, Decisions(date(2026, 1, 12)), calendar_of(Place(Land.NW)))

    assert list(schedule.anchors) == ["start", "auftakt", "abschluss"]
    assert len(schedule.deadlines) > 0


def test_the_registry_starts_with_no_module_at_all() -> None:
    empty = Registry()

    assert (empty.modules, empty.programmes, empty.parked) == ((), {}, ())
    assert empty.days_of(Place(Land.NW)) is None
