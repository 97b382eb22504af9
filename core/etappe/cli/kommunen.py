"""The commands for Kommunen: add, correct, import, list, and enter the days of their own calendars."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from etappe.cli.diffs import print_diff
from etappe.cli.inputs import ALand, AText, Category, Day, Inhabitants, Name, require_fitting
from etappe.cli.terminal import Json, actor, at_work, point_out, print_json, print_table, say, warn
from etappe.errors import (
    DaysBackwards,
    DaysTooMany,
    FileNotUtf8,
    FileUnreadable,
    ImportRefused,
    OnlyClosedDaysLast,
)
from etappe.model.kommune import DayKind, Kommune, NamedDay, slug_of
from etappe.model.place import HolidayCategory

if TYPE_CHECKING:
    from etappe.model.kommune_csv import Problem
    from etappe.service.kommunen import ImportReport

app = App(name="kommunen", help="Add, import and list Kommunen and their own calendars.")

LONGEST_RANGE = 366


@app.command
def add(
    name: Name,
    /,
    *,
    land: ALand,
    slug: AText | None = None,
    category: Category = HolidayCategory.LAND,
    kind: AText = "",
    legal_status: AText = "",
    forum: AText = "",
    inhabitants: Inhabitants | None = None,
    ags: AText | None = None,
    council: AText = "",
) -> None:
    """Add one Kommune; without --slug its key is made of its name."""
    from etappe.service.kommunen import add_kommune

    require_fitting(category, land)
    key = slug_of(name) if slug is None else slug
    kommune = Kommune(key, name, land, category, kind, legal_status, forum, inhabitants, ags or None, council)
    with at_work() as etappe:
        for doubt in add_kommune(etappe.office, kommune, actor(), etappe.clock.now()):
            warn(doubt)
    say(f"{name} was added as '{key}'.")


@app.command
def change(
    slug: str,
    /,
    *,
    name: Name | None = None,
    land: ALand | None = None,
    category: Category | None = None,
    kind: AText | None = None,
    legal_status: AText | None = None,
    forum: AText | None = None,
    inhabitants: Inhabitants | None = None,
    ags: AText | None = None,
    council: AText | None = None,
    dry_run: Annotated[bool, Parameter(negative="", help="Only show what would move.")] = False,
) -> None:
    """Correct what is known of a Kommune; where its holidays change, the dates of running projects follow."""
    from etappe.service.kommune_data import change_kommune
    from etappe.service.office import require_kommune

    words = {"kind": kind, "legal_status": legal_status, "forum": forum, "council": council}
    others = {"name": name, "land": land, "category": category, "inhabitants": inhabitants, "ags": ags}
    said: dict[str, Any] = {field: value for field, value in {**words, **others}.items() if value is not None}
    with at_work() as etappe:
        with etappe.office.store.begin() as tx:
            changed = replace(require_kommune(tx, slug), **said)
        require_fitting(changed.category, changed.land)
        moved = change_kommune(etappe.office, changed, actor(), etappe.clock.now(), dry_run=dry_run)
    say(f"'{slug}' would be changed." if dry_run else f"'{slug}' was changed.")
    for diff in moved.values():
        print_diff(diff)


@app.command(name="import")
def import_file(
    file: Path,
    /,
    *,
    dry_run: Annotated[
        bool, Parameter(negative="", help="Look for faults and save nothing.", show_default=False)
    ] = False,
    json: Json = False,
) -> None:
    """Add the Kommunen of a CSV file with their contacts, all or none."""
    from etappe.model.kommune_csv import read_sheet
    from etappe.model.roster import roster_of
    from etappe.service.kommunen import import_kommunen

    text = _text_of(file)
    with at_work() as etappe:
        sheet = read_sheet(text, roster_of(etappe.office.programme.spec))
        report = import_kommunen(etappe.office, sheet, actor(), etappe.clock.now(), dry_run=dry_run)
    if json:
        print_json(_report(report))
    else:
        _tell(file, report)
    if report.problems:
        raise ImportRefused(file=file, number=len(report.problems))


@app.command(name="list")
def list_all(*, json: Json = False) -> None:
    """List the Kommunen of the programme."""
    from dataclasses import asdict

    from etappe.service.kommunen import list_kommunen

    with at_work() as etappe:
        found = list_kommunen(etappe.office)
    if json:
        print_json([asdict(k) for k in found])
        return
    rows = [(k.slug, k.name, k.land, k.category, k.kind, k.ags or "") for k in found]
    print_table("Kommunen", ("Slug", "Name", "Land", "Holidays", "Kind", "AGS"), rows)


@app.command
def day(
    slug: str,
    first: Day,
    kind: DayKind,
    /,
    *,
    name: AText | None = None,
    to: Annotated[Day | None, Parameter(help="The last of several closing days.")] = None,
    remove: Annotated[bool, Parameter(negative="", help="Take it back; dates follow again.")] = False,
    dry_run: Annotated[bool, Parameter(negative="", help="Only show what would move.")] = False,
) -> None:
    """Enter a closing day, an election or a committee date; the dates of running projects follow."""
    from etappe.service.day_entry import enter_days, take_back_days

    span = _days(first, to, kind)
    with at_work() as etappe:
        office, now = etappe.office, etappe.clock.now()
        if remove:
            moved = take_back_days(office, slug, kind, span, actor(), now, dry_run=dry_run)
        else:
            called = name or office.speech.remarks.day_names[kind]
            days = [NamedDay(kind, d, called) for d in span]
            moved = enter_days(office, slug, days, actor(), now, dry_run=dry_run)
    done = "taken back" if remove else "entered"
    done = f"Would be {done}" if dry_run else done.capitalize()
    say(f"{done} for '{slug}', {kind}: {len(span)} day{'' if len(span) == 1 else 's'}.")
    for diff in moved.values():
        print_diff(diff)


@app.command(name="days")
def list_days(slug: str, /, *, json: Json = False) -> None:
    """List the closing days, elections and committee dates that a Kommune has entered."""
    from dataclasses import asdict

    from etappe.service.day_entry import entered_days

    with at_work() as etappe:
        found = entered_days(etappe.office, slug)
    if json:
        print_json([asdict(d) for d in found])
    else:
        rows = [(f"{d.day:%d.%m.%Y}", str(d.kind), d.name) for d in found]
        print_table(f"Days of '{slug}'", ("Day", "Kind", "Name"), rows)


def _days(first: date, last: date | None, kind: DayKind) -> list[date]:
    if last is None:
        return [first]
    if kind is not DayKind.CLOSED:
        raise OnlyClosedDaysLast(kind=kind)
    if last < first:
        raise DaysBackwards(first=f"{first:%d.%m.%Y}", last=f"{last:%d.%m.%Y}")
    number = (last - first).days + 1
    if number > LONGEST_RANGE:
        raise DaysTooMany(number=number)
    return [first + timedelta(days=n) for n in range(number)]


def _text_of(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise FileUnreadable(file=file, cause=error.strerror or type(error).__name__) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileNotUtf8(file=file, line=content.count(b"\n", 0, error.start) + 1) from None


def _tell(file: Path, report: ImportReport) -> None:
    for warning in report.warnings:
        point_out(f"{_place(file, warning)}warning: {warning.text}", "yellow")
    for problem in report.problems:
        point_out(f"{_place(file, problem)}{problem.text}", "red")
    if not report.problems:
        done = "would be added" if report.dry_run else "added"
        say(f"Kommunen {done}: {len(report.added)}; there already: {len(report.unchanged)}.")


def _place(file: Path, problem: Problem) -> str:
    column = f"{problem.column}: " if problem.column else ""
    return f"{file}:{problem.line}: {column}"


def _report(report: ImportReport) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(report)
