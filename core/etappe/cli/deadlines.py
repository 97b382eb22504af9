"""The commands that fix, extend or let go of one deadline."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from etappe.cli.changes import Confirm, DryRun, Yes, change_project
from etappe.cli.inputs import AText, Day
from etappe.cli.terminal import Json


def fix(
    project: str,
    task: str,
    day: Day,
    /,
    *,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Fix a deadline by hand: it stays when anchors move, and what waits for it follows."""
    from etappe.service.deadlines import FixDeadline

    change_project(project, FixDeadline(task, day), dry_run=dry_run, confirm=confirm, yes=yes, json=json)


def extend(
    project: str,
    task: str,
    day: Day,
    /,
    *,
    reason: Annotated[AText, Parameter(help="Why; it stays in the history.")],
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Give a task more time, for a reason, as far as nothing else has to move."""
    from etappe.service.deadlines import ExtendDeadline

    change = ExtendDeadline(task, day, reason)
    change_project(project, change, dry_run=dry_run, confirm=confirm, yes=yes, json=json)


def release(
    project: str,
    task: str,
    /,
    *,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Let a deadline that was fixed by hand be computed again."""
    from etappe.service.deadlines import ReleaseDeadline

    change_project(project, ReleaseDeadline(task), dry_run=dry_run, confirm=confirm, yes=yes, json=json)
