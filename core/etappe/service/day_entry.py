"""Enter days into a Kommune's own calendar or take them back, and let the dates of its projects follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from etappe.errors import DayNotEntered
from etappe.model.audit import Fact
from etappe.model.diff import Diff
from etappe.model.kommune import DayKind, NamedDay
from etappe.service.effects import carried_out_for
from etappe.service.office import Office, require_kommune, trying
from etappe.service.ports import Transaction
from etappe.service.replanning import follow_calendar

Known = Mapping[tuple[DayKind, date], str]
"""The days that are entered already, with their names."""


def enter_days(
    office: Office,
    slug: str,
    days: Sequence[NamedDay],
    by: str,
    now: datetime,
    *,
    dry_run: bool = False,
    seen: str | None = None,
) -> dict[str, Diff]:
    """Enter closing days, elections or committee dates; open deadlines and computed anchors follow.

    Tells what that does to each of the Kommune's projects; ``seen`` is the `effect_of` what was looked at.
    Raises `UnknownKommune`, `SelectionChanged`, and what `lay_out` refuses: then a project could not be held
    with these days, and nothing is saved.
    """
    with trying(office, dry_run=dry_run) as tx:
        require_kommune(tx, slug)
        return carried_out_for(office, tx, slug, lambda: enter_within(office, tx, slug, days, by, now), seen)


def take_back_days(
    office: Office,
    slug: str,
    kind: DayKind,
    days: Sequence[date],
    by: str,
    now: datetime,
    *,
    dry_run: bool = False,
    seen: str | None = None,
) -> dict[str, Diff]:
    """Take back days that were entered; the dates of projects follow as if they had never been there.

    What is settled, past or fixed by hand stays; ``seen`` is the `effect_of` what was looked at. Raises
    `UnknownKommune`, `DayNotEntered`, `SelectionChanged`, and what `lay_out` refuses; then nothing is saved.
    """
    with trying(office, dry_run=dry_run) as tx:
        require_kommune(tx, slug)
        return carried_out_for(
            office, tx, slug, lambda: _take_back(office, tx, slug, kind, days, by, now), seen
        )


def _take_back(
    office: Office,
    tx: Transaction,
    slug: str,
    kind: DayKind,
    days: Sequence[date],
    by: str,
    now: datetime,
) -> None:
    known: Known = {(d.kind, d.day): d.name for d in tx.kommunen.days([slug]).get(slug, ())}
    for day in days:
        if (kind, day) not in known:
            raise DayNotEntered(slug=slug, kind=kind, day=f"{day:%d.%m.%Y}")
        tx.kommunen.drop_day(slug, kind, day)
    facts = [_fact(slug, kind, day, "day taken back", (known[kind, day], None), by) for day in days]
    tx.audit.record(facts, now)
    follow_calendar(office, tx, slug, by, now)


def entered_days(office: Office, slug: str) -> tuple[NamedDay, ...]:
    """The days that a Kommune has entered, by day; raises `UnknownKommune`."""
    with office.store.begin() as tx:
        require_kommune(tx, slug)
        return tuple(tx.kommunen.days([slug]).get(slug, ()))


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
        names = (known.get((day.kind, day.day)), day.name)
        yield _fact(slug, day.kind, day.day, "day entered", names, by)


def _fact(
    slug: str, kind: DayKind, day: date, action: str, names: tuple[str | None, str | None], by: str
) -> Fact:
    before, after = names
    data = {"kind": kind.value, "day": day.isoformat(), "before": before, "after": after}
    return Fact(by, action, slug, data)
