"""Fix the anchors whose days somebody has changed in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from etappe.errors import AnchorPassed, DateInThePast, EtappeError, UnknownAnchor
from etappe.model.sheets import AnchorRow
from etappe.service.changing import require_running
from etappe.service.office import ProjectFile, open_file
from etappe.service.ports import Transaction
from etappe.service.replanning import fix_within
from etappe.service.sheets.run import FixedAnchor, Run


def changed(rows: Iterable[AnchorRow]) -> list[AnchorRow]:
    """The rows in which somebody has changed the day, as far as the sheet itself tells."""
    return [row for row in rows if row.day != row.before]


def fix_rows(run: Run, tx: Transaction, rows: Sequence[AnchorRow]) -> None:
    """Fix the anchors whose days were changed, project by project."""
    known = [p.id for p in tx.projects.all()] if rows else []
    by_project: dict[str, list[AnchorRow]] = {}
    for row in rows:
        by_project.setdefault(row.project, []).append(row)
    for project, its_rows in by_project.items():
        if project not in known:
            text = run.unknown(run.words.no_project, project, known)
            run.problems += [row.place.problem("project", text) for row in its_rows]
        elif found := changed(_known(run, tx, project, its_rows)):
            _fix_in(run, tx, project, found)


def _known(run: Run, tx: Transaction, project: str, rows: Iterable[AnchorRow]) -> Iterable[AnchorRow]:
    """The rows whose anchors the project has."""
    keys = [anchor.key for anchor in tx.projects.anchors(project)]
    for row in rows:
        if row.anchor in keys:
            yield row
        else:
            text = run.why(UnknownAnchor(anchor=row.anchor, known=", ".join(keys)))
            run.problems.append(row.place.problem("anchor", text))


def _fix_in(run: Run, tx: Transaction, project: str, rows: Sequence[AnchorRow]) -> None:
    try:
        file = open_file(run.office, tx, project)
    except EtappeError as error:
        run.problems.append(rows[0].place.problem("project", run.why(error)))
    else:
        _fix(run, tx, list(_wanted(run, file, rows)))


def _wanted(run: Run, file: ProjectFile, rows: Iterable[AnchorRow]) -> Iterable[AnchorRow]:
    """The rows that say otherwise than the plan, and may."""
    for row in rows:
        day = file.schedule.anchors[row.anchor].day
        if day == row.day:
            continue
        objection = _objection(run, file, row, day)
        if objection:
            run.problems.append(row.place.problem("day", objection))
        else:
            run.anchors.append(FixedAnchor(row.project, row.anchor, day, row.day))
            yield row


def _objection(run: Run, file: ProjectFile, row: AnchorRow, day: date) -> str | None:
    if row.before is not None and row.before != day:
        return run.words.stale.format(before=_german(row.before), now=_german(day))
    if day < run.today:
        return run.why(AnchorPassed(anchor=row.anchor, project=file.project.id, day=_german(day)))
    if row.day < run.today:
        return run.why(DateInThePast(day=_german(row.day), today=_german(run.today)))
    return None


def _fix(run: Run, tx: Transaction, rows: Sequence[AnchorRow]) -> None:
    """Fix the anchors of one project: one that another has to make room for waits until it has."""
    while rows:
        refused = [(row, error) for row in rows if (error := _refusal(run, tx, row))]
        if len(refused) == len(rows):
            run.problems += [row.place.problem("day", run.why(error)) for row, error in refused]
            return
        rows = [row for row, _ in refused]


def _refusal(run: Run, tx: Transaction, row: AnchorRow) -> EtappeError | None:
    """Fix one anchor; tells what stands against it."""
    why = f"{row.place.sheet}!{row.place.cell('day')}"
    try:
        file = open_file(run.office, tx, row.project)
        require_running(file)
        fix_within(tx, file, row.anchor, row.day, run.by, run.now, why)
    except EtappeError as error:
        return error
    return None


def _german(day: date) -> str:
    return f"{day:%d.%m.%Y}"
