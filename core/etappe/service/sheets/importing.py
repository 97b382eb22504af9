"""Carry out what somebody has changed in a spreadsheet: all of it or nothing, and never a deletion."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from etappe.errors import EtappeError
from etappe.model.cell_words import ENGLISH, CellWords
from etappe.model.sheets import AnchorRow, Entries
from etappe.service.changing import watched
from etappe.service.office import Office, trying
from etappe.service.ports import Transaction
from etappe.service.sheets.anchors import changed, fix_rows
from etappe.service.sheets.contacts import enter_rows
from etappe.service.sheets.days import NewDays, enter_days, new_days
from etappe.service.sheets.run import Run, SheetReport


class _Refused(Exception):
    """Ends the transaction of an import with problems without a trace."""


def import_sheets(
    office: Office,
    entries: Entries,
    by: str,
    now: datetime,
    *,
    dry_run: bool = False,
    seen: str | None = None,
    words: CellWords = ENGLISH,
    why: Callable[[EtappeError], str] = str,
) -> SheetReport:
    """Fix the anchors, enter the contacts and the days that are not stored so; all or nothing.

    A problem in one row keeps nobody from looking at the others: the report names all of them, in some words.
    With the fingerprint of what was ``seen`` nothing else is saved: the report has another one then.
    """
    run = Run(office, by, now, list(entries.problems), list(entries.left), words, why)
    try:
        with trying(office, dry_run=dry_run) as tx:
            _carry_out(run, tx, entries)
            if run.problems or seen not in {None, run.report(dry_run=dry_run).fingerprint}:
                raise _Refused
    except _Refused:
        pass
    return run.report(dry_run=dry_run)


def _carry_out(run: Run, tx: Transaction, entries: Entries) -> None:
    days = new_days(run, tx, entries.days)

    def work() -> None:
        enter_rows(run, tx, entries.contacts)
        fix_rows(run, tx, entries.anchors)
        enter_days(run, tx, days)  # last: a Kommune whose days cannot be held spoils nobody else's dates

    run.diffs = tuple(watched(run.office, tx, _concerned(tx, changed(entries.anchors), days), work))


def _concerned(tx: Transaction, anchors: Iterable[AnchorRow], days: NewDays) -> list[str]:
    """All projects that are about to change."""
    named = {row.project for row in anchors}
    following = {project.id for slug in days for project in tx.projects.of_kommune(slug)}
    known = {project.id for project in tx.projects.all()} if named else following
    return sorted((named | following) & known)
