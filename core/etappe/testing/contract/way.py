"""The contract of the whole way: a project with the module runs to its end, and every letter can go out."""

from __future__ import annotations

from datetime import date, timedelta

from etappe.model.delivery import DeliveryState
from etappe.model.ledger import OccurrenceState
from etappe.plugin import OpenTask
from etappe.testing.contract.subject import Subject, own_tasks
from etappe.testing.rehearsal import Rehearsal
from etappe.testing.rehearsals import Rehearsals

AFTERWARDS = timedelta(days=45)
"""After its last deadline, so that escalations have their say."""
GONE = frozenset({DeliveryState.SENT, DeliveryState.CANCELLED})


class Way(Subject):
    """What becomes of a project in which nobody does what the module asks."""

    def test_its_whole_way_runs_without_a_broken_letter(self, etappe_project: Rehearsals) -> None:
        """With every task of its open, from the first reminder to the last escalation."""
        project = self.begun(etappe_project, diligent=True)
        on_demand = [t.key for t in own_tasks(self.company) if t.on_demand]
        project.carry_out(*(OpenTask(task=key, why="Vertrag der Module") for key in on_demand))

        project.run_until(max((project.today, *_deadlines(self, project))) + AFTERWARDS)

        stuck, parked = _stuck(project), project.company.registry.parked
        assert not stuck, "correct the passage:\n" + "\n".join(stuck)
        assert not parked, f"correct the hook: {parked[0].cause}"


def _deadlines(subject: Subject, project: Rehearsal) -> list[date]:
    tasks = project.view.tasks
    return [tasks[t.key].due for t in own_tasks(subject.company) if t.key in tasks]


def _stuck(project: Rehearsal) -> list[str]:
    """Why letters have not gone out, and why rungs are held."""
    with project.office.store.begin() as tx:
        deliveries = tx.letters.with_state(*DeliveryState)
        entries = tx.ledger.entries(project.id)
    letters = [d.error_text for d in deliveries if d.state not in GONE and d.error_text]
    return sorted({*letters, *(e.reason for e in entries if e.state is OccurrenceState.HELD and e.reason)})
