"""Warn of events that are moved to a day on which whoever holds them is wanted somewhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from etappe.model.diff import DateChange, Diff, Doubt, Kind
from etappe.model.plan import Plan
from etappe.model.proposals import event_task
from etappe.model.warnings import PlanWarning
from etappe.service.office import ProjectFile
from etappe.service.ports import Transaction


def with_clashes(tx: Transaction, file: ProjectFile, diff: Diff) -> Diff:
    """A diff that also warns of people who would be in two places; only of days that move."""
    found = tuple(_clashes(tx, file, diff))
    return replace(diff, warnings=(*diff.warnings, *found)) if found else diff


def _clashes(tx: Transaction, file: ProjectFile, diff: Diff) -> Iterable[Doubt]:
    plan, slug = file.schedule.plan, file.kommune.slug
    moved = [(d, event_task(plan, d.key)) for d in diff.dates if d.kind is Kind.ANCHOR]
    if not any(task for _, task in moved):
        return
    contacts = tx.people.contacts([slug])[slug]
    for change, task in moved:
        contact = contacts.get(task.role) if task else None
        if task is None or contact is None:
            continue
        events = _held_by(plan, task.role)
        others = tx.clashes.elsewhere(contact.person.id, task.role, events, change.after, slug)
        if others:
            yield _doubt(file, change, plan.role[task.role].title, others)


def _doubt(file: ProjectFile, change: DateChange, role: str, others: Iterable[str]) -> Doubt:
    text = file.speech.remarks.clash.format(
        title=change.title, role=role, day=file.speech.day(change.after), kommunen=", ".join(others)
    )
    return Doubt(PlanWarning("clash", change.key, text), new=True)


def _held_by(plan: Plan, role: str) -> list[str]:
    """The events that a role holds."""
    tasks = {anchor.key: event_task(plan, anchor.key) for anchor in plan.anchors}
    return [key for key, task in tasks.items() if task and task.role == role]
