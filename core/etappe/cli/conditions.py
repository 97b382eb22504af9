"""The command that answers a condition of a running project."""

from __future__ import annotations

from etappe.cli.changes import Confirm, DryRun, Yes, change_project
from etappe.cli.inputs import AnAnswer
from etappe.cli.terminal import Json


def answer(
    project: str,
    condition: AnAnswer,
    /,
    *,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Answer a condition: tasks appear and retire by it; settled ones stay."""
    from etappe.service.conditions import AnswerCondition

    change = AnswerCondition(*condition)
    change_project(project, change, dry_run=dry_run, confirm=confirm, yes=yes, json=json)
