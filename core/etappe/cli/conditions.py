"""The command that answers a condition of a running project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from etappe.cli.anchors import replanned_as_json
from etappe.cli.inputs import AnAnswer
from etappe.cli.plan import warn_of
from etappe.cli.terminal import Json, actor, at_work, german, print_json, print_table, say

if TYPE_CHECKING:
    from etappe.model.project import TaskRecord
    from etappe.service.conditions import Answered


def answer(
    project: str,
    condition: AnAnswer,
    /,
    *,
    dry_run: Annotated[
        bool, Parameter(negative="", show_default=False, help="Show what would change and save nothing.")
    ] = False,
    json: Json = False,
) -> None:
    """Answer a condition: tasks appear and retire by it; settled ones stay."""
    from etappe.service.conditions import answer_condition

    key, yes = condition
    with at_work() as etappe:
        now = etappe.clock.now()
        done = answer_condition(etappe.office, project, key, yes, actor(), now, dry_run=dry_run)
    if json:
        print_json(_answered(done, dry_run=dry_run))
        return
    _tell(done)
    told = "would be answered" if dry_run else "is answered"
    say(
        f"'{key}' of '{project}' {told} with {'yes' if yes else 'no'}: {len(done.appeared)} appear, "
        f"{len(done.retired)} retire, {len(done.replanned.anchors) + len(done.replanned.tasks)} move."
    )
    warn_of(done.replanned.warnings)


def _tell(done: Answered) -> None:
    moved = (*done.replanned.anchors, *done.replanned.tasks)
    rows = [
        *(("appears", t.key, german(t.due)) for t in done.appeared),
        *(("retires", t.key, "") for t in done.retired),
        *(("moves", m.key, f"{german(m.before)} → {german(m.after)}") for m in moved),
    ]
    if rows:
        print_table("By this answer", ("Change", "Anchor or task", "Day"), rows)


def _answered(done: Answered, *, dry_run: bool) -> dict[str, object]:
    return {
        "before": done.before,
        "after": done.after,
        "appeared": _tasks(done.appeared),
        "retired": _tasks(done.retired),
        **replanned_as_json(done.replanned, dry_run=dry_run),
    }


def _tasks(tasks: Iterable[TaskRecord]) -> list[dict[str, object]]:
    return [asdict(task) for task in tasks]
