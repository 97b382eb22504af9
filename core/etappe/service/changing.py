"""Plan, see, confirm, apply: every change of a project is tried first, and saved only as it was seen.

Trying is doing: the change is carried out, with everything that follows from it, in a transaction that leaves
no trace. So what is shown is what will be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from etappe.errors import EtappeError, PlanChanged, ProjectClosed
from etappe.model.diff import Diff, Told, read_fingerprint
from etappe.model.differing import Fired, Snapshot, differences
from etappe.model.project import TaskState
from etappe.service.clashing import with_clashes
from etappe.service.office import Office, ProjectFile, open_file, trying
from etappe.service.ports import Transaction

MEANWHILE = 3
"""How many of the changes of others are named."""


class Change(Protocol):
    """Something that somebody wants to be otherwise in a project."""

    def carry_out(
        self, office: Office, tx: Transaction, file: ProjectFile, by: str, now: datetime
    ) -> ProjectFile | None:
        """Do it to a project that nobody else can change meanwhile; raises what forbids it.

        Gives the project as it stands then, or nothing where that has to be read anew.
        """
        ...


def preview_change(office: Office, project_id: str, change: Change, by: str, now: datetime) -> Diff:
    """What a change would do, with the fingerprint that confirms it; nothing is saved.

    Raises `UnknownProject`, `ProjectClosed`, and what the change refuses.
    """
    with trying(office, dry_run=True) as tx:
        return carried_out(office, tx, project_id, change, by, now)


def apply_change(
    office: Office, project_id: str, change: Change, fingerprint: str, by: str, now: datetime
) -> Diff:
    """Carry out a change as it was seen.

    Raises `PlanChanged`, which holds the new diff, where somebody has changed the plan meanwhile, and what
    `preview_change` raises; then nothing is saved.
    """
    seen, plan_hash = read_fingerprint(fingerprint)
    with office.store.begin() as tx:
        diff = carried_out(office, tx, project_id, change, by, now)
        if diff.plan_hash == plan_hash:
            return diff
        raise _refused(tx, diff, seen)


def make_change(office: Office, project_id: str, change: Change, by: str, now: datetime) -> Diff:
    """Carry out a change unseen, for those who have nobody to show it to; raises what the change refuses."""
    with office.store.begin() as tx:
        return carried_out(office, tx, project_id, change, by, now)


def carried_out(
    office: Office, tx: Transaction, project_id: str, change: Change, by: str, now: datetime
) -> Diff:
    """Carry out a change within a transaction, and tell what it did."""
    file = open_file(office, tx, project_id, hold=True)
    seen, _ = tx.audit.head()
    require_running(file)
    before = _snapshot(tx, file)
    after = change.carry_out(office, tx, file, by, now)
    if tx.come_to_rest() or after is None:
        after = open_file(office, tx, project_id)
    diff = _compared(tx, before, _snapshot(tx, after))
    return with_clashes(tx, after, diff).stamped(seen)


def watched(
    office: Office, tx: Transaction, project_ids: Sequence[str], work: Callable[[], None]
) -> list[Diff]:
    """Do something within a transaction, and tell what it did to some projects, in their order.

    Of a project whose dates cannot be computed, before or after, nothing can be told.
    """
    for project_id in sorted(project_ids):
        tx.projects.lock(project_id)
    seen, _ = tx.audit.head()
    before = [_computed(office, tx, project_id) for project_id in project_ids]
    work()
    tx.come_to_rest()
    after = [_computed(office, tx, project_id) for project_id in project_ids]
    pairs = zip(before, after, strict=True)
    return [_compared(tx, old, new).stamped(seen) for old, new in pairs if old and new]


def _computed(office: Office, tx: Transaction, project_id: str) -> Snapshot | None:
    try:
        return _snapshot(tx, open_file(office, tx, project_id))
    except EtappeError:
        return None


def require_running(file: ProjectFile) -> None:
    """Refuse a project in which nothing is left to be done; raises `ProjectClosed`."""
    if not any(task.state is TaskState.OPEN for task in file.tasks.values()):
        raise ProjectClosed(project=file.project.id)


def _snapshot(tx: Transaction, file: ProjectFile) -> Snapshot:
    armed = tx.ledger.armed_days(file.project.id)
    warnings = file.layouts.warnings_of(file.schedule)
    return Snapshot(file.project.id, file.schedule, file.tasks, armed, _told(tx, file), warnings)


def _compared(tx: Transaction, before: Snapshot, after: Snapshot) -> Diff:
    def fired(tasks: list[str]) -> Fired:
        found = tx.ledger.fired_days([after.project], tasks)
        return {task: days for (_, task), days in found.items()}

    return differences(before, after, fired)


def _told(tx: Transaction, file: ProjectFile) -> tuple[Told, ...]:
    """Who waits for a notice about a project."""
    notices = tx.notices.waiting(file.project.id)
    if not notices:
        return ()
    people = tx.people.get([n.person_id for n in notices if n.person_id])
    contact = tx.people.contacts([file.kommune.slug])[file.kommune.slug].get(file.plan.programme.contact)
    readers = [(n, people.get(n.person_id) if n.person_id else contact and contact.person) for n in notices]
    return tuple(Told(who.name, who.email, n.tasks, n.on) for n, who in readers if who)


def _refused(tx: Transaction, diff: Diff, seen: int) -> PlanChanged:
    """The refusal of what was seen otherwise; it names who changed what meanwhile."""
    since, _ = read_fingerprint(diff.fingerprint)
    facts = tx.audit.facts(diff.project, MEANWHILE, since=seen, until=since) if seen else ()
    named = "; ".join(f"{fact.actor}: {fact.action} {fact.about}" for _, fact in facts)
    return PlanChanged(
        project=diff.project,
        meanwhile=named or "the fingerprint belongs to another change",
        fingerprint=diff.fingerprint,
        diff=diff,
    )
