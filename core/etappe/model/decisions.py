"""What people decided for one project; together with plan and calendar it gives every date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from etappe.errors import ConditionUnanswered, UnknownAnchor, UnknownCondition, UnknownTask
from etappe.model.hold import Hold
from etappe.model.plan import Plan
from etappe.model.spec import Avoid, TaskSpec


@dataclass(frozen=True, slots=True)
class Decisions:
    """Start, answers, and days fixed by hand."""

    start: date
    answers: Mapping[str, bool] = field(default_factory=dict[str, bool])
    fixed_anchors: Mapping[str, date] = field(default_factory=dict[str, date])
    fixed_deadlines: Mapping[str, date] = field(default_factory=dict[str, date])
    ignored: frozenset[Avoid] = frozenset()
    """Which days events are placed on all the same."""
    opened: frozenset[str] = frozenset()
    """Tasks on demand that somebody has opened."""
    holds: tuple[Hold, ...] = ()
    """When the project, or one of its phases, rests."""


def check_decisions(plan: Plan, decisions: Decisions) -> None:
    """Refuse decisions about things that the plan does not hold, and open questions without a default.

    Raises `UnknownAnchor`, `UnknownTask`, `UnknownCondition` or `ConditionUnanswered`.
    """
    for anchor in decisions.fixed_anchors:
        if anchor not in plan.anchor:
            raise UnknownAnchor(anchor=anchor, known=", ".join(plan.anchor))
    for task in decisions.fixed_deadlines:
        if task not in plan.task:
            raise UnknownTask(task=task, known=", ".join(plan.task))
    for condition in decisions.answers:
        if condition not in plan.condition:
            raise UnknownCondition(condition=condition, known=", ".join(plan.condition))
    for open_question in plan.conditions:
        if open_question.default is None and open_question.key not in decisions.answers:
            raise ConditionUnanswered(
                condition=open_question.key,
                module=plan.asked_by[open_question.key],
                question=open_question.question,
            )


def holds(plan: Plan, decisions: Decisions, condition: str | None) -> bool:
    """Whether a condition is answered with yes, or assumed to be."""
    if condition is None:
        return True
    answer = decisions.answers.get(condition)
    return plan.condition[condition].default is True if answer is None else answer


def active_tasks(plan: Plan, decisions: Decisions) -> tuple[TaskSpec, ...]:
    """The tasks whose conditions hold, without those on demand that nobody has opened; each after those that
    it depends on."""
    truth = {c.key: holds(plan, decisions, c.key) for c in plan.conditions}
    return tuple(
        t
        for t in plan.tasks
        if (t.condition is None or truth[t.condition]) and (not t.on_demand or t.key in decisions.opened)
    )
