"""The commands that let a project rest and resume it."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from etappe.cli.changes import Confirm, DryRun, Yes, change_project
from etappe.cli.inputs import AText, Day
from etappe.cli.terminal import Json

Phase = Annotated[str | None, Parameter(help="Only this phase; the others go on.")]


def hold(
    project: str,
    /,
    *,
    until: Annotated[Day, Parameter(help="The day on which it is resumed.")],
    reason: Annotated[AText, Parameter(help="Why; its people read it.")],
    first: Annotated[
        Day | None, Parameter(name="--from", help="The first day of rest. Default: tomorrow.")
    ] = None,
    phase: Phase = None,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Let a project rest: no letters but one ten working days before it is resumed, nothing is overdue.

    The working days that remain are kept. A hold that runs gets another end.
    """
    from etappe.service.resting import HoldProject

    change = HoldProject(until, reason, first, phase)
    change_project(project, change, dry_run=dry_run, confirm=confirm, yes=yes, json=json)


def resume(
    project: str,
    /,
    *,
    on: Annotated[Day | None, Parameter(help="The day of resumption. Default: today.")] = None,
    phase: Phase = None,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Resume a project that rests; a hold that has not begun is called off."""
    from etappe.service.resting import Resume

    change_project(project, Resume(on, phase), dry_run=dry_run, confirm=confirm, yes=yes, json=json)
