"""The commands that enter what a town hall answers: done, a new date, not me."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from cyclopts import App, Parameter

from etappe.cli.inputs import Day, Name, Somebody
from etappe.cli.terminal import Json, at_work, german, print_json, say

app = App(name="answer", help="Enter what a town hall answers: done, a new date, not me.")

By = Annotated[Name, Parameter(help="Who answered.")]


@app.command
def done(project: str, task: str, /, *, by: By, json: Json = False) -> None:
    """ "Erledigt": the task is done."""
    from etappe.service.tasks import complete_task

    with at_work() as etappe:
        record = complete_task(etappe.office, project, task, by, etappe.clock.now())
    if json:
        print_json({"project": project, "task": task, "state": record.state})
        return
    say(f"'{task}' of '{project}' is done.")


@app.command
def date(project: str, task: str, day: Day, /, *, by: By, json: Json = False) -> None:
    """ "Neuer Termin": taken at once where nothing else moves, else project management decides."""
    from etappe.service.answers import propose_date

    with at_work() as etappe:
        proposed = propose_date(etappe.office, project, task, day, by, etappe.clock.now())
    if json:
        print_json({"project": project, "task": task, **asdict(proposed)})
        return
    if proposed.asked:
        counts = "the first working day on which the project does not rest"
        say(f"{german(proposed.asked)} does not count: {german(proposed.day)} is {counts}.")
    bound = f"; without asking it could be {german(proposed.latest)} at most" if proposed.latest else ""
    latest = f" Without asking it could be {german(proposed.latest)} at most." if proposed.latest else ""
    if proposed.unchanged:
        say(f"'{task}' of '{project}' is due on {german(proposed.day)} already.")
    elif proposed.accepted:
        say(f"'{task}' of '{project}' is due on {german(proposed.day)} now.{latest}")
    else:
        say(f"Project management decides about {german(proposed.day)}{bound}.")


@app.command(name="not-me")
def not_me(
    project: str,
    task: str,
    /,
    *,
    by: By,
    instead: Annotated[Somebody, Parameter(help="Who is responsible instead.")],
    json: Json = False,
) -> None:
    """ "Nicht zuständig": project management learns who is, and changes the contact."""
    from etappe.cli.follow_ups import follow_up_as_json
    from etappe.service.answers import decline

    with at_work() as etappe:
        follow_up = decline(etappe.office, project, task, by, instead, etappe.clock.now())
    if json:
        print_json(follow_up_as_json(follow_up))
        return
    say(f"Project management was asked to change the contact (follow-up {follow_up.id[:8]}).")
