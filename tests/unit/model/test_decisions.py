"""Decisions about things that are not there, and questions that want an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etappe.errors import ConditionUnanswered, UnknownAnchor, UnknownCondition, UnknownTask
from etappe.model.schedule import lay_out
from etappe.model.spec import working_days
from tests.unit.model.specs import BEGUN, FEAST_DAY, MONDAY, NO_HOLIDAY, RAIN, fixed, plan, task


def test_an_unknown_anchor_cannot_be_fixed() -> None:
    with pytest.raises(UnknownAnchor, match="no anchor 'ostern'; there are: start, fest"):
        lay_out(plan(), fixed(ostern=MONDAY), NO_HOLIDAY)


def test_an_unknown_task_cannot_be_fixed() -> None:
    decisions = replace(BEGUN, fixed_deadlines={"vorbereitung.rede": MONDAY})

    with pytest.raises(UnknownTask, match=r"no task 'vorbereitung\.rede'; there are: vorbereitung\.brief"):
        lay_out(plan(task("brief", working_days("start", 1))), decisions, NO_HOLIDAY)


def test_an_unknown_condition_cannot_be_answered() -> None:
    with pytest.raises(UnknownCondition, match="no condition 'schnee'; there are: regen"):
        lay_out(plan(conditions=(RAIN,)), replace(BEGUN, answers={"schnee": True}), NO_HOLIDAY)


def test_a_condition_without_a_default_wants_an_answer() -> None:
    asking = plan(conditions=(RAIN.model_copy(update={"default": None}),))

    with pytest.raises(ConditionUnanswered, match=r"'regen' of the module 'rahmen' .* Regnet es\? .*=yes"):
        lay_out(asking, BEGUN, NO_HOLIDAY)


def test_a_condition_without_a_default_is_content_with_an_answer() -> None:
    asking = plan(conditions=(RAIN.model_copy(update={"default": None}),))

    schedule = lay_out(asking, replace(BEGUN, answers={"regen": False}), NO_HOLIDAY)

    assert schedule.anchors["fest"].day == FEAST_DAY
