"""The commands for spreadsheets: export a plan or all projects, import what was changed in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from etappe.cli.diffs import print_diff
from etappe.cli.terminal import Json, actor, at_work, german, point_out, print_json, print_table, say
from etappe.errors import ImportRefused

if TYPE_CHECKING:
    from etappe.model.cells import CellProblem
    from etappe.service.sheets.run import SheetReport

app = App(name="sheets", help="Export plan and portfolio to Excel, import dates, contacts and closing days.")

Force = Annotated[
    bool,
    Parameter(negative="", show_default=False, help="Overwrite the file where there is one already."),
]


@app.command
def plan(project: str, file: Path, /, *, force: Force = False) -> None:
    """Write the plan of a project into a workbook: its anchors, tasks and phases."""
    from etappe.adapters.workbook.writing import require_writable, write_tables
    from etappe.service.sheets.exporting import plan_tables

    require_writable(file, force=force)
    with at_work() as etappe:
        tables = plan_tables(etappe.office, project, etappe.clock.now())
        write_tables(tables, file, etappe.office.speech.captions.day_format, force=force)
    say(f"The plan of '{project}' was written to '{file}'.")


@app.command
def portfolio(file: Path, /, *, force: Force = False) -> None:
    """Write all projects into a workbook, with dates, contacts and days that can be changed and imported."""
    from etappe.adapters.workbook.writing import require_writable, write_tables
    from etappe.service.sheets.exporting import portfolio_tables

    require_writable(file, force=force)
    with at_work() as etappe:
        tables = portfolio_tables(etappe.office, etappe.clock.now())
        write_tables(tables, file, etappe.office.speech.captions.day_format, force=force)
    say(f"Projects written to '{file}': {len(tables[0].rows)}.")


@app.command(name="import")
def import_file(
    file: Path,
    /,
    *,
    dry_run: Annotated[
        bool, Parameter(negative="", show_default=False, help="Show what would change and save nothing.")
    ] = False,
    json: Json = False,
) -> None:
    """Carry out what was changed in a workbook, all or nothing; what is empty or left out stays as it is."""
    from etappe.adapters.workbook.reading import read_sheets
    from etappe.model.sheets import read_entries, titles_read
    from etappe.service.sheets.importing import import_sheets

    with at_work() as etappe:
        captions = etappe.office.speech.captions
        entries = read_entries(read_sheets(file, titles_read(captions)), captions)
        report = import_sheets(etappe.office, entries, actor(), etappe.clock.now(), dry_run=dry_run)
    if json:
        print_json(asdict(report))
    else:
        _tell(report)
    if report.problems:
        raise ImportRefused(file=file, number=len(report.problems))


def _tell(report: SheetReport) -> None:
    _point_out(report.left, "yellow")
    _point_out(report.problems, "red")
    if report.problems:
        return
    if report.contacts:
        rows = [
            (c.kommune, c.role, f"{c.name}\n{c.email}", "\n".join(c.deputy or ())) for c in report.contacts
        ]
        print_table("Contacts", ("Kommune", "Role", "Who", "Deputy"), rows)
    days = [(slug, d.kind, german(d.day), d.name) for slug, new in report.days.items() for d in new]
    if days:
        print_table("Days", ("Kommune", "Kind", "Day", "Name"), days)
    for diff in report.diffs:
        print_diff(diff)
    done = "Would be changed" if report.dry_run else "Changed"
    say(f"{done}: anchors {len(report.anchors)}, contacts {len(report.contacts)}, days {len(days)}.")


def _point_out(problems: Iterable[CellProblem], style: str) -> None:
    for problem in problems:
        point_out(str(problem), style)
