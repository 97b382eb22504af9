"""The commands that choose an optional module for a running project, or drop one."""

from __future__ import annotations

from etappe.cli.changes import Confirm, DryRun, Yes, change_project
from etappe.cli.terminal import Json


def choose(
    project: str,
    module: str,
    /,
    *,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Let a project do what an optional module offers as well: tasks appear, closing dates follow."""
    from etappe.service.choosing import ChooseModule

    change = ChooseModule(module)
    change_project(project, change, dry_run=dry_run, confirm=confirm, yes=yes, json=json)


def drop(
    project: str,
    module: str,
    /,
    *,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Let a project do without an optional module: its open tasks retire, what is settled stays."""
    from etappe.service.choosing import DropModule

    change = DropModule(module)
    change_project(project, change, dry_run=dry_run, confirm=confirm, yes=yes, json=json)
