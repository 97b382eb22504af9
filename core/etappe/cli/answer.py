"""The commands that enter what a town hall answers: done, a new date, not me."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from etappe.cli.inputs import Day, Name, Somebody
from etappe.cli.terminal import at_work, german, say

app = App(name="answer", help="Enter what a town hall answers: done, a new date, not me.")

By = Annotated[Name, Parameter(help="Who answered.")]


@app.command
def done(project: str, task: str, /, *, by: By) -> None:
    """ "Erledigt": the task is done."""
    from etappe.service.tasks import complete_task

    with at_work() as etappe:
        complete_task(etappe.office, project, task, by, etappe.clock.now())
    say(f"'{task}' of '{project}' is done.")


@app.command
def date(project: str, task: str, day: Day, /, *, by: By) -> None:
    """ "Neuer Termin": taken at once where nothing else moves, else project management decides."""
    from etappe.service.answers import propose_date

    with at_work() as etappe:
        proposed = propose_date(etappe.office, project, task, day, by, etappe.clock.now())
    if proposed.accepted:
        say(f"'{task}' of '{project}' is due on {german(day)} now.")
    else:
        latest = german(proposed.latest) if proposed.latest else "no day"
        say(f"Project management decides about {german(day)}; without asking it could be {latest} at most.")


@app.command(name="not-me")
def not_me(
    project: str,
    task: str,
    /,
    *,
    by: By,
    instead: Annotated[Somebody, Parameter(help="Who is responsible instead.")],
) -> None:
    """ "Nicht zuständig": project management learns who is, and changes the contact."""
    from etappe.service.answers import decline

    with at_work() as etappe:
        follow_up = decline(etappe.office, project, task, by, instead, etappe.clock.now())
    say(f"Project management was asked to change the contact (follow-up {follow_up.id[:8]}).")
