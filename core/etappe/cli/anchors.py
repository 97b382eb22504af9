"""The commands for anchors: list them, and fix one by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from etappe.cli.inputs import Day
from etappe.cli.plan import anchor_as_json, print_anchors, warn_of, warning_as_json
from etappe.cli.terminal import Json, actor, at_work, german, print_json, print_table, say

if TYPE_CHECKING:
    from etappe.service.replanning import Replanned

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
    dry_run: Annotated[
        bool, Parameter(negative="", show_default=False, help="Show what would move and save nothing.")
    ] = False,
    json: Json = False,
) -> None:
    """Fix an anchor by hand; open tasks follow, settled ones stay."""
    from etappe.service.replanning import fix_anchor

    with at_work() as etappe:
        now = etappe.clock.now()
        replanned = fix_anchor(etappe.office, project, anchor, day, actor(), now, dry_run=dry_run)
    if json:
        print_json(replanned_as_json(replanned, dry_run=dry_run))
        return
    moved = (*replanned.anchors, *replanned.tasks)
    rows = [(m.key, german(m.before), german(m.after)) for m in moved]
    print_table("Would move" if dry_run else "Moved", ("Anchor or task", "From", "To"), rows)
    saved = "would be fixed" if dry_run else "was fixed"
    say(f"'{anchor}' {saved} on {german(day)}, moved by that: {len(moved)}.")
    warn_of(replanned.warnings)


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


def replanned_as_json(replanned: Replanned, *, dry_run: bool) -> dict[str, object]:
    """What a change moves and what is doubtful then, for scripts."""
    from dataclasses import asdict

    return {
        "anchors": [asdict(m) for m in replanned.anchors],
        "tasks": [asdict(m) for m in replanned.tasks],
        "warnings": [warning_as_json(w) for w in replanned.warnings],
        "dry_run": dry_run,
    }
