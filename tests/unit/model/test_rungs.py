"""Ladders and escalations in one row, and when each step is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.adapters.calendars import calendar_of
from etappe.model.moments import moment
from etappe.model.place import Land, Place
from etappe.model.rungs import Rung, due_rungs, keeps_until, moment_of, next_rung, rungs_of
from etappe.model.spec import LadderSpec, Only, RungSpec, TaskSpec, working_days

NW = calendar_of(Place(Land.NW))
DUE = date(2026, 3, 9)
LADDER = LadderSpec(
    key="standard",
    title="Standard",
    rungs=(
        RungSpec(key="vor_5", offset=-5, only=Only.MILESTONE_OR_BLOCKING),
        RungSpec(key="am_tag", offset=0, only=Only.MEETING),
        RungSpec(key="nach_1", offset=1),
        RungSpec(key="nach_3", offset=3),
    ),
)
ESCALATION = LadderSpec(
    key="hoch", title="Hoch", escalates=True, rungs=(RungSpec(key="anruf", offset=2, to=("PM",)),)
)
TASK = TaskSpec(
    key="fest.laden",
    phase="fest",
    title="Einladen",
    role="AP",
    due=working_days("fest", -5),
    ladder="standard",
    escalation="hoch",
    effort="eine Stunde",
)


def rungs(*, blocking: bool = True, meeting: bool = False) -> tuple[Rung, ...]:
    """The rungs of the task."""
    task = TASK.model_copy(update={"blocking": blocking, "meeting": meeting})
    return rungs_of(task, {"standard": LADDER, "hoch": ESCALATION})


def test_ladder_and_escalation_are_one_row_in_the_order_of_time() -> None:
    assert [(r.rule_key, r.escalates) for r in rungs()] == [
        ("standard.vor_5", False),
        ("standard.nach_1", False),
        ("hoch.anruf", True),
        ("standard.nach_3", False),
    ]


def test_only_milestones_and_blocking_tasks_have_letters_before_the_deadline() -> None:
    assert next(r.rule_key for r in rungs(blocking=False)) == "standard.nach_1"


def test_only_meetings_have_a_letter_on_their_morning() -> None:
    assert "standard.am_tag" in {r.rule_key for r in rungs(meeting=True)}


def test_a_rung_is_due_at_eight_local_time() -> None:
    assert moment_of(rungs(), 0, DUE, NW).at == datetime(2026, 3, 2, 7, tzinfo=UTC)


@given(st.dates(date(2026, 1, 20), date(2027, 6, 30)))
def test_rungs_stay_in_the_order_of_time(due: date) -> None:
    days = [moment_of(rungs(), i, due, NW).day for i in range(len(rungs()))]

    assert days == sorted(days)
    assert days[0] <= due < days[1]


@given(st.dates(date(2026, 1, 20), date(2026, 12, 31)), st.integers(0, 60))
def test_every_rung_is_either_due_or_still_to_come(due: date, after: int) -> None:
    now = moment(due - timedelta(days=20), time(12)) + timedelta(days=after)

    past = due_rungs(rungs(), due, NW, now, 0)
    following = next_rung(rungs(), due, NW, now, len(past))

    assert all(p.at <= now for p in past)
    assert following is None or (following.index, following.at > now) == (len(past), True)


@pytest.mark.parametrize(
    ("index", "until"),
    [
        (0, datetime(2026, 3, 5, 16, tzinfo=UTC)),
        (1, datetime(2026, 3, 13, 16, tzinfo=UTC)),
    ],
)
def test_a_letter_keeps_for_three_working_days(index: int, until: datetime) -> None:
    assert keeps_until(moment_of(rungs(), index, DUE, NW), DUE, NW) == until


def test_a_letter_before_a_deadline_never_outlives_it() -> None:
    morning = moment_of(rungs(meeting=True), 1, DUE, NW)

    assert keeps_until(morning, DUE, NW) == moment(DUE, time(17))
