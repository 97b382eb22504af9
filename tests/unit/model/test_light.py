"""The traffic light of a project: the worst that can be said of it today, with its reason in German."""

from __future__ import annotations

from datetime import date

import pytest

from etappe.model.calendar import Calendar
from etappe.model.decisions import Decisions
from etappe.model.light import Light, Signal, signal_of
from etappe.model.plan import Plan
from etappe.model.project import TaskRecord, TaskState
from etappe.model.schedule import lay_out
from etappe.model.spec import TaskSpec, working_days
from tests.unit.model.specs import BEGUN, FEAST, MONDAY, NO_HOLIDAY, calendar, days, fixed, plan, task

GREEN = Signal(Light.GREEN)
DUE = date(2026, 1, 27)
"""Five working days before the feast; the day of the letter and of the invitation."""
LETTER = task("brief", working_days("fest", -5)).model_copy(update={"blocking": True})
INVITATION = task("einladung", working_days("fest", -5)).model_copy(
    update={"blocking": True, "milestone": True}
)


def seen(
    today: date,
    *tasks: TaskSpec,
    state: TaskState = TaskState.OPEN,
    decisions: Decisions = BEGUN,
    place: Calendar = NO_HOLIDAY,
    drawn: Plan | None = None,
) -> Signal:
    """The light of a project on some day, all of its tasks being in the same state."""
    schedule = lay_out(drawn or plan(*tasks), decisions, place)
    records = {d.task: TaskRecord(d.task, d.day, state=state) for d in schedule.deadlines.values()}
    return signal_of(schedule, records, today)


def test_a_project_in_good_time_is_green() -> None:
    assert seen(MONDAY, LETTER, INVITATION) == GREEN


def test_on_the_day_it_is_due_nothing_is_overdue() -> None:
    assert seen(DUE, LETTER) == GREEN


@pytest.mark.parametrize("today", [date(2026, 1, 28), date(2026, 2, 5)])
def test_an_overdue_blocking_task_is_amber_for_seven_working_days(today: date) -> None:
    assert seen(today, LETTER) == Signal(Light.AMBER, "„Brief“ überfällig")


def test_eight_working_days_overdue_are_red() -> None:
    assert seen(date(2026, 2, 6), LETTER) == Signal(Light.RED, "„Brief“ seit 8 Arbeitstagen überfällig")


def test_days_on_which_the_town_hall_is_closed_do_not_make_a_task_long_overdue() -> None:
    closed = calendar(closed=days(date(2026, 2, 4), 3, "Umzug"))

    assert seen(date(2026, 2, 6), LETTER, place=closed).light is Light.AMBER


@pytest.mark.parametrize("state", [TaskState.DONE, TaskState.WAIVED, TaskState.RETIRED])
def test_what_is_not_open_does_not_count(state: TaskState) -> None:
    assert seen(date(2026, 2, 6), LETTER, INVITATION, state=state) == GREEN


def test_a_task_that_holds_up_nothing_does_not_count() -> None:
    harmless = LETTER.model_copy(update={"blocking": False})

    assert seen(date(2026, 3, 6), harmless) == GREEN


def test_an_event_within_ten_working_days_without_its_invitation_is_red() -> None:
    reason = "Fest in 10 Arbeitstagen, aber „Einladung“ ist offen"

    assert seen(date(2026, 1, 20), INVITATION) == Signal(Light.RED, reason)


def test_an_event_that_is_eleven_working_days_off_is_green() -> None:
    assert seen(date(2026, 1, 19), INVITATION) == GREEN


@pytest.mark.parametrize(
    ("today", "when"), [(date(2026, 2, 2), "in 1 Arbeitstag"), (date(2026, 2, 3), "heute")]
)
def test_the_nearest_days_are_told_as_people_say_them(today: date, when: str) -> None:
    reason = f"Fest {when}, aber „Einladung“ ist offen"

    assert seen(today, INVITATION) == Signal(Light.RED, reason)


def test_an_event_that_is_over_needs_no_invitation() -> None:
    assert seen(date(2026, 2, 4), INVITATION) == Signal(Light.AMBER, "„Einladung“ überfällig")


def test_an_event_whose_invitation_is_out_is_green() -> None:
    assert seen(date(2026, 1, 20), INVITATION, state=TaskState.DONE) == GREEN


def test_a_milestone_on_the_day_of_the_event_is_no_invitation() -> None:
    feast = INVITATION.model_copy(update={"due": working_days("fest", 0)})

    assert seen(date(2026, 2, 2), feast) == GREEN


@pytest.mark.parametrize("day", [date(2026, 2, 17), date(2026, 1, 16)])
def test_an_anchor_moved_by_hand_by_more_than_ten_working_days_is_amber(day: date) -> None:
    assert seen(MONDAY, decisions=fixed(fest=day)) == Signal(Light.AMBER, "Fest um 11 Arbeitstage verlegt")


@pytest.mark.parametrize("day", [date(2026, 2, 16), date(2026, 1, 19)])
def test_an_anchor_moved_by_hand_by_ten_working_days_is_green(day: date) -> None:
    assert seen(MONDAY, decisions=fixed(fest=day)) == GREEN


def test_an_anchor_that_the_holidays_moved_is_green() -> None:
    holidays = calendar(school=days(date(2026, 2, 1), 28, "Winterferien"))

    assert seen(MONDAY, place=holidays) == GREEN


def test_a_project_longer_than_its_programme_allows_is_amber() -> None:
    late = plan(feast=FEAST.model_copy(update={"nominal": (working_days("start", 200),)}))

    assert seen(MONDAY, drawn=late) == Signal(Light.AMBER, "Laufzeit über 6 Monate")


def test_red_outweighs_amber() -> None:
    moved = fixed(fest=date(2026, 2, 17))
    reason = "Fest in 10 Arbeitstagen, aber „Einladung“ ist offen"

    assert seen(date(2026, 2, 3), INVITATION, decisions=moved) == Signal(Light.RED, reason)
