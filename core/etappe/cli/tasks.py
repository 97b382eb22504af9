"""The commands for tasks: list them, settle them, take that back."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from etappe.cli.inputs import AText
from etappe.cli.projects import dossier_of, print_tasks, project_task_as_json, shown_tasks
from etappe.cli.terminal import Json, actor, at_work, print_json, say
from etappe.errors import UnknownRole

app = App(name="tasks", help="Settle tasks, and fix, extend or release their deadlines.")
app.command("etappe.cli.deadlines:fix", name="fix", help="Fix a deadline by hand.")
app.command("etappe.cli.deadlines:extend", name="extend", help="Give a task more time, for a reason.")
app.command("etappe.cli.deadlines:release", name="release", help="Let a fixed deadline be computed again.")


@app.command
def done(project: str, task: str, /) -> None:
    """Note that a task is done; nobody is reminded of it any more."""
    from etappe.service.tasks import complete_task

    with at_work() as etappe:
        complete_task(etappe.office, project, task, actor(), etappe.clock.now())
    say(f"'{task}' of '{project}' is done.")


@app.command
def undo(project: str, task: str, /) -> None:
    """Take back that a task is done or waived; its next reminder is armed again."""
    from etappe.service.tasks import reopen_task

    with at_work() as etappe:
        reopen_task(etappe.office, project, task, actor(), etappe.clock.now())
    say(f"'{task}' of '{project}' is open again.")


@app.command
def waive(
    project: str,
    task: str,
    /,
    *,
    reason: Annotated[AText, Parameter(show_default=False, help="Why; it stays in the history.")] = "",
) -> None:
    """Do without a task, for a reason."""
    from etappe.service.tasks import waive_task

    with at_work() as etappe:
        waive_task(etappe.office, project, task, reason, actor(), etappe.clock.now())
    say(f"'{task}' of '{project}' is waived: {reason}.")


@app.command(name="list")
def list_all(
    project: str,
    /,
    *,
    only_open: Annotated[
        bool, Parameter(name="--open", negative="", show_default=False, help="Only what is not settled.")
    ] = False,
    role: Annotated[str | None, Parameter(help="Only what this role has to do.")] = None,
    json: Json = False,
) -> None:
    """List the tasks of a project with state, day, and what comes next."""
    from etappe.model.moments import local_day

    with at_work() as etappe:
        dossier = dossier_of(etappe.office, project, local_day(etappe.clock.now(), etappe.office.zone))
    plan = dossier.file.plan
    if role is not None and role not in plan.role:
        raise UnknownRole(role=role, known=", ".join(plan.role))
    found = [
        t
        for t in shown_tasks(dossier.file)
        if not (only_open and t.settled) and role in {None, plan.task[t.key].role}
    ]
    if json:
        print_json([project_task_as_json(dossier, t) for t in found])
    else:
        print_tasks(f"Tasks of '{project}'", dossier, found)
