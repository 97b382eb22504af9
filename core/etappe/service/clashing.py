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
    plan = file.schedule.plan
    for change in diff.dates:
        task = event_task(plan, change.key) if change.kind is Kind.ANCHOR else None
        if task is None:
            continue
        events = _held_by(plan, task.role)
        others = tx.clashes.elsewhere(file.kommune.slug, task.role, events, change.after)
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
