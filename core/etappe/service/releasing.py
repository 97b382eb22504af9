"""Let go what was held back, as soon as its module can say it again.

Several rungs of one task become one letter: the newest goes, and replaces those that reach nobody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from etappe.errors import Entangled
from etappe.model.ledger import Due, HeldTask
from etappe.service.circumstances import Circumstances, gather
from etappe.service.firing import Fired, case_of, may_fire, tally
from etappe.service.holding import what_waits
from etappe.service.judging import Case, judged_again
from etappe.service.office import Office
from etappe.service.outgoing import (
    Outgoing,
    Overtaken,
    already_written,
    carry_out,
    place_copies,
    write_down,
)
from etappe.service.ports import Transaction

TASKS = 200
"""Tasks per transaction."""


def release_held(office: Office, now: datetime) -> Fired:
    """Put into letters what can be said again; what has to wait for another day stays held."""
    total = Fired(0, 0, 0, 0)
    tasks = _that_can_be_said(office, now)
    while tasks:
        try:
            with office.store.begin() as tx:
                total += _release(office, tx, tasks[:TASKS], now)
        except (Overtaken, Entangled):
            continue  # nothing was kept; the next try sees what the others did
        del tasks[:TASKS]
    return total


def _that_can_be_said(office: Office, now: datetime) -> list[HeldTask]:
    with office.store.begin() as tx:
        held = tx.held.tasks()
        if not held:
            return []
        holding = what_waits(office, tx, now)
        return [t for t in held if holding.reason(tx.projects.plan(t.plan_digest), t.task_key) is None]


def _release(office: Office, tx: Transaction, tasks: Sequence[HeldTask], now: datetime) -> Fired:
    wanted = {(t.project_id, t.task_key) for t in tasks}
    found = tx.held.rungs([t.project_id for t in tasks], [t.task_key for t in tasks])
    rungs = [due for due in found if (due.project_id, due.task_key) in wanted]
    if not rungs:
        return Fired(0, 0, 0, 0)
    around = gather(office, tx, rungs, now)
    out = Outgoing(readers=tx.held.readers_of([due.occ_key for due in rungs]))
    for cases in _by_task(rungs, around):
        for number, case in enumerate(cases):
            _let_go(case, cases[number + 1 :], around, out)
    place_copies(around, out)
    write_down(tx, out, around)
    return tally(out)


def _by_task(rungs: Iterable[Due], around: Circumstances) -> Iterable[list[Case]]:
    cases: dict[tuple[str | None, str | None], list[Case]] = defaultdict(list)
    for due in rungs:
        cases[due.project_id, due.task_key].append(case_of(due, around))
    return cases.values()


def _let_go(case: Case, later: Sequence[Case], around: Circumstances, out: Outgoing) -> None:
    if not may_fire(case, around):
        return
    verdict = judged_again(case, later, around)
    readers = out.readers.get(case.due.occ_key, frozenset())
    still = tuple(r for r in verdict.recipients if r.person.id not in readers)
    if already_written((replace(verdict, recipients=still),), around) is None:
        carry_out(case, verdict, around, out)
