"""Plan, see, confirm, apply: every change of a project is tried first, and saved only as it was seen.

Trying is doing: the change is carried out, with everything that follows from it, in a transaction that leaves
no trace. So what is shown is what will be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from etappe.errors import PlanChanged, ProjectClosed
from etappe.model.diff import Diff, Told, read_fingerprint
from etappe.model.differing import Fired, Snapshot, differences
from etappe.model.project import TaskState
from etappe.service.office import Office, ProjectFile, open_file, trying
from etappe.service.ports import Transaction

MEANWHILE = 3
"""How many of the changes of others are named."""


class Change(Protocol):
    """Something that somebody wants to be otherwise in a project."""

    def carry_out(self, office: Office, tx: Transaction, project_id: str, by: str, now: datetime) -> None:
        """Do it; raises what forbids it."""
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
        tx.projects.lock(project_id)
        meanwhile = _meanwhile(tx, project_id, seen)
        diff = carried_out(office, tx, project_id, change, by, now)
        if diff.plan_hash != plan_hash:
            raise PlanChanged(
                project=project_id, meanwhile=meanwhile, fingerprint=diff.fingerprint, diff=diff
            )
        return diff


def make_change(office: Office, project_id: str, change: Change, by: str, now: datetime) -> Diff:
    """Carry out a change unseen, for those who have nobody to show it to; raises what the change refuses."""
    with office.store.begin() as tx:
        return carried_out(office, tx, project_id, change, by, now)


def carried_out(
    office: Office, tx: Transaction, project_id: str, change: Change, by: str, now: datetime
) -> Diff:
    """Carry out a change within a transaction, and tell what it did."""

    def work() -> None:
        require_running(open_file(office, tx, project_id))
        change.carry_out(office, tx, project_id, by, now)

    return watched(office, tx, [project_id], work)[0]


def watched(
    office: Office, tx: Transaction, project_ids: Sequence[str], work: Callable[[], None]
) -> list[Diff]:
    """Do something within a transaction, and tell what it did to some projects, in their order."""
    seen, _ = tx.audit.head()
    for project_id in sorted(project_ids):
        tx.projects.lock(project_id)
    before = [_snapshot(office, tx, project_id) for project_id in project_ids]
    work()
    tx.come_to_rest()
    after = [_snapshot(office, tx, project_id) for project_id in project_ids]
    return [_compared(tx, old, new).stamped(seen) for old, new in zip(before, after, strict=True)]


def require_running(file: ProjectFile) -> None:
    """Refuse a project in which nothing is left to be done; raises `ProjectClosed`."""
    if not any(task.state is TaskState.OPEN for task in file.tasks.values()):
        raise ProjectClosed(project=file.project.id)


def _snapshot(office: Office, tx: Transaction, project_id: str) -> Snapshot:
    file = open_file(office, tx, project_id)
    return Snapshot(project_id, file.schedule, file.tasks, tx.ledger.armed(project_id), _told(tx, file))


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
    people = tx.people.get([n.person_id for n in notices])
    return tuple(
        Told(people[n.person_id].name, people[n.person_id].email, n.tasks)
        for n in notices
        if n.person_id in people
    )


def _meanwhile(tx: Transaction, project_id: str, seen: int) -> str:
    """What others have done to a project since it was seen."""
    facts = tx.audit.facts(project_id, MEANWHILE, since=seen) if seen else ()
    named = [f"{fact.actor}: {fact.action}" for _, fact in facts if fact.data]
    return "; ".join(named) or "the fingerprint belongs to another change"
