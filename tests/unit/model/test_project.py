"""What is read from a project's tasks: its phase and what people decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from etappe.model.calendar import ONE_DAY
from etappe.model.project import (
    AnchorRecord,
    Project,
    TaskRecord,
    TaskState,
    decisions_of,
    next_phase_check,
)
from etappe.model.schedule import Schedule, lay_out
from etappe.model.spec import Avoid, PhaseSpec, working_days
from tests.unit.model.specs import BEGUN, FEAST_DAY, MONDAY, NO_HOLIDAY, PREPARATION, plan

PROJECT = Project(
    "aachen",
    "aachen",
    "d",
    date(2026, 1, 12),
    {"regen": True},
    ("school_holidays",),
    1,
    datetime(2026, 1, 12, tzinfo=UTC),
)
OPEN = TaskRecord("fest.laden", date(2026, 3, 9))


def test_only_what_was_fixed_by_hand_is_a_decision() -> None:
    anchors = [AnchorRecord("fest", date(2026, 4, 15), True), AnchorRecord("start", PROJECT.start, False)]

    decisions = decisions_of(PROJECT, anchors, [OPEN, replace(OPEN, key="fest.raum", by_hand=True)])

    assert decisions.fixed_anchors == {"fest": date(2026, 4, 15)}
    assert decisions.fixed_deadlines == {"fest.raum": date(2026, 3, 9)}


def test_answers_and_what_is_ignored_are_decisions_too() -> None:
    decisions = decisions_of(PROJECT, [], [])

    assert decisions.answers == {"regen": True}
    assert decisions.ignored == frozenset({Avoid.SCHOOL_HOLIDAYS})


def test_done_and_waived_tasks_are_settled() -> None:
    settled = {s for s in TaskState if replace(OPEN, state=s).settled}

    assert settled == {TaskState.DONE, TaskState.WAIVED}


def test_the_next_look_at_the_phase_is_when_another_one_opens() -> None:
    schedule = laid_out(parallel=False)

    assert next_phase_check(schedule, MONDAY - ONE_DAY) == MONDAY
    assert next_phase_check(schedule, MONDAY) == FEAST_DAY


def test_behind_the_last_phase_nobody_looks_any_more() -> None:
    assert next_phase_check(laid_out(parallel=False), FEAST_DAY) is None


def test_a_phase_beside_the_others_is_none_to_look_for() -> None:
    assert next_phase_check(laid_out(parallel=True), MONDAY) is None


def laid_out(*, parallel: bool) -> Schedule:
    """A preparation from Monday on, and a party on the day of the feast."""
    party = PhaseSpec(key="feier", title="Feier", begins=(working_days("fest", 0),), parallel=parallel)
    return lay_out(plan(phases=(PREPARATION, party)), BEGUN, NO_HOLIDAY)
