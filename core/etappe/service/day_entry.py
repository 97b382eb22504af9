"""Enter days into a Kommune's own calendar, and let the dates of its projects follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from etappe.model.audit import Fact
from etappe.model.diff import Diff
from etappe.model.kommune import DayKind, NamedDay
from etappe.service.changing import watched
from etappe.service.office import Office, require_kommune, trying
from etappe.service.ports import Transaction
from etappe.service.replanning import follow_calendar

Known = Mapping[tuple[DayKind, date], str]
"""The days that are entered already, with their names."""


def enter_days(
    office: Office, slug: str, days: Sequence[NamedDay], by: str, now: datetime, *, dry_run: bool = False
) -> Mapping[str, Diff]:
    """Enter closing days, elections or committee dates; open deadlines and computed anchors follow.

    Tells what that does to each of the Kommune's projects. Raises `UnknownKommune`, and what `lay_out`
    refuses: then a project could not be held with these days, and nothing is saved.
    """
    with trying(office, dry_run=dry_run) as tx:
        require_kommune(tx, slug)
        projects = [p.id for p in tx.projects.of_kommune(slug)]
        diffs = watched(office, tx, projects, lambda: enter_within(office, tx, slug, days, by, now))
    return {diff.project: diff for diff in diffs if not diff.empty}


def enter_within(
    office: Office, tx: Transaction, slug: str, days: Sequence[NamedDay], by: str, now: datetime
) -> None:
    """Enter days as a part of something larger; raises what `enter_days` raises."""
    known: Known = {(d.kind, d.day): d.name for d in tx.kommunen.days([slug]).get(slug, ())}
    new = [d for d in days if known.get((d.kind, d.day)) != d.name]
    for day in new:
        tx.kommunen.add_day(slug, day)
    tx.audit.record(list(_facts(slug, new, known, by)), now)
    if new:
        follow_calendar(office, tx, slug, by, now)


def _facts(slug: str, days: Iterable[NamedDay], known: Known, by: str) -> Iterable[Fact]:
    for day in days:
        before = known.get((day.kind, day.day))
        data = {"kind": day.kind.value, "day": day.day.isoformat(), "before": before, "after": day.name}
        yield Fact(by, "day entered", slug, data)
