"""The commands for what waits for project management."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from etappe.cli.terminal import Json, actor, at_work, german, print_json, print_table, say

if TYPE_CHECKING:
    from etappe.model.follow_up import FollowUp

app = App(name="follow-ups", help="See and work through what waits for project management.")


@app.default
def list_open(
    *,
    project: Annotated[str | None, Parameter(help="Only what concerns this project.")] = None,
    json: Json = False,
) -> None:
    """List what waits, the oldest first."""
    from etappe.service.follow_ups import open_follow_ups
    from etappe.service.office import open_file

    with at_work() as etappe:
        if project is not None:
            with etappe.office.store.begin() as tx:
                open_file(etappe.office, tx, project)
        found = open_follow_ups(etappe.office, project)
    if json:
        print_json([follow_up_as_json(f) for f in found])
    else:
        print_follow_ups(found)


@app.command
def answer(follow_up: str, outcome: str, /) -> None:
    """Close a follow-up with one of its possible outcomes; the beginning of its id is enough."""
    from etappe.service.follow_ups import answer_follow_up

    with at_work() as etappe:
        closed = answer_follow_up(etappe.office, follow_up, outcome, actor(), etappe.clock.now())
    say(f"The follow-up {closed.id[:8]} is closed: {outcome}.")


@app.command
def accept(follow_up: str, /) -> None:
    """Agree: take the proposed date, make the named person the contact, let the letter go."""
    from etappe.service.follow_ups import accept_follow_up

    with at_work() as etappe:
        closed = accept_follow_up(etappe.office, follow_up, actor(), etappe.clock.now())
    say(f"The follow-up {closed.id[:8]} is closed: accepted.")


@app.command
def decline(follow_up: str, /) -> None:
    """Disagree: nothing changes, and nobody is written to."""
    from etappe.service.follow_ups import decline_follow_up

    with at_work() as etappe:
        closed = decline_follow_up(etappe.office, follow_up, actor(), etappe.clock.now())
    say(f"The follow-up {closed.id[:8]} is closed: declined.")


def follow_up_as_json(follow_up: FollowUp) -> dict[str, object]:
    """A follow-up, for scripts."""
    return {
        "id": follow_up.id,
        "project": follow_up.project_id,
        "task": follow_up.task_key,
        "kind": follow_up.kind,
        "request": follow_up.request,
        "data": dict(follow_up.data),
        "opened_at": follow_up.opened_at,
        "outcomes": _outcomes(follow_up),
    }


def print_follow_ups(follow_ups: Sequence[FollowUp]) -> None:
    """Show what waits, with the answers that are possible."""
    if not follow_ups:
        say("Nothing waits for project management.")
        return
    rows = [
        (
            f"{f.id[:8]}\n{german(f.opened_at)}",
            f"{f.project_id}\n{f.task_key or ''}",
            f.request,
            " or ".join(_outcomes(f)),
        )
        for f in follow_ups
    ]
    print_table("Follow-ups", ("Id, since", "Project, task", "What to do", "Answer with"), rows)


def _outcomes(follow_up: FollowUp) -> tuple[str, ...]:
    from etappe.service.follow_ups import outcomes_of

    return outcomes_of(follow_up)
