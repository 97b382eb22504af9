"""The commands for anchors: list them, fix one by hand, let go of it."""

from __future__ import annotations

from cyclopts import App

from etappe.cli.changes import Confirm, DryRun, Yes, change_project
from etappe.cli.inputs import Day
from etappe.cli.plan import anchor_as_json, print_anchors
from etappe.cli.terminal import Json, at_work, print_json

app = App(name="anchors", help="Fix the day of an anchor; everything that counts from it follows.")
app.command("etappe.cli.bulk:shift", name="shift", help="Shift an anchor of many projects by working days.")
app.command("etappe.cli.backwards:of_project", name="backwards", help="Show the latest days before it.")
app.command("etappe.cli.proposing:propose", name="propose", help="Propose the next good days.")
app.command("etappe.cli.proposing:clashes", name="clashes", help="List days with two events of one person.")


@app.command
def fix(
    project: str,
    anchor: str,
    day: Day,
    /,
    *,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Fix an anchor by hand; open tasks follow, settled ones stay."""
    from etappe.service.replanning import MoveAnchor

    change = MoveAnchor(anchor, day)
    change_project(project, change, dry_run=dry_run, confirm=confirm, yes=yes, json=json)


@app.command
def release(
    project: str,
    anchor: str,
    /,
    *,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Let an anchor that was fixed by hand be computed again."""
    from etappe.service.replanning import ReleaseAnchor

    change = ReleaseAnchor(anchor)
    change_project(project, change, dry_run=dry_run, confirm=confirm, yes=yes, json=json)


@app.command(name="list")
def list_all(project: str, /, *, json: Json = False) -> None:
    """List the anchors of a project with their days and why these."""
    from etappe.service.office import open_file

    with at_work() as etappe, etappe.office.store.begin() as tx:
        schedule = open_file(etappe.office, tx, project).schedule
    if json:
        print_json([anchor_as_json(schedule, a) for a in schedule.anchors.values()])
    else:
        print_anchors(schedule)
