"""What a change does, as the API shows it; saved only as it was seen."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from etappe.model.diff import Diff, Kind
from etappe.service.changing import Change as ChangeOfPlan
from etappe.service.changing import apply_change, preview_change
from etappe_portal.api.guard import Call
from etappe_portal.api.parts import Value


class MovedDate(Value):
    """A date that moves."""

    kind: Kind
    key: str
    title: str
    before: date
    after: date
    why: str = Field(description="Why it lies on its new day.")


class ChangedTask(Value):
    """A task that appears or retires."""

    task: str
    title: str
    due: date


class ChangedDecision(Value):
    """A decision that is another one: an answer, a hold, a day fixed by hand, the plan."""

    what: str
    before: str
    after: str


class Notified(Value):
    """Somebody who gets a notice, because they were told of dates that move."""

    name: str
    tasks: list[str]
    on: date = Field(description="The day on which it goes.")


class Warned(Value):
    """What is doubtful about the plan then."""

    code: str
    subject: str = Field(description="The key of the anchor, phase or task that it is about.")
    text: str
    new: bool = Field(description="Whether it holds only since this change.")


class Change(Value):
    """Everything that a change touches."""

    decisions: list[ChangedDecision]
    dates: list[MovedDate]
    added: list[ChangedTask]
    retired: list[ChangedTask]
    told: list[Notified]
    warnings: list[Warned]

    @classmethod
    def of(cls, diff: Diff) -> Change:
        """What the API shows of a diff."""
        return cls(
            decisions=[ChangedDecision.model_validate(d) for d in diff.decisions],
            dates=[MovedDate.model_validate(d) for d in diff.dates],
            added=[ChangedTask.model_validate(t) for t in diff.added],
            retired=[ChangedTask.model_validate(t) for t in diff.retired],
            told=[Notified(name=t.name, tasks=list(t.tasks), on=t.on) for t in diff.told],
            warnings=[
                Warned(code=d.warning.code, subject=d.warning.subject, text=d.warning.text, new=d.new)
                for d in diff.warnings
            ],
        )


class Shown(Value):
    """A change as it was seen or saved."""

    applied: bool = Field(description="Whether it is saved.")
    seen: str = Field(description="What to send as 'seen' so that it is saved as it is shown here.")
    change: Change


def see_or_apply(call: Call, project: str, change: ChangeOfPlan, seen: str | None) -> Shown:
    """Show what a change does or, where somebody has seen it, do it.

    Raises `PlanChanged` where the plan has changed meanwhile, and what the change refuses.
    """
    if seen:
        diff = apply_change(call.office, project, change, seen, call.by, call.now)
    else:
        diff = preview_change(call.office, project, change, call.by, call.now)
    return Shown(applied=bool(seen), seen=diff.fingerprint, change=Change.of(diff))
