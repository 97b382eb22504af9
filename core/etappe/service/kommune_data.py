"""Correct what is known of a Kommune; where its holidays change, the dates of its projects follow."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from etappe.errors import NameMissing
from etappe.model.audit import Fact
from etappe.model.diff import Diff
from etappe.model.kommune import Kommune
from etappe.model.region import require_region
from etappe.service.effects import carried_out_for
from etappe.service.office import Office, require_kommune, trying
from etappe.service.ports import Transaction
from etappe.service.replanning import follow_calendar


def change_kommune(
    office: Office,
    kommune: Kommune,
    by: str,
    now: datetime,
    *,
    dry_run: bool = False,
    seen: str | None = None,
) -> dict[str, Diff]:
    """Store other data for a Kommune; its slug stays. Tells what that does to each of its projects.

    ``seen`` is the `effect_of` what was looked at. Raises `NameMissing`, `UnknownLand`, `UnknownKommune`,
    `SelectionChanged`, and what `lay_out` refuses: then a project could not be held there, and nothing is
    saved.
    """
    if not kommune.name.strip():
        raise NameMissing(subject=kommune.slug)
    require_region(kommune.land, office.programme.spec.regions)
    with trying(office, dry_run=dry_run) as tx:
        before = require_kommune(tx, kommune.slug)
        return carried_out_for(
            office, tx, kommune.slug, lambda: _change(office, tx, before, kommune, by, now), seen
        )


def _change(office: Office, tx: Transaction, before: Kommune, after: Kommune, by: str, now: datetime) -> None:
    said, known = asdict(after), asdict(before)
    changed = [name for name in said if said[name] != known[name]]
    if not changed:
        return
    tx.kommunen.change(after)
    data = {name: {"before": known[name], "after": said[name]} for name in changed}
    tx.audit.record([Fact(by, "kommune changed", after.slug, data)], now)
    if (before.land, before.category) != (after.land, after.category):
        follow_calendar(office, tx, after.slug, by, now)
