"""What is read from a project's tasks: its phase and what people decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from etappe.model.project import (
    AnchorRecord,
    Project,
    TaskRecord,
    TaskState,
    decisions_of,
)
from etappe.model.spec import Avoid

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
